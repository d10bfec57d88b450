"""What would bring a person's days back within working-time law: the fewest shifts to exchange.

Only the roster's own days can be exchanged; those of the history have passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from csbook.roster.parts import REST, Kind
from csbook.roster.problem import RosterProblem
from csbook.roster.working_time import Minutes, Week, WorkedDays


@dataclass(frozen=True)
class Exchange:
    """The fewest shifts to exchange for the shift `into`, or for a rest day (`rest`).

    shifts: codes that are given up. most: in the worst week (0 where only the month counts). total: in all.
    """

    shifts: tuple[str, ...]
    into: str
    most: int
    total: int


@dataclass(frozen=True)
class LongerBreak:
    """So many more unpaid minutes of break bring the shift down to the day's limit."""

    shift: str
    minutes: int


@dataclass(frozen=True)
class FreeDays:
    """One of the seven days in each of so many weeks."""

    weeks: int


@dataclass(frozen=True)
class LaterShift:
    """Shifts that begin late enough in place of the second one; a free day where there are none."""

    shifts: tuple[str, ...]


Mend = Exchange | LongerBreak | FreeDays | LaterShift


def longer_breaks(person: WorkedDays, allowed: int, codes: Iterable[str]) -> Iterator[LongerBreak]:
    """For each of the shifts that are longer than allowed, where it then still has working time."""
    for code in sorted(set(codes)):
        beyond = person.problem.shift_by_code[code].paid - allowed
        if beyond > 0:
            yield LongerBreak(code, beyond)


def later_shifts(person: WorkedDays, lacking: Minutes) -> LaterShift:
    """The shifts that begin late enough on every day that lacks so many minutes of rest."""
    return LaterShift(
        tuple(
            shift.code
            for shift in person.problem.shifts
            if all(shift.start - person.shift(day).start >= minutes for day, minutes in lacking.items())
        )
    )


def exchanges_in_weeks(person: WorkedDays, surplus: Mapping[Week, int]) -> Iterator[Exchange]:
    """The fewest exchanges that take the surplus out of each week: its longest shifts, by what they are
    exchanged for."""
    for into in _lighter(person.problem):
        taken = [_exchanged(person, week, minutes, into) for week, minutes in surplus.items()]
        if all(taken):
            every = [day for days in taken for day in days]
            yield Exchange(_given_up(person, every), into, max(map(len, taken)), len(every))


def exchanges_in_month(person: WorkedDays, limit: int) -> Iterator[Exchange]:
    """The fewest exchanges that bring the overtime down to the limit, by what they are exchanged for."""
    for into in _lighter(person.problem):
        taken = _exchanged_in_month(person, limit, into)
        if taken:
            yield Exchange(_given_up(person, taken), into, 0, len(taken))


def _lighter(problem: RosterProblem) -> list[str]:
    """What a long shift may be exchanged for: the shortest half day, the shortest evening (the shortest
    shift of all where there is neither), a rest day."""
    kinds = ([s for s in problem.shifts if s.kind == kind] for kind in (Kind.HALF, Kind.EVENING))
    shortest = [min(shifts, key=lambda s: s.paid).code for shifts in kinds if shifts]
    return [*(shortest or [min(problem.shifts, key=lambda s: s.paid).code]), REST]


def _length(person: WorkedDays, into: str) -> int:
    return 0 if into == REST else person.problem.shift_by_code[into].paid


def _longest_first(person: WorkedDays, week: Week, into: str) -> list[dt.date]:
    """The days of a week that could be exchanged, where exchanging saves time."""
    least = _length(person, into)
    days = [day for day in week if day in person.days and person.minutes[day] > least]
    return sorted(days, key=lambda day: (-person.minutes[day], day))


def _exchanged(person: WorkedDays, week: Week, surplus: int, into: str) -> list[dt.date]:
    """The days to exchange in a week; none where all of them would not be enough."""
    days, saved = [], 0
    for day in _longest_first(person, week, into):
        if saved < surplus:
            saved += person.minutes[day] - _length(person, into)
            days.append(day)
    return days if saved >= surplus else []


def _exchanged_in_month(person: WorkedDays, limit: int, into: str) -> list[dt.date]:
    """The days to exchange in the month; none where all of them would not be enough.

    Within a week each further exchange of the longest shift saves no more than the one before, so
    taking the most saving one of all weeks again and again needs the fewest.
    """
    minutes = dict(person.minutes)
    waiting = [_longest_first(person, week, into) for week in person.weeks]
    length = _length(person, into)
    taken: list[dt.date] = []
    while (left := person.overtime_of(minutes)) > limit:
        after = {days[0]: person.overtime_of({**minutes, days[0]: length}) for days in waiting if days}
        best = min(after, key=lambda day: (after[day], day), default=None)
        if best is None or after[best] >= left:
            return []
        minutes[best] = length
        waiting = [[day for day in days if day != best] for days in waiting]
        taken.append(best)
    return taken


def _given_up(person: WorkedDays, days: Iterable[dt.date]) -> tuple[str, ...]:
    return tuple(sorted({person.codes[day] for day in days}))
