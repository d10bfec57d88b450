"""Sales that a scored month has not counted: orders that came, or got their agent, after it was scored.

There is no list of the orders that a month counted. What its rows of 提成 and its own refunds add up to says
how much was counted for each person; what the orders of now add up to beyond that came later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.money import NOTHING

Whose = tuple[str, str]
"""A month and a staff number."""
OrderKey = tuple[str, str]
"""A platform and an order number."""


@dataclass(frozen=True)
class CountedSales:
    """What scored months counted: `months` that had a commission, net `sales` of 提成 by month and person
    (none where somebody had no figure), and which of the months counted orders rather than the log."""

    months: Collection[str]
    sales: Mapping[Whose, Decimal]
    on_orders: Collection[str]


def late_sales(orders: pd.DataFrame, ledger: pd.DataFrame, counted: CountedSales) -> dict[Whose, Decimal]:
    """Yuan of orders that no commission counted, by month and person; only what is above nothing.

    `orders`: `paid`, `agent_id`, `paid_amount`. `ledger`: rows of 退款明细. A month that rests on the daily
    log counts no orders, so none of it is late.
    """
    own = ledger[(ledger["kind"] == "own") & ledger["month"].isin(list(counted.on_orders))]
    refunded = by_month_and_person(own["month"], own["agent_id"], own["amount"])
    paid = orders.dropna(subset=["paid", "agent_id", "paid_amount"])
    months = paid["paid"].dt.strftime("%Y-%m")
    on_orders = months.isin(list(counted.on_orders))
    paid, months = paid[on_orders], months[on_orders]
    known = by_month_and_person(months, paid["agent_id"], paid["paid_amount"])
    late = {
        whose: amount - counted.sales.get(whose, NOTHING) - refunded.get(whose, NOTHING)
        for whose, amount in known.items()
    }
    return {whose: amount for whose, amount in sorted(late.items()) if amount > 0}


def by_month_and_person(months: pd.Series, people: pd.Series, amounts: pd.Series) -> dict[Whose, Decimal]:
    found: dict[Whose, Decimal] = {}
    for month, who, amount in zip(months.tolist(), people.tolist(), amounts.tolist(), strict=True):
        found[month, who] = found.get((month, who), NOTHING) + amount
    return found


def may_be_late(
    refunded: Iterable[Mapping[Any, Any]], late: Mapping[Whose, Decimal], told: Collection[OrderKey]
) -> set[OrderKey]:
    """The orders whose sale may have been counted nowhere, so that their refund takes nothing back.

    `refunded`: orders (`platform`, `order_id`, `agent_id`, `paid`, `paid_amount`) of which the ledger took
    nothing yet. Their amounts stay within what is `late`: those `told` before first, then the largest that
    fits, so that the doubt is the shop's.
    """
    left, found = dict(late), set()

    def first(line: Mapping[Any, Any]) -> tuple[bool, Decimal, OrderKey]:
        return key_of(line) not in told, -sale_of(line), key_of(line)

    for line in sorted(refunded, key=first):
        whose, sale = (f"{line['paid']:%Y-%m}", line["agent_id"]), sale_of(line)
        if 0 < sale <= left.get(whose, NOTHING):
            left[whose] -= sale
            found.add(key_of(line))
    return found


def key_of(line: Mapping[Any, Any]) -> OrderKey:
    return line["platform"], line["order_id"]


def sale_of(line: Mapping[Any, Any]) -> Decimal:
    return NOTHING if pd.isna(line["paid_amount"]) else line["paid_amount"]
