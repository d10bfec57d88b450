"""Totals of an account and period from the rows of an export. Rates and means become value x weight.

A frame of figures has the columns of `COLUMNS`: `platform`, `shop`, `account` (missing: the whole shop),
`period_from`, `period_to` (days), `measure`, `total`, `weight` (of means and rates), `file`, `sheet`, `row`
(in the file; the first one of a log's rows).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from csbook.imports.extract import Column, Extract, Period, periods
from csbook.imports.profiles import Counted, is_measure

KEY: Final = ("platform", "shop", "account", "period_from", "period_to", "measure")
COLUMNS: Final = {
    "platform": "str",
    "shop": "str",
    "account": "str",
    "period_from": "datetime64[us]",
    "period_to": "datetime64[us]",
    "measure": "str",
    "total": "float64",
    "weight": "float64",
    "file": "str",
    "sheet": "str",
    "row": "int64",
}
DIGITS: Final = 6
GOOD: Final = (4, 5)
"""Ratings that count as satisfied."""


def account_name(text: str | None) -> str | None:
    """An account as it is stored: the sign between shop and person is typed in both widths."""
    return None if text is None else text.replace("\uff1a", ":").strip()


def figures_of(table: Extract, platform: str, shop: str | None, said: Period | None) -> pd.DataFrame:
    """The figures of one sheet (columns: see the module; index: none). `shop` stands in where the rows do
    not name it, `said` is the period where the file names none. Raises `NoPeriod`."""
    shops = [value or shop for value in table.values("shop")]
    accounts = [account_name(value) for value in table.values("account")]
    keys = list(zip(shops, accounts, periods(table, said), strict=True))
    counts = log_figures if table.match.profile.is_log else row_figures
    sheet = table.match.sheet
    rows = [
        (platform, key[0], key[1], *moments(key[2]), measure, total, weight, sheet.file, sheet.name, row)
        for key, measure, total, weight, row in counts(table, keys)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def moments(period: Period) -> tuple[dt.datetime, dt.datetime]:
    first, last = (dt.datetime(day.year, day.month, day.day) for day in period)
    return first, last


Figure = tuple[Any, str, float, float | None, int]


def row_figures(table: Extract, keys: list[Any]) -> Iterator[Figure]:
    """One row is one account and period; fields of the same measure are added up."""
    measures = measures_of(table)
    for place, key in enumerate(keys):
        for measure, columns in measures.items():
            parts = [total_at(column, place) for column in columns]
            filled = [part for part in parts if part is not None]
            if filled:
                weights = [weight for _, weight in filled if weight is not None]
                total = round(sum(value for value, _ in filled), DIGITS)
                yield key, measure, total, sum(weights) if weights else None, table.rows[place]


def measures_of(table: Extract) -> dict[str, list[Column]]:
    found: dict[str, list[Column]] = {}
    for column in table.columns:
        if is_measure(column.field):
            found.setdefault(column.field.target, []).append(column)
    return found


def total_at(column: Column, place: int) -> tuple[float, float | None] | None:
    """The total of a cell with its weight; none where there is no data or the weight is 0."""
    value = column.values[place]
    if value is None:
        return None
    if column.weights is None:
        return value, None
    weight = column.weights[place]
    return (value * weight, weight) if weight else None


def log_figures(table: Extract, keys: list[Any]) -> Iterator[Figure]:
    """Many rows are one account and period. The weight of a sum is how many cells were summed; a sum of
    none is no figure."""
    groups: dict[Any, list[int]] = {}
    for place, key in enumerate(keys):
        groups.setdefault(key, []).append(place)
    columns = [column for column in table.columns if is_measure(column.field)]
    for key, places in groups.items():
        for column in columns:
            filled = [column.values[place] for place in places if column.values[place] is not None]
            total, weight = counted(column.field.counted, filled)
            if total is not None:
                yield key, column.field.target, round(total, DIGITS), weight, table.rows[places[0]]


def counted(how: Counted, filled: list[Any]) -> tuple[float | None, float | None]:
    """The total of a log's filled cells, and its weight."""
    if how is Counted.SUM:
        return (sum(filled), len(filled)) if filled else (None, None)
    if how is Counted.YES:
        return sum(map(bool, filled)), None
    if how is Counted.GOOD:
        return sum(value in GOOD for value in filled), None
    return len(filled), None
