"""The long break: off long enough for one whole day shift and one whole evening shift (A1.9).

The document names no period; ours is the calendar week by default. A period belongs to the month in
which it ends, so a week still open on the last day is judged in the next month.

Four rest days a month are 48 a year, and a year has 52 weeks. So the rule, where it is hard, leaves room at
the month's edge: a period begun in the month before is soft, and in a month that begins inside a period
each person may miss one of the others, at the rule's weight. Otherwise somebody who has to rest on the
1st after seven days running would have one rest day too few.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from csbook.roster.parts import MINUTES_A_DAY, Kind
from csbook.roster.problem import RosterProblem

FREE = "free"
AFTER = "after the roster"
LONGEST_RUN = 3
"""Free days running after which, shifts lasting a day at most, every whole window lies in the break."""


@dataclass(frozen=True)
class Period:
    """Consecutive days in which each person should have one long break."""

    days: tuple[dt.date, ...]
    begun_before: bool


@dataclass(frozen=True)
class Window:
    """What a break must contain: minutes after midnight, from the start of a shift to its end."""

    start: int
    end: int


def periods(problem: RosterProblem) -> list[Period]:
    """The periods that end in the roster's days. Periods of seven days begin on Mondays."""
    length = problem.rules.whole("long_break")
    first, last = problem.days[0].toordinal(), problem.days[-1].toordinal()
    starts = range(first - (first - 1) % length, last - length + 2, length)
    return [
        Period(tuple(dt.date.fromordinal(start + i) for i in range(length)), begun_before=start < first)
        for start in starts
    ]


def may_miss(problem: RosterProblem) -> int | None:
    """How many of the whole periods one person may miss at a cost; None where all may be missed."""
    if not problem.rules.long_break.binds:
        return None
    return int(any(period.begun_before for period in periods(problem)))


def is_long(problem: RosterProblem, start: int, end: int, days: Iterable[dt.date]) -> bool:
    """Whether a break from `start` to `end` holds a whole day shift and a whole evening of `days`.

    Minutes count from midnight of 1 January of year 1. Without both kinds of shift the break must hold
    a whole calendar day.
    """
    midnights = [midnight(day) for day in days]
    return all(
        any(start <= at + window.start and at + window.end <= end for at in midnights for window in either)
        for either in _needed(problem)
    )


def midnight(day: dt.date) -> int:
    """Minutes from 1 January of year 1 to the beginning of the day."""
    return day.toordinal() * MINUTES_A_DAY


def earliest_start(problem: RosterProblem) -> int:
    """When work may begin on the day after the roster, which nobody knows yet."""
    return min(shift.start for shift in problem.shifts)


def _needed(problem: RosterProblem) -> list[list[Window]]:
    kinds = [
        [Window(shift.start, shift.end) for shift in problem.shifts if shift.kind == kind]
        for kind in (Kind.DAY, Kind.EVENING)
    ]
    return kinds if all(kinds) else [[Window(0, MINUTES_A_DAY)]]


@dataclass(frozen=True)
class Candidate:
    """A run of free days (none at all, too) that is a long break, but for some neighbouring shifts.

    `spoilt` maps what is done on the day before (a shift or `FREE`) to what then must not follow on the
    day after. Empty: the run is a long break whatever stands around it.
    """

    run: tuple[dt.date, ...]
    before: dt.date
    after: dt.date
    spoilt: dict[str, frozenset[str]]
    rights: frozenset[str]


def candidates(problem: RosterProblem, period: Period) -> list[Candidate]:
    """Every way to have the long break of a period, shortest runs first, without superfluous ones."""
    found: list[Candidate] = []
    sure: list[set[dt.date]] = []
    last = min(period.days[-1].toordinal() + 1, problem.days[-1].toordinal())
    for length in range(LONGEST_RUN + 1):
        for first in range(period.days[0].toordinal() - length, last - length + 2):
            run = [dt.date.fromordinal(first + i) for i in range(length)]
            if any(shorter <= set(run) for shorter in sure):
                continue
            candidate = _candidate(problem, period, first, run)
            if candidate is None:
                continue
            found.append(candidate)
            if not candidate.spoilt:
                sure.append(set(run))
    return found


def _candidate(problem: RosterProblem, period: Period, first: int, run: list[dt.date]) -> Candidate | None:
    before, after = dt.date.fromordinal(first - 1), dt.date.fromordinal(first + len(run))
    starts = _break_starts(problem, before)
    ends = _break_ends(problem, after)
    spoilt: dict[str, set[str]] = {}
    for (left, start), (right, end) in product(starts.items(), ends.items()):
        if not is_long(problem, start, end, period.days):
            spoilt.setdefault(left, set()).add(right)
    if all(len(spoilt.get(left, ())) == len(ends) for left in starts):
        return None
    frozen = {left: frozenset(rights) for left, rights in spoilt.items()}
    return Candidate(tuple(run), before, after, frozen, frozenset(ends))


def _break_starts(problem: RosterProblem, before: dt.date) -> dict[str, int]:
    """When the break begins, by what is done on the day before; after a free day by midnight."""
    free = {FREE: midnight(before) + MINUTES_A_DAY}
    return free | {shift.code: midnight(before) + shift.end for shift in problem.shifts}


def _break_ends(problem: RosterProblem, after: dt.date) -> dict[str, int]:
    """When the break ends, by what is done on the day after; before a free day not until midnight."""
    if after > problem.days[-1]:
        return {AFTER: midnight(after) + earliest_start(problem)}
    free = {FREE: midnight(after)}
    return free | {shift.code: midnight(after) + shift.start for shift in problem.shifts}
