"""Whom a rule applies to: class, amount, custom orders, sample, daily cap."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.followups.making import drawn_share
from tests.followups.shop import FIRST, SECOND, Shop, frame, order

TODAY = "2026-03-05 12:00"


def deals(*changes: dict[str, Any]) -> Shop:
    rows = [
        order(n, "2026-03-04 09:00", **{"paid": "2026-03-04 10:00", "customer": f"c{n}"} | change)
        for n, change in enumerate(changes, 1)
    ]
    return Shop(rules=(FIRST,), orders=frame("Orders", *rows))


def made(shop: Shop, **rule: Any) -> list[str]:
    rows = replace(shop, rules=(replace(FIRST, **rule),)).update(TODAY).frame
    return [source.removeprefix("order:tmall:") for source in rows["source"]]


def test_what_was_due_too_long_ago_is_not_made_but_counted() -> None:
    old = order(2, "2026-01-20 09:00", paid="2026-01-20 10:00")
    shop = Shop(rules=(FIRST,), orders=frame("Orders", old), backlog=pd.Timedelta(days=30))
    made_then = shop.update("2026-02-26 23:59:59")  # 30 days after the deadline, 27 January
    assert (made_then.made, made_then.forgone) == (1, 0)
    later = shop.update("2026-02-27 00:00")
    assert (later.made, later.forgone) == (0, 1)
    assert shop.after("2026-02-26 12:00").update("2026-06-01 12:00").frame["source"].tolist() == [
        "order:tmall:2"
    ]  # what is written stays


def test_a_rule_for_regulars_takes_regulars_only() -> None:
    shop = replace(deals({}, {}, {}), classes={"tmall:c1": "old", "tmall:c2": "lost", "jd:c3": "old"})
    assert made(shop, applies_to="old") == ["1"]
    assert made(shop, applies_to="lost") == ["2"]
    assert made(shop, applies_to="ordinary") == ["3"]  # of whom nothing is known
    assert made(shop) == ["1", "2", "3"]


def test_an_order_without_a_customer_is_an_ordinary_ones() -> None:
    assert made(deals({"customer": None}), applies_to="ordinary") == ["1"]


def test_the_least_amount_is_what_was_paid() -> None:
    shop = deals(
        {"paid_amount": Decimal("499.99")}, {"paid_amount": Decimal("500.00")}, {"paid_amount": None}
    )
    assert made(shop, least_amount=500.0) == ["2"]
    assert made(shop, least_amount=100.0) == ["1", "2", "3"]  # nothing said: the order's total, 100 yuan


def test_custom_only_means_custom_orders() -> None:
    assert made(deals({"custom": True}, {"custom": False}, {}), custom_only=True) == ["1"]


@pytest.mark.parametrize(("share", "count"), [(0.0, 0), (1.0, 400)])
def test_a_sample_of_none_or_all_is_exact(share: float, count: int) -> None:
    assert len(made(deals(*[{}] * 400), sample=share)) == count


def test_a_sample_is_near_its_share_and_always_the_same() -> None:
    shop = deals(*[{}] * 400)
    quarter = made(shop, sample=0.25)
    assert 70 <= len(quarter) <= 130  # 100 expected, standard deviation 8.7
    assert quarter == made(shop, sample=0.25)
    assert set(quarter) <= set(made(shop, sample=0.5))


def test_the_draw_is_the_same_on_every_machine() -> None:
    # printf order:tmall:1 | sha256sum begins with 5b81bc4aefd5fd4e
    assert drawn_share("order:tmall:1") == 0x5B81BC4AEFD5FD4E / 2**64


def test_the_daily_cap_keeps_the_largest_orders_of_each_owner_and_counts_the_rest() -> None:
    amounts = [Decimal(n) for n in (10, 50, 30, 20, 40)]
    shop = deals(*({"paid_amount": a, "agent_id": "K01" if n < 3 else "K02"} for n, a in enumerate(amounts)))
    capped = replace(shop, rules=(replace(FIRST, daily_cap=2),))
    update = capped.update(TODAY)
    assert sorted(update.frame["source"].str[-1]) == ["2", "3", "4", "5"]
    assert update.capped == {"C1": 1}
    again = capped.after(TODAY).update("2026-03-05 18:00")
    assert (again.made, again.capped) == (0, {"C1": 1})


def test_the_cap_counts_each_day_on_its_own() -> None:
    shop = deals({}, {"paid": "2026-03-05 10:00"}, {"paid": "2026-03-05 11:00"})
    assert made(shop, daily_cap=1) == ["1", "2"]


def test_kept_out_rows_are_told_only_while_there_is_time() -> None:
    capped = replace(deals({}, {}), rules=(replace(FIRST, daily_cap=1),))
    assert capped.update("2026-03-11 23:00").capped == {"C1": 1}
    assert capped.update("2026-03-12 00:00").capped == {}


def test_an_inactive_rule_makes_nothing() -> None:
    assert made(deals({}), active=False) == []


def test_a_chain_without_any_row_makes_nothing() -> None:
    assert replace(deals({}), rules=(SECOND,)).update(TODAY).made == 0
