"""The roster as it stands on the sheet (or in the history), with what cannot be read as a roster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd

from csbook.commands.duty import grid_month
from csbook.commands.handler import Request
from csbook.commands.rostering.roster_grid import COLUMNS, filled_cells, history_grid, no_days
from csbook.commands.rostering.stated import stated_problem
from csbook.problems import Problem
from csbook.roster.parts import Roster, shift_in
from csbook.roster.problem import RosterProblem

OUTSIDE: Final = "outside"
UNKNOWN: Final = "unknown"
NOBODY: Final = "nobody"


@dataclass(frozen=True)
class Misfit:
    """A filled cell that is no part of the roster.

    why: `outside` the month or the person's employment; `unknown`: no shift that the person could have;
    `nobody`: the row belongs to nobody who is rostered in the month (`day` is the first filled one).
    """

    agent_id: str
    day: dt.date
    cell: str
    why: str


@dataclass(frozen=True)
class Standing:
    """A month as it stands.

    problem: the month with approved requests as its only fixed cells. roster: the cells that people can
    have. blank: days without a cell, by staff number. rows: the sheet's row of each agent, empty where
    the month comes from the history. asked: what people should correct in the tables. too_late: what was
    approved for cells of today whose shift has begun, and does not count any more (`as_repaired`).
    """

    problem: RosterProblem
    roster: Roster
    blank: dict[str, list[dt.date]]
    misfits: list[Misfit]
    rows: dict[str, int]
    asked: list[Problem]
    too_late: Mapping[tuple[str, dt.date], str] = field(default_factory=dict)

    @cached_property
    def worked(self) -> Roster:
        """The roster with the shifts in groups that the person does not serve, counted as at home: they are
        mistakes in the cell, but the person works."""
        away = {
            (misfit.agent_id, misfit.day): str(shift_in(misfit.cell))
            for misfit in self.misfits
            if misfit.why == UNKNOWN and shift_in(misfit.cell) in self.problem.shift_by_code
        }
        return Roster({**self.roster.cells, **away})

    def shown(self, agent_id: str, day: dt.date) -> str | None:
        """The cell on the sheet, whether the person can have it or not."""
        wrong = (misfit.cell for misfit in self.misfits if (misfit.agent_id, misfit.day) == (agent_id, day))
        return next(wrong, self.roster.cell(agent_id, day))


def month_grid(request: Request) -> pd.DataFrame:
    """The month's grid (agent_id, d01 to d31): the sheet's, else the history's; no rows where neither
    has it. The index is the sheet's rows for the former."""
    tables, month = request.tables, request.month
    if grid_month(tables["RosterBase"], month) == f"{month:%Y-%m}":
        roster = tables["Roster"].dropna(subset=["agent_id"]).drop_duplicates("agent_id")
        return roster[["agent_id", *COLUMNS]]
    return history_grid(tables["RosterHistory"], month)


def standing(request: Request) -> Standing:
    """The request's month as it stands; raises `NothingToRoster`."""
    tables, month = request.tables, request.month
    no_cells = tables["Roster"][["agent_id", *COLUMNS]].iloc[:0]
    problem, asked = stated_problem(request, no_cells, no_days())
    grid = month_grid(request)
    on_sheet = grid_month(tables["RosterBase"], month) == f"{month:%Y-%m}"
    filled = filled_cells(grid)
    cells, misfits = _sorted_cells(problem, month, filled)
    blank = {
        person.agent_id: [
            day
            for day in problem.employed_days(person)
            if f"d{day.day:02d}" not in filled.get(person.agent_id, {})
        ]
        for person in problem.people
    }
    return Standing(
        problem,
        Roster(cells),
        {agent_id: days for agent_id, days in blank.items() if days},
        misfits,
        dict(zip(grid["agent_id"], grid.index.tolist(), strict=True)) if on_sheet else {},
        asked,
    )


def _sorted_cells(
    problem: RosterProblem, month: dt.date, filled: dict[str, dict[str, str]]
) -> tuple[dict[tuple[str, dt.date], str], list[Misfit]]:
    """The cells that are a roster's, and those that are not; days after the month's end are left to
    the checks of the sheet."""
    cells: dict[tuple[str, dt.date], str] = {}
    misfits = []
    days = {f"d{day.day:02d}": day for day in problem.days}
    for agent_id, row in filled.items():
        person = problem.person_by_id.get(agent_id)
        here = {days[column]: cell for column, cell in row.items() if column in days}
        if person is None:
            first = min(here, default=month)
            misfits += [Misfit(agent_id, first, here[first], NOBODY)] if here else []
            continue
        for day, cell in here.items():
            if not person.employed(day):
                misfits.append(Misfit(agent_id, day, cell, OUTSIDE))
            elif not problem.allows(person, cell):
                misfits.append(Misfit(agent_id, day, cell, UNKNOWN))
            else:
                cells[agent_id, day] = cell
    return cells, misfits
