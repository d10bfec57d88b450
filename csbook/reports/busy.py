"""When most people are on duty: the hours for training and meetings (domain A9: both once a week)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

HOUR = pd.Timedelta(hours=1)


def on_duty_by_hour(stints: pd.DataFrame) -> pd.Series:
    """How many people are on duty for the whole of each hour (int64; index: the hours' beginnings, in order).

    `stints`: one row for each person and shift, with its `start` and `end` (moments). Hours in which nobody
    is on duty are left out.
    """
    hours = [
        hour
        for start, end in zip(stints["start"], stints["end"], strict=True)
        for hour in pd.date_range(start.ceil("h"), end - HOUR, freq="h")
    ]
    return pd.Series(hours, dtype="datetime64[us]").value_counts().sort_index()


def busiest_hours(counts: pd.Series, weeks: Sequence[pd.Timestamp], many: int) -> list[list[pd.Timestamp]]:
    """For each week, given by its Monday, the `many` hours with most people on duty, each on another day.

    Equal hours: the earliest. `counts` as in `on_duty_by_hour`. A week without a roster has fewer hours, or
    none.
    """
    found = []
    for monday in weeks:
        of_week = counts[(counts.index >= monday) & (counts.index < monday + pd.Timedelta(days=7))]
        in_order = of_week.sort_values(ascending=False, kind="stable")
        best_of_day = ~pd.DatetimeIndex(in_order.index).normalize().duplicated()
        found.append(list(in_order.index[best_of_day][:many]))
    return found


def busiest_hour(counts: pd.Series, day: pd.Timestamp) -> pd.Timestamp | None:
    """The hour of the day with most people on duty, the earliest of equal ones; None without a roster."""
    of_day = counts[(counts.index >= day) & (counts.index < day + pd.Timedelta(days=1))]
    hours = pd.DatetimeIndex(of_day.index)
    return None if of_day.empty else hours[int(of_day.argmax())]


def mondays(first: pd.Timestamp, last: pd.Timestamp) -> list[pd.Timestamp]:
    """The Mondays of the month's weeks; a week belongs to the month that has most of its days."""
    fourth_days = pd.date_range(first, last, freq="W-THU")
    return [day - pd.Timedelta(days=3) for day in fourth_days]
