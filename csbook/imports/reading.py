"""A file's bytes as sheets of cells, whatever its name says it is.

Excel files of either kind are known by their first bytes: Pinduoduo names a binary .xls `.xlsx`. What is
neither is CSV in UTF-8 (with or without mark), GBK or GB18030.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from csbook.imports.faults import EmptyFile, UnreadableFile

Cell = None | str | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta
Row = Sequence[Cell]

EXCEL_STARTS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
ENCODINGS: Final = ("utf-8-sig", "gb18030")
DELIMITERS: Final = ",;\t"
ROWS_OF_HEADERS: Final = 10


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet. `rows[0]` is its row 1; empty cells are None. A CSV file's one sheet has no
    name."""

    file: str
    name: str
    rows: Sequence[Row]

    @property
    def is_empty(self) -> bool:
        return all(cell is None for row in self.rows for cell in row)


def read_sheets(file: str, data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file that hold anything. Raises `UnreadableFile`, `EmptyFile`."""
    found = excel_sheets(file, data) if data.startswith(EXCEL_STARTS) else (csv_sheet(file, data),)
    filled = tuple(sheet for sheet in found if not sheet.is_empty)
    if not filled:
        raise EmptyFile(file)
    return filled


def excel_sheets(file: str, data: bytes) -> tuple[Sheet, ...]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        # The empty rows above and columns beside the cells are kept: rows are named by their number.
        sheets = [(n, book.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in book.sheet_names]
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFile(file) from error
    return tuple(Sheet(file, name, [without_blanks(row) for row in rows]) for name, rows in sheets)


def without_blanks(row: Sequence[Cell]) -> list[Cell]:
    return [None if type(cell) is str and not cell.strip() else cell for cell in row]


def csv_sheet(file: str, data: bytes) -> Sheet:
    text = decoded(file, data)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter_of(text), strict=True))
    except csv.Error as error:
        raise UnreadableFile(file) from error
    return Sheet(file, "", [without_blanks(row) for row in rows])


def decoded(file: str, data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or text.lstrip()[:1] == "<":  # no text; a web page
            break
        return text
    raise UnreadableFile(file)


def delimiter_of(text: str) -> str:
    """Comma, semicolon or tab: the one that some line near the top has most of, outside quotes."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:ROWS_OF_HEADERS]]
    return max(DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))
