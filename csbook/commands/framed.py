"""Rows that a command worked out, as a frame of the table that they go into."""

from __future__ import annotations

import pandas as pd

from csbook.books.plan import objects_of
from csbook.schema.workbook import TABLES


def framed(table: str, *parts: pd.DataFrame) -> pd.DataFrame:
    """The rows of all parts one below the other (index from 0), with the table's columns and dtypes.

    A column that a part lacks is empty there; columns that the table does not have are left out.
    """
    columns, parts = TABLES[table].columns, tuple(part for part in parts if len(part))
    index = pd.RangeIndex(sum(map(len, parts)))
    found = {c.name: [value for part in parts for value in values_of(part, c.name)] for c in columns}
    return pd.DataFrame({c.name: c.series(found[c.name], index) for c in columns})


def values_of(rows: pd.DataFrame, name: str) -> list[object]:
    """The column's values, None where missing."""
    if name not in rows:
        return [None] * len(rows)
    return objects_of(rows[name])
