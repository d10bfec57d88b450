"""Ranges of the engine: values and formulas in blocks, formats, merged cells.

Coordinates inside count from 0 as LibreOffice counts; what xlwings sees counts from 1.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from xlwings import base_classes, utils

from tests.libreoffice.com import RangeApi, RefusedError
from tests.libreoffice.writing import GENERAL, write

if TYPE_CHECKING:
    from tests.libreoffice.engine import Sheet
    from tests.libreoffice.tables import Table

EPOCH = dt.datetime(1899, 12, 30)
# com.sun.star.util.NumberFormat
DATE, TIME, CURRENCY, LOGICAL = 2, 4, 8, 1024
# com.sun.star.sheet.CellFlags
VALUES, DATES, STRINGS, NOTES, FORMULAS, EVERYTHING = 1, 2, 4, 8, 16, 1023
LAST_ROW, LAST_COLUMN = 1_048_575, 1023
FEW = 20  # cells whose formats are asked one by one
FAULTY = 4  # com.sun.star.sheet.FormulaResult.ERROR
# What COM gives for an error value: a number (Excel's CVErr with its facility code).
COM_ERRORS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
Rows = list[list[Any]]
Corners = tuple[int, int, int, int]  # first row and column, last row and column


class Format(NamedTuple):
    """A number format: its type in LibreOffice's flags, and its code."""

    type: int
    code: str


class Range(base_classes.Range):
    max_cells_per_read = base_classes.DEFAULT_MAX_CELLS_PER_READ
    max_cells_per_write = base_classes.DEFAULT_MAX_CELLS_PER_WRITE
    has_array = sheet = None  # shadow what the base class declares read-only

    def __init__(self, sheet: Sheet, r1: int, c1: int, r2: int, c2: int) -> None:
        self.sheet, self.r1, self.c1, self.r2, self.c2 = sheet, r1, c1, r2, c2
        self.options: dict[str, Any] = {}  # xlwings writes it

    @classmethod
    def of(cls, sheet: Sheet, address: Any) -> Range:
        """From LibreOffice's CellRangeAddress."""
        return cls(sheet, *corners_of(address))

    corners = property(lambda self: (self.r1, self.c1, self.r2, self.c2))

    @property
    def cells(self) -> Any:
        """LibreOffice's own range."""
        return self.sheet.area(self.corners)

    api = property(RangeApi)
    row = property(lambda self: self.r1 + 1)
    column = property(lambda self: self.c1 + 1)
    shape = property(lambda self: (self.r2 - self.r1 + 1, self.c2 - self.c1 + 1))
    coords = property(lambda self: (self.sheet.name, self.row, self.column, *self.shape))

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (n + 1 for n in divmod(row - 1, self.shape[1]))
        r, c = self.r1 + row - 1, self.c1 + column - 1
        return Range(self.sheet, r, c, r, c)

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        mark = {True: "$", False: ""}
        corners = [
            f"{mark[column_absolute]}{utils.col_name(c + 1)}{mark[row_absolute]}{r + 1}"
            for r, c in ((self.r1, self.c1), (self.r2, self.c2))
        ]
        text = ":".join(dict.fromkeys(corners))
        return f"[{self.sheet.book.name}]{self.sheet.name}!{text}" if external else text

    # Reading

    @property
    def raw_value(self) -> Rows:
        """As COM gives it: dates as datetime, money as Decimal with four decimals, errors as numbers."""
        rows: Rows = [list(row) for row in self.cells.getDataArray()]
        for first, last in self._numeric_columns(rows):
            numbers = [[r for r, row in enumerate(rows) if is_float(row[c])] for c in range(first, last + 1)]
            for kind, where in self.columns(first, last).formats_of_cells(numbers):
                for r, c in where if kind.type & (DATE | TIME | CURRENCY | LOGICAL) else ():
                    if is_float(rows[r][first + c]):
                        rows[r][first + c] = _as_com_gives(rows[r][first + c], kind.type)
        if any(None in row for row in rows):  # LibreOffice has no value for an error; an empty cell is ""
            for r, c in self._positions(self.cells.queryFormulaCells(FAULTY).RangeAddresses):
                rows[r][c] = self._error(r, c)
        return [[None if value == "" else value for value in row] for row in rows]

    def _error(self, r: int, c: int) -> int:
        shown = self.cells.getCellByPosition(c, r).String
        return COM_ERRORS.get(shown, COM_ERRORS["#VALUE!"])

    def columns(self, first: int, last: int) -> Range:
        """Some of the columns, counted from 0."""
        return Range(self.sheet, self.r1, self.c1 + first, self.r2, self.c1 + last)

    @staticmethod
    def _numeric_columns(rows: Rows) -> Iterator[tuple[int, int]]:
        """First and last of the columns with numbers that stand beside each other."""
        numeric = [float in map(type, column) for column in zip(*rows, strict=True)]
        for is_numeric, group in groupby(range(len(numeric)), numeric.__getitem__):
            if is_numeric:
                columns = list(group)
                yield columns[0], columns[-1]

    def formats_of_cells(
        self, asked: Sequence[Sequence[int]] | None = None
    ) -> Iterator[tuple[Format, Iterator[tuple[int, int]]]]:
        """The range's number formats with the cells (from 0 within the range) that have them; one may come
        several times. `asked`: the rows that matter of each column. LibreOffice tells the format of a column
        sooner than those of each cell, and those of a few cells sooner than all that a column has."""
        height, width = self.shape
        key = self._one_format()
        if key is not None:
            yield self.sheet.book.format(key), ((r, c) for r in range(height) for c in range(width))
        elif width > 1:
            for column in range(width):
                only = None if asked is None else asked[column : column + 1]
                for kind, where in self.columns(column, column).formats_of_cells(only):
                    yield kind, ((r, column) for r, _ in where)
        elif asked is not None and len(asked[0]) <= FEW:
            for row in asked[0]:
                yield self.sheet.book.format(int(self(row + 1, 1).cells.NumberFormat)), iter([(row, 0)])
        else:
            for group in self.cells.getUniqueCellFormatRanges():
                kind = self.sheet.book.format(group.NumberFormat)
                yield kind, iter(self._positions(group.RangeAddresses))

    def _one_format(self) -> int | None:
        """The number format that all cells have; where they differ LibreOffice says General."""
        cells = self.cells
        key = int(cells.NumberFormat)
        if key == GENERAL and cells.getPropertyState("NumberFormat").value == "AMBIGUOUS_VALUE":
            return None
        return key

    def _positions(self, addresses: Any) -> list[tuple[int, int]]:
        return [
            (r - self.r1, c - self.c1)
            for a in addresses
            for r in range(a.StartRow, a.EndRow + 1)
            for c in range(a.StartColumn, a.EndColumn + 1)
        ]

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...]:
        """Formulas in Excel's grammar, constants as text; one string for one cell."""

        def excel(r: int, c: int, text: str) -> str:
            if not text.startswith("="):
                return text.removeprefix("'")  # LibreOffice marks text that looks like something else
            if text in ("=TRUE()", "=FALSE()"):  # how LibreOffice loads a plain logical value
                return text.strip("=()")
            if text[1:] in COM_ERRORS:  # and a plain error value
                return text[1:]
            words = self.sheet.book.excels_words  # what one formula says never depends on its cell
            if text not in words:
                words[text] = in_excels_words(self.cells.getCellByPosition(c, r).FormulaLocal)
            return words[text]

        rows = tuple(
            tuple(excel(r, c, text) for c, text in enumerate(row))
            for r, row in enumerate(self.cells.getFormulaArray())
        )
        return rows[0][0] if len(self) == 1 else rows

    # Writing

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.sheet.refuse_if_locked(self)
        if not isinstance(data, (list, tuple)):
            data = [[data] * self.shape[1]] * self.shape[0]
        for part, rows in self._parts_a_filter_leaves(data):
            write(part, rows)

    @formula.setter
    def formula(self, data: Any) -> None:
        self.raw_value = data

    formula2 = formula

    def _parts_a_filter_leaves(self, data: Any) -> list[tuple[Range, Any]]:
        """Excel drops the array's first row into every visible row of a filtered range and leaves
        the hidden ones alone (xlwings issues 747 and 679). So does this, for any hidden row."""
        if len(data) == 1 or self.row_hidden is False:
            return [(self, data)]
        shown = set(range(self.r1, self.r2 + 1)) - self._hidden_rows()
        return [(Range(self.sheet, r, self.c1, r, self.c2), data[:1]) for r in sorted(shown)]

    def select(self) -> None:
        """As in Excel: on the sheet in front only."""
        controller = self.sheet.book.document.CurrentController
        if controller.ActiveSheet.Name != self.sheet.name:
            raise RefusedError("Select method of Range class failed")
        controller.select(self.cells)

    def clear_contents(self) -> None:
        self.sheet.refuse_if_locked(self)
        self.cells.clearContents(VALUES | DATES | STRINGS | FORMULAS)

    def clear(self) -> None:
        self.sheet.refuse_if_locked(self)
        self.cells.clearContents(EVERYTHING)

    # Formats

    @property
    def number_format(self) -> str | None:
        """None when the cells differ."""
        codes = {kind.code for kind, _ in self.formats_of_cells()}
        return codes.pop() if len(codes) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.sheet.refuse_if_locked(self)
        self.cells.NumberFormat = self.sheet.format_key(code)

    @property
    def color(self) -> tuple[int, int, int] | None:
        colour = self.cells.CellBackColor
        return None if colour == -1 else (colour >> 16 & 255, colour >> 8 & 255, colour & 255)

    @property
    def row_hidden(self) -> bool | None:
        hidden = self._hidden_rows()
        return None if 0 < len(hidden) < self.shape[0] else bool(hidden)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.cells.Rows.IsVisible = not value

    def _hidden_rows(self) -> set[int]:
        """Whole rows are slow to ask for, and needed only where the columns themselves are hidden."""
        return self._rows_without_visible(self) and self._rows_without_visible(
            Range(self.sheet, self.r1, 0, self.r2, LAST_COLUMN)
        )

    def _rows_without_visible(self, where: Range) -> set[int]:
        shown = where.cells.queryVisibleCells().RangeAddresses
        rows = set(range(self.r1, self.r2 + 1))
        return rows.difference(*(range(area.StartRow, area.EndRow + 1) for area in shown))

    @property
    def has_comments(self) -> bool:
        return self.sheet.notes.Count > 0 and bool(self.cells.queryContentCells(NOTES).RangeAddresses)

    # Merged cells

    @property
    def _with_merged(self) -> Range:
        return Range(self.sheet, *self.sheet.with_merged(self.corners))

    @property
    def merge_cells(self) -> bool | None:
        """True or False when all cells agree, None when some are merged and some are not."""
        whole = self._with_merged
        if not self.cells.IsMerged and whole.coords == self.coords:
            return False
        cells = (Range(self.sheet, r, c, r, c) for r, c in self._all_positions())
        agree = all(cell._with_merged.shape != (1, 1) for cell in cells)
        return True if agree else None

    def _all_positions(self) -> Iterator[tuple[int, int]]:
        return ((r, c) for r in range(self.r1, self.r2 + 1) for c in range(self.c1, self.c2 + 1))

    @property
    def merge_area(self) -> Range:
        return self(1, 1)._with_merged

    def merge(self, across: bool = False) -> None:
        self.cells.merge(True)

    # Neighbours

    def end(self, direction: str) -> Range:
        """As Ctrl with an arrow key, downwards or to the right: what `expand` needs."""
        down = {"down": True, "right": False}[direction]
        used = self.sheet.used_range
        line = Range(
            self.sheet, self.r1, self.c1, max(used.r2, self.r1) if down else self.r1,
            self.c1 if down else max(used.c2, self.c1),
        )  # fmt: skip
        filled = [value is not None for row in line.raw_value for value in row]
        steps = next((i for i, full in enumerate(filled) if not full), len(filled)) - 1
        return self(steps + 1, 1) if down else self(1, steps + 1)

    @property
    def table(self) -> Table | None:
        return next((t for t in self.sheet.tables if t.range.contains(self)), None)

    def contains(self, other: Range) -> bool:
        return self.r1 <= other.r1 <= self.r2 and self.c1 <= other.c1 <= self.c2

    def overlaps(self, other: Range) -> bool:
        rows = self.r1 <= other.r2 and other.r1 <= self.r2
        return rows and self.c1 <= other.c2 and other.c1 <= self.c2

    def column_of(self, cell: Range) -> list[Range]:
        """This range's cells in the column of `cell`."""
        return [Range(self.sheet, r, cell.c1, r, cell.c1) for r in range(self.r1, self.r2 + 1)]

    @property
    def name(self) -> Any:
        return next(
            (n for n in self.sheet.book.names if re.sub(r".*!", "", n.refers_to) == self.address), None
        )


def corners_of(address: Any) -> Corners:
    """Of LibreOffice's CellRangeAddress."""
    return address.StartRow, address.StartColumn, address.EndRow, address.EndColumn


def in_excels_words(formula: str) -> str:
    """LibreOffice reads Sheet!A1 but writes $Sheet.A1; between quotation marks nothing changes."""
    parts = formula.split('"')
    parts[::2] = [re.sub(r"\$('[^']+'|\w+)\.(?=\$?[A-Z])", r"\1!", part) for part in parts[::2]]
    return '"'.join(parts)


def is_float(value: Any) -> bool:
    return isinstance(value, float)


def _as_com_gives(value: float, kind: int) -> bool | dt.datetime | Decimal:
    if kind & LOGICAL:
        return bool(value)
    if kind & (DATE | TIME):
        return EPOCH + dt.timedelta(microseconds=round(value * 86400e6))
    return Decimal(f"{value:.4f}")
