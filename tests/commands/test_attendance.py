"""Days, evenings, leave, hours and overtime from the roster, its history and the daily log."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.commands.attendance import Attendance, attendance
from csbook.problems import Severity
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
    log: list[dict[str, Any]] | None = None,
    year: int | None = None,
    staff: list[dict[str, Any]] | None = None,
) -> dict[str, pd.DataFrame]:
    holidays = [] if year is None else [{"date": pd.Timestamp(year, 1, 1), "kind": "holiday"}]
    return {
        "Staff": table("Staff", staff or []),
        "Shifts": table("Shifts", SHIFTS),
        "DailyLog": table("DailyLog", log or []),
        "Holidays": table("Holidays", holidays),
        "Roster": table("Roster", roster or []),
        "RosterHistory": table("RosterHistory", history or []),
        "RosterBase": table("RosterBase", [{"agent_id": "1", "month": base}] if base else []),
    }


def test_days_after_the_last_one_at_work_are_not_worked_though_the_roster_holds_them() -> None:
    """Gone on the 2nd; the next month's roster still has a day of theirs, the history as well."""
    grid = [{"agent_id": who, "d01": "白", "d02": "晚", "d03": "白", "d04": "leave"} for who in "12"]
    staff = [{"agent_id": "1", "left": pd.Timestamp("2026-11-02")}, {"agent_id": "2"}]
    found, problems = attendance(tables(grid, base="2026-11", staff=staff), NOVEMBER, TODAY)
    assert {who: (a.days_worked, a.days_due, a.leave_days) for who, a in found.items()} == {
        "1": (2, 2, 0),
        "2": (3, 4, 1),
    }
    assert not problems
    history = [{"agent_id": who, "date": pd.Timestamp("2026-11-03"), "shift": "白"} for who in "12"]
    found, _ = attendance(tables(history=history, staff=staff), NOVEMBER, TODAY)
    assert list(found) == ["2"]


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
    assert found == {"1": Attendance(4, 2, 1, Decimal("26.83"), days_due=5)}
    assert problems == []


def test_a_cell_beyond_the_months_end_is_no_day() -> None:
    found, _ = attendance(
        tables([{"agent_id": "1", "d30": "白", "d31": "白"}], base="2026-11"), NOVEMBER, TODAY
    )
    assert found["1"].days_worked == 1


def test_days_after_today_are_not_worked_yet() -> None:
    grid = {"agent_id": "1", "d01": "白", "d02": "白", "d03": "白", "d04": "leave"}
    found, _ = attendance(tables([grid], base="2026-11"), NOVEMBER, dt.datetime(2026, 11, 2, 18))
    assert found == {"1": Attendance(2, 0, 0, Decimal("16.00"), days_due=4)}


def test_a_closed_month_comes_from_the_history_not_from_another_months_grid() -> None:
    history = [
        {"date": pd.Timestamp("2026-11-01"), "agent_id": "1", "shift": "晚"},
        {"date": pd.Timestamp("2026-11-02"), "agent_id": "1", "shift": "leave"},
        {"date": pd.Timestamp("2026-10-31"), "agent_id": "1", "shift": "白"},
    ]
    found, _ = attendance(tables([{"agent_id": "1", "d01": "白"}], history, "2026-12"), NOVEMBER, TODAY)
    assert found == {"1": Attendance(1, 1, 1, Decimal("6.50"), days_due=2)}


def test_an_unknown_shift_counts_as_a_day_without_hours_and_is_told() -> None:
    history = [{"date": pd.Timestamp("2026-11-01"), "agent_id": "1", "shift": "早"}]
    found, (problem,) = attendance(tables(history=history), NOVEMBER, TODAY)
    assert found == {"1": Attendance(1, 0, 0, Decimal("0.00"), days_due=1)}
    assert (problem.table, problem.row, problem.column, problem.found) == (
        "RosterHistory",
        FIRST_ROW,
        "shift",
        "早",
    )
    assert problem.severity is Severity.WARNING


def test_without_a_roster_nobody_has_attendance() -> None:
    assert attendance(tables(), NOVEMBER, TODAY) == ({}, [])


OCTOBER = dt.date(2026, 10, 1)


def test_only_the_statutory_days_of_a_plan_count_as_holidays_worked() -> None:
    """1 to 3 October 2026 are statutory, 5 October stands for Saturday, 6 and 7 are moved weekends."""
    grid = {"agent_id": "1"} | {f"d{n:02d}": "白" for n in (1, 2, 4, 5, 6, 7, 8)} | {"d03": "leave"}
    found, _ = attendance(tables([grid], base="2026-10", year=2026), OCTOBER, TODAY)
    assert found["1"].holidays_worked == 2


def test_a_year_without_calendar_has_no_holidays_worked() -> None:
    found, _ = attendance(tables([{"agent_id": "1", "d01": "白"}], base="2026-10", year=2025), OCTOBER, TODAY)
    assert found["1"].holidays_worked is None


def test_a_holiday_that_has_not_come_is_not_worked_yet() -> None:
    grid = {"agent_id": "1", "d01": "白", "d02": "白"}
    found, _ = attendance(tables([grid], base="2026-10", year=2026), OCTOBER, dt.datetime(2026, 10, 1, 9))
    assert found["1"].holidays_worked == 1


def finished(day: int, hours: int, minutes: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "date": pd.Timestamp(2026, 11, day), "agent_id": "1", "platform": "tmall",
        "finished": hm(hours, minutes),
    } | more  # fmt: skip


WEEK = {"agent_id": "1", "d01": "白", "d02": "晚@天猫", "d03": "夜", "d04": "rest", "d05": "白"}


def overtime(
    *log: dict[str, Any], today: dt.datetime = TODAY
) -> tuple[Decimal | None, list[tuple[Any, ...]]]:
    found, problems = attendance(tables([WEEK], base="2026-11", log=list(log)), NOVEMBER, today)
    assert {p.severity for p in problems} <= {Severity.WARNING}
    return found["1"].overtime_hours, [(p.table, p.row, p.column, p.found) for p in problems]


def test_overtime_is_what_was_worked_beyond_the_planned_end() -> None:
    """20 min, 1 h past midnight as 24:30, 40 min as 3:00 after a night that ends at 2:20: 2 h exactly."""
    assert overtime(finished(1, 17, 50), finished(2, 24, 30), finished(3, 3)) == (Decimal("2.00"), [])


def test_minutes_of_overtime_are_not_rounded_to_half_hours() -> None:
    assert overtime(finished(1, 17, 41)) == (Decimal("0.18"), [])  # 11 minutes


def test_the_latest_row_of_a_day_counts_once() -> None:
    rows = finished(1, 18), finished(1, 19, platform="jd"), finished(1, 17, platform="pdd")
    assert overtime(*rows) == (Decimal("1.50"), [])


def test_going_home_early_takes_nothing_from_other_days() -> None:
    assert overtime(finished(1, 12), finished(5, 18, 30)) == (Decimal("1.00"), [])


def test_an_end_before_the_evening_shift_began_is_past_midnight() -> None:
    assert overtime(finished(2, 0, 30)) == (Decimal("1.00"), [])


def test_an_end_before_a_day_shift_began_is_a_slip_and_told() -> None:
    place = ("DailyLog", FIRST_ROW, "finished", "5:30")
    assert overtime(finished(1, 5, 30)) == (None, [place])


def test_an_end_on_a_day_off_is_told_and_gives_no_overtime() -> None:
    place = ("DailyLog", FIRST_ROW + 1, "finished", "20:00")
    assert overtime(finished(1, 18), finished(4, 20)) == (Decimal("0.50"), [place])


def test_ends_of_work_after_today_or_of_another_month_do_not_count() -> None:
    other = finished(1, 23) | {"date": pd.Timestamp("2026-10-31")}
    assert overtime(finished(5, 23), other, today=dt.datetime(2026, 11, 4)) == (None, [])


def test_without_a_roster_an_end_of_work_is_no_complaint() -> None:
    assert attendance(tables(log=[finished(1, 18)]), NOVEMBER, TODAY) == ({}, [])
