"""Platform figures: one window for each agent, no day twice, nothing that the log holds already."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.scorecard.measures import ByPlace, Figure, Total, figures
from csbook.scorecard.period import Period, Span
from csbook.scorecard.platform_figures import by_period, imported_responses, most_days, platform_totals
from tests.scorecard.workplace import NOVEMBER, TODAY, table

PERIOD = Period(NOVEMBER, TODAY)
WHOLE = (1, 30)


def given_figure(
    measure: str,
    total: float,
    weight: float | None = None,
    days: tuple[int, int] = WHOLE,
    *,
    account: str = "甲",
    **more: Any,
) -> dict[str, Any]:
    """A row of 平台数据 of November 2026."""
    first, last = (pd.Timestamp(2026, 11, 1) + pd.Timedelta(days=day - 1) for day in days)
    return {
        "platform": "tmall", "shop": "本店", "account": account, "period_from": first, "period_to": last,
        "measure": measure, "total": total, "weight": weight,
    } | more  # fmt: skip


def rows_of(*rows: dict[str, Any], span: Span = PERIOD) -> pd.DataFrame:
    """The rows by period; account 甲, 甲2 are agent 1's, others those of the agent of that name."""
    found = by_period(table("PlatformFigures", rows), span)
    return found.assign(agent_id=found["account"].replace({"甲": "1", "甲2": "1"}))


def measured(
    *rows: dict[str, Any], logged: ByPlace | None = None, span: Span = PERIOD
) -> dict[str, dict[str, Figure]]:
    return figures(platform_totals(rows_of(*rows, span=span), logged or {}))


def own(*rows: dict[str, Any], **more: Any) -> dict[str, tuple[str, str]]:
    """Agent 1's values and samples."""
    found = measured(*rows, **more).get("1", {})
    return {name: (str(figure.value), str(figure.sample)) for name, figure in found.items()}


def test_the_measures_that_only_platforms_have_by_hand() -> None:
    assert own(
        given_figure("first_response_seconds", 1180.0, 118.0),
        given_figure("thirty_seconds", 100.3, 118.0),
        given_figure("three_minutes", 117.0, 118.0),
        given_figure("invitations", 50.0),
        given_figure("receptions", 120.0),
    ) == {
        "first_response": ("10.00", "118"),
        "within_30_seconds": ("85.00", "118"),
        "within_3_minutes": ("99.15", "118"),
        "invitations": ("41.67", "120"),
    }


def test_the_measures_that_the_log_lacks_by_hand() -> None:
    assert own(
        given_figure("enquiries", 40.0),
        given_figure("buyers", 10.0),
        given_figure("sales", 1234.5),
        given_figure("order_amount", 2000.0),
        given_figure("receptions", 200.0),
        given_figure("complaints", 1.0),
        given_figure("ratings", 20.0),
        given_figure("satisfied", 18.0),
        given_figure("response_seconds_new", 4000.0, 200.0),
    ) == {
        "conversion": ("25.00", "40"),
        "loss": ("75.00", "40"),
        "order_amount": ("2000.00", "30"),  # its sample are days
        "order_value": ("123.45", "10"),
        "complaint_share": ("0.50", "200"),
        "satisfaction": ("90.00", "20"),
        "response_seconds": ("20.00", "200"),
    }


@pytest.mark.parametrize(
    ("there", "value"),
    [
        (("_8_23", "", "_all_day", "_working"), "80.00"),
        (("", "_all_day", "_working"), "70.00"),
        (("_all_day", "_working"), "60.00"),
        (("_working",), "50.00"),
    ],
)
def test_windows_have_an_order_and_are_never_mixed(there: tuple[str, ...], value: str) -> None:
    """The preferred one has the smallest sample here: that does not matter."""
    counts = {"_8_23": 8.0, "": 70.0, "_all_day": 600.0, "_working": 5000.0}
    weights = {"_8_23": 10.0, "": 100.0, "_all_day": 1000.0, "_working": 10000.0}
    rows = [given_figure("three_minutes" + w, counts[w], weights[w]) for w in there]
    assert own(*rows)["within_3_minutes"][0] == value


def test_a_window_of_nothing_is_none() -> None:
    rows = [given_figure("three_minutes_8_23", 0.0, 0.0), given_figure("three_minutes", 70.0, 100.0)]
    assert own(*rows) == {"within_3_minutes": ("70.00", "100")}


def test_each_agent_has_a_window_of_their_own() -> None:
    found = measured(
        given_figure("thirty_seconds_8_23", 9.0, 10.0, platform="pdd"),
        given_figure("thirty_seconds", 50.0, 100.0),
        given_figure("thirty_seconds", 60.0, 100.0, account="2"),
    )
    assert found["1"]["within_30_seconds"].sample == 10
    assert found["2"]["within_30_seconds"].value == 60


def test_a_count_without_a_weight_is_of_the_receptions() -> None:
    rows = [given_figure("three_minutes", 90.0), given_figure("receptions", 100.0)]
    assert own(*rows) == {"within_3_minutes": ("90.00", "100")}
    assert own(rows[0]) == {}


def test_a_month_its_weeks_and_its_days_count_once() -> None:
    month = given_figure("three_minutes", 280.0, 300.0)
    days = [given_figure("three_minutes", 9.0, 10.0, (day, day)) for day in range(1, 31)]
    assert own(month, *days) == {"within_3_minutes": ("90.00", "300")}  # as many days: the finest
    assert own(month, *days[1:]) == {"within_3_minutes": ("93.33", "300")}  # the month covers more
    week = given_figure("three_minutes", 35.0, 70.0, (1, 7))
    assert own(week, *days[5:]) == {"within_3_minutes": ("80.67", "300")}  # (35 + 23 x 9) / (70 + 230)


def test_only_periods_wholly_in_the_span_that_have_come_count() -> None:
    rows = [given_figure("three_minutes", 9.0, 10.0, days) for days in [(0, 2), (29, 31), (3, 4)]]
    assert own(*rows) == {"within_3_minutes": ("90.00", "10")}
    early = Period(NOVEMBER, dt.datetime(2026, 11, 3, 12))
    assert own(*rows, span=early) == {}
    assert own(rows[2], span=Span(dt.date(2026, 11, 3), dt.date(2026, 11, 4), TODAY)) != {}


def test_each_account_of_an_agent_has_its_own_periods() -> None:
    rows = [
        given_figure("three_minutes", 80.0, 100.0),
        given_figure("three_minutes", 50.0, 100.0, (1, 7), account="甲2"),
    ]
    assert own(*rows) == {"within_3_minutes": ("65.00", "200")}


def test_figures_of_the_whole_shop_are_nobodys() -> None:
    assert rows_of(given_figure("three_minutes", 80.0, 100.0) | {"account": None}).empty


def test_a_figure_without_a_shop_is_that_of_the_accounts_only_shop() -> None:
    same = [
        given_figure("three_minutes", total, 100.0, shop=shop)
        for total, shop in ((70.0, None), (80.0, "本店"))
    ]
    assert own(*same) == {"within_3_minutes": ("80.00", "100")}  # the one that names it
    month_and_day = [given_figure("three_minutes", 5.0, 10.0, (3, 3)), same[0]]
    assert own(*month_and_day) == {"within_3_minutes": ("70.00", "100")}
    assert own(same[0]) == {"within_3_minutes": ("70.00", "100")}


def test_a_figure_without_a_shop_is_left_out_where_the_account_has_several() -> None:
    rows = [
        given_figure("three_minutes", n, 100.0, shop=shop)
        for n, shop in ((90.0, "一"), (70.0, "二"), (1.0, None))
    ]
    assert own(*rows) == {"within_3_minutes": ("80.00", "200")}


def logged(measure: str, *shops: str, agent: str = "1") -> ByPlace:
    return {measure: {(agent, "tmall", shop): Total(Decimal(1), Decimal(2)) for shop in shops}}


SATISFIED = (given_figure("ratings", 20.0), given_figure("satisfied", 18.0))


@pytest.mark.parametrize(
    ("shop_of_log", "shop", "counts"),
    [("本店", "本店", False), ("分店", "本店", True), ("", "本店", False), ("本店", None, False)],
)
def test_what_the_log_gives_is_not_counted_again(shop_of_log: str, shop: str | None, counts: bool) -> None:
    rows = [row | {"shop": shop} for row in SATISFIED]
    assert ("satisfaction" in own(*rows, logged=logged("satisfaction", shop_of_log))) is counts


def test_the_log_of_another_agent_platform_or_measure_does_not_matter() -> None:
    assert own(*SATISFIED, logged=logged("satisfaction", "本店", agent="2"))
    assert own(*SATISFIED, logged=logged("conversion", "本店"))
    assert own(*(row | {"platform": "jd"} for row in SATISFIED), logged=logged("satisfaction", "本店"))


def test_beside_the_log_only_the_plain_response_time_counts() -> None:
    """The log does not say its window, and the new or working-time one would be another."""
    in_log = logged("response_seconds", "本店")
    working = given_figure("response_seconds_working", 100.0, 10.0, platform="douyin")
    plain = given_figure("response_seconds", 300.0, 10.0, platform="jd")
    assert own(working, logged=in_log) == {}
    assert own(working, plain, logged=in_log) == {"response_seconds": ("30.00", "10")}
    assert own(working) == {"response_seconds": ("10.00", "10")}


def test_the_answered_share_needs_a_platform_that_tells_it() -> None:
    receptions = given_figure("receptions", 100.0)
    responses = given_figure("response_seconds", 900.0, 100.0)
    assert "answered_share" not in own(receptions, responses)
    assert own(receptions, given_figure("answered", 90.0))["answered_share"] == ("90.00", "100")
    assert own(receptions, given_figure("unanswered", 4.0))["answered_share"] == ("96.00", "100")


def test_what_the_import_had_for_the_response_time_of_a_day() -> None:
    """As it goes into the log: of each account the first source, added up."""
    day = (3, 3)
    rows = rows_of(
        given_figure("response_seconds", 900.0, 100.0, day),
        given_figure("response_seconds_new", 1.0, 1.0, day),
        given_figure("response_seconds_working", 90.0, 10.0, day, account="甲2"),
        given_figure("answered", 9.0, None, day, account="甲2"),
        given_figure("response_seconds", 50.0, 10.0, day, account="2"),
        given_figure("answered", 9.0, None, day, account="2"),
        given_figure("receptions", 9.0, None, day, account="3"),
        given_figure("response_seconds", 900.0, 100.0, (4, 5), account="4"),
    )
    found = imported_responses(rows)
    at = pd.Timestamp(2026, 11, 3)
    assert found.index.tolist() == [(at, "1", "tmall"), (at, "2", "tmall")]
    assert found.to_numpy().tolist() == [[990.0, 110.0, False], [50.0, 10.0, True]]


def test_no_figures_are_no_measures() -> None:
    assert own() == {}
    assert imported_responses(rows_of()).empty


periods = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 8)).map(lambda p: (p[0], p[0] + p[1])),
    unique=True,
    max_size=7,
)


def brute(found: list[tuple[int, int]]) -> tuple[int, int]:
    """Days and number of the best choice of all."""
    best = (0, 0)
    for size in range(len(found) + 1):
        for chosen in combinations(sorted(found), size):
            if all(one[1] < other[0] for one, other in pairwise(chosen)):
                best = max(best, (sum(last - first + 1 for first, last in chosen), size))
    return best


@settings(max_examples=50, deadline=None)
@given(periods)
def test_the_periods_chosen_do_not_overlap_and_none_cover_more(found: list[tuple[int, int]]) -> None:
    found.sort()
    chosen = [found[place] for place in most_days([f for f, _ in found], [last for _, last in found])]
    assert all(one[1] < other[0] for one, other in pairwise(chosen))
    assert (sum(last - first + 1 for first, last in chosen), len(chosen)) == brute(found)
