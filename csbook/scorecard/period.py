"""The days that are measured, seen from a given moment: a month, or any span of days."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`. What is later than `today` (a local moment) has not happened."""

    first: dt.date
    last: dt.date
    today: dt.datetime

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def past(self, moments: pd.Series) -> pd.Series:
        """Which moments have come; a missing one has not."""
        return moments <= pd.Timestamp(self.today)

    def holds(self, moments: pd.Series) -> pd.Series:
        """Which moments lie in the span and have come."""
        start = pd.Timestamp(self.first)
        return (moments >= start) & (moments < start + pd.Timedelta(days=self.days)) & self.past(moments)


@dataclass(frozen=True)
class Period(Span):
    """A month by its `first` day."""

    last: dt.date = field(init=False)

    def __post_init__(self) -> None:
        days = calendar.monthrange(self.first.year, self.first.month)[1]
        object.__setattr__(self, "last", self.first.replace(day=days))

    @cached_property
    def label(self) -> str:
        """The month as the tables write it, `2026-11`."""
        return f"{self.first:%Y-%m}"


def month_before(label: str) -> str:
    """`2026-12` of `2027-01`."""
    return f"{dt.date.fromisoformat(label + '-01') - dt.timedelta(days=1):%Y-%m}"
