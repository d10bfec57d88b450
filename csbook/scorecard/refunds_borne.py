"""How much of an order's refund months could bear: what a base below zero took from nobody is not given back.

A base below zero earns nothing and owes nothing. So of the refunds counted in a month only those count as
taken that its net sales covered: first the refunds of the month's own orders, then those of earlier months in
the order of the ledger. The documents are silent; this is ours, as the ledger itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from csbook.money import NOTHING
from csbook.scorecard.late_orders import CountedSales, OrderKey


class Line(NamedTuple):
    """A row of 退款明细; `who` is empty without an agent."""

    month: str
    who: str
    platform: str
    order_id: str
    kind: str
    amount: Decimal

    @property
    def order(self) -> OrderKey:
        return self.platform, self.order_id


def borne_by_order(ledger: pd.DataFrame, counted: CountedSales) -> dict[OrderKey, Decimal]:
    """Yuan of each order's refund that were taken from somebody and not given back since.

    `ledger`: rows of 退款明细 that settle refunds, of any months. `counted`: net sales of each month and
    person. Of a month that nothing is known of any more, all counts as taken.
    """
    people = ledger["agent_id"].astype("object").where(ledger["agent_id"].notna(), "")
    columns = (ledger[name].tolist() for name in ("month", "platform", "order_id", "kind", "amount"))
    months, *others = columns
    lines = sorted(map(Line._make, zip(months, people.tolist(), *others, strict=True)))
    found: dict[OrderKey, Decimal] = {}
    for (month, who), rows in groupby(lines, key=lambda line: (line.month, line.who)):
        for order, amount in changes(list(rows), sales_of(month, who, counted)):
            found[order] = max(found.get(order, NOTHING) + amount, NOTHING)
    return found


def sales_of(month: str, who: str, counted: CountedSales) -> Decimal | None:
    """The person's net sales of the month, nothing where they had no figure; None where it is not known."""
    if month not in counted.months or not who:
        return None
    return counted.sales.get((month, who), NOTHING)


def changes(lines: Sequence[Line], sales: Decimal | None) -> Iterator[tuple[OrderKey, Decimal]]:
    """What one person's rows of a month took from them by order, and (below zero) what they gave back.

    `sales` are net of the month's own refunds, which they bore before they could bear others.
    """
    own, earlier = ([line for line in lines if line.kind == kind] for kind in ("own", "earlier"))
    yield from ((line.order, line.amount) for line in lines if line.kind == "logged")
    if sales is None:
        yield from ((line.order, line.amount) for line in (*own, *earlier))
        return
    yield from as_far_as(own, sales + sum((line.amount for line in own), NOTHING))
    yield from as_far_as(earlier, sales + sum((-line.amount for line in earlier if line.amount < 0), NOTHING))


def as_far_as(lines: Sequence[Line], sales: Decimal) -> Iterator[tuple[OrderKey, Decimal]]:
    """The rows one after the other, each as far as the sales still cover it."""
    left = max(sales, NOTHING)
    for line in lines:
        amount = min(line.amount, left)
        left -= max(amount, NOTHING)
        yield line.order, amount
