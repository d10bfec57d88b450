"""Amounts in words."""

from __future__ import annotations

import pytest

from csbook.problems import Words
from csbook.roster.amounts import hour_words, hours, number_of, number_range


@pytest.mark.parametrize(
    ("minutes", "shown"), [(510, "8.5"), (2400, "40"), (5, "0.08"), (0, "0"), (60_000_000, "1000000")]
)
def test_hours_have_two_decimals_at_most_and_no_exponent(minutes: int, shown: str) -> None:
    assert hours(minutes) == shown


def test_one_is_singular_in_english() -> None:
    assert number_of(1, "周", "week") == Words("1 周", "1 week")
    assert number_of(3, "周", "week") == Words("3 周", "3 weeks")
    assert hour_words(60) == Words("1 小时", "1 hour")
    assert hour_words(90) == Words("1.5 小时", "1.5 hours")


def test_a_range_is_said_in_words_and_one_number_alone() -> None:
    assert number_range(2, 5) == Words("2 到 5", "2 to 5")
    assert number_range(165.5, 165.5) == Words("165.5", "165.5")
    assert number_range(0, 1_000_000) == Words("0 到 1000000", "0 to 1000000")
