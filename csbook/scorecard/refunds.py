"""Net sales of a month, and the ledger of refunds: each yuan refunded counts once, in one month.

A refund becomes known when the orders are imported, often months after the order was paid. The ledger
(退款明细) says in which month how much of an order's refund was counted. What became known since is taken
back from the commission of the month that is scored; a refund that shrank is paid back, as far as it was
taken from anybody. What cannot be taken back is noted there once. All of this is ours: the documents say
nothing about refunds of earlier months (domain D).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.money import NOTHING, rounded
from csbook.scorecard.late_orders import CountedSales, OrderKey, key_of, late_sales, may_be_late
from csbook.scorecard.period import Period
from csbook.scorecard.refunds_borne import borne_by_order

ORDER: Final = ["platform", "order_id"]
COLUMNS: Final = ["month", "platform", "order_id", "agent_id", "paid", "kind", "amount"]
NOTED: Final = ("uncounted", "nobody")
"""The kinds that were only told: the sale brought no commission, or nobody of the month made it. All others
settle a refund."""


@dataclass(frozen=True)
class MonthRefunds:
    """`rows` (columns `COLUMNS`): what the ledger says of the month, by platform and order."""

    rows: pd.DataFrame

    def of(self, kind: str) -> dict[str, Decimal]:
        """Yuan by staff number; `own`: of orders paid in the month, `earlier`: of those paid before, which
        are taken back."""
        return sums(self.rows[self.rows["kind"] == kind], "amount")


def sums(rows: pd.DataFrame, column: str) -> dict[str, Decimal]:
    """Amounts by staff number; who has only empty cells is left out."""
    found: dict[str, Decimal] = {}
    filled = rows[["agent_id", column]].dropna()
    for who, amount in zip(filled["agent_id"].tolist(), filled[column].tolist(), strict=True):
        found[who] = found.get(who, NOTHING) + amount
    return found


def sales_logged(log: pd.DataFrame, period: Period) -> dict[str, Decimal]:
    """Net sales of 客服日报 (`date`, `agent_id`, `sales`) by staff number, as they stand there."""
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
    counted: CountedSales,
    closed: Collection[str] = (),
    in_log: bool = False,
) -> MonthRefunds:
    """The ledger's rows of the month.

    `orders`: `platform`, `order_id`, `agent_id`, `paid`, `paid_amount`, `refund` (Decimal). `ledger`: columns
    `COLUMNS`; how much it counts in the month itself is not looked at. `agents`: whose pay it is. `counted`:
    what other months counted; a refund takes back only what some month's commission counted. `closed`: months
    locked by now, so that one scored again does not count what a later, locked one has counted already.
    `in_log`: the daily log is net of each refund on its day, so that nothing is taken back.

    Amount: the refund as known now, less what the other months counted; no row where that is nothing. Where
    a refund shrank no more is given back than was taken (`refunds_borne`); the rest stays counted.
    """
    if orders.empty:
        return MonthRefunds(pd.DataFrame(columns=COLUMNS))
    others = ledger[(ledger["month"] < period.label) | ledger["month"].isin(list(closed))]
    others = others[others["month"] != period.label]
    taken, told = by_order(settling(others)), by_order(others[others["kind"].isin(NOTED)])
    end = pd.Timestamp(period.last) + pd.Timedelta(days=1)
    paid = orders[period.past(orders["paid"]) & (orders["paid"] < end)]
    concerned = paid["refund"].notna() | paid["order_id"].isin([number for _, number in {**taken, **told}])
    lines = paid[concerned].to_dict("records")
    kinds = Kinds(period, agents, counted, in_log, uncounted(lines, orders, ledger, counted, told))
    borne = borne_by_order(settling(others), counted)
    rows = list(ledger_rows(lines, kinds, taken, told, borne))
    rows.sort(key=lambda row: (row["platform"], row["order_id"]))
    return MonthRefunds(pd.DataFrame(rows, columns=COLUMNS))


def settling(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger's rows that settle a refund, so that it is counted nowhere else."""
    return ledger[~ledger["kind"].isin(NOTED)]


def by_order(ledger: pd.DataFrame) -> dict[OrderKey, Decimal]:
    found: dict[OrderKey, Decimal] = {}
    columns = (ledger[name].tolist() for name in (*ORDER, "amount"))
    for platform, order_id, amount in zip(*columns, strict=True):
        found[platform, order_id] = found.get((platform, order_id), NOTHING) + amount
    return found


def uncounted(
    lines: list[dict[Any, Any]],
    orders: pd.DataFrame,
    ledger: pd.DataFrame,
    counted: CountedSales,
    told: Collection[OrderKey],
) -> set[OrderKey]:
    """The refunded orders whose sale may have brought nobody a commission. One that the ledger has counted,
    be it in the month that is scored again, was counted as a sale too."""
    settled = by_order(settling(ledger))
    open_lines = [line for line in lines if key_of(line) not in settled and pd.notna(line["agent_id"])]
    return may_be_late(open_lines, late_sales(orders, ledger, counted), told)


@dataclass(frozen=True)
class Kinds:
    """What becomes of an order's refund in the month; the fields are those of `refunds_of_month`."""

    period: Period
    agents: Collection[str]
    counted: CountedSales
    in_log: bool
    uncounted: Collection[OrderKey]

    def of(self, line: Mapping[Any, Any], *, settled: bool) -> str | None:
        """The kind, None where the refund is none of the month's. `settled`: some of it counted before."""
        who, month = line["agent_id"], f"{line['paid']:%Y-%m}"
        if month == self.period.label:
            return "own" if who in self.agents else None
        if month not in self.counted.months:
            return None
        sold = settled or self.brought_commission(month, who, key_of(line))
        if who not in self.agents:
            return "nobody" if sold else None
        if not sold:
            return "uncounted"
        return "logged" if self.in_log else "earlier"

    def brought_commission(self, month: str, who: object, order: OrderKey) -> bool:
        """Whether a month counted the sale. An order without an agent counts with the log only, where it
        stands among the sales of somebody."""
        if not isinstance(who, str):
            return month not in self.counted.on_orders
        return (month, who) in self.counted.sales and order not in self.uncounted


def ledger_rows(
    lines: list[dict[Any, Any]],
    kinds: Kinds,
    taken: Mapping[OrderKey, Decimal],
    told: Mapping[OrderKey, Decimal],
    borne: Mapping[OrderKey, Decimal],
) -> Iterator[dict[str, Any]]:
    """`taken`, `told`: what other months counted, and what they only noted; `borne`: how much of what they
    counted was taken from somebody, so that it can be given back."""
    for line in lines:
        key = key_of(line)
        kind = kinds.of(line, settled=key in taken)
        before = taken.get(key, NOTHING) + (told.get(key, NOTHING) if kind in NOTED else NOTHING)
        amount = rounded((NOTHING if pd.isna(line["refund"]) else line["refund"]) - before)
        if kind == "earlier":
            amount = max(amount, -rounded(borne.get(key, NOTHING)))
        if kind is None or not amount:
            continue
        yield {
            "month": kinds.period.label,
            **{name: line[name] for name in ("platform", "order_id", "agent_id")},
            "paid": line["paid"].normalize(),
            "kind": kind,
            "amount": amount,
        }
