"""Pictures of a PDF's pages for a chat group: without the white around, readable on a telephone."""

from __future__ import annotations

import io
import re
from typing import Any, Final

import pypdfium2
from PIL import Image, ImageChops

DOTS_PER_INCH: Final = 200
POINTS_PER_INCH: Final = 72
MARGIN: Final = 24
"""Pixels of white that stay around what is printed."""
COLOURS: Final = 256
FOOTER: Final = re.compile(r"第\s*\d+\s*页，共\s*\d+\s*页|Page\s+\d+\s+of\s+\d+")
"""As csbook sets it on every sheet; another one, of the person's own, stays."""
LOWEST: Final = 54
"""Points from the bottom of the page, within which a footer stands."""
ABOVE_FOOT: Final = 2


def pictures(pdf: bytes) -> list[bytes]:
    """Each page as a PNG, trimmed; pages with nothing on them are left out."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = (trimmed(picture_of(page)) for page in document)
        return [png(picture) for picture in found if picture is not None]


def picture_of(page: Any, dots_per_inch: int = DOTS_PER_INCH) -> Image.Image:
    """The page as far down as its foot, where the number of the page stands."""
    scale = dots_per_inch / POINTS_PER_INCH
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    foot = top_of_foot(page)
    return picture.crop((0, 0, picture.width, int((page.get_height() - foot) * scale))) if foot else picture


def top_of_foot(page: Any) -> float:
    """Points from the bottom of the page to above csbook's page number; 0 where there is none."""
    text = page.get_textpage()
    found = list(FOOTER.finditer(text.get_text_range()))
    if not found:
        return 0.0
    tops = [text.get_charbox(number)[3] for number in range(*found[-1].span())]
    return float(max(tops)) + ABOVE_FOOT if max(tops) < LOWEST else 0.0


def trimmed(picture: Image.Image, margin: int = MARGIN) -> Image.Image | None:
    """The picture without the white around it but for a margin; None where it is all white."""
    white = Image.new("RGB", picture.size, "white")
    box = ImageChops.difference(picture, white).getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    framed = Image.new("RGB", (right - left + 2 * margin, bottom - top + 2 * margin), "white")
    framed.paste(picture.crop(box), (margin, margin))
    return framed


def in_palette(picture: Image.Image, colours: int) -> Image.Image:
    """A third of the size, and nobody sees the difference: colours that say something stay what they are.

    The palette goes by how much of the picture a colour takes and is moved once to the means of what it
    stands for. Pillow's MAXCOVERAGE gives pale colours away: a blue tile came out in the purple of 已报主管.
    """
    return picture.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)


def png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    in_palette(picture, COLOURS).save(stream, "PNG", optimize=True, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return stream.getvalue()
