"""Every column says what to write there or what it is used for, in words that stand in the workbook."""

from __future__ import annotations

import re
from typing import Final

import pytest

from csbook.commands.routines import BUTTONS
from csbook.problems import Language
from csbook.schema.column_help import ANYWHERE, HELP
from csbook.schema.columns import Choice, Filler
from csbook.schema.panel import PARAMETER
from csbook.schema.settings import SETTING_WORDS
from csbook.schema.workbook import TABLES, WORKBOOK

LONGEST: Final[dict[Language, int]] = {"zh": 50, "en": 100}
QUOTED: Final[dict[Language, str]] = {"zh": r"“([^”]+)”", "en": r"(?<![a-zA-Z])'([^']+)'(?![a-zA-Z])"}
SAID_ALIKE: Final[dict[Language, set[str]]] = {"zh": {"是", "否", "全部"}, "en": {"date", "all"}}
"""Answers that a help quotes, beside the names of things."""
EVERY = [pytest.param(table, name, id=f"{table}.{name}") for table in HELP for name in HELP[table]]


def test_every_column_has_its_help() -> None:
    without = [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.help is None]
    assert without == []


def test_help_is_of_columns_that_are_there() -> None:
    named = {(table, name) for table in HELP for name in HELP[table]}
    assert named - {(t.name, c.name) for t in TABLES.values() for c in t.columns} == set()
    alone = {c.name for t in TABLES.values() for c in t.columns if c.by is Filler.CSBOOK}
    assert set(ANYWHERE) <= alone


def test_what_people_fill_has_words_of_its_own() -> None:
    """Who types is told what, not what holds for any table."""
    for table in TABLES.values():
        for column in table.person_columns:
            assert column.name in HELP[table.name], (table.name, column.name)


@pytest.mark.parametrize(("table", "name"), EVERY)
def test_help_is_short_and_tells_more_than_the_header(table: str, name: str) -> None:
    column = TABLES[table][name]
    for language in LONGEST:
        said = HELP[table][name](language)
        assert 1 < len(said) <= LONGEST[language]
        assert said.casefold() != column.header(language).casefold()
        assert not said.endswith(("。", "."))


@pytest.mark.parametrize(("table", "name"), EVERY)
def test_help_names_buttons_sheets_columns_and_settings_by_their_names(table: str, name: str) -> None:
    for language in QUOTED:
        quoted = set(re.findall(QUOTED[language], HELP[table][name](language)))
        assert quoted <= names_in(language) | SAID_ALIKE[language], language


def names_in(language: Language) -> set[str]:
    found = {button.label(language) for button in BUTTONS}
    found |= {sheet.title(language) for sheet in WORKBOOK} | {t.title(language) for t in TABLES.values()}
    found |= {words(language) for words in SETTING_WORDS.values()}
    columns = [*(c for t in TABLES.values() for c in t.columns), PARAMETER]
    found |= {w(language) for c in columns if isinstance(c, Choice) for w in c.choices.values()}
    return found | {c.header(language) for c in columns}
