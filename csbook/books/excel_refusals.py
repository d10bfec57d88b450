"""Writes that are refused before Excel is asked to do them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csbook.books.blocks import Block
from csbook.books.book import Formula, Place, TableWrite, Value
from csbook.books.cell_xml import MAX_TEXT, TextTooLong, text_length
from csbook.books.cell_xml import address as cell_address
from csbook.books.excel_values import to_excel


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
