"""Who is ranked, in which order, and what a rank brings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest

from csbook.scorecard.period import Period
from csbook.scorecard.rank import Admission, Employment, Standing, firsts, lasts, ranking, ranks, standing
from csbook.scorecard.rewards import (
    Awards,
    AwardTerms,
    awards,
    bonuses,
    deductions,
    last_streaks,
    owing_plans,
    plan_notice,
    plan_state,
)
from csbook.scorecard.team import days_outside, main_platform
from tests.scorecard.workplace import NOVEMBER, TODAY

PERIOD = Period(NOVEMBER, TODAY)
HUNDRED = Decimal("100.00")


def keys(*triples: tuple[int, int, int]) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    return {f"{n}": tuple(map(Decimal, t)) for n, t in enumerate(triples, 1)}  # type: ignore[misc]


def test_rank_by_weighted_then_manager_then_performance() -> None:
    found = ranks(keys((80, 90, 1), (81, 1, 1), (80, 90, 2), (80, 91, 0)))
    assert found == {"2": 1, "4": 2, "3": 3, "1": 4}


def test_equal_in_all_three_shares_the_rank_and_skips_the_next() -> None:
    assert ranks(keys((9, 9, 9), (8, 8, 8), (8, 8, 8), (7, 7, 7))) == {"1": 1, "2": 2, "3": 2, "4": 4}


def test_nobody_is_ranked_while_one_score_is_missing_or_too_few_take_part() -> None:
    scores = keys((9, 9, 9), (8, 8, 8))
    assert ranking(scores, 2) == {"1": 1, "2": 2}
    assert ranking(scores, 3) == {}
    assert ranking({**scores, "3": None}, 2) == {}
    assert ranking({}, 0) == {}


def test_what_a_ranking_brings_stands_in_the_rows_of_first_and_last() -> None:
    terms = AwardTerms(2, HUNDRED, Decimal(50))
    found = awards(keys((9, 9, 9), (8, 8, 8)), terms)
    assert found.of("1") == {"order": 1, "rank": 1, "bonus": HUNDRED, "deduction": None}
    assert found.of("2") == {"order": 2, "rank": 2, "bonus": None, "deduction": Decimal(50)}
    assert found.of("3") == {"order": 0, "rank": None, "bonus": None, "deduction": None}
    assert awards({"1": None}, terms) == Awards({}, {}, {})


@pytest.mark.parametrize(
    ("ranking", "first", "last", "owing"),
    [
        ({"a": 1, "b": 2, "c": 3, "d": 4}, "a", "d", "cd"),
        ({"a": 1, "b": 1, "c": 3}, "ab", "c", "c"),  # a first never owes a plan
        ({"a": 1, "b": 2, "c": 2, "d": 2}, "a", "bcd", "bcd"),  # the tie at the boundary is in
        ({"a": 1, "b": 2, "c": 2, "d": 4}, "a", "d", "bcd"),
        ({"a": 1, "b": 2}, "a", "b", "b"),
        ({"a": 1, "b": 1, "c": 1}, "", "", ""),
        ({"a": 1}, "", "", ""),
        ({}, "", "", ""),
    ],
)
def test_first_last_and_who_owes_a_plan(ranking: dict[str, int], first: str, last: str, owing: str) -> None:
    assert firsts(ranking) == set(first)
    assert lasts(ranking) == set(last)
    assert owing_plans(ranking) == set(owing)


def test_tied_firsts_share_the_bonus_and_tied_lasts_the_deduction() -> None:
    ranking = {"a": 1, "b": 1, "c": 1, "x": 4, "y": 4, "z": 4}
    assert bonuses(ranking, HUNDRED) == {"a": Decimal("33.34"), "b": Decimal("33.33"), "c": Decimal("33.33")}
    assert deductions(ranking, HUNDRED) == {
        "x": Decimal("33.34"),
        "y": Decimal("33.33"),
        "z": Decimal("33.33"),
    }


def earlier(*months: tuple[str, dict[str, int | None]]) -> pd.DataFrame:
    rows = [(month, who, rank) for month, ranking in months for who, rank in ranking.items()]
    return pd.DataFrame(rows, columns=["month", "agent_id", "rank"]).astype({"rank": "Int64"})


def test_months_last_are_counted_back_to_the_first_month_not_last() -> None:
    before = earlier(
        ("2026-08", {"a": 1, "b": 2}), ("2026-09", {"a": 2, "b": 1, "c": 3}), ("2026-10", {"a": 1, "c": 2})
    )
    assert last_streaks({"a": 1, "b": 2, "c": 3}, "2026-11", before) == {"a": 0, "b": 0, "c": 3}


@pytest.mark.parametrize(
    "october",
    [{"a": 1, "c": 1}, {"a": 1, "b": 2}, {"a": None, "c": None}, {}],
    ids=["all equal", "not ranked", "no ranking", "no rows"],
)
def test_a_month_not_last_ends_the_run(october: dict[str, int | None]) -> None:
    before = earlier(("2026-09", {"a": 1, "c": 2}), ("2026-10", october))
    assert last_streaks({"a": 1, "b": 2, "c": 3}, "2026-11", before)["c"] == 1


def test_the_run_crosses_the_year() -> None:
    before = earlier(("2026-11", {"a": 1, "c": 2}), ("2026-12", {"a": 1, "c": 2}))
    assert last_streaks({"a": 1, "c": 2}, "2027-01", before)["c"] == 3


STRICT = Admission(rank_newcomers=False, newcomer_days=30, away_share=Decimal("0.5"))
OPEN = Admission(rank_newcomers=True, newcomer_days=30, away_share=Decimal("0.5"))
OLD_HAND = Employment(dt.date(2025, 1, 1))


def until(probation: dt.date) -> Employment:
    return Employment(dt.date(2026, 9, 1), probation)


@pytest.mark.parametrize(
    ("away", "person", "admission", "expected"),
    [
        (0, OLD_HAND, STRICT, Standing.RANKED),
        (0, Employment(), STRICT, Standing.RANKED),  # nobody wrote when they began
        (15, OLD_HAND, STRICT, Standing.RANKED),  # half of 30 days is not more than half
        (16, OLD_HAND, STRICT, Standing.AWAY),
        (16, until(dt.date(2026, 12, 1)), OPEN, Standing.AWAY),
        (10, OLD_HAND, Admission(False, 30, Decimal("0.3333")), Standing.AWAY),
        (30, OLD_HAND, Admission(False, 30, Decimal(1)), Standing.RANKED),
        (0, until(dt.date(2026, 11, 29)), STRICT, Standing.RANKED),
        (0, until(dt.date(2026, 11, 30)), STRICT, Standing.PROBATION),
        (0, until(dt.date(2026, 11, 30)), OPEN, Standing.RANKED),
        (0, Employment(dt.date(2026, 11, 1)), STRICT, Standing.RANKED),  # 30 days in the shop
        (1, Employment(dt.date(2026, 11, 2)), STRICT, Standing.NEWCOMER),
        (1, Employment(dt.date(2026, 11, 2)), OPEN, Standing.RANKED),
        (1, Employment(dt.date(2026, 11, 2)), Admission(False, 0, Decimal("0.5")), Standing.RANKED),
        (1, Employment(dt.date(2026, 11, 2), dt.date(2027, 1, 31)), STRICT, Standing.PROBATION),
    ],
)
def test_who_is_ranked(away: int, person: Employment, admission: Admission, expected: Standing) -> None:
    assert standing(PERIOD, away, person, admission) is expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (dt.date(2026, 11, 20), Standing.LEFT),
        (dt.date(2026, 11, 30), Standing.LEFT),
        (dt.date(2026, 12, 1), Standing.RANKED),
    ],
)
def test_whoever_leaves_in_the_month_is_out_of_the_ranking(left: dt.date, expected: Standing) -> None:
    assert standing(PERIOD, 0, Employment(left=left), OPEN) is expected


@pytest.mark.parametrize(
    ("hired", "left", "expected"),
    [
        (None, None, 0),
        (dt.date(2026, 11, 1), dt.date(2026, 11, 30), 0),
        (dt.date(2026, 11, 11), None, 10),
        (None, dt.date(2026, 11, 5), 25),
        (dt.date(2026, 12, 1), None, None),
        (None, dt.date(2026, 10, 31), None),
    ],
)
def test_days_outside_the_employment(
    hired: dt.date | None, left: dt.date | None, expected: int | None
) -> None:
    assert days_outside(PERIOD, hired, left) == expected


def test_who_starts_later_this_month_is_not_there_yet() -> None:
    early = Period(NOVEMBER, dt.datetime(2026, 11, 10))
    assert days_outside(early, dt.date(2026, 11, 11), None) is None
    assert days_outside(early, dt.date(2026, 11, 10), None) == 9


def test_the_main_platform_has_most_receptions_and_the_first_named_wins_a_tie() -> None:
    assert main_platform(["tmall", "jd"], {"jd": 5, "tmall": 4}) == "jd"
    assert main_platform(["tmall", "jd"], {"jd": 5, "tmall": 5}) == "tmall"
    assert main_platform([], {}) is None
    assert main_platform(["tmall"], {"pdd": 1}) == "pdd"
    assert main_platform(["jd", "tmall"], {}) == "jd"


@pytest.mark.parametrize(
    ("due", "handed_in", "state"),
    [
        (dt.date(2026, 12, 5), None, "owed"),  # the day due is not over
        (dt.date(2026, 12, 4), None, "overdue"),
        (dt.date(2026, 12, 4), dt.date(2026, 12, 5), "handed_in_late"),
        (dt.date(2026, 12, 4), dt.date(2026, 12, 4), "handed_in"),
        (dt.date(2026, 12, 4), dt.date(2026, 12, 6), "overdue"),  # typed ahead: it has not happened
        (None, dt.date(2026, 12, 1), None),
    ],
)
def test_the_state_of_a_plan(due: dt.date | None, handed_in: dt.date | None, state: str | None) -> None:
    assert plan_state(due, handed_in, TODAY) == state


def test_a_plan_that_fell_away_is_not_owed_whether_it_was_handed_in_or_not() -> None:
    for handed_in in (None, dt.date(2026, 12, 1)):
        assert plan_state(None, handed_in, TODAY, fell_away=True) == "not_owed"
    assert plan_state(dt.date(2026, 12, 5), None, TODAY, fell_away=True) == "owed"


def test_the_notice_is_the_typed_day_else_the_setting_after_the_month_else_today() -> None:
    typed, setting, end = dt.date(2026, 12, 3), dt.date(2026, 12, 4), dt.date(2026, 11, 30)
    assert plan_notice(typed, setting, end, TODAY) == typed
    assert plan_notice(None, setting, end, TODAY) == setting
    assert plan_notice(None, end, end, TODAY) == TODAY.date()
    assert plan_notice(None, None, end, TODAY) == TODAY.date()
