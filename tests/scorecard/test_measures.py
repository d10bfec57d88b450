"""Totals first, rates last: each measure with figures worked out by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.scorecard.measures import (
    MEASURES,
    RATIOS,
    Figure,
    case_totals,
    figures,
    follow_up_totals,
    log_totals,
    receptions,
)
from csbook.scorecard.period import Period, month_before
from tests.scorecard.workplace import NOVEMBER, TODAY, log, table

PERIOD = Period(NOVEMBER, TODAY)
TICKED = dict.fromkeys(
    ("check_orders", "check_messages", "handover", "leftovers", "shipments", "reviews"), True
)


def from_log(*rows: dict[str, Any], period: Period = PERIOD) -> dict[str, Figure]:
    return figures([log_totals(table("DailyLog", rows), period)]).get("1", {})


def values(found: dict[str, Figure]) -> dict[str, str]:
    return {name: str(figure.value) for name, figure in found.items()}


def test_every_measure_of_the_scores_table_is_computed() -> None:
    assert set(MEASURES) == set(RATIOS)


def test_the_measures_of_two_days_by_hand() -> None:
    first = log(
        "1", 2, receptions=100, answered=90, response_seconds=2700.0, enquiries=40, buyers=18, orders=20,
        valid_orders=19, paid_orders=16, refunded_orders=1, abnormal_orders=1,
        order_amount=Decimal("2000.10"), sales=Decimal("1800.05"),
        ratings=10, satisfied=9, complaints=1, **TICKED,
    )  # fmt: skip
    second = log(
        "1", 3, receptions=50, answered=50, response_seconds=1000.0, enquiries=20, buyers=12, orders=13,
        valid_orders=13, paid_orders=12, refunded_orders=2, abnormal_orders=0, order_amount=Decimal("999.90"),
        sales=Decimal("900.00"), ratings=5, satisfied=5, complaints=0,
    )  # fmt: skip
    assert values(from_log(first, second)) == {
        "conversion": "50.00",  # 30 of 60; the mean of 45 % and 60 % would be 52.5
        "response_seconds": "26.43",  # 3700 / 140
        "loss": "50.00",
        "order_amount": "3000.00",
        "valid_share": "96.97",  # 32 / 33
        "paid_share": "84.85",  # 28 / 33
        "refund_share": "10.71",  # 3 of the 28 paid
        "order_value": "90.00",  # 2700.05 / 30 = 90.0017
        "complaint_share": "0.67",  # 1 / 150
        "abnormal_share": "3.03",  # 1 / 33
        "answered_share": "93.33",  # 140 / 150
        "satisfaction": "93.33",  # 14 / 15
        "log_complete": "50.00",
    }


def test_a_zero_denominator_gives_no_figure_neither_0_nor_100() -> None:
    found = from_log(log("1", enquiries=0, buyers=0, ratings=0, satisfied=0, orders=0, paid_orders=0))
    assert set(found) == {"log_complete"}


def test_a_row_counts_only_where_both_total_and_sample_are_filled() -> None:
    found = from_log(
        log("1", 2, enquiries=10, buyers=5), log("1", 3, enquiries=90), log("1", 4, buyers=7, receptions=3)
    )
    assert found["conversion"] == Figure(Decimal("50.00"), Decimal(10))


def test_half_a_hundredth_of_a_percent_is_rounded_up() -> None:
    found = from_log(log("1", ratings=800, satisfied=1, orders=1600, paid_orders=1))
    assert str(found["satisfaction"].value) == "0.13"  # 0.125
    assert str(found["paid_share"].value) == "0.06"  # 0.0625


def test_seconds_are_summed_as_typed() -> None:
    rows = [log("1", day, answered=20, response_seconds=0.1) for day in (2, 3, 4)]
    assert from_log(*rows)["response_seconds"].value == Decimal("0.01")  # 0.3 / 60 = 0.005 exactly


@pytest.mark.parametrize("missing", sorted(TICKED))
def test_a_log_is_complete_with_receptions_and_all_six_ticks(missing: str) -> None:
    found = from_log(
        log("1", 2, receptions=1, **TICKED),
        log("1", 3, receptions=1, **TICKED | {missing: None}),
        log("1", 4, receptions=1, **TICKED | {missing: False}),
        log("1", 5, **TICKED),
    )
    assert found["log_complete"] == Figure(Decimal("25.00"), Decimal(4))


def test_only_days_of_the_month_that_have_come_count() -> None:
    rows = [log("1", day, orders=10, paid_orders=day) for day in (1, 9, 10)]
    rows += [
        {**log("1"), "date": pd.Timestamp(d), "orders": 10, "paid_orders": 0}
        for d in ("2026-10-31", "2026-12-01")
    ]
    at = Period(NOVEMBER, dt.datetime(2026, 11, 9, 8, 0))
    assert from_log(*rows, period=at)["paid_share"] == Figure(Decimal("50.00"), Decimal(20))
    assert from_log(*rows)["paid_share"].sample == 30


def test_follow_ups_count_for_who_was_assigned_else_the_owner() -> None:
    due = pd.Timestamp(2026, 11, 10, 18)
    rows = [
        {"owner": "1", "due_by": due, "done_at": due},  # the last moment is in time
        {"owner": "1", "due_by": due, "done_at": due + pd.Timedelta(minutes=1)},
        {"owner": "1", "assigned": "2", "due_by": due, "done_at": due - pd.Timedelta(days=1)},
        {"owner": "1", "due_by": due},
        {"owner": "1", "due_by": due, "state": "closed"},  # its reason fell away
        {"owner": "1", "due_by": pd.Timestamp(2026, 12, 1), "done_at": due},
        {"due_by": due, "done_at": due},
    ]
    found = figures([follow_up_totals(table("FollowUps", rows), PERIOD)])
    assert found["1"]["follow_ups_in_time"] == Figure(Decimal("33.33"), Decimal(3))
    assert found["2"]["follow_ups_in_time"] == Figure(Decimal("100.00"), Decimal(1))
    assert set(found) == {"1", "2"}


def test_a_follow_up_that_is_not_due_yet_is_not_late() -> None:
    rows = [{"owner": "1", "due_by": pd.Timestamp(2026, 11, 20)}]
    early = Period(NOVEMBER, dt.datetime(2026, 11, 19))
    assert figures([follow_up_totals(table("FollowUps", rows), early)]) == {}


def test_cases_closed_of_the_cases_opened_in_the_month() -> None:
    rows = [
        {"owner": "1", "opened": pd.Timestamp(2026, 11, 3), "closed": pd.Timestamp(2026, 12, 4)},
        {"owner": "1", "opened": pd.Timestamp(2026, 11, 3), "closed": pd.Timestamp(2026, 12, 6)},  # to come
        {"owner": "1", "opened": pd.Timestamp(2026, 11, 30, 23)},
        {"owner": "1", "opened": pd.Timestamp(2026, 10, 31), "closed": pd.Timestamp(2026, 11, 3)},
    ]
    found = figures([case_totals(table("AfterSales", rows), PERIOD)])
    assert found == {"1": {"cases_closed": Figure(Decimal("33.33"), Decimal(3))}}


def test_receptions_by_platform() -> None:
    rows = [
        log("1", 2, receptions=3),
        log("1", 3, receptions=4),
        log("1", 3, platform="jd"),
        log("2", receptions=0),
    ]
    assert receptions(table("DailyLog", rows), PERIOD).to_dict("records") == [
        {"agent_id": "1", "platform": "tmall", "receptions": 7},
        {"agent_id": "2", "platform": "tmall", "receptions": 0},
    ]


def test_the_month_before_january_is_december() -> None:
    assert month_before("2027-01") == "2026-12"
