"""Shares that were written as fractions, or beyond the whole."""

from __future__ import annotations

from typing import Any

import pytest

from csbook.problems import Problem, Severity
from csbook.schema.checks import cross_checks
from csbook.schema.default_measures import default_measures
from tests.schema.test_checks import frame

CONVERSION = {"measure": "conversion", "role": "presale", "platform": "any", "active": True}
CONVERSION |= {"worst": 20.0, "best": 60.0, "weight": 20.0, "direction": "higher"}
REFUNDS = CONVERSION | {"measure": "refund_share", "worst": 20.0, "best": 0.0, "direction": "lower"}


def told(row: dict[str, Any], **cells: Any) -> list[Problem]:
    return cross_checks({"Measures": frame("Measures", row | cells)})


def test_bounds_and_a_target_typed_as_percentages_are_told_with_what_was_meant() -> None:
    problems = told(CONVERSION, worst=0.2, best=0.6, target=0.95)
    assert [(p.row, p.column, p.found) for p in problems] == [
        (6, "worst", "0.2"), (6, "best", "0.6"), (6, "target", "0.95"),
    ]  # fmt: skip
    assert {p.severity for p in problems} == {Severity.WARNING}
    assert problems[1].expected.zh == "60（单位是 %，填 0.6 就是 0.6%）"
    assert problems[1].expected.en == "60: the unit is %, and 0.6 means 0.6%"


@pytest.mark.parametrize("name", ["worst", "best", "target"])
def test_more_than_the_whole_is_told(name: str) -> None:
    (problem,) = told(CONVERSION, **{name: 950})
    assert (problem.column, problem.found, problem.expected.en) == (name, "950", "at most 100: the unit is %")


def test_bands_of_fractions_are_told() -> None:
    (problem,) = told(CONVERSION, worst=None, best=None, bands="0.6=100；0.5=85")
    assert (problem.column, problem.expected.zh) == ("bands", "按百分数写，如 60=100（单位是 %）")
    assert told(CONVERSION, worst=None, best=None, bands="60%=100; 50=85; 1=10") == []


def test_a_small_share_of_which_less_is_better_is_told_only_where_it_cannot_be_meant() -> None:
    assert told(REFUNDS, worst=0.5) == []
    assert told(REFUNDS, worst=0.5, best=0.1, target=0.3) == []
    (problem,) = told(REFUNDS, worst=0.2)
    assert (problem.column, problem.expected.en) == ("worst", "20: the unit is %, and 0.2 means 0.2%")
    complaints = REFUNDS | {"measure": "complaint_share"}
    assert told(complaints, worst=0.5) == []


def test_other_units_and_measures_that_are_off_are_left_alone() -> None:
    seconds = CONVERSION | {"measure": "response_seconds", "direction": "lower"}
    assert told(seconds, worst=600, best=0.5) == []
    assert told(CONVERSION, best=0.6, active=False) == []
    assert told(CONVERSION, worst=0.0) == []


def test_the_measures_of_a_new_workbook_are_as_they_should_be() -> None:
    assert cross_checks({"Measures": default_measures("zh")}) == []


def test_targets_of_the_plan_are_looked_at_too() -> None:
    row = {"month": "2026-11", "part": "target", "item": "转化", "measure": "conversion"}
    plan = frame("Plan", row | {"target": 0.5}, row | {"target": 50}, row | {"target": 500})
    problems = cross_checks({"Plan": plan})
    assert [(p.table, p.row, p.column, p.found) for p in problems] == [
        ("Plan", 6, "target", "0.5"),
        ("Plan", 8, "target", "500"),
    ]
