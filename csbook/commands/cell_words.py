"""A cell's value in words of both languages, as the sheet shows it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.problems import Words, figure, same
from csbook.schema.columns import Choice, Column, Flag, Formula, Money, Percent
from csbook.schema.workbook import TABLES, sheet_title

EMPTY: Final = Words("空", "empty")


def cell_words(table: str, name: str, value: Any) -> Words:
    """A frame's value of the column, `空` or `empty` where it is missing."""
    return value_words(kind_of(TABLES[table][name]), value)


def value_words(kind: Column, value: Any) -> Words:
    if value is None or pd.isna(value) or value == "":
        return EMPTY
    if isinstance(kind, (Choice, Flag)):
        return Words(str(kind.render(value, "zh")), str(kind.render(value, "en")))
    if isinstance(value, dt.datetime):
        return same(f"{value:%Y-%m-%d}" if value.time() == dt.time(0) else f"{value:%Y-%m-%d %H:%M}")
    return same(number_text(kind, value) if isinstance(value, (int, float, Decimal)) else value)


def number_text(kind: Column, value: float | Decimal) -> str:
    """Money with its cents, a share in percent, anything else as short as it is."""
    if isinstance(kind, Money):
        return f"{value:.2f}"
    return f"{figure(float(value) * 100)}%" if isinstance(kind, Percent) else figure(float(value))


def kind_of(column: Column) -> Column:
    """The column, or the kind of its result where it is a formula."""
    return column.result if isinstance(column, Formula) else column


def header(table: str, name: str) -> Words:
    """A column's header as the sheet shows it."""
    column = TABLES[table][name]
    return Words(column.zh, column.en)


def step(table: str, column: str, old: Any, new: Any) -> Words:
    """`加权总分 84.5 → 86`."""
    before, after = cell_words(table, column, old), cell_words(table, column, new)
    return header(table, column) + same(" ") + before + same(" → ") + after


def title(table: str) -> Words:
    """The title of the sheet that a table stands on."""
    return Words(sheet_title(table, "zh"), sheet_title(table, "en"))
