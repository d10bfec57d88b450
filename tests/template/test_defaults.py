"""The rows that a new workbook begins with fit the schema and the domain's numbers."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from csbook.problems import Language
from csbook.roster.rulebook import RULES, Rules
from csbook.schema.choices import ROSTER_RULE
from csbook.schema.columns import Any as AnyColumn
from csbook.schema.columns import Formula
from csbook.schema.defaults import default_rows
from csbook.schema.setting_list import SETTINGS
from csbook.schema.workbook import TABLES

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
MONTH = dt.date(2026, 11, 1)


@both_languages
def test_every_default_survives_the_way_into_the_cell_and_back(language: Language) -> None:
    for name, rows in default_rows(language, MONTH).items():
        for row in rows:
            assert set(row) <= set(TABLES[name].names), name
            for column in TABLES[name].columns:
                value = row.get(column.name)
                if value in (None, "") or isinstance(column, AnyColumn):
                    assert not (column.required and not isinstance(column, Formula)), (name, column.name)
                    continue
                assert column.parse(column.render(value, language)) == comparable(value), (name, column.name)


def comparable(value: Any) -> Any:
    is_day = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return dt.datetime(value.year, value.month, value.day) if is_day else value


@both_languages
def test_keys_are_not_given_twice(language: Language) -> None:
    for name, rows in default_rows(language, MONTH).items():
        keys = [tuple(row.get(part) for part in TABLES[name].key) for row in rows]
        assert len(keys) == len(set(keys)), name


def test_roster_rules_start_as_the_solver_defaults_do() -> None:
    rules = Rules()
    rows = {row["rule"]: row for row in default_rows("zh", None)["RosterRules"]}
    assert set(rows) == set(ROSTER_RULE) == {field.name for field in dataclasses.fields(Rules)}
    for code, row in rows.items():
        rule = rules[code]
        assert (row["strength"] == "hard", row["parameter"]) == (rule.hard, rule.parameter), code
        assert row["weight"] == rule.weight, code


@both_languages
def test_shifts_are_the_documents_three_with_their_paid_hours(language: Language) -> None:
    """9:00 to 17:30 is 8.5 hours, 10:00 to 15:30 is 5.5, 17:00 to 23:00 is 6; no break is deducted."""
    rows = default_rows(language, None)["Shifts"]
    codes = ["白", "半", "晚"] if language == "zh" else ["D", "H", "E"]
    assert [row["code"] for row in rows] == codes
    assert [row["paid_hours"] for row in rows] == [8.5, 5.5, 6.0]
    assert [row["is_evening"] for row in rows] == [0, 0, 1]
    for row in rows:
        span = (row["end"] - row["start"]) / dt.timedelta(hours=1)
        assert span - row["unpaid_break"] / 60 == row["paid_hours"]


def test_settings_tell_their_defaults_as_people_read_them() -> None:
    told = {row["name"]: row["default"] for row in default_rows("zh", None)["Settings"]}
    assert list(told) == [setting.name for setting in SETTINGS]
    assert told["self_share"] == "30%"
    assert told["opens"] == "9:00"
    assert told["first_bonus"] == "100"
    assert told["rank_newcomers"] == "否"
    assert told["plan_days"] == "7"
    assert told["case_hours"] == "48"
    assert told["month"] == ""


def test_the_month_is_the_only_setting_with_a_value() -> None:
    rows = default_rows("en", MONTH)["Settings"]
    assert {row["name"]: row["value"] for row in rows if row["value"] is not None} == {"month": "2026-11"}
    assert all(row["value"] is None for row in default_rows("en", None)["Settings"])


def test_holidays_of_the_months_year_stand_ready_where_the_plan_is_published() -> None:
    """The notice for 2026: National Day is 1 to 7 October, 20 September and 10 October are worked."""
    rows = {row["date"]: row["kind"] for row in default_rows("zh", MONTH)["Holidays"]}
    assert all(rows[dt.date(2026, 10, day)] == "holiday" for day in range(1, 8) if day != 4)
    assert rows[dt.date(2026, 9, 20)] == rows[dt.date(2026, 10, 10)] == "workday"
    assert default_rows("zh", dt.date(2090, 1, 1))["Holidays"] == []


def test_rules_are_called_on_the_sheet_as_the_solver_calls_them() -> None:
    assert {code: facts.words for code, facts in RULES.items()} == ROSTER_RULE
    rows = default_rows("zh", None)["RosterRules"]
    assert [row["rule"] for row in rows] == list(RULES)
    assert {row["rule"]: row["active"] for row in rows} == {code: Rules()[code].on for code in RULES}


def test_a_parameter_has_a_unit_and_a_rule_without_one_has_none() -> None:
    units = {row["rule"]: row["unit"] for row in default_rows("zh", None)["RosterRules"]}
    assert units["minimum_rest"] == "小时"
    assert {code for code, unit in units.items() if unit} == {c for c, f in RULES.items() if f.parameter}
