"""How many pages wide a sheet is printed, so that its letters stay readable.

Excel and LibreOffice shrink a sheet until its columns stand on as many pages beside each other as the set-up
says. Where another font stands in for ours, columns come out up to a fifth wider: the room is taken as that
much smaller, and with our own font the letters are larger than what is reckoned here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEAST_SCALE: Final = 0.6
"""Of the letters' size: 10 points become 6, about the smallest that people read on paper."""
SIDE_MARGIN: Final = 0.25  # inches, about what printers leave white at least
PIXELS_PER_INCH: Final = 96
SPARE: Final = 0.79
PAPER: Final = {"landscape": 11.69, "portrait": 8.27}
"""A4's width in inches."""


@dataclass(frozen=True)
class Spread:
    """Pages beside each other, and the scale that a sheet reaches on them (1.0 at most)."""

    pages: int
    scale: float


def room(orientation: str = "landscape") -> int:
    """The pixels of columns that surely stand beside each other on one page at full size."""
    return int((PAPER[orientation] - 2 * SIDE_MARGIN) * PIXELS_PER_INCH * SPARE)


def spread(widths: Sequence[int], repeated: int = 0, *, within: int | None = None) -> Spread:
    """The fewest pages on which columns of these widths (pixels, from left to right) are readable. The
    first `repeated` ones stand on each page; `within`: pixels of one page, by default those of `room()`."""
    page = within or room()
    pages, scale = 1, 0.0
    while scale < LEAST_SCALE and pages <= len(widths):
        scale = min(1.0, page / narrowest(widths, repeated, pages))
        pages += 1
    return Spread(pages - 1, scale)


def narrowest(widths: Sequence[int], repeated: int, pages: int) -> int:
    """The least pixels of one page for the columns to stand on so many."""
    head = sum(widths[:repeated])
    least, most = head + max(widths[repeated:], default=0), sum(widths)
    while least < most:
        middle = (least + most) // 2
        if pages_taken(widths[repeated:], middle - head) <= pages:
            most = middle
        else:
            least = middle + 1
    return least


def pages_taken(widths: Sequence[int], page: int) -> int:
    """Pages that columns take one after another; a column is never cut."""
    pages, used = 1, 0
    for width in widths:
        if used + width > page:
            pages, used = pages + 1, 0
        used += width
    return pages
