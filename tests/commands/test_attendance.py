"""Days, evenings, leave and hours from the roster or its history."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.commands.attendance import Attendance, attendance
from csbook.problems import Severity
from csbook.schema.workbook import TABLES
from tests.scorecard.workplace import FIRST_ROW, NOVEMBER, TODAY, table


def hm(hours: int, minutes: int = 0) -> pd.Timedelta:
    return pd.Timedelta(hours=hours, minutes=minutes)


SHIFTS = [
    {"code": "白", "kind": "day", "start": hm(9), "end": hm(17, 30), "unpaid_break": 30},
    {"code": "晚", "kind": "evening", "start": hm(17), "end": hm(23, 30)},
    {"code": "夜", "kind": "evening", "start": hm(22), "end": hm(2, 20)},
]


def tables(
    roster: list[dict[str, Any]] | None = None,
    history: list[dict[str, Any]] | None = None,
    base: str | None = None,
) -> dict[str, pd.DataFrame]:
    empty = {name: TABLES[name].empty() for name in ("Shifts", "Roster", "RosterBase", "RosterHistory")}
    return empty | {
        "Shifts": table("Shifts", SHIFTS),
        "Roster": table("Roster", roster or []),
        "RosterHistory": table("RosterHistory", history or []),
        "RosterBase": table("RosterBase", [{"agent_id": "1", "month": base}] if base else []),
    }


def test_the_grid_of_the_month_by_hand() -> None:
    grid = {
        "agent_id": "1",
        "d01": "白",
        "d02": "晚@天猫",
        "d03": "rest",
        "d04": "leave",
        "d05": "夜",
        "d30": "白",
    }
    found, problems = attendance(tables([grid], base="2026-11"), NOVEMBER, TODAY)
    # 8 + 6.5 + 4 h 20 min + 8
    assert found == {"1": Attendance(4, 2, 1, Decimal("26.83"))}
    assert problems == []


def test_a_cell_beyond_the_months_end_is_no_day() -> None:
    found, _ = attendance(
        tables([{"agent_id": "1", "d30": "白", "d31": "白"}], base="2026-11"), NOVEMBER, TODAY
    )
    assert found["1"].days_worked == 1


def test_days_after_today_are_not_worked_yet() -> None:
    grid = {"agent_id": "1", "d01": "白", "d02": "白", "d03": "白", "d04": "leave"}
    found, _ = attendance(tables([grid], base="2026-11"), NOVEMBER, dt.datetime(2026, 11, 2, 18))
    assert found == {"1": Attendance(2, 0, 0, Decimal("16.00"))}


def test_a_closed_month_comes_from_the_history_not_from_another_months_grid() -> None:
    history = [
        {"date": pd.Timestamp("2026-11-01"), "agent_id": "1", "shift": "晚"},
        {"date": pd.Timestamp("2026-11-02"), "agent_id": "1", "shift": "leave"},
        {"date": pd.Timestamp("2026-10-31"), "agent_id": "1", "shift": "白"},
    ]
    found, _ = attendance(tables([{"agent_id": "1", "d01": "白"}], history, "2026-12"), NOVEMBER, TODAY)
    assert found == {"1": Attendance(1, 1, 1, Decimal("6.50"))}


def test_an_unknown_shift_counts_as_a_day_without_hours_and_is_told() -> None:
    history = [{"date": pd.Timestamp("2026-11-01"), "agent_id": "1", "shift": "早"}]
    found, (problem,) = attendance(tables(history=history), NOVEMBER, TODAY)
    assert found == {"1": Attendance(1, 0, 0, Decimal("0.00"))}
    assert (problem.table, problem.row, problem.column, problem.found) == (
        "RosterHistory",
        FIRST_ROW,
        "shift",
        "早",
    )
    assert problem.severity is Severity.WARNING


def test_without_a_roster_nobody_has_attendance() -> None:
    assert attendance(tables(), NOVEMBER, TODAY) == ({}, [])
