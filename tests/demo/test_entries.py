"""What people type in the demo: figures that belong together, for those on duty only."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.demo import entries
from csbook.demo.shop import AGENTS, filled
from csbook.schema.defaults import default_rows
from csbook.schema.workbook import TABLES

MONTH = dt.date(2026, 11, 1)
SHIFTS = filled(TABLES["Shifts"], default_rows("zh", MONTH)["Shifts"])


def grid(**cells: str) -> pd.DataFrame:
    """A grid in which everybody rests but for the first day's cells given by staff number."""
    records = [
        {
            "agent_id": p.agent_id,
            **{f"d{n:02d}": "rest" for n in range(1, 31)},
            "d01": cells.get(p.agent_id, "rest"),
        }
        for p in AGENTS
    ]
    return filled(TABLES["Roster"], records)


def log(roster: pd.DataFrame, *, last_day_open: bool = False) -> pd.DataFrame:
    return entries.log_rows(roster, SHIFTS, MONTH, MONTH, "zh", 1, last_day_open=last_day_open)


@pytest.fixture(scope="module")
def full_day() -> pd.DataFrame:
    return log(grid(**{person.agent_id: "白" for person in AGENTS}))


def test_only_who_is_on_duty_has_a_row() -> None:
    assert log(grid(K01="白", K04="晚"))["agent_id"].tolist() == ["K01", "K01", "K04"]


def test_leave_and_rest_have_no_row() -> None:
    assert log(grid(K01="leave", K02="rest")).empty


def test_a_helper_serves_the_platform_of_the_group_that_is_helped() -> None:
    rows = log(grid(K02="白@天猫"))
    assert rows[["platform", "shift"]].to_numpy().tolist() == [["tmall", "白@天猫"]]


@pytest.mark.parametrize(
    ("platforms", "least", "most"), [(["jd", "vip"], 100, 200), (["tmall"], 200, 300), (["pdd"], 200, 300)]
)
def test_each_group_receives_as_many_as_the_documents_say(
    full_day: pd.DataFrame, platforms: list[str], least: int, most: int
) -> None:
    total = full_day.loc[full_day["platform"].isin(platforms), "receptions"].sum()
    assert least <= total <= most


def test_the_totals_of_a_row_belong_together(full_day: pd.DataFrame) -> None:
    rows = full_day
    for larger, smaller in [
        ("receptions", "answered"), ("receptions", "enquiries"), ("enquiries", "buyers"),
        ("orders", "buyers"),
        ("orders", "valid_orders"), ("valid_orders", "paid_orders"), ("paid_orders", "refunded_orders"),
        ("receptions", "ratings"), ("ratings", "satisfied"),
    ]:  # fmt: skip
        assert (rows[larger] >= rows[smaller]).all(), (larger, smaller)
    assert (rows["rating_points"] <= 5 * rows["ratings"]).all()
    assert all(sales <= amount for sales, amount in zip(rows["sales"], rows["order_amount"], strict=True))


def test_the_last_rows_of_an_open_day_have_no_figures_yet() -> None:
    rows = log(grid(K01="白", K04="晚", K07="半"), last_day_open=True)
    assert rows["receptions"].isna().tolist() == [False, False, True, True]
    assert rows["agent_id"].notna().all()


@given(
    total=st.integers(0, 1000),
    weights=st.dictionaries(st.text(max_size=2), st.floats(0.1, 5), min_size=1, max_size=6),
)
def test_shares_add_up_to_the_total(total: int, weights: dict[str, float]) -> None:
    parts = entries.shared_out(total, weights)
    assert sum(parts.values()) == total
    assert all(part >= 0 for part in parts.values())


@given(moment=st.datetimes(dt.datetime(2026, 11, 1), dt.datetime(2026, 11, 30)))
def test_contacts_are_made_while_customers_may_be_called(moment: dt.datetime) -> None:
    from random import Random

    moved = entries.in_hours(moment, Random(0))
    assert 9 <= moved.hour < 21
    assert moved.date() == moment.date()
