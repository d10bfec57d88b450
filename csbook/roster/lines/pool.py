"""Every line found so far, with its cost and the needs it serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from csbook.roster.lines.arrays import FREE, Arrays, Floats, Line, Whole


@dataclass(frozen=True, eq=False)
class Known:
    """A line in the pool. cost: by itself, of wishes and help; needs: the numbers of those it serves."""

    line: Line
    cost: float
    needs: Whole

    @property
    def person(self) -> int:
        return self.line.person


@dataclass
class _Shelf:
    """One person's lines, and the same as arrays, made anew when lines came in."""

    known: list[Known] = field(default_factory=list)
    costs: Floats = field(default_factory=lambda: np.zeros(0))
    serves: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))


class Pool:
    """The lines of everybody, once each."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._by_key: dict[tuple[int, bytes, bytes], Known] = {}
        self._shelves = [_Shelf() for _ in range(arrays.size[0])]
        self._numbers = np.full((arrays.size[1], arrays.size[2], len(arrays.groups)), -1)
        for number, need in enumerate(arrays.needs):
            self._numbers[need.day, need.shift, need.group] = number

    @property
    def need_numbers(self) -> Whole:
        """The number of the need of each day, shift and group; -1 where nothing is asked."""
        return self._numbers

    def add(self, line: Line) -> Known:
        """The line as the pool knows it, taken in if it is new."""
        if line.key not in self._by_key:
            days = np.nonzero(line.shifts != FREE)[0]
            served = self._numbers[days, line.shifts[days], line.groups[days]]
            known = Known(line, self._cost(line), served[served >= 0])
            self._by_key[line.key] = known
            self._shelves[line.person].known.append(known)
        return self._by_key[line.key]

    def _cost(self, line: Line) -> float:
        arrays, days, worked = self._arrays, np.arange(len(line.shifts)), line.shifts != FREE
        on = arrays.on[line.person, days[worked], line.shifts[worked]].sum()
        helped = arrays.help[line.person, days[worked], line.groups[worked]].sum()
        return float(on + helped + arrays.off[line.person, days[~worked]].sum())

    def within(self, person: int, prices: Floats, limit: float, most: int | None = None) -> list[Known]:
        """The person's lines that cost at most `limit` at the prices, the cheapest first, up to `most`."""
        shelf = self._shelf(person)
        reduced = shelf.costs - shelf.serves @ prices
        order = np.argsort(reduced, kind="stable")
        count = int(np.searchsorted(reduced[order], limit, side="right"))
        return [shelf.known[number] for number in order[: count if most is None else min(count, most)]]

    def cheapest_serving(self, person: int, need: int, prices: Floats) -> float:
        """The least cost at the prices among the person's lines that serve the need; infinite without any."""
        shelf = self._shelf(person)
        if not len(shelf.costs):
            return np.inf
        reduced = shelf.costs - shelf.serves @ prices
        return float(reduced[shelf.serves[:, need] > 0].min(initial=np.inf))

    def _shelf(self, person: int) -> _Shelf:
        """The shelf with its arrays up to date."""
        shelf = self._shelves[person]
        fresh = shelf.known[len(shelf.costs) :]
        if fresh:
            serves = np.zeros((len(fresh), len(self._arrays.needs)), np.float32)
            for row, known in enumerate(fresh):
                serves[row, known.needs] = 1
            shelf.costs = np.append(shelf.costs, [known.cost for known in fresh])
            shelf.serves = np.concatenate([shelf.serves, serves]) if len(shelf.serves) else serves
        return shelf


def reduced_cost(known: Known, prices: Floats) -> float:
    """A line's cost less what the needs it serves pay for it."""
    return known.cost - float(prices[known.needs].sum())


def presence(arrays: Arrays, lines: Iterable[Known]) -> Whole:
    """How many of the lines serve each need."""
    present = np.zeros(len(arrays.needs), dtype=np.int64)
    for known in lines:
        present[known.needs] += 1
    return present
