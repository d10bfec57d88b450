"""The closed workbook's sheets as a PDF: of a copy in which all other sheets are hidden."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from csbook.books.file_content import FileContent
from csbook.books.grafting import names_of
from csbook.books.markup import spliced
from csbook.books.sheet_states import with_sheets_shown
from csbook.problems import SheetMissing
from csbook.rendering import excel_app, office
from csbook.rendering.paper import Page, lay_out
from csbook.rendering.refusals import NothingToRender
from csbook.workplace import folder_for_excel

PRINT_TITLES: Final = "_xlnm.Print_Titles"


def pdf_of(content: FileContent, titles: Collection[str], page: Page | None = None) -> bytes:
    """The PDF of these sheets, in the order of their tabs, as they are set up for printing and `page` says.

    LibreOffice makes it where there is one, else Excel; formulas are worked out anew. Raises `SheetMissing`,
    `NothingToRender`, `NotRendered`.
    """
    program = office.found()
    if program is None and not excel_app.is_installed():
        raise NothingToRender
    with folder_for_excel() as name:
        folder = Path(name)
        copy, target = folder / "copy.xlsm", folder / "sheets.pdf"
        copy.write_bytes(only_shown(content, titles))
        if page is not None:
            lay_out(copy, titles, page)
        if program is not None:
            office.to_pdf(program, copy, target, folder)
        else:
            excel_app.to_pdf(copy, target)
        return target.read_bytes()


def only_shown(content: FileContent, titles: Collection[str]) -> bytes:
    """The file with these sheets visible and no others. Raises `SheetMissing`."""
    names = [sheet.name for sheet in content.package.sheets]
    if missing := [title for title in titles if title not in names]:
        raise SheetMissing(missing[0])
    shown = FileContent(with_sheets_shown(content, titles, visible=True), "copy.xlsm")
    others = [name for name in names if name not in titles]
    alone = FileContent(with_sheets_shown(shown, others, visible=False), "copy.xlsm")
    return without_print_titles(alone, others)


def without_print_titles(content: FileContent, titles: Collection[str]) -> bytes:
    """The file without the rows and columns that these sheets repeat on paper: LibreOffice lays out the pages
    of each sheet that has some when it opens a workbook, 6 of its 7 seconds with ours."""
    package = content.package
    numbers = {number for number, sheet in enumerate(package.sheets) if sheet.name in titles}
    repeated = [
        name.element for name in names_of(package) if name.name == PRINT_TITLES and name.sheet in numbers
    ]
    draft, book = package.draft(), package.utf8(package.workbook)
    draft.put(package.workbook, spliced(book, [(each.start, each.stop, b"") for each in repeated]))
    return draft.built()
