"""Who cannot come, as the panel or the command line says it: a row of 请假与调班, or the last day of work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.leave_months import elsewhere, months_elsewhere
from csbook.commands.rostering.absence_errors import (
    DaysBackward,
    DaysPassed,
    GoneAlready,
    LeavesAndReturns,
    NobodyNamed,
    NoFirstDay,
    NotHereYet,
    NotRostered,
    OutsideMonth,
    SeveralPeople,
    UnknownPerson,
)
from csbook.commands.rostering.stated import rostered_staff
from csbook.problems import Problem, Words
from csbook.roster.day_ranges import day_ranges
from csbook.roster.frames import month_days
from csbook.roster.reading import Row, rows
from csbook.schema.workbook import TABLES

NEW_ROW: Final = -1
"""The index of a row that is not on the sheet yet."""


@dataclass(frozen=True)
class Absence:
    """Somebody who cannot come from `first` to `last`, or who leaves for good on `first` (`last` is None)."""

    agent_id: str
    first: dt.date
    last: dt.date | None

    @property
    def last_day(self) -> dt.date:
        """The last day of work of somebody who leaves for good."""
        return self.first - dt.timedelta(days=1)

    def after_first_day(self) -> Absence | None:
        """The same from the next day on; None where nothing is left."""
        later = replace(self, first=self.first + dt.timedelta(days=1))
        return None if self.last is not None and self.last < later.first else later


def absence_asked(request: Request) -> Absence | None:
    """What the parameters agent, first, last and leaves say; None when none is given.

    Raises what `absence_errors` has for what is not possible: days that have passed (but for somebody who
    has left already), that are not in the month, or on which the person is not in the roster.
    """
    given = request.parameters
    agent, first, last = given.get("agent"), given.get("first"), given.get("last")
    leaves = bool(given.get("leaves"))
    if not agent:
        if first or last or leaves:
            raise NobodyNamed(leaves=leaves, first=bool(first))
        return None
    if first is None:
        raise NoFirstDay(agent, leaves=leaves)
    if leaves and last is not None:
        raise LeavesAndReturns
    if last is not None and last < first:
        raise DaysBackward(first, last)
    staff = rostered_staff(request.tables["Staff"])
    absence = Absence(person_named(agent, staff), first, None if leaves else last or first)
    _ensure_possible(
        absence, request, next(row for _, row in rows(staff) if row["agent_id"] == absence.agent_id)
    )
    return absence


def _ensure_possible(absence: Absence, request: Request, person: Row) -> None:
    """Raise unless the absence can be carried out in the request's month."""
    month, today, first, last = request.month, request.today.date(), absence.first, absence.last
    name, hired, left = person["name"] or absence.agent_id, person["hired"], person["left"]
    if last is not None and first < today:
        raise DaysPassed(first, today)
    days = month_days(month)
    if first > days[-1] or (last is not None and last < days[0]):
        raise OutsideMonth(first, last, f"{month:%Y-%m}")
    if not person["rostered"]:
        raise NotRostered(name)
    if last is None:
        if hired is not None and absence.last_day < hired:
            raise NotHereYet(name, hired)
        if left is not None and left < absence.last_day:
            raise GoneAlready(name, left)
        return
    if hired is not None and min(last, days[-1]) < hired:
        raise NotHereYet(name, hired)
    if left is not None and left < max(first, days[0]):
        raise GoneAlready(name, left)


def beyond_the_roster(absence: Absence, request: Request) -> Iterator[Words]:
    """What is said of the absence's days that the repair does not touch: of other months, or gone by."""
    days, today = month_days(request.month), request.today.date()
    if absence.last is None:
        passed = [day for day in days if absence.first <= day < today]
        if passed:
            said = day_ranges(passed)
            yield Words(
                f"{said.zh}已过，班次保持原样；要去掉请在“排班”里清空。",
                f"{said.en}: passed, so these cells stay as they are; to remove them, empty them on sheet "
                "'Roster'.",
            )
        tables, agent_id, last_day = request.tables, absence.agent_id, absence.last_day
        yield from elsewhere(months_elsewhere(tables, agent_id, last_day, request.month, today))
        return
    outside = [day.date() for day in pd.date_range(absence.first, absence.last) if day.date() not in days]
    if outside:
        said, month = day_ranges(outside), f"{request.month:%Y-%m}"
        yield Words(
            f"这次只调了 {month}；{said.zh}在别的月份，假已登记，那个月的班表没有动。",
            f"Only {month} was repaired. In another month, {said.en}: the leave is entered, but that month's "
            "roster is not changed.",
        )


def person_named(agent: str, staff: pd.DataFrame) -> str:
    """The staff number of that number or name. Raises `UnknownPerson`, `SeveralPeople`."""
    asked = agent.strip()
    numbers: list[str] = staff["agent_id"].dropna().tolist()
    if asked in numbers:
        return asked
    found: list[str] = staff.loc[staff["name"] == asked, "agent_id"].dropna().tolist()
    if not found:
        raise UnknownPerson(asked)
    if len(found) > 1:
        raise SeveralPeople(asked, found)
    return found[0]


def with_absence(
    tables: Mapping[str, pd.DataFrame], absence: Absence, reason: str
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame], list[Problem]]:
    """The tables as they are with the absence, the rows to write, and what the supervisor has to settle.

    An absence becomes an approved row of Requests, unless approved leave covers it already; a row of the
    same key that says something else is the supervisor's to change. A departure becomes the last day of
    work in Staff.
    """
    if absence.last is None:
        staff = tables["Staff"]
        left = pd.Timestamp(absence.last_day)
        mine = staff["agent_id"] == absence.agent_id
        if (staff.loc[mine, "left"] == left).all():
            return dict(tables), {}, []
        row = pd.DataFrame({"agent_id": [absence.agent_id], "left": [left]})
        return {**tables, "Staff": staff.assign(left=staff["left"].mask(mine, left))}, {"Staff": row}, []
    requests = tables["Requests"]
    leave = requests[(requests["agent_id"] == absence.agent_id) & (requests["kind"] == "leave")]
    if _covered(leave[leave["state"] == "approved"], absence.first, absence.last):
        return dict(tables), {}, []
    same = leave[leave["from_date"] == pd.Timestamp(absence.first)]
    if len(same):
        return dict(tables), {}, [_to_settle(same, absence.last)]
    row = _leave_row(absence.agent_id, absence.first, absence.last, reason, tables["Staff"])
    # First, so that what contradicts it is told of the other row.
    return {**tables, "Requests": pd.concat([row, requests])}, {"Requests": row}, []


def _covered(approved: pd.DataFrame, first: dt.date, last: dt.date) -> bool:
    ends = approved["to_date"].fillna(approved["from_date"])
    days = pd.date_range(first, last)
    return all(((approved["from_date"] <= day) & (day <= ends)).any() for day in days)


def _to_settle(same: pd.DataFrame, last: dt.date) -> Problem:
    row = same.iloc[0]
    number = int(same.index[0])
    if row["state"] == "approved":
        found = "" if pd.isna(row["to_date"]) else f"{row['to_date']:%Y-%m-%d}"
        return Problem("Requests", number, "to_date", found, Words(f"{last} 或以后", f"{last} or later"))
    found = "" if pd.isna(row["state"]) else str(row["state"])
    expected = Words("已批（改好后再点一次）", "approved (then run again)")
    return Problem("Requests", number, "state", found, expected)


def _leave_row(
    agent_id: str, first: dt.date, last: dt.date, reason: str, staff: pd.DataFrame
) -> pd.DataFrame:
    """A whole row; its index is no row of the sheet."""
    values: dict[str, Any] = {
        "agent_id": agent_id,
        "name": staff.loc[staff["agent_id"] == agent_id, "name"].iloc[0],
        "kind": "leave",
        "from_date": pd.Timestamp(first),
        "to_date": None if last == first else pd.Timestamp(last),
        "reason": reason,
        "state": "approved",
    }
    table = TABLES["Requests"]
    index = pd.Index([NEW_ROW])
    return pd.DataFrame({c.name: c.series([values.get(c.name)], index) for c in table.columns})
