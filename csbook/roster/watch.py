"""Who has the late watch (值班) each evening: one named person stays until the last customer is served.

The evening shift ends at 23:30 in principle, the watch excepted (domain A1.7). Nothing is said of how it
is shared; these are our rules, in this order:

1. whom a person chose stays; a newcomer only where no experienced colleague works that evening;
2. everybody's watches of the month are as even as the evenings allow: the sum of their squares is least,
   which also makes the most that anybody has the fewest possible;
3. as few evenings as possible on which somebody has the watch the second time running;
4. what cannot be even goes to those who had fewer watches before.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

import pulp

from csbook.roster.parts import Kind, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.solvers import Found, Settings, choose, run

SECONDS = 60.0
"""For each of three small programs; a month of thirty people takes less than one."""
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Evenings:
    """Who works the evening of each day, and what the watch must or should heed. People by staff number.

    working: every day of the month, with nobody where the tuple is empty.
    chosen: the people named by hand, also where they do not work that evening.
    earlier: who had the watch on days before.
    """

    working: Mapping[dt.date, tuple[str, ...]]
    newcomers: frozenset[str] = frozenset()
    chosen: Mapping[dt.date, str] = field(default_factory=dict)
    earlier: Mapping[dt.date, str] = field(default_factory=dict)

    @cached_property
    def candidates(self) -> dict[dt.date, tuple[str, ...]]:
        """Who may have the watch on each day that has one, days and people in order."""
        found = {}
        for day in sorted({*self.working, *self.chosen}):
            there = sorted(self.working.get(day, ()))
            experienced = [person for person in there if person not in self.newcomers]
            named = [self.chosen[day]] if day in self.chosen else experienced or there
            if named:
                found[day] = tuple(named)
        return found

    @property
    def unwatched(self) -> list[dt.date]:
        """The days on which nobody works the evening and nobody was chosen."""
        return [day for day in sorted(self.working) if day not in self.candidates]


class Unevenness(NamedTuple):
    """How good a naming is, the first first: squares of people's watches added up, second evenings
    running, watches times the person's earlier ones."""

    squares: int
    running: int
    earlier: int


class Fault(StrEnum):
    """What can be wrong with a naming."""

    UNNAMED = "somebody works the evening, but nobody is named"
    CHANGED = "somebody else was chosen by hand"
    ABSENT = "the person does not work that evening"
    NEWCOMER = "an experienced colleague works that evening"


class WrongWatch(AssertionError):
    """What the solver named does not stand up to the check: a fault of ours, never of the data."""


def evenings_of(
    problem: RosterProblem,
    roster: Roster,
    chosen: Mapping[dt.date, str],
    earlier: Mapping[dt.date, str],
) -> Evenings:
    """The evenings of a roster: who works a shift of kind evening, in whatever group."""
    codes = {shift.code for shift in problem.shifts if shift.kind is Kind.EVENING}
    working = {
        day: tuple(
            person.agent_id
            for person in problem.people
            if shift_in(roster.cell(person.agent_id, day)) in codes
        )
        for day in problem.days
    }
    newcomers = frozenset(person.agent_id for person in problem.people if person.newcomer)
    return Evenings(working, newcomers, chosen, earlier)


def name_watches(evenings: Evenings) -> dict[dt.date, str]:
    """One person for each day with a watch, in the order of days; proven the best by the module's rules.

    The same evenings give the same names. Raises `WrongWatch` where that cannot be proven.
    """
    if not evenings.candidates:
        return {}
    model = _Model(evenings)
    least = Unevenness(*(model.least(term) for term in (model.squares, model.running, model.earlier)))
    named = model.named()
    wrong = list(faults(evenings, named))
    if wrong or unevenness(evenings, named) != least:
        raise WrongWatch(f"{wrong}, {unevenness(evenings, named)} instead of {least}")
    return named


def unevenness(evenings: Evenings, named: Mapping[dt.date, str]) -> Unevenness:
    """The naming's figures, counted without the solver."""
    counts = Counter(named.values())
    before = Counter(evenings.earlier.values())
    everything = {**evenings.earlier, **named}
    return Unevenness(
        squares=sum(number * number for number in counts.values()),
        running=sum(everything.get(day - ONE_DAY) == person for day, person in named.items()),
        earlier=sum(number * before[person] for person, number in counts.items()),
    )


def faults(evenings: Evenings, named: Mapping[dt.date, str]) -> Iterator[tuple[dt.date, Fault]]:
    """What is wrong with a naming, by the rules that bind; a choice by hand is never wrong."""
    for day, working in evenings.working.items():
        person = named.get(day)
        if day in evenings.chosen:
            if person != evenings.chosen[day]:
                yield day, Fault.CHANGED
        elif person is None:
            if working:
                yield day, Fault.UNNAMED
        elif person not in working:
            yield day, Fault.ABSENT
        elif person in evenings.newcomers and not evenings.newcomers.issuperset(working):
            yield day, Fault.NEWCOMER


class _Model:
    """One binary for each day and candidate; three things to make least, one after the other."""

    def __init__(self, evenings: Evenings) -> None:
        self.lp = pulp.LpProblem("watch", pulp.LpMinimize)
        self.names = {
            (day, person): self._binary(f"x{number}_{place}")
            for number, (day, candidates) in enumerate(evenings.candidates.items())
            for place, person in enumerate(candidates)
        }
        for day, candidates in evenings.candidates.items():
            self.lp += pulp.lpSum(self.names[day, person] for person in candidates) == 1
        self.people = sorted({person for _, person in self.names})
        self.counts = {
            person: pulp.lpSum(name for (_, who), name in self.names.items() if who == person)
            for person in self.people
        }
        before = Counter(evenings.earlier.values())
        self.squares = self._squares()
        self.running = self._running(evenings)
        self.earlier = pulp.lpSum(before[person] * self.counts[person] for person in self.people)

    def least(self, term: Any) -> int:
        """The least value of the term, proven; from now on it stays at that."""
        self.lp.setObjective(term)
        answer = run(self.lp, Settings(choose(None)), SECONDS)
        value = round(pulp.value(term) or 0)
        if answer.found is not Found.ROSTER or answer.bound < value:
            raise WrongWatch(f"{answer} for {value}")
        self.lp += term <= value
        return value

    def named(self) -> dict[dt.date, str]:
        return {day: person for (day, person), name in self.names.items() if round(name.value())}

    def _binary(self, name: str) -> pulp.LpVariable:
        return self.lp.add_variable(name, 0, 1, pulp.LpInteger)

    def _squares(self) -> Any:
        """The k-th watch of a person costs 2k - 1, so that k of them cost k squared."""
        steps: list[Any] = []
        for number, person in enumerate(self.people):
            most = sum(who == person for _, who in self.names)
            own = [self._binary(f"s{number}_{step}") for step in range(most)]
            self.lp += pulp.lpSum(own) == self.counts[person]
            steps += [(2 * step + 1) * variable for step, variable in enumerate(own)]
        return pulp.lpSum(steps)

    def _running(self, evenings: Evenings) -> Any:
        """How often somebody has the watch on two evenings running, the day before the first included."""
        pairs: list[Any] = []
        for (day, person), name in self.names.items():
            yesterday = self.names.get((day - ONE_DAY, person))
            if yesterday is not None:
                both = self._binary(f"r{len(pairs)}")
                self.lp += both >= name + yesterday - 1
                pairs.append(both)
            elif evenings.earlier.get(day - ONE_DAY) == person:
                pairs.append(name)
        return pulp.lpSum(pairs)
