"""Cells spliced into a sheet part.

Only the written cells, their rows' `spans` and the sheet's `dimension` change; all other bytes of
the part stay as they are.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from csbook.books.book import Formula, Written
from csbook.books.cell_xml import CellWriter, address, area
from csbook.books.sheet_xml import Row, SheetXml

HEIGHT = re.compile(rb"\sht\s*=\s*[\"']([\d.]+)[\"']")
_SPANS = re.compile(rb"\sspans\s*=\s*[\"'](\d+):(\d+)[\"']")
_DIMENSION = re.compile(rb"(<(?:\w+:)?dimension\s[^>]*?\bref\s*=\s*[\"'])([A-Z]+\d+(?::[A-Z]+\d+)?)[\"']")

# Values, or styles, by row and column.
CellWrites = Mapping[int, Mapping[int, Written]]
RowStyles = Mapping[int, Mapping[int, bytes]]


class Spliced(NamedTuple):
    """A sheet's new content, whether a formula was replaced by a value, and which of the rows written to have
    a height of their own."""

    content: bytes
    lost_formula: bool
    with_height: frozenset[int]


def spliced(sheet: SheetXml, writes: CellWrites, new_rows: RowStyles, writer: CellWriter) -> Spliced:
    """The sheet with cells written; a cell keeps its style.

    `new_rows` gives, for rows that a table grows over, the style of each of the table's columns;
    those cells are made even when nothing is written in them.
    """
    new = io.BytesIO()  # its bytes are handed out without another copy
    new.write(_head(sheet, writes))
    position, lost_formula, with_height = sheet.start, False, set[int]()
    pending = sorted(writes.keys() | new_rows.keys(), reverse=True)
    for row in sheet.rows():
        while pending and pending[-1] < row.number:
            new.write(sheet.content[position : row.start])
            position = row.start
            number = pending.pop()
            new.write(_new_row(sheet, number, writes.get(number, {}), new_rows.get(number, {}), writer))
        if not pending:
            break
        if pending[-1] == row.number:
            new.write(sheet.content[position : row.start])
            position = row.stop
            number = pending.pop()
            if b"ht" in row.attributes and HEIGHT.search(row.attributes):
                with_height.add(number)
            lost_formula |= _splice_row(
                new, sheet, row, writes.get(number, {}), new_rows.get(number, {}), writer
            )
    new.write(sheet.content[position : sheet.stop])
    for number in reversed(pending):
        new.write(_new_row(sheet, number, writes.get(number, {}), new_rows.get(number, {}), writer))
    new.write(sheet.content[sheet.stop :])
    return Spliced(new.getvalue(), lost_formula, frozenset(with_height))


def _splice_row(
    new: io.BytesIO,
    sheet: SheetXml,
    row: Row,
    values: Mapping[int, Written],
    styles: Mapping[int, bytes],
    writer: CellWriter,
) -> bool:
    """Add the row with cells written to `new`; whether a value took a formula's place."""
    columns = sorted(values.keys() | styles.keys())
    new.write(b"<%srow%s>" % (sheet.prefix, _with_spans(row.attributes.rstrip(), columns)))
    position, lost_formula = row.cells_start, False
    formula = b"<%sf" % sheet.prefix
    for column, cell, start in sheet.located(row, columns):
        new.write(sheet.content[position:start])
        position = start
        if cell is None:
            style = styles.get(column) or sheet.style_where_no_cell_is(row, column)
            new.write(writer.cell(row.number, column, values.get(column), style))
        elif column in values:
            value, style = values[column], styles.get(column) or cell.style
            new.write(writer.cell(row.number, column, value, style) or _bare(sheet, row, column))
            lost_formula |= not isinstance(value, Formula) and formula in cell.inside
            position = cell.stop
    new.write(sheet.content[position : row.cells_stop])
    new.write(sheet.row_end)
    return lost_formula


def _new_row(
    sheet: SheetXml, row: int, values: Mapping[int, Written], styles: Mapping[int, bytes], writer: CellWriter
) -> bytes:
    """A row that the sheet does not hold; empty bytes where it would have no cell."""
    cells = b""
    for column in sorted(values.keys() | styles.keys()):
        style = styles.get(column) or sheet.style_where_no_cell_is(None, column)
        cells += writer.cell(row, column, values.get(column), style)
    return b'<%srow r="%d">%s</%srow>' % (sheet.prefix, row, cells, sheet.prefix) if cells else b""


def _bare(sheet: SheetXml, row: Row, column: int) -> bytes:
    """An emptied cell without a style stays: cells without addresses count from those before."""
    return b'<%sc r="%s"/>' % (sheet.prefix, address(row.number, column).encode())


def _head(sheet: SheetXml, writes: CellWrites) -> bytes:
    """What stands before the rows, with the sheet's dimension grown over the written cells."""
    head = sheet.content[: sheet.start]
    rows = [row for row, cells in writes.items() if cells]
    found = _DIMENSION.search(head)
    if found is None or not rows:
        return head
    columns = set().union(*writes.values())
    top, left, bottom, right = area(found[2].decode())
    first = address(min(top, *rows), min(left, *columns))
    last = address(max(bottom, *rows), max(right, *columns))
    return head[: found.start(2)] + f"{first}:{last}".encode() + head[found.end(2) :]


def _with_spans(attributes: bytes, columns: Sequence[int]) -> bytes:
    found = _SPANS.search(attributes)
    if found is None or not columns:
        return attributes
    spans = b' spans="%d:%d"' % (min(int(found[1]), columns[0]), max(int(found[2]), columns[-1]))
    return attributes[: found.start()] + spans + attributes[found.end() :]
