"""Lines made until no further one helps: a bound for every roster, and a pool of good lines.

Prices are smoothed: new lines are looked for between the prices of the best bound so far and those of the
last linear program, since the latter alone jump about (Wentges 1997).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from csbook.roster.clock import Clock
from csbook.roster.lines.arrays import FREE, Arrays, Floats, Line, NoLine, TimeUp, Whole
from csbook.roster.lines.counters import state_count
from csbook.roster.lines.limits import Limits
from csbook.roster.lines.master import Master, Solved
from csbook.roster.lines.pool import Known, Pool, reduced_cost
from csbook.roster.lines.pricing import Found, Lines

SMOOTHING = 0.6
"""The weight of the best bound's prices. Measured on the public instances: 0.5 to 0.7 need least time."""
LINES_EACH = 3
WORTH_A_THREAD = 20_000_000
"""Bytes from which a batch is cut in two for two threads."""
MEMORY = 150_000_000
"""Bytes that the dynamic program may take at once; more people are worked out one batch after the other."""
FROM_POOL = 5
"""Known lines that a person may add before new ones are worked out."""
CLOSE = 1e-6


@dataclass(frozen=True)
class Bound:
    """The end of a generation: no roster costs less than `cost`. `solved`: the last linear program.

    prices: those that gave the bound. worth[person]: the cost of the person's best line at them.
    """

    cost: float
    prices: Floats
    worth: dict[int, float]
    solved: Solved


class Generator:
    """Finds lines for an `Arrays`, until the clock is over: then it raises `TimeUp`. To be closed.

    Limits of single shifts are left out until a person's best line breaks one. Then they are counted, which
    makes the dynamic program several times larger, or where it would be too large they get a price for each
    person, raised until it is kept: with the limit's worth taken off, the least cost is still a bound.
    """

    def __init__(self, arrays: Arrays, pool: Pool, clock: Clock) -> None:
        self._arrays, self._pool, self._clock = arrays, pool, clock
        self._limits = Limits(arrays)
        self._threads = ThreadPoolExecutor(max_workers=2)
        self._lines: OrderedDict[tuple[tuple[int, ...], tuple[int, ...]], Lines] = OrderedDict()

    def run(
        self,
        people: Sequence[int],
        present: Whole,
        lines: Sequence[Known],
        until: float,
        hopeless: float = np.inf,
    ) -> Bound | None:
        """Generate for some people while the others stay, from some known lines of theirs.

        until: the moment (`time.monotonic`) at which to stop early. Returns None as soon as it is known
        that nothing costs less than `hopeless`. Raises `NoLine`.
        """
        master = Master(self._arrays, people, present, self._clock.cancelled)
        master.add(lines)
        inside = {id(known) for known in lines}
        best: Bound | None = None
        while True:
            solved = master.solve()
            if best is not None and (best.cost > solved.cost - CLOSE or time.monotonic() > until):
                return replace(best, solved=solved)
            new = self._helpful(people, solved, inside)
            centre = solved.prices if best is None else best.prices
            for smoothing in (SMOOTHING, 0.0) if not new else ():
                prices = smoothing * centre + (1 - smoothing) * solved.prices
                try:
                    found, worth = self.lines_at(prices, people)
                except TimeUp:
                    if best is None:
                        raise
                    return replace(best, solved=solved)
                cost = self._bound(prices, worth, present)
                if best is None or cost > best.cost:
                    best = Bound(cost, prices, worth, solved)
                if best.cost >= hopeless:
                    return None
                new = [known for known in found if _helps(known, solved) and id(known) not in inside]
                if new:
                    break
            if not new and best is not None:
                return replace(best, solved=solved)
            inside.update(map(id, new))
            master.add(new)

    def _helpful(self, people: Sequence[int], solved: Solved, inside: set[int]) -> list[Known]:
        """Lines of the pool that the linear program would take."""
        return [
            known
            for person in people
            for known in self._pool.within(person, solved.prices, solved.worth[person] - CLOSE, FROM_POOL)
            if id(known) not in inside
        ]

    def lines_at(
        self, prices: Floats, people: Sequence[int], each: int = LINES_EACH
    ) -> tuple[list[Known], dict[int, float]]:
        """The cheapest lines at prices for the needs, all in the pool now; and each person's least cost,
        or a bound of it."""
        on, groups = self._cell_prices(prices)
        found: list[Known] = []
        worth: dict[int, float] = {}
        left, tries = list(people), 0
        while left:
            again = []
            batches = list(self._batches(left))
            for lines, cheapest in zip(batches, self._in_two_threads(batches, on, each), strict=True):
                best: dict[int, Found] = {}
                for one in cheapest:
                    best.setdefault(one.person, one)
                    if not self._limits.broken(one.person, one.shifts):
                        line = Line(one.person, one.shifts, _groups_of(groups, one.person, one.shifts))
                        found.append(self._pool.add(line))
                for person in lines.people.tolist():
                    if person not in best:
                        raise NoLine(person)
                    cost = best[person].cost - self._limits.paid(person)
                    worth[person] = max(worth.get(person, -np.inf), cost)
                    over = self._limits.broken(person, best[person].shifts)
                    if over:
                        self._limits.tighten(person, over, tries)
                        again.append(person)
            left, tries = again, tries + 1
        return found, worth

    def close(self) -> None:
        """Let the threads end; one may still be at work when time is up."""
        self._threads.shutdown(wait=True)

    def _in_two_threads(self, batches: Sequence[Lines], on: Floats, each: int) -> Iterable[list[Found]]:
        """The cheapest lines of each batch, in order; numpy lets two of them be worked out at once."""
        priced = self._limits.priced(on, self._arrays.off)

        def cheapest(lines: Lines) -> list[Found]:
            if self._clock.over:
                raise TimeUp
            return lines.cheapest(*priced, each)

        if len(batches) == 1:
            return [cheapest(batches[0])]
        return list(self._threads.map(cheapest, batches))

    def _cell_prices(self, prices: Floats) -> tuple[Floats, Whole]:
        """on[person, day, shift] with what the best group pays for it, and that group."""
        padded = np.append(prices, 0.0)
        options = self._arrays.help[:, :, None, :] - padded[self._pool.need_numbers][None]
        groups = options.argmin(axis=3)
        return self._arrays.on + options.min(axis=3), groups

    def _batches(self, people: Sequence[int]) -> Iterator[Lines]:
        """People whose lines count the same, as many at a time as the memory allows."""
        alike: dict[tuple[int, ...], list[int]] = {}
        for person in people:
            alike.setdefault(self._limits.counted[person], []).append(person)
        for tracked, together in alike.items():
            size = max(1, MEMORY // self._bytes(together, tracked))
            if len(together) * self._bytes(together, tracked) > WORTH_A_THREAD:
                size = min(size, -(-len(together) // 2))
            for start in range(0, len(together), size):
                yield self._batch(tracked, tuple(together[start : start + size]))

    def _batch(self, tracked: tuple[int, ...], people: tuple[int, ...]) -> Lines:
        key = tracked, people
        if key not in self._lines:
            self._lines[key] = Lines(self._arrays, list(people), tracked)
            if len(self._lines) > 2 * self._arrays.size[0] + 8:
                self._lines.popitem(last=False)
        self._lines.move_to_end(key)
        return self._lines[key]

    def _bytes(self, people: list[int], tracked: tuple[int, ...]) -> int:
        """What one person's line needs beside these others, some half of the states being within reach."""
        arrays = self._arrays
        places = int(arrays.longest[people].max()) * arrays.classes + int(arrays.shortest_break[people].max())
        return 4 * places * arrays.size[1] * state_count(arrays, people, tracked)

    def _bound(self, prices: Floats, worth: dict[int, float], present: Whole) -> float:
        """No choice of lines costs less: everybody's best line at the prices, and the cover's share."""
        total = sum(worth.values())
        for need, price, there in zip(self._arrays.needs, prices.tolist(), present.tolist(), strict=True):
            total += price * (need.preferred - there) + need.below * min(0.0, need.price - price)
        return total


def _helps(known: Known, solved: Solved) -> bool:
    return reduced_cost(known, solved.prices) < solved.worth[known.person] - CLOSE


def _groups_of(groups: Whole, person: int, shifts: Whole) -> Whole:
    days = np.arange(len(shifts))
    return np.where(shifts == FREE, 0, groups[person, days, np.maximum(shifts, 0)])
