"""Workbooks for tests: a small shop's book, and ways to spoil it as people do."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree

from csbook.books.book import Place, TableWrite, Written
from csbook.books.file_book import FileBook
from csbook.books.frames import ReadTable, find_place, read_table, split_blank_rows
from csbook.books.plan import TYPED, plan_write
from csbook.problems import Language
from csbook.schema.workbook import TABLES

SHOWS_THE_PRESS = ("Journal", "Changes")
"""Tables that a command writes even where it changes nothing."""
WORKBOOK_PART = "xl/workbook.xml"
MONTH = dt.date(2026, 11, 1)
PEOPLE = (
    ("K01", "赵一", "京东组", "jd,vip"),
    ("K02", "钱二", "京东组", "jd,vip"),
    ("K03", "孙三", "京东组", "jd,vip"),
)


def small_shop_rows(language: Language) -> dict[str, list[dict[str, object]]]:
    """Default rows with one group of three people."""
    from csbook.schema.defaults import default_rows

    staff = [
        {"agent_id": no, "name": name, "group": group, "platforms": platforms, "role": "both"}
        for no, name, group, platforms in PEOPLE
    ]
    return {**default_rows(language, MONTH), "Staff": staff}


def to_read(path: Path) -> FileBook:
    """The workbook, for reading only; taken from the disk again once the file has changed."""
    state = path.stat()
    return _as_it_was(path, state.st_ino, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=2)
def _as_it_was(path: Path, *state: int) -> FileBook:
    return FileBook(path)


def read(path: Path, table: str, language: Language = "zh") -> ReadTable:
    return read_table(to_read(path), TABLES[table], language)


def rows(path: Path, table: str, language: Language = "zh") -> pd.DataFrame:
    return read(path, table, language).frame


def every_table(
    path: Path, *, but: Sequence[str] = ("Journal",), language: Language = "zh"
) -> dict[str, str]:
    """Each table's rows as text, cell by cell: what must stay the same when nothing should change."""
    book = to_read(path)
    return {name: cells_of(book, name, language) for name in TABLES if name not in but}


def cells_of(book: FileBook, table: str, language: Language) -> str:
    """The rows of a table with something in them besides formulas, each behind its number on the sheet."""
    place = find_place(book, TABLES[table], language)
    headers, grid = [header.strip() for header in place.headers], book.grid(place)
    offsets = {column.name: headers.index(column.header(language)) for column in TABLES[table].columns}
    filled, _ = split_blank_rows(grid, place, TABLES[table], offsets)
    return "\n".join(f"{place.first_row + number}: {grid[number]}" for number in filled)


def type_rows(path: Path, table: str, typed: Sequence[Mapping[str, Any]], language: Language = "zh") -> None:
    """Rows as a person types them: upserted by key, people's columns and keys only."""
    book = FileBook(path)
    before = read_table(book, TABLES[table], language)
    names = list(dict.fromkeys(name for row in typed for name in row))
    index = pd.RangeIndex(len(typed))
    frame = pd.DataFrame(
        {name: TABLES[table][name].series([row.get(name) for row in typed], index) for name in names}
    )
    book.apply([plan_write(before, frame, language, fillers=TYPED).write])


def put(
    path: Path, table: str, offset: int, column: str, value: Written, language: Language = "zh"
) -> tuple[int, int]:
    """Write any value into the cell of a body row (counted from 0); gives the sheet row and column."""
    book = FileBook(path)
    place: Place = book.places()[table]
    at = place.first_column + place.headers.index(TABLES[table].header(column, language))
    row = place.first_row + offset
    book.apply([TableWrite(place, {row: {at: value}}, max(place.last_row, row))])
    return row, at


def put_all(path: Path, cells: Mapping[str, Mapping[tuple[int, str], Written]]) -> None:
    """As `put`, all at once: by table, (offset, column) -> value. No table grows."""
    book = FileBook(path)
    writes = []
    for table, values in cells.items():
        place = book.places()[table]
        at = {c: place.first_column + place.headers.index(TABLES[table].header(c, "zh")) for _, c in values}
        lines: dict[int, dict[int, Written]] = {}
        for (offset, column), value in values.items():
            lines.setdefault(place.first_row + offset, {})[at[column]] = value
        writes.append(TableWrite(place, lines, place.last_row))
    book.apply(writes)


def edit_parts(path: Path, edits: Mapping[str, tuple[str, str]]) -> None:
    """Replace a text once in each of the named parts of the package."""
    parts = parts_of(path)
    for name, (was, becomes) in edits.items():
        assert was.encode() in parts[name], (name, was)
        parts[name] = parts[name].replace(was.encode(), becomes.encode(), 1)
    pack(path, parts)


def drop_print_titles(path: Path) -> None:
    """Let no sheet repeat rows or columns on paper: LibreOffice spends 1.9 of the 2.4 seconds of opening a
    workbook of ours on it."""
    parts = parts_of(path)
    titles = rb'<definedName name="_xlnm\.Print_Titles"[^>]*>[^<]*</definedName>'
    parts[WORKBOOK_PART] = re.sub(titles, b"", parts[WORKBOOK_PART])
    pack(path, parts)


def untitled_copy(path: Path, folder: Path) -> Path:
    """A copy that opens faster; for what is not printed."""
    copy = Path(shutil.copy(path, folder / f"untitled_{path.name}"))
    drop_print_titles(copy)
    return copy


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def part_with(path: Path, text: str, folder: str = "xl/") -> str:
    """The name of the first part below a folder that holds a text."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith(folder) and text.encode() in package.read(name):
                return name
    raise AssertionError(f"no part holds {text}")


def sheet_part(path: Path, title: str) -> str:
    """The name of the part that holds a sheet."""
    with zipfile.ZipFile(path) as package:
        workbook = etree.fromstring(package.read(WORKBOOK_PART))
        targets = {
            r.get("Id"): r.get("Target") for r in etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        }
    sheet = next(s for s in workbook.iterfind("{*}sheets/{*}sheet") if s.get("name") == title)
    relation = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
    return f"xl/{targets[relation]}"
