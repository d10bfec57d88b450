"""What has happened to a published roster, before anything is done about it, and what a repair gives back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from csbook.roster import solution
from csbook.roster.model import Key, Reason
from csbook.roster.parts import LEAVE, REST, Roster, group_in, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.solution import CELLS, Unmet, Violation
from csbook.roster.solvers import SolverName


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
    short: minimum cover that is not met from `today` on; short_before: as published; unmended: with what
    is forced and nothing done about it. broken: new breaches of hard rules; pardoned: those of the people
    looked at that were there before, or come of the absence itself. absent: who was to come on some day
    and cannot.
    proven: whether fewer changes, and with as many a lower cost, are known to be impossible among the
    people who were allowed to change: all of a component with up to 30 people; else those who can serve
    the groups concerned, and more only while people are missing. What is fair is then reckoned among the
    people looked at. stopped: whether somebody asked for an early end.
    """

    roster: Roster
    forced: tuple[Move, ...]
    moved: tuple[Move, ...]
    short: tuple[Unmet, ...]
    short_before: tuple[Unmet, ...]
    unmended: tuple[Unmet, ...]
    broken: tuple[Violation, ...]
    pardoned: tuple[Violation, ...]
    absent: frozenset[str]
    proven: bool
    stopped: bool
    seconds: float
    solver: SolverName


@dataclass(frozen=True)
class Part:
    """What became of one component: the cells of the people looked at."""

    cells: Mapping[Key, str]
    broken: Sequence[Violation]
    pardoned: Sequence[Violation]
    proven: bool


def same_breach(one: Violation, other: Violation) -> bool:
    """Whether `other` is a breach that `one` was already, on days that have moved perhaps."""
    near = set(one.days) & set(other.days) or not (one.days and other.days)
    alike = (one.rule, one.agent_id, one.group) == (other.rule, other.agent_id, other.group)
    return alike and bool(near) and other.amount <= one.amount


def hard_breaches(problem: RosterProblem, roster: Roster) -> list[Violation]:
    """The hard rules that a roster breaks; cells that are not as fixed are no rule's."""
    return [v for v in solution.violations(problem, roster) if v.hard and v.rule != CELLS]


def rests_kept(problem: RosterProblem, roster: Roster) -> RosterProblem:
    """The problem in which leave over a rest day of `roster` leaves that day a rest day.

    Who is ill on a day off has it off all the same: made leave of, it would be missing from the number of
    rest days, which leave does not change (`RosterProblem.rest_quota`), and somebody else would have to
    give up a day for it. Where no rest days are counted (the rule is off, the person is temporary) or the
    rest day is itself a breach (a sales day on which nobody rests), the day becomes leave.
    """
    kept = {
        key: REST
        for key, cell in problem.fixed.items()
        if cell == LEAVE and roster.cell(*key) == REST and _counts_rest(problem, key)
    }
    return replace(problem, fixed={**problem.fixed, **kept}) if kept else problem


def _counts_rest(problem: RosterProblem, key: Key) -> bool:
    rules, (agent_id, day) = problem.rules, key
    forbidden = rules.nobody_rests.on and day in problem.no_rest
    return rules.rest_days.on and not problem.person_by_id[agent_id].temporary and not forbidden


def without_past(problem: RosterProblem, published: Roster, today: dt.date) -> RosterProblem:
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


class Case:
    """What is forced, whom it is about, and what was wrong before.

    problem: as `without_past` gives it.
    """

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
        """The groups concerned: of those whose cells cannot stay, and those in which people are missing."""
        found = {gap.cover.group for gap in self.short(self.as_it_is) if gap.cover.weight}
        for key in self.forced:
            person = self.problem.person_by_id.get(key[0])
            if person is not None:
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

    def short(self, roster: Roster) -> list[Unmet]:
        """Minimum cover that `roster` does not meet from today on."""
        if not self.problem.rules.cover_minimum.on:
            return []
        gaps = solution.unmet_cover(self.problem, roster)
        return [gap for gap in gaps if gap.below_minimum and gap.cover.day >= self.today]

    @property
    def _as_published(self) -> Roster:
        """The published cells, also of those who have left since."""
        people = self.problem.person_by_id
        cells = self.published.cells.items()
        return Roster({k: c for k, c in cells if k[0] in people and self.problem.allows(people[k[0]], c)})

    def result(self, parts: Iterable[Part], *, stopped: bool, seconds: float, solver: SolverName) -> Repair:
        parts = list(parts)
        mended = Roster({**self.as_it_is.cells, **{k: c for part in parts for k, c in part.cells.items()}})
        moved = [key for key, cell in self.standing.items() if mended.cell(*key) != cell]
        past = {key: cell for key, cell in self.published.cells.items() if key[1] < self.today}
        to_come = {key: cell for key, cell in mended.cells.items() if key[1] >= self.today}
        return Repair(
            roster=Roster(past | to_come),
            forced=self._moves(self.forced, mended),
            moved=self._moves(moved, mended),
            short=tuple(self.short(mended)),
            short_before=tuple(self.short(self._as_published)),
            unmended=tuple(self.short(self.as_it_is)),
            broken=tuple(v for part in parts for v in part.broken),
            pardoned=tuple(v for part in parts for v in part.pardoned),
            absent=frozenset(self.absent),
            proven=all(part.proven for part in parts),
            stopped=stopped,
            seconds=seconds,
            solver=solver,
        )

    def _moves(self, keys: Iterable[Key], roster: Roster) -> tuple[Move, ...]:
        moves = [Move(*key, self.published.cell(*key), roster.cell(*key)) for key in keys]
        return tuple(sorted(moves, key=lambda move: (move.day, move.agent_id)))
