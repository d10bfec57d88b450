"""Limits of single shifts and of weekends: counted where that is possible, else with a price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import numpy as np

from csbook.roster.lines.arrays import FREE, Arrays, Floats, TooLarge, Whole
from csbook.roster.lines.counters import WEEKENDS, state_count

MOST_STATES = 12_000
"""Up to so many states of one person a limit is counted; beyond that it has a price."""
RAISES = 16
"""How often prices are raised in one go before the limits are counted after all."""
FIRST_PRICE, RAISE = 4.0, 2.0
TOO_MANY_STATES = 100_000
"""What cannot be counted within these is left to the whole model."""


class Limits:
    """For each person the shifts (and `WEEKENDS`) that are counted, and the prices of the others.

    counted[person]: in order. Prices stay from one generation to the next.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        people, _, shifts = arrays.size
        self._shift, self._weekend = np.zeros((people, shifts)), np.zeros(people)
        self.counted: dict[int, tuple[int, ...]] = {}
        weekends = int((arrays.first_of_weekend).sum())
        for person in range(people):
            if state_count(arrays, [person], ()) > TOO_MANY_STATES:
                raise TooLarge(person)
            small = state_count(arrays, [person], (WEEKENDS,)) <= MOST_STATES
            limited = arrays.most_weekends[person] < weekends
            self.counted[person] = (WEEKENDS,) if small and limited else ()

    def priced(self, on: Floats, off: Floats) -> tuple[Floats, Floats, Floats]:
        """The prices of cells and of weekends, with those of the limits."""
        return on + self._shift[:, None, :], off, self._weekend

    def paid(self, person: int) -> float:
        """What the limits are worth at their prices: to be taken off a line's cost for a bound."""
        shifts = (self._shift[person] * self._arrays.most_shifts[person]).sum()
        return float(shifts + self._weekend[person] * self._arrays.most_weekends[person])

    def broken(self, person: int, shifts: Whole) -> list[int]:
        """What a line has too many of."""
        counts = Counter(shifts[shifts != FREE].tolist())
        over = [shift for shift, count in counts.items() if count > self._arrays.most_shifts[person, shift]]
        weekends = self._weekends(shifts) > self._arrays.most_weekends[person]
        return sorted(over) + [WEEKENDS] * bool(weekends)

    def tighten(self, person: int, over: Collection[int], tries: int) -> None:
        """Count what was too many, or raise its price. Raises `TooLarge` where neither helps."""
        counted = tuple(sorted({*self.counted[person], *over}))
        states = state_count(self._arrays, [person], counted)
        if tries >= RAISES and states > TOO_MANY_STATES:
            raise TooLarge(person)
        if tries >= RAISES or states <= MOST_STATES:
            self.counted[person] = counted
            for each in over:
                self._set(person, each, 0.0)
        else:
            for each in over:
                self._set(person, each, max(FIRST_PRICE, RAISE * self._price(person, each)))

    def _price(self, person: int, counted: int) -> float:
        return float(self._weekend[person] if counted == WEEKENDS else self._shift[person, counted])

    def _set(self, person: int, counted: int, price: float) -> None:
        if counted == WEEKENDS:
            self._weekend[person] = price
        else:
            self._shift[person, counted] = price

    def _weekends(self, shifts: Whole) -> int:
        """How many weekends a line works."""
        worked = shifts != FREE
        first, second = self._arrays.first_of_weekend, self._arrays.second_of_weekend
        begun = worked & first
        before = np.append(False, worked[:-1])
        return int(begun.sum() + (worked & second & ~before).sum())
