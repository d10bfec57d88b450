"""The pictures of the guides: every sheet of the demo workbook, in both languages.

    python docs/pictures.py [FOLDER]

FOLDER is docs/img without one; it gets zh/<sheet>.png and en/<sheet>.png, <sheet> being the sheet's inside
name in csbook/schema/workbook.py. A long table shows its first page. Needs LibreOffice; takes some minutes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

import pypdfium2
from PIL import Image

from csbook.books.file_book import FileBook
from csbook.demo.tour import tour
from csbook.problems import Language, Words
from csbook.rendering.closed import pdf_of
from csbook.rendering.pages import in_palette, picture_of, trimmed
from csbook.schema.workbook import WORKBOOK

WIDEST: Final = 1200
"""Pixels, as wide as a page of the guide shows them sharp."""
DOTS_PER_INCH: Final = 160
MARGIN: Final = 16
COLOURS: Final = 96
TALLEST: Final = 700
"""Pixels; of a longer table only its beginning is shown, of a page in portrait format all."""


def main(folder: Path) -> None:
    for language in get_args(Language):
        place = folder / language
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / Words("客服台账-演示.xlsm", "csbook-demo.xlsm")(language)
            tour(path, language, user="demo")
            for name, picture in pictures(FileBook(path), language):
                picture.save(place / f"{name}.png", "PNG", optimize=True)
        for old in set(place.glob("*.png")) - {place / f"{sheet.name}.png" for sheet in WORKBOOK}:
            old.unlink()
    size = sum(path.stat().st_size for path in folder.glob("*/*.png"))
    print(f"{len(list(folder.glob('*/*.png')))} pictures in {folder}, {size / 1e6:.1f} MB")


def pictures(book: FileBook, language: Language) -> Iterator[tuple[str, Image.Image]]:
    """Each sheet's inside name with the picture of its first page. Sheets without anything are left out."""
    titles = {sheet.title(language): sheet.name for sheet in WORKBOOK}
    with pypdfium2.PdfDocument(pdf_of(book.content, list(titles))) as document:
        for bookmark in document.get_toc():  # one for each sheet, at its first page
            page = document[bookmark.get_dest().get_index()]
            picture = trimmed(picture_of(page, DOTS_PER_INCH), MARGIN)
            if picture is not None:
                yield titles[bookmark.get_title()], small(picture)


def small(picture: Image.Image) -> Image.Image:
    if picture.width > WIDEST:
        height = round(picture.height * WIDEST / picture.width)
        picture = picture.resize((WIDEST, height), Image.Resampling.LANCZOS)
    if picture.width > picture.height > TALLEST:
        picture = picture.crop((0, 0, picture.width, TALLEST))
    return in_palette(picture, COLOURS)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "img")
