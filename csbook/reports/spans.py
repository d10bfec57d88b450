"""The days that a report is about: a day, a week from Monday, a month, a year."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["day", "week", "month", "year"]


@dataclass(frozen=True)
class Days:
    """`label` is how the report's rows name the days: `2026-11-22`, `2026-W47`, `2026-11`, `2026`."""

    kind: SpanKind
    first: dt.date
    last: dt.date
    label: str

    @property
    def month(self) -> dt.date | None:
        """The month that the days are in, by its first day: a week's is that of most of its days, a year has
        none."""
        if self.kind == "year":
            return None
        return (self.first + (self.last - self.first) // 2).replace(day=1)


def days_around(kind: SpanKind, day: dt.date) -> Days:
    """The day, week, month or year that `day` lies in."""
    if kind == "day":
        return Days(kind, day, day, day.isoformat())
    if kind == "week":
        year, week, weekday = day.isocalendar()
        monday = day - dt.timedelta(days=weekday - 1)
        return Days(kind, monday, monday + dt.timedelta(days=6), f"{year}-W{week:02d}")
    if kind == "month":
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        return Days(kind, day.replace(day=1), last, f"{day:%Y-%m}")
    return Days(kind, dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), f"{day:%Y}")


def days_before(days: Days) -> Days:
    """The day, week, month or year before."""
    return days_around(days.kind, days.first - dt.timedelta(days=1))


def months_after(month: dt.date, count: int) -> dt.date:
    """The first day of the month that lies so many months later."""
    number = month.year * 12 + month.month - 1 + count
    return dt.date(number // 12, number % 12 + 1, 1)
