"""Figures, classes and archive deadlines of customers, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.archive.classes import ArchiveRules, classes_of, order_figures, update_archive
from tests.followups.shop import at, frame, order

RULES = ArchiveRules(regular_orders=2, lost_days=180, archive_days=2)
TODAY = at("2026-07-01 10:00")


def paid(number: int, day: str, **more: Any) -> dict[str, Any]:
    return order(number, day, paid=f"{day} 12:00", **more)


def archived(*orders: dict[str, Any], today: pd.Timestamp = TODAY, **customer: Any) -> pd.Series:
    customers = frame("Customers", {"platform": "tmall", "account": "nick"} | customer)
    figures = order_figures(frame("Orders", *orders), today)
    return update_archive(customers, figures, RULES, today).iloc[0]


def test_figures_count_deals_and_the_last_order_placed() -> None:
    row = archived(
        paid(1, "2026-05-01", paid_amount=Decimal("19.90")),
        paid(2, "2026-06-01", paid_amount=Decimal("0.20")),
        paid(3, "2026-06-02", cancelled="2026-06-03"),
        order(4, "2026-06-30 08:00"),  # not paid
        order(5, "2026-06-30", paid="2026-07-01 10:01"),  # paid later
        order(6, "2026-07-01 10:01"),  # placed later
        paid(7, "2026-06-30", platform="jd"),  # somebody else
    )
    assert (row["orders"], row["amount"], row["last_order"]) == (2, Decimal("20.10"), at("2026-06-30 08:00"))


def test_a_customer_without_orders_has_none_and_is_ordinary() -> None:
    row = archived()
    assert (row["orders"], row["amount"], row["customer_class"]) == (0, Decimal("0.00"), "ordinary")
    assert pd.isna(row["last_order"])


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2026-06-01"], "ordinary"),
        (["2026-05-01", "2026-06-01"], "old"),
        (["2026-01-02 10:00"], "ordinary"),  # 180 days ago to the second
        (["2026-01-02 09:59"], "lost"),
        (["2025-10-01", "2025-11-01", "2025-12-01"], "lost"),  # a regular who stayed away
    ],
)
def test_a_class_follows_from_deals_and_the_last_order(days: list[str], expected: str) -> None:
    orders = [order(n, day, paid=day) for n, day in enumerate(days)]
    assert archived(*orders)["customer_class"] == expected


def of_amount(least: str | None, *amounts: str, day: str = "2026-06-01") -> str:
    """The class of a customer with a deal of each amount on one day, where 5 deals make a regular."""
    rules = ArchiveRules(5, 180, 2, None if least is None else Decimal(least))
    orders = [paid(n, day, paid_amount=Decimal(amount)) for n, amount in enumerate(amounts)]
    return str(classes_of(order_figures(frame("Orders", *orders), TODAY), rules, TODAY).iloc[0])


@pytest.mark.parametrize(
    ("least", "amounts", "expected"),
    [
        ("1000.00", ["600.00", "400.00"], "old"),  # to the cent
        ("1000.00", ["600.00", "399.99"], "ordinary"),
        ("1000.00", ["1.00"] * 5, "old"),  # by the number of deals
        (None, ["99999.00"], "ordinary"),  # the setting is empty: amounts are not looked at
        ("0.00", ["0.00"], "old"),  # a limit of nothing is reached by everybody
    ],
)
def test_a_customer_is_a_regular_by_amount_too(least: str | None, amounts: list[str], expected: str) -> None:
    assert of_amount(least, *amounts) == expected


def test_a_regular_by_amount_who_stayed_away_is_lost() -> None:
    assert of_amount("1000.00", "2000.00", day="2025-12-01") == "lost"


def test_everybody_in_the_orders_has_a_class_in_the_archive_or_not() -> None:
    figures = order_figures(
        frame("Orders", paid(1, "2026-06-01"), paid(2, "2026-06-02", customer=None)), TODAY
    )
    assert classes_of(figures, RULES, TODAY).to_dict() == {"tmall:nick": "ordinary"}


@pytest.mark.parametrize(
    ("first_visit", "archive", "today", "due", "state"),
    [
        ("2028-02-28", None, "2028-03-01 23:59", "2028-03-01", "due"),  # over the leap day
        ("2028-02-28", None, "2028-03-02 00:00", "2028-03-01", "overdue"),
        ("2026-12-30", None, "2027-01-01 12:00", "2027-01-01", "due"),
        ("2026-06-01", "2026-06-09", "2026-06-09 00:00", "2026-06-03", "done"),
        ("2026-06-01", "2026-06-09", "2026-06-08 23:59", "2026-06-03", "overdue"),  # not archived yet
        (None, None, "2026-06-08", None, "due"),
    ],
)
def test_the_archive_is_due_two_days_after_the_first_visit(
    first_visit: str | None, archive: str | None, today: str, due: str | None, state: str
) -> None:
    row = archived(
        today=at(today), first_visit=first_visit and at(first_visit), archived=archive and at(archive)
    )
    assert row["archive_state"] == state
    assert row["archive_due"] == (at(due) if due else None) or (due is None and pd.isna(row["archive_due"]))


def test_what_people_fill_in_is_left_alone() -> None:
    typed = {"phone": "17012345678-1234", "virtual_until": at("2026-06-16"), "wishes": "快递放门口"}
    row = archived(paid(1, "2026-06-01"), owner="K01", **typed)
    assert row[[*typed, "owner"]].tolist() == [*typed.values(), "K01"]


CENTS = st.integers(0, 10_000_000).map(lambda cents: Decimal(cents) / 100)


@given(amounts=st.lists(CENTS, max_size=8))
def test_amounts_add_up_to_the_cent(amounts: list[Decimal]) -> None:
    orders = [paid(n, "2026-06-01", paid_amount=amount) for n, amount in enumerate(amounts)]
    row = archived(*orders)
    assert (row["orders"], row["amount"]) == (len(amounts), sum(amounts, Decimal("0.00")))
