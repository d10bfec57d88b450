"""What the sheets are on paper: measured from the built workbook, without csbook's own reckoning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, range_boundaries

from csbook.drawing import paging
from csbook.problems import Language
from csbook.schema.workbook import TABLES, WORKBOOK
from tests.template.found import Found

ONE_WIDE = ("home", "roster", "today", "card", "trends", "report_charts")
"""Sheets that people look at as a whole."""
LISTS_OF_FINDINGS = ("roster_check", "roster_answers")  # their rows have no name to repeat
LEAST = 0.58  # of the letters' size, with columns a fifth wider than ours
WIDER = 1 / 0.79
both_languages = pytest.mark.parametrize("language", ["zh", "en"])
every_sheet = pytest.mark.parametrize("declared", [pytest.param(s, id=s.name) for s in WORKBOOK])


def pixels(sheet: Any, last: int) -> list[float]:
    """The columns' widths from A on, a fifth wider than they stand in the file."""
    found = dict.fromkeys(range(1, last + 1), 64.0)
    for dimension in sheet.column_dimensions.values():
        shown = 0 if dimension.hidden else int(dimension.width * 7 + 0.5)
        found |= dict.fromkeys(range(dimension.min, min(dimension.max, last) + 1), float(shown))
    return [found[column] * WIDER for column in range(1, last + 1)]


def paper(sheet: Any) -> float:
    inches = {"landscape": 11.69, "portrait": 8.27}[sheet.page_setup.orientation or "portrait"]
    return float(inches - sheet.page_margins.left - sheet.page_margins.right) * 96


def last_column(sheet: Any) -> int:
    """The last one that is printed: of the print area, the tables or the charts."""
    if sheet.print_area:
        return int(range_boundaries(sheet.print_area.rpartition("!")[2].replace("$", ""))[2])
    ends = [range_boundaries(table.ref)[2] for table in sheet.tables.values()]
    return max(*ends, *(chart.anchor.to.col + 1 for chart in sheet._charts), 0)


def scale(sheet: Any) -> float:
    """What the sheet is shrunk to at least, so that its columns stand on the pages it says."""
    widths = pixels(sheet, last_column(sheet))
    if not sheet.sheet_properties.pageSetUpPr.fitToPage:
        return float(sheet.page_setup.scale or 100) / 100
    pages = sheet.page_setup.fitToWidth or 1
    repeated = 0
    if sheet.print_title_cols:
        repeated = column_index_from_string(sheet.print_title_cols.rpartition("$")[2])
    head, rest = sum(widths[:repeated]), widths[repeated:]
    least = next(page for page in every_width(rest) if broken(rest, page) <= pages)
    return min(1.0, paper(sheet) / (head + least))


def every_width(widths: list[float]) -> Iterator[float]:
    """Widths of a page to try, from the widest column to all columns."""
    page = max(widths)
    while True:
        yield page
        page += 4


def broken(widths: list[float], page: float) -> int:
    pages, used = 1, 0.0
    for width in widths:
        if used + width > page:
            pages, used = pages + 1, 0.0
        used += width
    return pages


@both_languages
@every_sheet
def test_every_sheet_prints_readable_letters(
    language: Language, declared: Any, filled: dict[Language, Found]
) -> None:
    sheet = filled[language].book[declared.title(language)]
    assert scale(sheet) >= LEAST, f"{declared.title(language)} prints at {scale(sheet):.0%}"
    if declared.name in ONE_WIDE:
        assert (sheet.page_setup.fitToWidth or 1) == 1


@both_languages
@every_sheet
def test_pages_are_a4_and_repeat_the_header(
    language: Language, declared: Any, found: dict[Language, Found]
) -> None:
    sheet = found[language].book[declared.title(language)]
    assert int(sheet.page_setup.paperSize) == 9
    if declared.name == "home":
        return
    assert sheet.page_setup.orientation == "landscape"
    header = found[language].place(declared.tables[0], language)[1]
    first, _, last = sheet.print_title_rows.replace("$", "").partition(":")
    assert int(last) == header
    assert int(first) == (header - 1 if declared.name == "roster" else header), "weekdays above the days"
    assert re.sub(r"[A-Z]+", "", sheet.freeze_panes) == str(header + 1)


@both_languages
@every_sheet
def test_what_takes_several_pages_has_its_first_columns_on_each(
    language: Language, declared: Any, found: dict[Language, Found]
) -> None:
    sheet = found[language].book[declared.title(language)]
    if len(declared.tables) > 1 or (sheet.page_setup.fitToWidth or 1) == 1:
        assert sheet.print_title_cols is None
        return
    assert sheet.print_title_cols is not None or declared.name in LISTS_OF_FINDINGS


@both_languages
@pytest.mark.parametrize("table", ["Scores", "Pay"])
def test_scores_and_pay_have_month_number_and_name_on_each_page(
    table: str, language: Language, found: dict[Language, Found]
) -> None:
    sheet = found[language].sheet(TABLES[table], language)
    assert (sheet.page_setup.fitToWidth > 1, sheet.print_title_cols) == (True, "$A:$C")


@both_languages
@pytest.mark.parametrize(
    ("name", "helpers"), [("scores", ("key", "place", "order")), ("commission", ("key",))]
)
def test_columns_that_only_formulas_look_into_are_neither_shown_nor_printed(
    language: Language, name: str, helpers: tuple[str, ...], found: dict[Language, Found]
) -> None:
    declared = next(s for s in WORKBOOK if s.name == name)
    table, sheet = declared.tables[0], found[language].book[declared.title(language)]
    hidden = [
        number
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for number in range(dimension.min, dimension.max + 1)
    ]
    assert hidden == [1 + table.names.index(helper) for helper in helpers]


@both_languages
@every_sheet
def test_a_table_on_a_page_of_its_own_has_its_title_above_it(
    language: Language, declared: Any, found: dict[Language, Found]
) -> None:
    """Pictures of pages go into a chat group one by one."""
    sheet = found[language].book[declared.title(language)]
    if declared.name in ONE_WIDE:
        return
    for table in declared.tables[1:]:
        column, header = found[language].place(table, language)[:2]
        above = [sheet.cell(row, column).value for row in range(1, header)]
        assert table.title(language) in above


@both_languages
@every_sheet
def test_tables_beside_each_other_begin_pages_of_their_own(
    language: Language, declared: Any, found: dict[Language, Found]
) -> None:
    sheet = found[language].book[declared.title(language)]
    if len(declared.tables) == 1 or declared.name in ONE_WIDE:
        assert not sheet.col_breaks.brk
        return
    later = [found[language].place(table, language)[0] - 1 for table in declared.tables[1:]]
    assert [b.id for b in sheet.col_breaks.brk] == later
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage, "it would put the breaks aside"


@both_languages
def test_the_first_sheet_prints_its_figures_and_pictures_alone(
    language: Language, found: dict[Language, Found]
) -> None:
    home = found[language].book[WORKBOOK.sheets[0].title(language)]
    area = home.print_area.rpartition("!")[2]
    last_row = int(area.rpartition("$")[2])
    bottom = max(chart.anchor._from.row for chart in home._charts)
    assert bottom < last_row <= found[language].place(TABLES["Panel"], language)[1]
    assert len(home._charts) == 4


@pytest.fixture(scope="module")
def filled(filled_books: dict[Language, Path]) -> dict[Language, Found]:
    return {language: Found(path) for language, path in filled_books.items()}


def test_columns_go_to_the_next_page_whole() -> None:
    """100 + 60 | 50 + 50 + 40 | 90 with the first column, of 20, on each: pages of 20 + 160."""
    widths = [20, 100, 60, 50, 50, 40, 90]
    assert paging.narrowest(widths, 1, 3) == 20 + 160
    assert paging.pages_taken(widths[1:], 160) == 3
    assert paging.pages_taken(widths[1:], 159) == 4


@given(st.lists(st.integers(20, 700), min_size=1, max_size=50), st.integers(0, 4))
def test_the_fewest_readable_pages_are_taken(widths: list[int], repeated: int) -> None:
    repeated = min(repeated, len(widths) - 1) if sum(widths[:repeated]) < 400 else 0
    found = paging.spread(widths, repeated)
    assert found.scale >= paging.LEAST_SCALE
    assert found.scale <= 1
    if found.pages > 1:
        fewer = paging.room() / paging.narrowest(widths, repeated, found.pages - 1)
        assert fewer < paging.LEAST_SCALE
