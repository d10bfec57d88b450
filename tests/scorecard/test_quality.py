"""The service score that the readings of 质检 propose."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.scorecard.period import Period
from csbook.scorecard.quality import service_proposals
from tests.scorecard.workplace import NOVEMBER, TODAY, table

PERIOD = Period(NOVEMBER, TODAY)


def reading(day: int, step: str, score: float | None, **changed: Any) -> dict[str, Any]:
    row = {"date": pd.Timestamp(2026, 11, day), "agent_id": "1", "method": "chat_log", "step": step}
    return row | {"score": score} | changed


def proposals(*rows: dict[str, Any], period: Period = PERIOD) -> dict[str, Decimal]:
    return service_proposals(table("Quality", rows), period)


def test_a_reading_counts_once_however_many_steps_it_has() -> None:
    found = proposals(
        reading(6, "opening", 90),
        reading(6, "product", 80),
        reading(6, "closing", 70),
        reading(13, "opening", 60),
        reading(13, "opening", 100, method="mystery"),
        reading(13, "opening", 55.555, agent_id="2"),
    )
    assert found == {"1": Decimal("80.00"), "2": Decimal("55.56")}  # (80 + 60 + 100) / 3; half up


def test_other_months_and_days_to_come_do_not_count() -> None:
    rows = [
        reading(6, "opening", 90),
        reading(20, "opening", 10),
        reading(6, "closing", 0, date=pd.Timestamp(2026, 10, 31)),
        reading(6, "closing", 0, date=pd.Timestamp(2026, 12, 1)),
        reading(6, "closing", None),
    ]
    assert proposals(*rows) == {"1": Decimal("50.00")}
    assert proposals(*rows, period=Period(NOVEMBER, dt.datetime(2026, 11, 19))) == {"1": Decimal("90.00")}
    assert proposals() == {}
