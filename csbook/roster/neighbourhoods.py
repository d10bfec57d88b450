"""A large-neighbourhood search on the whole program, for components too large to be solved at once.

The start is put together group by group, as if nobody could help elsewhere. Then some people at a time are
let go of, while all other cells stay; the program is the same each time, only the bounds of its variables
change.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from csbook.roster import solution
from csbook.roster.clock import Clock
from csbook.roster.model import Whole
from csbook.roster.parts import Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.solvers import Found, Kept, Settings

FIRST_PEOPLE, MOST_PEOPLE = 6, 24
DAYS = 10
"""Every other neighbourhood lets go of its people for so many days running only."""
FAILURES = 6
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

    def run(self, bound: int, clock: Clock) -> None:
        """Until the clock is over, its rounds are used up, or the bound is reached."""
        kept = Kept(self.model.lp, self.settings, clock.cancelled)
        chance = random.Random(self.settings.seed)
        size, failures, done = float(FIRST_PEOPLE), 0, 0
        while self.cost - bound > self.settings.gap * self.cost and done != clock.rounds and not clock.over:
            clock.tell(self.cost, bound)
            done += 1
            free = _people(self.model.problem, round(size), chance)
            days = _days(self.model.problem, chance) if done % 2 else self.model.problem.days
            if self._improve(kept, free, set(days), min(SECONDS, clock.left())):
                failures = 0
            elif failures < FAILURES:
                failures += 1
            else:
                size, failures = (size * GROWTH if size < MOST_PEOPLE else FIRST_PEOPLE), 0
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


def group_by_group(problem: RosterProblem) -> RosterProblem | None:
    """The problem without any help between groups, so that each group is a component of its own.

    None when somebody is bound to help elsewhere.
    """
    if any(shift_in(cell) is not None and "@" in cell for cell in problem.fixed.values()):
        return None
    people = tuple(replace(person, helps=()) for person in problem.people)
    return replace(problem, people=people)


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


def _days(problem: RosterProblem, chance: random.Random) -> Sequence[dt.date]:
    start = chance.randrange(max(1, len(problem.days) - DAYS))
    return problem.days[start : start + DAYS]
