"""`show`: the tables of a workbook, or the rows of one, as table, CSV or JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.books.book import Book
from csbook.books.frames import read_table
from csbook.commands.run import language_of
from csbook.masking import masked
from csbook.problems import Language, figure
from csbook.schema.columns import FILLER_WORDS, Column
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES, WORKBOOK

WITH_PHONES: Final = "Customers"
"""The one table whose telephone numbers are shown in full."""


def table_rows(book: Book, table: Table) -> list[dict[str, Any]]:
    """The filled rows: inside names, choices as codes, ISO dates, None for empty."""
    frame = shareable(read_table(book, table, language_of(book)).frame, table)
    columns = {name: [plain(v) for v in frame[name].astype("object").tolist()] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def shown_rows(book: Book, table: Table, language: Language) -> list[dict[str, Any]]:
    """The filled rows for people: as `table_rows`, with choices, flags, rest and leave in the words of
    the sheet."""
    frame = shareable(read_table(book, table, language).frame, table)
    shown = {
        c.name: [shown_value(c, v, language) for v in frame[c.name].astype("object")] for c in table.columns
    }
    return [dict(zip(shown, row, strict=True)) for row in zip(*shown.values(), strict=True)]


def shareable(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with telephone numbers masked in its texts; those of the customers' own table stay."""
    if table.name == WITH_PHONES:
        return frame
    texts = [name for name in frame.columns if str(frame[name].dtype) in ("str", "object")]
    return frame.assign(
        **{name: frame[name].astype("object").map(masked_text, na_action="ignore") for name in texts}
    )


def masked_text(value: object) -> object:
    return masked(value) if isinstance(value, str) else value


def shown_value(column: Column, value: Any, language: Language) -> Any:
    if pd.isna(value):
        return None
    cell = plain(column.render(value, language))
    return figure(cell) if isinstance(cell, float) else cell


def title_of(book: Book, table: Table, language: Language) -> str | None:
    """What stands above the rows of the roster: its month. Nothing above other tables."""
    if table.name != "Roster":
        return None
    months = read_table(book, TABLES["RosterBase"], language).frame["month"].dropna()
    return " ".join([table.title(language), *months[:1]])


def plain(value: Any) -> Any:
    """A frame's value as JSON takes it: ISO dates, hours as h:mm, amounts as numbers."""
    if pd.isna(value):
        return None
    if isinstance(value, (pd.Timestamp, dt.datetime)):
        return value.strftime("%Y-%m-%d" if value.time() == dt.time(0) else "%Y-%m-%dT%H:%M:%S")
    if isinstance(value, (pd.Timedelta, dt.timedelta)):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, Decimal):
        return float(value)
    return value.item() if hasattr(value, "item") else value


def schema_rows(language: Language) -> list[dict[str, Any]]:
    """Every column of every table: sheet, headers, kind, who fills it."""
    return [
        {
            "table": table.name,
            "sheet": sheet.title(language),
            "column": column.name,
            "header": column.header(language),
            "kind": type(column).__name__.lower(),
            "filled_by": column.by.value,
            "key": column.name in table.key,
        }
        for sheet in WORKBOOK
        for table in sheet.tables
        for column in table.columns
    ]


def as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_csv(rows: list[dict[str, Any]], names: list[str]) -> str:
    """Raw values; nothing is escaped beyond CSV's own quoting."""
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def headers_of(table: Table, language: Language) -> dict[str, str]:
    return {c.name: c.header(language) for c in table.columns}


def shown_schema(language: Language) -> list[dict[str, Any]]:
    """`schema_rows` for people: who fills a column in words."""
    words = {filler.value: text(language) for filler, text in FILLER_WORDS.items()}
    return [{**row, "filled_by": words[row["filled_by"]]} for row in schema_rows(language)]
