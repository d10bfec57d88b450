"""Days in words, as a person writes them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.problems import Words
from csbook.roster.day_ranges import MOST_RANGES, day_ranges, day_words, span_words


def june(*numbers: int) -> list[dt.date]:
    return [dt.date(2026, 6, number) for number in numbers]


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        ([], "", ""),
        (june(9), "6月9日", "June 9"),
        (june(9, 3, 4, 5, 4), "6月3日至5日、9日", "June 3 to 5, 9"),
        ([*june(29, 30), dt.date(2026, 7, 1)], "6月29日至7月1日", "June 29 to July 1"),
        ([*june(30), dt.date(2026, 7, 4)], "6月30日、7月4日", "June 30, July 4"),
    ],
)
def test_days_running_are_one_range_and_a_month_is_named_once(days: list[dt.date], zh: str, en: str) -> None:
    assert day_ranges(days) == Words(zh, en)


def test_of_many_ranges_the_first_are_told_and_how_many_days_there_are() -> None:
    odd = june(*range(1, 30, 2))
    listed = "、".join(f"{n}日" for n in range(3, 24, 2))
    assert day_ranges(odd).zh == f"6月1日、{listed}等 15 天"
    assert day_ranges(odd).en.endswith("21, 23 and 3 more days")
    assert day_ranges(odd[: MOST_RANGES + 1]).en.endswith("21, 23 and 1 more day")
    assert day_ranges(odd[:MOST_RANGES]).en.endswith("21, 23")


def test_one_day_and_the_first_and_last_of_a_stretch_are_written_as_a_range_has_them() -> None:
    first, last = dt.date(2026, 6, 29), dt.date(2026, 7, 1)
    assert day_words(first) == Words("6月29日", "June 29")
    assert span_words(first, last) == Words("6月29日至7月1日", "June 29 to July 1")
    assert span_words(first, first) == day_words(first)


@given(st.sets(st.integers(1, 30)))
def test_up_to_twelve_ranges_name_every_day_and_no_other(numbers: set[int]) -> None:
    en = day_ranges(june(*numbers)).en
    if " more day" in en or not numbers:
        return
    named: set[int] = set()
    for part in en.removeprefix("June ").split(", "):
        first, _, last = part.partition(" to ")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == numbers
