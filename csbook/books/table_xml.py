"""The parts of Excel tables: where a table stands, and its range moved to another last row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from csbook.books.cell_xml import Area, area, reference
from csbook.books.package import Package, Sheet, tree

_TAG = re.compile(
    rb"<(?:\w+:)?(table|autoFilter|sortState)(?=\s)(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>"
)
_REF = re.compile(rb"(\sref\s*=\s*[\"'])([A-Z0-9:$]+)")
_INSERT_ROW = re.compile(rb"\sinsertRow\s*=\s*[\"']\w+[\"']")


@dataclass(frozen=True)
class TablePart:
    """A table with a header row. `last_row` is the last body row, before `totals_rows`."""

    name: str
    sheet: Sheet
    part: str
    header_row: int
    first_column: int
    last_column: int
    last_row: int
    totals_rows: int

    @property
    def columns(self) -> range:
        return range(self.first_column, self.last_column + 1)

    def extent(self, last_row: int) -> Area:
        """The cells from the header to this last body row, and the totals."""
        return self.header_row, self.first_column, last_row + self.totals_rows, self.last_column

    def resized(self, content: bytes, last_row: int) -> bytes:
        """The part with another last body row: the table's range, its filter's and its sorting's.

        Once written, the row is no longer the empty one that Excel offers in a new table.
        """

        def moved(tag: re.Match[bytes]) -> bytes:
            extra = self.totals_rows if tag[1] == b"table" else 0
            found = _REF.search(tag[0])
            if found is None or area(found[2].decode())[2] != self.last_row + extra:
                return tag[0]
            top, left, _, right = area(found[2].decode())
            cells = reference((top, left, last_row + extra, right)).encode()
            text = tag[0][: found.start(2)] + cells + tag[0][found.end(2) :]
            return _INSERT_ROW.sub(b"", text)

        return _TAG.sub(moved, content)


def tables(package: Package) -> list[TablePart]:
    """The workbook's tables that have a header row, sheet by sheet.

    A table without one has no column that could be found by its header.
    """
    return [
        found
        for sheet in package.sheets
        if sheet.kind == "worksheet"
        for part in package.related(sheet.part, "table")
        if (found := _table(package, sheet, part))
    ]


def _table(package: Package, sheet: Sheet, part: str) -> TablePart | None:
    try:
        found = _said(package.readable(part))
    except (ValueError, etree.XMLSyntaxError) as error:
        raise package.damaged(part) from error
    if found is None:
        return None
    name, (top, left, bottom, right), totals = found
    return TablePart(name, sheet, part, top, left, right, bottom - totals, totals)


# A saved workbook has nearly all the tables as they were.
@lru_cache(maxsize=256)
def _said(content: bytes) -> tuple[str, Area, int] | None:
    """A part's name, area and rows of totals; None without a header row. Raises `ValueError`."""
    element = tree(content)
    if element.get("headerRowCount") == "0":
        return None
    name = element.get("displayName") or element.get("name") or ""
    return name, area(element.get("ref", "")), int(element.get("totalsRowCount", "0"))
