"""Small workbook files for tests, changed as other programs might have written them."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from csbook.books.book import TableWrite, Value, Written
from csbook.books.file_book import FileBook

SHEET, STRINGS, WORKBOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
TABLE = "xl/tables/table1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_parts(raw: bytes, parts: dict[str, bytes]) -> bytes:
    """The file with parts replaced or added, by Python's own zip writer."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return target.getvalue()


def members(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def packed(raw: bytes) -> dict[str, bytes]:
    """Each member's local header and compressed bytes, as they lie in the file."""
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        infos = opened.infolist()
        ends = [info.header_offset for info in infos[1:]] + [opened.start_dir]
        return {info.filename: raw[info.header_offset : end] for info, end in zip(infos, ends, strict=True)}


def made(path: Path, fill: Callable[[Any, Any], None], **options: object) -> Path:
    """A workbook with one sheet S, filled by the test."""
    book = xlsxwriter.Workbook(path, options)
    fill(book, book.add_worksheet("S"))
    book.close()
    return path


def small(book: Any, sheet: Any) -> None:
    """S!B2:D4: table T with columns 甲 乙 丙, two rows; 乙 is a day."""
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.add_table("B2:D4", {"name": "T", "columns": [{"header": header} for header in "甲乙丙"]})
    sheet.write_column("B3", ["一", "二"])
    sheet.write_datetime("C3", dt.datetime(2026, 3, 1), day)
    sheet.write_blank("C4", None, day)
    sheet.write_column("D3", [1, 2])


def change(path: Path, edits: dict[str, Callable[[bytes], bytes]]) -> Path:
    """Change parts of a workbook file as another program might have written them."""
    raw = path.read_bytes()
    path.write_bytes(with_parts(raw, {name: edit(members(raw)[name]) for name, edit in edits.items()}))
    return path


def write(
    path: Path, cells: dict[int, dict[int, Written]], last_row: int | None = None, table: str = "T"
) -> FileBook:
    book = FileBook(path)
    place = book.places()[table]
    book.apply([TableWrite(place, cells, last_row or place.last_row)])
    return book


def values(path: Path, table: str = "T") -> list[list[Value]]:
    book = FileBook(path)
    return book.grid(book.places()[table])


def part(path: Path, name: str) -> bytes:
    return members(path.read_bytes())[name]


def cell_xml(path: Path, address: str, name: str = SHEET) -> bytes:
    found = re.search(rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % address.encode(), part(path, name), re.DOTALL)
    return found[0] if found else b""


def style_of(path: Path, address: str) -> Any:
    return openpyxl.load_workbook(path)["S"][address]
