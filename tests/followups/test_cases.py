"""Limits and states of after-sales cases."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from csbook.followups.cases import case_states
from csbook.followups.due import Hours
from tests.followups.shop import at, frame

OPENING = Hours(dt.timedelta(hours=9), dt.timedelta(hours=23))


def states(today: str, *, opened: str = "2026-03-04 10:00", closed: str | None = None) -> pd.DataFrame:
    cases = frame("AfterSales", {"case_id": "A1", "opened": at(opened), "closed": closed and at(closed)})
    return case_states(cases, 48, OPENING, at(today))


@pytest.mark.parametrize(
    ("today", "closed", "left", "state"),
    [
        ("2026-03-04 10:00", None, 48.0, "open"),
        ("2026-03-06 10:00", None, 0.0, "open"),
        ("2026-03-06 10:30", None, -0.5, "overdue"),
        ("2026-03-06 10:30", "2026-03-06 10:31", -0.5, "overdue"),  # closed only later
        ("2026-03-06 10:31", "2026-03-06 10:31", None, "closed"),
    ],
)
def test_a_case_is_handled_within_its_hours(
    today: str, closed: str | None, left: float | None, state: str
) -> None:
    row = states(today, closed=closed).iloc[0]
    assert (row["state"], row["handle_by"]) == (state, at("2026-03-06 10:00"))
    assert row["hours_left"] == left or (left is None and pd.isna(row["hours_left"]))


def test_a_limit_at_night_rolls_to_the_morning() -> None:
    assert states("2026-03-05", opened="2026-03-04 23:30")["handle_by"].tolist() == [at("2026-03-07 09:00")]


def test_a_case_opened_later_has_not_happened() -> None:
    assert states("2026-03-04 09:59").empty
