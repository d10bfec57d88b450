"""Working days in China: Monday to Friday, less the holidays, plus the weekends worked instead.

The workbook's table Holidays is the truth (`WorkCalendar`); the `holidays` library only proposes
its rows (`calendar_rows`), and only for years whose plan the State Council has published: for later
years the library computes the festivals but cannot know the adjusted working days (调休).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from csbook.problems import Words, WorkbookUnusable, WrongUse

Days = npt.NDArray[np.datetime64]
WORKED_WEEKEND = Words("调休上班", "Adjusted working day")


class CalendarRow(NamedTuple):
    """One day of a year's plan that is not what its weekday says."""

    date: dt.date
    kind: Literal["holiday", "workday"]
    zh: str
    en: str


class PlanNotPublished(WrongUse):
    """The library has no published plan for the year."""

    def __init__(self, year: int) -> None:
        super().__init__(
            Words(
                f"{year} 年的放假调休安排尚未收录。请按国务院通知填写“节假日”。",
                f"The holiday plan of {year} is not known yet. Fill in Holidays from the published notice.",
            )
        )


class CalendarMissing(WorkbookUnusable):
    """A count of working days reaches years that the table Holidays says nothing about."""

    def __init__(self, years: Iterable[int]) -> None:
        self.years = tuple(sorted(years))
        zh, en = "、".join(map(str, self.years)), ", ".join(map(str, self.years))
        super().__init__(
            Words(
                f"工作日要数到 {zh} 年，但“节假日”里没有这一年的安排。请补上放假日和调休上班日后重试。",
                f"Working days reach {en}, but Holidays has no rows for it. "
                "Add its holidays and adjusted working days, then run again.",
            )
        )


def calendar_rows(year: int) -> list[CalendarRow]:
    """The statutory holidays and adjusted working days of `year`, by date, with names.

    A plan counts as published when the library knows a working weekend within the year; otherwise
    `PlanNotPublished` is raised.
    """
    import holidays

    chinese: Any = holidays.country_holidays("CN", years=year, language="zh_CN")
    english: Any = holidays.country_holidays("CN", years=year, language="en_US")
    worked = [day for day in chinese.weekend_workdays if day.year == year]
    if not worked:
        raise PlanNotPublished(year)
    rows = [CalendarRow(day, "holiday", name, iso_dates(english[day])) for day, name in chinese.items()]
    rows += [CalendarRow(day, "workday", WORKED_WEEKEND.zh, WORKED_WEEKEND.en) for day in worked]
    return sorted(rows)


def iso_dates(text: str) -> str:
    """`02/14/2026` as `2026-02-14`: the library's English is American."""
    return re.sub(r"(\d{2})/(\d{2})/(\d{4})", r"\3-\1-\2", text)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked, by the table Holidays.

    A year is covered when the table has at least one holiday in it (1 January always is one).
    Nothing is guessed for other years: counts that touch them raise `CalendarMissing`.
    """

    off: frozenset[dt.date]
    worked: frozenset[dt.date]

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> WorkCalendar:
        """From a frame of Holidays (columns `date`, `kind` holiday or workday)."""
        dated = frame.dropna(subset=["date", "kind"])
        days = {
            kind: frozenset(dated.loc[dated["kind"] == kind, "date"].dt.date)
            for kind in ("holiday", "workday")
        }
        return cls(days["holiday"], days["workday"])

    def covers(self, year: int) -> bool:
        return any(day.year == year for day in self.off)

    def is_workday(self, day: dt.date) -> bool:
        """Whether `day` is worked; raises `CalendarMissing`."""
        if not self.covers(day.year):
            raise CalendarMissing([day.year])
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def add_workdays(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after `day` (before it when n is negative), `day` not counted.

        For n = 0: `day` itself, or the next working day when it is a day off.
        Raises `CalendarMissing`.
        """
        shifted: dt.date = self.shift(np.array([day], dtype="datetime64[D]"), n)[0].item()
        return shifted

    def shift(self, days: Days, n: int) -> Days:
        """`add_workdays` for an array of days (datetime64[D], none missing)."""
        if not len(days):
            return days
        margin = abs(n) // 200 + 1  # years; every year has more than 200 working days
        first, last = year_of(days.min()) - margin, year_of(days.max()) + margin
        working = self.working_between(first, last)
        if n > 0:
            places = np.searchsorted(working, days, side="right") + n - 1
        else:
            places = np.searchsorted(working, days, side="left") + n
        shifted = working[places]
        self.require(days, shifted)
        return shifted

    def working_between(self, first: int, last: int) -> Days:
        """The working days of the years, ascending; in years not covered plainly Monday to Friday."""
        span = np.arange(f"{first}-01-01", f"{last + 1}-01-01", dtype="datetime64[D]")
        off = np.array(sorted(self.off), dtype="datetime64[D]")
        worked = np.array(sorted(self.worked), dtype="datetime64[D]")
        return span[np.is_busday(span, holidays=off) | np.isin(span, worked)]

    def require(self, start: Days, end: Days) -> None:
        """Raise `CalendarMissing` unless every year from each start to its end is covered."""
        pairs = np.unique(np.sort(np.stack([start, end]), axis=0).astype("datetime64[Y]"), axis=1)
        reached = {year for one, other in pairs.T for year in range(year_of(one), year_of(other) + 1)}
        missing = [year for year in reached if not self.covers(year)]
        if missing:
            raise CalendarMissing(missing)


def year_of(day: np.datetime64) -> int:
    return int(day.astype("datetime64[Y]").astype(int)) + 1970
