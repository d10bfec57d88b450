"""A plain .xlsx without a schema: a sheet of rows with headers, and sheets of two columns beside it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from csbook.drawing.looks import FONT, FONT_SIZE

MADE: Final = dt.datetime(2000, 1, 1)
"""When files without a moment of their own say they were made, so that the same rows give the same bytes."""
Value = str | int | float | Decimal | dt.datetime | None


@dataclass(frozen=True)
class PlainColumn:
    """A header with the number format and the width (characters) of its column."""

    header: str
    number_format: str = "@"
    width: float = 12


@dataclass(frozen=True)
class PlainSheet:
    """A sheet's name, its columns and its rows (a value for each column, in their order)."""

    name: str
    columns: Sequence[PlainColumn]
    rows: Sequence[Sequence[Value]]


def plain_workbook(sheets: Sequence[PlainSheet], made: dt.datetime = MADE) -> bytes:
    """The .xlsx of the sheets in their order; the same arguments give the same bytes.

    Text stays text, whatever it looks like; no cell holds a formula.
    """
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
    }
    book = xlsxwriter.Workbook(stream, options)
    header = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "vcenter"})
    for sheet in sheets:
        draw(book, sheet, header)
    book.set_properties({"created": made})
    book.close()
    return stream.getvalue()


def draw(book: Any, sheet: PlainSheet, header: Any) -> None:
    drawn = book.add_worksheet(sheet.name)
    for at, column in enumerate(sheet.columns):
        looks = book.add_format({"num_format": column.number_format, "valign": "top"})
        drawn.set_column(at, at, column.width, looks)
        drawn.write_string(0, at, column.header, header)
        for line, row in enumerate(sheet.rows, 1):
            put(drawn, line, at, row[at], looks)
    drawn.freeze_panes(1, 0)
    drawn.set_landscape()
    drawn.set_paper(9)  # A4
    drawn.fit_to_pages(1, 0)
    drawn.repeat_rows(0)


def put(drawn: Any, line: int, at: int, value: Value, looks: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        drawn.write_string(line, at, value, looks)
    elif isinstance(value, dt.datetime):
        drawn.write_datetime(line, at, value, looks)
    else:
        drawn.write_number(line, at, value, looks)
