"""Random valid values, rows and frames of any table, made from the schema."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from csbook.schema import columns as k
from csbook.schema.table import Table

# What a cell can hold: no control characters, no surrogates, nothing that trimming would change.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn")),
    min_size=1,
    max_size=30,
)
MOMENTS = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2060, 12, 31)).map(
    lambda m: m.replace(second=0, microsecond=0)
)


def values(  # noqa: PLR0911, PLR0912 - one case a kind
    column: k.Column,
) -> st.SearchStrategy[Any]:
    """Valid frame values of a column; Formula columns have none."""
    match column:
        case k.Choices():
            codes = list(column.choices)
            return st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True).map(",".join)
        case k.Choice():
            return st.sampled_from(list(column.choices))
        case k.Flag():
            return st.booleans()
        case k.Whole():
            return st.integers(int(column.least or 0), int(column.most or 10_000))
        case k.Percent():
            return st.integers(0, 10_000).map(lambda n: n / 10_000)
        case k.Money():
            return st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
        case k.Number():
            most = column.most if column.most is not None else 1e6
            return st.floats(column.least or 0, most, allow_nan=False).map(lambda x: round(x, 6))
        case k.Day():
            return MOMENTS.map(lambda m: m.replace(hour=0, minute=0))
        case k.Moment():
            return MOMENTS
        case k.Duration():
            return st.integers(0, 47 * 60 + 59).map(lambda minutes: dt.timedelta(minutes=minutes))
        case k.Month():
            return MOMENTS.map(lambda m: f"{m:%Y-%m}")
        case k.ShiftCell():
            return st.sampled_from([k.REST, k.LEAVE, "白", "晚", "白@天猫"])
        case k.Text():
            return TEXTS.filter(lambda t: len(t) <= column.longest)
        case _:
            return TEXTS


def frames(table: Table, max_rows: int = 6) -> st.SearchStrategy[pd.DataFrame]:
    """Valid frames of a table: unique keys, required columns filled, no formula columns."""
    typed = [c for c in table.columns if not isinstance(c, k.Formula)]
    rows = st.fixed_dictionaries(
        {c.name: values(c) if c.required or c.name in table.key else st.none() | values(c) for c in typed}
    )
    rows = rows.filter(lambda row: any(value is not None for value in row.values()))
    unique_by = (lambda row: tuple(row[name] for name in table.key)) if table.key else None
    return st.lists(rows, min_size=1, max_size=max_rows, unique_by=unique_by).map(
        lambda rows: pd.DataFrame(
            {c.name: c.series([r[c.name] for r in rows], pd.RangeIndex(len(rows))) for c in typed}
        )
    )
