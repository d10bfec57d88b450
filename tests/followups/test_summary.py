"""Promises kept and products complained about, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.followups.falling_away import fell_away_at
from csbook.followups.summary import (
    SATISFIED,
    product_complaints,
    promises_kept,
    without_deadline,
)
from tests.followups.shop import at, frame

MARCH = at("2026-03-01")  # a Sunday: its week began on Monday 23 February
TODAY = at("2026-03-20 12:00")


SHOWN = ["promised", "in_time", "late", "open", "ratings", "satisfied"]


def contact(due_by: str | None, **more: Any) -> dict[str, Any]:
    moments = {name: at(more.pop(name)) for name in ("done_at", "new_due", "waiting_until") if name in more}
    plain = {"follow_up_id": "F1", "rule_id": "C1", "customer": "nick", "owner": "K01", "state": "due"}
    return plain | {"due_by": due_by and at(due_by)} | moments | more


def summed_up(register: pd.DataFrame, month: pd.Timestamp, today: pd.Timestamp) -> pd.DataFrame:
    """As where nothing but the register says when a reason fell away."""
    tables = {name: frame(name) for name in ("Orders", "AfterSales", "Customers")}
    return promises_kept(register, fell_away_at(register, tables), month, today)


def kept(*rows: dict[str, Any], month: pd.Timestamp = MARCH, today: pd.Timestamp = TODAY) -> list[list[Any]]:
    """Rows as `[week, agent, rule, promised, in time, late, open, ratings, satisfied]`."""
    found = summed_up(frame("FollowUps", *rows), month, today)
    shown = found.assign(week=found["week"].dt.strftime("%m-%d")).astype("object")
    return shown.where(shown.notna(), None)[["week", "agent_id", "rule_id", *SHOWN]].to_numpy().tolist()


def test_a_week_counts_what_was_promised_kept_late_and_open() -> None:
    rows = [
        contact("2026-03-11 10:00", done_at="2026-03-11 10:00", satisfaction=5),  # to the second
        contact("2026-03-11 10:00", done_at="2026-03-11 10:01", satisfaction=3),  # late
        contact("2026-03-09 00:00", done_at="2026-03-05 10:00", satisfaction=4),  # early; Monday
        contact("2026-03-15 23:59:59", state="overdue"),  # Sunday night
        contact("2026-03-16 00:00"),  # the next Monday
    ]
    assert kept(*rows) == [
        ["03-09", "K01", "C1", 4, 2, 1, 1, 3, 2],
        ["03-16", "K01", "C1", 1, 0, 0, 1, 0, 0],
    ]
    found = summed_up(frame("FollowUps", *rows), MARCH, TODAY)
    assert found["in_time_share"].tolist() == [0.5, 0.0]
    assert found["satisfied_share"].round(4).tolist()[0] == 0.6667
    assert found["satisfied_share"].isna().tolist() == [False, True]


def test_a_week_over_the_edge_of_the_month_has_the_days_of_this_month_only() -> None:
    rows = [contact(f"2026-{day} 12:00") for day in ("02-28", "03-01", "03-31", "04-01")]
    assert [row[:4] for row in kept(*rows)] == [["02-23", "K01", "C1", 1], ["03-30", "K01", "C1", 1]]
    assert [row[:4] for row in kept(*rows, month=at("2026-02-01"))] == [["02-23", "K01", "C1", 1]]


def test_the_leap_day_and_the_turn_of_the_year_belong_to_their_months() -> None:
    rows = [contact("2028-02-29 23:59:59"), contact("2028-12-31 12:00"), contact("2029-01-01 00:00")]
    assert [row[0] for row in kept(*rows, month=at("2028-02-01"))] == ["02-28"]
    assert [row[0] for row in kept(*rows, month=at("2028-12-01"))] == ["12-25"]
    assert [row[0] for row in kept(*rows, month=at("2029-01-01"))] == ["01-01"]


def test_what_is_open_but_not_yet_due_is_known_apart() -> None:
    rows = [contact("2026-03-20 12:00"), contact("2026-03-20 11:59:59"), contact("2026-03-20 13:00")]
    found = summed_up(frame("FollowUps", *rows), MARCH, TODAY)
    assert found[["open", "not_yet_due"]].to_numpy().tolist() == [[3, 2]]


def test_a_date_that_people_typed_is_the_promise() -> None:
    moved = contact("2026-02-20 12:00", new_due="2026-03-10 12:00", done_at="2026-03-10 11:00")
    waited = contact("2026-03-06 12:00", waiting_until="2026-03-12 09:00", done_at="2026-03-12 20:00")
    assert [row[:5] for row in kept(moved, waited)] == [["03-09", "K01", "C1", 2, 2]]


def test_what_fell_away_was_not_owed_but_what_was_done_counts() -> None:
    paid = contact("2026-03-10 12:00", state="closed")
    called_then_paid = contact("2026-03-10 12:00", state="closed", done_at="2026-03-10 09:00")
    assert [row[3:] for row in kept(paid, called_then_paid)] == [[1, 1, 0, 0, 0, 0]]
    assert kept(paid) == []


def test_a_chase_that_nobody_made_before_the_next_step_stays_open() -> None:
    closed = {"state": "closed", "reason": "已到下一步", "as_of": at("2026-03-12 09:00")}
    missed = contact("2026-03-11 12:00", **closed)
    in_time_to_stop = contact("2026-03-12 12:00", **closed)
    assert [row[3:] for row in kept(missed, in_time_to_stop)] == [[1, 0, 0, 1, 0, 0]]
    found = summed_up(frame("FollowUps", missed), MARCH, TODAY)
    assert found[["not_yet_due", "in_time_share"]].to_numpy().tolist() == [[0, 0.0]]
    before = at("2026-03-11 11:00")  # seen from a moment at which there was still time
    assert kept(missed, today=before) == []


def test_who_paid_before_the_deadline_was_not_owed_though_the_row_was_closed_a_day_later() -> None:
    def closed(reason: str, source: str) -> dict[str, Any]:
        plain = contact("2026-03-11 12:00", state="closed", reason=reason, source=source, platform="tmall")
        return plain | {"event_at": at("2026-03-10 12:00"), "as_of": at("2026-03-12 09:00")}

    register = frame(
        "FollowUps",
        closed("已付款", "order:tmall:1"),
        closed("paid", "order:tmall:2"),
        closed("已有解决办法", "case:C1"),
        closed("已结案", "case:C2"),
        closed("已建档", "customer:tmall:nick"),
        closed("已下单", "enquiry:tmall:nick:2026-03-10 12:00:00"),
        closed("已退款", "order:tmall:1"),  # nobody knows when
    )
    order = {"platform": "tmall", "customer": "nick"}
    tables = {
        "Orders": frame(
            "Orders",
            order | {"order_id": "1", "created": at("2026-03-10 11:00"), "paid": at("2026-03-11 12:00")},
            order | {"order_id": "2", "created": at("2026-03-11 13:00"), "paid": at("2026-03-11 12:01")},
        ),
        "AfterSales": frame(
            "AfterSales",
            case("茶杯", "2026-03-10", case_id="C1", solution_found=at("2026-03-11 11:59")),
            case("茶杯", "2026-03-10", case_id="C2", closed=at("2026-03-11 20:00")),
        ),
        "Customers": frame(
            "Customers", {"platform": "tmall", "account": "nick", "archived": at("2026-03-11")}
        ),
    }
    away = fell_away_at(register, tables)
    assert away.dt.strftime("%d %H:%M").tolist() == [
        "11 12:00", "11 12:01", "11 11:59", "11 20:00", "11 00:00", "11 13:00", "12 09:00",
    ]  # fmt: skip
    assert promises_kept(register, away, MARCH, TODAY)["open"].tolist() == [4]


def test_a_call_nobody_answered_and_one_dated_later_are_open() -> None:
    in_vain = contact("2026-03-10 12:00", done_at="2026-03-10 09:00", result="unreachable", satisfaction=5)
    later = contact("2026-03-10 12:00", done_at="2026-03-20 12:01")
    assert [row[3:] for row in kept(in_vain, later)] == [[2, 0, 0, 2, 0, 0]]


def test_it_counts_for_whom_the_supervisor_named_else_for_the_owner() -> None:
    rows = [
        contact("2026-03-10 12:00", assigned="K02", stand_in="K03"),
        contact("2026-03-10 12:00", stand_in="K03"),
        contact("2026-03-10 12:00", owner=None, rule_id=None),
    ]
    assert [row[:4] for row in kept(*rows)] == [
        ["03-09", "K01", "C1", 1],
        ["03-09", "K02", "C1", 1],
        ["03-09", None, None, 1],
    ]


def test_contacts_without_a_deadline_are_counted_apart() -> None:
    rows = [contact(None), contact(None, state="closed"), contact("2026-03-10 12:00"), {"note": "x"}]
    assert without_deadline(frame("FollowUps", *rows)) == 1
    assert sum(row[3] for row in kept(*rows)) == 1


MOMENTS = st.datetimes(at("2026-02-20").to_pydatetime(), at("2026-04-10").to_pydatetime())
CONTACTS = st.fixed_dictionaries(
    {
        "follow_up_id": st.just("F1"),
        "rule_id": st.sampled_from(["C1", "C2", None]),
        "owner": st.sampled_from(["K01", "K02", None]),
        "assigned": st.sampled_from(["K03", None]),
        "state": st.sampled_from(["planned", "due", "overdue", "escalated", "done", "closed", None]),
        "due_by": MOMENTS | st.none(),
        "new_due": MOMENTS | st.none(),
        "done_at": MOMENTS | st.none(),
        "as_of": MOMENTS | st.none(),
        "result": st.sampled_from(["reached", "unreachable", "refused", None]),
        "satisfaction": st.integers(1, 5) | st.none(),
    }
)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(CONTACTS, max_size=20))
def test_promised_is_in_time_and_late_and_open_for_every_register(rows: list[dict[str, Any]]) -> None:
    register = frame("FollowUps", *rows)
    found = summed_up(register, MARCH, TODAY)
    assert (found["promised"] == found["in_time"] + found["late"] + found["open"]).all()
    assert (found["not_yet_due"] <= found["open"]).all()
    assert (found["promised"] > 0).all()
    assert (found["satisfied"] <= found["ratings"]).all()
    assert (found["ratings"] <= found["in_time"] + found["late"]).all()
    assert not found.duplicated(["week", "agent_id", "rule_id"]).any()
    assert (found["week"].dt.day_of_week == 0).all()
    for row in found.itertuples():
        decided = row.promised - row.not_yet_due
        assert pd.isna(row.in_time_share) if not decided else row.in_time_share == row.in_time / decided
        assert pd.isna(row.satisfied_share) == (row.ratings == 0)


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(CONTACTS, max_size=20))
def test_the_months_add_up_to_the_register(rows: list[dict[str, Any]]) -> None:
    """February to April hold every deadline; counted row by row in plain Python."""
    register = frame("FollowUps", *rows)
    months = [summed_up(register, at(f"2026-0{month}-01"), TODAY) for month in (2, 3, 4)]
    owed = rated = 0
    for row in rows:
        done = row["done_at"] is not None and row["done_at"] <= TODAY and row["result"] != "unreachable"
        due_by = row["new_due"] or row["due_by"]
        if due_by is None:
            continue
        ended = min(row["as_of"] or due_by, TODAY.to_pydatetime())
        if done or row["state"] != "closed" or due_by < ended:
            owed += 1
            rated += done and (row["satisfaction"] or 0) >= SATISFIED
    assert sum(int(month["promised"].sum()) for month in months) == owed
    assert sum(int(month["satisfied"].sum()) for month in months) == rated


def case(product: str | None, opened: str, **more: Any) -> dict[str, Any]:
    return {"kind": "damage", "platform": "tmall", "product": product, "opened": at(opened)} | more


def review(product: str | None, written: str, stars: int) -> dict[str, Any]:
    return {
        "platform": "tmall",
        "order_id": "1",
        "product": product,
        "reviewed_at": at(written),
        "stars": stars,
    }


def complained(cases: list[dict[str, Any]], reviews: list[dict[str, Any]]) -> list[list[Any]]:
    found = product_complaints(
        frame("AfterSales", *cases), frame("Reviews", *reviews), month=MARCH, poor_stars=3, today=TODAY
    ).astype("object")
    return found.where(found.notna(), None).to_numpy().tolist()


def test_products_with_most_complaints_come_first() -> None:
    cases = [
        case("茶杯", "2026-03-01 00:00", complaint_class="general", compensation=Decimal("10.10")),
        case("茶杯 ", "2026-03-02 09:00", complaint_class="serious", compensation=Decimal("0.20")),
        case("茶壶", "2026-03-03 09:00", compensation=Decimal("5.00"), approved="rejected"),
        case("茶壶", "2026-03-03 09:00", complaint_class="repeated"),
        case("茶盘", "2026-03-03 09:00"),
        case(None, "2026-03-03 09:00", compensation=Decimal("3.00"), approved="pending"),
        case("茶杯", "2026-02-28 23:59", complaint_class="general"),  # the month before
        case("茶杯", "2026-03-20 12:01", complaint_class="general"),  # later than today
    ]
    reviews = [
        review("茶盘", "2026-03-04 09:00", 3),
        review("茶盘", "2026-03-04 10:00", 4),  # not poor
        review("茶巾", "2026-03-05 09:00", 1),
        review("茶巾", "2026-04-01 00:00", 1),
    ]
    assert complained(cases, reviews) == [
        ["茶杯", 2, 2, 0, Decimal("10.30")],
        ["茶壶", 1, 2, 0, Decimal("0.00")],
        ["茶盘", 0, 1, 1, Decimal("0.00")],
        ["茶巾", 0, 0, 1, Decimal("0.00")],
        [None, 0, 1, 0, Decimal("3.00")],
    ]


def test_without_cases_and_reviews_there_is_no_product() -> None:
    assert complained([], []) == []
