"""A large-neighbourhood search on the whole program, from a roster that keeps every hard rule.

Some people at a time are let go of, while all other cells stay; the program is the same each time, only the
bounds of its variables change.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from csbook.roster import solution
from csbook.roster.clock import Clock
from csbook.roster.model import Whole
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solvers import Found, Kept, Settings

FIRST_PEOPLE, MOST_PEOPLE = 6, 24
DAYS = 10
"""Every third neighbourhood lets go of its people for so many days running only."""
FEWEST_DAYS = 2
"""Another third lets go of everybody for some days running, so many at least: about as many cells."""
FAILURES, STALLED = 6, 12
GROWTH = 1.4
NODES = 200
SECONDS = 6.0


@dataclass
class Neighbourhoods:
    """The search from a roster that keeps every hard rule. `model` is changed as it goes on."""

    model: Whole
    settings: Settings
    best: Roster
    cost: int

    def run(self, bound: int, clock: Clock, *, until_stalled: bool = False) -> None:
        """Until the clock is over, its rounds are used up, or the bound is reached; where it is asked for,
        also when nothing was gained for some time: then the whole program follows, and no neighbourhood is
        nearly as large."""
        problem = self.model.problem
        kept = Kept(self.model.lp, self.settings, clock.cancelled)
        chance = random.Random(self.settings.seed)
        first, most = _sizes(problem, whole_follows=until_stalled)
        size, failures, since, done = first, 0, 0, 0
        short = solution.people_missing(problem, self.best)
        while self.cost - bound > self.settings.gap * self.cost and done != clock.rounds and not clock.over:
            clock.tell(self.cost, bound, short)
            people, days = _neighbourhood(problem, done % 3, round(size), chance)
            done += 1
            if self._improve(kept, people, days, min(SECONDS, clock.left())):
                failures, since = 0, 0
                short = solution.people_missing(problem, self.best)
                continue
            failures, since = failures + 1, since + 1
            if until_stalled and since > STALLED:
                break
            if failures > FAILURES:
                size, failures = (size * GROWTH if size < most else first), 0
        self.model.let_go()

    def _improve(
        self, kept: Kept, people: Collection[str], days: Collection[dt.date], seconds: float
    ) -> bool:
        """The best cells of these people on these days while all others stay; whether that was better."""
        self.model.hold(self.best, lambda key: key[0] in people and key[1] in days)
        self.model.start_from(self.best)
        self.model.cost_at_most(self.cost)
        if kept.run(seconds, NODES).found is not Found.ROSTER:
            return False
        roster = self.model.roster()
        cost = solution.cost(self.model.problem, roster)
        if cost >= self.cost:
            return False
        self.best, self.cost = roster, cost
        return True


def _sizes(problem: RosterProblem, *, whole_follows: bool) -> tuple[float, float]:
    """How many people the first neighbourhoods let go of, and about how many the largest."""
    people = len(problem.people)
    most = people / 2 if whole_follows else people
    return min(FIRST_PEOPLE, most), min(MOST_PEOPLE, most)


def _neighbourhood(
    problem: RosterProblem, kind: int, size: int, chance: random.Random
) -> tuple[set[str], set[dt.date]]:
    """Some people on some days, some people on all, or everybody on a few."""
    if kind == 2:
        days = max(FEWEST_DAYS, size * len(problem.days) // len(problem.people))
        return set(problem.person_by_id), set(_days(problem, days, chance))
    people = _people(problem, size, chance)
    return people, set(problem.days if kind else _days(problem, DAYS, chance))


def _people(problem: RosterProblem, size: int, chance: random.Random) -> set[str]:
    """People of one group and of those joined to it by help, else of any other."""
    people = list(problem.people)
    first = chance.choice(people)
    people.remove(first)
    near = {first.group, *first.helps}
    joined = [p for p in people if p.group in near or set(p.helps) & near]
    others = [p for p in people if p not in joined]
    chance.shuffle(joined)
    chance.shuffle(others)
    return {person.agent_id for person in [first, *joined, *others][: max(2, size)]}


def _days(problem: RosterProblem, number: int, chance: random.Random) -> Sequence[dt.date]:
    start = chance.randrange(max(1, len(problem.days) - number + 1))
    return problem.days[start : start + number]
