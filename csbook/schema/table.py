"""A table, a sheet and a workbook as declared data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from csbook.problems import Language, Words
from csbook.schema.columns import Column, Filler, Formula


@dataclass(frozen=True)
class Table:
    """One Excel table: its fixed English name, its key, its columns in their order.

    `rewritten` tables are filled by csbook alone and replaced whole by each run that writes them;
    `appended` ones only ever grow at their end; in `numbered` ones csbook gives the key to rows that
    people begin without it; in `opened_by_csbook` ones csbook opens every row and people fill columns
    of rows that are there, so that a file cannot add any. A rewritten table with a key has columns that
    people fill in its rows.
    """

    name: str
    title: Words
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rewritten: bool = False
    appended: bool = False
    numbered: bool = False
    opened_by_csbook: bool = False
    purpose: Words = field(default=Words("", ""))

    @cached_property
    def takes_rows_of_people(self) -> bool:
        """Whether people begin rows, and not only fill cells of rows that csbook has made."""
        opened = self.opened_by_csbook and not self.numbered
        filled = any(column.by is not Filler.CSBOOK for column in self.columns)
        return filled and not (self.rewritten or self.appended or opened)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {c.name: c for c in self.columns}

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    def header(self, name: str, language: Language) -> str:
        return self.by_name[name].header(language)

    @property
    def names(self) -> list[str]:
        return [c.name for c in self.columns]

    @property
    def person_columns(self) -> list[Column]:
        return [c for c in self.columns if c.by.is_person and not isinstance(c, Formula)]

    def empty(self) -> pd.DataFrame:
        """A frame with the table's columns and dtypes and no rows."""
        return self._empty.copy(deep=False)

    @cached_property
    def _empty(self) -> pd.DataFrame:
        """Made once: most tables of a workbook are empty, and pandas copies a frame when it is written to."""
        index = pd.RangeIndex(0)
        return pd.DataFrame({c.name: c.series([], index) for c in self.columns})


@dataclass(frozen=True)
class Sheet:
    """One worksheet with the tables that stand on it, side by side from left to right.

    `hidden` sheets are shown by 显示设置. `protected` sheets are filled by csbook alone.
    """

    name: str
    title: Words
    tables: tuple[Table, ...]
    purpose: Words
    hidden: bool = False
    protected: bool = False


@dataclass(frozen=True)
class Workbook:
    """All sheets in their order: the order of a working day, then what is set once, then records."""

    version: int
    sheets: tuple[Sheet, ...]

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    @cached_property
    def tables(self) -> dict[str, Table]:
        return {t.name: t for s in self.sheets for t in s.tables}

    @cached_property
    def sheet_of(self) -> dict[str, Sheet]:
        """The sheet of each table, by table name."""
        return {t.name: s for s in self.sheets for t in s.tables}
