"""What is told about the month's refunds and about sales that no commission counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pandas as pd

from csbook.commands.commission_frames import by_the_log, counted_sales
from csbook.commands.handler import Request
from csbook.commands.locked_months import is_locked
from csbook.money import NOTHING, in_yuan
from csbook.problems import Words, counted, joined, same
from csbook.scorecard.late_orders import late_sales
from csbook.scorecard.period import Period
from csbook.scorecard.refunds import settling


def refund_notes(ledger: pd.DataFrame, request: Request, period: Period) -> Iterator[Words]:
    """Refunds taken back, given back, held to be in the log, and those that nobody pays back.

    `ledger`: the scored month's `RefundsTaken`, of all months.
    """
    rows = ledger[ledger["month"] == period.label]
    amounts = {str(kind): of_kind["amount"].tolist() for kind, of_kind in rows.groupby("kind")}
    earlier = amounts.get("earlier", [])
    yield from taken_back([amount for amount in earlier if amount > 0])
    yield from given_back([-amount for amount in earlier if amount < 0])
    if by_the_log(request.settings):
        yield from log_notes(str(request.settings["log_sales"]), amounts, period)
    yield from noted([amount for amount in amounts.get("nobody", []) if amount > 0])
    yield from uncounted_notes([amount for amount in amounts.get("uncounted", []) if amount > 0])
    yield from later_months(ledger, request, period)


def taken_back(amounts: list[Decimal]) -> Iterator[Words]:
    if amounts:
        yield Words(
            f"以前月份订单的退款 {len(amounts)} 笔，共 {yuan(amounts)} 元，已从本月净销售额中减去。",
            f"Refunds of {counted(len(amounts), 'order')} of earlier months, {yuan(amounts)} yuan together, "
            "were taken off this month's net sales.",
        )


def given_back(amounts: list[Decimal]) -> Iterator[Words]:
    if amounts:
        yield Words(
            f"以前月份订单的退款改小 {len(amounts)} 笔，共 {yuan(amounts)} 元，已加回本月净销售额。",
            f"Refunds of {counted(len(amounts), 'order')} of earlier months shrank by {yuan(amounts)} yuan "
            "together, which was added to this month's net sales again.",
        )


def log_notes(net_of: str, amounts: Mapping[str, list[Decimal]], period: Period) -> Iterator[Words]:
    """What the setting 日报净销售额 (`net_of`) made of the refunds known."""
    label = period.label
    if net_of == "by_refund_day":
        in_log = [*amounts.get("own", []), *amounts.get("logged", [])]
    else:
        in_log = amounts.get("own", [])
    if not in_log:
        return
    refunds = counted(len(in_log), "refund")
    if net_of == "gross":
        yield Words(
            f"{label} 订单的退款 {len(in_log)} 笔，共 {yuan(in_log)} 元，已从日报净销售额中减去。",
            f"{refunds} of orders of {label}, {yuan(in_log)} yuan together, came off the log's net sales.",
        )
        return
    whose = Words("", "") if net_of == "by_refund_day" else Words(f"{label} 订单的", f" of orders of {label}")
    yield Words(
        f"{whose.zh}退款 {len(in_log)} 笔，共 {yuan(in_log)} 元，视为日报里已减（设置“日报净销售额”）。",
        f"{refunds}{whose.en}, {yuan(in_log)} yuan together, are taken to be off the log's net sales already "
        "(setting 'Sales of the log').",
    )


def noted(amounts: list[Decimal]) -> Iterator[Words]:
    if amounts:
        yield Words(
            f"以前月份的退款 {len(amounts)} 笔，共 {yuan(amounts)} 元，没有追回：订单没有归属客服，或归属的人"
            "不在本月名单（见“退款明细”）。",
            f"{counted(len(amounts), 'refund')} of earlier months, {yuan(amounts)} yuan together, not taken "
            "back: the orders have no agent, or one who is not of this month (see 'Refunds counted').",
        )


def uncounted_notes(amounts: list[Decimal]) -> Iterator[Words]:
    if amounts:
        yield Words(
            f"以前月份的退款 {len(amounts)} 笔，共 {yuan(amounts)} 元，没有追回：当月的提成没有计这些销售"
            "（见“退款明细”）。",
            f"{counted(len(amounts), 'refund')} of earlier months, {yuan(amounts)} yuan together, not taken "
            "back: no commission counted the sales (see 'Refunds counted').",
        )


def later_months(ledger: pd.DataFrame, request: Request, period: Period) -> Iterator[Words]:
    """A later month that was scored before counted refunds against what this one had counted then."""
    before = request.tables["RefundsTaken"]
    if ledger_of(before, period) == ledger_of(ledger, period):
        return
    later = sorted({str(m) for m in ledger["month"].dropna() if str(m) > period.label})
    waiting = [m for m in later if not is_locked(request.tables, m)]
    if waiting:
        months = "、".join(waiting)
        yield Words(
            f"{period.label} 的退款有变化，请再评一次 {months}。",
            f"The refunds of {period.label} have changed: score {', '.join(waiting)} again.",
        )


def ledger_of(ledger: pd.DataFrame, period: Period) -> set[tuple[str, str, Decimal]]:
    rows = settling(ledger[ledger["month"] == period.label])
    return set(zip(rows["platform"], rows["order_id"], rows["amount"], strict=True))


def late_order_notes(request: Request, period: Period) -> Iterator[Words]:
    """Orders of earlier months that came, or got their agent, after the month was scored."""
    tables = request.tables
    late = late_sales(tables["Orders"], tables["RefundsTaken"], counted_sales(tables, request.settings))
    for month in sorted({month for month, _ in late if month < period.label}):
        people = {who: amount for (when, who), amount in late.items() if when == month}
        who = joined(same(f"{agent} {in_yuan(amount)}") for agent, amount in people.items())
        total = yuan(list(people.values()))
        if is_locked(tables, month):
            start = Words(
                f"{month} 锁定后才有或才填归属客服的订单，共 {total} 元，没有计入任何提成（",
                f"Orders of {month} that came or got their agent after the lock, {total} yuan, are in no "
                "commission (",
            )
            end = Words(
                f"）：请解锁 {month} 再评，或由人事改填本月提成并写理由；已补发的不必再理。",
                f"): reopen {month} and score it, or let HR type it into a commission with the reason; "
                "nothing to do where it is paid.",
            )
        else:
            start = Words(
                f"{month} 评分后才有或才填归属客服的订单，共 {total} 元（",
                f"Orders of {month} that came or got their agent after it was scored, {total} yuan (",
            )
            end = Words(f"）：请再评一次 {month}。", f"): score {month} again.")
        yield start + who + end


def yuan(amounts: list[Decimal]) -> str:
    return in_yuan(sum(amounts, NOTHING))
