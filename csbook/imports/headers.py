"""Headers as they are compared: full and half width alike, without spaces and marks.

Real exports mix `平均响应时长（秒)` with `平均响应时长(秒)`, end headers in a space and begin the first one
with a byte order mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from csbook.imports.reading import ROWS_OF_HEADERS, Cell, Row, Sheet

BETWEEN = "/"
"""What stands between the two rows of a header: `邀请/发出`."""


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """A header for comparison."""
    return re.sub(r"[\s\u200b\u200e\u200f\ufeff]+", "", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True)
class HeaderRow:
    """A row that may be the header, with the row above it joined where there are two.

    `row`: the number of its last row. `headers`: normalised, empty where there is none. `texts`: as they
    stand in the file.
    """

    row: int
    headers: tuple[str, ...]
    texts: tuple[str, ...]


def header_rows(sheet: Sheet, before: int) -> Iterator[HeaderRow]:
    """Every row, and every two rows, of the first 10 that could be headers; all above row `before`."""
    top = [texts(row) for row in sheet.rows[: min(ROWS_OF_HEADERS, before - 1)]]
    for number, row in enumerate(top, 1):
        yield header_row(number, row)
        if number < len(top):
            yield header_row(number + 1, two_rows(row, top[number]))


def header_row(number: int, row: Sequence[str]) -> HeaderRow:
    return HeaderRow(number, tuple(normalised(text) for text in row), tuple(row))


def two_rows(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """`block/header`: a block's cell is merged over its columns, so that only the first one names it. A
    header merged over both rows stands in the upper one alone."""
    width = max(len(upper), len(lower))
    block, joined = "", []
    for above, below in zip(padded(upper, width), padded(lower, width), strict=True):
        block = above or block
        joined.append(f"{block}{BETWEEN}{below}" if block and below else below or above)
    return joined


def padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def texts(row: Row) -> list[str]:
    return [text(cell) for cell in row]


def text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip().strip("\ufeff")
