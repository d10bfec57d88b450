"""Writes that are refused before Excel is asked to do them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import xlwings

from csbook.books import excel_ranges as ranges
from csbook.books.blocks import Block, blocks
from csbook.books.book import Formula, Place, TableWrite, Value
from csbook.books.cell_xml import MAX_TEXT, TextTooLong, text_length
from csbook.books.cell_xml import address as cell_address
from csbook.books.excel_values import to_excel
from csbook.books.excel_writing import area_of
from csbook.books.write_refusals import TotalsBelow
from csbook.problems import CellsBelow


def refuse_bad_cells(write: TableWrite) -> None:
    """Cells outside the table as it is and as it shall be, and values that no cell can hold."""
    place = write.place
    last_row = max(place.last_row, write.last_row)
    inside = Block(place.first_row, place.first_column, last_row, place.last_column)
    for row, cells in write.cells.items():
        for column, value in cells.items():
            if row not in inside.rows or column not in inside.columns:
                raise ValueError(f"{cell_address(row, column)} is outside table {place.table}")
            if isinstance(value, str) and text_length(value) > MAX_TEXT:
                raise TextTooLong(place.sheet, cell_address(row, column), text_length(value))
            if not isinstance(value, Formula):
                to_excel(value, is_text_cell=False)


def rows_about(write: TableWrite) -> Block | None:
    """The table's rows from the first to the last that is written to, over its whole width; None where only
    rows are written that do not stand there yet."""
    place = write.place
    rows = [row for row, cells in write.cells.items() if cells]
    if not rows or min(rows) > place.last_row:
        return None
    return Block(min(rows), place.first_column, min(max(rows), place.last_row), place.last_column)


def changed_cells(
    write: TableWrite, read: Sequence[Sequence[Value]], now: Sequence[Sequence[Value]], around: Block
) -> Iterator[tuple[int, int]]:
    """The cells in the rows written to that differ: `read` is the table's body, `now` what stands in
    `around`."""
    place: Place = write.place
    for row in write.cells:
        if row in around.rows:
            was, is_now = read[row - place.first_row], now[row - around.first_row]
            for column, old, new in zip(around.columns, was, is_now, strict=True):
                if old != new:
                    yield row, column


def refuse_to_cover(write: TableWrite, places: Mapping[str, Place], sheet: xlwings.Sheet) -> None:
    """The rows that a table grows by must be empty and no other table's."""
    place = write.place
    if write.last_row == place.last_row or (write.last_row < place.last_row and not place.has_totals):
        return
    if place.has_totals:
        row = place.last_row + 1
        totals = area_of(sheet, Block(row, place.first_column, row, place.last_column))
        raise TotalsBelow(place.sheet, place.table, ranges.address(totals))
    new = Block(place.last_row + 1, place.first_column, write.last_row, place.last_column)
    area = area_of(sheet, new)
    texts = ranges.formula_texts(area)
    in_the_way = {
        (row, column)
        for row, line in zip(new.rows, texts, strict=True)
        for column, text in zip(new.columns, line, strict=True)
        if text
    }
    for other in places.values():
        if other.sheet == place.sheet and other.table != place.table:
            common = new.common(block_of(other))
            in_the_way |= set(common.cells()) if common else set()
    named = [ranges.address(area_of(sheet, block)) for block in blocks(in_the_way)]
    named += ranges.merged_areas(area)
    if named:
        raise CellsBelow(place.sheet, place.table, ", ".join(named))


def block_of(place: Place) -> Block:
    """A table with its header and, where it has one, its row of totals."""
    last_row = place.last_row + place.has_totals
    return Block(place.header_row, place.first_column, last_row, place.last_column)
