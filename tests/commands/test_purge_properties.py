"""Whatever the tables hold: the recent stay untouched, the old go for good, counts by customer stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.commands.purge_frames import HOLDINGS, VIEWS, Purge, purged
from csbook.schema.workbook import TABLES
from tests.followups.shop import frame

BEFORE, TODAY = pd.Timestamp("2025-01-01"), pd.Timestamp("2026-11-22 12:00")
ACCOUNTS = st.sampled_from(["甲", "乙", "丙", "13811112222", None])
NAMES = st.sampled_from(["王一", "李二", None])
PLATFORMS = st.sampled_from(["tmall", "jd"])
MOMENTS = st.sampled_from(
    [pd.Timestamp(t) for t in ("2023-05-01", "2024-12-31 23:59", "2025-01-01", "2026-03-01")]
)
TEXTS = st.sampled_from(["打 13811112222", "找王一", None])

customers = st.lists(
    st.fixed_dictionaries(
        {"platform": PLATFORMS, "account": ACCOUNTS.filter(bool), "name": NAMES, "first_visit": MOMENTS}
    ),
    unique_by=lambda row: (row["platform"], row["account"]),
    max_size=5,
)
orders = st.lists(
    st.fixed_dictionaries({"platform": PLATFORMS, "customer": ACCOUNTS, "created": MOMENTS, "region": TEXTS}),
    max_size=6,
)
contacts = st.lists(
    st.fixed_dictionaries(
        {
            "platform": PLATFORMS,
            "customer": ACCOUNTS,
            "due_by": MOMENTS,
            "state": st.sampled_from(["done", "closed", "overdue"]),
            "note": TEXTS,
        }
    ),
    max_size=5,
)
cases = st.lists(
    st.fixed_dictionaries(
        {
            "platform": PLATFORMS,
            "customer": st.one_of(ACCOUNTS, NAMES),
            "opened": MOMENTS,
            "closed": st.one_of(MOMENTS, st.none()),
            "note": TEXTS,
        }
    ),
    max_size=4,
)


@st.composite
def shops(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    def numbered(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
        return [row | {name: str(number)} for number, row in enumerate(rows)]

    registered = numbered(draw(contacts), "follow_up_id")
    rows = {
        "Customers": draw(customers),
        "Orders": numbered(draw(orders), "order_id"),
        "FollowUps": [r | {"source": f"customer:{r['platform']}:{r['customer']}"} for r in registered],
        "AfterSales": numbered(draw(cases), "case_id"),
    }
    return {name: frame(name, *rows.get(name, ())) for name in (*HOLDINGS, *VIEWS)}


def after(tables: Mapping[str, pd.DataFrame], done: Purge) -> dict[str, pd.DataFrame]:
    """The tables with what the purge writes."""
    new = {name: table.copy() for name, table in tables.items()}
    for name, rows in done.tables.items():
        if name in VIEWS:
            new[name] = rows
        else:
            new[name].loc[rows.index, rows.columns] = rows
    return new


@given(shops())
@settings(max_examples=25, deadline=None)
def test_the_recent_stay_the_old_go_and_nothing_is_left_to_do(tables: dict[str, pd.DataFrame]) -> None:
    done = purged(tables, BEFORE, TODAY, "zh")
    new = after(tables, done)
    for name, holding in HOLDINGS.items():
        moments = tables[name][list(holding.moments)].max(axis=1)
        recent = tables[name].index[moments >= BEFORE]
        pd.testing.assert_frame_equal(new[name].loc[recent], tables[name].loc[recent])
    again = purged(new, BEFORE, TODAY, "zh")
    assert (again.tables, again.customers, again.nameless) == ({}, 0, 0)


@given(shops())
@settings(max_examples=25, deadline=None)
def test_rows_of_one_customer_stay_rows_of_one_customer(tables: dict[str, pd.DataFrame]) -> None:
    new = after(tables, purged(tables, BEFORE, TODAY, "zh"))
    orders = tables["Orders"].dropna(subset=["customer"])
    before = orders["platform"] + orders["customer"]
    now = new["Orders"].loc[orders.index, "platform"] + new["Orders"].loc[orders.index, "customer"]
    assert before.groupby(before).ngroups == now.groupby(now).ngroups
    assert len(set(zip(before, now, strict=True))) == before.nunique()
    keys = new["Customers"][list(TABLES["Customers"].key)]
    assert not keys.duplicated().any()
