"""From the frame a command wants to the cells that must change.

Rows are matched by the table's key (in a numbered table a row without one, typed by a person, by its
place: the wanted frame keeps the sheet's row numbers there). In a
matched row only csbook's own columns are written (for `load`: only people's); a new row is written
whole, into a blank row of the table first, below it when there is none.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from csbook.books.book import Formula as WrittenFormula
from csbook.books.book import TableWrite, Written
from csbook.books.frames import ReadTable, key_of
from csbook.problems import Language
from csbook.schema.columns import Choice, Column, Day, Filler, Flag, Formula, Month, Ref, Text, Whole
from csbook.schema.formulas import formula_text
from csbook.schema.table import Table


@dataclass(frozen=True)
class CellChange:
    """One cell before and after, as the book's values."""

    row: int
    column: str
    before: Written
    after: Written


@dataclass(frozen=True)
class ColumnChange:
    """The cells of one column that change: sheet rows with the values before and after."""

    column: str
    rows: list[int]
    before: list[Written]
    after: list[Written]


@dataclass(frozen=True)
class PlannedWrite:
    """The write of one table, with what stood there before.

    `new_rows` are the sheet rows that did not exist; a table written whole names none. `keys`: by sheet row
    what `key_of` the columns `key` gives afterwards. `whole`: of a table written whole whose rows have no
    key, all cells, those that stay the same too.
    """

    read: ReadTable
    write: TableWrite
    columns: list[ColumnChange]
    rows_added: int = 0
    rows_changed: int = 0
    new_rows: tuple[int, ...] = ()
    key: tuple[str, ...] = ()
    keys: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    whole: Callable[[], list[ColumnChange]] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.columns

    @property
    def changes(self) -> list[CellChange]:
        """The same cell by cell, column after column."""
        return [
            CellChange(row, change.column, before, after)
            for change in self.columns
            for row, before, after in zip(change.rows, change.before, change.after, strict=True)
        ]


NEW: Final = -1
"""The place of a wanted row that is not in the table yet."""
OWN: Final = frozenset({Filler.CSBOOK, Filler.SHARED})
TYPED: Final = frozenset({Filler.SUPERVISOR, Filler.AGENT, Filler.HR, Filler.SHARED})


def plan_write(
    read: ReadTable,
    wanted: pd.DataFrame,
    language: Language,
    *,
    fillers: frozenset[Filler] = OWN,
    by_row: bool = False,
) -> PlannedWrite:
    """The cells to write so that the table says what `wanted` says (columns: inside names).

    `fillers` says whose columns may change in rows that exist. With `by_row` the index of `wanted` says
    which sheet rows it is about, so that keys may change too.
    """
    planner = Planner(read, wanted, language, fillers, by_row=by_row)
    if read.table.rewritten:
        planner.replace_all()
    else:
        planner.change_and_append()
    return planner.finish()


class Planner:
    """Collects the cells of one table's write."""

    def __init__(
        self,
        read: ReadTable,
        wanted: pd.DataFrame,
        language: Language,
        fillers: frozenset[Filler],
        *,
        by_row: bool,
    ) -> None:
        self.read, self.language, self.fillers, self.by_row = read, language, fillers, by_row
        self.table = read.table
        self.wanted = as_declared(self.table, wanted)
        self.columns = [c for c in self.table.columns if c.name in wanted.columns]
        self.changes: list[ColumnChange] = []
        self.last_row = read.place.last_row
        self.added = 0
        self.new_rows: tuple[int, ...] = ()
        self.whole: Callable[[], list[ColumnChange]] | None = None
        self.key = identity(self.table, self.columns)
        self.keys = key_of(self.wanted, self.key) if self.key else pd.Series("", index=self.wanted.index)

    def finish(self) -> PlannedWrite:
        cells: dict[int, dict[int, Written]] = defaultdict(dict)
        for change in self.changes:
            at = self.read.at[change.column]
            for row, after in zip(change.rows, change.after, strict=True):
                cells[row][at] = after
        write = TableWrite(self.read.place, dict(cells), self.last_row, fits_rows=True)
        changed = max(0, len(cells) - self.added)
        return PlannedWrite(
            self.read,
            write,
            self.changes,
            self.added,
            changed,
            self.new_rows,
            self.key,
            self.keys,
            self.whole,
        )

    def replace_all(self) -> None:
        """The wanted rows from the first row on; what is left over is emptied."""
        first = self.read.place.first_row
        old = self.read.frame.reindex(range(first, max(self.last_row, first + len(self.wanted) - 1) + 1))
        new = self.wanted.set_axis(range(first, first + len(self.wanted))).reindex(old.index)
        self.keys = self.keys.set_axis(range(first, first + len(self.wanted)))
        self.compare(self.columns, old, new)
        if not self.table.key:
            self.whole = partial(self.all_cells, old, new)
        self.last_row = max(self.last_row, first + len(self.wanted) - 1)
        self.added = max(0, len(self.wanted) - len(self.read.frame))

    def all_cells(self, old: pd.DataFrame, new: pd.DataFrame) -> list[ColumnChange]:
        """Every cell of two frames of the same rows, whether it changes or not."""
        rows = [int(row) for row in old.index]
        return [
            ColumnChange(
                column.name,
                rows,
                self.before(column, rows, old[column.name]),
                self.cells(column, new[column.name]),
            )
            for column in self.columns
        ]

    def change_and_append(self) -> None:
        places, frame = self.places(), self.read.frame
        known = places != NEW
        self.compare(
            [column for column in self.columns if column.by in self.fillers],
            frame.take(places[known]),
            self.wanted.take(np.flatnonzero(known)),
        )
        self.append(self.wanted.take(np.flatnonzero(~known)))
        rows = np.empty(len(places), dtype="int64")
        rows[known], rows[~known] = frame.index.to_numpy()[places[known]], self.new_rows
        self.keys = self.keys.set_axis(rows)

    def places(self) -> npt.NDArray[np.int64]:
        """For each wanted row its place in the table's frame, `NEW` where it has none."""
        wanted, frame = self.wanted, self.read.frame
        if self.by_row:
            return frame.index.get_indexer(wanted.index).astype("int64")
        if self.table.appended or not self.table.key or frame.empty or wanted.empty:
            return np.full(len(wanted), NEW)
        keys = key_of(frame, self.table.key).fillna("").tolist()
        place_of = {key: place for place, key in reversed([*enumerate(keys)]) if key}
        found = [place_of.get(key, NEW) for key in self.keys.tolist()]
        if self.table.numbered and not all(keys):
            typed = {row: place for place, row in enumerate(frame.index.tolist()) if not keys[place]}
            found = [
                typed.get(row, NEW) if place == NEW else place
                for row, place in zip(wanted.index.tolist(), found, strict=True)
            ]
        return np.array(found, dtype="int64")

    def compare(self, columns: Sequence[Column], old: pd.DataFrame, new: pd.DataFrame) -> None:
        """Note the cells of these columns that differ; `old` has sheet rows as index, `new` the same rows."""
        bad = self.read.bad
        for column in columns:
            before, after = old[column.name], new[column.name]
            different = differs(before, after)
            if bad:
                different |= [(row, column.name) in bad for row in old.index.tolist()]
            if different.any():
                rows = old.index[different].tolist()
                said = self.before(column, rows, before[different])
                self.note(column, rows, said, self.cells(column, after[different]))

    def before(self, column: Column, rows: Sequence[int], old: pd.Series) -> list[Written]:
        """What stands in these rows, also where it does not fit the column."""
        values = self.cells(column, old)
        for number, row in enumerate(rows if self.read.bad else ()):
            values[number] = self.read.bad.get((row, column.name), values[number])
        return values

    def append(self, rows: pd.DataFrame) -> None:
        if not len(rows):
            return
        free = [*self.read.blank_rows[: len(rows)]]
        missing = len(rows) - len(free)
        free += range(self.last_row + 1, self.last_row + 1 + missing)
        self.last_row += missing
        self.added = len(rows)
        self.new_rows = tuple(free)
        given = {c.name for c in self.columns}
        for column in self.table.columns:
            if column.name in given:
                after = self.cells(column, rows[column.name])
            elif isinstance(column, Formula):
                after = self.formulas(column, [None] * len(rows))
            else:
                continue
            filled = [(row, value) for row, value in zip(free, after, strict=True) if value is not None]
            self.note(column, [r for r, _ in filled], [None] * len(filled), [v for _, v in filled])

    def note(self, column: Column, rows: list[int], before: list[Written], after: list[Written]) -> None:
        if rows:
            self.changes.append(ColumnChange(column.name, rows, before, after))

    def cells(self, column: Column, values: pd.Series) -> list[Written]:
        """The values as a book takes them, in the workbook's language; None where missing."""
        shown = [None if value == "" else value for value in plain_values(values)]
        if type(column).render is not Column.render:
            # Choices and flags: few texts, many cells.
            texts = {value: plain(column.render(value, self.language)) for value in {*shown} - {None}}
            shown = [None if value is None else texts[value] for value in shown]
        return self.formulas(column, shown) if isinstance(column, Formula) else shown

    def formulas(self, column: Formula, shown: list[Any]) -> list[Written]:
        text = formula_text(self.table, column, self.language)
        return [WrittenFormula(text, value) for value in shown]


def as_declared(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the table's dtypes, and its whole key (empty where it was not given)."""
    columns = {name: typed(table[name], frame[name]) for name in frame.columns}
    for name in table.key:
        if name not in columns:
            columns[name] = table[name].series([None] * len(frame), frame.index)
    return pd.DataFrame(columns, index=frame.index, copy=False)


def typed(column: Column, values: pd.Series) -> pd.Series:
    if not isinstance(column, Formula) and str(values.dtype) == column.dtype != "object":
        return values
    return column.series(objects_of(values), values.index)


def plain_values(values: pd.Series) -> list[Any]:
    """A series' values as the plain Python values a book takes; None where missing."""
    if values.dtype.kind in "mM":  # by way of numpy: pandas would make a Timestamp of each
        return list(values.to_numpy().astype(f"{values.dtype.kind}8[us]").astype("object"))
    objects = objects_of(values)
    return [plain(value) for value in objects] if values.dtype == "object" else objects


def objects_of(values: pd.Series) -> list[Any]:
    """A series' values, None where missing; by way of numpy, which takes a tenth of pandas' time."""
    objects = values.to_numpy(dtype="object", copy=True)
    objects[pd.isna(objects)] = None
    return list(objects)


def plain(value: Any) -> Any:
    """A frame's value as the plain Python value a book takes."""
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, pd.Timedelta):
        return value.to_pytimedelta()
    if hasattr(value, "item"):
        return value.item()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return value


def differs(old: pd.Series, new: pd.Series) -> npt.NDArray[np.bool_]:
    """Where two series of the same rows differ, by place; missing equals missing (and an empty text)."""
    same_value: npt.NDArray[np.bool_]
    if old.dtype == new.dtype and is_plain(old):  # by way of numpy: pandas takes five times as long
        same_value = old.to_numpy() == new.to_numpy()
    else:
        pairs = zip(objects_of(old), objects_of(new), strict=True)
        same_value = np.array([one == other for one, other in pairs], dtype="bool")
    if same_value.all():  # most columns in most runs
        return ~same_value
    old_missing, new_missing = is_missing(old), is_missing(new)
    return np.where(old_missing | new_missing, old_missing != new_missing, ~same_value)


def is_missing(series: pd.Series) -> npt.NDArray[np.bool_]:
    if str(series.dtype) not in ("object", "str"):
        return series.isna().to_numpy()
    values = series.to_numpy()
    is_empty: npt.NDArray[np.bool_] = values == ""
    return is_empty | pd.isna(values)


def is_plain(series: pd.Series) -> bool:
    """Whether numpy holds the values as they are."""
    return isinstance(series.dtype, np.dtype | pd.StringDtype)


def identity(table: Table, columns: Sequence[Column]) -> tuple[str, ...]:
    """The columns by which a row is known again wherever it stands: the key, else all that a book gives back
    exactly as they were written."""
    exact = (Text, Ref, Choice, Flag, Day, Month, Whole)
    return table.key or tuple(c.name for c in columns if isinstance(c, exact) and not isinstance(c, Formula))
