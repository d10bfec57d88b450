"""What the sheets are on paper."""

from __future__ import annotations

import re

import pytest

from csbook.drawing.layout import NARROW_MARGIN, PAPER_PIXELS, table_pixels
from csbook.problems import Language
from csbook.schema.workbook import TABLES, WORKBOOK
from tests.template.found import Found

A_PAGE_EACH = ("report",)  # sheets whose tables are printed on pages of their own
both_languages = pytest.mark.parametrize("language", ["zh", "en"])


@both_languages
def test_pages_are_a4_and_repeat_the_header(language: Language, found: dict[Language, Found]) -> None:
    for declared in WORKBOOK:
        sheet = found[language].book[declared.title(language)]
        assert int(sheet.page_setup.paperSize) == 9
        if declared.name in A_PAGE_EACH:
            continue
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if declared.name == "home":
            continue
        assert sheet.page_setup.orientation == "landscape"
        header = found[language].place(declared.tables[0], language)[1]
        assert sheet.print_title_rows == f"${header}:${header}"
        assert sheet.freeze_panes is not None
        assert re.sub(r"[A-Z]+", "", sheet.freeze_panes) == str(header + 1)
    roster = found[language].sheet(TABLES["Roster"], language).page_setup
    assert (roster.fitToWidth or 1, roster.fitToHeight or 1) == (1, 1)


@both_languages
def test_report_and_figures_are_printed_on_pages_of_their_own(
    language: Language, found: dict[Language, Found]
) -> None:
    """The text of the report fits the width of one page, and the figures begin the next."""
    sheet = found[language].sheet(TABLES["Report"], language)
    assert [b.id for b in sheet.col_breaks.brk] == [
        found[language].place(TABLES["ReportFigures"], language)[0] - 1
    ]
    assert table_pixels(TABLES["Report"], language) * int(sheet.page_setup.scale) / 100 <= PAPER_PIXELS
    assert int(sheet.page_setup.scale) >= 55, "readable"


@both_languages
def test_the_pay_sheet_is_one_readable_page_wide(language: Language, found: dict[Language, Found]) -> None:
    """HR prints it: at more than half its size, which leaves letters between 5 and 6 points."""
    sheet = found[language].sheet(TABLES["Pay"], language)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    printed = PAPER_PIXELS + 2 * 96 * (0.4 - NARROW_MARGIN)
    assert printed / table_pixels(TABLES["Pay"], language) >= (0.54 if language == "zh" else 0.5)


@both_languages
def test_the_scores_take_two_pages_with_the_names_on_both(
    language: Language, found: dict[Language, Found]
) -> None:
    sheet = found[language].sheet(TABLES["Scores"], language)
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (2, "$A:$C")


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
