"""Where the cells of a snapshot are now, and whether they hold what stood there before or after."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from csbook.books.book import Book, Formula, Place, TableWrite, Value, Written
from csbook.books.cell_xml import address
from csbook.books.frames import ReadTable, found_text, key_of, read_table
from csbook.commands.snapshot import About, ColumnSnapshot, TableSnapshot
from csbook.commands.undo_refusals import Edited, RowsGone
from csbook.commands.undo_words import row_words
from csbook.problems import HeaderMissing, Language, Problem, Words
from csbook.schema.cells import EXCEL_EPOCH
from csbook.schema.workbook import TABLES


class Cell(NamedTuple):
    """A cell that the command wrote: its sheet row and column, what stood there before and after, what it
    holds `now`."""

    row: int
    column: int
    before: Written
    after: Written
    now: Value

    @property
    def is_calculated(self) -> bool:
        return isinstance(self.before, Formula) or isinstance(self.after, Formula)

    @property
    def holds_before(self) -> bool:
        return not isinstance(self.before, Formula) and alike(self.now, self.before)

    @property
    def holds_after(self) -> bool:
        """A formula's value follows from other cells."""
        return isinstance(self.after, Formula) or alike(self.now, self.after)


@dataclass(frozen=True)
class Standing:
    """A table's snapshot beside the table as it stands.

    `at` says where each row of the snapshot is; rows that the command added and that are not there (any more)
    have no place.
    """

    book: Book
    snapshot: TableSnapshot
    read: ReadTable
    grid: list[list[Value]]
    at: Mapping[int, int]

    @classmethod
    def of(cls, book: Book, table: TableSnapshot, about: About, language: Language) -> Standing:
        """Raises `RowsGone` for rows that were there before and are nowhere, or in several places."""
        read = read_table(book, TABLES[table.table], language)
        rows = {*table.rows, *(row for column in table.columns for row in column.rows)}
        inside = {row: row for row in rows if row <= read.place.last_row}
        standing = cls(book, table, read, book.grid(read.place), inside)
        if table.whole:
            return standing
        if read.table.rewritten and standing.is_back:
            return standing  # what it held before has other keys
        return cls(book, table, read, standing.grid, standing.found_by_key(about))

    @property
    def place(self) -> Place:
        return self.read.place

    def found_by_key(self, about: About) -> dict[int, int]:
        """Sheet row then -> sheet row now."""
        table = self.snapshot
        keys = key_of(self.read.frame, table.key).dropna() if table.key else pd.Series(dtype="str")
        standing: dict[int, str] = dict(zip(keys.index.tolist(), keys.tolist(), strict=True))
        places: dict[str, list[int]] = {}
        for row, key in standing.items():
            places.setdefault(key, []).append(row)
        found: dict[int, int] = {}
        taken: set[int] = set()
        lost: list[tuple[int, str]] = []
        for row, key in zip(table.rows, table.keys, strict=True):
            stays = standing.get(row, "") == key and row <= self.place.last_row
            candidates = [row] if stays else places.get(key, [])
            if len(candidates) == 1 and candidates[0] not in taken:
                found[row] = candidates[0]
                taken.add(candidates[0])
            else:
                lost.append((row, key))
        for row, key in lost:
            if row not in taken and self.is_half_written(row):
                found[row] = row
            elif key in places or not self.was_never_kept(row):
                cell = f"{self.place.sheet}!{address(row, self.place.first_column)}"
                raise RowsGone(about, row_words(table, key), cell, by_number=bool(self.read.table.key))
        return found

    def is_half_written(self, row: int) -> bool:
        """Whether the row stands where it was, with a key that the command gave it only in part, or that was
        taken from it again."""
        cells = self.cells_of(row, row) if row <= self.place.last_row else []
        return any(cell.column in self.key_columns for cell in cells) and all(
            cell.holds_before or cell.holds_after for cell in cells
        )

    def was_never_kept(self, row: int) -> bool:
        """Whether a row that did not exist before is not there, under another key neither."""
        others = [
            c for c in self.cells_of(row, row) if c.column not in self.key_columns and not c.is_calculated
        ]
        return row in self.new_rows and not (others and all(cell.holds_after for cell in others))

    @cached_property
    def new_rows(self) -> frozenset[int]:
        """The sheet rows, as they were then, that the command filled or added."""
        table = self.snapshot
        return frozenset((*table.new_rows, *(row for row in table.rows if row > table.last_row_before)))

    @cached_property
    def key_columns(self) -> frozenset[int]:
        return frozenset(self.read.at[name] for name in self.snapshot.key)

    def column(self, column: ColumnSnapshot) -> int:
        """The sheet column; raises `HeaderMissing`."""
        if column.header not in self.place.headers:
            raise HeaderMissing(self.place.sheet, column.header, self.place.header_row)
        return self.place.first_column + self.place.headers.index(column.header)

    @cached_property
    def written(self) -> dict[int, list[tuple[int, Written, Written]]]:
        """By sheet row then: the column, what stood there before and after."""
        found: dict[int, list[tuple[int, Written, Written]]] = {}
        for column in self.snapshot.columns:
            number = self.column(column)
            for row, before, after in zip(column.rows, column.before, column.after, strict=True):
                found.setdefault(row, []).append((number, before, after))
        return found

    def cells_of(self, row: int, place: int) -> list[Cell]:
        """The cells of one row of the snapshot, taken to be at another."""
        return [
            Cell(place, column, before, after, self.value(place, column))
            for column, before, after in self.written[row]
        ]

    @cached_property
    def cells(self) -> list[Cell]:
        """Those of the rows that have a place."""
        return [cell for row, place in sorted(self.at.items()) for cell in self.cells_of(row, place)]

    def value(self, row: int, column: int) -> Value:
        offset = row - self.place.first_row
        return self.grid[offset][column - self.place.first_column] if offset < len(self.grid) else None

    @cached_property
    def is_back(self) -> bool:
        """Whether every cell holds what stood there before the command: it was closed without saving, or put
        back by hand."""
        if any(row not in self.at for row in self.written.keys() - self.new_rows):
            return False
        if not all(cell.holds_before for cell in self.cells if not cell.is_calculated):
            return False
        # The formulas of a blank row are there before it is filled.
        there = [(row, place) for row, place in self.at.items() if row not in self.new_rows]
        calculated = (c for row, place in there for c in self.cells_of(row, place) if c.is_calculated)
        return all(map(self.is_calculated_as_before, calculated))

    def is_calculated_as_before(self, cell: Cell) -> bool:
        text = self.formulas.get((cell.row, cell.column))
        if isinstance(cell.before, Formula):
            return text == cell.before.text
        return text is None and cell.holds_before

    @cached_property
    def stands(self) -> bool:
        """Whether every cell holds what the command wrote."""
        return len(self.at) == len(self.written) and all(cell.holds_after for cell in self.cells)

    @cached_property
    def formulas(self) -> Mapping[tuple[int, int], str]:
        return self.book.formulas(self.place)

    @cached_property
    def own_columns(self) -> list[int]:
        """The sheet columns that people added to the table."""
        known = set(self.read.at.values())
        return [c for c in range(self.place.first_column, self.place.last_column + 1) if c not in known]

    # Edited since

    def edited(self) -> Iterator[Edited]:
        """The cells that hold neither what the command wrote nor what stood there before, and what people
        filled in since in rows that the command added: it would go with them."""
        if self.snapshot.whole:
            return
        names = {at: name for name, at in self.read.at.items()}
        written = set()
        for cell in self.cells:
            written.add((cell.row, cell.column))
            if not cell.holds_after and not cell.holds_before:
                yield self.edited_at(cell.row, cell.column, names.get(cell.column), cell.now, cell.after)
        persons = [self.read.at[column.name] for column in self.read.table.person_columns]
        for column in (*persons, *self.own_columns):
            for row in (self.at[row] for row in self.snapshot.new_rows if row in self.at):
                now = self.value(row, column)
                if now is None or (row, column) in written:
                    continue
                if column in names or (row, column) not in self.formulas:
                    yield self.edited_at(row, column, names.get(column), now, None)

    def edited_at(self, row: int, column: int, name: str | None, now: Value, after: Written) -> Edited:
        found = "" if now is None else found_text(now)
        wrote = "" if after is None or isinstance(after, Formula) else found_text(after)
        spot = Problem(self.snapshot.table, row, name, found, Words("", ""))
        return Edited(f"{self.place.sheet}!{address(row, column)}", found, wrote, spot)

    @property
    def is_typed_over(self) -> bool:
        """Whether somebody edited a list that csbook writes whole: it is nobody's to fill, and put back all
        the same."""
        return self.snapshot.whole and not all(cell.holds_after or cell.holds_before for cell in self.cells)

    # Taking back

    def backward(self) -> TableWrite:
        """The write that puts back what stood there. Rows added at the end go; those that were moved, or have
        notes in a column of one's own beside a list written whole, stay as blank rows, to be filled first."""
        before, after = self.snapshot.last_row_before, self.snapshot.last_row_after
        cells = self.put_back()
        if self.snapshot.whole:
            stays = self.has_notes_below(before)
        else:
            stays = any(self.at.get(row) != row for row in self.snapshot.rows)
        if stays or after <= before or self.place.last_row != after:
            return TableWrite(self.place, cells, max((self.place.last_row, *cells)), fits_rows=True)
        for row, column in self.formulas if self.own_columns else ():
            if row > before and column in self.own_columns:  # else it would stand below the table
                cells.setdefault(row, {})[column] = None
        return TableWrite(self.place, cells, before, fits_rows=True)

    def put_back(self) -> dict[int, dict[int, Written]]:
        """The cells as they were; of a list written whole also those in rows that the table lost since."""
        cells: dict[int, dict[int, Written]] = {}
        for cell in self.cells:
            cells.setdefault(cell.row, {})[cell.column] = cell.before
        if self.snapshot.whole:
            for row, line in self.written.items():
                if row not in self.at and any(before is not None for _, before, _ in line):
                    cells[row] = {column: before for column, before, _ in line}
        return cells

    def has_notes_below(self, last_row: int) -> bool:
        """Whether a person's own column holds something, no formula, in rows of the table below this one."""
        rows = range(last_row + 1, self.place.last_row + 1)
        return any(
            self.value(row, column) is not None and (row, column) not in self.formulas
            for column in self.own_columns
            for row in rows
        )


def alike(one: Value, other: Written) -> bool:
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
