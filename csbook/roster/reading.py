"""Rows of tidy frames as plain values, and the problems found on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from csbook.problems import Problem, Severity, Words, figure, same
from csbook.roster.parts import LEAVE, REST

Row = Mapping[str, Any]
CELLS_OFF: Final = {REST: Words("休", "R"), LEAVE: Words("假", "L")}
"""How the book writes days without a shift."""


@dataclass
class Notes:
    """Collects problems while tables are read.

    `refuse` marks a row as one that cannot be used, by its table and key. It is told already, so what
    names it elsewhere is no problem of its own.
    """

    found: list[Problem] = field(default_factory=list)
    _refused: set[tuple[str, str | None]] = field(default_factory=set)

    def error(self, table: str, row: int | None, column: str, found: object, expected: Words) -> None:
        self.found.append(Problem(table, row, column, _shown(found), expected))

    def warn(self, table: str, row: int | None, column: str, found: object, expected: Words) -> None:
        self.found.append(Problem(table, row, column, _shown(found), expected, Severity.WARNING))

    def refuse(self, table: str, key: str | None) -> None:
        self._refused.add((table, key))

    def has_refused(self, table: str, key: str | None) -> bool:
        return key is not None and (table, key) in self._refused

    def has_refused_any(self, *tables: str) -> bool:
        return any(table in tables for table, _ in self._refused)


def rows(frame: pd.DataFrame) -> Iterator[tuple[int, Row]]:
    """Row number (the frame's index) and values of each row: None where blank, dates for days."""
    names = [str(column) for column in frame.columns]
    columns = [_plain_values(frame[column]) for column in frame.columns]
    for number, *values in zip(frame.index, *columns, strict=True):
        yield int(number), dict(zip(names, values, strict=True))


def _plain_values(column: pd.Series) -> list[Any]:
    values = column.to_numpy(dtype="object", copy=True)
    values[column.isna().to_numpy()] = None
    return [value.date() if isinstance(value, dt.datetime) else value for value in values.tolist()]


def cell_words(cell: str) -> Words:
    """A cell as the book shows it."""
    return CELLS_OFF.get(cell, same(cell))


def _shown(value: object) -> str:
    if isinstance(value, float):
        return figure(value)
    return "" if value is None else str(value)
