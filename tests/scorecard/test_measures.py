"""Totals first, rates last: each measure with figures worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.schema.choices import MEASURE
from csbook.scorecard.measures import (
    MEASURES,
    RATIOS,
    Figure,
    Total,
    by_agent,
    case_totals,
    exact_sum,
    figures,
    figures_of_all,
    follow_up_totals,
    log_totals,
    receptions,
    together,
)
from csbook.scorecard.period import Period, Span, month_before
from tests.scorecard.workplace import NOVEMBER, TODAY, log, table

PERIOD = Period(NOVEMBER, TODAY)
TICKED = dict.fromkeys(
    ("check_orders", "check_messages", "handover", "leftovers", "shipments", "reviews"), True
)


NOTHING = {"seconds": None, "weight": None, "answers_told": None}


def all_from_log(
    *rows: dict[str, Any], period: Span = PERIOD, imported: Mapping[str, Any] = NOTHING
) -> dict[str, dict[str, Figure]]:
    """`imported`: what the platforms gave for the response time of every row."""
    frame = table("DailyLog", rows)
    given = pd.DataFrame(dict(imported), index=frame.index)
    given = given.astype({"seconds": "float64", "weight": "float64", "answers_told": "object"})
    return figures(by_agent(log_totals(frame, period, given)))


def from_log(*rows: dict[str, Any], **more: Any) -> dict[str, Figure]:
    return all_from_log(*rows, **more).get("1", {})


def found(value: str, sample: int, total: int) -> Figure:
    return Figure(Decimal(value), Decimal(sample), Decimal(total))


def values(found: dict[str, Figure]) -> dict[str, str]:
    return {name: str(figure.value) for name, figure in found.items()}


def test_every_measure_of_the_drop_down_is_computed() -> None:
    assert set(MEASURES) == set(RATIOS) == set(MEASURE)
    assert len(MEASURES) == 21


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
    zero = log("1", enquiries=0, buyers=0, ratings=0, satisfied=0, orders=0, paid_orders=0)
    assert set(from_log(zero)) == {"log_complete"}


def test_a_row_counts_only_where_both_total_and_sample_are_filled() -> None:
    measures = from_log(
        log("1", 2, enquiries=10, buyers=5), log("1", 3, enquiries=90), log("1", 4, buyers=7, receptions=3)
    )
    assert measures["conversion"] == found("50.00", 10, 5)


def test_half_a_hundredth_of_a_percent_is_rounded_up() -> None:
    measures = from_log(log("1", ratings=800, satisfied=1, orders=1600, paid_orders=1))
    assert str(measures["satisfaction"].value) == "0.13"  # 0.125
    assert str(measures["paid_share"].value) == "0.06"  # 0.0625


def test_seconds_are_summed_as_typed() -> None:
    rows = [log("1", day, answered=20, response_seconds=0.1) for day in (2, 3, 4)]
    assert from_log(*rows)["response_seconds"].value == Decimal("0.01")  # 0.3 / 60 = 0.005 exactly


@pytest.mark.parametrize("missing", sorted(TICKED))
def test_a_log_is_complete_with_receptions_and_all_six_ticks(missing: str) -> None:
    measures = from_log(
        log("1", 2, receptions=1, **TICKED),
        log("1", 3, receptions=1, **TICKED | {missing: None}),
        log("1", 4, receptions=1, **TICKED | {missing: False}),
        log("1", 5, **TICKED),
    )
    assert measures["log_complete"] == found("25.00", 4, 1)


def test_reports_in_time_and_true_count_rows_of_which_it_is_known() -> None:
    measures = from_log(
        log("1", 2, on_time=True, spot_check="true"),
        log("1", 3, on_time=False, spot_check="wrong"),
        log("1", 4, on_time=True),
        log("1", 5, spot_check="true"),
    )
    assert measures["log_in_time"] == found("66.67", 3, 2)
    assert measures["log_true"] == found("66.67", 3, 2)
    assert not {"log_in_time", "log_true"} & set(from_log(log("1", receptions=3)))


def test_an_answered_count_that_an_import_took_from_the_receptions_says_nothing() -> None:
    row = log("1", receptions=40, answered=40, response_seconds=800.0)
    assert from_log(row)["answered_share"] == found("100.00", 40, 40)
    imported = from_log(row, imported={"seconds": 800.0, "weight": 40.0, "answers_told": False})
    assert "answered_share" not in imported
    assert imported["response_seconds"] == found("20.00", 40, 800)
    told = from_log(row, imported={"seconds": 800.0, "weight": 40.0, "answers_told": True})
    assert told["answered_share"] == found("100.00", 40, 40)


def test_imported_seconds_are_of_the_imports_own_weight() -> None:
    """Somebody typed the answered count before; the seconds came later and are of other answers."""
    mixed = log("1", answered=10, response_seconds=800.0)
    at_hand = {"seconds": 800.004, "weight": 40.0, "answers_told": False}
    assert from_log(mixed, imported=at_hand)["response_seconds"] == found("20.00", 40, 800)
    typed = log("1", answered=10, response_seconds=150.0)
    assert from_log(typed, imported=at_hand)["response_seconds"] == found("15.00", 10, 150)


def test_several_platforms_and_shops_are_one_agents() -> None:
    rows = [
        log("1", 2, ratings=10, satisfied=9),
        log("1", 2, platform="jd", ratings=30, satisfied=15),
        log("1", 2, platform="jd", shop=None, ratings=10, satisfied=6),
        log("2", 2, ratings=5, satisfied=5),
    ]
    measures = all_from_log(*rows)
    assert measures["1"]["satisfaction"] == found("60.00", 50, 30)
    assert measures["2"]["satisfaction"] == found("100.00", 5, 5)


def test_the_team_is_measured_by_its_totals_not_by_the_mean_of_its_rates() -> None:
    totals = {"satisfaction": {"1": of(5, 10), "2": of(90, 90), "3": of(0, 0)}, "conversion": {"3": of(0, 0)}}
    assert figures_of_all(totals, None) == {"satisfaction": found("95.00", 100, 95)}
    assert figures_of_all(totals, {"1", "3"}) == {"satisfaction": found("50.00", 10, 5)}
    assert figures_of_all(totals, {"9"}) == {}


def test_totals_of_several_sources_add_up() -> None:
    one, other = {"satisfaction": {"1": of(1, 2)}}, {"satisfaction": {"1": of(2, 2), "2": of(1, 1)}}
    assert together(one, other) == {"satisfaction": {"1": of(3, 4), "2": of(1, 1)}}


def of(total: int, sample: int) -> Total:
    return Total(Decimal(total), Decimal(sample))


def test_sums_are_those_of_the_decimals_typed() -> None:
    assert exact_sum([0.1] * 3) == Decimal("0.3")
    assert exact_sum([1e15, 0.25, -1e15]) == Decimal("0.25")
    assert str(exact_sum([4.0, 5.0])) == "9"
    assert exact_sum([Decimal("0.10"), Decimal("-0.30")]) == Decimal("-0.20")


def test_only_days_of_the_month_that_have_come_count() -> None:
    rows = [log("1", day, orders=10, paid_orders=day) for day in (1, 9, 10)]
    rows += [
        {**log("1"), "date": pd.Timestamp(d), "orders": 10, "paid_orders": 0}
        for d in ("2026-10-31", "2026-12-01")
    ]
    at = Period(NOVEMBER, dt.datetime(2026, 11, 9, 8, 0))
    assert from_log(*rows, period=at)["paid_share"] == found("50.00", 20, 10)
    assert from_log(*rows)["paid_share"].sample == 30


def test_any_span_of_days_can_be_measured() -> None:
    rows = [log("1", day, orders=10, paid_orders=day) for day in (1, 2, 8, 9)]
    week = Span(dt.date(2026, 11, 2), dt.date(2026, 11, 8), TODAY)
    assert from_log(*rows, period=week)["paid_share"] == found("50.00", 20, 10)


def test_follow_ups_in_time_of_those_owed() -> None:
    promises = pd.DataFrame(
        {"agent_id": ["1", "1", None, "2"], "in_time": [1, 0, 5, 0], "owed": [2, 1, 5, 0]}
    ).astype({"agent_id": "str"})
    assert figures(follow_up_totals(promises)) == {"1": {"follow_ups_in_time": found("33.33", 3, 1)}}


def test_cases_closed_of_the_cases_opened_in_the_month() -> None:
    rows = [
        {"owner": "1", "opened": at(3), "closed": at(34)},
        {"owner": "1", "opened": at(3), "closed": at(36)},  # to come
        {"owner": "1", "opened": at(30.9)},
        {"owner": "1", "opened": at(-1), "closed": at(3)},
        {"opened": at(3), "closed": at(4)},
    ]
    cases = table("AfterSales", rows)
    never = pd.Series(pd.NaT, index=cases.index)
    assert figures(case_totals(cases, never, PERIOD)) == {"1": {"cases_closed": found("33.33", 3, 1)}}


def test_a_case_that_its_callback_found_unsolved_is_not_finished() -> None:
    rows = [{"owner": "1", "opened": at(3), "closed": at(5)}] * 3
    cases = table("AfterSales", rows)
    unsolved = pd.Series([at(4), at(5), at(6)], index=cases.index)  # before closing, then, and after
    assert figures(case_totals(cases, unsolved, PERIOD)) == {"1": {"cases_closed": found("33.33", 3, 1)}}


def test_a_case_handed_over_counts_for_who_had_it_first() -> None:
    rows = [
        {"owner": "2", "first_owner": "1", "opened": at(3), "closed": at(5)},
        {"owner": "2", "first_owner": None, "opened": at(3), "closed": None},
    ]
    cases = table("AfterSales", rows)
    never = pd.Series(pd.NaT, index=cases.index)
    assert figures(case_totals(cases, never, PERIOD)) == {
        "1": {"cases_closed": found("100.00", 1, 1)},
        "2": {"cases_closed": found("0.00", 1, 0)},
    }


def at(day: float) -> pd.Timestamp:
    """A moment counted from the beginning of 1 November 2026 as 1."""
    return pd.Timestamp(2026, 11, 1) + pd.Timedelta(days=day - 1)


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


def test_the_log_of_today_is_not_owed_before_the_day_is_over() -> None:
    then = Period(NOVEMBER, dt.datetime(2026, 11, 20, 9))
    open_rows = [log("1", 20), log("1", 20, receptions=5, **TICKED)]
    assert from_log(open_rows[0], period=then) == {}
    assert from_log(*open_rows, period=then)["log_complete"] == found("100.00", 1, 1)
    later = Period(NOVEMBER, dt.datetime(2026, 11, 21, 9))
    assert from_log(*open_rows, period=later)["log_complete"] == found("50.00", 2, 1)
