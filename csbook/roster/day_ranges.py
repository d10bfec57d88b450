"""Days as a person writes them: `6月3日至5日、9日`, `June 3 to 5, 9`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from csbook.problems import Words, counted, joined

MOST_RANGES: Final = 12
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day_ranges(days: Iterable[dt.date]) -> Words:
    """Days in order, those running together as one range; a month is named where it begins.

    Of more than twelve ranges the first twelve, and how many days there are (Chinese) or follow (English).
    """
    ranges = _running(days)
    shown, month, parts = ranges[:MOST_RANGES], 0, []
    for run in shown:
        parts.append(_range(run, month))
        month = run[-1].month
    listed = joined(parts, "、", ", ")
    every, more = sum(map(len, ranges)), sum(map(len, ranges[MOST_RANGES:]))
    if not more:
        return listed
    return listed + Words(f"等 {every} 天", f" and {counted(more, 'more day')}")


def day_words(day: dt.date) -> Words:
    """One day: `6月3日`, `June 3`."""
    return _day(day, 0)


def span_words(first: dt.date, last: dt.date) -> Words:
    """All days from the first to the last."""
    return _range([first] if first == last else [first, last], 0)


def _running(days: Iterable[dt.date]) -> list[list[dt.date]]:
    runs: list[list[dt.date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][-1] == dt.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _range(run: list[dt.date], month: int) -> Words:
    first = _day(run[0], month)
    return first if len(run) == 1 else first + Words("至", " to ") + _day(run[-1], run[0].month)


def _day(day: dt.date, month: int) -> Words:
    """A day after one of a month that was named; 0 for none."""
    if day.month == month:
        return Words(f"{day.day}日", str(day.day))
    return Words(f"{day.month}月{day.day}日", f"{MONTHS[day.month - 1]} {day.day}")
