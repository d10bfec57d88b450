"""Settings that do not go together, or name somebody who is not there."""

from __future__ import annotations

from typing import Any

import pytest

from csbook.schema.checks import cross_checks
from tests.schema.test_checks import STAFF, frame


def hours(**typed: Any) -> list[tuple[int | None, str, str]]:
    """Problems of the settings typed (rows from 6): row, found, expected in English."""
    table = frame("Settings", *({"name": name, "value": value} for name, value in typed.items()))
    return [(p.row, p.found, p.expected.en) for p in cross_checks({"Settings": table})]


def test_closing_after_midnight_and_a_whole_day_of_calls_are_allowed() -> None:
    assert hours(opens="18:00", closes="26:00", calls_from="0:00", calls_until="24:00") == []
    assert hours(opens=0.0, closes="48:00") == []


def test_hours_that_end_before_they_begin_are_told_at_the_second() -> None:
    assert hours(opens="9:00", closes="9:00", calls_from="21:00", calls_until="9:30") == [
        (7, "9:00", "Closes: later than Opens (9:00)"),
        (9, "9:30", "Calls until: later than Calls from (21:00)"),
    ]


def test_an_end_left_empty_counts_with_its_default() -> None:
    assert hours(opens="23:30", closes=None) == [(7, "23:00", "Closes: later than Opens (23:30)")]
    assert hours(opens="23:30") == [(6, "23:00", "Closes: later than Opens (23:30)")]


def test_hours_beyond_their_day_are_told_once() -> None:
    assert hours(opens="25:00", closes="48:01", calls_from="8:00", calls_until="24:30") == [
        (6, "25:00", "Opens: 0:00 to 24:00"),
        (7, "48:01", "Closes: 0:00 to 48:00"),
        (9, "24:30", "Calls until: 0:00 to 24:00"),
    ]


def test_hours_that_cannot_be_read_are_told_once() -> None:
    assert [row for row, *_ in hours(opens="早上", closes="8:00")] == [6]


@pytest.mark.parametrize("time", ["9:00", "17:00", "22:59", None])
def test_a_hand_over_within_the_opening_hours_is_right(time: str | None) -> None:
    assert hours(handover_time=time) == []


@pytest.mark.parametrize(
    ("opens", "closes", "time", "expected"),
    [
        (None, None, "8:59", "between 9:00 and 23:00"),
        (None, None, "23:00", "between 9:00 and 23:00"),
        (None, None, "25:00", "between 9:00 and 23:00"),
        ("18:00", "26:00", "17:00", "between 18:00 and 24:00"),
        ("18:00", "26:00", "24:30", "between 18:00 and 24:00"),
    ],
)
def test_a_hand_over_outside_the_opening_hours_is_told(
    opens: str | None, closes: str | None, time: str, expected: str
) -> None:
    assert hours(opens=opens, closes=closes, handover_time=time) == [(8, time, f"Hand-over at: {expected}")]


def test_a_hand_over_left_empty_is_nobodys_slip() -> None:
    assert hours(opens="18:00", closes="23:00", handover_time=None) == []


def test_a_hand_over_that_cannot_be_read_is_told_once() -> None:
    assert [row for row, *_ in hours(handover_time="下午")] == [6]


def test_hours_in_the_wrong_order_say_nothing_of_the_hand_over() -> None:
    found = hours(opens="23:30", closes="23:00", handover_time="17:00")
    assert [(row, text) for row, _, text in found] == [(7, "Closes: later than Opens (23:30)")]


def test_poor_reviews_go_to_somebody_who_is_there() -> None:
    def found(who: str | None) -> list[tuple[int | None, str, str]]:
        table = frame("Settings", {"name": "review_handler", "value": who})
        problems = cross_checks({"Settings": table, "Staff": STAFF})
        return [(p.row, p.found, p.expected.zh) for p in problems]

    assert found(None) == found("K02") == []
    assert found("K99") == [(6, "K99", "差评处理人：“员工”表里有的工号")]
    assert hours(review_handler="K99") == [], "without the staff nobody knows"
