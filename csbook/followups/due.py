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

import numpy as np
import numpy.typing as npt
import pandas as pd

from csbook.followups.rules import FollowUpRule
from csbook.workdays import WorkCalendar

DAY: Final = np.timedelta64(1, "D")
LAST_SECOND: Final = np.timedelta64(24 * 60 * 60 - 1, "s")
Moments = npt.NDArray[np.datetime64]


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
        values: Moments = moments.to_numpy()
        since_start = (values - midnights(values) - np.timedelta64(self.start)) % DAY
        rolled = np.where(since_start <= np.timedelta64(length), values, values - since_start + DAY)
        return pd.Series(rolled, index=moments.index, copy=False)


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
        unit = pd.Timedelta(hours=1) if rule.unit == "hours" else pd.Timedelta(days=1)
        due_from = event_at + rule.due_from * unit
        due_by = hours.for_channel(rule.channel).roll(event_at + rule.due_by * unit)
    else:
        due_from = days_after(event_at, round(rule.due_from), rule, calendar)
        due_by = days_after(event_at, round(rule.due_by), rule, calendar) + LAST_SECOND
    columns = {"due_from": due_from.astype("datetime64[us]"), "due_by": due_by.astype("datetime64[us]")}
    return pd.DataFrame(columns, copy=False)


def days_after(event_at: pd.Series, n: int, rule: FollowUpRule, calendar: WorkCalendar) -> pd.Series:
    """Midnight of the day n days (or working days) after each event's day."""
    days = midnights(event_at.to_numpy())
    if rule.unit == "days":
        shifted = days + n * DAY
    else:
        shifted = calendar.shift(days.astype("datetime64[D]"), n).astype("datetime64[us]")
    return pd.Series(shifted, index=event_at.index, copy=False)


def end_of_day(moments: pd.Series) -> pd.Series:
    return pd.Series(midnights(moments.to_numpy()) + LAST_SECOND, index=moments.index, copy=False)


def midnights(moments: Moments) -> Moments:
    """The beginning of each moment's day, as exact as the moments are."""
    return moments.astype("datetime64[D]").astype(moments.dtype)
