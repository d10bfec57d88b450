"""Enquiries: who ordered since, and who is contacted because they did not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from csbook.followups.enquiries import judge_enquiries
from tests.followups.shop import Shop, at, frame, order, rule

AFTER_A_DAY = rule("E1", "enquiry", 24, 72, "hours", channel="wangwang")


def asked(when: str = "2026-03-04 10:00", **more: Any) -> dict[str, Any]:
    return {"platform": "tmall", "customer": "nick", "asked_at": at(when), "agent_id": "K01"} | more


def shop(*enquiries: dict[str, Any], orders: tuple[dict[str, Any], ...] = ()) -> Shop:
    return Shop(
        rules=(AFTER_A_DAY,),
        enquiries=frame("Enquiries", *enquiries),
        orders=frame("Orders", *orders),
        customers=frame("Customers", {"platform": "jd", "account": "lily", "owner": "K02"}),
    )


@pytest.mark.parametrize(
    ("today", "states"),
    [
        ("2026-03-05 09:59:59", []),
        ("2026-03-05 10:00:00", ["due"]),
        ("2026-03-07 10:00:00", ["due"]),
        ("2026-03-07 10:00:01", ["overdue"]),
    ],
)
def test_who_asked_and_did_not_order_is_contacted_after_a_day(today: str, states: list[str]) -> None:
    assert shop(asked()).states(today) == states


def test_the_row_belongs_to_who_answered_or_else_to_the_customers_owner() -> None:
    rows = shop(asked(), asked(platform="jd", customer="lily", agent_id=None)).update("2026-03-05 12:00")
    assert rows.frame[["source", "customer", "owner"]].to_numpy().tolist() == [
        ["enquiry:jd:lily:2026-03-04 10:00:00", "lily", "K02"],
        ["enquiry:tmall:nick:2026-03-04 10:00:00", "nick", "K01"],
    ]


def test_an_order_of_the_customer_at_or_after_the_enquiry_ends_it() -> None:
    asking = shop(asked())
    open_row = asking.after("2026-03-05 12:00")
    ordered = frame("Orders", order(7, "2026-03-05 13:00"))
    row = replace(open_row, orders=ordered).update("2026-03-05 14:00").frame.iloc[0]
    assert (row["state"], row["reason"]) == ("closed", "已下单")
    at_once = shop(asked(), orders=(order(7, "2026-03-04 10:00"),))
    assert at_once.states("2026-03-05 12:00") == []


@pytest.mark.parametrize(
    "placed",
    [
        order(7, "2026-03-04 09:59:59"),  # before
        order(7, "2026-03-04 11:00", platform="jd"),  # the same name elsewhere
        order(7, "2026-03-04 11:00", customer="nicki"),
        order(7, "2026-03-04 11:00", customer=None),
        order(7, "2026-03-05 12:01"),  # later than the moment
    ],
)
def test_other_orders_end_nothing(placed: dict[str, Any]) -> None:
    assert shop(asked(), orders=(placed,)).states("2026-03-05 12:00") == ["due"]


def test_who_asks_again_is_contacted_for_the_last_time_they_asked() -> None:
    first = shop(asked()).after("2026-03-05 12:00")
    again = replace(first, enquiries=frame("Enquiries", asked(), asked("2026-03-05 15:00")))
    row = again.update("2026-03-05 16:00").frame
    assert (row["state"].tolist(), row["reason"].tolist()) == (["closed"], ["又来咨询，按后一次联系"])
    assert again.states("2026-03-06 15:00") == ["closed", "due"]


def test_the_enquiry_names_the_first_order_since() -> None:
    orders = frame(
        "Orders",
        order(1, "2026-03-01 10:00"),
        order(3, "2026-03-06 10:00"),
        order(2, "2026-03-05 10:00"),
        order(4, "2026-03-05 11:00", customer="lily"),
        order(9, "2026-03-05 09:00", customer=None),
    )
    enquiries = frame(
        "Enquiries",
        asked("2026-03-05 10:00:01"),
        asked("2026-03-04 10:00", customer="lily"),
        asked("2026-03-04 10:00"),
        asked("2026-03-09 10:00"),  # later than the moment
        asked("2026-03-04 10:00", customer="joe", state="ordered", order_id="1"),  # of no order any more
        asked(customer=None),
    )
    judged = judge_enquiries(enquiries, orders, at("2026-03-08 00:00"))
    shown = judged[["state", "order_id"]].astype("object")
    assert shown.where(shown.notna(), None).to_numpy().tolist() == [
        ["ordered", "3"],
        ["ordered", "4"],
        ["ordered", "2"],
        ["open", None],
    ]
    assert judged.index.tolist() == [5, 6, 7, 9]
    assert judged.dtypes.to_dict() == enquiries.dtypes.to_dict()


def test_without_enquiries_nothing_is_judged() -> None:
    empty = frame("Enquiries")
    pd.testing.assert_frame_equal(judge_enquiries(empty, frame("Orders"), at("2026-03-08")), empty)
