"""Whole rosters from lines: a start built person by person, a dive along the bound, then neighbourhoods.

A neighbourhood lets go of a few people and puts the best lines together for them while the others stay. The
bound of each is known before any roster of it is, so most of those that cannot pay are left in milliseconds.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from csbook.roster.clock import Clock
from csbook.roster.lines.arrays import Arrays, TimeUp, Whole
from csbook.roster.lines.generation import Bound, Generator
from csbook.roster.lines.master import Master
from csbook.roster.lines.pool import Known, Pool, presence, reduced_cost
from csbook.roster.parts import Roster
from csbook.roster.solvers import Settings

FEW = 40
"""Known lines of each person with which a neighbourhood begins."""
SURE = 0.999
"""A share from which a line counts as chosen."""
FIXED_AT_ONCE = 0.06
"""The part of the people whose lines a dive settles in one step."""
FIRST_NODES, MOST_NODES = 100, 3200
"""Branches that one neighbourhood may take in the integer program, from the first round of sizes on."""
FIRST_PART, FIRST_PEOPLE = 0.25, 10
"""The first neighbourhoods are such a part of the people, or so many if that is fewer. After some failures
they grow, up to everybody."""
SHARE_OF_BOUND = 0.4
"""The part of the time after which the bound is left as it is, and of what is left then, the dive."""
GROWTH = 1.15
FAILURES = 4
PASSES = 3
LEAST_FITNESS = 1e-3
"""How likely people without a line that serves the need are chosen, against 1 for those who lose nothing."""
BOUND_SECONDS, CHOICE_SECONDS = 8.0, 3.0
"""How long a neighbourhood's lines may take, and the first choice among them; with more branches a choice may
take longer in proportion. Mostly the limit of branches comes first, so that runs can be repeated."""


@dataclass(frozen=True)
class Incumbent:
    """The best roster so far: a line for everybody, who serves which need, and the cost."""

    lines: dict[int, Known]
    present: Whole
    cost: float


def search(arrays: Arrays, settings: Settings, clock: Clock, known: Roster | None = None) -> Search:
    """Look for the best roster until the clock is over, or for as many neighbourhoods as it has rounds.

    `known`: a roster to go on from. Otherwise one is built first.

    It ends early when the roster is as good as the settings ask for, or when neighbourhoods of everybody
    have failed with the most branches. Raises `NoLine`, and `TimeUp` where there was no time for any roster.
    """
    with Search(arrays, settings.seed, clock) as found:
        found.begin(known)
        clock.tell(found.cost, found.bound, found.short)
        with suppress(TimeUp):
            found.find_bound()
            found.dive()
            _in_neighbourhoods(found, arrays, settings, clock)
    return found


def _in_neighbourhoods(found: Search, arrays: Arrays, settings: Settings, clock: Clock) -> None:
    people, nodes, done = arrays.size[0], FIRST_NODES, 0
    first = max(2.0, min(FIRST_PART * people, FIRST_PEOPLE))
    size, failures = first, 0
    while nodes <= MOST_NODES and done != clock.rounds and not clock.over:
        clock.tell(found.cost, found.bound, found.short)
        if found.cost - found.bound <= settings.gap * found.cost:
            break
        done += 1
        if found.improve(found.neighbours(min(people, round(size))), nodes):
            failures = 0
        elif size >= people:
            size, failures, nodes = first, 0, nodes * 2
        elif failures < FAILURES:
            failures += 1
        else:
            size, failures = size * GROWTH, 0


class Search:
    """The state of a search. `seed` decides every choice of neighbours."""

    def __init__(self, arrays: Arrays, seed: int, clock: Clock) -> None:
        self._arrays, self._clock = arrays, clock
        self._pool = Pool(arrays)
        self._generator = Generator(arrays, self._pool, clock)
        self._random = random.Random(seed)
        self._everybody = range(arrays.size[0])
        self._root: Bound | None = None
        self.bound = 0
        self._turn = 0
        self.best = Incumbent({}, np.zeros(0, dtype=np.int64), math.inf)

    def __enter__(self) -> Search:
        return self

    def __exit__(self, *error: object) -> None:
        self._generator.close()

    def begin(self, known: Roster | None) -> None:
        """From a known roster, or one built person by person. Raises `TimeUp` before that is done."""
        if known is None:
            self.best = self._incumbent(self._built())
        else:
            lines = (self._arrays.line_in(known, person) for person in self._everybody)
            self.best = self._incumbent({line.person: self._pool.add(line) for line in lines})

    def _built(self) -> dict[int, Known]:
        """Person by person, each the line that costs least beside those before; cover is soft, so all fit."""
        lines: dict[int, Known] = {}
        for person in self._everybody:
            lines[person] = self._best_line(person, presence(self._arrays, lines.values()))
        return lines

    def polish(self, lines: dict[int, Known]) -> None:
        """Everybody's line anew beside the others', a few times or until nothing is gained any more."""
        tried, gained = self._incumbent(lines), True
        self._keep(tried)
        for _ in range(PASSES):
            if not gained:
                break
            gained = False
            for person in self._everybody:
                others = tried.present.copy()
                others[tried.lines[person].needs] -= 1
                changed = self._incumbent(tried.lines | {person: self._best_line(person, others)})
                if changed.cost < tried.cost - 0.5:
                    tried, gained = changed, True
                self._keep(tried)

    def _keep(self, tried: Incumbent) -> bool:
        """Whether it is better than the best so far."""
        better = tried.cost < self.best.cost - 0.5
        self.best = tried if better else self.best
        return better

    def _best_line(self, person: int, present: Whole) -> Known:
        saved = [
            need.cost(there) - need.cost(there + 1)
            for need, there in zip(self._arrays.needs, present.tolist(), strict=True)
        ]
        lines, _ = self._generator.lines_at(np.array(saved, dtype=float), [person], 1)
        return lines[0]

    def _incumbent(self, lines: dict[int, Known]) -> Incumbent:
        present = presence(self._arrays, lines.values())
        cover = sum(n.cost(there) for n, there in zip(self._arrays.needs, present.tolist(), strict=True))
        return Incumbent(lines, present, cover + sum(known.cost for known in lines.values()))

    @property
    def cost(self) -> int:
        return round(self.best.cost)

    @property
    def short(self) -> int:
        """How many people the best roster so far leaves missing of the minimum cover."""
        pairs = zip(self._arrays.needs, self.best.present.tolist(), strict=True)
        return sum(need.short(there) for need, there in pairs)

    @property
    def roster(self) -> Roster:
        return self._arrays.roster({person: known.line for person, known in self.best.lines.items()})

    def find_bound(self) -> None:
        """Lines for everybody until no further one helps."""
        nobody = np.zeros(len(self._arrays.needs), dtype=np.int64)
        start = list(self.best.lines.values())
        until = self._clock.within(SHARE_OF_BOUND * self._clock.left()).until
        self._root = self._generator.run(self._everybody, nobody, start, until)
        assert self._root is not None
        self.bound = max(self.bound, math.ceil(self._root.cost - 1e-4))

    def dive(self) -> None:
        """Settle the lines with the largest shares, generate for the others, and so on."""
        assert self._root is not None
        settled: dict[int, Known] = {}
        shares = self._root.solved.shares
        step = max(1, round(FIXED_AT_ONCE * len(self._everybody)))
        until = self._clock.within(SHARE_OF_BOUND * self._clock.left()).until
        while len(settled) < len(self._everybody):
            self._settle(settled, shares, step)
            left = [person for person in self._everybody if person not in settled]
            if left:
                present = presence(self._arrays, settled.values())
                bound = self._generator.run(left, present, self._first_lines(left), until)
                assert bound is not None
                shares = bound.solved.shares
        self.polish(settled)

    def _settle(self, settled: dict[int, Known], shares: Sequence[tuple[Known, float]], step: int) -> None:
        before = len(settled)
        for known, share in sorted(shares, key=lambda each: -each[1]):
            if known.person not in settled and (share >= SURE or len(settled) < before + step):
                settled[known.person] = known

    def improve(self, people: Sequence[int], nodes: int) -> bool:
        """The best lines for some people while the others stay; whether that was better."""
        staying = [known for person, known in self.best.lines.items() if person not in people]
        others = presence(self._arrays, staying)
        below = self.best.cost - sum(known.cost for known in staying) - 0.5
        until = self._clock.within(BOUND_SECONDS).until
        lines = self._first_lines(people)
        bound = self._generator.run(people, others, lines, until, hopeless=below - 0.5 + 1e-4)
        if bound is None:
            return False
        master = Master(self._arrays, people, others, self._clock.cancelled)
        for person in people:
            limit = bound.worth[person] + below - bound.cost + 1e-6
            master.add(self._pool.within(person, bound.prices, limit))
        seconds = min(CHOICE_SECONDS * nodes / FIRST_NODES, self._clock.left())
        chosen = master.choose(below, seconds, nodes)
        if chosen is None:
            return False
        return self._keep(self._incumbent(self.best.lines | {known.person: known for known in chosen}))

    def _first_lines(self, people: Iterable[int]) -> list[Known]:
        """The line that each person has, and some that are good at the bound's prices."""
        assert self._root is not None
        found: dict[int, Known] = {}
        for person in people:
            limit = self._root.worth[person] + self.best.cost - self.bound
            good = self._pool.within(person, self._root.prices, limit, FEW)
            found |= {id(known): known for known in (self.best.lines[person], *good)}
        return list(found.values())

    def neighbours(self, size: int) -> list[int]:
        """Some people to let go of: by turns rather those whose lines are dear at the bound's prices, and
        those who could serve one of the needs that cost something now."""
        self._turn += 1
        costs = self._need_costs()
        if self._turn % 2 or not any(costs):
            weights = self._dearness()
        else:
            weights = self._fitness(self._random.choices(range(len(costs)), costs)[0])
        chosen: list[int] = []
        left = list(self._everybody)
        while left and len(chosen) < size:
            person = self._random.choices(left, [weights[each] for each in left])[0]
            left.remove(person)
            chosen.append(person)
        return sorted(chosen)

    def _need_costs(self) -> list[int]:
        """What the best roster pays for each need."""
        pairs = zip(self._arrays.needs, self.best.present.tolist(), strict=True)
        return [need.cost(there) for need, there in pairs]

    def _dearness(self) -> list[float]:
        """By how much each line is dearer, at the bound's prices, than the person's cheapest."""
        assert self._root is not None
        root, lines = self._root, self.best.lines
        more = (reduced_cost(lines[each], root.prices) - root.worth[each] for each in self._everybody)
        return [1.0 + max(0.0, each) for each in more]

    def _fitness(self, need: int) -> list[float]:
        """The larger, the less is lost at the bound's prices when the person serves the need."""
        assert self._root is not None
        root, pool = self._root, self._pool
        lost = (
            pool.cheapest_serving(person, need, root.prices) - root.worth[person]
            for person in self._everybody
        )
        return [max(LEAST_FITNESS, 1.0 / (1.0 + max(0.0, each))) for each in lost]
