"""The days that 《全国年节及纪念日放假办法》 names, by hand from its text and the almanac."""

from __future__ import annotations

import datetime as dt

import pytest

from csbook.commands.statutory_days import statutory_days

BY_HAND = {
    2024: "01-01 02-10 02-11 02-12 04-04 05-01 06-10 09-17 10-01 10-02 10-03",
    2025: "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06",
    2026: "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
}


@pytest.mark.parametrize("year", BY_HAND)
def test_the_statutory_days_are_those_of_the_law(year: int) -> None:
    expected = {dt.date.fromisoformat(f"{year}-{day}") for day in BY_HAND[year].split()}
    assert statutory_days(year) == expected


def test_two_holidays_on_one_day_are_one_day() -> None:
    """Mid-Autumn of 2028 is 3 October; the day added for it is no statutory one."""
    assert dt.date(2028, 10, 3) in statutory_days(2028)
    assert dt.date(2028, 10, 4) not in statutory_days(2028)
    assert len(statutory_days(2028)) == 12
