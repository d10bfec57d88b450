"""Calls in vain, counted and made again; virtual numbers that can be called no more."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from csbook.followups.state import forgotten_dates
from tests.followups.shop import FIRST, Shop, at, frame, order, rule

CALL = "2026-03-08 10:00"  # within the window of the first call: 7 to 11 March


def deal(**more: object) -> Shop:
    row = order(1, "2026-03-04 09:59", paid="2026-03-04 10:00", **more)
    return Shop(rules=(FIRST,), orders=frame("Orders", row)).after(CALL)


def tried(shop: Shop, when: str, **more: object) -> Shop:
    return shop.typed(0, result="unreachable", done_at=at(when), **more)


def row_of(shop: Shop, today: str) -> pd.Series:
    return shop.update(today).frame.iloc[0]


@pytest.mark.parametrize(
    ("when", "again"),
    [
        ("2026-03-08 09:30", "2026-03-08 13:30"),
        ("2026-03-08 17:00", "2026-03-08 21:00"),  # the last moment of calling hours
        ("2026-03-08 17:01", "2026-03-09 09:00"),
        ("2026-03-08 20:59", "2026-03-09 09:00"),
    ],
)
def test_a_call_in_vain_is_made_again_after_four_hours_in_calling_hours(when: str, again: str) -> None:
    shop = tried(deal(), when)
    row = row_of(shop, "2026-03-08 21:30") if again > "2026-03-08 21:30" else row_of(shop, again)
    assert (row["attempts"], row["last_attempt"], row["retry_from"]) == (1, at(when), at(again))
    before = row_of(shop, str(at(again) - pd.Timedelta(seconds=1)))
    assert (before["state"], before["reason"]) == ("planned", "再拨")
    assert row_of(shop, again)["state"] == "due"


def test_a_message_in_vain_is_sent_again_in_opening_hours() -> None:
    orders = frame("Orders", order(1, "2026-03-04 10:00"))
    chase = rule("U12", "order_unpaid", 12, 24, "hours", channel="wangwang")
    shop = Shop(rules=(chase,), orders=orders).after("2026-03-05 08:00")
    assert row_of(tried(shop, "2026-03-05 18:30"), "2026-03-05 19:00")["retry_from"] == at("2026-03-05 22:30")


def test_a_try_counts_once_however_often_csbook_runs() -> None:
    once = tried(deal(), "2026-03-08 09:30").after("2026-03-08 12:00")
    later = once.after("2026-03-08 18:00")
    assert later.register["attempts"].tolist() == [1]
    again = tried(later, "2026-03-08 18:30").after("2026-03-08 19:00")
    assert again.register["attempts"].tolist() == [2]
    assert again.register["last_attempt"].tolist() == [at("2026-03-08 18:30")]
    assert again.register["retry_from"].tolist() == [at("2026-03-09 09:00")]


def test_a_time_that_is_corrected_is_no_other_try() -> None:
    counted = tried(deal(), "2026-03-08 09:30").after("2026-03-08 12:00")
    row = row_of(tried(counted, "2026-03-08 09:00"), "2026-03-08 12:30")
    assert (row["attempts"], row["last_attempt"]) == (1, at("2026-03-08 09:00"))
    assert row["retry_from"] == at("2026-03-08 13:00")


def test_a_try_later_than_the_moment_has_not_been_made() -> None:
    row = row_of(tried(deal(), "2026-03-08 12:01"), "2026-03-08 12:00")
    assert row["state"] == "due"
    assert pd.isna(row["attempts"])
    assert pd.isna(row["retry_from"])


def test_the_last_of_the_most_attempts_goes_to_the_supervisor() -> None:
    shop = deal()
    for when, today in [
        ("2026-03-08 11:00", "2026-03-08 12:00"),
        ("2026-03-08 16:00", "2026-03-08 16:30"),
        ("2026-03-09 09:00", "2026-03-09 09:30"),
    ]:
        shop = tried(shop, when).after(today)
    row = shop.register.iloc[0]
    assert (row["state"], row["reason"]) == ("escalated", "未接通 3 次")
    assert (row["attempts"], row["days_late"]) == (3, 0.0)
    assert pd.isna(row["retry_from"])
    assert row["due_by"] == at("2026-03-11 23:59:59")


def test_the_deadline_is_not_before_the_end_of_the_day_of_the_next_try() -> None:
    shop = tried(deal(), "2026-03-11 20:00").after("2026-03-11 20:30")  # the last day of the window
    assert shop.register["retry_from"].tolist() == [at("2026-03-12 09:00")]
    assert shop.register["due_by"].tolist() == [at("2026-03-12 23:59:59")]
    assert shop.states("2026-03-12 09:00") == ["due"]
    assert shop.states("2026-03-13 00:00") == ["overdue"]
    early = tried(deal(), "2026-03-08 09:30").after("2026-03-08 12:00")
    assert early.register["due_by"].tolist() == [at("2026-03-11 23:59:59")]


def test_once_reached_it_is_done_and_waits_for_no_other_try() -> None:
    counted = tried(deal(), "2026-03-08 09:30").after("2026-03-08 12:00")
    row = row_of(counted.typed(0, result="reached", done_at=at("2026-03-08 14:00")), "2026-03-08 15:00")
    assert (row["state"], row["attempts"]) == ("done", 1)
    assert pd.isna(row["retry_from"])


def test_what_ended_is_not_tried_again() -> None:
    counted = tried(deal(), "2026-03-08 09:30").after("2026-03-08 12:00")
    undone = order(1, "2026-03-04 09:59", paid="2026-03-04 10:00", cancelled="2026-03-08 12:30")
    row = row_of(replace(counted, orders=frame("Orders", undone)), "2026-03-08 13:00")
    assert (row["state"], row["reason"]) == ("closed", "订单已关闭")
    assert pd.isna(row["retry_from"])


def test_attempts_that_agents_typed_before_csbook_counted_keep_their_number() -> None:
    typed = tried(deal(), "2026-03-08 09:30", attempts=2)
    first = typed.after("2026-03-08 12:00")
    assert first.register["attempts"].tolist() == [2]
    assert first.register["last_attempt"].tolist() == [at("2026-03-08 09:30")]
    assert tried(first, "2026-03-08 14:00").after("2026-03-08 15:00").register["attempts"].tolist() == [3]


def test_a_customer_who_asked_to_wait_is_not_called_before() -> None:
    shop = tried(deal(), "2026-03-08 09:30", waiting_until=at("2026-03-09 12:00"))
    assert row_of(shop, "2026-03-09 11:00")["reason"] == "等客户"
    assert shop.states("2026-03-09 12:00") == ["due"]


def test_a_try_without_its_time_is_pointed_out() -> None:
    register = frame(
        "FollowUps",
        {"customer": "eve", "result": "unreachable"},
        {"customer": "bob", "result": "reached"},
        {"customer": "old", "result": "unreachable", "attempts": 2},  # counted by hand, before
        {"customer": "joe", "result": "unreachable", "done_at": at("2026-03-08 09:30")},
    )
    found = forgotten_dates(register)
    assert [(p.row, p.column, p.severity.value) for p in found] == [
        (5, "done_at", "warning"),
        (6, "done_at", "warning"),
    ]
    assert "未接通" in found[0].expected.zh


def archived(until: str | None, **more: object) -> pd.DataFrame:
    row = {"platform": "tmall", "account": "nick", "virtual_until": until and at(until)}
    return frame("Customers", row | more)


@pytest.mark.parametrize(
    ("until", "reason"),
    [("2026-03-07", "虚拟号已失效，改用在线消息"), ("2026-03-08", None), (None, None)],
)
def test_a_call_to_a_virtual_number_that_expired_says_so(until: str | None, reason: str | None) -> None:
    shop = replace(deal(agent_id="K01"), customers=archived(until))
    row = row_of(shop, "2026-03-08 12:00")
    assert row["state"] == "due"
    assert row["reason"] == reason or (reason is None and pd.isna(row["reason"]))
    assert shop.update("2026-03-08 12:00").dead_numbers == (reason is not None)


def test_the_dead_number_is_told_beside_the_other_reason() -> None:
    shop = replace(deal(agent_id="K01"), customers=archived("2026-03-07"))
    assert row_of(shop, "2026-03-15 00:00")["reason"] == "超时满 3 天；虚拟号已失效，改用在线消息"
    english = replace(deal(agent_id="K09"), customers=archived("2026-03-07"), language="en")
    assert (
        row_of(english, "2026-03-08 12:00")["reason"]
        == "the owner has left; virtual number expired: use chat"
    )


def test_only_calls_that_are_still_owed_mind_the_number() -> None:
    wangwang = Shop(
        rules=(rule("U12", "order_unpaid", 12, 24, "hours", channel="wangwang"),),
        orders=frame("Orders", order(1, "2026-03-07 10:00", agent_id="K01")),
        customers=archived("2026-03-01"),
    )
    assert pd.isna(row_of(wangwang, "2026-03-08 12:00")["reason"])
    done = deal(agent_id="K01").typed(0, result="reached", done_at=at("2026-03-08 11:00"))
    assert replace(done, customers=archived("2026-03-01")).update("2026-03-08 12:00").dead_numbers == 0
    assert pd.isna(row_of(replace(done, customers=archived("2026-03-01")), "2026-03-08 12:00")["reason"])
