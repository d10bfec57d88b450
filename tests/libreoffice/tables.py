"""Excel tables and defined names of the engine.

LibreOffice keeps the tables of an .xlsx file as database ranges under the tables' names.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.libreoffice.com import RefusedError
from tests.libreoffice.office import uno
from tests.libreoffice.ranges import Range

if TYPE_CHECKING:
    from tests.libreoffice.engine import Book, Sheet


class Collection(base_classes.Collection):
    """Found by number from 1 or by name; upper and lower case are the same, as in Excel."""

    def items(self) -> list[Any]:
        raise NotImplementedError("every kind of collection lists its own")

    api = property(lambda self: self.items())

    def __call__(self, key: int | str) -> Any:
        if isinstance(key, int):
            return self.items()[key - 1]
        for item in self.items():
            if item.name.lower() == key.lower():
                return item
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.items())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items())

    def __contains__(self, key: str) -> bool:
        return any(item.name.lower() == key.lower() for item in self.items())


class Tables(Collection, base_classes.Tables):
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def _ranges(self) -> Any:
        return self.sheet.book.areas

    def items(self) -> list[Table]:
        tables = self.sheet.book.tables()
        return [Table(self.sheet, name, area) for name, (at, area) in tables.items() if at == self.sheet.name]

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: bool = True,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        taken = self._ranges.hasByName
        name = name or next(n for n in map("Table{}".format, itertools.count(1)) if not taken(n))
        self._ranges.addNewByName(name, source.impl.cells.RangeAddress)
        area = self._ranges.getByName(name)
        area.ContainsHeader = area.AutoFilter = True
        return Table(self.sheet, name, area)


class Table(base_classes.Table):
    """`name` never changes: what is tested here renames no table."""

    name = display_name = None  # shadow what the base class declares read-only

    def __init__(self, sheet: Sheet, name: str, area: Any) -> None:
        self.sheet, self.area = sheet, area
        self.name = self.display_name = name

    api = property(lambda self: self.area)
    parent = property(lambda self: self.sheet)
    range = property(lambda self: Range.of(self.sheet, self.area.DataArea))
    show_headers = property(lambda self: bool(self.area.ContainsHeader))
    show_totals = property(lambda self: bool(self.area.TotalsRow))

    @property
    def header_row_range(self) -> Range | None:
        whole = self.range
        return Range(self.sheet, whole.r1, whole.c1, whole.r1, whole.c2) if self.show_headers else None

    @property
    def data_body_range(self) -> Range:
        whole = self.range
        first, last = whole.r1 + self.show_headers, whole.r2 - self.show_totals
        return Range(self.sheet, first, whole.c1, max(first, last), whole.c2)

    def resize(self, area: Any) -> None:
        """As ListObject.Resize: the header stays, other tables and protected sheets are in the way."""
        new, old = area.impl, self.range
        if self.sheet.api.ProtectContents:
            raise RefusedError("Resize method of ListObject class failed: the sheet is protected")
        if new.r1 != old.r1 or new.c1 > old.c2 or new.c2 < old.c1 or new.r2 == new.r1:
            raise RefusedError("Resize method of ListObject class failed: the header cannot move")
        if any(other.name != self.name and other.range.overlaps(new) for other in self.sheet.tables):
            raise RefusedError("Resize method of ListObject class failed: tables cannot overlap")
        self.area.DataArea = new.cells.RangeAddress


class Names(base_classes.Names):
    """Defined names of a workbook or, with the sheet's name before them, of a sheet."""

    def __init__(self, book: Book, ranges: Any, prefix: str = "") -> None:
        self.book, self.ranges, self.prefix = book, ranges, prefix

    api = property(lambda self: self.ranges)

    def _items(self) -> list[Name]:
        return [Name(self, name) for name in self.ranges.ElementNames]

    def __call__(self, key: int | str) -> Name:
        if isinstance(key, int):
            return self._items()[key - 1]
        wanted = key.rsplit("!", 1)[-1].lower()
        for item in self._items():
            if item.plain_name.lower() == wanted:
                return item
        raise KeyError(key)

    def contains(self, key: str) -> bool:
        return any(item.plain_name.lower() == key.rsplit("!", 1)[-1].lower() for item in self._items())

    def __len__(self) -> int:
        return len(self.ranges.ElementNames)

    def add(self, name: str, refers_to: str) -> Name:
        content = re.sub(r"(?:'([^']+)'|(\w+))!", lambda m: f"$'{m[1] or m[2]}'.", refers_to.lstrip("="))
        corner = uno().createUnoStruct("com.sun.star.table.CellAddress")
        self.ranges.addNewByName(name, content, corner, 0)
        return self(name)


class Name(base_classes.Name):
    def __init__(self, names: Names, plain_name: str) -> None:
        self.names, self.plain_name = names, plain_name

    api = property(lambda self: self.names.ranges.getByName(self.plain_name))
    name = property(lambda self: self.names.prefix + self.plain_name)

    @property
    def refers_to(self) -> str:
        """`=Sheet!$A$1` for cells, `=1` or `="zh"` for a constant."""
        if self.api.getReferredCells() is None:
            return "=" + str(self.api.Content)
        cells = self.refers_to_range
        return f"='{cells.sheet.name}'!{cells.address}"

    @property
    def refers_to_range(self) -> Range:
        address = self.api.getReferredCells().RangeAddress
        return Range.of(self.names.book.sheets(address.Sheet + 1), address)

    def delete(self) -> None:
        self.names.ranges.removeByName(self.plain_name)
