"""What each agent worked in a month, from the roster or, for a closed month, its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.money import rounded
from csbook.problems import Problem, Severity, Words
from csbook.schema.columns import LEAVE, REST
from csbook.schema.daily import DAYS


@dataclass(frozen=True)
class Attendance:
    """Days up to today: worked, of these evenings, on leave; paid hours with two decimals."""

    days_worked: int
    evenings: int
    leave_days: int
    hours: Decimal


def attendance(
    tables: Mapping[str, pd.DataFrame], month: dt.date, today: dt.datetime
) -> tuple[dict[str, Attendance], list[Problem]]:
    """Attendance by staff number, and warnings for days with a shift that 班次 does not know (they
    count as days without hours).

    `tables`: `Shifts`, `Roster`, `RosterBase`, `RosterHistory`. Who has no day in the month up to
    today is left out.
    """
    shifts = tables["Shifts"].dropna(subset=["code"]).drop_duplicates("code").set_index("code")
    minutes = paid_minutes(shifts)
    days = days_of(tables, month)
    days = days[(days["date"] <= pd.Timestamp(today)) & days["cell"].notna()]
    code = days["cell"].str.replace(r"@.*$", "", regex=True)
    worked = ~days["cell"].isin([REST, LEAVE])
    evening_codes = shifts.index[shifts["kind"] == "evening"]
    counted = pd.DataFrame(
        {
            "agent_id": days["agent_id"],
            "worked": worked,
            "evening": worked & code.isin(evening_codes),
            "leave": days["cell"] == LEAVE,
            "minutes": code.map(minutes).where(worked, 0).fillna(0),
        }
    )
    sums = counted.groupby("agent_id").sum()
    found = {
        str(who): Attendance(
            int(s["worked"]), int(s["evening"]), int(s["leave"]), rounded(Decimal(int(s["minutes"])) / 60)
        )
        for who, s in sums.to_dict("index").items()
    }
    unknown = days[worked & ~code.isin(shifts.index)]
    return found, [unknown_shift(line) for line in unknown.to_dict("records")]


def paid_minutes(shifts: pd.DataFrame) -> pd.Series:
    """Minutes of each shift less its unpaid break; an end not after the start is the next day."""
    length = shifts["end"] - shifts["start"]
    length = length.where(length > pd.Timedelta(0), length + pd.Timedelta(days=1))
    return length.dt.total_seconds() / 60 - shifts["unpaid_break"].fillna(0).astype("float64")


def days_of(tables: Mapping[str, pd.DataFrame], month: dt.date) -> pd.DataFrame:
    """The month's days: `agent_id`, `date`, `cell`, and where they stand (`table`, `row`, `column`)."""
    label = f"{month:%Y-%m}"
    if (tables["RosterBase"]["month"] == label).any():
        return days_of_grid(tables["Roster"], month)
    history = tables["RosterHistory"]
    history = history[history["date"].dt.strftime("%Y-%m") == label]
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
