"""Chinese working-time law for a roster: how far each person is beyond it.

Judged as standard hours (标准工时制):

* at most 8 hours a day and on average 44 a week: 劳动法 art. 36; the standard is 8 a day and 40 a week:
  国务院关于职工工作时间的规定 (State Council order 174 of 1995) art. 3;
* overtime as a rule at most 1 hour a day, for special reasons 3, and at most 36 a month: 劳动法 art. 41;
* at least one rest day a week: 劳动法 art. 38;
* rest between two shifts: no article gives hours; the rule `minimum_rest` does.

Hours are paid hours: a shift's unpaid break is no working time. Every week over 44 hours is told, not
only an average above it: the article does not say over which weeks the average is taken. Averaging
over a longer time (综合计算工时) needs the authority's approval (劳动法 art. 39); the month's hours against
its working days are given for that case and decide nothing here. How days and weeks are counted:
`working_time`; what would mend an excess: `law_mends`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from csbook.roster.law_mends import (
    FreeDays,
    Mend,
    exchanges_in_month,
    exchanges_in_weeks,
    later_shifts,
    longer_breaks,
)
from csbook.roster.parts import Person, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.working_time import (
    DAY_MOST,
    HOUR,
    WEEK_STANDARD,
    MonthHours,
    WorkedDays,
    known_days,
    month_hours,
)
from csbook.workdays import WorkCalendar

WEEK_MOST = 44 * HOUR
DAY_OVERTIME = 1 * HOUR
DAY_OVERTIME_SPECIAL = 3 * HOUR
MONTH_OVERTIME = 36 * HOUR


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
    return [
        excess
        for person in problem.people
        for excess in _Judge(
            person,
            known_days(problem, roster, person),
            month_hours(problem, roster, person, calendar),
        ).all()
    ]


@dataclass(frozen=True)
class _Judge:
    """One person's days before the law."""

    person: Person
    worked: WorkedDays
    month: MonthHours | None

    def all(self) -> Iterator[Excess]:
        yield from self.long_days()
        yield from self.long_overtime()
        yield from self.long_weeks(Limit.WEEK_STANDARD, WEEK_STANDARD)
        yield from self.long_weeks(Limit.WEEK_MOST, WEEK_MOST)
        yield from self.month_overtime()
        yield from self.weekly_rest()
        yield from self.rest_between_shifts()

    def excess(
        self, limit_of: Limit, found: int, limit: int, dates: Sequence[dt.date], *mends: Mend
    ) -> Excess:
        month = self.month if limit_of is Limit.MONTH_OVERTIME else None
        return Excess(limit_of, self.person.agent_id, found, limit, tuple(dates), mends, month)

    def long_days(self) -> Iterator[Excess]:
        """Days over 8 hours."""
        minutes = self.worked.minutes
        days = [day for day in self.worked.days if minutes[day] > DAY_MOST]
        if days:
            mends = longer_breaks(self.worked, DAY_MOST, (self.worked.codes[day] for day in days))
            yield self.excess(Limit.DAY, max(minutes[day] for day in days), DAY_MOST, days, *mends)

    def long_overtime(self) -> Iterator[Excess]:
        """Days whose overtime is beyond 1 hour, or beyond 3 where a day has as much as that."""
        beyond = {day: self.worked.minutes[day] - DAY_MOST for day in self.worked.days}
        worst = max(beyond.values(), default=0)
        limit = DAY_OVERTIME_SPECIAL if worst > DAY_OVERTIME_SPECIAL else DAY_OVERTIME
        days = [day for day in self.worked.days if beyond[day] > limit]
        if days:
            mends = longer_breaks(self.worked, DAY_MOST + limit, self.worked.codes.values())
            yield self.excess(Limit.DAY_OVERTIME, worst, limit, days, *mends)

    def long_weeks(self, limit_of: Limit, limit: int) -> Iterator[Excess]:
        """Weeks with more hours than the limit, the last one by what is known of it."""
        hours = {week: sum(self.worked.minutes.get(day, 0) for day in week) for week in self.worked.weeks}
        surplus = {week: minutes - limit for week, minutes in hours.items() if minutes > limit}
        if surplus:
            found, mondays = limit + max(surplus.values()), [week[0] for week in surplus]
            mends = exchanges_in_weeks(self.worked, surplus)
            yield self.excess(limit_of, found, limit, mondays, *mends)

    def month_overtime(self) -> Iterator[Excess]:
        found = self.worked.overtime_of(self.worked.minutes)
        if found > MONTH_OVERTIME:
            mends = exchanges_in_month(self.worked, MONTH_OVERTIME)
            yield self.excess(Limit.MONTH_OVERTIME, found, MONTH_OVERTIME, (), *mends)

    def weekly_rest(self) -> Iterator[Excess]:
        """Weeks with a shift on each of the seven days; leave is a free day."""
        full = [week[0] for week in self.worked.weeks if all(day in self.worked.codes for day in week)]
        if full:
            yield self.excess(Limit.WEEKLY_REST, 0, 1, full, FreeDays(len(full)))

    def rest_between_shifts(self) -> Iterator[Excess]:
        """Shifts of the roster that begin too soon after the one before; none when the rule is off."""
        worked, problem = self.worked, self.worked.problem
        if not problem.rules.minimum_rest.on:
            return
        least = problem.rules.whole("minimum_rest") * HOUR
        rests = {
            day: worked.begins(day) - worked.ends(before)
            for before, day in pairwise(sorted(worked.codes))
            if day >= problem.days[0]
        }
        lacking = {day: least - rest for day, rest in rests.items() if rest < least}
        if lacking:
            found, mend = least - max(lacking.values()), later_shifts(worked, lacking)
            yield self.excess(Limit.SHIFT_REST, found, least, list(lacking), mend)
