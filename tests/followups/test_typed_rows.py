"""Rows that people add: their own deadline and channel, and telephone numbers in the account's place."""

from __future__ import annotations

from typing import Any

import pytest

from csbook.followups.typed_rows import number_of
from tests.followups.shop import Shop, at, frame

ARCHIVE = (
    {"platform": "jd", "account": "lily", "owner": "K02", "phone": "138 1234 5678"},
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
