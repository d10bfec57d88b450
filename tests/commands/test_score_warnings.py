"""What scoring and locking warn of in pay and its rules, each with its cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.commands.lock_refusals import lock_problems
from csbook.commands.scored_month import ScoredMonth, scored_month
from csbook.problems import Severity
from csbook.schema.daily import TICKS
from tests.commands.locked_shop import STEPS, scored_shop, with_rows
from tests.commands.pay_month import EVERYBODYS, SHIFTS, asked, month, pay, typed_pay
from tests.commands.test_measure_figures import platform
from tests.scorecard.workplace import agent, log, ruler, table

WORKED: dict[str, Any] = {
    "Shifts": SHIFTS,
    "Roster": [{"agent_id": "1"} | {f"d{n:02d}": "白" for n in range(1, 26)}],
    "RosterBase": [{"agent_id": "1", "month": "2026-11"}],
    "DailyLog": [log("1", n, finished=pd.Timedelta(hours=19)) for n in range(1, 26)],
}
"""25 days with an hour and a half of overtime each."""


def warned(scored: ScoredMonth, table: str) -> list[tuple[int | None, str | None, str]]:
    found = [p for p in scored.problems if p.table == table]
    assert {p.severity for p in found} <= {Severity.WARNING}
    return [(p.row, p.column, p.found) for p in found]


def test_steps_of_a_group_that_nobody_is_in_are_told_with_their_cell() -> None:
    slip = EVERYBODYS | {"group": "天毛"}
    off = EVERYBODYS | {"group": "京冬", "active": False}
    assert warned(month(CommissionRules=[EVERYBODYS, slip, off]), "CommissionRules") == [(6, "group", "天毛")]


def test_locking_tells_of_them_too() -> None:
    now = with_rows(
        scored_shop(),
        "CommissionRules",
        lambda _: table("CommissionRules", [*STEPS, STEPS[1] | {"group": "天毛"}]),
    )
    _, problems = lock_problems(now)
    assert [(p.table, p.found, p.severity) for p in problems] == [
        ("CommissionRules", "天毛", Severity.WARNING)
    ]


def test_a_group_founded_since_and_one_of_the_month_are_both_known() -> None:
    """A month that is over goes by the groups of its own rows; the rules may know those of now already."""
    moved = [agent(n, group="新组" if n == "1" else "旧组") for n in "1234"]
    rules = [EVERYBODYS | {"group": name} for name in ("天猫", "旧组", "新组", "错组")]
    of_month = [{"month": "2026-11", "agent_id": "1", "group": "天猫"}]
    december = dt.datetime(2026, 12, 5, 9)
    scored = scored_month(
        replace(asked(Staff=moved, CommissionRules=rules, Commissions=of_month), today=december)
    )
    assert [found for _, _, found in warned(scored, "CommissionRules")] == ["错组"]


def test_grades_that_stand_upside_down_are_told_with_their_cell() -> None:
    right = [
        {"grade": "金牌", "least": 90.0},
        {"grade": "银牌", "least": 80.0},
        {"grade": "普通", "least": 0.0},
    ]
    assert warned(month(Grades=right), "Grades") == []
    wrong = [right[0] | {"least": 50.0}, *right[1:]]
    assert warned(month(Grades=wrong), "Grades") == [(5, "least", "50")]


def test_bounds_typed_as_percentages_are_told_with_their_cells() -> None:
    conversion = {"measure": "conversion", "role": "any", "platform": "any", "active": True}
    conversion |= {"worst": 0.2, "best": 0.6, "weight": 20.0, "direction": "higher", "least_sample": 10}
    assert warned(month(Measures=[conversion]), "Measures") == [(5, "worst", "0.2"), (5, "best", "0.6")]
    assert warned(month(Measures=[conversion | {"worst": 20.0, "best": 60.0}]), "Measures") == []


def test_more_hours_off_in_lieu_than_overtime_is_told_with_its_cell() -> None:
    """October's overtime may be taken off in November, once."""
    earlier = {"month": "2026-10", "agent_id": "1", "overtime_hours": 4.0, "lieu_hours": 1.0}
    taken = [earlier, typed_pay("1", lieu_hours=300.0)]
    scored = month(Pay=taken, **WORKED)
    assert pay(scored, "overtime_hours")["1"] == 37.5
    assert warned(scored, "Pay") == [(6, "lieu_hours", "300")]
    (problem,) = [p for p in scored.problems if p.table == "Pay"]
    assert problem.expected.zh == "不多于还没有调休的加班 40.5 小时（按工作簿里的绩效核算表）"
    just = [earlier, typed_pay("1", lieu_hours=40.5)]
    assert warned(month(Pay=just, **WORKED), "Pay") == []


def test_without_any_overtime_on_record_nothing_is_said_of_hours_off() -> None:
    assert warned(month(Pay=[typed_pay("1", lieu_hours=300.0)]), "Pay") == []


EVER: dict[str, Any] = {"sales": Decimal(90), "ratings": 5, "satisfied": 4, "receptions": 9}
"""A day of the month before, in which all was there."""


def empty_log_columns(**rows: Any) -> list[tuple[str | None, str]]:
    """What is said of 客服日报 where everybody filled receptions on ten days."""
    filled, ever = rows.pop("filled", {}), rows.pop("ever", EVER)
    served = [log("1", n, receptions=20, **filled) for n in range(1, 11)]
    once = [log("1", 1, **ever) | {"date": pd.Timestamp("2026-10-12")}]
    scored = month(**rows | {"DailyLog": [*once, *rows.get("DailyLog", served)]})
    assert {p.severity for p in scored.problems} <= {Severity.WARNING}
    return [(p.column, p.expected.zh) for p in scored.problems if p.table == "DailyLog"]


def test_commission_on_sales_that_a_whole_month_lacks_is_told_with_the_column() -> None:
    """As after a column was deleted and came back empty: not a month without sales."""
    assert empty_log_columns() == [
        (
            "sales",
            "2026-11 的数（已填的 10 行日报里这一列全空，提成因此没有数；列被误删过的，请从备份恢复）",
        )
    ]
    assert empty_log_columns(filled={"sales": Decimal(100)}) == []
    assert empty_log_columns(CommissionRules=[EVERYBODYS | {"active": False}]) == []
    assert empty_log_columns(given={"commission_source": "orders"}) == []


def test_what_the_shop_never_had_is_not_told_each_month() -> None:
    on = {"Measures": [ruler("satisfaction", 80, 100, 10)]}
    assert empty_log_columns(**on, ever={}) == []


def test_a_column_gone_from_the_whole_log_is_known_by_the_scores_and_pay_of_earlier_months() -> None:
    on = {"Measures": [ruler("satisfaction", 80, 100, 10)]}
    scores = [{"month": "2026-10", "agent_id": "1", "satisfaction": 96.0}]
    commissions = [{"month": "2026-10", "agent_id": "1", "sales": Decimal(500)}]
    found = empty_log_columns(**on, ever={}, Scores=scores, Commissions=commissions)
    assert [column for column, _ in found] == ["satisfied", "ratings", "sales"]


def test_a_measure_whose_column_a_whole_month_lacks_is_told_unless_the_platforms_have_it() -> None:
    on = {"CommissionRules": [], "Measures": [ruler("satisfaction", 80, 100, 10)]}
    assert [column for column, _ in empty_log_columns(**on)] == ["satisfied", "ratings"]
    off = {"CommissionRules": [], "Measures": [ruler("satisfaction", 80, 100, 10, active=False)]}
    assert empty_log_columns(**off) == []
    planned = [{"month": "2026-11", "part": "target", "measure": "satisfaction", "target": 95.0}]
    assert [column for column, _ in empty_log_columns(**off, Plan=planned)] == ["satisfied", "ratings"]
    assert empty_log_columns(**on, filled={"ratings": 5, "satisfied": 5}) == []
    staff = [agent("1", accounts="小一"), *(agent(n) for n in "234")]
    imported = [platform("小一", name, 90.0, None, "01", "30") for name in ("ratings", "satisfied")]
    assert empty_log_columns(**on, Staff=staff, PlatformFigures=imported) == []


def test_receptions_and_ticks_that_nobody_filled_are_told_for_the_complete_log() -> None:
    on = {"CommissionRules": [], "Measures": [ruler("log_complete", 80, 100, 10)]}
    ticks = dict.fromkeys(TICKS, True)
    assert empty_log_columns(**on, filled=ticks) == []
    only = [log("1", n, check_orders=True) for n in range(1, 11)]
    found = [column for column, _ in empty_log_columns(**on, DailyLog=only, ever=EVER | ticks)]
    assert found == ["receptions", *(tick for tick in TICKS if tick != "check_orders")]


def test_a_few_days_without_a_figure_are_no_month_without_it() -> None:
    assert empty_log_columns(DailyLog=[log("1", n, receptions=20) for n in range(1, 7)]) == []
    assert empty_log_columns(DailyLog=[log("1", n) for n in range(1, 11)]) == [], "rows made, not filled yet"
