"""What shows only across columns and tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

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
