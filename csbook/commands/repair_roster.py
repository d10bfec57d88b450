"""`repair-roster`: the grid brought in line with illness, departures and pins, with the fewest changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from csbook.commands import repair_words as words
from csbook.commands.absence import absence_asked, with_absence
from csbook.commands.build_roster import stated_problem
from csbook.commands.grid_changes import Key, changed_tables, column_of, grid_roster, typed_from
from csbook.commands.handler import Request, Result
from csbook.commands.roster_grid import by_agent, no_days
from csbook.commands.roster_state import CLOSED, PUBLISHED, MonthClosed, shown_month, state_of
from csbook.problems import Problem, Severity, Words
from csbook.roster.parts import LEAVE, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.repair import Move, Repair, repair


def repair_roster(request: Request) -> Result:
    """Bring the grid in line with approved leave, approved pins and last days of work.

    parameters: agent, first, last and leaves enter an absence before that: approved leave in Requests, or
    with `leaves` the last day of work in Staff, the day before `first`. Days before today stay as they
    are. So do cells that a person typed (of a published month: typed since), unless an approved request
    says otherwise; what they left short is mended. `Published` stays until the roster is published again.
    Raises `AnotherMonth`, `EmptyRoster`, `MonthClosed`, `NothingToRoster`, and `WrongUse` for an absence
    that cannot be understood.
    """
    month = shown_month(request.tables, request.month)
    state = state_of(request.tables, request.month).state
    if state == CLOSED:
        raise MonthClosed(month)
    entered: Mapping[str, pd.DataFrame] = {}
    absence = absence_asked(request)
    if absence is not None:
        tables, entered, unsettled = with_absence(request.tables, absence, words.ENTERED(request.language))
        if unsettled:
            return Result(words.NOT_REPAIRED, problems=tuple(unsettled))
        request = replace(request, tables=tables)
    standing, problems = standing_roster(request)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Result(words.NOT_REPAIRED, problems=tuple(problems))
    request.progress(Words("临时调班……", "Repairing the roster ..."))
    found = repair(
        standing.problem,
        standing.before,
        today=request.today.date(),
        seconds=request.parameters.get("seconds") or request.settings["solver_seconds"],
        seed=request.seed,
    )
    moves = [move for move in (*found.forced, *found.moved) if standing.differs(move)]
    names = names_of(request.tables["Staff"])
    changed, watch = written(request, standing.problem, found, moves, names)
    return Result(
        words.headline(month, found, moves, published=state == PUBLISHED),
        tables={**entered, **changed},
        notes=(*words.notes(found, moves, names), *watch),
        problems=tuple(problems),
        details=words.details(found, moves),
    )


@dataclass(frozen=True)
class Standing:
    """The month's problem with typed cells fixed; the grid as it stands; the grid before it was typed in."""

    problem: RosterProblem
    grid: Roster
    before: Roster

    def differs(self, move: Move) -> bool:
        return self.grid.cell(move.agent_id, move.day) != move.after


def standing_roster(request: Request) -> tuple[Standing, list[Problem]]:
    """What there is to repair, and what people should correct first."""
    tables = request.tables
    no_cells = tables["Roster"][["agent_id"]].iloc[:0]
    problem, problems = stated_problem(request, no_cells, no_days())
    typed = typed_from(tables, request.month, request.today.date())
    fixed, misfits = _fixed_by_hand(problem, typed)
    grid = grid_roster(tables, problem)
    written = by_agent(tables["RosterBase"]).astype("object").to_dict("index")
    earlier = {
        key: cell for key in fixed if isinstance(cell := written.get(key[0], {}).get(column_of(key[1])), str)
    }
    stated = replace(problem, fixed={**fixed, **problem.fixed})
    return Standing(stated, grid, Roster({**grid.cells, **earlier})), problems + misfits


def _fixed_by_hand(problem: RosterProblem, typed: pd.DataFrame) -> tuple[dict[Key, str], list[Problem]]:
    """The typed cells of people who are there, and those that nobody could have."""
    fixed, misfits = {}, []
    for row, cells in zip(typed.index, typed.to_dict("records"), strict=True):
        person = problem.person_by_id.get(cells["agent_id"])
        for day in problem.employed_days(person) if person else ():
            cell = cells[column_of(day)]
            if not isinstance(cell, str):
                continue
            if person is not None and problem.allows(person, cell):
                fixed[cells["agent_id"], day] = cell
            else:
                expected = Words("此人当天可上的班次", "a shift that the person can do on this day")
                misfits.append(Problem("Roster", int(row), column_of(day), cell, expected))
    return fixed, misfits


def names_of(staff: pd.DataFrame) -> dict[str, str]:
    known = staff.dropna(subset=["agent_id"]).drop_duplicates("agent_id")
    return dict(zip(known["agent_id"], known["name"].fillna(known["agent_id"]), strict=True))


def written(
    request: Request,
    problem: RosterProblem,
    found: Repair,
    moves: list[Move],
    names: Mapping[str, str],
) -> tuple[dict[str, pd.DataFrame], list[Words]]:
    """The tables with the changed cells; everybody is told but those who asked for leave or left."""
    if not moves:
        return {}, []
    cells = {(move.agent_id, move.day): move.after for move in moves}
    reason = words.reason(found, problem, names)

    def told(key: Key) -> Words | None:
        own = key[0] in found.absent and cells[key] in (LEAVE, None)
        return None if own else reason

    return changed_tables(request, problem, cells, told)
