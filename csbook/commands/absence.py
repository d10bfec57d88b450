"""Who cannot come, as the panel or the command line says it: a row of 请假与调班, or the last day of work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from csbook.commands.handler import Request
from csbook.problems import Problem, Words, WrongUse
from csbook.schema.workbook import TABLES


class NobodyNamed(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "填了日期，但没有填人员。请在操作面板填工号或姓名（--agent）。",
                "There are days, but nobody is named. Give the staff number or name (--agent).",
            )
        )


class NoFirstDay(WrongUse):
    def __init__(self, agent: str) -> None:
        super().__init__(
            Words(
                f"{agent} 从哪一天起不能来？请填开始日期（--first）。",
                f"From which day can {agent} not come? Give the first day (--first).",
            )
        )


class DaysBackward(WrongUse):
    def __init__(self, first: dt.date, last: dt.date) -> None:
        super().__init__(
            Words(
                f"结束日期 {last} 早于开始日期 {first}。请改正。",
                f"The last day, {last}, is before the first, {first}. Correct it.",
            )
        )


class LeavesAndReturns(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "离职没有结束日期。请只填开始日期，或不选离职。",
                "Somebody who leaves for good has no last day of absence. Give the first day only, or "
                "leave out --leaves.",
            )
        )


class UnknownPerson(WrongUse):
    def __init__(self, agent: str) -> None:
        super().__init__(
            Words(
                f"“员工”里没有 {agent}。请填那里的工号或姓名。",
                f"Sheet 'Staff' has nobody called {agent}. Give a staff number or name from there.",
            )
        )


class SeveralPeople(WrongUse):
    def __init__(self, agent: str, numbers: list[str]) -> None:
        super().__init__(
            Words(
                f"有几个人叫 {agent}：{'、'.join(numbers)}。请填工号。",
                f"Several people are called {agent}: {', '.join(numbers)}. Give the staff number.",
            )
        )


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


def absence_asked(request: Request) -> Absence | None:
    """What the parameters agent, first, last and leaves say; None when none is given."""
    given = request.parameters
    agent, first, last = given.get("agent"), given.get("first"), given.get("last")
    leaves = bool(given.get("leaves"))
    if not agent:
        if first or last or leaves:
            raise NobodyNamed
        return None
    if first is None:
        raise NoFirstDay(agent)
    if leaves and last is not None:
        raise LeavesAndReturns
    if last is not None and last < first:
        raise DaysBackward(first, last)
    return Absence(person_named(agent, request.tables["Staff"]), first, None if leaves else last or first)


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
    index = pd.Index([-1])
    return pd.DataFrame({c.name: c.series([values.get(c.name)], index) for c in table.columns})
