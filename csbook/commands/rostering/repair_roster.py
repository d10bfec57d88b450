"""`repair-roster`: the grid brought in line with illness, departures, pins and cover, with the fewest
changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from csbook.commands.handler import NOTHING_NEXT, Request, Result
from csbook.commands.rostering import repair_words as words
from csbook.commands.rostering.absence import Absence, absence_asked, beyond_the_roster, with_absence
from csbook.commands.rostering.grid_changes import changed_tables
from csbook.commands.rostering.notices import Key
from csbook.commands.rostering.repair_state import Cells, Standing, begun_today, names_of, standing_roster
from csbook.commands.rostering.roster_state import CLOSED, PUBLISHED, MonthClosed, shown_month, state_of
from csbook.problems import Severity, Words
from csbook.roster.parts import LEAVE
from csbook.roster.repair import Move, Repair, repair


def repair_roster(request: Request) -> Result:
    """Bring the grid in line with approved leave, approved pins and last days of work, and fill what is
    missing of the minimum cover.

    parameters: agent, first, last and leaves enter an absence before that: approved leave in Requests, or
    with `leaves` the last day of work in Staff, the day before `first`. Days before today stay as they
    are, and so do shifts of today that have begun, whatever was approved (`words.begun`): an absence
    entered on such a day counts from the next day on. Cells that a
    person typed (of a published month: typed since) stay too, unless an approved request or a departure
    says otherwise, which is told. Leave over a rest day is entered and the cell stays a rest day
    (`repair_case.rests_kept`). `Published` stays until the roster is published again.
    Raises `AnotherMonth`, `EmptyRoster`, `MonthClosed`, `NothingToRoster`, and what `absence_errors` has
    for an absence that is not possible.
    """
    month = shown_month(request.tables, request.month)
    state = state_of(request.tables, request.month).state
    if state == CLOSED:
        raise MonthClosed(month)
    entered: Mapping[str, pd.DataFrame] = {}
    asked = absence_asked(request)
    at_work = {} if asked is None else _at_work(request, asked)
    absence = asked.after_first_day() if asked is not None and at_work else asked
    if absence is not None:
        tables, entered, unsettled = with_absence(request.tables, absence, words.ENTERED(request.language))
        if unsettled:
            return Result(words.NOT_REPAIRED, problems=tuple(unsettled))
        request = replace(request, tables=tables)
    standing, problems = standing_roster(request)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Result(words.NOT_REPAIRED, problems=tuple(problems))
    seconds = request.parameters.get("seconds") or request.settings["solver_seconds"]
    request.progress(words.looking(seconds))
    found = repair(
        standing.problem,
        standing.before,
        today=standing.passed.today,
        begun=standing.passed.begun,
        seconds=seconds,
        seed=request.seed,
        cancelled=request.cancelled,
    )
    moves = standing.moves(found.roster)
    names = names_of(request.tables["Staff"])
    changed, watch = _written(request, standing, found, moves, names)
    return Result(
        words.headline(month, found, standing, moves, published=state == PUBLISHED),
        tables={**entered, **changed},
        notes=(
            *words.notes(found, moves, names),
            *words.disallowed(standing, names),
            *words.begun({**standing.begun, **at_work}, standing.late_pins, names),
            *words.overridden(standing, found, names),
            *words.still_resting(_resting(standing, absence, moves), names),
            *(() if absence is None else beyond_the_roster(absence, request)),
            *watch,
        ),
        problems=tuple(problems),
        details=words.details(found, moves),
        then=None if moves else NOTHING_NEXT,
    )


def _resting(standing: Standing, absence: Absence | None, moves: Sequence[Move]) -> list[Key]:
    """The rest days under leave of whom this repair is about."""
    concerned = {move.agent_id for move in moves if move.after == LEAVE}
    if absence is not None:
        concerned.add(absence.agent_id)
    return sorted(key for key in standing.resting if key[0] in concerned)


def _at_work(request: Request, absence: Absence) -> Cells:
    """The shift with which the absence would begin and which has begun already."""
    first = (absence.agent_id, absence.first)
    return {key: cell for key, cell in begun_today(request).items() if key == first}


def _written(
    request: Request,
    standing: Standing,
    found: Repair,
    moves: Sequence[Move],
    names: Mapping[str, str],
) -> tuple[dict[str, pd.DataFrame], list[Words]]:
    """The tables with the changed cells."""
    if not moves:
        return {}, []
    cells = {(move.agent_id, move.day): move.after for move in moves}
    reason = words.reason(found, standing, moves, names)
    return changed_tables(request, standing.problem, cells, lambda _: reason)
