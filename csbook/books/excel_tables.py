"""The tables of a workbook open in Excel, each looked at only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import xlwings

from csbook.books import excel_native as native
from csbook.books import excel_ranges as ranges
from csbook.books.book import Place


class OpenTables(Mapping[str, Place]):
    """Where tables stand, by name; what was once looked at is not asked for again.

    Tables whose header row is hidden are left out: their columns have no names.
    """

    def __init__(self, sheets: Iterable[xlwings.Sheet]) -> None:
        self._tables = {table.display_name: (table, sheet) for sheet in sheets for table in sheet.tables}
        self._places: dict[str, Place | None] = {}

    def __getitem__(self, name: str) -> Place:
        if name not in self._places:
            self._places[name] = self._look_at(name)
        place = self._places[name]
        if place is None:
            raise KeyError(name)
        return place

    def _look_at(self, name: str) -> Place | None:
        if name not in self._tables:
            return None
        table, sheet = self._tables[name]
        with native.busy_in_words():
            return ranges.place_of(name, table, sheet) if table.show_headers else None

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._tables if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
