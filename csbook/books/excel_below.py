"""What stands under a table of a workbook that is open in Excel, read with the table itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import xlwings

from csbook.books import excel_ranges as ranges
from csbook.books.below import counted_rows
from csbook.books.blocks import Block
from csbook.books.book import Place, Value
from csbook.books.excel_tables import OpenTables
from csbook.books.excel_writing import area_of
from csbook.books.sheet_xml import MAX_ROW

LOOKED_BELOW: Final = 20
"""How many rows under a table are looked at: each of them costs time at every click."""


def with_rows_below(place: Place) -> Block:
    """A table's body, its row of totals, and the rows under it that are looked at with it."""
    last_row = min(place.last_row + place.has_totals + LOOKED_BELOW, MAX_ROW)
    return Block(place.first_row, place.first_column, last_row, place.last_column)


def typed_below(sheet: xlwings.Sheet, place: Place, strip: Sequence[Sequence[Value]]) -> Mapping[int, int]:
    """As `Book.below`. `strip`: the values from under the table's last row on, as wide as the table."""
    filled = [
        (row, column)
        for row, line in enumerate(strip, place.last_row + 1)
        for column, value in enumerate(line, place.first_column)
        if value is not None and row > place.last_row + place.has_totals
    ]
    if not filled:
        return {}
    rows = [row for row, _ in filled]
    block = Block(min(rows), place.first_column, max(rows), place.last_column)
    texts = ranges.formula_texts(area_of(sheet, block))
    typed = (
        (row, column)
        for row, column in filled
        if not texts[row - block.first_row][column - block.first_column].startswith("=")
    )
    return counted_rows(typed, OpenTables([sheet]).values())
