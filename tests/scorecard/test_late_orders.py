"""Refunds of sales that no commission counted take nothing back; sales that came late are found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from csbook.scorecard.late_orders import CountedSales, late_sales
from csbook.scorecard.period import Period
from csbook.scorecard.refunds import refunds_of_month
from tests.scorecard.test_refunds import LONG_AFTER, order
from tests.scorecard.workplace import table

SEPTEMBER = "2026-09-10"
NOVEMBER = Period(dt.date(2026, 11, 1), LONG_AFTER)


def counted(sales: str | None, *, on_orders: bool = True, **others: str) -> CountedSales:
    """September, in which agent 1 had these net sales in 提成."""
    found = {"1": sales, **others}
    keys = {("2026-09", who): Decimal(amount) for who, amount in found.items() if amount is not None}
    return CountedSales({"2026-09"}, keys, {"2026-09"} if on_orders else set())


def november(
    *orders: dict[str, Any], counted: CountedSales, held: list[dict[str, Any]] | None = None, **more: Any
) -> list[tuple[str, str, str | None, Decimal]]:
    """Kind, order, agent and amount of the ledger's rows of November."""
    ledger = table("RefundsTaken", held or [])
    found = refunds_of_month(
        table("Orders", orders), ledger, NOVEMBER, {"1", "2"}, counted=counted, **more
    ).rows
    rows = zip(found["kind"], found["order_id"], found["agent_id"], found["amount"], strict=True)
    return [(kind, number, None if pd.isna(who) else who, amount) for kind, number, who, amount in rows]


def sale(number: str, paid_amount: str, refund: str | None = None, **more: Any) -> dict[str, Any]:
    return order(number, SEPTEMBER, refund, paid_amount=Decimal(paid_amount), **more)


def row(kind: str, number: str, amount: str, month: str = "2026-10") -> dict[str, Any]:
    return {"month": month, "platform": "tmall", "order_id": number, "agent_id": "1", "kind": kind,
            "paid": pd.Timestamp(SEPTEMBER), "amount": Decimal(amount)}  # fmt: skip


def test_an_order_that_got_its_agent_after_its_month_was_scored_gives_nothing_back() -> None:
    late, usual = sale("late", "1000", "300"), sale("usual", "2000", "50")
    assert november(late, usual, counted=counted("2000")) == [
        ("uncounted", "late", "1", Decimal(300)), ("earlier", "usual", "1", Decimal(50))
    ]  # fmt: skip
    assert november(late, usual, counted=counted("3000"))[0][0] == "earlier", "September scored again"


def test_whose_sales_of_the_month_are_in_no_commission_gives_nothing_back() -> None:
    assert november(sale("A", "10", "5"), counted=counted(None)) == [("uncounted", "A", "1", Decimal(5))]
    by_log = counted(None, on_orders=False, **{"2": "7"})
    assert november(sale("A", "10", "5"), counted=by_log)[0][0] == "uncounted"


def test_a_refund_counted_before_shows_that_the_sale_was_counted() -> None:
    """Sales less the refund of their own month; what is paid beyond that is late, and smaller than both."""
    held = [row("own", "A", "30", "2026-09")]
    orders = sale("A", "100", "60"), sale("B", "90", "10"), sale("late", "20", "20")
    assert november(*orders, counted=counted("160"), held=held) == [
        ("earlier", "A", "1", Decimal(30)), ("earlier", "B", "1", Decimal(10)),
        ("uncounted", "late", "1", Decimal(20)),
    ]  # fmt: skip


def test_a_refund_taken_back_stays_so_when_an_order_comes_late_afterwards() -> None:
    """So that a month that was locked since comes to the same once more."""
    held, usual, late = [row("earlier", "A", "30", "2026-11")], sale("A", "100", "30"), sale("B", "100")
    assert november(usual, late, counted=counted("100"), held=held) == [("earlier", "A", "1", Decimal(30))]
    assert november(usual, late, counted=counted("100")) == [("uncounted", "A", "1", Decimal(30))]


def test_what_was_told_is_not_told_again_and_is_taken_back_once_its_sale_is_counted() -> None:
    held, late = [row("uncounted", "late", "300")], sale("late", "1000", "300")
    assert november(late, counted=counted("0"), held=held) == []
    grown = sale("late", "1000", "450")
    assert november(grown, counted=counted("0"), held=held) == [("uncounted", "late", "1", Decimal(150))]
    assert november(grown, counted=counted("1000"), held=held) == [("earlier", "late", "1", Decimal(450))]


def test_refunds_of_somebody_who_left_and_of_nobody_are_noted_once() -> None:
    gone, none = sale("gone", "50", "20", agent_id="9"), sale("none", "50", "5", agent_id=None)
    by_log = counted("100", on_orders=False, **{"9": "50"})
    noted = [("nobody", "gone", "9", Decimal(20)), ("nobody", "none", None, Decimal(5))]
    assert november(gone, none, counted=by_log) == noted
    held = [row("nobody", "gone", "20"), row("nobody", "none", "5")]
    assert november(gone, none, counted=by_log, held=held) == []
    found = sale("none", "50", "5")
    assert november(found, counted=by_log, held=held) == [("earlier", "none", "1", Decimal(5))]
    assert november(none, counted=counted("100")) == [], "its sale was in nobody's commission either"


def test_a_log_net_of_refunds_by_their_day_holds_those_of_earlier_months() -> None:
    usual = sale("A", "100", "40")
    taken = november(usual, counted=counted("100", on_orders=False), in_log=True)
    assert taken == [("logged", "A", "1", Decimal(40))]
    held = [row("logged", "A", "40")]
    assert november(usual, counted=counted("100", on_orders=False), held=held) == []


@given(
    st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), min_size=1, max_size=8),
    st.sets(st.integers(0, 7)),
)
def test_what_is_not_taken_back_never_exceeds_the_sales_that_came_late(
    sales: list[tuple[int, int]], late: set[int]
) -> None:
    """And a person whose orders were all counted gives everything back."""
    orders = [sale(f"{n}", str(paid), str(min(paid, back))) for n, (paid, back) in enumerate(sales)]
    missing = sum(paid for n, (paid, _) in enumerate(sales) if n in late)
    known = counted(str(sum(paid for paid, _ in sales) - missing))
    paid_of: Mapping[str, Decimal] = {one["order_id"]: one["paid_amount"] for one in orders}
    kinds = november(*orders, counted=known)
    held = [number for kind, number, _, _ in kinds if kind == "uncounted"]
    assert sum(paid_of[number] for number in held) <= missing
    assert bool(missing) == bool(late_sales(table("Orders", orders), table("RefundsTaken", []), known))
    assert len(kinds) == sum(1 for paid, back in sales if min(paid, back))
