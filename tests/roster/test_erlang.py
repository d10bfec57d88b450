"""The queueing formula against published figures and against the formula as it stands in books."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.roster.erlang import ErlangAssumptions, answered_in_time, people_needed, waiting_probability

CALLS = ErlangAssumptions(answer_seconds=20, answer_share=0.8, handling_seconds=180, chats_at_once=1)
"""The example of most Erlang C tables: 200 calls an hour of 3 minutes, 80 % within 20 seconds."""


def as_in_books(load: Fraction, servers: int) -> Fraction:
    """Erlang C in its usual form, with factorials, in exact fractions."""
    waiting = load**servers / math.factorial(servers) * Fraction(servers) / (servers - load)
    return waiting / (sum(load**k / math.factorial(k) for k in range(servers)) + waiting)


@pytest.mark.parametrize(
    ("load", "servers", "waiting"),
    [
        (10, 12, 0.4494),  # tables of Erlang C, 10 erlangs
        (10, 14, 0.1741319),  # the example of the R package ErlangC
        (1, 2, 1 / 3),  # by hand: (1/2 * 2) / (1 + 1 + 1)
        (0.5, 1, 0.5),  # one server waits as often as it is busy
    ],
)
def test_the_share_that_waits_is_that_of_published_tables(load: float, servers: int, waiting: float) -> None:
    assert waiting_probability(load, servers) == pytest.approx(waiting, abs=5e-5)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 599))
def test_the_recursion_gives_what_the_formula_with_factorials_gives(servers: int, tenths: int) -> None:
    load = Fraction(tenths, 10)
    expected = 1.0 if load >= servers else float(as_in_books(load, servers))
    assert waiting_probability(float(load), servers) == pytest.approx(expected, rel=1e-9)


def test_a_thousand_servers_are_no_trouble() -> None:
    assert 0 < waiting_probability(990, 1000) < 1


def test_fourteen_people_answer_200_calls_an_hour_as_the_published_example_says() -> None:
    assert answered_in_time(14, 200, CALLS) == pytest.approx(0.88835, abs=1e-5)
    assert answered_in_time(13, 200, CALLS) < 0.8
    assert people_needed(200, CALLS) == 14


def test_people_who_cannot_keep_up_answer_nobody_in_time() -> None:
    assert answered_in_time(10, 200, CALLS) == 0.0
    assert waiting_probability(10.0, 10) == 1.0


def test_several_chats_at_once_count_as_so_many_servers() -> None:
    seven_with_two = ErlangAssumptions(20, 0.8, 180, chats_at_once=2)
    assert answered_in_time(7, 200, seven_with_two) == answered_in_time(14, 200, CALLS)
    assert people_needed(200, seven_with_two) == 7


def test_no_chats_need_nobody_and_any_chat_needs_somebody() -> None:
    assert people_needed(0, ErlangAssumptions()) == 0
    assert people_needed(0.01, ErlangAssumptions()) == 1


@settings(deadline=None)
@given(st.floats(0.1, 400), st.integers(1, 6), st.floats(0.5, 0.99))
def test_the_people_found_are_enough_and_one_fewer_is_not(
    arrivals: float, at_once: int, share: float
) -> None:
    assumed = ErlangAssumptions(answer_share=share, chats_at_once=at_once)
    people = people_needed(arrivals, assumed)
    assert answered_in_time(people, arrivals, assumed) >= share
    assert people == 1 or answered_in_time(people - 1, arrivals, assumed) < share


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"answer_share": 1.0}, "between 0 and 1"),  # nobody can promise all
        ({"answer_share": 0.0}, "between 0 and 1"),
        ({"handling_seconds": 0.0}, "positive"),
        ({"answer_seconds": -1.0}, "positive"),
        ({"chats_at_once": 0}, "at least one chat"),
    ],
)
def test_assumptions_that_cannot_be_are_refused(wrong: dict[str, float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ErlangAssumptions(**wrong)  # type: ignore[arg-type]
