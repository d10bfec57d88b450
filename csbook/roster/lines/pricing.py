"""The cheapest line of each person at given prices: a dynamic program over days, all people at once.

Day by day, for every person: the least cost of reaching a state of the counters (`counters`) in a certain
place. A place is "the k-th working day running, after a shift of such a class" or "the j-th free day
running". Where the horizon begins, a run of unknown length is excused from the shortest rules, as in the
public benchmark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from csbook.roster.lines.arrays import FREE, NEVER, Arrays, Floats, Whole
from csbook.roster.lines.counters import Counters, Step


@dataclass(frozen=True, eq=False)
class Found:
    """A line's shifts with its cost at the prices."""

    person: int
    cost: float
    shifts: Whole


@dataclass(frozen=True)
class _Place:
    """`stretch` working days running after a shift of class `kind`, or `free` free days (counted from 0)."""

    stretch: int = -1
    kind: int = -1
    free: int = -1


class Lines:
    """The lines of some people (numbers in the arrays), with the shifts in `tracked` counted.

    What is not counted has a price: shifts in the prices of the cells, weekends by themselves.
    """

    def __init__(self, arrays: Arrays, people: list[int], tracked: tuple[int, ...] = ()) -> None:
        self.people = np.array(people)
        self._arrays = arrays
        self._counters = Counters(arrays, self.people, tracked)
        self._work: list[Floats] = []
        self._free: list[Floats] = []
        self._longest = int(arrays.longest[self.people].max())
        self._breaks = int(arrays.shortest_break[self.people].max())
        lengths = np.arange(1, self._longest + 1)
        self._too_long = np.where(lengths > arrays.longest[self.people][:, None], NEVER, 0.0)

    def cheapest(self, on: Floats, off: Floats, weekend: Floats, each: int) -> list[Found]:
        """Up to `each` lines a person, the cheapest first, that end in different states.

        on[person, day, shift], off[person, day]: the price of each cell, weekend[person]: that of a weekend
        with work, for everybody in the arrays.
        """
        self._on, self._off, self._weekend = on[self.people], off[self.people], weekend[self.people]
        self._go_forward()
        found = [self._trace(*end) for end in self._best_ends(each)]
        self._work, self._free = [], []  # by far the most of what a search holds
        return found

    def _go_forward(self) -> None:
        """Costs by day: `_work[day][person, stretch, class, state]`, `_free[day][person, free, state]`.

        States count from the beginning of the day's window.
        """
        people, start = len(self.people), self._counters.windows[0]
        states = start.stop - start.start
        self._work = [np.full((people, self._longest, self._arrays.classes, states), NEVER)]
        self._free = [np.full((people, self._breaks, states), NEVER)]
        self._free[0][:, -1, 0] = 0.0
        for day in range(self._arrays.size[1]):
            work, free = self._next_work(day), self._next_free(day)
            self._work.append(work)
            self._free.append(free)

    def _next_work(self, day: int) -> Floats:
        arrays, windows = self._arrays, self._counters.windows[day : day + 2]
        before, stretches = self._work[day], min(day, self._longest - 1)
        rested = np.min(self._free[day] + self._break_too_short(day)[:, :, None], axis=1)
        after: dict[tuple[int, ...], Floats] = {}
        work = np.full((*before.shape[:-1], windows[1].stop - windows[1].start), NEVER)
        for shift in range(arrays.size[2]):
            cost = self._on[:, day, shift]
            if np.all(cost >= NEVER / 2):
                continue
            here = work[:, :, arrays.class_of[shift]]
            first = _moved(rested, self._counters.step(shift, self._weekends(day, True)), *windows)
            first += self._price(cost, day, True)[:, None]
            np.minimum(here[:, 0], first, out=here[:, 0])
            may_follow = tuple(arrays.may_follow[shift])
            if stretches and may_follow:
                if may_follow not in after:
                    after[may_follow] = _least(before[:, :stretches], may_follow)
                step = self._counters.step(shift, self._weekends(day, False))
                further = _moved(after[may_follow], step, *windows)
                further += self._price(cost, day, False)[:, None, None]
                np.minimum(here[:, 1 : stretches + 1], further, out=here[:, 1 : stretches + 1])
        work += self._too_long[:, :, None, None]
        return work

    def _next_free(self, day: int) -> Floats:
        windows, before = self._counters.windows[day : day + 2], self._free[day]
        ended = (
            _least(self._work[day], range(self._arrays.classes)) + self._stretch_too_short(day)[:, :, None]
        )
        free = np.full((*before.shape[:-1], windows[1].stop - windows[1].start), NEVER)
        stay = Step(0, np.zeros(self._counters.count))
        free[:, 0] = _moved(np.min(ended, axis=1), stay, *windows)
        rested = _moved(before, stay, *windows)
        free[:, 1:] = rested[:, :-1]
        np.minimum(free[:, -1], rested[:, -1], out=free[:, -1])
        free += self._off[:, day][:, None, None]
        return free

    def _weekends(self, day: int, rested: bool) -> int:
        """Whether working this day makes its weekend count: its first day, or its second after a free one."""
        arrays = self._arrays
        return int(arrays.first_of_weekend[day] or (rested and arrays.second_of_weekend[day]))

    def _price(self, cost: Floats, day: int, rested: bool) -> Floats:
        return cost + self._weekend if self._weekends(day, rested) else cost

    def _stretch_too_short(self, day: int) -> Floats:
        """`NEVER` where a stretch of that length must not end before `day`; begun on day 0 it is excused."""
        lengths = np.arange(1, self._longest + 1)
        short = (lengths < self._arrays.shortest[self.people][:, None]) & (lengths < day)
        return np.where(short, NEVER, 0.0)

    def _break_too_short(self, day: int) -> Floats:
        lengths = np.arange(1, self._breaks + 1)
        short = (lengths < self._arrays.shortest_break[self.people][:, None]) & (lengths < day)
        return np.where(short, NEVER, 0.0)

    def _best_ends(self, each: int) -> list[tuple[int, _Place, int, float]]:
        """Where the best lines end: person, place, state, cost."""
        people, window = len(self.people), self._counters.windows[-1]
        work = self._work[-1].reshape(people, self._longest * self._arrays.classes, -1)
        ends = np.concatenate([work, self._free[-1]], axis=1) + self._counters.ends[:, None, window]
        least, places = ends.min(axis=1), ends.argmin(axis=1)
        found = []
        for person in range(people):
            for state in np.argsort(least[person], kind="stable")[:each]:
                cost = float(least[person, state])
                if cost < NEVER / 2:
                    place = self._place(int(places[person, state]))
                    found.append((person, place, int(state) + window.start, cost))
        return found

    def _place(self, number: int) -> _Place:
        stretches = self._longest * self._arrays.classes
        if number >= stretches:
            return _Place(free=number - stretches)
        return _Place(*divmod(number, self._arrays.classes))

    def _trace(self, person: int, place: _Place, state: int, cost: float) -> Found:
        """Go back from the end of a line to its beginning."""
        shifts = np.full(self._arrays.size[1], FREE)
        for day in reversed(range(len(shifts))):
            if place.free >= 0:
                place = self._before_free(person, place, state, day)
            else:
                shifts[day], place, state = self._before_work(person, place, state, day)
        return Found(int(self.people[person]), cost, shifts)

    def _before_free(self, person: int, place: _Place, state: int, day: int) -> _Place:
        work, free = self._work[day][person], self._free[day][person]
        at = state - self._counters.windows[day].start
        options = []
        if place.free == 0:
            ended = work[:, :, at] + self._stretch_too_short(day)[person][:, None]
            stretch, kind = divmod(int(ended.argmin()), self._arrays.classes)
            options.append((float(ended[stretch, kind]), _Place(stretch, kind)))
        else:
            options.append((float(free[place.free - 1, at]), _Place(free=place.free - 1)))
        if place.free == self._breaks - 1:
            options.append((float(free[place.free, at]), place))
        return min(options, key=lambda option: option[0])[1]

    def _before_work(self, person: int, place: _Place, state: int, day: int) -> tuple[int, _Place, int]:
        """The shift of the day that led here, where the line stood before, and in which state."""
        arrays, rested, window = self._arrays, place.stretch == 0, self._counters.windows[day]
        best = (NEVER * 2, FREE, place, state)
        for shift in range(arrays.size[2]):
            step = self._counters.step(shift, self._weekends(day, rested))
            before = state - step.move
            if arrays.class_of[shift] != place.kind or step.barred[state] or before not in _range(window):
                continue
            at = before - window.start
            if rested:
                costs = self._free[day][person, :, at] + self._break_too_short(day)[person]
                places = [_Place(free=number) for number in range(self._breaks)]
            else:
                kinds = arrays.may_follow[shift]
                costs = self._work[day][person, place.stretch - 1, kinds, at]
                places = [_Place(place.stretch - 1, kind) for kind in kinds]
            if places:
                least = int(costs.argmin())
                price = self._price(self._on[:, day, shift], day, rested)[person]
                cost = float(costs[least] + price)
                best = min(best, (cost, shift, places[least], before), key=lambda option: option[0])
        return best[1:]


def _least(work: Floats, kinds: Iterable[int]) -> Floats:
    """The least over some classes; faster than `min` along a short axis."""
    first, *others = kinds
    least: Floats = work[:, :, first]
    for kind in others:
        least = np.minimum(least, work[:, :, kind])
    return least


def _range(window: slice) -> range:
    return range(window.start, window.stop)


def _moved(costs: Floats, step: Step, source: slice, target: slice) -> Floats:
    """The costs of the states in `source`, one step further on, for the states in `target`."""
    moved = np.full((*costs.shape[:-1], target.stop - target.start), NEVER)
    low = max(target.start, source.start + step.move)
    high = min(target.stop, source.stop + step.move)
    if low < high:
        here = costs[..., low - step.move - source.start : high - step.move - source.start]
        moved[..., low - target.start : high - target.start] = here + step.barred[low:high]
    return moved
