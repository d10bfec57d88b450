"""What shows only across columns and tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from csbook.problems import Problem, Severity
from csbook.schema.checks import cross_checks
from csbook.schema.workbook import TABLES


def frame(table: str, *rows: dict[str, Any], first: int = 6) -> pd.DataFrame:
    """A frame of a table; columns not given are empty; rows begin at `first`."""
    index = pd.RangeIndex(first, first + len(rows))
    return pd.DataFrame(
        {c.name: c.series([r.get(c.name) for r in rows], index) for c in TABLES[table].columns}
    )


STAFF = frame(
    "Staff",
    {"agent_id": "K01", "name": "甲", "group": "天猫"},
    {"agent_id": "K02", "name": "乙", "group": "京东"},
)
SHIFTS = frame("Shifts", {"code": "白", "kind": "day"}, {"code": "晚", "kind": "evening"})


def places(problems: list[Problem]) -> list[tuple[str, int | None, str | None, str]]:
    return [(p.table, p.row, p.column, p.found) for p in problems]


def test_a_sound_workbook_has_no_problem() -> None:
    roster = frame(
        "Roster", {"agent_id": "K01", "d01": "白", "d02": "rest", "d03": "晚@京东", "d04": "leave"}
    )
    assert cross_checks({"Staff": STAFF, "Shifts": SHIFTS, "Roster": roster}) == []


def test_an_unknown_agent_is_named() -> None:
    log = frame("DailyLog", {"agent_id": "K99"}, {"agent_id": "K01"})
    assert places(cross_checks({"Staff": STAFF, "DailyLog": log})) == [("DailyLog", 6, "agent_id", "K99")]


def test_a_roster_cell_with_an_unknown_shift_is_named() -> None:
    roster = frame("Roster", {"agent_id": "K01", "d01": "白", "d17": "夜"})
    assert places(cross_checks({"Staff": STAFF, "Shifts": SHIFTS, "Roster": roster})) == [
        ("Roster", 6, "d17", "夜")
    ]


def test_a_request_that_ends_before_it_begins_is_named() -> None:
    requests = frame(
        "Requests",
        {
            "agent_id": "K01",
            "kind": "leave",
            "from_date": dt.datetime(2026, 3, 5),
            "to_date": dt.datetime(2026, 3, 4),
        },
    )
    assert places(cross_checks({"Requests": requests})) == [("Requests", 6, "to_date", "2026-03-04")]


def test_a_pin_without_a_shift_is_named() -> None:
    requests = frame("Requests", {"agent_id": "K01", "kind": "pin", "from_date": dt.datetime(2026, 3, 5)})
    assert places(cross_checks({"Requests": requests})) == [("Requests", 6, "shift", "")]


def test_cover_for_a_date_needs_the_date_and_a_known_group() -> None:
    cover = frame(
        "Cover",
        {"day_type": "date", "group": "天猫", "shift": "白", "minimum": 1},
        {"day_type": "weekday", "group": "天描", "shift": "白", "minimum": 2, "preferred": 1},
        {"day_type": "weekday", "group": "全部", "shift": "白", "minimum": 1},
    )
    found = places(cross_checks({"Staff": STAFF, "Shifts": SHIFTS, "Cover": cover}))
    assert found == [("Cover", 6, "date", ""), ("Cover", 7, "preferred", "1"), ("Cover", 7, "group", "天描")]


def test_help_for_a_group_nobody_belongs_to_is_named() -> None:
    staff = frame("Staff", {"agent_id": "K01", "name": "甲", "group": "天猫", "helps": "京东、苏宁"})
    assert places(cross_checks({"Staff": staff})) == [("Staff", 6, "helps", "京东、苏宁")]


def test_leaving_before_joining_is_named_and_namesakes_are_only_a_warning() -> None:
    staff = frame(
        "Staff",
        {"agent_id": "K01", "name": "甲", "hired": dt.datetime(2026, 3, 1), "left": dt.datetime(2026, 2, 1)},
        {"agent_id": "K02", "name": "甲"},
    )
    found = cross_checks({"Staff": staff})
    assert places(found) == [("Staff", 6, "left", "2026-02-01"), ("Staff", 7, "name", "甲")]
    assert [p.severity for p in found] == [Severity.ERROR, Severity.WARNING]


def test_a_chained_rule_needs_a_rule_that_exists() -> None:
    rules = frame(
        "FollowUpRules",
        {"rule_id": "C1", "event": "order_paid", "due_from": 3.0, "due_by": 7.0},
        {"rule_id": "C2", "event": "follow_up_done", "after_rule": "C9", "due_from": 14.0, "due_by": 7.0},
    )
    found = places(cross_checks({"FollowUpRules": rules}))
    assert found == [("FollowUpRules", 7, "due_by", "7"), ("FollowUpRules", 7, "after_rule", "C9")]


PARTS = [
    ("answered", "receptions", "接待人数", "Receptions"),
    ("buyers", "enquiries", "询单人数", "Enquirers"),
    ("valid_orders", "orders", "订单数", "Orders"),
    ("paid_orders", "orders", "订单数", "Orders"),
    ("abnormal_orders", "orders", "订单数", "Orders"),
    ("satisfied", "ratings", "评价数", "Ratings"),
]


@pytest.mark.parametrize(("part", "whole", "zh", "en"), PARTS)
def test_a_part_larger_than_its_whole_is_an_error(part: str, whole: str, zh: str, en: str) -> None:
    log = frame("DailyLog", {part: 5, whole: 5}, {part: 6, whole: 5}, {part: 6}, {whole: 5})
    (problem,) = cross_checks({"DailyLog": log})
    assert places([problem]) == [("DailyLog", 7, part, "6")]
    assert problem.severity is Severity.ERROR
    assert (problem.expected.zh, problem.expected.en) == (f"不大于{zh}（5）", f"at most {en} (5)")


def test_refunds_may_be_of_earlier_orders() -> None:
    assert cross_checks({"DailyLog": frame("DailyLog", {"orders": 1, "refunded_orders": 3})}) == []


def test_rating_points_lie_between_one_and_five_for_each_rating() -> None:
    typed = [(10, 50), (10, 51), (10, 10), (10, 9), (None, 9), (10, None), (0, 0), (0, 1)]
    log = frame("DailyLog", *({"ratings": r, "rating_points": p} for r, p in typed))
    found = cross_checks({"DailyLog": log})
    assert [(p.row, p.column, p.found, p.expected.zh, p.expected.en) for p in found] == [
        (7, "rating_points", "51", "不大于评价数的 5 倍（50）", "at most 5 x Ratings (50)"),
        (13, "rating_points", "1", "不大于评价数的 5 倍（0）", "at most 5 x Ratings (0)"),
        (9, "rating_points", "9", "不小于评价数（10）", "at least Ratings (10)"),
    ]


@pytest.mark.parametrize(
    ("month", "wrong"),
    [
        ("2026-11", ["d31"]),
        ("2026-12", []),
        ("2026-02", ["d29", "d30", "d31"]),
        ("2028-02", ["d30", "d31"]),
    ],
)
def test_roster_cells_beyond_the_built_month_must_be_empty(month: str, wrong: list[str]) -> None:
    filled = {"d28": "白", "d29": "rest", "d30": "rest", "d31": "rest"}
    frames = {
        "Roster": frame("Roster", {"agent_id": "K01"}, {"agent_id": "K02", **filled}),
        "RosterBase": frame("RosterBase", {"agent_id": "K01", "month": month}),
    }
    found = cross_checks(frames)
    assert places(found) == [("Roster", 7, day, "休") for day in wrong]
    assert all(p.severity is Severity.ERROR for p in found)


def test_a_day_that_the_month_lacks_is_named_with_the_month() -> None:
    frames = {
        "Roster": frame("Roster", {"agent_id": "K01", "d31": "白"}),
        "RosterBase": frame("RosterBase", {"agent_id": "K01", "month": "2026-11"}),
    }
    (problem,) = cross_checks(frames)
    assert problem.expected.zh == "空（11 月没有 31 日）"
    assert problem.expected.en == "empty (November has no day 31)"


def test_a_roster_never_built_has_all_days() -> None:
    roster = frame("Roster", {"agent_id": "K01", "d31": "白"})
    assert cross_checks({"Roster": roster, "RosterBase": TABLES["RosterBase"].empty()}) == []


def test_what_csbook_rewrites_whole_is_not_checked_against_the_staff() -> None:
    """Somebody deleted from 员工 may still stand there; nobody can type it away."""
    assert cross_checks({"Staff": STAFF, "RosterCheck": frame("RosterCheck", {"agent_id": "K99"})}) == []
    watch = frame("LateWatch", {"agent_id": "K99"})
    assert places(cross_checks({"Staff": STAFF, "LateWatch": watch})) == [("LateWatch", 6, "agent_id", "K99")]


def test_a_swap_needs_another_person() -> None:
    asked = {"agent_id": "K01", "kind": "swap", "from_date": dt.datetime(2026, 11, 9)}
    swaps = ({}, {"with_agent": "K01"}, {"with_agent": "K02"}, {"with_agent": "K98"})
    found = cross_checks({"Staff": STAFF, "Requests": frame("Requests", *(asked | swap for swap in swaps))})
    assert [(p.row, p.column, p.found, p.severity) for p in found] == [
        (9, "with_agent", "K98", Severity.ERROR),
        (6, "with_agent", "", Severity.WARNING),
        (7, "with_agent", "K01", Severity.ERROR),
    ]
