"""A sheet part as bytes: its rows and cells, found without parsing.

Within `sheetData` markup is searched, not parsed: a parsed tree of 100,000 rows takes gigabytes.
That is sound because character data holds no `<`, and comments and CDATA sections are refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from csbook.books.cell_xml import Area, address, column_letters, column_number
from csbook.problems import Words, WorkbookUnusable

_SHEET_DATA = re.compile(rb"<!--.*?-->|<((?:\w+:)?)sheetData\s*(/?)>", re.DOTALL)
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]*)(\d+)")
_ADDRESS = re.compile(rb"([A-Z]+)(\d+)")
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d+)")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?(?<!/)>([^<]*)<")
_FILLED = re.compile(rb"<(?:\w+:)?(?:f[\s/>]|is[\s>]|v[^>]*>[^<])")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
_PROTECTION = re.compile(rb"<(?:\w+:)?sheetProtection\s([^>]*)>")
_PASSWORDS = (b"password", b"hashValue")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"(\w+)\s*=\s*[\"']([^\"']*)")

# A tag's attributes; `>` may stand in a quoted value.
_ATTRIBUTES = rb"""((?:[^>"'/]++|"[^"]*+"|'[^']*+'|/(?!>))*+)"""

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384


class Row(NamedTuple):
    """A `row` element: its extent, the extent of its cells, and its attributes."""

    number: int
    start: int
    cells_start: int
    cells_stop: int
    stop: int
    attributes: bytes


class Cell(NamedTuple):
    """A `c` element: its extent, its attributes and what stands inside."""

    column: int
    start: int
    stop: int
    attributes: bytes
    inside: bytes

    @property
    def style(self) -> bytes | None:
        return first_group(_STYLE, self.attributes)

    @property
    def kind(self) -> bytes:
        """The type: `s` a shared string, `e` an error, `n` a number, ..."""
        return first_group(_TYPE, self.attributes) or b"n"

    @property
    def value(self) -> bytes:
        """What the `v` element holds."""
        return first_group(_VALUE, self.inside) or b""

    @property
    def is_filled(self) -> bool:
        """Whether it holds a value or a formula."""
        return _FILLED.search(self.inside) is not None

    @property
    def is_formula(self) -> bool:
        return _FORMULA.search(self.inside) is not None


# A column, its cell where there is one, and where that starts or belongs.
Located = tuple[int, Cell | None, int]


class UnusualSheet(WorkbookUnusable):
    """A sheet's XML is damaged, or holds comments or CDATA sections among its cells."""

    def __init__(self, sheet: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”的写法少见或已损坏，直接修改可能丢失内容。请先在 Excel 中打开并保存一次。",
                f"Sheet '{sheet}' is damaged or written in an unusual form; changing it could lose "
                "something. Open and save the workbook in Excel once, then try again.",
            )
        )


class SheetXml:
    """One worksheet part; its rows lie between `start` and `stop` of `content`.

    `name` is the sheet's name. Raises `UnusualSheet`, also while reading.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        found = next((m for m in _SHEET_DATA.finditer(content) if m[1] is not None), None)
        if found is None:
            raise UnusualSheet(name)
        self.prefix = prefix = found[1]
        if found[2]:
            opened = b"<%ssheetData></%ssheetData>" % (prefix, prefix)
            content = content[: found.start()] + opened + content[found.end() :]
        self.content = content
        self.start = content.index(b">", found.start()) + 1
        self.stop = content.find(b"</%ssheetData" % prefix, self.start)
        if self.stop < 0 or content.find(b"<!", self.start, self.stop) >= 0:
            raise UnusualSheet(name)
        self._row = re.compile(rb"<%srow(?=[\s/>])%s(/?)>" % (prefix, _ATTRIBUTES))
        self._cell = re.compile(rb"<%sc(?=[\s/>])%s(/?)>" % (prefix, _ATTRIBUTES))
        self._letters = re.compile(rb'<%sc r="([A-Z]+)' % prefix)
        self.row_end, self._cell_end = b"</%srow>" % prefix, b"</%sc>" % prefix

    # reading

    def rows(self, first: int = 1) -> Iterator[Row]:
        """The rows in their order; earlier ones than `first` may be left out."""
        content, number, position = self.content, 0, self.position_of(first)
        while found := self._row.search(content, position, self.stop):
            reference = first_group(_REFERENCE, found[1], 2)
            number = int(reference) if reference else number + 1
            if found[2]:
                position = cells_stop = found.end()
            else:
                cells_stop = self._end(self.row_end, found.end())
                position = cells_stop + len(self.row_end)
            yield Row(number, found.start(), found.end(), cells_stop, position, found[1])

    def down_to(self, last: int) -> SheetXml:
        """The sheet without the rows below this one: for a look at the top of a long one."""
        below = next((row.start for row in self.rows() if row.number > last), self.stop)
        return SheetXml(self.content[:below] + self.content[self.stop :], self.name)

    def position_of(self, number: int) -> int:
        """Where a row starts; where the rows start if that is not plain to see."""
        opening = b'<%srow r="%d"' % (self.prefix, number)
        return max(self.content.find(opening, self.start, self.stop), self.start)

    def cells(self, row: Row) -> Iterator[Cell]:
        """The cells of a row in their order."""
        column = 0
        for found in self._cell.finditer(self.content, row.cells_start, row.cells_stop):
            letters = first_group(_REFERENCE, found[1])
            column = column_number(letters) if letters else column + 1
            yield self._cell_at(column, found)

    def cells_of(self, number: int) -> dict[int, Cell]:
        """The cells of one row by column; none where there is no such row."""
        row = next((row for row in self.rows(number) if row.number == number), None)
        return {cell.column: cell for cell in self.cells(row)} if row else {}

    def cells_with(self, marker: bytes) -> Iterator[tuple[int, Cell]]:
        """Cells whose XML holds these bytes, with their row numbers; quick where they are few."""
        if not self._addressed:
            yield from (
                (row.number, cell)
                for row in self.rows()
                for cell in self.cells(row)
                if marker in self.content[cell.start : cell.stop]
            )
            return
        opening, position = b"<%sc " % self.prefix, self.start
        while (position := self.content.find(marker, position, self.stop)) >= 0:
            start = self.content.rfind(opening, self.start, position)
            found = self._cell.match(self.content, start) if start >= 0 else None
            position += len(marker)
            if found and (reference := _REFERENCE.search(found[1])):
                cell = self._cell_at(column_number(reference[1]), found)
                if cell.stop >= position:
                    yield int(reference[2]), cell
                    position = cell.stop

    def errors(self) -> dict[tuple[int, int], str]:
        """Error values by (row, column): `#N/A`, `#DIV/0!`."""
        return {
            (row, cell.column): cell.value.decode()
            for marker in (b't="e"', b"t='e'")
            for row, cell in self.cells_with(marker)
            if cell.kind == b"e"
        }

    def filled_below(self, table: Area, last: int) -> list[str]:
        """Addresses of cells that hold something below the table's area, down to row `last`."""
        return [
            address(row.number, cell.column)
            for row in self.rows(table[2])
            if table[2] < row.number <= last
            for cell in self.cells(row)
            if table[1] <= cell.column <= table[3] and cell.is_filled
        ]

    def constants_below(self, table: Area) -> list[tuple[int, int]]:
        """Row and column of cells below the table's area that hold something typed."""
        return [
            (row.number, cell.column)
            for row in self.rows(table[2])
            if table[2] < row.number
            for cell in self.cells(row)
            if table[1] <= cell.column <= table[3] and cell.is_filled and not cell.is_formula
        ]

    def covered_area(self) -> tuple[int, int]:
        """The last row and the last column that have a cell, filled or not; quick."""
        if not self._addressed:
            return self.used_area()
        opening, last_row, letters = b'<%sc r="' % self.prefix, 0, set[bytes]()
        position = self.start
        while (stop := self.content.find(self.row_end, position, self.stop)) >= 0:
            start = self.content.rfind(opening, position, stop)
            if start >= 0 and (found := _ADDRESS.match(self.content, start + len(opening))):
                letters.add(found[1])
                last_row = max(last_row, int(found[2]))
            position = stop + len(self.row_end)
        return last_row, max(map(column_number, letters), default=0)

    def used_area(self) -> tuple[int, int]:
        """The last row and the last column that hold something."""
        last_row = last_column = 0
        for row in self.rows():
            column = self._last_filled(row)
            if column:
                last_row, last_column = max(last_row, row.number), max(last_column, column)
        return last_row, last_column

    def merged(self) -> list[str]:
        """The merged areas, as `B4:C4`."""
        return [reference.decode() for reference in _MERGED.findall(self.content, self.stop)]

    @property
    def has_password(self) -> bool:
        """Whether the sheet is protected, and only a password lifts that."""
        found = _PROTECTION.search(self.content, self.stop)
        said = dict(_ATTRIBUTE.findall(found[1])) if found else {}
        return said.get(b"sheet") in (b"1", b"true") and any(said.get(word) for word in _PASSWORDS)

    # where cells to write belong

    def located(self, row: Row, columns: Sequence[int]) -> Iterator[Located]:
        """For each column, ascending: its cell, or None, and where it starts or belongs."""
        return (self._located_by_address if self._addressed else self._located_in_order)(row, columns)

    def style_where_no_cell_is(self, row: Row | None, column: int) -> bytes | None:
        """What a cell looks like that is not there: the row's format, else the column's."""
        own = None
        if row is not None and b"customFormat" in row.attributes:
            own = first_group(_STYLE, row.attributes)
        return own or self._column_styles.get(column)

    def _located_in_order(self, row: Row, columns: Sequence[int]) -> Iterator[Located]:
        cells, at = list(self.cells(row)), 0
        for column in columns:
            while at < len(cells) and cells[at].column < column:
                at += 1
            if at < len(cells) and cells[at].column == column:
                yield column, cells[at], cells[at].start
            else:
                yield column, None, cells[at].start if at < len(cells) else row.cells_stop

    def _located_by_address(self, row: Row, columns: Sequence[int]) -> Iterator[Located]:
        """The same, for cells that carry their address first: most are spared a look."""
        present: list[int] = []
        for column in columns:
            start = self._start_of(row, column)
            if start >= 0 and (found := self._cell.match(self.content, start)):
                yield column, self._cell_at(column, found), start
                continue
            if not present:
                letters = self._letters.findall(self.content, row.cells_start, row.cells_stop)
                present = [column_number(found) for found in letters]
            following = bisect_right(present, column)
            start = self._start_of(row, present[following]) if following < len(present) else row.cells_stop
            yield column, None, start

    def _last_filled(self, row: Row) -> int:
        """The column of the row's last filled cell, 0 for none; mostly it is simply the last."""
        start = self.content.rfind(b'<%sc r="' % self.prefix, row.cells_start, row.cells_stop)
        last = self.content[start : row.cells_stop] if start >= 0 else b""
        if _FILLED.search(last) and (letters := first_group(_REFERENCE, last)):
            return column_number(letters)
        return max((cell.column for cell in self.cells(row) if cell.is_filled), default=0)

    def _start_of(self, row: Row, column: int) -> int:
        """Where a cell that carries its address first starts, or -1."""
        opening = b'<%sc r="%s%d"' % (self.prefix, column_letters(column).encode(), row.number)
        return self.content.find(opening, row.cells_start, row.cells_stop)

    def _cell_at(self, column: int, found: re.Match[bytes]) -> Cell:
        if found[2]:
            return Cell(column, found.start(), found.end(), found[1], b"")
        end = self._end(self._cell_end, found.end())
        inside = self.content[found.end() : end]
        return Cell(column, found.start(), end + len(self._cell_end), found[1], inside)

    def _end(self, tag: bytes, start: int) -> int:
        end = self.content.find(tag, start, self.stop)
        if end < 0:
            raise UnusualSheet(self.name)
        return end

    @cached_property
    def _column_styles(self) -> dict[int, bytes]:
        """The formats of whole columns."""
        tags = [dict(_ATTRIBUTE.findall(tag)) for tag in _COLUMNS.findall(self.content, 0, self.start)]
        return {
            column: tag[b"style"]
            for tag in tags
            if tag.keys() >= {b"min", b"max", b"style"}
            for column in range(int(tag[b"min"]), min(int(tag[b"max"]), MAX_COLUMN) + 1)
        }

    @cached_property
    def _addressed(self) -> bool:
        """Whether every cell carries its address first, as nearly all writers have it."""
        opening = b"<%sc" % self.prefix
        addressed = self.content.count(opening + b' r="', self.start, self.stop)
        return addressed == self.content.count(opening, self.start, self.stop)


def first_group(pattern: re.Pattern[bytes], content: bytes, group: int = 1) -> bytes | None:
    """A group of the pattern's first match."""
    found = pattern.search(content)
    return found[group] if found else None
