"""What each agent worked in a month, from the roster or, for a closed month, its history.

The roster says which days were worked: nobody clocks in. Overtime alone comes from 客服日报, where people
type when they really finished.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.commands.statutory_days import statutory_days
from csbook.money import rounded
from csbook.problems import Problem, Severity, Words
from csbook.schema.columns import LEAVE, REST
from csbook.schema.daily import DAYS
from csbook.scorecard.period import Period
from csbook.workdays import WorkCalendar

DAY: Final = pd.Timedelta(days=1)
NIGHT: Final = pd.Timedelta(hours=18)
"""A shift that ends from then on can run past midnight."""


@dataclass(frozen=True)
class Attendance:
    """Days up to today: worked, of these evenings, on leave; paid hours with two decimals.

    `days_due`: days of the whole month with a shift or leave. `holidays_worked`: statutory ones, None where
    节假日 lacks the year. `overtime_hours` with two decimals, None where nobody typed an end of work.
    """

    days_worked: int
    evenings: int
    leave_days: int
    hours: Decimal
    days_due: int = 0
    holidays_worked: int | None = None
    overtime_hours: Decimal | None = None


def attendance(
    tables: Mapping[str, pd.DataFrame], month: dt.date, today: dt.datetime
) -> tuple[dict[str, Attendance], list[Problem]]:
    """Attendance by staff number, and warnings: for days with a shift that 班次 does not know (they
    count as days without hours), and ends of work that give no overtime.

    `tables`: `Staff`, `Shifts`, `Roster`, `RosterBase`, `RosterHistory`, `DailyLog`, `Holidays`. Who has no
    day in the month's roster is left out; days after somebody's last one at work do not count, though they
    may stand in the roster still.
    """
    shifts = tables["Shifts"].dropna(subset=["code"]).drop_duplicates("code").set_index("code")
    days = until_they_left(days_of(tables, month), tables["Staff"])
    days = days[days["cell"].notna()]
    if days.empty:
        return {}, []
    days = days.assign(
        code=days["cell"].str.replace(r"@.*$", "", regex=True),
        rostered=~days["cell"].isin([REST, LEAVE]),
        past=days["date"] <= pd.Timestamp(today),
    )
    overtime, unplanned = overtime_hours(tables["DailyLog"], days, shifts, Period(month, today))
    sums = day_sums(days, shifts, month, tables["Holidays"])
    found = {
        str(who): Attendance(
            int(s["worked"]),
            int(s["evening"]),
            int(s["leave"]),
            rounded(Decimal(int(s["minutes"])) / 60),
            int(s["due"]),
            None if pd.isna(s["holiday"]) else int(s["holiday"]),
            overtime.get(str(who)),
        )
        for who, s in sums.to_dict("index").items()
    }
    unknown = days[days["past"] & days["rostered"] & ~days["code"].isin(shifts.index)]
    return found, [*map(unknown_shift, unknown.to_dict("records")), *unplanned]


def until_they_left(days: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """The days up to everybody's last one at work."""
    last = dict(zip(staff["agent_id"], staff["left"], strict=True))
    return days[~(days["date"] > pd.to_datetime(days["agent_id"].map(last)))]


def day_sums(
    days: pd.DataFrame, shifts: pd.DataFrame, month: dt.date, calendar: pd.DataFrame
) -> pd.DataFrame:
    """By staff number: `worked`, `evening`, `leave`, `minutes`, `due`, `holiday` (missing where 节假日 lacks
    the year)."""
    worked = days["rostered"] & days["past"]
    covered = WorkCalendar.from_frame(calendar).covers(month.year)
    holidays = pd.DatetimeIndex(sorted(statutory_days(month.year))) if covered else None
    counted = pd.DataFrame(
        {
            "agent_id": days["agent_id"],
            "worked": worked,
            "evening": worked & days["code"].isin(shifts.index[shifts["kind"] == "evening"]),
            "leave": (days["cell"] == LEAVE) & days["past"],
            "minutes": days["code"].map(paid_minutes(shifts)).where(worked, 0).fillna(0),
            "due": days["rostered"] | (days["cell"] == LEAVE),
            "holiday": worked & days["date"].isin(holidays) if holidays is not None else False,
        }
    )
    sums = counted.groupby("agent_id").sum()
    return sums if covered else sums.assign(holiday=None)


def paid_minutes(shifts: pd.DataFrame) -> pd.Series:
    """Minutes of each shift less its unpaid break; an end not after the start is the next day."""
    length = planned_end(shifts) - shifts["start"]
    return length.dt.total_seconds() / 60 - shifts["unpaid_break"].fillna(0).astype("float64")


def planned_end(shifts: pd.DataFrame) -> pd.Series:
    """The end of each shift counted from the midnight before it."""
    return shifts["end"].where(shifts["end"] > shifts["start"], shifts["end"] + DAY)


def overtime_hours(
    log: pd.DataFrame, days: pd.DataFrame, shifts: pd.DataFrame, period: Period
) -> tuple[dict[str, Decimal], list[Problem]]:
    """Hours by staff number from the planned to the real end of work, the latest of a day.

    An end before the start of a shift of the evening is past midnight. Nobody's half hours are rounded.
    Warnings: an end on a day without a shift, and one before the start of a shift of the day.
    """
    typed = log[period.holds(log["date"]) & log["finished"].notna()]
    typed = typed[typed["agent_id"].isin(days["agent_id"])].reset_index(names="row")
    planned = pd.DataFrame({"start": shifts["start"], "end": planned_end(shifts)})
    on_duty = days.loc[days["rostered"], ["agent_id", "date", "code"]].join(planned, on="code")
    typed = typed[["row", "agent_id", "date", "finished"]].merge(on_duty, "left", ["agent_id", "date"])
    early = typed["finished"] < typed["start"]
    wrong = typed["end"].isna() | (early & (typed["end"] < NIGHT))
    finished = typed["finished"].where(~early, typed["finished"] + DAY)
    over = (finished - typed["end"]).dt.total_seconds().clip(lower=0)
    latest = over[~wrong].groupby([typed["agent_id"], typed["date"]]).max()
    found = {
        str(who): rounded(Decimal(int(seconds)) / 3600)
        for who, seconds in latest.groupby("agent_id").sum().items()
    }
    return found, [no_overtime(line) for line in typed[wrong].to_dict("records")]


def no_overtime(line: Mapping[Any, Any]) -> Problem:
    minutes = round(line["finished"].total_seconds() / 60)
    expected = (
        Words("当天排班表上的班次，否则不计加班", "a shift of that day in the roster; no overtime otherwise")
        if pd.isna(line["end"])
        else Words(
            "不早于当天上班的时间，否则不计加班", "a time after the shift begins; no overtime otherwise"
        )
    )
    found = f"{minutes // 60}:{minutes % 60:02d}"
    return Problem("DailyLog", int(line["row"]), "finished", found, expected, Severity.WARNING)


def days_of(tables: Mapping[str, pd.DataFrame], month: dt.date) -> pd.DataFrame:
    """The month's days: `agent_id`, `date`, `cell`, and where they stand (`table`, `row`, `column`)."""
    if (tables["RosterBase"]["month"] == f"{month:%Y-%m}").any():
        return days_of_grid(tables["Roster"], month)
    history = tables["RosterHistory"]
    first = pd.Timestamp(month)
    history = history[(history["date"] >= first) & (history["date"] < first + pd.offsets.MonthBegin())]
    return pd.DataFrame(
        {
            "agent_id": history["agent_id"],
            "date": history["date"],
            "cell": history["shift"],
            "table": "RosterHistory",
            "row": history.index,
            "column": "shift",
        }
    )


def days_of_grid(roster: pd.DataFrame, month: dt.date) -> pd.DataFrame:
    days = roster.assign(row=roster.index).melt(["agent_id", "row"], DAYS, "column", "cell")
    since = pd.to_timedelta(days["column"].str[1:].astype("int64") - 1, unit="D")
    days = days.assign(date=pd.Timestamp(month) + since, table="Roster")
    in_month: pd.DataFrame = days[days["date"].dt.month == month.month]
    return in_month


def unknown_shift(line: Mapping[Any, Any]) -> Problem:
    return Problem(
        str(line["table"]),
        int(line["row"]),
        str(line["column"]),
        str(line["cell"]),
        Words("班次表中的班次，否则不计工时", "a known shift; its hours are not counted otherwise"),
        Severity.WARNING,
    )
