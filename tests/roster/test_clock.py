"""How long a search may go on, in shares and until somebody stops it, and what it tells."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace

import pytest

from csbook.roster import solution
from csbook.roster.clock import Clock, Standing
from csbook.roster.diagnosis import OutOfTime
from csbook.roster.solve import solve

from .line_problems import hard_faults
from .shop import shop


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    moved = Hands()
    monkeypatch.setattr(time, "monotonic", moved)
    return moved


def test_the_seconds_run_down_and_a_tenth_is_always_left(hands: Hands) -> None:
    clock = Clock.of(30)
    assert (clock.left(), clock.over) == (30, False)
    hands.now += 29.95
    assert (clock.left(), clock.over) == (0.1, False)
    hands.now += 0.05
    assert (clock.left(), clock.over) == (0.1, True)
    hands.now += 100
    assert (clock.left(), clock.over) == (0.1, True)


def test_somebody_who_cancels_ends_it_at_once(hands: Hands) -> None:
    stopped = False
    clock = replace(Clock.of(30), cancelled=lambda: stopped)
    assert not clock.over
    stopped = True
    assert clock.over
    assert clock.within(5).over
    assert clock.for_part(0, 2).over


def test_within_ends_sooner_and_never_later(hands: Hands) -> None:
    clock = Clock.of(30)
    assert clock.within(10).left() == 10
    assert clock.within(10).seconds == 10
    assert clock.within(31) is clock
    hands.now += 25
    assert clock.within(10).left() == 5


def test_extended_begins_now(hands: Hands) -> None:
    clock = Clock.of(30)
    hands.now += 40
    later = clock.extended(2)
    assert (later.left(), later.seconds, later.over) == (2, 2, False)


def test_each_part_gets_an_equal_share_of_what_is_left(hands: Hands) -> None:
    clock = Clock.of(30)
    first = clock.for_part(0, 3)
    assert (first.left(), first.part, first.parts) == (10, 1, 3)
    hands.now += 4  # the first needed less
    second = clock.for_part(1, 3)
    assert (second.left(), second.part, second.parts) == (13, 2, 3)
    hands.now += 13
    third = clock.for_part(2, 3)
    assert (third.left(), third.part, third.parts) == (13, 3, 3)
    assert third.until == clock.until


def test_a_part_that_begins_when_the_time_is_up_is_over(hands: Hands) -> None:
    clock = Clock.of(30)
    hands.now += 31
    assert clock.for_part(1, 2).over


def test_rounds_cancelling_and_reports_go_with_every_part() -> None:
    told: list[Standing] = []
    clock = replace(Clock.of(30), rounds=7, report=told.append)
    for one in (clock.for_part(1, 2), clock.within(1), clock.extended(1)):
        assert one.rounds == 7
        one.tell(12, 9)
    assert told == [Standing(2, 2, 12, 9), Standing(1, 1, 12, 9), Standing(1, 1, 12, 9)]


@pytest.mark.parametrize(
    ("cost", "bound", "gap"), [(None, 5, None), (0, 0, 0.0), (200, 150, 0.25), (150, 150, 0.0)]
)
def test_the_gap_is_the_part_of_the_cost_above_the_bound(
    cost: int | None, bound: int, gap: float | None
) -> None:
    assert Standing(1, 1, cost, bound).gap == gap


@pytest.mark.parametrize("looks", [0, 1, 2, 5, 20, 50, 100, 300])
def test_a_search_cancelled_at_any_moment_ends_with_a_sound_roster_or_with_none(looks: int) -> None:
    """`looks`: how often the search, solvers included, has asked whether to go on."""
    problem, asked = shop(groups=("jd",)), itertools.count()
    try:
        result = solve(problem, cancelled=lambda: next(asked) >= looks)
    except OutOfTime:
        assert looks > 0, "what is not begun yet gets a moment of its own"
        return
    assert hard_faults(problem, result.roster) == []
    assert result.bound <= result.cost == solution.cost(problem, result.roster)
    assert result.bound <= 120, "the best there is"


def test_cancelled_once_there_is_a_roster_it_comes_back() -> None:
    told: list[Standing] = []
    problem = shop(groups=("jd",))
    result = solve(
        problem,
        progress=told.append,
        cancelled=lambda: any(standing.cost is not None for standing in told),
    )
    assert hard_faults(problem, result.roster) == []
    assert (result.bound, solution.cost(problem, result.roster)) == (120, result.cost)
