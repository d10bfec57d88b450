"""What has happened to a published roster, before anything is done about it, and what a repair gives back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from csbook.roster import solution
from csbook.roster.model import Key, Reason
from csbook.roster.parts import LEAVE, REST, Person, Roster, Shift, group_in, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.solution import CELLS, Unmet, Violation
from csbook.roster.solvers import SolverName


@dataclass(frozen=True)
class Passed:
    """What has passed: the days before `today`, and today the shifts with the codes of `begun`."""

    today: dt.date
    begun: frozenset[str] = frozenset()

    def holds(self, day: dt.date, cell: str | None) -> bool:
        """Whether the cell of a day is one that changes no more."""
        return day < self.today or (day == self.today and shift_in(cell) in self.begun)


def begun_shifts(shifts: Iterable[Shift], at: dt.datetime) -> frozenset[str]:
    """The codes of the shifts that begin on the day of `at` and have begun by then."""
    minute = at.hour * 60 + at.minute
    return frozenset(shift.code for shift in shifts if shift.start <= minute)


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

    roster: the published cells that have passed (`Passed`), and from `today` on one for everybody employed.
    forced: cells that could not stay: leave, pins, departures, blanks. moved: the others that changed.
    short: minimum cover to come that is not met; short_before: as published; unmended: with what is forced
    and nothing done about it; too_late: what today's shifts that have begun are short of.
    broken: new breaches of hard rules; pardoned: those of the people looked at that were there before, or
    come of the absence itself. absent: who was to come on some day and cannot.
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
    too_late: tuple[Unmet, ...]
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


def without_past(problem: RosterProblem, published: Roster, passed: Passed) -> RosterProblem:
    """The problem with the cells that have passed fixed as published, whatever was approved since.

    A cell gone by that is blank or that the person could not have now counts as leave: it binds nobody. A
    pin to a shift that has begun comes too late.
    """
    fixed = {key: cell for key, cell in problem.fixed.items() if not passed.holds(key[1], cell)}
    for person in problem.people:
        for day in problem.employed_days(person):
            cell = published.cell(person.agent_id, day)
            if passed.holds(day, cell):
                allowed = cell is not None and problem.allows(person, cell)
                fixed[person.agent_id, day] = cell if cell is not None and allowed else LEAVE
    return replace(problem, fixed=fixed)


def passed_held(problem: RosterProblem, roster: Roster, passed: Passed) -> RosterProblem:
    """The problem with what has passed as it stands in `roster`, as a repair leaves it: the filled cells are
    fixed, whatever was approved since, and nobody else gets a shift of today that has begun.

    roster: cells that people can have; where there are none, nothing has passed. Blank days gone by are as
    the problem has them. Pins to shifts that have begun come too late.
    """
    if not roster.cells:
        return problem
    held = {key: cell for key, cell in roster.cells.items() if passed.holds(key[1], cell)}
    to_come = {k: c for k, c in problem.fixed.items() if k[1] != passed.today or not passed.holds(k[1], c)}
    today = passed.today in problem.days
    begun = frozenset((passed.today, code) for code in passed.begun if today)
    return replace(problem, fixed={**to_come, **held}, begun=begun)


def leavers_kept(problem: RosterProblem, roster: Roster) -> RosterProblem:
    """The problem in which whoever leaves within the month has the rest days that `roster` gives them, as a
    repair pardons another number (`RosterProblem.leaves_within`)."""

    def kept(person: Person) -> Person:
        cells = [roster.cell(person.agent_id, day) for day in problem.employed_days(person)]
        if None in cells or not problem.leaves_within(person):
            return person
        return replace(person, limits=replace(person.limits, rest_days=cells.count(REST)))

    return replace(problem, people=tuple(kept(person) for person in problem.people))


class Case:
    """What is forced, whom it is about, and what was wrong before.

    problem: as `without_past` gives it.
    """

    def __init__(self, problem: RosterProblem, published: Roster, passed: Passed) -> None:
        self.problem, self.published, self.passed = problem, published, passed
        self.places = [(p.agent_id, day) for p in problem.people for day in problem.employed_days(p)]
        possible = {key: cell for key in self.places if (cell := self._possible(key)) is not None}
        self.before = Roster(possible | {k: c for k, c in problem.fixed.items() if self._over(k)})
        self.standing = {
            key: cell
            for key, cell in possible.items()
            if not self._over(key) and key not in problem.fixed and cell != LEAVE
        }
        """The cells to come that could stay."""
        self.as_it_is = Roster(
            {key: problem.fixed.get(key, self.standing.get(key, REST)) for key in self.places}
        )
        """The published roster with what is forced, and nothing done about it."""

    def _over(self, key: Key) -> bool:
        return self.passed.holds(key[1], self.published.cell(*key))

    def _possible(self, key: Key) -> str | None:
        """The published cell, where the person could have it."""
        cell = self.published.cell(*key)
        return cell if cell and self.problem.allows(self.problem.person_by_id[key[0]], cell) else None

    @cached_property
    def forced(self) -> set[Key]:
        """The cells to come that cannot stay as published."""
        here = set(self.places)
        days = set(self.problem.days)
        gone = {key for key in self.published.cells if key[1] in days and key not in here}
        gone = {key for key in gone if not self._over(key)}
        return gone | {
            key
            for key in here
            if not self._over(key)
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
        """Minimum cover to come that `roster` does not meet."""
        gaps = self._gaps(roster)
        return [gap for gap in gaps if not self.passed.holds(gap.cover.day, gap.cover.shift)]

    def too_late(self, roster: Roster) -> list[Unmet]:
        """Minimum cover that `roster` does not meet in shifts of today that have begun."""
        today = [gap for gap in self._gaps(roster) if gap.cover.day == self.passed.today]
        return [gap for gap in today if gap.cover.shift in self.passed.begun]

    def _gaps(self, roster: Roster) -> list[Unmet]:
        if not self.problem.rules.cover_minimum.on:
            return []
        return [gap for gap in solution.unmet_cover(self.problem, roster) if gap.below_minimum]

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
        past = {key: cell for key, cell in self.published.cells.items() if self._over(key)}
        to_come = {key: cell for key, cell in mended.cells.items() if not self._over(key)}
        return Repair(
            roster=Roster(past | to_come),
            forced=self._moves(self.forced, mended),
            moved=self._moves(moved, mended),
            short=tuple(self.short(mended)),
            short_before=tuple(self.short(self._as_published)),
            unmended=tuple(self.short(self.as_it_is)),
            too_late=tuple(self.too_late(mended)),
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
