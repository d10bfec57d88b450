"""The month that is scored, seen from a given moment."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Period:
    """A month by its `first` day. What is later than `today` (a local moment) has not happened."""

    first: dt.date
    today: dt.datetime

    @property
    def days(self) -> int:
        return calendar.monthrange(self.first.year, self.first.month)[1]

    @property
    def last(self) -> dt.date:
        return self.first.replace(day=self.days)

    @property
    def label(self) -> str:
        """The month as the tables write it, `2026-11`."""
        return f"{self.first:%Y-%m}"

    def past(self, moments: pd.Series) -> pd.Series:
        """Which moments have come; a missing one has not."""
        return moments <= pd.Timestamp(self.today)

    def holds(self, moments: pd.Series) -> pd.Series:
        """Which moments lie in the month and have come."""
        start = pd.Timestamp(self.first)
        return (moments >= start) & (moments < start + pd.Timedelta(days=self.days)) & self.past(moments)


def month_before(label: str) -> str:
    """`2026-12` of `2027-01`."""
    return f"{dt.date.fromisoformat(label + '-01') - dt.timedelta(days=1):%Y-%m}"
