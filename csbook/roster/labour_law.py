"""Chinese working-time law for a roster: how far each person is beyond it, and what would mend it.

Judged as standard hours (标准工时制):

* at most 8 hours a day and on average 44 a week: 劳动法 art. 36; the standard is 8 a day and 40 a week:
  国务院关于职工工作时间的规定 (State Council order 174 of 1995) art. 3;
* overtime as a rule at most 1 hour a day, for special reasons 3, and at most 36 a month: 劳动法 art. 41;
* at least one rest day a week: 劳动法 art. 38;
* rest between two shifts: no article gives hours; the rule `minimum_rest` does.

Hours are paid hours: a shift's unpaid break is no working time. Every week over 44 hours is told, not
only an average above it: the article does not say over which weeks the average is taken.

**Weeks** run from Monday to Sunday across the month's ends. The days before come from the history; a week
that runs into the next month is judged there, and here only by what is known already. **Overtime** belongs
to the day on which it arises: what is beyond 8 hours on it, and what of the first 8 is beyond the 40 that
the week has had by then. So a month's overtime is known at its end, wherever its weeks are cut. Averaging
over a longer time (综合计算工时) needs the authority's approval (劳动法 art. 39); the month's hours against
its working days are given for that case and decide nothing here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from csbook.roster.parts import MINUTES_A_DAY, REST, Kind, Person, Roster, Shift, shift_in
from csbook.roster.problem import RosterProblem
from csbook.workdays import WorkCalendar

HOUR = 60
DAY_MOST = 8 * HOUR
WEEK_STANDARD = 40 * HOUR
WEEK_MOST = 44 * HOUR
DAY_OVERTIME = 1 * HOUR
DAY_OVERTIME_SPECIAL = 3 * HOUR
MONTH_OVERTIME = 36 * HOUR
ONE_DAY = dt.timedelta(days=1)

Minutes = Mapping[dt.date, int]
"""Paid minutes of each known day, 0 when off; a day without a cell is not known."""
Week = tuple[dt.date, ...]


class Limit(StrEnum):
    """What the law limits, in the order in which it is told."""

    DAY = "day"
    DAY_OVERTIME = "day_overtime"
    WEEK_STANDARD = "week_standard"
    WEEK_MOST = "week_most"
    MONTH_OVERTIME = "month_overtime"
    WEEKLY_REST = "weekly_rest"
    SHIFT_REST = "shift_rest"


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


@dataclass(frozen=True)
class MonthHours:
    """Paid minutes in the roster's days, and what their working days come to at 8 hours."""

    worked: int
    standard: int


@dataclass(frozen=True)
class Excess:
    """One person beyond one limit.

    found, limit: minutes; days for WEEKLY_REST. `found` is the worst case, and the whole month's for
    MONTH_OVERTIME. dates: the days; for weeks their Mondays; empty for MONTH_OVERTIME.
    mends: each of them alone is enough. month: with MONTH_OVERTIME, where the calendar is known.
    """

    limit_of: Limit
    agent_id: str
    found: int
    limit: int
    dates: tuple[dt.date, ...]
    mends: tuple[Mend, ...] = ()
    month: MonthHours | None = None

    @property
    def excess(self) -> int:
        """By how much, in the unit of `found`."""
        return abs(self.found - self.limit)


def excesses(problem: RosterProblem, roster: Roster, calendar: WorkCalendar) -> list[Excess]:
    """Every limit that somebody is beyond, person by person in the problem's order."""
    return [excess for person in problem.people for excess in _Judge(problem, roster, person, calendar).all()]


def open_week(problem: RosterProblem) -> Week:
    """The last days when their week runs into the next month; empty when the month ends on a Sunday."""
    last = weeks(problem)[-1]
    return () if last[-1] <= problem.days[-1] else tuple(day for day in last if day <= problem.days[-1])


def unknown_before(problem: RosterProblem) -> Week:
    """Days before the roster, in its first week, of which the history knows nothing at all."""
    known = {day for _, day in problem.history}
    return tuple(day for day in weeks(problem)[0] if day < problem.days[0] and day not in known)


def weeks(problem: RosterProblem) -> list[Week]:
    """The weeks, Monday to Sunday, that have a day of the roster."""
    first = problem.days[0] - problem.days[0].weekday() * ONE_DAY
    count = (problem.days[-1] - first).days // 7 + 1
    return [tuple(first + (7 * week + day) * ONE_DAY for day in range(7)) for week in range(count)]


def overtime(minutes: Minutes, week: Week) -> dict[dt.date, int]:
    """The overtime minutes of each day of a week; days not known count as free."""
    found, regular = {}, 0
    for day in week:
        worked = minutes.get(day, 0)
        plain = min(worked, DAY_MOST)
        beyond = max(0, regular + plain - WEEK_STANDARD) - max(0, regular - WEEK_STANDARD)
        found[day] = worked - plain + beyond
        regular += plain
    return found


def month_hours(
    problem: RosterProblem, roster: Roster, person: Person, calendar: WorkCalendar
) -> MonthHours | None:
    """The person's hours and their working days' at 8 hours; None for a year the calendar lacks."""
    days = problem.employed_days(person)
    if not all(calendar.covers(day.year) for day in days):
        return None
    minutes = paid_minutes(problem, roster, person)
    worked = sum(minutes.get(day, 0) for day in days)
    return MonthHours(worked, DAY_MOST * sum(calendar.is_workday(day) for day in days))


def paid_minutes(problem: RosterProblem, roster: Roster, person: Person) -> dict[dt.date, int]:
    """The person's known days, those of the history first."""
    return {
        day: problem.shift_by_code[code].paid if (code := shift_in(cell)) else 0
        for day, cell in _known_cells(problem, roster, person)
    }


def _known_cells(problem: RosterProblem, roster: Roster, person: Person) -> Iterator[tuple[dt.date, str]]:
    yield from sorted((day, cell) for (who, day), cell in problem.history.items() if who == person.agent_id)
    for day in problem.days:
        cell = roster.cell(person.agent_id, day)
        if cell is not None and problem.allows(person, cell):
            yield day, cell


class _Judge:
    """One person's days before the law."""

    def __init__(
        self, problem: RosterProblem, roster: Roster, person: Person, calendar: WorkCalendar
    ) -> None:
        self.problem = problem
        self.person = person
        self.minutes = paid_minutes(problem, roster, person)
        self.codes = {
            day: code for day, cell in _known_cells(problem, roster, person) if (code := shift_in(cell))
        }
        self.month = month_hours(problem, roster, person, calendar)
        self.days = [day for day in problem.days if day in self.minutes]
        self.weeks = weeks(problem)

    def all(self) -> Iterator[Excess]:
        yield from self.long_days()
        yield from self.long_overtime()
        yield from self.long_weeks(Limit.WEEK_STANDARD, WEEK_STANDARD)
        yield from self.long_weeks(Limit.WEEK_MOST, WEEK_MOST)
        yield from self.month_overtime()
        yield from self.weekly_rest()
        yield from self.rest_between_shifts()

    def excess(self, limit_of: Limit, found: int, limit: int, dates: list[dt.date], *mends: Mend) -> Excess:
        return Excess(limit_of, self.person.agent_id, found, limit, tuple(dates), mends)

    def long_days(self) -> Iterator[Excess]:
        """Days over 8 hours. A longer break mends them, where the shift then still has working time."""
        days = [day for day in self.days if self.minutes[day] > DAY_MOST]
        if days:
            codes = sorted({self.codes[day] for day in days})
            mends = [LongerBreak(code, self.problem.shift_by_code[code].paid - DAY_MOST) for code in codes]
            found = max(self.minutes[day] for day in days)
            yield self.excess(Limit.DAY, found, DAY_MOST, days, *mends)

    def long_overtime(self) -> Iterator[Excess]:
        """Days whose overtime is beyond 1 hour, or beyond 3 where a day has as much as that."""
        worst = max((self.minutes[day] - DAY_MOST for day in self.days), default=0)
        limit = DAY_OVERTIME_SPECIAL if worst > DAY_OVERTIME_SPECIAL else DAY_OVERTIME
        days = [day for day in self.days if self.minutes[day] - DAY_MOST > limit]
        if days:
            lengths = {code: self.problem.shift_by_code[code].paid for code in self.codes.values()}
            allowed = DAY_MOST + limit
            mends = [LongerBreak(code, n - allowed) for code, n in sorted(lengths.items()) if n > allowed]
            yield self.excess(Limit.DAY_OVERTIME, worst, limit, days, *mends)

    def long_weeks(self, limit_of: Limit, limit: int) -> Iterator[Excess]:
        """Weeks with more hours than the limit, the last one by what is known of it."""
        hours = {week: sum(self.minutes.get(day, 0) for day in week) for week in self.weeks}
        long = [week for week in self.weeks if hours[week] > limit]
        if long:
            mends = [
                mend
                for into in self.lighter()
                if (mend := self.exchange_in_weeks({week: hours[week] - limit for week in long}, into))
            ]
            found = max(hours[week] for week in long)
            yield self.excess(limit_of, found, limit, [week[0] for week in long], *mends)

    def month_overtime(self) -> Iterator[Excess]:
        found = self.overtime_of(self.minutes)
        if found > MONTH_OVERTIME:
            mends = [mend for into in self.lighter() if (mend := self.exchange_in_month(into))]
            yield Excess(
                Limit.MONTH_OVERTIME,
                self.person.agent_id,
                found,
                MONTH_OVERTIME,
                (),
                tuple(mends),
                self.month,
            )

    def weekly_rest(self) -> Iterator[Excess]:
        """Weeks with a shift on each of the seven days; leave is a free day."""
        worked = [week for week in self.weeks if all(day in self.codes for day in week)]
        if worked:
            mondays = [week[0] for week in worked]
            yield self.excess(Limit.WEEKLY_REST, 0, 1, mondays, FreeDays(len(worked)))

    def rest_between_shifts(self) -> Iterator[Excess]:
        """Shifts of the roster that begin too soon after the one before; none when the rule is off."""
        if not self.problem.rules.minimum_rest.on:
            return
        least = self.problem.rules.whole("minimum_rest") * HOUR
        ends = [(day, _start(day) + self.shift(day).end) for day in sorted(self.codes)]
        rests = {
            day: _start(day) + self.shift(day).start - end
            for (_, end), (day, _) in pairwise(ends)
            if day >= self.problem.days[0]
        }
        short = [day for day, rest in rests.items() if rest < least]
        if short:
            lacking = {day: least - rests[day] for day in short}
            later = [
                shift.code
                for shift in self.problem.shifts
                if all(shift.start - self.shift(day).start >= lacking[day] for day in short)
            ]
            found = min(rests[day] for day in short)
            yield self.excess(Limit.SHIFT_REST, found, least, short, LaterShift(tuple(later)))

    def shift(self, day: dt.date) -> Shift:
        return self.problem.shift_by_code[self.codes[day]]

    def overtime_of(self, minutes: Minutes) -> int:
        """The overtime of the roster's days."""
        first = self.problem.days[0]
        return sum(n for week in self.weeks for day, n in overtime(minutes, week).items() if day >= first)

    def lighter(self) -> list[str]:
        """What a long shift may be exchanged for: the shortest half day, the shortest evening (the
        shortest shift of all where there is neither), a rest day."""
        kinds = ([s for s in self.problem.shifts if s.kind == kind] for kind in (Kind.HALF, Kind.EVENING))
        shortest = [min(shifts, key=lambda s: s.paid).code for shifts in kinds if shifts]
        return [*(shortest or [min(self.problem.shifts, key=lambda s: s.paid).code]), REST]

    def length(self, into: str) -> int:
        return 0 if into == REST else self.problem.shift_by_code[into].paid

    def longest_first(self, week: Week, into: str) -> list[dt.date]:
        """The days of a week that could be exchanged, where exchanging saves time."""
        least = self.length(into)
        days = [day for day in week if day in self.days and self.minutes[day] > least]
        return sorted(days, key=lambda day: (-self.minutes[day], day))

    def exchange_in_weeks(self, surplus: Mapping[Week, int], into: str) -> Exchange | None:
        """The fewest exchanges that take the surplus out of each week: its longest shifts."""
        taken: list[list[dt.date]] = []
        for week, minutes in surplus.items():
            days, saved = [], 0
            for day in self.longest_first(week, into):
                if saved < minutes:
                    saved += self.minutes[day] - self.length(into)
                    days.append(day)
            if saved < minutes:
                return None
            taken.append(days)
        every = [day for days in taken for day in days]
        return Exchange(self.given_up(every), into, max(map(len, taken)), len(every))

    def exchange_in_month(self, into: str) -> Exchange | None:
        """The fewest exchanges that bring the overtime down to the limit.

        Within a week each further exchange of the longest shift saves no more than the one before, so
        taking the most saving one of all weeks again and again needs the fewest.
        """
        minutes = dict(self.minutes)
        waiting = [self.longest_first(week, into) for week in self.weeks]
        taken: list[dt.date] = []
        while (left := self.overtime_of(minutes)) > MONTH_OVERTIME:
            after = {
                days[0]: self.overtime_of({**minutes, days[0]: self.length(into)}) for days in waiting if days
            }
            best = min(after, key=lambda day: (after[day], day), default=None)
            if best is None or after[best] >= left:
                return None
            minutes[best] = self.length(into)
            waiting = [[day for day in days if day != best] for days in waiting]
            taken.append(best)
        return Exchange(self.given_up(taken), into, 0, len(taken))

    def given_up(self, days: list[dt.date]) -> tuple[str, ...]:
        return tuple(sorted({self.codes[day] for day in days}))


def _start(day: dt.date) -> int:
    """Midnight as minutes on one long clock."""
    return day.toordinal() * MINUTES_A_DAY
