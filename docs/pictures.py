"""The pictures of the guides: every sheet of the demo workbook, in both languages.

    python docs/pictures.py [SHEET ...] [--lang zh|en] [--to FOLDER]

SHEET is a sheet's inside name in csbook/schema/workbook.py, such as follow_ups; without one all are made, and
pictures that no sheet needs any more are removed. They go to docs/img/zh and docs/img/en. Which columns stand
on which picture: docs/shots.py. Needs LibreOffice; takes some minutes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, get_args

import pypdfium2
from PIL import Image
from shots import AS_PRINTED, SPARE, WIDEST, Shot, shots, width_of

from csbook.books import markup
from csbook.books.book import Place
from csbook.books.cell_xml import column_letters
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.demo.tour import TODAY, tour
from csbook.drawing.layout import GAP_PIXELS
from csbook.drawing.looks import FONT
from csbook.problems import Language, Words
from csbook.rendering.closed import pdf_of
from csbook.rendering.pages import in_palette, picture_of, trimmed
from csbook.schema.table import Sheet
from csbook.schema.workbook import WORKBOOK
from csbook.template.home import COLUMNS as HOME_COLUMNS

FOLDER: Final = Path(__file__).resolve().parent / "img"
A2: Final = "66"
"""Paper on which each part of a sheet stands on one page."""
SCALE: Final = 85
"""Per cent, so that the widest part has room beside a font that is wider than ours."""
DOTS_PER_INCH: Final = round(96 / SCALE * 100)
"""Letters as large as on a screen."""
MARGIN: Final = 16
COLOURS: Final = 224
ROWS: Final = (20, 10)
"""Rows of a table on its first picture, and on the others."""
PRINTED_DOTS_PER_INCH: Final = 110
"""Of sheets that are shown as they are printed, on A4."""
STAND_IN: Final = "Noto Sans CJK SC"
"""As wide as the workbook's font, which Windows has and Linux has not; LibreOffice would take a wider one."""
PRINT_NAMES: Final = ("_xlnm.Print_Area", "_xlnm.Print_Titles")

Area = tuple[int, int, int, int]
"""First row and column, last row and column; from 1."""


def main(wanted: Collection[str], languages: Sequence[Language], folder: Path) -> None:
    sheets = [sheet for sheet in WORKBOOK if not wanted or sheet.name in wanted]
    for language in languages:
        place = folder / language
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / Words("客服台账-演示.xlsm", "csbook-demo.xlsm")(language)
            tour(path, language, user="demo")
            for name, picture in pictures(FileBook(path).content, sheets, language):
                picture.save(place / f"{name}.png", "PNG", optimize=True)
        if not wanted:
            needed = {place / f"{shot.name}.png" for sheet in WORKBOOK for shot in shots(sheet)}
            for old in set(place.glob("*.png")) - needed:
                old.unlink()
    found = list(folder.glob("*/*.png"))
    print(f"{len(found)} pictures in {folder}, {sum(path.stat().st_size for path in found) / 1e6:.1f} MB")


def pictures(
    content: FileContent, sheets: Sequence[Sheet], language: Language
) -> Iterator[tuple[str, Image.Image]]:
    """Each picture of these sheets with its name."""
    printed = {sheet.name: parts(sheet, content.places) for sheet in sheets}
    titles = {sheet.title(language): sheet for sheet in sheets}
    copy = FileContent(laid_out(content, printed, language), "copy.xlsm")
    with pypdfium2.PdfDocument(pdf_of(copy, list(titles))) as document:
        for bookmark in document.get_toc():  # one for each sheet, at its first page
            sheet, page = titles[bookmark.get_title()], bookmark.get_dest().get_index()
            for shot in shots(sheet):
                pages = [page + printed[sheet.name].index(area) for area in areas(shot, content.places)]
                dots = DOTS_PER_INCH if pages else PRINTED_DOTS_PER_INCH
                images = [trimmed(picture_of(document[n], dots), 0) for n in pages or [page]]
                picture = beside([image for image in images if image is not None])
                yield shot.name, in_palette(picture, COLOURS)


# What is printed


def parts(sheet: Sheet, places: Mapping[str, Place]) -> list[Area]:
    """What of the sheet is printed, each on a page of its own; nothing for one that stays as it is set up."""
    return list(dict.fromkeys(area for shot in shots(sheet) for area in areas(shot, places)))


def areas(shot: Shot, places: Mapping[str, Place]) -> list[Area]:
    """The cells of a picture: the repeated columns, then its own."""
    if shot.name in AS_PRINTED:
        return []
    if shot.rows is not None:
        ends = [place.last_row for place in places.values() if place.table == "Panel"]
        return [(shot.rows[0], 1, shot.rows[1] or max(ends), HOME_COLUMNS + 1)]
    (first, columns), (last, last_columns) = shot.columns[0], shot.columns[-1]
    tables = [places[table.name] for table, _ in shot.columns]
    left = places[first.name].first_column
    start = left + first.names.index(columns[0].name)
    stop = places[last.name].first_column + last.names.index(last_columns[-1].name)
    begins = start == 1 and not shot.repeated
    if begins and last_columns[-1] is last.columns[-1]:
        stop += room_at_right(shot)
    header = tables[0].header_row
    bottom = min(max(place.last_row for place in tables), header + ROWS[0 if begins else 1])
    own = (1 if begins else header, start, bottom, stop)
    return [*([(header, left, bottom, left + len(shot.repeated) - 1)] if shot.repeated else []), own]


def room_at_right(shot: Shot) -> int:
    """Empty columns, into which the text beside a narrow sheet's title runs: one before another table."""
    tables = [table for table, _ in shot.columns]
    if tables[-1] is not WORKBOOK.sheet_of[tables[-1].name].tables[-1]:
        return 1
    return max(0, int(WIDEST * SPARE) - width_of(tables)) // GAP_PIXELS


def laid_out(content: FileContent, printed: Mapping[str, Sequence[Area]], language: Language) -> bytes:
    """The file with these parts of its sheets set up for printing, each on one page and at the same scale."""
    titles = {sheet.title(language): printed.get(sheet.name) for sheet in WORKBOOK}
    draft = content.package.draft()
    numbers = {}
    for number, sheet in enumerate(draft.sheets):
        if titles.get(sheet.name):
            numbers[number] = sheet.name
            draft.put(sheet.part, on_the_demos_day(on_large_paper(draft.utf8(sheet.part))))
    names = b"".join(
        print_area(number, title, titles[title] or ()).encode() for number, title in numbers.items()
    )
    book = draft.utf8(draft.workbook)
    [holder] = markup.every(book, b"definedNames")
    earlier = [
        (name.start, name.stop, b"")
        for name in markup.every(book, b"definedNames", b"definedName")
        if name.get("name") in PRINT_NAMES and int(name.get("localSheetId") or -1) in numbers
    ]
    draft.put(draft.workbook, markup.spliced(book, [*earlier, (holder.end, holder.end, names)]))
    for part in draft.related(draft.workbook, "styles"):
        draft.put(part, draft.utf8(part).replace(FONT.encode(), STAND_IN.encode()))
    return draft.built()


def print_area(number: int, title: str, cells: Sequence[Area]) -> str:
    texts = [
        f"'{title}'!${column_letters(left)}${top}:${column_letters(right)}${bottom}"
        for top, left, bottom, right in cells
    ]
    return f'<definedName name="_xlnm.Print_Area" localSheetId="{number}">{",".join(texts)}</definedName>'


def on_large_paper(sheet: bytes) -> bytes:
    setup = {"paperSize": A2, "scale": str(SCALE), "orientation": "portrait"}
    unfit = {"fitToWidth": None, "fitToHeight": None}
    return markup.spliced(
        sheet,
        [
            *((e.start, e.stop, b"") for e in markup.every(sheet, b"colBreaks")),
            *((e.start, e.inside, e.tag(**setup, **unfit)) for e in markup.every(sheet, b"pageSetup")),
            *((e.start, e.stop, b"") for e in markup.every(sheet, b"sheetPr", b"pageSetUpPr")),
        ],
    )


def on_the_demos_day(sheet: bytes) -> bytes:
    """The sheet as of the moment that its figures are of; TODAY() stays in, so that it is calculated."""
    day = f"DATE({TODAY.year},{TODAY.month},{TODAY.day})"
    moment = f"({day}+TIME({TODAY.hour},{TODAY.minute},0))"
    return sheet.replace(b"NOW()", moment.encode()).replace(b"TODAY()", f"({day}+0*TODAY())".encode())


# Pictures


def beside(images: Sequence[Image.Image]) -> Image.Image:
    """The parts in one picture, with white around."""
    width, height = sum(image.width for image in images), max(image.height for image in images)
    whole = Image.new("RGB", (width + 2 * MARGIN, height + 2 * MARGIN), "white")
    left = MARGIN
    for image in images:
        whole.paste(image, (left, MARGIN))
        left += image.width
    return whole


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the pictures of the guides.")
    parser.add_argument("sheets", nargs="*", metavar="SHEET", help="a sheet's inside name")
    parser.add_argument("--lang", choices=get_args(Language))
    parser.add_argument("--to", type=Path, default=FOLDER)
    told = parser.parse_args()
    if unknown := set(told.sheets) - {sheet.name for sheet in WORKBOOK}:
        parser.error(f"no such sheet: {', '.join(sorted(unknown))}")
    return told


if __name__ == "__main__":
    told = arguments()
    main(told.sheets, [told.lang] if told.lang else get_args(Language), told.to)
