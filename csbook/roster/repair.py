"""A published roster brought in line with illness, departures and pins, with the fewest changed cells.

In this order: approved leave, departures and pins hold and what has passed stays as it was; hard rules are
broken no more than they were; as few people as possible are missing of the minimum cover, also where
nobody is absent; as few cells as possible change; and then the cost is least. Hard rules come before
cover, as when a roster is built: a group of three with one ill stays short rather than have the others
work without a rest.

What was broken already is pardoned: nobody's cells change because somebody typed an evening before a day
shift last week. So are rest days and stretches that the absent person's own leave cuts into.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from csbook.roster import solution
from csbook.roster.clock import Cancelled
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.repair_case import (
    Case,
    Move,
    Part,
    Passed,
    Repair,
    begun_shifts,
    hard_breaches,
    leavers_kept,
    passed_held,
    rests_kept,
    same_breach,
    without_past,
)
from csbook.roster.repair_program import Mended, RepairProgram
from csbook.roster.solution import CELLS, Violation
from csbook.roster.solvers import Settings, SolverName, choose
from csbook.roster.stages import WrongRoster

__all__ = [
    "Move",
    "Passed",
    "Repair",
    "begun_shifts",
    "hard_breaches",
    "leavers_kept",
    "passed_held",
    "repair",
    "rests_kept",
    "same_breach",
]

MOST_AT_ONCE: Final = 30
"""Components with up to this many people are looked at whole from the beginning."""


def repair(
    problem: RosterProblem,
    published: Roster,
    *,
    today: dt.date,
    begun: frozenset[str] = frozenset(),
    solver: SolverName | None = None,
    seconds: float = 30.0,
    seed: int = 0,
    cancelled: Cancelled = lambda: False,
) -> Repair:
    """Change as little of `published` as the problem's fixed cells, last days of work and cover demand.

    problem: the month as it is known now. published: the grid as it stands, with the cells of people who
    have left since. today: the first day that may change. begun: the shifts of that day that have begun:
    whoever has one keeps it, nobody else gets it, and who is missing of it is not made up for.
    Components in which nothing is forced and nobody is missing are not looked at. When the time is over,
    or `cancelled` says so, the best roster so far is given: at worst the published one with what is forced
    and nothing done about it. Raises `SolverMissing` when the solver asked for is not installed.
    """
    begin = time.monotonic()
    settings = Settings(choose(solver), seed)
    passed = Passed(today, begun)
    case = Case(without_past(problem, published, passed), published, passed)
    parts = [part for part in case.problem.components() if case.groups & _groups(part)]
    found: list[Part] = []
    for part in parts:
        left = seconds - (time.monotonic() - begin)
        end = time.monotonic() + max(0.5, left / (len(parts) - len(found)))
        found.append(_mend(part, case, settings, end, cancelled))
    taken = time.monotonic() - begin
    return case.result(found, stopped=cancelled(), seconds=taken, solver=settings.solver)


def _mend(part: RosterProblem, case: Case, settings: Settings, end: float, cancelled: Cancelled) -> Part:
    """The best roster of one component until `end`, a moment of `time.monotonic`.

    More people are looked at while somebody is missing or a rule is broken, until that helps no more.
    """
    best: _Try | None = None
    for near, ids in _circles(part, case):
        if cancelled():
            break
        standing = {key: cell for key, cell in case.standing.items() if key[0] in ids}
        program = RepairProgram(near, standing, case.passed, settings, cancelled)
        program.begin(case.as_it_is, partial(case.pardons, case.pardoned(near)), _left(end))
        mended = program.least(_left(end) / (1 if best is None else 2))
        if mended is None:
            break
        rank = mended.breaches, mended.gaps - _gaps(near, case.as_it_is), mended.changes
        if best is not None and rank[:2] >= best.rank[:2]:
            break
        best = _Try(rank, near, program, mended)
        if not mended.breaches and mended.gaps == _gaps_gone_by(near, case):
            break
    if best is None:
        return Part({}, [], [], proven=False)
    return _checked(best.near, case, best.program.cheapest(best.mended, _left(end)))


@dataclass(frozen=True)
class _Try:
    """What came of letting some people change; `rank` says how good it is, the least best."""

    rank: tuple[int, int, int]
    near: RosterProblem
    program: RepairProgram
    mended: Mended


def _circles(part: RosterProblem, case: Case) -> Iterator[tuple[RosterProblem, frozenset[str]]]:
    """Who may change, with the part of the roster that this needs to know: in a large component those who
    can serve the groups concerned, then those who can serve any group of theirs, and so on.

    Part of the roster are all who can serve a group that somebody who may change can serve, so that rules
    about groups see everybody; the cells of those who may not change are fixed.
    """
    if len(part.people) <= MOST_AT_ONCE:
        yield part, frozenset(part.person_by_id)
        return
    groups, ids = set(case.groups), frozenset[str]()
    while True:
        wider = [person for person in part.people if groups & set(person.groups)]
        if ids == {person.agent_id for person in wider}:
            return
        ids = frozenset(person.agent_id for person in wider)
        groups |= {group for person in wider for group in person.groups}
        yield _near(part, case, groups, ids), ids


def _near(part: RosterProblem, case: Case, groups: set[str], ids: frozenset[str]) -> RosterProblem:
    people = tuple(person for person in part.people if groups & set(person.groups))
    known = {person.agent_id for person in people}
    held = {key: cell for key, cell in case.standing.items() if key[0] in known - ids}
    return replace(
        part,
        people=people,
        cover=tuple(row for row in part.cover if row.group in groups),
        fixed=held | {key: cell for key, cell in part.fixed.items() if key[0] in known},
        requests=tuple(request for request in part.requests if request.agent_id in known),
        history={key: cell for key, cell in part.history.items() if key[0] in known},
        reference={key: cell for key, cell in part.reference.items() if key[0] in known},
    )


def _checked(part: RosterProblem, case: Case, mended: Mended) -> Part:
    """What the program says of its roster, found again without it."""
    roster, pardoned = mended.roster, case.pardoned(part)
    cells = [v for v in solution.violations(part, roster) if v.rule == CELLS]
    after = hard_breaches(part, roster)
    more = _counted(after) - _counted(pardoned) - _counted(hard_breaches(part, case.as_it_is))
    changes = sum(
        roster.cell(*key) != cell for key, cell in case.standing.items() if key[0] in part.person_by_id
    )
    miscounted = changes > mended.changes or _gaps(part, roster) > mended.gaps
    if cells or miscounted or (more and not mended.breaches):
        raise WrongRoster(f"The repair counts {mended}, but {changes} cells change; {cells or more}")
    new = [v for v in after if not any(same_breach(old, v) for old in pardoned)]
    return Part(roster.cells, new, [v for v in after if v not in new], mended.proven)


def _counted(breaches: Iterable[Violation]) -> Counter[tuple[str, str, str]]:
    """How often each rule is broken by each person or group."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for breach in breaches:
        counted[breach.rule, breach.agent_id, breach.group] += breach.amount
    return counted


def _gaps(part: RosterProblem, roster: Roster) -> int:
    """People missing of the minimum cover, each times its weight."""
    if not part.rules.cover_minimum.on:
        return 0
    return sum(gap.below_minimum * gap.cover.weight for gap in solution.unmet_cover(part, roster))


def _gaps_gone_by(part: RosterProblem, case: Case) -> int:
    """What `_gaps` counts of what has passed, which nobody can mend."""
    gone = tuple(row for row in part.cover if case.passed.holds(row.day, row.shift))
    return _gaps(replace(part, cover=gone), case.as_it_is)


def _groups(part: RosterProblem) -> set[str]:
    return {group for person in part.people for group in person.groups} | {row.group for row in part.cover}


def _left(end: float) -> float:
    return max(0.1, end - time.monotonic())
