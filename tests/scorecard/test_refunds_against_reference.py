"""Months of orders scored one after another, refunds becoming known in between: each commission's base
agrees with an independent reckoning; each refund counts once, and no more is given back than was taken."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pandas as pd
import pytest

from csbook.commands.scored_month import scored_month
from tests.scorecard import reference_pay
from tests.scorecard.workplace import agent, request

MONTHS = [dt.date(2026, month, 1) for month in (8, 9, 10, 11)]
LABELS = [f"{month:%Y-%m}" for month in MONTHS]
AGENTS = ("001", "2", "K3")
GIVEN = {"commission_source": "orders"}
KEPT = ("Scores", "Commissions", "RefundsTaken", "Pay")


def random_orders(draw: Random) -> list[tuple[Any, ...]]:
    """Who sold it, the month it was paid in, the amount, and its refund as known at each scoring."""
    orders = []
    for _ in range(25):
        paid_in, amount = draw.choice((None, *LABELS)), Decimal(draw.randrange(1, 50000)) / 100
        known, refund = {}, Decimal(0)
        for label in LABELS:
            if paid_in is not None and label >= paid_in and draw.random() < 0.4:
                refund = draw.choice((amount, Decimal(0), (amount / 3).quantize(Decimal("0.01"))))
            known[label] = refund
        orders.append((draw.choice((*AGENTS, None)), paid_in, amount, known))
    return orders


def rows_of(orders: list[tuple[Any, ...]], label: str) -> list[dict[str, Any]]:
    """The orders as imported before the month is scored: those of later months are not there yet."""
    return [
        {
            "platform": "tmall",
            "order_id": f"{number:05d}",
            "agent_id": who,
            "created": pd.Timestamp(f"{paid_in or label}-15 10:00"),
            "paid": None if paid_in is None else pd.Timestamp(f"{paid_in}-{1 + number:02d} 10:05"),
            "total": amount,
            "paid_amount": None if paid_in is None else amount,
            "refund": known[label],
        }
        for number, (who, paid_in, amount, known) in enumerate(orders)
        if paid_in is None or paid_in <= label
    ]


def scored_in_turn(orders: list[tuple[Any, ...]], *, twice: bool) -> dict[tuple[str, str], Fraction]:
    """(month, staff number) -> base, each month scored on the 5th of the next, once or twice."""
    kept: dict[str, pd.DataFrame] = {}
    for month, label in zip(MONTHS, LABELS, strict=True):
        today = dt.datetime(month.year, month.month + 1, 5, 9)
        for _ in range(2 if twice else 1):
            tables = {"Staff": [agent(who) for who in AGENTS], "Orders": rows_of(orders, label)}
            rules = [{"group": "全部", "from_amount": Decimal(0), "rate": 0.02, "active": True}]
            asked = request(today, month, GIVEN, CommissionRules=rules, **tables, **kept)
            frames = scored_month(asked).frames
            for name in KEPT:
                known = kept.get(name, asked.tables[name])
                others = known[known["month"] != label] if name != "RefundsTaken" else known[:0]
                kept[name] = pd.concat([others, own(frames[name], name, label)], ignore_index=True)
    found = kept["Commissions"]
    return {
        (label, who): Fraction(str(base))
        for label, who, base in zip(found["month"], found["agent_id"], found["base"], strict=True)
    }


def own(frame: pd.DataFrame, name: str, label: str) -> pd.DataFrame:
    return frame if name == "RefundsTaken" else frame[frame["month"] == label]


@pytest.mark.parametrize("seed", range(5))
def test_each_base_agrees_and_what_is_paid_lies_between_net_and_gross_sales(seed: int) -> None:
    orders = random_orders(Random(seed))
    found = scored_in_turn(orders, twice=seed % 2 == 0)
    expected, counted = reference_pay.bases(orders, LABELS)
    assert {key: base for key, base in found.items() if base} == {k: b for k, b in expected.items() if b}
    sold = [
        (n, amount, known[LABELS[-1]]) for n, (who, when, amount, known) in enumerate(orders) if who and when
    ]
    gross, refunded = (Fraction(sum(each)) for each in ([o[1] for o in sold], [o[2] for o in sold]))
    assert sum(found.values()) == gross - sum(counted[n] for n, _, _ in sold)
    assert gross - refunded <= sum(max(base, Fraction(0)) for base in found.values()) <= gross
