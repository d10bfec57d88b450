"""What a workbook file held when it was read: tables, values, sheets; each read when first asked for."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterator, Mapping
from functools import cached_property

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from csbook.books.archive import Archive
from csbook.books.book import CellError, Place, Value
from csbook.books.cell_xml import address, character_data, unescaped
from csbook.books.package import Package, UnusualPart
from csbook.books.shared_strings import SharedStrings, text_inside
from csbook.books.sheet_xml import Cell, SheetXml
from csbook.books.table_xml import TablePart, tables
from csbook.problems import SheetMissing, Words, WorkbookUnusable

# calamine keeps the whole rectangle from the first to the last cell, empty cells included:
# so many take about a gigabyte.
MAX_CELLS = 12_000_000
# Larger sheets are read again when asked for again: a register of 100,000 rows takes 100 MB.
MAX_KEPT = 500_000


class SheetTooWide(WorkbookUnusable):
    """A sheet has a value so far out that its rectangle does not fit into memory."""

    def __init__(self, sheet: str, last: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”的内容一直延伸到 {last}，范围过大。请按 Ctrl+End 找到多余的单元格并删除。",
                f"Sheet '{sheet}' reaches to {last}, which is too far. Press Ctrl+End to find the stray "
                "cells and delete them.",
            )
        )


class FileContent:
    """One state of a workbook file. Raises `NotAWorkbook` for everything else. `before`: the state before."""

    def __init__(self, raw: bytes, name: str, before: FileContent | None = None) -> None:
        self.raw = raw
        self.package: Package = Package(Archive(raw, name, before.package.archive if before else None))
        self._sheets: dict[str, SheetXml] = {}
        self._values: dict[str, list[list[Value]]] = {}
        self._errors: dict[str, dict[tuple[int, int], str]] = {}

    @cached_property
    def tables(self) -> Mapping[str, TablePart]:
        """The tables with a header row by display name."""
        return {table.name: table for table in tables(self.package)}

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where the tables stand, with the texts of their header cells, read when a table is asked for.

        Raises what `sheet` raises, whichever sheet with a table it is.
        """
        for sheet in dict.fromkeys(table.sheet.name for table in self.tables.values()):
            self.sheet(sheet)
        return _Places(self)

    def part_of(self, sheet: str) -> str:
        """The part of a worksheet by its name. Raises `SheetMissing`."""
        for found in self.package.sheets:
            if found.name == sheet and found.kind == "worksheet":
                return found.part
        raise SheetMissing(sheet)

    def sheet(self, name: str) -> SheetXml:
        """A worksheet by its name."""
        if name not in self._sheets:
            self._sheets[name] = SheetXml(self.package.utf8(self.part_of(name)), name)
        return self._sheets[name]

    def strings(self) -> SharedStrings | None:
        """The shared strings, fresh for appending; None where the workbook has none."""
        return self._texts.fresh() if self._texts else None

    def grid(self, place: Place) -> list[list[Value]]:
        """The table's body; a row that the sheet does not hold is a row of None."""
        values = self._sheet_values(place.sheet)
        first, width = place.first_column - 1, len(place.headers)
        grid = []
        for row in range(place.first_row, place.last_row + 1):
            cells = values[row - 1][first : first + width] if row <= len(values) else []
            grid.append(cells + [None] * (width - len(cells)) if len(cells) < width else cells)
        for (row, column), code in self._sheet_errors(place.sheet).items():
            if place.first_row <= row <= place.last_row and 0 <= column - place.first_column < width:
                grid[row - place.first_row][column - place.first_column] = CellError(code)
        return grid

    def forget_values(self) -> None:
        """Let go of what was read, when the writing begins: a large register fills the memory once. Whoever
        asks for values afterwards has them read again."""
        self._values.clear()
        self.__dict__.pop("_reader", None)

    def row(self, sheet: str, number: int) -> list[Value]:
        """The values of one row of a sheet, from column A on."""
        values = self._sheet_values(sheet)
        return values[number - 1] if number <= len(values) else []

    @cached_property
    def _texts(self) -> SharedStrings | None:
        return strings_of(self.package)

    @cached_property
    def _reader(self) -> CalamineWorkbook:
        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(self.raw))
        except (CalamineError, ValueError) as error:
            raise self.package.damaged(self.package.workbook) from error

    def _sheet_values(self, sheet: str) -> list[list[Value]]:
        """A sheet's values from A1 on; kept for the next time where they are not many."""
        if sheet in self._values:
            return self._values[sheet]
        xml = self.sheet(sheet)
        cells = math.prod(xml.covered_area())
        if cells > MAX_CELLS and math.prod(xml.used_area()) > MAX_CELLS:
            raise SheetTooWide(sheet, address(*xml.used_area()))
        try:
            values = _rows(self._reader.get_sheet_by_name(sheet))
        except (CalamineError, ValueError) as error:
            raise self.package.damaged(self.part_of(sheet)) from error
        if cells <= MAX_KEPT:
            self._values[sheet] = values
        return values

    def _sheet_errors(self, sheet: str) -> dict[tuple[int, int], str]:
        """Cells that hold an error value, which calamine gives as empty."""
        if sheet not in self._errors:
            self._errors[sheet] = self.sheet(sheet).errors()
        return self._errors[sheet]

    def place(self, table: TablePart) -> Place:
        cells = self.sheet(table.sheet.name).cells_of(table.header_row)
        try:
            headers = tuple(self._text(cells.get(column)) for column in table.columns)
        except (ValueError, IndexError) as error:
            raise self.package.damaged(table.sheet.part) from error
        return Place(
            table=table.name,
            sheet=table.sheet.name,
            header_row=table.header_row,
            first_column=table.first_column,
            headers=headers,
            last_row=table.last_row,
            has_totals=table.totals_rows > 0,
        )

    def _text(self, cell: Cell | None) -> str:
        """A header cell's text."""
        if cell is None:
            return ""
        if cell.kind == b"s":
            return self._texts.text(int(cell.value)) if self._texts else ""
        if cell.kind == b"inlineStr":
            return text_inside(cell.inside)
        return unescaped(character_data(cell.value))


class _Places(Mapping[str, Place]):
    """A workbook has sixty tables, and a command asks for ten."""

    def __init__(self, content: FileContent) -> None:
        self._content, self._tables, self._known = content, content.tables, dict[str, Place]()

    def __getitem__(self, name: str) -> Place:
        if name not in self._known:
            self._known[name] = self._content.place(self._tables[name])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def strings_of(package: Package) -> SharedStrings | None:
    """A package's shared strings, None where it has none. Raises `UnusualPart`."""
    part = package.shared_strings
    if part is None:
        return None
    try:
        return SharedStrings(package.utf8(part))
    except ValueError as error:
        raise UnusualPart(package.archive.name, part) from error


def _rows(sheet: CalamineSheet) -> list[list[Value]]:
    """A sheet's values from A1 on. Equal texts are one object: a register repeats most of them."""
    left: list[Value] = [None] * (sheet.start[1] if sheet.start else 0)
    texts: dict[str, str] = {}
    return [
        left
        + [
            texts.setdefault(value, value) or None
            if type(value) is str
            else dt.datetime(value.year, value.month, value.day)  # a day is the moment of its 00:00
            if type(value) is dt.date
            else value
            for value in row
        ]
        for row in sheet.iter_rows()
    ]
