"""The figures of log, platforms, follow-ups and cases, brought together by agent."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.measure_figures import measured, team_figures
from csbook.followups.falling_away import fell_away_at
from csbook.followups.summary import promises_kept
from csbook.schema.workbook import TABLES
from csbook.scorecard.measures import Figure
from csbook.scorecard.period import Period, Span
from tests.scorecard.workplace import NOVEMBER, TODAY, agent, log, table

PERIOD = Period(NOVEMBER, TODAY)
READ = ("DailyLog", "PlatformFigures", "Staff", "FollowUps", "AfterSales", "Orders", "Customers")
PAID = "已付款"


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    team = [agent("1", accounts="小一，小一2"), agent("2", accounts="小二")]
    given = {"Staff": team} | rows
    return {name: table(name, given[name]) if name in given else TABLES[name].empty() for name in READ}


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-11-{text}")


def platform(
    account: str, measure: str, total: float, weight: float | None, first: str, last: str
) -> dict[str, Any]:
    return {
        "platform": "tmall", "shop": "本店", "account": account, "measure": measure, "total": total,
        "weight": weight, "period_from": at(first), "period_to": at(last),
    }  # fmt: skip


def value(found: dict[str, dict[str, Figure]], who: str, measure: str) -> tuple[str, str] | None:
    figure = found.get(who, {}).get(measure)
    return figure and (str(figure.value), str(figure.sample))


def test_nothing_logged_is_no_figure() -> None:
    assert measured(tables(), PERIOD) == {}
    assert team_figures(tables(), PERIOD) == {}


def test_accounts_bring_the_platforms_figures_to_their_agents() -> None:
    found = measured(
        tables(
            PlatformFigures=[
                platform("小一", "three_minutes", 90.0, 100.0, "01", "30"),
                platform("小一2", "three_minutes", 20.0, 100.0, "01", "30"),
                platform("小二", "three_minutes", 100.0, 100.0, "01", "30"),
                platform("谁也不是", "three_minutes", 1.0, 100.0, "01", "30"),
            ]
        ),
        PERIOD,
    )
    assert value(found, "1", "within_3_minutes") == ("55.00", "200")
    assert value(found, "2", "within_3_minutes") == ("100.00", "100")
    assert set(found) == {"1", "2"}


def test_an_account_that_passed_on_counts_for_who_had_it_all_the_time() -> None:
    team = [
        agent("1", accounts="小一", left=at("10")),
        agent("2", accounts="小一", hired=at("11")),
    ]
    rows = [
        platform("小一", "three_minutes", 9.0, 10.0, "01", "10"),
        platform("小一", "three_minutes", 5.0, 10.0, "11", "12"),
        platform("小一", "thirty_seconds", 5.0, 10.0, "09", "12"),
    ]
    found = measured(tables(Staff=team, PlatformFigures=rows), PERIOD)
    assert value(found, "1", "within_3_minutes") == ("90.00", "10")
    assert value(found, "2", "within_3_minutes") == ("50.00", "10")
    assert value(found, "1", "within_30_seconds") is value(found, "2", "within_30_seconds") is None


def test_figures_that_stand_in_the_log_are_not_counted_twice() -> None:
    """The month's export covers the same days as those of the log, for which it stands there already."""
    month = [platform("小一", m, n, None, "01", "30") for m, n in (("ratings", 100.0), ("satisfied", 50.0))]
    logged = [log("1", 3, ratings=10, satisfied=9)]
    found = measured(tables(DailyLog=logged, PlatformFigures=month), PERIOD)
    assert value(found, "1", "satisfaction") == ("90.00", "10")
    found = measured(tables(DailyLog=[log("1", 3, receptions=10)], PlatformFigures=month), PERIOD)
    assert value(found, "1", "satisfaction") == ("50.00", "100")


def test_days_of_the_log_and_of_the_platform_side_by_side_do_not_double() -> None:
    """A file of one day is in both tables."""
    rows = [
        platform("小一", "receptions", 40.0, None, "03", "03"),
        platform("小一", "response_seconds", 800.0, 40.0, "03", "03"),
        platform("小一", "three_minutes", 36.0, 40.0, "03", "03"),
    ]
    logged = [log("1", 3, receptions=40, answered=40, response_seconds=800.0, complaints=2)]
    found = measured(tables(DailyLog=logged, PlatformFigures=rows), PERIOD)["1"]
    assert {name: str(figure.value) for name, figure in found.items()} == {
        "response_seconds": "20.00",
        "complaint_share": "5.00",
        "within_3_minutes": "90.00",
        "log_complete": "0.00",
    }
    assert found["response_seconds"] == Figure(Decimal("20.00"), Decimal(40), Decimal(800))


@pytest.mark.parametrize("answered", [40, 36], ids=["as imported", "typed"])
def test_the_answered_share_is_left_out_where_the_platform_does_not_tell_it(
    answered: int,
) -> None:
    """A typed count is left out too: else only those who have missed some would be measured."""
    rows = [platform("小一", "response_seconds", 800.0, 40.0, "03", "03")]
    logged = [log("1", 3, receptions=40, answered=answered), log("2", 3, receptions=10, answered=8)]
    found = measured(tables(DailyLog=logged, PlatformFigures=rows), PERIOD)
    assert value(found, "1", "answered_share") is None
    assert value(found, "2", "answered_share") == ("80.00", "10")


def test_seconds_that_an_import_filled_beside_a_typed_count_keep_the_platforms_mean() -> None:
    rows = [platform("小一", "response_seconds", 4189.0, 118.0, "20", "20")]
    logged = [log("1", 20, receptions=50, answered=45, response_seconds=4189.0)]
    found = measured(tables(DailyLog=logged, PlatformFigures=rows), PERIOD)
    assert value(found, "1", "response_seconds") == ("35.50", "118")


def test_where_the_platform_tells_unanswered_the_share_comes_from_there() -> None:
    rows = [
        platform("小一", "response_seconds", 800.0, 40.0, "03", "03"),
        platform("小一", "receptions", 40.0, None, "03", "03"),
        platform("小一", "unanswered", 2.0, None, "03", "03"),
    ]
    logged = [log("1", 3, receptions=40, answered=40)]
    found = measured(tables(DailyLog=logged, PlatformFigures=rows), PERIOD)
    assert value(found, "1", "answered_share") == ("95.00", "40")


def contact(number: int, due: str, done: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "follow_up_id": f"F{number:06d}", "platform": "tmall", "customer": "客", "owner": "1",
        "state": "overdue", "source": f"order:tmall:{number}", "event_at": at("02 10:00"),
        "due_from": at("03"), "due_by": at(due), "done_at": done and at(done),
    } | more  # fmt: skip


REGISTER = [
    contact(1, "10 18:00", "10 18:00"),  # the last moment is in time
    contact(2, "10 18:00", "10 18:01"),
    contact(3, "10 18:00", "01 09:00"),  # before there was an order: not done at all
    contact(4, "10 18:00", "09 12:00", result="unreachable"),  # nobody answered
    contact(5, "10 18:00", state="closed", reason=PAID, as_of=at("12")),  # paid after its deadline
    contact(6, "10 18:00", state="closed", reason=PAID, as_of=at("12")),  # paid in time, closed later
    contact(7, "10 18:00", "12 09:00", new_due=at("12 18:00")),  # put off, and kept
    contact(8, "10 18:00", "09 09:00", assigned="2"),
    contact(9, "28 18:00", "20 09:00"),
    contact(10, "28 18:00"),
    contact(11, "10 18:00", "09 09:00", owner=None),
]
ORDERS = [
    {"platform": "tmall", "order_id": "5", "created": at("02 10:00"), "paid": at("11")},
    {"platform": "tmall", "order_id": "6", "created": at("02 10:00"), "paid": at("10 12:00")},
]


def test_follow_ups_in_time_by_hand() -> None:
    """Of agent 1: in time 1, 7 and 9; late 2; not done 3, 4, 5 and 10; 6 fell away in time."""
    found = measured(tables(FollowUps=REGISTER, Orders=ORDERS), PERIOD)
    assert value(found, "1", "follow_ups_in_time") == ("37.50", "8")
    assert value(found, "2", "follow_ups_in_time") == ("100.00", "1")


def test_a_contact_handed_over_too_late_counts_for_who_had_it_first() -> None:
    handed_on = contact(1, "10 18:00", "12 09:00", owner="2", assigned="3", first_owner="1")
    found = measured(tables(FollowUps=[handed_on]), PERIOD)
    assert {who: value(found, who, "follow_ups_in_time") for who in "123"} == {
        "1": ("0.00", "1"), "2": None, "3": None,
    }  # fmt: skip


def test_what_is_not_due_yet_is_not_owed_but_what_is_done_early_counts() -> None:
    found = measured(tables(FollowUps=REGISTER, Orders=ORDERS), Period(NOVEMBER, dt.datetime(2026, 11, 21)))
    assert value(found, "1", "follow_ups_in_time") == ("42.86", "7")


def test_follow_ups_are_counted_as_the_summary_counts_them() -> None:
    given = tables(FollowUps=REGISTER, Orders=ORDERS)
    for moment in (TODAY, dt.datetime(2026, 11, 10, 18), dt.datetime(2026, 11, 11)):
        kept = promises_kept(
            given["FollowUps"],
            fell_away_at(given["FollowUps"], given),
            pd.Timestamp(NOVEMBER),
            pd.Timestamp(moment),
        )
        own = kept[kept["agent_id"] == "1"]
        owed = int(own["promised"].sum() - own["not_yet_due"].sum())
        figure = measured(given, Period(NOVEMBER, moment))["1"]["follow_ups_in_time"]
        assert (figure.total, figure.sample) == (int(own["in_time"].sum()), owed)


def test_without_orders_read_a_contact_fell_away_when_it_was_closed() -> None:
    given = tables(FollowUps=REGISTER)
    del given["Orders"], given["Customers"]
    assert value(measured(given, PERIOD), "1", "follow_ups_in_time") == ("33.33", "9")


def test_a_span_over_the_edge_of_a_month_counts_both_sides() -> None:
    rows = [
        contact(1, "29 18:00", "29 09:00"),
        contact(2, "30 18:00") | {"due_by": pd.Timestamp("2026-12-02 18:00"), "done_at": at("30 09:00")},
        contact(3, "30 18:00") | {"due_by": pd.Timestamp("2026-12-03 18:00")},
        contact(4, "28 18:00"),
    ]
    week = Span(dt.date(2026, 11, 29), dt.date(2026, 12, 3), TODAY)
    assert value(measured(tables(FollowUps=rows), week), "1", "follow_ups_in_time") == ("66.67", "3")


def test_a_case_that_the_closing_callback_found_unsolved_is_open() -> None:
    cases = [
        {"case_id": f"C{n}", "owner": "1", "opened": at("03"), "closed": at("05 12:00")} for n in range(1, 5)
    ]
    callbacks = [
        contact(1, "08", "06", source="case:C1", event_at=at("05"), result="unsolved"),
        contact(
            2, "08", "05 09:00", source="case:C2", event_at=at("03"), result="unsolved"
        ),  # before closing
        contact(3, "08", "06", source="case:C3", event_at=at("05"), result="solved"),
        contact(4, "08", "06", source="case:C4", event_at=at("05"), result="reached"),
        contact(5, "09", "08", source="follow_up:F000004", event_at=at("06"), result="unsolved"),
    ]
    found = measured(tables(AfterSales=cases, FollowUps=callbacks), PERIOD)
    assert value(found, "1", "cases_closed") == ("50.00", "4")
    early = Period(NOVEMBER, dt.datetime(2026, 11, 5, 13))
    assert value(measured(tables(AfterSales=cases, FollowUps=callbacks), early), "1", "cases_closed") == (
        "100.00",
        "4",
    )


def test_the_team_is_the_totals_of_its_agents() -> None:
    logged = [
        log("1", 3, enquiries=10, buyers=5),
        log("2", 3, enquiries=90, buyers=9),
        log("3", 3, enquiries=100, buyers=0),
    ]
    given = tables(DailyLog=logged)
    assert team_figures(given, PERIOD, ["1", "2"])["conversion"] == Figure(
        Decimal("14.00"), Decimal(100), Decimal(14)
    )
    assert team_figures(given, PERIOD)["conversion"].value == Decimal("7.00")


def test_a_log_of_a_year_gives_the_month_asked_for() -> None:
    rows = [log("1", 3, receptions=10, complaints=1), log("1", 3, receptions=10, complaints=9)]
    rows[1]["date"] = pd.Timestamp("2026-10-03")
    assert value(measured(tables(DailyLog=rows), PERIOD), "1", "complaint_share") == ("10.00", "10")
