"""A plain .xlsx without a schema: a sheet of rows with headers, and sheets of two columns beside it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

import xlsxwriter

from csbook.drawing.looks import FONT, FONT_SIZE
from csbook.schema.text_lines import LINE_POINTS, PADDING, broken_lines, row_points

MADE: Final = dt.datetime(2000, 1, 1)
"""When files without a moment of their own say they were made, so that the same rows give the same bytes."""
ACROSS: Final = 127
"""Characters side by side on A4 across in letters of their own size, the margins taken off; measured where
LibreOffice prints with a font broader than ours."""
COLUMN_EDGES: Final = 0.85  # characters that a column takes beyond its width
SMALLEST: Final = 80
"""Per cent of their size that letters keep in print: 8 of 10 points."""
EDGES: Final = 0.3  # inches, left and right
ABOVE: Final = 0.8  # inches, with room for the heading
LINES: Final = "#BFBFBF"
Value = str | int | float | Decimal | dt.datetime | None


@dataclass(frozen=True)
class PlainColumn:
    """A header with the number format and the width (characters) of its column. `is_number`: its cells stand
    on the right, under their header; texts are broken into lines where they are longer than the column."""

    header: str
    number_format: str = "@"
    width: float = 12
    is_number: bool = False


@dataclass(frozen=True)
class Print:
    """How a sheet wider than a page is printed. `heading`, `foot`: of each page, the foot in the codes of
    Excel; `names`: how many columns are repeated on each page; `breaks`: the columns that begin a page."""

    heading: str
    foot: str
    names: int
    breaks: tuple[int, ...]


@dataclass(frozen=True)
class PlainSheet:
    """A sheet's name, its columns and its rows (a value for each column, in their order). `totals`: a last
    row; `on_paper`: None for a sheet as wide as a page."""

    name: str
    columns: Sequence[PlainColumn]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Value] | None = None
    on_paper: Print | None = None


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
    for sheet in sheets:
        draw(book, sheet)
    book.set_properties({"created": made})
    book.close()
    return stream.getvalue()


def draw(book: Any, sheet: PlainSheet) -> None:
    drawn = book.add_worksheet(sheet.name)
    for at, column in enumerate(sheet.columns):
        place = {"align": "right"} if column.is_number else {"align": "left", "indent": 1}
        side = {**place, "border": 1, "border_color": LINES}
        header = book.add_format({**side, "bold": True, "text_wrap": True, "valign": "vcenter"})
        cell = {
            **side,
            "num_format": column.number_format,
            "valign": "top",
            "text_wrap": not column.is_number,
        }
        drawn.set_column(at, at, column.width)
        drawn.write_string(0, at, column.header, header)
        looks = book.add_format(cell)
        for line, row in enumerate(sheet.rows, 1):
            put(drawn, line, at, row[at], looks)
        if sheet.totals is not None:
            bold = book.add_format({**cell, "bold": True, "top": 2})
            put(drawn, len(sheet.rows) + 1, at, sheet.totals[at], bold)
    for line, points in enumerate(heights(sheet)):
        drawn.set_row(line, points)
    drawn.freeze_panes(1, sheet.on_paper.names if sheet.on_paper else 0)
    lay_out(drawn, sheet)


def heights(sheet: PlainSheet) -> Iterator[float]:
    """Of the header and of each row, so that every text is seen whole."""
    yield LINE_POINTS * max(broken_lines(c.header, c.width - PADDING) for c in sheet.columns)
    for row in sheet.rows:
        texts = zip(row, sheet.columns, strict=True)
        yield row_points((value, c.width) for value, c in texts if isinstance(value, str))


def lay_out(drawn: Any, sheet: PlainSheet) -> None:
    drawn.set_landscape()
    drawn.set_paper(9)  # A4
    drawn.repeat_rows(0)
    if sheet.on_paper is None:
        drawn.fit_to_pages(1, 0)
        return
    names, breaks = sheet.on_paper.names, sheet.on_paper.breaks
    drawn.set_margins(left=EDGES, right=EDGES, top=ABOVE)
    drawn.set_header("&C&14&B" + sheet.on_paper.heading.replace("&", "&&"))
    drawn.set_footer(sheet.on_paper.foot)
    drawn.repeat_columns(0, names - 1)
    drawn.set_v_pagebreaks(list(breaks))
    drawn.print_across()
    drawn.set_print_scale(scale_of(sheet.columns, names, breaks))


def scale_of(columns: Sequence[PlainColumn], names: int, breaks: Sequence[int]) -> int:
    """Per cent at which the widest page fits, never below what can be read: then it takes one page more."""
    taken = [column.width + COLUMN_EDGES for column in columns]
    starts = (0, *breaks, len(columns))
    widest = max(
        sum(taken[first:end]) + (sum(taken[:names]) if first else 0) for first, end in pairwise(starts)
    )
    return max(SMALLEST, min(100, int(100 * ACROSS / widest)))


def room_left(columns: Sequence[PlainColumn]) -> float:
    """What columns side by side leave of a page in the smallest letters, in characters."""
    return 100 * ACROSS / SMALLEST - sum(column.width + COLUMN_EDGES for column in columns)


def put(drawn: Any, line: int, at: int, value: Value, looks: Any) -> None:
    if value is None:
        drawn.write_blank(line, at, None, looks)
    elif isinstance(value, str):
        drawn.write_string(line, at, value, looks)
    elif isinstance(value, dt.datetime):
        drawn.write_datetime(line, at, value, looks)
    else:
        drawn.write_number(line, at, value, looks)
