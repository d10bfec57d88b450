"""Colours of pictures: they say something, so a state's tile must not come out in that of another."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from csbook.books.file_book import FileBook
from csbook.drawing import looks
from csbook.making import make_workbook
from csbook.rendering.closed import pdf_of
from csbook.rendering.pages import COLOURS, in_palette, picture_of, trimmed

MOST: Final = 4
"""Units of a channel: nobody sees them."""
TINTS: Final = sorted(
    {tint for colours in (looks.STATE_COLOURS, looks.SHIFT_COLOURS) for _, tint in colours.values()}
)


def moved(picture: Image.Image, share: float, colours: int = COLOURS) -> dict[tuple[int, int, int], int]:
    """Of each colour that covers more than this share of the picture: by how much the palette moves it."""
    after = in_palette(picture, colours).convert("RGB")
    found = {}
    for pixels, colour in picture.getcolors(picture.width * picture.height) or []:
        if pixels > share * picture.width * picture.height and isinstance(colour, tuple):
            area = ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("RGB")
            away = ImageChops.lighter(ImageChops.lighter(*area.split()[:2]), area.split()[2])
            mask = away.point(lambda value: 255 * (value == 0))
            change = ImageChops.difference(picture, after)
            found[colour[:3]] = max(
                max(n for n, times in enumerate(band.histogram(mask)) if times) for band in change.split()
            )
    return found


def tiles() -> Image.Image:
    """Tiles in every tint with blurred strokes on them, on white, as a page of figures has them."""
    picture = Image.new("RGB", (1200, 900), "white")
    draw = ImageDraw.Draw(picture)
    for number, tint in enumerate(TINTS):
        left, top = 20 + number % 4 * 290, 20 + number // 4 * 110
        draw.rectangle((left, top, left + 270, top + 90), fill=tint)
        for stroke in range(12):
            ink = (60 + 15 * stroke, 40 + number * 12, 220 - 14 * stroke)
            draw.line((left + 20 * stroke, top + 20, left + 20 * stroke + 30, top + 70), fill=ink, width=3)
    strokes = picture.filter(ImageFilter.GaussianBlur(1.5))
    picture.paste(strokes.crop((0, 0, 1200, 600)), (0, 0))
    return picture


@pytest.mark.parametrize("colours", [COLOURS, 96])
def test_a_palette_leaves_the_colours_of_areas_as_they_are(colours: int) -> None:
    changes = moved(tiles(), 0.005, colours)
    assert len(changes) > 8
    assert {colour: by for colour, by in changes.items() if by > MOST} == {}


@pytest.mark.parametrize(("lang", "title"), [("zh", "首页"), ("en", "Home")])
def test_a_palette_leaves_the_tiles_of_the_first_sheet_as_they_are(
    program: Path, tmp_path: Path, lang: str, title: str
) -> None:
    path = tmp_path / "台账.xlsm"
    make_workbook(path, lang, dt.date(2026, 11, 1), with_demo=True)
    pypdfium2 = pytest.importorskip("pypdfium2")
    with pypdfium2.PdfDocument(pdf_of(FileBook(path).content, [title])) as document:
        picture = trimmed(picture_of(document[0]))
    assert picture is not None
    changes = moved(picture, 0.002)
    assert len(changes) > 5
    assert {colour: by for colour, by in changes.items() if by > MOST} == {}
