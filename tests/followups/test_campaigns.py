"""Campaigns: customers of the archive are called two weeks ahead, letters follow the calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.followups.shop import Shop, at, frame, rule

CALL = rule("M1", "campaign", -14, -12)
LETTER = rule("M2", "follow_up_done", 0, 2, channel="letter", after_rule="M1")
NEAR = rule("M3", "campaign", -2, -1, channel="message")
CUSTOMERS = frame(
    "Customers",
    {"platform": "tmall", "account": "nick", "owner": "K01", "customer_class": "old"},
    {"platform": "jd", "account": "lily", "owner": "K02", "customer_class": "ordinary"},
    {"platform": "jd", "account": "bob", "owner": "K02", "customer_class": "old"},
    {"platform": "jd", "account": None},
)


def campaign(**more: Any) -> dict[str, Any]:
    return {"campaign_id": "M618", "name": "618", "starts": at("2026-06-18"), "platform": "any"} | more


def shop(*campaigns: dict[str, Any]) -> Shop:
    return Shop(rules=(CALL, LETTER), customers=CUSTOMERS, campaigns=frame("Campaigns", *campaigns))


def told(plan: Shop, today: str = "2026-06-04 09:00") -> list[str]:
    return plan.update(today).frame["customer"].tolist()


def test_customers_are_called_two_weeks_ahead() -> None:
    plan = shop(campaign())
    assert told(plan, "2026-06-03 23:59:59") == []
    row = plan.update("2026-06-04 00:00").frame.iloc[0]
    assert row["source"] == "campaign:M618:jd:bob"
    assert row[["event_at", "due_from", "due_by"]].tolist() == [
        at("2026-06-18"),
        at("2026-06-04"),
        at("2026-06-06 23:59:59"),
    ]
    assert (row["owner"], row["channel"], row["state"]) == ("K02", "phone", "due")


@pytest.mark.parametrize(
    ("change", "customers"),
    [
        ({}, ["bob", "lily", "nick"]),
        ({"platform": "jd"}, ["bob", "lily"]),
        ({"applies_to": "any"}, ["bob", "lily", "nick"]),
        ({"applies_to": "old"}, ["bob", "nick"]),
        ({"applies_to": "old", "platform": "jd"}, ["bob"]),
        ({"applies_to": "lost"}, []),
        ({"starts": None}, []),
    ],
)
def test_a_campaign_says_whom_it_is_for(change: dict[str, Any], customers: list[str]) -> None:
    assert told(shop(campaign(**change))) == customers


def test_a_customer_removed_from_the_archive_is_told_of_nothing() -> None:
    removed = CUSTOMERS.assign(account=CUSTOMERS["account"].replace("bob", "已清除-00012"))
    assert told(replace(shop(campaign()), customers=removed)) == ["lily", "nick"]


def test_the_letter_goes_out_within_two_days_after_the_call() -> None:
    called = shop(campaign(applies_to="lost"), campaign(campaign_id="M2", platform="tmall"))
    called = called.after("2026-06-04 09:00").typed(0, done_at=at("2026-06-05 15:00"), result="reached")
    letter = called.update("2026-06-05 16:00").frame.iloc[1]
    assert letter[["rule_id", "customer", "channel"]].tolist() == ["M2", "nick", "letter"]
    assert letter["due_from"] == at("2026-06-05")
    assert letter["due_by"] == at("2026-06-07 23:59:59")


def test_a_campaign_that_began_is_announced_no_more() -> None:
    announced = shop(campaign()).after("2026-06-10 09:00")
    assert set(announced.states("2026-06-17 23:59:59")) == {"escalated"}
    begun = announced.update("2026-06-18 00:00").frame
    assert set(begun["state"]) == {"closed"}
    assert set(begun["reason"]) == {"活动已开始"}
    assert told(shop(campaign()), "2026-06-18 00:00") == []


def test_a_campaign_entered_late_is_announced_the_same_day() -> None:
    row = shop(campaign()).update("2026-06-15 11:00").frame.iloc[0]
    assert row["due_by"] == at("2026-06-15 23:59:59")
    assert row["state"] == "due"


def test_a_campaign_that_is_taken_back_or_not_for_the_customer_closes_its_rows() -> None:
    announced = shop(campaign()).after("2026-06-04 09:00")
    gone = replace(announced, campaigns=frame("Campaigns")).update("2026-06-05 09:00").frame
    assert set(gone["reason"]) == {"活动取消或不再通知该客户"}
    fewer = replace(announced, campaigns=frame("Campaigns", campaign(platform="jd")))
    assert fewer.states("2026-06-05 09:00") == ["due", "due", "closed"]


def test_a_campaign_put_off_moves_the_calls_not_yet_made() -> None:
    announced = shop(campaign()).after("2026-06-04 09:00")
    called = announced.typed(0, done_at=at("2026-06-04 10:00"), result="reached")
    later = replace(called, campaigns=frame("Campaigns", campaign(starts=at("2026-07-01"))))
    rows = later.update("2026-06-05 09:00").frame.iloc[:3]
    assert rows["event_at"].tolist() == [at("2026-06-18"), at("2026-07-01"), at("2026-07-01")]
    assert rows["due_by"].tolist()[1] == at("2026-06-19 23:59:59")
    assert rows["state"].tolist() == ["done", "planned", "planned"]
    assert later.after("2026-06-05 09:00").states("2026-06-17 00:00")[1:3] == ["due", "due"]


def test_the_message_near_the_date_replaces_the_call() -> None:
    plan = replace(shop(campaign(platform="tmall")), rules=(CALL, NEAR))
    assert plan.states("2026-06-16 00:00") == ["closed", "due"]


def test_the_daily_cap_keeps_the_best_customers_of_each_agent() -> None:
    customers = CUSTOMERS.assign(amount=pd.Series([10, 20, 30, None], index=CUSTOMERS.index, dtype="object"))
    plan = replace(shop(campaign()), customers=customers, rules=(replace(CALL, daily_cap=1),))
    update = plan.update("2026-06-04 09:00")
    assert update.frame["customer"].tolist() == ["bob", "nick"]
    assert update.capped == {"M1": 1}


def test_a_second_run_changes_nothing() -> None:
    once = shop(campaign(), campaign(campaign_id="B", starts=at("2026-06-16"))).after("2026-06-12 09:00")
    pd.testing.assert_frame_equal(once.update("2026-06-12 09:00").frame, once.register)
