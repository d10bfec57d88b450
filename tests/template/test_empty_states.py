"""A sheet without rows says what to fill or press first, in words that stand in the workbook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlwings

from csbook.commands.registry import BY_NAME, COMMANDS
from csbook.commands.routines import BUTTONS
from csbook.problems import Language
from csbook.schema.defaults import default_rows
from csbook.schema.empty_states import WHEN_EMPTY, counted_column
from csbook.schema.panel import PARAMETER
from csbook.schema.workbook import TABLES, WORKBOOK
from tests.libreoffice.helpers import calculated
from tests.template.demo_rows import MONTH, demo_rows

FILLED_FROM_THE_START = {
    *("Panel", "Shifts", "RosterRules", "FollowUpRules", "CaseLimits", "Measures", "Settings"),
    *("CardChoice", "Trends", "ReportChoice"),
}


def test_every_sheet_that_begins_empty_has_its_words() -> None:
    first_tables = {sheet.tables[0].name for sheet in WORKBOOK}
    assert first_tables - FILLED_FROM_THE_START == set(WHEN_EMPTY)


@pytest.mark.parametrize("table", WHEN_EMPTY)
def test_what_it_names_is_a_button_a_sheet_or_a_column(table: str) -> None:
    for language, quotes in (("zh", r"“([^”]+)”"), ("en", r"'([^']+)'")):
        named = set(re.findall(quotes, WHEN_EMPTY[table](language)))
        assert named <= names_in(language)


@pytest.mark.parametrize("table", WHEN_EMPTY)
def test_what_it_asks_for_in_the_panel_is_what_its_button_takes(table: str) -> None:
    """A sheet of one command names of the panel's parameters only those of that command."""
    said = set(re.findall(r"“([^”]+)”", WHEN_EMPTY[table].zh))
    if "操作面板" not in said:
        return
    (command,) = (command for command in COMMANDS if command.label.zh in said)
    named = {name for name, words in PARAMETER.choices.items() if words.zh in said}
    assert named
    assert named <= {parameter.name for parameter in BY_NAME[command.name].parameters}


def test_a_workbook_that_was_never_checked_is_not_called_right() -> None:
    assert "还没查过" in WHEN_EMPTY["Problems"].zh
    assert "not checked yet" in WHEN_EMPTY["Problems"].en.casefold()


def names_in(language: Language) -> set[str]:
    found = {button.label(language) for button in BUTTONS}
    found |= {sheet.title(language) for sheet in WORKBOOK} | {t.title(language) for t in TABLES.values()}
    found |= {words(language) for words in PARAMETER.choices.values()}
    found |= {command.usual_folder(language) for command in COMMANDS if command.usual_folder}
    return found | {c.header(language) for t in TABLES.values() for c in t.columns}


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_stand_above_an_empty_table_and_not_above_a_filled_one(
    language: Language, office: xlwings.App, filled_books: dict[Language, Path]
) -> None:
    filled = {name for name, rows in (default_rows(language, MONTH) | demo_rows(language)).items() if rows}
    with calculated(office.impl.office, filled_books[language]) as read:
        for table in WHEN_EMPTY:
            title = WORKBOOK.sheet_of[table].title(language)
            cell = "O2" if table == "Roster" else "A4"
            assert read(title, cell) == ("" if table in filled else WHEN_EMPTY[table](language))


def test_the_column_counted_is_one_that_people_or_csbook_fill() -> None:
    assert counted_column(TABLES["AfterSales"]) == "kind"
    assert counted_column(TABLES["FollowUps"]) == "follow_up_id"
