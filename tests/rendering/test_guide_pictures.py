"""The pictures of the guides: which columns stand on which, and that they are printed so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import pypdfium2
import pytest
from pictures import areas, laid_out, parts, pictures
from shots import AS_PRINTED, SPARE, WIDEST, is_filled, seen, shots, widths

from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.making import make_workbook
from csbook.problems import Language
from csbook.rendering import closed
from csbook.schema.table import Sheet
from csbook.schema.workbook import WORKBOOK

SHEETS: Final = {sheet.name: sheet for sheet in WORKBOOK}
FOR_NOBODY: Final = {
    *(("Scores", "key"), ("Scores", "place"), ("Scores", "order"), ("Commissions", "key")),
    ("LockParts", "typed"),
}
"""What formulas and commands look into."""


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory, language: Language) -> FileContent:
    path = tmp_path_factory.mktemp("pictures") / "台账.xlsm"
    make_workbook(path, language, dt.date(2026, 11, 1), with_demo=True)
    return FileBook(path).content


@pytest.mark.parametrize("sheet", WORKBOOK.sheets, ids=lambda sheet: sheet.name)
def test_every_column_that_is_seen_stands_on_one_picture_of_its_sheet(sheet: Sheet) -> None:
    shown = [place for shot in shots(sheet) for place in shot.shown]
    assert len(shown) == len(set(shown))
    filled = {(t.name, c.name) for t in sheet.tables for c in t.columns if is_filled(c)}
    assert filled <= set(shown)
    hidden = {(t.name, c.name) for t in sheet.tables for c in t.columns} - set(shown)
    assert hidden <= FOR_NOBODY


@pytest.mark.parametrize("sheet", WORKBOOK.sheets, ids=lambda sheet: sheet.name)
def test_no_picture_is_too_wide_to_be_read(sheet: Sheet) -> None:
    wide = {
        (table.name, column.name): width
        for table in sheet.tables
        for column, width in zip(seen(table), widths(table), strict=True)
    }
    for shot in shots(sheet):
        if shot.columns and shot.name not in AS_PRINTED:
            table = shot.columns[0][0].name
            repeated = {(table, column.name) for column in shot.repeated}
            assert sum(wide[place] for place in shot.shown | repeated) <= WIDEST * SPARE


def test_the_columns_of_a_contact_that_agents_fill_last_stand_together() -> None:
    places = [{name for _, name in shot.shown} for shot in shots(SHEETS["follow_ups"])]
    assert any({"done_at", "result", "satisfaction", "note"} <= place for place in places)
    places = [{name for _, name in shot.shown} for shot in shots(SHEETS["scores"])]
    assert any(
        {"self_score", "performance", "ability", "cooperation", "service"} <= place for place in places
    )


def test_the_first_sheet_is_shown_with_its_links_and_its_panel(content: FileContent) -> None:
    top, bottom = (areas(shot, content.places)[0] for shot in shots(SHEETS["home"]))
    assert bottom[0] == top[2] + 1
    assert bottom[2] == content.places["Panel"].last_row


def test_each_part_of_a_wide_sheet_is_printed_on_a_page_with_its_headers(
    program: Path, content: FileContent, language: Language
) -> None:
    sheets = [SHEETS["follow_ups"], SHEETS["summary"]]
    printed = {sheet.name: parts(sheet, content.places) for sheet in sheets}
    copy = FileContent(laid_out(content, printed, language), "copy.xlsm")
    pdf = closed.pdf_of(copy, [sheet.title(language) for sheet in sheets])
    with pypdfium2.PdfDocument(pdf) as document:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    assert len(texts) == sum(map(len, printed.values()))
    for sheet in sheets:
        first = 0 if sheet is sheets[0] else len(printed[sheets[0].name])
        for shot in shots(sheet):
            *keys, own = areas(shot, content.places)
            text = texts[first + printed[sheet.name].index(own)]
            headers = [c.header(language) for _, columns in shot.columns for c in columns]
            assert [one for one in headers if "".join(one.split()) not in text] == []
            for key in keys:
                text = texts[first + printed[sheet.name].index(key)]
                assert all("".join(c.header(language).split()) in text for c in shot.repeated)


def test_a_picture_has_its_repeated_columns_beside_its_own(
    program: Path, content: FileContent, language: Language
) -> None:
    made = dict(pictures(content, [SHEETS["follow_ups"]], language))
    assert list(made) == [shot.name for shot in shots(SHEETS["follow_ups"])]
    assert all(700 < picture.width < 1600 for picture in made.values())
