"""Paid time by the day and the week, as working-time law counts it (`labour_law` says which law).

**Weeks** run from Monday to Sunday across the month's ends. The days before come from the history; a week
that runs into the next month is judged there, and here only by what is known already. **Overtime** belongs
to the day on which it arises: what is beyond 8 hours on it, and what of the first 8 is beyond the 40 that
the week has had by then. So a month's overtime is known at its end, wherever its weeks are cut.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from csbook.roster.parts import MINUTES_A_DAY, Person, Roster, Shift, shift_in
from csbook.roster.problem import RosterProblem
from csbook.workdays import WorkCalendar

HOUR = 60
DAY_MOST = 8 * HOUR
WEEK_STANDARD = 40 * HOUR
ONE_DAY = dt.timedelta(days=1)

Minutes = Mapping[dt.date, int]
"""Paid minutes of each known day, 0 when off; a day without a cell is not known."""
Week = tuple[dt.date, ...]


@dataclass(frozen=True)
class MonthHours:
    """Paid minutes in the roster's days, and what their working days come to at 8 hours."""

    worked: int
    standard: int


@dataclass(frozen=True)
class WorkedDays:
    """One person's known days, those of the history first: paid minutes, and the codes of the shifts."""

    problem: RosterProblem
    minutes: Minutes
    codes: Mapping[dt.date, str]

    @cached_property
    def days(self) -> list[dt.date]:
        """The roster's days that are known: those that can still be changed."""
        return [day for day in self.problem.days if day in self.minutes]

    @cached_property
    def weeks(self) -> list[Week]:
        return weeks(self.problem)

    def shift(self, day: dt.date) -> Shift:
        return self.problem.shift_by_code[self.codes[day]]

    def begins(self, day: dt.date) -> int:
        """The minute in which the day's shift begins, on one long clock."""
        return day.toordinal() * MINUTES_A_DAY + self.shift(day).start

    def ends(self, day: dt.date) -> int:
        return day.toordinal() * MINUTES_A_DAY + self.shift(day).end

    def overtime_of(self, minutes: Minutes) -> int:
        """The overtime of the roster's days, were these the minutes."""
        first = self.problem.days[0]
        return sum(n for week in self.weeks for day, n in overtime(minutes, week).items() if day >= first)


def known_days(problem: RosterProblem, roster: Roster, person: Person) -> WorkedDays:
    """What is known of the person's days."""
    cells = _known_cells(problem, roster, person)
    codes = {day: code for day, cell in cells if (code := shift_in(cell))}
    return WorkedDays(problem, paid_minutes(problem, roster, person), codes)


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
