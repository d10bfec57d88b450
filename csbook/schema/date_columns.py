"""The kinds of column for months, days, moments and hours."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any as AnyValue
from typing import ClassVar, Final

from csbook.problems import Words
from csbook.schema.cells import EXCEL_EPOCH, BadCell, as_moment, as_text
from csbook.schema.column import Column

YEARS: Final = range(2000, 2101)  # a month or date outside them is a slip of the hand
OF_PEOPLE: Final = range(1950, 10_000)
"""What may be older than shops on the web, or mean "never" as 9999-12-31: employment, a customer's visits."""


@dataclass(frozen=True)
class Month(Column):
    """A month as `2026-11`, in one of `YEARS`."""

    width: ClassVar[int] = 10
    kind_words: ClassVar[Words] = Words("月份，如 2026-11", "a month such as 2026-11")

    def parse(self, value: AnyValue) -> str:
        if isinstance(value, (dt.datetime, dt.date)):
            year, month = value.year, value.month
        else:
            match = re.fullmatch(r"(\d{4})[-/年.](\d{1,2})月?", as_text(value))
            if not match:
                raise BadCell
            year, month = int(match[1]), int(match[2])
        if not 1 <= month <= 12:
            raise BadCell
        if year not in YEARS:
            of = of_years(YEARS)
            raise BadCell(Words(f"{of.zh}月份", f"a month {of.en}"))
        return f"{year}-{month:02d}"


def in_years(moment: dt.datetime, years: range) -> dt.datetime:
    """The moment. Raises `BadCell` for another year."""
    if moment.year in years:
        return moment
    of = of_years(years)
    raise BadCell(Words(f"{of.zh}日期", f"a date {of.en}"))


def of_years(years: range) -> Words:
    """`2000 到 2100 年的`, said before a date in Chinese and after it in English."""
    first, last = years[0], years[-1]
    if last == dt.MAXYEAR:
        return Words(f"{first} 年以后的", f"of {first} or later")
    return Words(f"{first} 到 {last} 年的", f"of the years {first} to {last}")


@dataclass(frozen=True)
class Day(Column):
    """A calendar day, in one of `years`."""

    years: range = field(default=YEARS, kw_only=True)
    dtype: ClassVar[str] = "datetime64[us]"
    number_format: ClassVar[str] = "yyyy-mm-dd"
    kind_words: ClassVar[Words] = Words("日期，如 2026-11-22", "a date such as 2026-11-22")

    def parse(self, value: AnyValue) -> dt.datetime:
        moment = as_moment(value)
        if moment.time() != dt.time(0):
            raise BadCell
        return in_years(moment, self.years)


@dataclass(frozen=True)
class Moment(Column):
    """A local day and time, in one of `years`."""

    years: range = field(default=YEARS, kw_only=True)
    dtype: ClassVar[str] = "datetime64[us]"
    width: ClassVar[int] = 17
    number_format: ClassVar[str] = "yyyy-mm-dd hh:mm"
    kind_words: ClassVar[Words] = Words(
        "日期和时间，如 2026-11-22 14:30", "a date and time such as 2026-11-22 14:30"
    )

    def parse(self, value: AnyValue) -> dt.datetime:
        return in_years(as_moment(value), self.years)


@dataclass(frozen=True)
class Duration(Column):
    """Hours and minutes; as a time of day, counted from midnight (26:00 is 2:00 the next day)."""

    dtype: ClassVar[str] = "timedelta64[us]"
    width: ClassVar[int] = 9
    number_format: ClassVar[str] = "[h]:mm"
    kind_words: ClassVar[Words] = Words("时间，如 17:30", "a time such as 17:30")

    def parse(self, value: AnyValue) -> dt.timedelta:
        if isinstance(value, dt.timedelta):
            return value
        if isinstance(value, dt.datetime):  # a time beyond 24:00 as some readers give it
            return value - EXCEL_EPOCH
        if isinstance(value, dt.time):
            return dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 100:
            return dt.timedelta(seconds=round(value * 86400))
        match = re.fullmatch(r"(\d{1,3})[:\uff1a](\d{2})(?:[:\uff1a](\d{2}))?", as_text(value))
        if not match or int(match[2]) > 59 or int(match[3] or 0) > 59:
            raise BadCell
        return dt.timedelta(hours=int(match[1]), minutes=int(match[2]), seconds=int(match[3] or 0))
