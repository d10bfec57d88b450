"""What is told about late orders and refunds, and the setting of what the log's net sales are net of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.score import score
from csbook.commands.verify_month import verify_month
from tests.commands.locked_shop import edit, locked_shop
from tests.commands.pay_month import FOUR, asked, commissions, month, order, sold, told
from tests.scorecard.workplace import agent, settings, table

OCTOBER = {"month": "2026-10", "agent_id": "1", "sales": Decimal(1000)}
ON_ORDERS = {"commission_source": "orders"}
LOCKED = [{"month": "2026-10", "version": 1, "state": "locked"}]


def test_an_order_that_came_after_its_month_was_locked_is_told_and_its_refund_not_taken() -> None:
    orders = [order("A", "2026-10-02"), order("late", "2026-10-30", "300"), order("N", "2026-11-02")]
    rows: dict[str, Any] = {"Orders": orders, "Commissions": [OCTOBER]}
    assert commissions(month(ON_ORDERS, **rows), "base")["1"] == 1000, "only November's own order"
    said = told(asked(ON_ORDERS, Locks=LOCKED, **rows))
    assert "2026-10 锁定后才有或才填归属客服的订单，共 1000 元，没有计入任何提成（1 1000）" in said
    assert "以前月份的退款 1 笔，共 300 元，没有追回：当月的提成没有计这些销售" in said
    assert "2026-10 评分后才有或才填归属客服的订单，共 1000 元（1 1000）：请再评一次 2026-10。" in told(
        asked(ON_ORDERS, **rows)
    )


def test_months_by_the_log_have_no_late_orders() -> None:
    rows = {"Orders": [order("A", "2026-10-02")], "Commissions": [OCTOBER | {"sales": Decimal(1)}]}
    assert "归属客服" not in told(asked(**rows))


@pytest.mark.parametrize(
    ("net_of", "sales", "back", "said"),
    [
        ("own_month", 1000, 250, "2026-11 订单的退款 1 笔，共 300 元，视为日报里已减"),
        ("by_refund_day", 1000, 0, "退款 2 笔，共 550 元，视为日报里已减"),
        ("gross", 700, 250, "2026-11 订单的退款 1 笔，共 300 元，已从日报净销售额中减去"),
    ],
)
def test_the_log_is_net_of_what_the_setting_says(net_of: str, sales: int, back: int, said: str) -> None:
    given = {"log_sales": net_of}
    rows = {
        "DailyLog": [sold("1", "1000")],
        "Orders": [order("A", "2026-11-30", "300"), order("B", "2026-10-02", "250")],
        "Commissions": [OCTOBER],
    }
    scored = month(given, **rows)
    assert commissions(scored, "sales")["1"] == sales
    assert commissions(scored, "refunds_back")["1"] == back
    assert said in told(asked(given, **rows))
    on_orders = month({**given, **ON_ORDERS}, **rows)
    assert (commissions(on_orders, "sales")["1"], commissions(on_orders, "refunds_back")["1"]) == (700, 250)


def test_the_setting_belongs_to_the_terms_of_the_month() -> None:
    orders = [order("A", "2026-11-03", "300")]
    gross = {"log_sales": "gross"}
    locked = locked_shop(Orders=orders, given=gross)
    assert locked.tables["Terms"]["log_sales"].tolist() == ["gross"]
    later = replace(locked, settings=settings(log_sales="own_month"))
    assert verify_month(later).details["unchanged"]
    edited = edit(locked, "Terms", "log_sales", "own_month", month="2026-11")
    assert {"part": "rules", "agent_id": ""} in verify_month(edited).details["changed"]


def test_refunds_of_who_left_and_of_nobody_are_told_once() -> None:
    gone = agent("5", left=pd.Timestamp("2026-10-31"))
    sales = [OCTOBER, OCTOBER | {"agent_id": "5"}]
    orders = [order("A", "2026-10-02", "20", agent_id="5"), order("B", "2026-10-02", "5", agent_id=None)]
    rows: dict[str, Any] = {"Staff": [*FOUR, gone], "Orders": orders, "Commissions": sales}
    assert "以前月份的退款 2 笔，共 25 元，没有追回：订单没有归属客服" in told(asked(**rows))
    held = [
        {"month": "2026-10", "platform": "tmall", "order_id": number, "kind": "nobody", "amount": amount}
        for number, amount in (("A", Decimal(20)), ("B", Decimal(5)))
    ]
    assert "没有追回" not in told(asked(**rows, RefundsTaken=held))


def test_a_refund_that_shrank_is_said_to_be_added_again() -> None:
    held = [
        {"month": "2026-10", "platform": "tmall", "order_id": number, "agent_id": "1", "kind": "own",
         "amount": Decimal(100)}
        for number in "AB"
    ]  # fmt: skip
    orders = [order("A", "2026-10-02", "70"), order("B", "2026-10-02", "150")]
    said = told(asked(Orders=orders, RefundsTaken=held, Commissions=[OCTOBER])).splitlines()
    assert "以前月份订单的退款 1 笔，共 50 元，已从本月净销售额中减去。" in said
    assert "以前月份订单的退款改小 1 笔，共 30 元，已加回本月净销售额。" in said


@pytest.mark.parametrize(
    ("sales", "back", "commission", "said"),
    [
        (None, "0", "20.00", ""),  # 1000 x 2 %: October had no sales that the 60 yuan could come off
        ("25", "-25.00", "20.50", "以前月份订单的退款改小 1 笔，共 25 元，已加回"),  # 1025 x 2 %
        ("500", "-60.00", "21.20", "以前月份订单的退款改小 1 笔，共 60 元，已加回"),  # 1060 x 2 %
    ],
)
def test_a_refund_taken_from_a_month_without_sales_is_not_given_back(
    sales: str | None, back: str, commission: str, said: str
) -> None:
    """An order of September, 60 yuan of it taken back in October, turns out not to be refunded."""
    taken = {"platform": "tmall", "order_id": "A", "agent_id": "1", "kind": "earlier", "amount": Decimal(60)}
    rows: dict[str, Any] = {
        "DailyLog": [sold("1", "1000")],
        "Orders": [order("A", "2026-09-10")],
        "RefundsTaken": [taken | {"month": "2026-10"}],
        "Commissions": [
            OCTOBER | {"month": "2026-09"},
            OCTOBER | {"sales": None if sales is None else Decimal(sales)},
        ],
    }
    steps = [{"group": "全部", "from_amount": Decimal(0), "rate": 0.02, "active": True}]
    scored = month(CommissionRules=steps, **rows)
    assert commissions(scored, "refunds_back")["1"] == Decimal(back)
    assert commissions(scored, "computed")["1"] == Decimal(commission)
    notes = told(asked(CommissionRules=steps, **rows))
    assert said in notes if said else "改小" not in notes


def test_a_lock_holds_while_an_order_without_agent_is_noted() -> None:
    """Noted refunds are nobody's, so that they are part of no person's lock."""
    sales = table("Commissions", [OCTOBER])
    before = locked_shop(Orders=[order("B", "2026-10-02", "5", agent_id=None)], Commissions=sales)
    assert before.tables["RefundsTaken"]["kind"].tolist() == ["nobody"]
    assert not before.tables["LockParts"]["agent_id"].isin(["nan", "None"]).any()
    assert verify_month(before).details["unchanged"]
    assert not score(before).problems
