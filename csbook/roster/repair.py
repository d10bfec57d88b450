"""A published roster brought in line with illness, departures and pins, with the fewest changed cells.

In this order: approved leave, departures and pins hold and days gone by stay as they were; hard rules are
broken no more than they were; as few people as possible are missing of the minimum cover; as few cells as
possible change; and then the cost is least. Hard rules come before cover, as when a roster is built: a
group of three with one ill stays short rather than have the others work without a rest.

What was broken already is pardoned: nobody's cells change because somebody typed an evening before a day
shift last week. So are rest days and stretches that the absent person's own leave cuts into.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final

from csbook.roster import solution
from csbook.roster.model import Key, Reason
from csbook.roster.parts import LEAVE, REST, Roster, group_in, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.repair_program import Mended, RepairProgram
from csbook.roster.solution import CELLS, Unmet, Violation
from csbook.roster.solvers import Settings, SolverName, choose
from csbook.roster.stages import WrongRoster

MOST_AT_ONCE: Final = 30
"""Components with up to this many people are looked at whole from the beginning."""


@dataclass(frozen=True)
class Move:
    """One cell before and after; None where it was blank, or the person is in the roster no more."""

    agent_id: str
    day: dt.date
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Repair:
    """The roster with what changed and what is still wrong.

    roster: the published cells of days gone by, and from `today` on a cell for everybody employed.
    forced: cells that could not stay: leave, pins, departures, blanks. moved: the others that changed.
    short: minimum cover that is not met from `today` on; short_before: as published. broken: new breaches
    of hard rules; pardoned: those of the people looked at that were there before, or come of the absence
    itself. absent: who was to come on some day and cannot.
    proven: whether fewer changes, and with as many a lower cost, are known to be impossible among the
    people who were allowed to change: all of a component with up to 30 people; else those who can serve
    the groups concerned, and more only while more people are missing than before. What is fair is then
    reckoned among the people looked at.
    """

    roster: Roster
    forced: tuple[Move, ...]
    moved: tuple[Move, ...]
    short: tuple[Unmet, ...]
    short_before: tuple[Unmet, ...]
    broken: tuple[Violation, ...]
    pardoned: tuple[Violation, ...]
    absent: frozenset[str]
    proven: bool
    seconds: float
    solver: SolverName


def repair(
    problem: RosterProblem,
    published: Roster,
    *,
    today: dt.date,
    solver: SolverName | None = None,
    seconds: float = 30.0,
    seed: int = 0,
) -> Repair:
    """Change as little of `published` as the problem's fixed cells and last days of work demand.

    problem: the month as it is known now. published: the grid as it stands, with the cells of people who
    have left since. today: the first day that may change.
    Components in which nothing is forced are not looked at. When the time is over, the best roster so far
    is given: at worst the published one with what is forced and nothing done about it.
    Raises `SolverMissing` when the solver asked for is not installed.
    """
    begin = time.monotonic()
    settings = Settings(choose(solver), seed)
    case = _Case(_without_past(problem, published, today), published, today)
    parts = [part for part in case.problem.components() if case.groups & _groups(part)]
    found: list[_Part] = []
    for part in parts:
        left = seconds - (time.monotonic() - begin)
        found.append(_mend(part, case, settings, max(0.5, left / (len(parts) - len(found)))))
    return case.result(found, time.monotonic() - begin, settings.solver)


def same_breach(one: Violation, other: Violation) -> bool:
    """Whether `other` is a breach that `one` was already, on days that have moved perhaps."""
    near = set(one.days) & set(other.days) or not (one.days and other.days)
    alike = (one.rule, one.agent_id, one.group) == (other.rule, other.agent_id, other.group)
    return alike and bool(near) and other.amount <= one.amount


def hard_breaches(problem: RosterProblem, roster: Roster) -> list[Violation]:
    """The hard rules that a roster breaks; cells that are not as fixed are no rule's."""
    return [v for v in solution.violations(problem, roster) if v.hard and v.rule != CELLS]


def _without_past(problem: RosterProblem, published: Roster, today: dt.date) -> RosterProblem:
    """The problem with the days before `today` fixed as published, whatever was approved since.

    A cell gone by that is blank or that the person could not have now counts as leave: it binds nobody.
    """
    fixed = {key: cell for key, cell in problem.fixed.items() if key[1] >= today}
    for person in problem.people:
        for day in problem.employed_days(person):
            if day < today:
                cell = published.cell(person.agent_id, day) or LEAVE
                fixed[person.agent_id, day] = cell if problem.allows(person, cell) else LEAVE
    return replace(problem, fixed=fixed)


class _Case:
    """What has happened to a published roster: what is forced, whom it is about, what was wrong before."""

    def __init__(self, problem: RosterProblem, published: Roster, today: dt.date) -> None:
        self.problem, self.published, self.today = problem, published, today
        self.places = [(p.agent_id, day) for p in problem.people for day in problem.employed_days(p)]
        possible = {key: cell for key in self.places if (cell := self._possible(key)) is not None}
        self.before = Roster(possible | {k: c for k, c in problem.fixed.items() if k[1] < today})
        self.standing = {
            key: cell
            for key, cell in possible.items()
            if key[1] >= today and key not in problem.fixed and cell != LEAVE
        }
        """The cells to come that could stay."""
        self.as_it_is = Roster(
            {key: problem.fixed.get(key, self.standing.get(key, REST)) for key in self.places}
        )
        """The published roster with what is forced, and nothing done about it."""

    def _possible(self, key: Key) -> str | None:
        """The published cell, where the person could have it."""
        cell = self.published.cell(*key)
        return cell if cell and self.problem.allows(self.problem.person_by_id[key[0]], cell) else None

    @cached_property
    def forced(self) -> set[Key]:
        """The cells to come that cannot stay as published."""
        here = set(self.places)
        first, last = max(self.today, self.problem.days[0]), self.problem.days[-1]
        gone = {key for key in self.published.cells if first <= key[1] <= last and key not in here}
        return gone | {
            key
            for key in here
            if key[1] >= self.today
            and key not in self.standing
            and self.published.cell(*key) != self.problem.fixed.get(key, "")
        }

    @cached_property
    def absent(self) -> set[str]:
        """Who cannot come on days on which they were to, or are here no more."""
        here = set(self.places)
        return {key[0] for key in self.forced if key not in here or self.problem.fixed.get(key) == LEAVE}

    @cached_property
    def groups(self) -> set[str]:
        """The groups concerned; of somebody whose group is not known any more, those that are short."""
        found: set[str] = set()
        for key in self.forced:
            person = self.problem.person_by_id.get(key[0])
            if person is None:
                found |= {gap.cover.group for gap in self._short(self.as_it_is)}
                continue
            cells = [self.published.cell(*key), self.problem.fixed.get(key)]
            served = {group_in(cell, person.group) for cell in cells if shift_in(cell) and cell}
            found |= {person.group} | served
        return found

    def pardoned(self, part: RosterProblem) -> list[Violation]:
        """The breaches in a part that nobody is to mend."""
        own = [v for v in hard_breaches(part, self.as_it_is) if v.agent_id in self.absent]
        return hard_breaches(part, self.before) + own

    def pardons(self, pardoned: list[Violation], reason: Reason) -> bool:
        return reason.agent_id in self.absent or any(
            (reason.rule, reason.agent_id) == (old.rule, old.agent_id)
            and old.group in ("", reason.group)
            and (set(old.days) <= set(reason.days) or set(reason.days) <= set(old.days))
            for old in pardoned
        )

    def _short(self, roster: Roster) -> list[Unmet]:
        if not self.problem.rules.cover_minimum.on:
            return []
        gaps = solution.unmet_cover(self.problem, roster)
        return [gap for gap in gaps if gap.below_minimum and gap.cover.day >= self.today]

    def result(self, parts: list[_Part], seconds: float, solver: SolverName) -> Repair:
        mended = Roster({**self.as_it_is.cells, **{k: c for part in parts for k, c in part.cells.items()}})
        moved = [key for key, cell in self.standing.items() if mended.cell(*key) != cell]
        past = {key: cell for key, cell in self.published.cells.items() if key[1] < self.today}
        to_come = {key: cell for key, cell in mended.cells.items() if key[1] >= self.today}
        return Repair(
            roster=Roster(past | to_come),
            forced=self._moves(self.forced, mended),
            moved=self._moves(moved, mended),
            short=tuple(self._short(mended)),
            short_before=tuple(self._short(self.before)),
            broken=tuple(v for part in parts for v in part.broken),
            pardoned=tuple(v for part in parts for v in part.pardoned),
            absent=frozenset(self.absent),
            proven=all(part.proven for part in parts),
            seconds=seconds,
            solver=solver,
        )

    def _moves(self, keys: Iterable[Key], roster: Roster) -> tuple[Move, ...]:
        moves = [Move(*key, self.published.cell(*key), roster.cell(*key)) for key in keys]
        return tuple(sorted(moves, key=lambda move: (move.day, move.agent_id)))


@dataclass(frozen=True)
class _Part:
    """What became of one component: the cells of the people looked at."""

    cells: Mapping[Key, str]
    broken: list[Violation]
    pardoned: list[Violation]
    proven: bool


def _mend(part: RosterProblem, case: _Case, settings: Settings, seconds: float) -> _Part:
    """The best roster of one component in the time given."""
    end = time.monotonic() + seconds
    best: _Try | None = None
    for near, ids in _circles(part, case):
        program = RepairProgram(near, {k: c for k, c in case.standing.items() if k[0] in ids}, settings)
        old = case.pardoned(near)
        if old:
            program.pardon(case.as_it_is, partial(case.pardons, old), _left(end))
        mended = program.least(_left(end))
        if mended is None:
            break
        filled = _gaps(near, case.as_it_is) - mended.gaps
        rank = mended.breaches, -filled, mended.changes
        if best is None or rank < best.rank:
            best = _Try(rank, near, program, mended)
        if not mended.breaches and mended.gaps <= _gaps(near, case.before):
            break
    if best is None:
        return _Part({}, [], [], proven=False)
    return _checked(best.near, case, best.program.cheapest(best.mended, _left(end)))


@dataclass(frozen=True)
class _Try:
    """What came of letting some people change; `rank` says how good it is, the least best."""

    rank: tuple[int, int, int]
    near: RosterProblem
    program: RepairProgram
    mended: Mended


def _circles(part: RosterProblem, case: _Case) -> Iterator[tuple[RosterProblem, frozenset[str]]]:
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


def _near(part: RosterProblem, case: _Case, groups: set[str], ids: frozenset[str]) -> RosterProblem:
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


def _checked(part: RosterProblem, case: _Case, mended: Mended) -> _Part:
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
    return _Part(roster.cells, new, [v for v in after if v not in new], mended.proven)


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


def _groups(part: RosterProblem) -> set[str]:
    return {group for person in part.people for group in person.groups} | {row.group for row in part.cover}


def _left(end: float) -> float:
    return max(0.1, end - time.monotonic())
