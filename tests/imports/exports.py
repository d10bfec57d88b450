"""Small made-up exports, and the shop that they are imported into."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xlsxwriter

from csbook.commands.handler import File, Request, Result
from csbook.commands.import_files import import_files
from tests.commands.daily_shop import request

TODAY: Final = "2026-03-20 09:00"
DAY: Final = "2026-03-02"
BINARY_XLS: Final = Path(__file__).parent / "pdd_sales_binary.xlsx"
"""Rows 1 and 2 are titles, 3 the headers, 4 and 5 data; made by LibreOffice as .xls and named as
Pinduoduo names it."""
Cells = Sequence[Sequence[Any]]


def csv_file(rows: Cells, name: str = "export.csv", encoding: str = "utf-8") -> File:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return File(name, stream.getvalue().encode(encoding))


def excel_file(sheets: Mapping[str, Cells] | Cells, name: str = "export.xlsx") -> File:
    named = sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for title, rows in named.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return File(name, stream.getvalue())


def importing(
    *files: File, today: str = TODAY, told: Mapping[str, Any] | None = None, **tables: Any
) -> Result:
    """What the command makes of the files, in a shop with three agents (K01, K02, K03)."""
    return import_files(replace(request(today, **tables), files=files, parameters=dict(told or {})))


def next_request(result: Result, before: Request) -> Request:
    """The request after the result was written: its rows in place of those with the same key."""
    from csbook.imports.upserting import key_text
    from csbook.schema.workbook import TABLES

    tables = dict(before.tables)
    for name, rows in result.tables.items():
        key, standing = TABLES[name].key, tables[name]
        keys = key_text(rows, key)
        old = standing.set_index(key_text(standing, key)).reindex(keys).set_axis(rows.index)
        full = {c: rows[c] if c in rows else old[c] for c in standing.columns}
        kept = standing[~key_text(standing, key).isin(set(keys))]
        both = {
            c: TABLES[name][c].series(
                [None if pd.isna(v) else v for v in [*kept[c], *full[c]]],
                pd.RangeIndex(len(kept) + len(rows)),
            )
            for c in standing.columns
        }
        tables[name] = pd.DataFrame(both).set_axis(range(5, 5 + len(kept) + len(rows)))
    return replace(before, tables=tables)


def totals(result: Result) -> dict[tuple[str | None, str], float]:
    """The totals imported, by account (None: the whole shop) and measure."""
    frame = result.tables.get("PlatformFigures")
    if frame is None:
        return {}
    accounts = [None if pd.isna(account) else account for account in frame["account"]]
    return dict(zip(zip(accounts, frame["measure"], strict=True), frame["total"].tolist(), strict=True))


def said(result: Result, language: str = "zh") -> str:
    """Everything that the command tells, line by line."""
    words = [result.headline, *result.notes, *(problem.expected for problem in result.problems)]
    return "\n".join(each.zh if language == "zh" else each.en for each in words)
