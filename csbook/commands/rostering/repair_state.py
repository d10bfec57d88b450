"""What there is to repair: the month's problem, the grid as it stands, and what people typed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from csbook.commands.duty import rostered_on
from csbook.commands.handler import Request
from csbook.commands.rostering.absence import NEW_ROW
from csbook.commands.rostering.grid_changes import column_of, grid_roster, typed_from
from csbook.commands.rostering.notices import Key
from csbook.commands.rostering.roster_grid import by_agent, no_days
from csbook.commands.rostering.standing import Standing as Month
from csbook.commands.rostering.stated import stated_problem
from csbook.problems import Problem, Severity, Words
from csbook.roster.parts import REST, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.reading import Notes
from csbook.roster.repair import Move, Passed, begun_shifts, rests_kept
from csbook.roster.tables import read_shifts

Cells = Mapping[Key, str]


@dataclass(frozen=True)
class Standing:
    """What there is to repair.

    problem: the month with approved requests and typed cells fixed, and rest days under leave kept. grid:
    as it stands; before: as it was before people typed in it. typed: their cells to come, of a published
    month those typed since; also where the person is not employed. resting: approved leave over rest days,
    which stay rest days. passed: what changes no more. begun: shifts of today that have begun and stay,
    though the person is on leave, pinned to another one or here no more. late_pins: pins to shifts of today
    that have begun, which come too late. disallowed: cells that have passed and that the person cannot have.
    """

    problem: RosterProblem
    grid: Roster
    before: Roster
    typed: Cells
    resting: frozenset[Key]
    passed: Passed
    begun: Cells
    late_pins: Cells
    disallowed: Cells

    def moves(self, roster: Roster) -> list[Move]:
        """The cells of the grid that a repaired roster has another cell for, in the order of days."""
        keys = sorted({*self.grid.cells, *roster.cells}, key=lambda key: (key[1], key[0]))
        moves = [Move(*key, self.grid.cell(*key), roster.cell(*key)) for key in keys]
        return [move for move in moves if move.before != move.after]

    def overridden(self, roster: Roster) -> dict[Key, str | None]:
        """The typed cells that a repaired roster has another cell for, with that cell."""
        return {key: roster.cell(*key) for key, cell in self.typed.items() if roster.cell(*key) != cell}


def standing_roster(request: Request) -> tuple[Standing, list[Problem]]:
    """What there is to repair, and what people should correct first."""
    tables, today = request.tables, request.today.date()
    no_cells = tables["Roster"][["agent_id"]].iloc[:0]
    asked, problems = stated_problem(request, no_cells, no_days())
    grid = grid_roster(tables, asked)
    typed = typed_from(tables, request.month, today)
    passed = Passed(today, begun_shifts(asked.shifts, request.today))
    by_hand = {
        key: cell for key, cell in _typed_cells(asked, typed).items() if not passed.holds(key[1], cell)
    }
    pinned = {key: cell for key, cell in by_hand.items() if _could_be(asked, key, cell)}
    written = by_agent(tables["RosterBase"]).astype("object").to_dict("index")
    earlier = {
        key: cell
        for key in pinned
        if isinstance(cell := written.get(key[0], {}).get(column_of(key[1])), str)
        and not passed.holds(key[1], cell)
    }
    before = Roster({**grid.cells, **earlier})
    agreed = rests_kept(asked, _with_rests_of(before, grid))
    standing = Standing(
        problem=replace(agreed, fixed={**pinned, **agreed.fixed}),
        grid=grid,
        before=before,
        typed=by_hand,
        resting=frozenset(
            key for key, cell in asked.fixed.items() if agreed.fixed[key] != cell and key[1] >= today
        ),
        passed=passed,
        begun={key: cell for key, cell in _begun(grid, passed).items() if not _agreed(asked, key, cell)},
        late_pins={
            key: cell
            for key, cell in _begun(Roster(asked.fixed), passed).items()
            if grid.cell(*key) != cell and not passed.holds(key[1], grid.cell(*key))
        },
        disallowed={
            key: cell
            for key, cell in grid.cells.items()
            if passed.holds(key[1], cell) and _is_here(asked, key) and not _could_be(asked, key, cell)
        },
    )
    told = [_without_new_row(problem) for problem in _but_of_swaps(problems, tables["Requests"])]
    return standing, told + _misfits(asked, typed, by_hand)


def as_repaired(request: Request, month: Month) -> Month:
    """A month as it stands, with what is approved as repairing takes it: leave over a rest day lets the rest
    day be, and a shift of today that has begun stands, whatever was approved (`too_late`)."""
    passed = Passed(request.today.date(), begun_shifts(month.problem.shifts, request.today))
    agreed = rests_kept(month.problem, month.roster)
    too_late = {
        (agent_id, day): cell
        for (agent_id, day), cell in agreed.fixed.items()
        if day == passed.today and month.roster.cell(agent_id, day) not in (None, cell)
        if any(passed.holds(day, each) for each in (cell, month.roster.cell(agent_id, day)))
    }
    fixed = {key: cell for key, cell in agreed.fixed.items() if key not in too_late}
    return replace(month, problem=replace(agreed, fixed=fixed), too_late=too_late)


def _with_rests_of(before: Roster, grid: Roster) -> Roster:
    """The roster with the rest days of both: a day off typed is one, and one typed over comes back as such
    where leave was approved for it."""
    rests = {key: cell for key, cell in grid.cells.items() if cell == REST}
    return Roster({**before.cells, **rests})


def _typed_cells(problem: RosterProblem, typed: pd.DataFrame) -> dict[Key, str]:
    return {
        (cells["agent_id"], day): cell
        for cells in typed.to_dict("records")
        for day in problem.days
        if isinstance(cell := cells[column_of(day)], str)
    }


def begun_today(request: Request) -> Cells:
    """The shifts of today that have begun, with whoever has them on the sheet or in the history."""
    today = request.today.date()
    begun = begun_shifts(read_shifts(request.tables["Shifts"], Notes()), request.today)
    on_it = rostered_on(request.tables, today, request.month)
    return {(agent_id, today): cell for agent_id, cell in on_it.items() if shift_in(cell) in begun}


def _begun(roster: Roster, passed: Passed) -> Cells:
    """The shifts of today that have begun."""
    today = {key: cell for key, cell in roster.cells.items() if key[1] == passed.today}
    return {key: cell for key, cell in today.items() if passed.holds(key[1], cell)}


def _agreed(problem: RosterProblem, key: Key, cell: str) -> bool:
    """Whether nothing approved says otherwise."""
    return _is_here(problem, key) and problem.fixed.get(key, cell) == cell


def _is_here(problem: RosterProblem, key: Key) -> bool:
    person = problem.person_by_id.get(key[0])
    return person is not None and person.employed(key[1])


def _could_be(problem: RosterProblem, key: Key, cell: str) -> bool:
    """Whether the person is in the roster on that day and can have the cell."""
    return _is_here(problem, key) and problem.allows(problem.person_by_id[key[0]], cell)


def _misfits(problem: RosterProblem, typed: pd.DataFrame, by_hand: Cells) -> list[Problem]:
    """The typed cells of people who are there that they cannot have."""
    row_of = dict(zip(typed["agent_id"], typed.index, strict=True))
    expected = Words("此人当天可上的班次", "a shift that the person can do on this day")
    return [
        Problem("Roster", int(row_of[agent_id]), column_of(day), cell, expected)
        for (agent_id, day), cell in by_hand.items()
        if _is_here(problem, (agent_id, day)) and not _could_be(problem, (agent_id, day), cell)
    ]


def _but_of_swaps(problems: Iterable[Problem], requests: pd.DataFrame) -> list[Problem]:
    """Without the reminders of open swaps: they are 'Swap''s and 'Check''s to tell, not every repair's."""
    swaps = set(requests.index[requests["kind"] == "swap"])
    return [
        problem
        for problem in problems
        if not (problem.table == "Requests" and problem.row in swaps and problem.severity is Severity.WARNING)
    ]


def _without_new_row(problem: Problem) -> Problem:
    """A row that is not on the sheet yet has no number to show."""
    return replace(problem, row=None) if problem.row == NEW_ROW else problem


def names_of(staff: pd.DataFrame) -> dict[str, str]:
    known = staff.dropna(subset=["agent_id"]).drop_duplicates("agent_id")
    return dict(zip(known["agent_id"], known["name"].fillna(known["agent_id"]), strict=True))
