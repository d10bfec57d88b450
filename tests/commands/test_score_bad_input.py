"""What people may get wrong about scores and pay: each a problem with its cell, and nothing half-written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.run import run
from csbook.problems import Problem, Severity
from csbook.schema.checks_of_scores import score_checks
from csbook.schema.default_measures import default_measures
from csbook.schema.defaults import default_rows
from csbook.schema.setting_list import SETTINGS
from csbook.schema.settings import read_settings
from csbook.schema.workbook import TABLES
from tests.scorecard.workplace import FIRST_ROW, agent, level, table
from tests.workbooks import every_table, put, type_rows

NOON = dt.datetime(2026, 12, 4, 12)


def told(**rows: list[dict[str, Any]]) -> list[Problem]:
    return list(score_checks({name: table(name, found) for name, found in rows.items()}))


def places(problems: list[Problem]) -> list[tuple[str, int | None, str | None]]:
    return [(p.table, None if p.row is None else p.row - FIRST_ROW, p.column) for p in problems]


def settings_rows(**typed: Any) -> list[dict[str, Any]]:
    return [{"name": name, "value": value} for name, value in typed.items()]


def test_the_defaults_have_nothing_to_correct() -> None:
    rows: Mapping[str, Any] = default_rows("zh", dt.date(2026, 11, 1))
    found = told(
        Settings=[{"name": s.name, "value": None} for s in SETTINGS],
        Grades=list(rows["Grades"]),
        CommissionRules=list(rows["CommissionRules"]),
        Staff=[agent("1")],
    )
    assert found == []
    assert len(default_measures("zh"))


@pytest.mark.parametrize(
    ("typed", "row", "expected"),
    [
        ({"self_by": 4, "manager_by": 3}, 1, "主管评分截止日：不小于自评截止日（4）"),
        ({"manager_by": 5, "lock_on": 5, "hr_by": 4}, 2, "人事取数日：不小于锁定日（5）"),
        ({"hr_by": 3}, 0, "人事取数日：不小于锁定日（4）"),
        ({"commission_floor": 500, "commission_cap": 499.99}, 1, "提成封顶：不小于提成保底（500.00）"),
        ({"self_share": 0.33333, "manager_share": 0.66667}, 0, "自评占比：百分数最多两位小数，如 33.33%"),
    ],
)
def test_settings_of_scores_that_do_not_fit_together(typed: dict[str, Any], row: int, expected: str) -> None:
    found = told(Settings=settings_rows(**typed))
    assert places(found)[0] == ("Settings", row, "value")
    assert found[0].expected.zh == expected
    assert found[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    "typed",
    [
        {"self_share": 0.3333, "manager_share": 0.6667},
        {"commission_floor": 500},
        {"commission_floor": 500, "commission_cap": 500},
        {"self_by": 28, "manager_by": 28, "lock_on": 28, "hr_by": 28},
    ],
)
def test_settings_of_scores_that_do_fit(typed: dict[str, Any]) -> None:
    assert told(Settings=settings_rows(**typed)) == []


def test_a_setting_that_cannot_be_read_is_told_once() -> None:
    frame = settings_rows(self_by="月初", manager_by=1)
    assert told(Settings=frame) == []
    assert [p.row for p in read_settings(table("Settings", frame))[1]] == [FIRST_ROW]


def test_shares_of_99_percent_are_told_at_their_first_cell() -> None:
    (problem,) = read_settings(table("Settings", settings_rows(self_share=0.29)))[1]
    assert (problem.row, problem.found) == (FIRST_ROW, "99%")


def test_grades_from_the_same_score_and_none_from_0() -> None:
    rows = [{"grade": "金", "least": 90.0}, {"grade": "银", "least": 90.0}, {"grade": "铜", "least": 60.0}]
    same, none = told(Grades=rows)
    assert (places([same]), same.severity) == ([("Grades", 1, "least")], Severity.ERROR)
    assert same.expected.zh == "与“金”不同的起始分"
    assert (places([none]), none.severity) == ([("Grades", 2, "least")], Severity.WARNING)
    assert told(Grades=[]) == []


def rule(group: str, rate: float = 0.02, start: int = 0, **more: Any) -> dict[str, Any]:
    return {"group": group, "from_amount": Decimal(start), "rate": rate, "active": True} | more


def test_rules_of_commission_that_formulas_could_not_follow() -> None:
    staff = [agent("1"), agent("2", group="京东")]
    rows = [rule("天猫"), rule("天猫", 0.0234567, 1000), rule("全部"), rule("all", 0.03, 500), rule("拼多多")]
    found = told(CommissionRules=[*rows, rule("抖音", active=False)], Staff=staff)
    assert places(found) == [
        ("CommissionRules", 1, "rate"),
        ("CommissionRules", 3, "group"),
        ("CommissionRules", 4, "group"),
    ]
    assert [p.found for p in found] == ["2.34567%", "all", "拼多多"]
    assert "京东 / 天猫" in found[2].expected.zh
    assert [p.severity for p in found] == [Severity.ERROR, Severity.ERROR, Severity.WARNING]


def test_a_rule_for_a_group_in_other_capitals_is_known_and_one_of_nobody_stops_nothing() -> None:
    staff = [agent("1", group="vip")]
    assert told(CommissionRules=[rule("VIP"), rule("ALL", 0.01, 100)], Staff=staff) == []
    (left,) = told(CommissionRules=[rule("vip"), rule("天猫")], Staff=staff)
    assert (left.row, left.found, left.severity) == (FIRST_ROW + 1, "天猫", Severity.WARNING)


def test_staff_numbers_that_differ_in_capitals_only() -> None:
    assert places(told(Staff=[agent("K1"), agent("k1"), agent("K2")])) == [("Staff", 1, "agent_id")]


def test_staff_numbers_that_stand_for_others_in_formulas() -> None:
    assert places(told(Staff=[agent("K1"), agent("K*"), agent("K?")])) == [
        ("Staff", 1, "agent_id"),
        ("Staff", 2, "agent_id"),
    ]


def test_staff_numbers_that_differ_in_zeros_in_front_only_are_a_warning() -> None:
    found = told(Staff=[agent("1"), agent("010"), agent("001"), agent("K1"), agent("K01"), agent("10")])
    assert [(p.row, p.found, p.severity) for p in found] == [
        (FIRST_ROW + 2, "001", Severity.WARNING),
        (FIRST_ROW + 5, "10", Severity.WARNING),
    ]


def test_a_commission_typed_instead_of_the_rules_one_wants_a_reason_and_a_measure_its_target() -> None:
    pay = [
        {"month": "2026-11", "agent_id": "1", "commission": Decimal("10.50")},
        {"month": "2026-11", "agent_id": "2", "commission": Decimal(0), "commission_reason": "未达标"},
        {"month": "2026-11", "agent_id": "3", "commission": Decimal("12.00")},
        {"month": "2026-11", "agent_id": "4", "commission": Decimal("12.00")},
    ]
    by_rules = [
        {"month": "2026-11", "agent_id": who, "computed": computed}
        for who, computed in (("1", Decimal(20)), ("2", Decimal(20)), ("3", Decimal("12.00")), ("4", None))
    ]
    plan = [
        {"month": "2026-11", "part": "target", "item": "a", "measure": "conversion"},
        {"month": "2026-11", "part": "target", "item": "b", "target": 5.0},
        {"month": "2026-11", "part": "daily", "item": "c"},
    ]
    found = told(Pay=pay, Commissions=by_rules, Plan=plan)
    assert sorted(places(found)) == [("Pay", 0, "commission_reason"), ("Plan", 0, "target")]
    assert {p.severity for p in found} == {Severity.WARNING}


@pytest.mark.parametrize("wrong", [101.0, -1.0, "很好"])
def test_a_self_score_out_of_range_stops_score_and_writes_nothing(shop: Path, wrong: float | str) -> None:
    type_rows(shop, "Scores", [{**level("K01", 80)}, {**level("K02", 70)}])
    row, _ = put(shop, "Scores", 1, "self_score", wrong)
    before = every_table(shop)
    outcome = run("score", FileBook(shop), NOON, now=NOON, user="测试", parameters={"month": NOON.date()})
    assert outcome.exit_code != 0
    assert [(p.sheet, p.row, p.column) for p in outcome.problems] == [("考核评分", row, "自评")]
    assert every_table(shop) == before


def test_a_weight_below_0_and_equal_bounds_stop_score_at_their_cells(shop: Path) -> None:
    heavy, _ = put(shop, "Measures", 0, "weight", -1.0)
    outcome = run("score", FileBook(shop), NOON, now=NOON, user="测试")
    assert [(p.sheet, p.row, p.column) for p in outcome.problems] == [("考核指标", heavy, "权重")]
    put(shop, "Measures", 0, "weight", 10.0)
    flat, _ = put(shop, "Measures", 0, "worst", 15.0)
    outcome = run("score", FileBook(shop), NOON, now=NOON, user="测试")
    assert outcome.exit_code != 0
    assert {(p.sheet, p.row) for p in outcome.problems} == {("考核指标", flat)}


def test_what_a_formula_would_not_take_as_csbook_does_is_told_at_its_cell(shop: Path) -> None:
    """Text figures and half cents: money must be the same in the workbook and in the command."""
    type_rows(shop, "Scores", [level("K01", 80)])
    type_rows(shop, "Pay", [{"month": "2026-11", "agent_id": "K01", "commission": Decimal(350)}])
    wrong = [
        ("Scores", "ability", "85", "数字 85（不是文本），否则公式不认"),
        ("Pay", "commission", 350.505, "数字 350.51（不是文本，最多两位小数），否则公式不认"),
    ]
    rows = [put(shop, name, 0, column, value)[0] for name, column, value, _ in wrong]
    outcome = run("score", FileBook(shop), NOON, now=NOON, user="测试")
    assert outcome.exit_code != 0
    assert {(p.row, p.expected) for p in outcome.problems} == {
        (row, expected) for row, (*_, expected) in zip(rows, wrong, strict=True)
    }


def test_settings_and_rules_are_kept_for_the_formulas_however_they_were_typed(shop: Path) -> None:
    """Formulas look for them in 月度口径 only, where a number is a number and a choice its own text."""
    names = [setting.name for setting in SETTINGS]
    type_rows(shop, "Scores", [level("K01", 80)])
    put(shop, "Settings", names.index("discipline"), "value", "yes")
    put(shop, "Settings", names.index("least_ranked"), "value", "1")
    for column, value in (("active", True), ("group", " 全部"), ("from_amount", "500")):
        put(shop, "CommissionRules", 0, column, value)
    put(shop, "Grades", 0, "least", "90")
    outcome = run("score", FileBook(shop), NOON, now=NOON, user="测试")
    assert outcome.exit_code == 0, outcome.problems
    (terms,) = raw(shop, "Terms", "discipline", "least_ranked")
    assert terms == ["是", 1]
    assert raw(shop, "TermSteps", "group", "from_amount", "active") == [["全部", 500, "是"]]
    assert raw(shop, "TermGrades", "least")[0] == [90]


def raw(path: Path, name: str, *columns: str) -> list[list[Any]]:
    """The cells of a table as they stand."""
    book = FileBook(path)
    place = book.places()[name]
    at = [place.headers.index(TABLES[name].header(column, "zh")) for column in columns]
    return [[row[i] for i in at] for row in book.grid(place)]
