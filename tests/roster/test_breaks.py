"""The long break (domain A1.9): off long enough for one whole day shift and one whole evening."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

from csbook.roster import breaks
from csbook.roster.parts import Kind, Shift
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule

from .shop import DAY, EVENING, SHIFTS, shop

MONDAY, TUESDAY, WEDNESDAY = (dt.date(2026, 6, day) for day in (1, 2, 3))


def span(first: dt.date, start: float, last: dt.date, end: float) -> tuple[int, int]:
    return breaks.midnight(first) + int(start * 60), breaks.midnight(last) + int(end * 60)


@pytest.mark.parametrize(
    ("start", "end", "long"),
    [
        (17.5, 9 + 24, True),  # a day shift, a rest day, a day shift
        (23.5, 9 + 24, True),  # an evening, a rest day, a day shift
        (23.5, 17 + 24, True),  # an evening, a rest day, an evening
        (17.5, 17, False),  # a day shift, then an evening: Tuesday's day shift is cut
        (15.5, 17, False),  # a half day, then an evening: it ends at 17:30
        (15.5, 17.5, True),  # the evening of Monday and the day shift of Tuesday
        (17.5, 17.5, False),  # Monday's evening has begun at 17:00
    ],
)
def test_a_break_is_long_when_it_holds_a_day_shift_and_an_evening(
    start: float, end: float, long: bool
) -> None:
    """`start` on Monday, `end` in hours after Tuesday's midnight."""
    assert breaks.is_long(shop(), *span(MONDAY, start, TUESDAY, end), [MONDAY, TUESDAY, WEDNESDAY]) is long


def test_a_break_counts_only_for_the_days_of_its_period() -> None:
    gap = span(MONDAY, 15.5, TUESDAY, 17.5)
    assert not breaks.is_long(shop(), *gap, [TUESDAY, WEDNESDAY])


def test_without_an_evening_shift_a_break_must_hold_a_whole_day() -> None:
    problem = replace(shop(), shifts=(DAY,), cover=(), forbidden=frozenset())
    assert breaks.is_long(problem, *span(MONDAY, 17.5, WEDNESDAY, 9), [TUESDAY])
    assert not breaks.is_long(problem, *span(MONDAY, 17.5, TUESDAY, 23), [TUESDAY])


def test_weeks_begin_on_mondays_and_belong_to_the_month_they_end_in() -> None:
    periods = breaks.periods(shop(dt.date(2026, 7, 1)))  # a Wednesday
    assert [(p.days[0].isoformat(), p.begun_before) for p in periods] == [
        ("2026-06-29", True),
        ("2026-07-06", False),
        ("2026-07-13", False),
        ("2026-07-20", False),
    ]
    assert all(p.days[0].weekday() == 0 and len(p.days) == 7 for p in periods)


@pytest.mark.parametrize(("month", "allowed"), [(6, 0), (7, 1), (8, 1)])  # June begins on a Monday
def test_one_period_may_be_missed_in_a_month_that_begins_inside_a_period(month: int, allowed: int) -> None:
    assert breaks.may_miss(shop(dt.date(2026, month, 1))) == allowed


def test_a_soft_rule_lets_every_period_be_missed() -> None:
    problem = shop()
    rules = replace(problem.rules, long_break=Rule(hard=False, parameter=7, weight=50))
    assert breaks.may_miss(replace(problem, rules=rules)) is None


def one_period(problem: RosterProblem) -> list[breaks.Candidate]:
    return breaks.candidates(problem, breaks.periods(problem)[0])


def test_in_the_documents_shop_a_rest_day_is_a_long_break_and_nothing_less() -> None:
    candidates = one_period(shop())
    assert [len(candidate.run) for candidate in candidates] == [1] * 7
    assert not any(candidate.spoilt for candidate in candidates)


def test_short_shifts_make_a_long_break_without_a_free_day() -> None:
    early = Shift("early", 6 * 60, 12 * 60, Kind.HALF)
    late = Shift("late", 18 * 60, 24 * 60, Kind.HALF)
    problem = replace(shop(), shifts=(*SHIFTS, early, late))
    without_a_day = [candidate for candidate in one_period(problem) if not candidate.run]
    assert without_a_day
    assert all("late" not in candidate.spoilt.get("early", ()) for candidate in without_a_day)
    assert all("day" in candidate.spoilt["early"] for candidate in without_a_day)


def test_after_a_night_shift_one_rest_day_may_not_be_enough() -> None:
    night = Shift("night", 22 * 60, 34 * 60, Kind.EVENING)  # until 10:00 on the next day
    problem = replace(shop(), shifts=(DAY, night), cover=(), forbidden=frozenset())
    single = next(candidate for candidate in one_period(problem) if len(candidate.run) == 1)
    assert "day" in single.spoilt["night"]  # neither a whole day shift nor a whole night is off
    assert "day" in single.spoilt["day"]  # the night of the period's first day would end at 10:00


def test_the_first_shift_after_the_roster_is_taken_to_be_the_earliest() -> None:
    assert breaks.earliest_start(shop()) == DAY.start
    late_only = replace(shop(), shifts=(EVENING,), cover=(), forbidden=frozenset())
    assert breaks.earliest_start(late_only) == EVENING.start


def test_the_period_is_a_parameter() -> None:
    problem = shop()
    rules = replace(problem.rules, long_break=Rule(hard=True, parameter=10))
    periods = breaks.periods(replace(problem, rules=rules))
    assert all(len(period.days) == 10 for period in periods)
    gaps = [b.days[0] - a.days[0] for a, b in pairwise(periods)]
    assert gaps == [dt.timedelta(days=10)] * len(gaps)
