"""Net sales of a month, and the ledger of refunds: each yuan refunded counts once, in one month.

A refund becomes known when the orders are imported, often months after the order was paid. The ledger
(退款明细) says in which month how much of an order's refund was counted. What became known since is taken
back from the commission of the month that is scored; a refund that shrank is paid back. All of this is
ours: the documents say nothing about refunds of earlier months (domain D).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.money import rounded
from csbook.scorecard.period import Period

NOTHING: Final = Decimal(0)
ORDER: Final = ["platform", "order_id"]
COLUMNS: Final = ["month", "platform", "order_id", "agent_id", "paid", "kind", "amount"]


@dataclass(frozen=True)
class MonthRefunds:
    """`rows` (columns `COLUMNS`): what the ledger says of the month, by platform and order."""

    rows: pd.DataFrame

    def of(self, kind: str) -> dict[str, Decimal]:
        """Yuan by staff number; `own`: of orders paid in the month, `earlier`: of those paid before."""
        return sums(self.rows[self.rows["kind"] == kind], "amount")


def sums(rows: pd.DataFrame, column: str) -> dict[str, Decimal]:
    """Amounts by staff number; who has only empty cells is left out."""
    found: dict[str, Decimal] = {}
    filled = rows[["agent_id", column]].dropna()
    for who, amount in zip(filled["agent_id"].tolist(), filled[column].tolist(), strict=True):
        found[who] = found.get(who, NOTHING) + amount
    return found


def sales_logged(log: pd.DataFrame, period: Period) -> dict[str, Decimal]:
    """Net sales of 客服日报 (`date`, `agent_id`, `sales`) by staff number: net of the month's own refunds."""
    return sums(log[period.holds(log["date"])], "sales")


def sales_ordered(orders: pd.DataFrame, period: Period) -> dict[str, Decimal]:
    """What orders of the month paid (`paid`, `agent_id`, `paid_amount`), by staff number; refunds not off."""
    return sums(orders[period.holds(orders["paid"])], "paid_amount")


def refunds_of_month(
    orders: pd.DataFrame,
    ledger: pd.DataFrame,
    period: Period,
    agents: Collection[str],
    *,
    scored: Collection[str],
    closed: Collection[str] = (),
) -> MonthRefunds:
    """The ledger's rows of the month.

    `orders`: `platform`, `order_id`, `agent_id`, `paid`, `refund` (Decimal). `ledger`: columns `COLUMNS`;
    its rows of the month itself are not looked at. `agents`: whose pay it is. `scored`: months that had a
    commission; a refund of an order paid in another month before takes nothing back. `closed`: months
    locked by now, so that one scored again does not count what a later, locked one has counted already.

    Amount: the refund as known now, less what the other months counted; no row where that is nothing.
    """
    if orders.empty:
        return MonthRefunds(pd.DataFrame(columns=COLUMNS))
    others = ledger[(ledger["month"] < period.label) | ledger["month"].isin(list(closed))]
    counted = counted_by_order(others[others["month"] != period.label])
    paid = orders[orders["agent_id"].isin(list(agents)) & period.past(orders["paid"])]
    paid = paid[paid["paid"] < pd.Timestamp(period.last) + pd.Timedelta(days=1)]
    concerned = paid["refund"].notna() | paid["order_id"].isin([number for _, number in counted])
    rows = [ledger_row(line, counted, period) for line in paid[concerned].to_dict("records")]
    held = [r for r in rows if r["amount"] and (r["kind"] == "own" or f"{r['paid']:%Y-%m}" in scored)]
    held.sort(key=lambda row: (row["platform"], row["order_id"]))
    return MonthRefunds(pd.DataFrame(held, columns=COLUMNS))


def counted_by_order(ledger: pd.DataFrame) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    columns = (ledger[name].tolist() for name in (*ORDER, "amount"))
    for platform, order_id, amount in zip(*columns, strict=True):
        found[platform, order_id] = found.get((platform, order_id), NOTHING) + amount
    return found


def ledger_row(
    line: dict[Any, Any], counted: dict[tuple[str, str], Decimal], period: Period
) -> dict[str, Any]:
    refund = NOTHING if pd.isna(line["refund"]) else line["refund"]
    return {
        "month": period.label,
        **{name: line[name] for name in ("platform", "order_id", "agent_id")},
        "paid": line["paid"].normalize(),
        "kind": "own" if line["paid"] >= pd.Timestamp(period.first) else "earlier",
        "amount": rounded(refund - counted.get((line["platform"], line["order_id"]), NOTHING)),
    }
