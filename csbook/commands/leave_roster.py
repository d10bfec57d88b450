"""The roster shown, brought in line with a departure by what `repair-roster` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from csbook.commands.duty import grid_month
from csbook.commands.handler import Request
from csbook.commands.rostering.grid_changes import column_of
from csbook.commands.rostering.repair_roster import repair_roster
from csbook.commands.rostering.roster_grid import filled_cells
from csbook.commands.rostering.stated import rostered_staff
from csbook.problems import CsbookError, Problem, Severity, Words, counted
from csbook.roster.day_ranges import day_ranges
from csbook.roster.frames import month_days
from csbook.schema.daily import DAYS


@dataclass(frozen=True)
class RosterPart:
    """What a departure does to the roster: tables to write, what to say, warnings, figures."""

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    notes: tuple[Words, ...] = ()
    problems: tuple[Problem, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    def grid(self, request: Request) -> pd.DataFrame:
        """The sheet's grid as it is written."""
        old, new = request.tables["Roster"], self.tables.get("Roster")
        if new is None:
            return old
        return pd.concat([new[["agent_id", *DAYS]], old[["agent_id", *DAYS]]]).drop_duplicates("agent_id")


def repaired_roster(request: Request, agent_id: str, last_day: dt.date) -> RosterPart:
    """The shown month without the leaver after `last_day`, and their shifts given to others.

    `request.tables["Staff"]` has the leaving day already. Days that have passed stay as they are. Where the
    roster cannot be repaired, why is said in the notes, and nothing of it changes. Other months that are
    built already are told of (`leave_months`).
    """
    month = dt.date.fromisoformat(grid_month(request.tables["RosterBase"], request.month) + "-01")
    days, today = month_days(month), request.today.date()
    after = [day for day in filled_days(request.tables, agent_id, days) if day > last_day]
    passed, to_come = [day for day in after if day < today], [day for day in after if day >= today]
    part = RosterPart(notes=(gone_by(passed),)) if passed else RosterPart()
    if not to_come:
        return part
    asked = replace(
        request,
        month=month,
        parameters={"agent": agent_id, "first": last_day + dt.timedelta(days=1), "leaves": True},
    )
    if not is_rostered(request.tables["Staff"], agent_id):
        return replace(part, notes=(*part.notes, not_repaired(Words("此人不参加排班。", "Not rostered."))))
    try:
        result = repair_roster(asked)
    except CsbookError as error:
        return replace(part, notes=(*part.notes, not_repaired(error.words)))
    errors = sum(problem.severity is Severity.ERROR for problem in result.problems)
    told = tuple(replace(problem, severity=Severity.WARNING) for problem in result.problems)
    if errors:
        why = Words(
            f"有 {errors} 处要先改正（见下）。", f"{counted(errors, 'cell')} to correct first (below)."
        )
        return RosterPart(notes=(*part.notes, not_repaired(why)), problems=told)
    tables = {name: frame for name, frame in result.tables.items() if name != "Staff"}
    return RosterPart(tables, (result.headline, *result.notes), told, result.details)


def filled_days(tables: Mapping[str, pd.DataFrame], agent_id: str, days: Iterable[dt.date]) -> list[dt.date]:
    """The days of the grid on which the person has a cell."""
    mine = filled_cells(tables["Roster"]).get(agent_id, {})
    return [day for day in days if column_of(day) in mine]


def is_rostered(staff: pd.DataFrame, agent_id: str) -> bool:
    known = rostered_staff(staff)
    return bool(known.loc[known["agent_id"] == agent_id, "rostered"].any())


def gone_by(days: list[dt.date]) -> Words:
    said = day_ranges(days)
    return Words(
        f"离职之后的 {said.zh}已过，班次保持原样；没上的班请在“排班”里清空。",
        f"{said.en}, after the last day: passed, so these cells stay; empty them on sheet 'Roster' if they "
        "were not worked.",
    )


def not_repaired(why: Words) -> Words:
    return Words("排班没有调整：", "The roster was not repaired: ") + why
