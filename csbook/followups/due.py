"""When a contact may be made and by when it must be: the window of a rule for many events at once.

Two ways of counting (`FollowUpRule.counts_hours`):

* by the clock: from event + due_from to event + due_by, a day being 24 hours. Only the deadline
  rolls forward, into opening hours, or for a phone call into calling hours: nobody can act at 3:00.
  The beginning does not roll, so that "unpaid for 12 hours" means 12 hours.
* in whole days (calendar or working days): from 00:00 of the first day to 23:59:59 of the last.
  The last second and not the next midnight, so that the sheet shows the day that is meant and a
  run at 00:00 of the next day finds the contact overdue. It does not roll: the day is the limit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.followups.rules import FollowUpRule
from csbook.workdays import WorkCalendar

DAY: Final = pd.Timedelta(days=1)
LAST_SECOND: Final = pd.Timedelta(hours=23, minutes=59, seconds=59)


@dataclass(frozen=True)
class Hours:
    """A daily span of hours, as times from midnight. An end at or before the start lies on the next
    day; an end beyond 24:00 likewise."""

    start: dt.timedelta
    end: dt.timedelta

    def roll(self, moments: pd.Series) -> pd.Series:
        """Each moment itself when it lies in the span (both ends included), else the next start."""
        length = self.end - self.start
        if length <= dt.timedelta(0):
            length += dt.timedelta(days=1)
        if length >= dt.timedelta(days=1):
            return moments
        since_start = (moments - self.start) - (moments - self.start).dt.normalize()
        next_start = moments - since_start + DAY
        return moments.where((since_start <= length) | moments.isna(), next_start)


@dataclass(frozen=True)
class OfficeHours:
    """When the shop is open, and when customers may be telephoned."""

    opening: Hours
    calling: Hours

    def for_channel(self, channel: str) -> Hours:
        return self.calling if channel == "phone" else self.opening


def windows(
    rule: FollowUpRule, event_at: pd.Series, hours: OfficeHours, calendar: WorkCalendar
) -> pd.DataFrame:
    """Columns `due_from`, `due_by` (datetime64[us]; index as `event_at`, which has no gaps).

    Raises `CalendarMissing` when working days reach a year that Holidays does not cover.
    """
    if rule.counts_hours:
        unit = pd.Timedelta(hours=1) if rule.unit == "hours" else DAY
        due_from = event_at + rule.due_from * unit
        due_by = hours.for_channel(rule.channel).roll(event_at + rule.due_by * unit)
    else:
        due_from = days_after(event_at, round(rule.due_from), rule, calendar)
        due_by = days_after(event_at, round(rule.due_by), rule, calendar) + LAST_SECOND
    return pd.DataFrame({"due_from": due_from, "due_by": due_by}).astype("datetime64[us]")


def days_after(event_at: pd.Series, n: int, rule: FollowUpRule, calendar: WorkCalendar) -> pd.Series:
    """Midnight of the day n days (or working days) after each event's day."""
    days: pd.Series = event_at.dt.normalize()
    if rule.unit == "days":
        return days + n * DAY
    shifted = calendar.shift(days.to_numpy().astype("datetime64[D]"), n)
    return pd.Series(shifted.astype("datetime64[us]"), index=event_at.index)


def end_of_day(moments: pd.Series) -> pd.Series:
    days: pd.Series = moments.dt.normalize()
    return days + LAST_SECOND
