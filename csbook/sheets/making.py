"""The small workbook itself: one protected sheet for each part, drop-downs, and the hidden sheets."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import xlsxwriter

from csbook.books.frames import key_of
from csbook.books.plan import plain_values
from csbook.drawing.formulas import cell_value
from csbook.drawing.layout import HEADER_ROW, Spot, column_width, lines
from csbook.drawing.lists import FIRST_LIST_COLUMN, LISTS_SHEET, area, choice_lists, list_name
from csbook.drawing.looks import FONT, FONT_SIZE, ROW_HEIGHT_PIXELS, Looks
from csbook.drawing.marks import mark_states
from csbook.drawing.sheets import (
    LINE_HEIGHT,
    draw_heading,
    freeze,
    prepare,
    protect,
    spread_pages,
    width_for,
)
from csbook.drawing.validation import drop_down, validation
from csbook.problems import Language, Words
from csbook.schema.columns import Column
from csbook.schema.table import Sheet, Table
from csbook.schema.workbook import sheet_title
from csbook.sheets.given import HIDDEN_SHEET, Given, GivenRow
from csbook.sheets.parts import PARTS, PURPOSE, filled_columns, row_ids, texts_of

HEADER_HEIGHT: Final = 34  # points


def small_workbook(given: Given, frames: Mapping[str, pd.DataFrame]) -> bytes:
    """The .xlsx of one agent; the same arguments give the same bytes.

    `frames`: their rows by table, with the columns of the table and of `PARTS`; tables without rows get no
    sheet. `given.rows` are what `given_rows` says of them.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
            "default_row_height": ROW_HEIGHT_PIXELS,
        },
    )
    looks = Looks(book)
    for name, table in PARTS.items():
        if len(frames[name]):
            sheet = book.add_worksheet(sheet_title(name, given.language))
            draw_part(sheet, table, records(table, frames[name]), looks, given)
    write_drop_downs(book, given.language)
    hidden = book.add_worksheet(HIDDEN_SHEET)
    hidden.very_hidden()
    for row, line in enumerate(given.lines()):
        for column, text in enumerate(line):
            hidden.write_string(row, column, text)
    book.set_properties({"created": given.moment})
    book.close()
    return stream.getvalue()


def given_rows(name: str, frame: pd.DataFrame) -> list[GivenRow]:
    """What the hidden sheet remembers of a table's rows: the columns that agents fill."""
    columns = [column.name for column in filled_columns(name)]
    texts = zip(*(texts_of(PARTS[name][column], frame[column]) for column in columns), strict=True)
    keys, ids = key_of(frame, PARTS[name].key), row_ids(name, frame)
    return [
        GivenRow(name, key, row_id, dict(zip(columns, values, strict=True)))
        for key, row_id, values in zip(keys, ids, texts, strict=True)
    ]


def records(table: Table, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as plain values, None where missing."""
    columns = [plain_values(frame[name]) for name in table.names]
    return [dict(zip(table.names, row, strict=True)) for row in zip(*columns, strict=True)]


def draw_part(sheet: Any, table: Table, rows: list[dict[str, Any]], looks: Looks, given: Given) -> None:
    """One table: grey and locked where csbook knows better, white where the agent fills."""
    declared = declared_sheet(table, given)
    spot = Spot(table, HEADER_ROW, 0, len(rows))
    prepare(sheet, declared, given.language)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, width_for(column, table, rows, given.language))
        sheet.write_string(HEADER_ROW, number, column.header(given.language), looks.header(column))
    sheet.set_row(HEADER_ROW, HEADER_HEIGHT)
    draw_heading(sheet, declared, [spot], looks, given.language)
    for number, row in enumerate(rows, spot.first_row):
        sheet.set_row(number, row_height(table, row, given.language))
        for column in table.columns:
            look = looks.body(column, locked=not is_filled(column, table))
            value = cell_value(column, row[column.name], given.language)
            write_cell(sheet, number, spot.column(column.name), value, look)
    draw_rules(sheet, spot, given.language)
    mark_states(sheet, looks, spot, given.language)
    spread_pages(sheet, [spot], given.language)
    freeze(sheet, spot)
    protect(sheet, declared)


def row_height(table: Table, row: Mapping[str, Any], language: Language) -> float:
    """Points that show the row's texts whole, line breaks included, with room for two lines."""

    def needed(column: Column) -> int:
        width = column_width(column, table, language)
        return sum(lines(column, line, width) for line in str(row[column.name] or "").split("\n"))

    return LINE_HEIGHT * max(2, *map(needed, table.columns)) + 2


def declared_sheet(table: Table, given: Given) -> Sheet:
    """A sheet under the table's title, with whose it is and of which day."""
    day = f"{given.moment:%Y-%m-%d}"
    whose = Words(f"　{given.name}（{given.agent_id}）{day}", f": {given.name} ({given.agent_id}), {day}")
    return Sheet(table.name, table.title + whose, (table,), PURPOSE, protected=True)


def is_filled(column: Column, table: Table) -> bool:
    return column in filled_columns(table.name)


def write_cell(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    """Text as text, whatever it looks like."""
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def draw_rules(sheet: Any, spot: Spot, language: Language) -> None:
    """The large workbook's drop-downs, limits and input messages on the cells to fill."""
    for column in filled_columns(spot.table.name):
        place = spot.column(column.name)
        rule = validation(column, language)
        sheet.data_validation(spot.first_row, place, spot.last_row, place, rule)


def write_drop_downs(book: Any, language: Language) -> None:
    """The hidden sheet with the texts of the drop-downs, under the names that the rules refer to."""
    sheet = book.add_worksheet(LISTS_SHEET)
    sheet.very_hidden()
    known = {list_name(name): texts for name, texts in choice_lists(language).items()}
    used = dict.fromkeys(drop_down(column) for table in PARTS for column in filled_columns(table))
    for number, name in enumerate((name for name in used if name is not None), FIRST_LIST_COLUMN):
        sheet.write_column(1, number, known[name])
        book.define_name(name, f"={area(number, 2, len(known[name]) + 1)}")
