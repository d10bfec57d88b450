"""The small shop's workbook open in a spreadsheet application: what several tests do with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import xlwings

from csbook.books.excel_book import ExcelBook
from csbook.books.frames import ReadTable, read_table
from csbook.problems import Language
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.workbook import TABLES
from tests.workbooks import PEOPLE, type_rows

NOON = dt.datetime(2026, 11, 22, 12)
STEPS = ["读取工作簿……", "写入工作簿……"]
PANEL_ROWS = {name: number for number, name in enumerate(PANEL_KINDS)}
Opener = Callable[..., xlwings.Book]


def read(book: xlwings.Book, table: str, language: Language = "zh") -> ReadTable:
    return read_table(ExcelBook(book), TABLES[table], language)


def rows(book: xlwings.Book, table: str, language: Language = "zh") -> pd.DataFrame:
    return read(book, table, language).frame


def on_shift(path: Path, language: Language = "zh") -> None:
    """The first two people work on the 22nd, the third rests, as a supervisor types it."""
    cells = ("白", "晚", "rest")
    typed = [{"agent_id": p[0], "d22": cell} for p, cell in zip(PEOPLE, cells, strict=True)]
    type_rows(path, "Roster", typed, language)
