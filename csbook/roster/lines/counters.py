"""What a line counts as it goes: hours, and weekends and shifts of which there is a limit.

All counters together are one number, the *state*, so that the dynamic program can shift whole arrays. Hours
are the slowest part of that number: on a given day only few of them can still lead to a valid line, and those
are one slice.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from csbook.roster.lines.arrays import NEVER, Arrays, Floats, Whole

WEEKENDS: Final = -1
"""Stands among the shifts that are counted for the weekends."""


@dataclass(frozen=True)
class Step:
    """Working one shift: how far the state moves, and `NEVER` for the states it cannot reach."""

    move: int
    barred: Floats


class Counters:
    """The states of some people's lines; `tracked` are the shifts (and `WEEKENDS`) that are counted.

    ends[person, state]: 0 where a line may end, else `NEVER`. windows[day]: the slice of states worth
    looking at when so many days are done.
    """

    def __init__(self, arrays: Arrays, people: Whole, tracked: tuple[int, ...]) -> None:
        self._arrays, self._people, self._tracked = arrays, people, tracked
        sizes = [hours_counted(arrays, list(people))]
        sizes += [int(arrays.most(each)[list(people)].max()) + 1 for each in tracked]
        self._hours = sizes[0] > 1
        self._parts = np.indices(sizes).reshape(len(sizes), -1)
        self._strides = [math.prod(sizes[number + 1 :]) for number in range(len(sizes))]
        self.count = math.prod(sizes)
        self.ends = self._ends()
        self.windows = self._windows()
        self._steps: dict[tuple[int, int], Step] = {}

    def step(self, shift: int, weekends: int) -> Step:
        """Working `shift` on a day with which so many weekends begin to count (0 or 1)."""
        if (shift, weekends) not in self._steps:
            added = [self._arrays.units[shift] if self._hours else 0]
            added += [weekends if each == WEEKENDS else int(each == shift) for each in self._tracked]
            move = sum(one * stride for one, stride in zip(added, self._strides, strict=True))
            short = [part < one for one, part in zip(added, self._parts, strict=True)]
            self._steps[shift, weekends] = Step(move, np.where(np.any(short, axis=0), NEVER, 0.0))
        return self._steps[shift, weekends]

    def _ends(self) -> Floats:
        arrays, people = self._arrays, self._people
        hours = self._parts[0][None]
        wrong = np.zeros((len(people), self.count), dtype=bool)
        if self._hours:
            wrong |= hours > arrays.most_units[people][:, None]
            wrong |= hours < arrays.least_units[people][:, None]
        for number, each in enumerate(self._tracked):
            wrong |= self._parts[1 + number][None] > arrays.most(each)[list(people)][:, None]
        return np.where(wrong, NEVER, 0.0)

    def _windows(self) -> list[slice]:
        """Hours after `day` days lie between what must be reached by then and what can be."""
        arrays, people, stride = self._arrays, self._people, self._strides[0]
        days = arrays.size[1]
        if not self._hours:
            return [slice(0, self.count)] * (days + 1)
        dearest = max(arrays.units)
        stretch, pause = int(arrays.longest[people].max()), int(arrays.shortest_break[people].min())
        least, most = int(arrays.least_units[people].min()), self.count // stride - 1
        windows = []
        for day in range(days + 1):
            high = min(most, dearest * most_days_worked(day, stretch, pause))
            low = min(high, max(0, least - dearest * most_days_worked(days - day, stretch, pause)))
            windows.append(slice(low * stride, (high + 1) * stride))
        return windows


def state_count(arrays: Arrays, people: Sequence[int], tracked: Iterable[int]) -> int:
    """How many states the lines of some people have, worked out together."""
    counted = math.prod(int(arrays.most(each)[list(people)].max()) + 1 for each in tracked)
    return hours_counted(arrays, people) * counted


def hours_counted(arrays: Arrays, people: Sequence[int]) -> int:
    """How many numbers of hours are told apart; one where nobody has a limit of them."""
    people = list(people)
    every_day = arrays.size[1] * max(arrays.units)
    free = (arrays.most_units[people] >= every_day).all() and not arrays.least_units[people].any()
    return 1 if free else int(arrays.most_units[people].max()) + 1


def most_days_worked(days: int, stretch: int, pause: int) -> int:
    """At most so many of `days` days, with breaks of `pause` between stretches of `stretch`."""
    rounds, left = divmod(days, stretch + pause)
    return rounds * stretch + min(left, stretch)
