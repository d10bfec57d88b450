"""What a book promises, whether it is a closed file or open in Excel.

A book knows Excel tables by name, with their cells as plain values. It knows nothing of csbook's
schema: `books.frames` turns grids into frames and frames into writes.

Promises of every book:

* `apply` changes the named cells, the heights of their rows where texts break into lines, and table
  ranges, and nothing else; all or nothing, or `WrittenAnyway`.
* text is written as text, also when it begins with ``= + - @`` or looks like a number or a date;
* nothing below a table is moved or overwritten: `CellsBelow` names the cells in the way;
* a protected sheet is protected again afterwards, whatever happens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from csbook.problems import WorkbookBusy

LOST: Final = "#REF!"
"""What stands in a formula for cells, or a column, that somebody deleted."""


@dataclass(frozen=True)
class CellError:
    """An error value in a cell, `#DIV/0!` or `#N/A`, as Excel shows it."""

    code: str


Value = None | bool | int | float | str | dt.datetime | dt.date | dt.time | dt.timedelta | CellError


@dataclass(frozen=True)
class Formula:
    """A formula (without the leading `=`) with the value computed in Python for it."""

    text: str
    value: Value


Written = Value | Formula


@dataclass(frozen=True)
class Place:
    """Where an Excel table stands. Rows and columns count from 1, as Excel shows them.

    `last_row` is the last body row; a table always has at least one body row. `headers` are the
    header cells' texts from left to right.
    """

    table: str
    sheet: str
    header_row: int
    first_column: int
    headers: tuple[str, ...]
    last_row: int
    has_totals: bool = False

    @property
    def first_row(self) -> int:
        return self.header_row + 1

    @property
    def last_column(self) -> int:
        return self.first_column + len(self.headers) - 1


@dataclass(frozen=True)
class TableWrite:
    """Cells to write in one table: `cells[row][column]`, sheet rows and columns counted from 1.

    `last_row` is the table's last body row afterwards; it may be beyond (the table grows) or
    before `place.last_row` (it shrinks again on undo). `fits_rows`: in a closed file, rows become as high as
    the texts that break into lines need.
    """

    place: Place
    cells: Mapping[int, Mapping[int, Written]]
    last_row: int
    fits_rows: bool = False


class WrittenAnyway(WorkbookBusy):
    """`apply` could not finish, and what it wrote stands there, in part or whole."""


class Book(Protocol):
    """A workbook with Excel tables in it."""

    @property
    def name(self) -> str:
        """The file's name, for messages."""

    @property
    def properties(self) -> Mapping[str, str]:
        """Custom document properties (`csbook.schema`, `csbook.language`)."""

    def sheets(self) -> list[str]:
        """The sheets' names in their order."""

    def places(self) -> Mapping[str, Place]:
        """Every Excel table of the workbook by its display name."""

    def place(self, table: str, sheet: str) -> Place | None:
        """Where a table stands that belongs on this sheet; None where it is not there. An open workbook is
        not searched for it. Raises `SheetMissing`."""

    def grid(self, place: Place) -> list[list[Value]]:
        """The body's values, row by row, as wide as `place.headers`."""

    def below(self, place: Place) -> Mapping[int, int]:
        """How many cells of a row that belongs to no table hold a value, by the sheet rows under the table
        and within its columns. Nothing is calculated there; an open workbook is looked at for some rows."""

    def formulas(self, place: Place) -> Mapping[tuple[int, int], str]:
        """Formula texts without `=` in the body, by sheet (row, column)."""

    def merged(self, place: Place) -> list[str]:
        """Addresses of merged areas that touch the table, as `B4:C4`."""

    def apply(self, writes: Sequence[TableWrite], *, forget: bool = False) -> None:
        """Write all of it, or nothing. A closed file is saved by this.

        With `forget` what stood in the cells is kept nowhere: not in the file beside the cells, not in the
        backup beside the file.
        """
