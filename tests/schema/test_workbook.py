"""The declaration of the workbook is sound: Excel accepts it, both languages are whole."""

from __future__ import annotations

import re

import pytest

from csbook.schema import choices
from csbook.schema.columns import Choice, Day, Filler, Flag, Formula, Moment, Ref, ShiftCell, Text, Whole
from csbook.schema.formulas import formula_text
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES, WORKBOOK

EVERY_TABLE = [pytest.param(t, id=t.name) for t in TABLES.values()]
DESIGNED = {
    "Panel", "Today", "Roster", "Requests", "DailyLog", "Customers", "FollowUps", "AfterSales", "Conduct",
    "Quality", "Scores", "Pay", "Report", "Plan", "Problems", "Settings", "Staff", "Shifts", "Cover",
    "RosterRules", "FollowUpRules", "Measures", "Holidays", "ImportMaps", "Orders", "PlatformFigures",
    "Plans", "RosterHistory", "Journal", "Changes", "RosterBase", "LateWatch", "Notices", "RosterCheck",
    "RosterAnswers", "Published", "RosterStates", "Enquiries", "Reviews", "Campaigns", "CaseLimits",
    "HandOver", "FollowUpSummary", "ProductComplaints", "CustomerHistory", "ScoreDetail", "Grades",
    "CommissionRules", "Commissions", "RefundsTaken", "PayExplained", "Locks", "LockParts", "ReportFigures",
    "Trends", "CardChoice", "CardMonths", "Card", "Terms", "TermSteps", "TermGrades", "TermMeasures",
    "ReportChoice", "ReportGoals", "ReportPeople",
}  # fmt: skip


def test_every_designed_table_stands_on_exactly_one_sheet() -> None:
    on_sheets = [t.name for sheet in WORKBOOK for t in sheet.tables]
    assert sorted(on_sheets) == sorted(DESIGNED)


def test_sheet_titles_fit_excel_and_differ() -> None:
    for language in ("zh", "en"):
        titles = [s.title(language) for s in WORKBOOK]
        assert len({t.casefold() for t in titles}) == len(titles)
        assert all(0 < len(t) <= 31 and not re.search(r"[\\/?*\[\]:]", t) for t in titles)


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_headers_differ_in_both_languages(table: Table) -> None:
    for language in ("zh", "en"):
        headers = [c.header(language).casefold() for c in table.columns]
        assert all(headers)
        assert len(set(headers)) == len(headers)


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_table_names_are_names_excel_accepts(table: Table) -> None:
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{1,250}", table.name)
    assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[rRcC]", table.name)


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_keys_and_references_name_columns_that_exist(table: Table) -> None:
    assert set(table.key) <= set(table.names)
    for column in table.columns:
        if isinstance(column, Ref):
            assert column.column in TABLES[column.table].names


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_formulas_name_columns_that_exist_and_avoid_the_at_form(table: Table) -> None:
    for column in table.columns:
        if isinstance(column, Formula):
            for language in ("zh", "en"):
                text = formula_text(table, column, language)
                assert "{" not in text
                assert "[@" not in text


def test_little_beside_roster_days_is_shared_between_csbook_and_people() -> None:
    shared = {(t.name, type(c)) for t in TABLES.values() for c in t.columns if c.by is Filler.SHARED}
    days_and_watch = {("Roster", ShiftCell), ("LateWatch", Ref), ("Notices", Flag)}
    whose = {("Customers", Ref), ("AfterSales", Ref)}
    own_contact = {("FollowUps", Text), ("FollowUps", Choice), ("FollowUps", Moment)}
    assert shared == days_and_watch | whose | own_contact | {
        ("AfterSales", Text),
        ("Cover", Whole),
        ("Staff", Day),
    }


def test_a_table_rewritten_whole_has_no_column_that_people_fill() -> None:
    for table in TABLES.values():
        if table.rewritten:
            assert not table.person_columns, table.name


def test_choices_have_different_texts_in_each_language() -> None:
    lists = [value for name, value in vars(choices).items() if name.isupper() and isinstance(value, dict)]
    assert len(lists) > 25
    for choice in lists:
        for language in ("zh", "en"):
            texts = [words(language).casefold() for words in choice.values()]
            assert len(set(texts)) == len(texts)


def test_one_list_name_means_one_list() -> None:
    by_name: dict[str, dict] = {}
    for table in TABLES.values():
        for column in table.columns:
            if isinstance(column, Choice):
                assert column.list_name, (table.name, column.name)
                assert by_name.setdefault(column.list_name, column.choices) == column.choices


def test_the_same_inside_name_is_not_declared_twice_in_a_table() -> None:
    for table in TABLES.values():
        assert len(set(table.names)) == len(table.names), table.name
