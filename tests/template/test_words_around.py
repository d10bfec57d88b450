"""What the sheets say around their tables: subtitles, legends, lines of totals, messages beside cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from csbook.drawing import figures, layout
from csbook.drawing.sheets import first_column_after
from csbook.drawing.validation import FILLED_BY
from csbook.problems import Language
from csbook.schema.columns import FILLER_WORDS, Filler
from csbook.schema.defaults import default_rows
from csbook.schema.text_lines import plain_width, text_width
from csbook.schema.workbook import TABLES, WORKBOOK
from csbook.template import report_charts
from tests.template.found import Found
from tests.workbooks import MONTH

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
SCREEN = 1280  # pixels, of which a sheet's first picture and an ordinary screen show no more


def rules(found: Found, title: str) -> Iterator[Any]:
    yield from found.book[title].data_validations.dataValidation


@both_languages
def test_a_subtitle_is_seen_whole_beside_its_title(language: Language) -> None:
    for sheet in WORKBOOK:
        if sheet.name in ("home", "roster"):
            continue
        table = sheet.tables[0]
        column = first_column_after(text_width(sheet.title(language)) * 1.9 + 2, table, language)
        before = sum(layout.pixels(layout.column_width(c, table, language)) for c in table.columns[:column])
        assert before + plain_width(sheet.purpose(language)) * 7 <= SCREEN, sheet.name


def test_every_label_of_an_english_line_of_totals_begins_with_a_capital() -> None:
    for table in TABLES.values():
        for figure in figures.figures(table):
            assert figure.label.en[0].isupper(), (table.name, figure.label.en)


def test_what_a_line_counts_is_many_in_english() -> None:
    formula, shown = figures.line(TABLES["HandOver"], (), "en") or ("", "")
    assert shown == "Follow-ups 0      Cases 0"
    assert '"Follow-ups "&COUNTIF' in formula
    assert 'COUNTIF(HandOver[Kind],"follow-up")' in formula


@both_languages
def test_the_summarys_totals_add_up(language: Language) -> None:
    """Promised is in time, late and open."""
    table = TABLES["FollowUpSummary"]
    summed = {figure.column for figure in figures.figures(table)}
    assert summed == {"promised", "in_time", "late", "open"}
    row = {"promised": 9, "in_time": 4, "late": 3, "open": 2}
    assert "3" in (figures.line(table, [row], language) or ("", ""))[1].split()


@both_languages
def test_a_legend_says_that_it_is_about_who_fills(language: Language, found: dict[Language, Found]) -> None:
    for sheet in WORKBOOK:
        if sheet.name != "home":
            legend = found[language].book[sheet.title(language)].cell(layout.LEGEND_ROW + 1, 1).value
            assert str(legend).startswith(FILLED_BY(language) + "■"), sheet.name


@both_languages
def test_every_settings_message_says_what_the_setting_is_for(
    language: Language, found: dict[Language, Found]
) -> None:
    who = {FILLED_BY(language) + FILLER_WORDS[filler](language) for filler in Filler}
    title = WORKBOOK.sheet_of["Settings"].title(language)
    messages = {str(rule.sqref): rule.prompt for rule in rules(found[language], title)}
    place = layout.spot(TABLES["Settings"]).first_row + 1
    for number, row in enumerate(default_rows(language, MONTH)["Settings"], place):
        first, *_, last = messages[f"B{number}"].split("\n")
        assert first in who
        assert last.casefold() == row["meaning"].casefold(), row["name"]


def test_english_messages_begin_their_lines_with_a_capital(found: dict[Language, Found]) -> None:
    for sheet in WORKBOOK:
        for rule in rules(found["en"], sheet.title("en")):
            for line in (rule.prompt or "").split("\n"):
                assert not line or line.startswith("csbook") or not line[0].islower(), (sheet.name, line)


@both_languages
def test_sources_are_named_by_their_words_and_not_by_a_number(language: Language) -> None:
    for name, rows in default_rows(language, MONTH).items():
        for row in rows:
            for text in (value for value in row.values() if isinstance(value, str)):
                assert re.search(r"\((?:[AB]\d[\d.]*|00\d)\)", text) is None, (name, text)


@both_languages
def test_unused_rows_of_the_reports_charts_show_nothing(
    language: Language, found: dict[Language, Found]
) -> None:
    """The line across all places needs a figure in each of them."""
    sheet = found[language].book[WORKBOOK.sheet_of["ReportGoals"].title(language)]
    for table, named_by in (("ReportGoals", "measure"), ("ReportPeople", "name")):
        spot = layout.spot(TABLES[table])
        letter = openpyxl.utils.get_column_letter(spot.column(named_by) + 1)
        first = openpyxl.utils.get_column_letter(spot.first_column + 1)
        last = openpyxl.utils.get_column_letter(spot.last_column + 1)
        [area] = [
            area
            for area in sheet.conditional_formatting
            if str(area.sqref).startswith(f"{first}{spot.first_row + 1}:{last}")
            and any(rule.formula == [f'${letter}{spot.first_row + 1}=""'] for rule in area.rules)
        ]
        assert [rule.dxf.numFmt.formatCode for rule in area.rules] == [report_charts.UNSEEN]


@both_languages
def test_widths_of_the_reports_charts_show_the_longest_words(language: Language) -> None:
    choices = TABLES["ReportFigures"]["direction"].choices.values()  # type: ignore[attr-defined]
    longest = max(plain_width(words(language)) for words in choices)
    assert layout.OWN_WIDTHS["ReportGoals", "direction"] >= longest + layout.INDENT
    assert layout.OWN_WIDTHS["ReportPeople", "name"] >= plain_width("Ouyang Xiaoman") + layout.INDENT
