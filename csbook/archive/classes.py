"""What the customer archive 客户档案 says about a customer: figures, class, deadline of the archive.

Figures come from the orders alone. `orders` and `amount` count deals (paid, not cancelled):
somebody who ordered three times and never paid is no regular. `last_order` is the last order
placed, paid or not: somebody who is still trying to buy is not lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

NOTHING: Final = Decimal("0.00")
UPDATED: Final = ("orders", "amount", "last_order", "customer_class", "archive_due", "archive_state")


@dataclass(frozen=True)
class ArchiveRules:
    """From how many deals on a customer is a regular; after how many days without an order one is
    lost; within how many days of the first visit the archive is due (domain B1.1: two); from which
    amount in yuan on one is a regular however few the deals (None: amounts make nobody one)."""

    regular_orders: int
    lost_days: int
    archive_days: int
    regular_amount: Decimal | None = None


def order_figures(orders: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Columns `orders` (Int64), `amount` (Decimal, yuan), `last_order` of every customer who has
    placed an order by `today`; index: `platform:account`."""
    dated = orders[["platform", "customer", "created", "paid", "cancelled", "paid_amount"]]
    placed = dated[(orders["created"] <= today) & orders["customer"].notna()]
    keys = customer_keys(placed["platform"], placed["customer"]).rename("key")
    is_deal = (placed["paid"] <= today) & ~(placed["cancelled"] <= today)
    counts, amounts = Counter[str](), dict[str, Decimal]()
    for key, paid in zip(keys[is_deal].tolist(), placed["paid_amount"][is_deal].tolist(), strict=True):
        counts[key] += 1
        amount = NOTHING if pd.isna(paid) else paid
        amounts[key] = amounts[key] + amount if key in amounts else amount
    last_order = placed["created"].groupby(keys).max()
    known = last_order.index.tolist()
    return pd.DataFrame(
        {
            "orders": pd.array([counts[key] for key in known], dtype="Int64"),
            "amount": pd.Series([amounts.get(key, NOTHING) for key in known], last_order.index, "object"),
            "last_order": last_order,
        }
    )


def customer_keys(platform: pd.Series, account: pd.Series) -> pd.Series:
    return platform + ":" + account


def classes_of(figures: pd.DataFrame, rules: ArchiveRules, today: pd.Timestamp) -> pd.Series:
    """`lost`, `old` (a regular) or `ordinary` for each row of figures (domain B1.16, C).

    A regular has deals enough or has paid enough. One who stayed away for more than `lost_days` is
    lost: that is whom to win back.
    """
    regular = (figures["orders"] >= rules.regular_orders).fillna(False).astype("bool")
    if rules.regular_amount is not None:
        regular |= (figures["amount"] >= rules.regular_amount).astype("bool")
    classes = pd.Series("ordinary", index=figures.index, dtype="str").mask(regular, "old")
    return classes.mask(figures["last_order"] < today - pd.Timedelta(days=rules.lost_days), "lost")


def update_archive(
    customers: pd.DataFrame,
    figures: pd.DataFrame,
    rules: ArchiveRules,
    today: pd.Timestamp,
    built: Collection[str] = (),
) -> pd.DataFrame:
    """The customers with their `UPDATED` columns as of `today`; other columns and index as given.

    `figures` as `order_figures` gives them. The archive is due by the end of the day `archive_days`
    after the first visit; without a first visit it is due without a limit. It is done with its day, or by
    the contact to build it: `built`, the `platform:account` of those.
    """
    keys = customer_keys(customers["platform"], customers["account"])
    own = figures.reindex(keys).set_axis(customers.index)
    own["orders"] = own["orders"].fillna(0).astype("Int64")
    own["amount"] = own["amount"].where(own["amount"].notna(), NOTHING)
    archive_due = customers["first_visit"] + pd.Timedelta(days=rules.archive_days)
    state = pd.Series("due", index=customers.index, dtype="str")
    state = state.mask(archive_due < today.normalize(), "overdue")
    is_built = (customers["archived"] <= today) | keys.isin(list(built))
    return customers.assign(
        orders=own["orders"],
        amount=own["amount"],
        last_order=own["last_order"].astype("datetime64[us]"),
        customer_class=classes_of(own, rules, today),
        archive_due=archive_due.astype("datetime64[us]"),
        archive_state=state.mask(is_built, "done"),
    )
