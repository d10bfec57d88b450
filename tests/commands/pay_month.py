"""A month of four agents, scored, for tests of commission and pay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.pay_words import pay_notes
from csbook.commands.scored_month import ScoredMonth, scored_month
from tests.scorecard.workplace import agent, by_agent, level, log, request

SHIFTS = [
    {"code": "白", "kind": "day", "start": pd.Timedelta(hours=9), "end": pd.Timedelta(hours=17, minutes=30)}
]
FOUR = [agent(n) for n in "1234"]
LEVELS = [level("1", 90), level("2", 80), level("3", 70), level("4", 60)]
EVERYBODYS = {"group": "全部", "from_amount": Decimal(0), "rate": 0.015, "active": True}


def asked(given: dict[str, Any] | None = None, **rows: Any) -> Request:
    known = {"Staff": FOUR, "Scores": LEVELS, "CommissionRules": [EVERYBODYS]}
    return request(given=given, **{**known, **rows})


def month(given: dict[str, Any] | None = None, **rows: Any) -> ScoredMonth:
    return scored_month(asked(given, **rows))


def commissions(scored: ScoredMonth, column: str = "computed") -> dict[str, Any]:
    return by_agent(scored.frames["Commissions"], column)


def pay(scored: ScoredMonth, column: str) -> dict[str, Any]:
    return by_agent(scored.frames["Pay"], column)


def typed_pay(agent_id: str, **cells: Any) -> dict[str, Any]:
    return {"month": "2026-11", "agent_id": agent_id} | cells


def told(request: Request) -> str:
    return "\n".join(words.zh for words in pay_notes(scored_month(request).frames, request))


def sold(agent_id: str, sales: str, day: int = 2) -> dict[str, Any]:
    return log(agent_id, day, sales=Decimal(sales))


def order(number: str, paid: str, refund: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "platform": "tmall", "order_id": number, "agent_id": "1", "created": pd.Timestamp(paid),
        "paid": pd.Timestamp(paid), "paid_amount": Decimal(1000),
        "refund": None if refund is None else Decimal(refund),
    } | more  # fmt: skip


def fined(agent_id: str, amount: str | None, day: int = 3, **more: Any) -> dict[str, Any]:
    return {
        "date": pd.Timestamp(2026, 11, day), "agent_id": agent_id, "kind": "discipline", "what": "游戏",
        "step": 1, "amount": None if amount is None else Decimal(amount),
    } | more  # fmt: skip


FINES = [
    fined("1", "10"), fined("1", "30", 4), fined("2", "10", kind="praise"),
    fined("2", "99", date=pd.Timestamp("2026-12-01")),
]  # fmt: skip
