"""Rows that people add: their own deadline and channel, and telephone numbers in the account's place."""

from __future__ import annotations

from typing import Any

import pytest

from csbook.followups.state import moves_too_far, with_typed_dates
from csbook.followups.typed_rows import number_of
from tests.followups.shop import Shop, at, frame

ARCHIVE = (
    {"platform": "jd", "account": "lily", "owner": "K02", "phone": "138 1234 5678", "name": "李丽"},
    {"platform": "tmall", "account": "nick", "owner": "K01", "phone": "13900001111；0571-8765432"},
    {"platform": "jd", "account": "nick_jd", "owner": "K02", "phone": "+86 13900001111"},
    {"platform": "jd", "account": "17000000000", "owner": "K01", "phone": "13812345670"},
    {"platform": "tmall", "account": "other", "owner": "K02", "phone": "17000000000"},
    {"platform": "tmall", "account": "virtual", "phone": "17012345678-1234"},
)


def adopted(**cells: Any) -> dict[Any, Any]:
    shop = Shop(register=frame("FollowUps", cells), customers=frame("Customers", *ARCHIVE))
    return shop.update("2026-03-05 10:00").frame.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("typed", "platform", "account"),
    [
        ("13812345678", "jd", "lily"),
        ("138-1234-5678", "jd", "lily"),
        ("+8613812345678", "jd", "lily"),
        ("１３８１２３４５６７８", "jd", "lily"),
        ("05718765432", "tmall", "nick"),
        ("17012345678-1234", "tmall", "virtual"),
        ("李丽", "jd", "lily"),
    ],
)
def test_the_telephone_number_of_one_customer_becomes_the_account(
    typed: str, platform: str, account: str
) -> None:
    row = adopted(customer=typed)
    assert (row["platform"], row["customer"]) == (platform, account)


def test_the_customer_found_by_number_brings_the_owner() -> None:
    assert adopted(customer="13812345678")["owner"] == "K02"


@pytest.mark.parametrize(
    "typed",
    [
        "13900001111",  # of two customers
        "13811112222",  # of nobody
        "5678",  # the end of a number names nobody for sure
        "17000000000",  # an account of the archive, and somebody else's number
        "手工客户",
    ],
)
def test_whatever_does_not_name_one_customer_stays_as_typed(typed: str) -> None:
    assert adopted(customer=typed)["customer"] == typed


def test_the_platform_typed_decides_between_two_customers_with_one_number() -> None:
    assert adopted(customer="13900001111", platform="jd")["customer"] == "nick_jd"
    assert adopted(customer="13900001111", platform="pdd")["customer"] == "13900001111"


def test_a_row_that_has_its_number_keeps_what_stands_there() -> None:
    assert adopted(follow_up_id="F000001", customer="13812345678")["customer"] == "13812345678"


def test_action_channel_and_deadline_of_ones_own_stay() -> None:
    own = {"action": "送样品", "channel": "wangwang", "due_by": at("2026-03-07 18:00")}
    row = adopted(customer="lily", platform="jd", **own)
    assert {name: row[name] for name in own} == own
    assert (row["state"], row["follow_up_id"]) == ("due", "F000001")


@pytest.mark.parametrize("text", ["", "nick", "123456", "2026-11-20号", "wx13812345678"])
def test_what_is_no_telephone_number_is_none(text: str) -> None:
    assert number_of(text) is None


def test_a_deadline_typed_as_a_day_is_the_end_of_that_day() -> None:
    shop = Shop(register=frame("FollowUps", {"customer": "手工客户", "due_by": at("2026-03-05")}))
    row = shop.update("2026-03-05 10:00").frame.iloc[0]
    assert (row["state"], row["due_by"]) == ("due", at("2026-03-05 23:59:59"))


def test_a_day_moved_to_is_meant_whole() -> None:
    moved = {"customer": "手工客户", "new_due": at("2026-03-07")}
    shop = Shop(register=frame("FollowUps", moved))
    assert shop.update("2026-03-07 20:00").frame.iloc[0]["state"] == "due"
    assert shop.update("2026-03-08 00:00").frame.iloc[0]["state"] == "overdue"


def test_a_deadline_moved_to_before_the_event_does_not_count_and_is_told() -> None:
    made = {
        "follow_up_id": "F000001", "rule_id": "A1", "source": "customer:jd:lily", "customer": "lily",
        "event_at": at("2026-03-05 09:00"), "due_from": at("2026-03-05"), "due_by": at("2026-03-07 23:59:59"),
        "new_due": at("2026-02-01"),
    }  # fmt: skip
    register = frame("FollowUps", made)
    assert with_typed_dates(register)["due_by"].tolist() == [at("2026-03-07 23:59:59")]
    (told,) = moves_too_far(register)
    assert (told.column, told.found) == ("new_due", "2026-02-01")
