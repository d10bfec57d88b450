"""`undo`: put back what the last command changed, unless somebody edited those cells since."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from csbook.books.book import Book, Formula, Place, TableWrite, Value, Written
from csbook.books.cell_xml import address
from csbook.books.frames import ReadTable, found_text, key_of, read_table
from csbook.books.plan import plan_write
from csbook.commands.marks import without_marks
from csbook.commands.outcome import DONE, Changed, Outcome
from csbook.commands.run import JOURNAL, journal_row, language_of
from csbook.commands.snapshots import ColumnSnapshot, Snapshot, SnapshotStore, TableSnapshot
from csbook.commands.undo_refusals import (
    Edited,
    EditedSince,
    NothingToUndo,
    RowsGone,
    refuse_if_on_record,
)
from csbook.commands.undo_words import label_of, restored_tables, row_words
from csbook.problems import HeaderMissing, Problem, Words
from csbook.schema.cells import EXCEL_EPOCH
from csbook.schema.workbook import TABLES


def undo(book: Book, store: SnapshotStore, *, now: dt.datetime, user: str) -> Outcome:
    """Take the last command back, table by table, all or nothing.

    Rows that people have moved since, by sorting or inserting, are found again by their keys. The colours of
    changed cells go. Raises `NothingToUndo`, `OnRecord`, `EditedSince`, `RowsGone`, `SnapshotUnreadable`.
    """
    language = language_of(book)
    snapshot = store.latest()
    if snapshot is None:
        raise NothingToUndo(store.cleared())
    about = snapshot.about
    refuse_if_on_record(about)
    reads = {t.table: read_table(book, TABLES[t.table], language) for t in snapshot.tables}
    tables = [Standing.of(table, reads[table.table], snapshot) for table in snapshot.tables]
    refuse_if_edited(book, snapshot, tables)
    name, restored = label_of(about.command), restored_tables(about)
    said = Words(
        f"已撤销“{name.zh}”（{about.at:%Y-%m-%d %H:%M} 运行），恢复了{restored.zh}。",
        f"Undone: {name.en}, run {about.at:%Y-%m-%d %H:%M}; put back: {restored.en}.",
    )
    changed = {table: Changed(0, rows) for table, rows in about.rows.items()}
    outcome = Outcome("undo", language, DONE, said(language), changed=changed)
    entry = journal_row(outcome, now=now, user=user, today=now)
    journal = plan_write(read_table(book, JOURNAL, language), entry.assign(outcome="undone"), language)
    unmarked = [plan.write for plan in without_marks(book, language)]
    book.apply([*(table.backward() for table in tables), *unmarked, journal.write])
    store.drop_latest()
    return outcome


@dataclass(frozen=True)
class Standing:
    """A table's snapshot beside the table as it stands: `now` says where each row of the snapshot is."""

    snapshot: TableSnapshot
    read: ReadTable
    now: Mapping[int, int]

    @classmethod
    def of(cls, table: TableSnapshot, read: ReadTable, snapshot: Snapshot) -> Standing:
        """Raises `RowsGone` for rows that are nowhere, or in several places."""
        keys = key_of(read.frame, table.key).dropna() if table.key else pd.Series(dtype="str")
        standing: dict[int, str] = dict(zip(keys.index.tolist(), keys.tolist(), strict=True))
        places: dict[str, list[int]] = {}
        for row, key in standing.items():
            places.setdefault(key, []).append(row)
        now: dict[int, int] = {}
        taken: set[int] = set()
        for row, key in zip(table.rows, table.keys, strict=True):
            stays = standing.get(row, "") == key and row <= read.place.last_row
            found = [row] if stays else places.get(key, [])
            if len(found) != 1 or found[0] in taken:
                cell = f"{read.place.sheet}!{address(row, read.place.first_column)}"
                raise RowsGone(snapshot.about, row_words(table, key), cell)
            now[row] = found[0]
            taken.add(found[0])
        return cls(table, read, now)

    @property
    def place(self) -> Place:
        return self.read.place

    def column(self, column: ColumnSnapshot) -> int:
        """The sheet column; raises `HeaderMissing`."""
        if column.header not in self.place.headers:
            raise HeaderMissing(self.place.sheet, column.header, self.place.header_row)
        return self.place.first_column + self.place.headers.index(column.header)

    def backward(self) -> TableWrite:
        """The write that puts back what stood there. Rows added at the end go; those that were moved stay as
        blank rows, which are filled first."""
        cells: dict[int, dict[int, Written]] = {}
        for column in self.snapshot.columns:
            at = self.column(column)
            for row, before in zip(column.rows, column.before, strict=True):
                cells.setdefault(self.now[row], {})[at] = before
        before, after = self.snapshot.last_row_before, self.snapshot.last_row_after
        unmoved = all(row == now for row, now in self.now.items())
        shrinks = after > before and self.place.last_row == after and unmoved
        last_row = before if shrinks else self.place.last_row
        return TableWrite(self.place, cells, last_row, fits_rows=True)


def refuse_if_edited(book: Book, snapshot: Snapshot, tables: list[Standing]) -> None:
    edited = [cell for table in tables for cell in (*edited_cells(book, table), *typed_cells(book, table))]
    if edited:
        raise EditedSince(snapshot.about, edited)


def edited_cells(book: Book, table: Standing) -> Iterator[Edited]:
    """The cells that no longer hold what the command wrote."""
    grid, place = book.grid(table.place), table.place
    names = {at: name for name, at in table.read.at.items()}
    for column in table.snapshot.columns:
        at = table.column(column)
        for row, after in zip(column.rows, column.after, strict=True):
            if isinstance(after, Formula):
                continue  # its value follows from other cells
            offset = table.now[row] - place.first_row
            now = grid[offset][at - place.first_column] if offset < len(grid) else None
            if not alike(now, after):
                yield edited(table, table.now[row], names.get(at), at, now, after)


def typed_cells(book: Book, table: Standing) -> Iterator[Edited]:
    """What people filled in since in rows that the command added: it would go with them."""
    snapshot, place = table.snapshot, table.place
    written = {table.column(column): set(column.rows) for column in snapshot.columns}
    grid = book.grid(place)
    for column in table.read.table.person_columns:
        at = table.read.at[column.name]
        for row in snapshot.new_rows:
            offset = table.now[row] - place.first_row
            now = grid[offset][at - place.first_column] if offset < len(grid) else None
            if now is not None and row not in written.get(at, ()):
                yield edited(table, table.now[row], column.name, at, now, None)


def edited(table: Standing, row: int, column: str | None, at: int, now: Value, after: Value) -> Edited:
    found = "" if now is None else found_text(now)
    spot = Problem(table.snapshot.table, row, column, found, Words("", ""))
    return Edited(
        f"{table.place.sheet}!{address(row, at)}", found, "" if after is None else found_text(after), spot
    )


def alike(one: Value, other: Value) -> bool:
    """The same value in a cell, whatever Python type the reader gives it."""
    if one == other:
        return True
    a, b = serial(one), serial(other)
    return a is not None and b is not None and math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-6)


def serial(value: object) -> float | None:
    """The number that Excel keeps for a value; None for text and emptiness."""
    if isinstance(value, dt.datetime):
        return (value - EXCEL_EPOCH) / dt.timedelta(days=1)
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    return None
