"""From a book's grids to frames of the schema.

A frame's index is the sheet's row number of each row, its columns are the table's inside names.
Rows with nothing in any column of the schema are blank rows: left out, and filled before the table
grows. What does not fit its column becomes a `Problem` and a missing value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import NoneType
from typing import Any, Final

import numpy as np
import pandas as pd

from csbook.books.book import Book, CellError, Place, Value
from csbook.books.cell_xml import area
from csbook.problems import (
    HeaderMissing,
    Language,
    OlderVersion,
    Problem,
    Severity,
    SheetMissing,
    TableMissing,
    Words,
    joined,
    same,
)
from csbook.schema.cells import BadCell, as_text
from csbook.schema.columns import Choice, Column, Formula, ShiftCell, Text
from csbook.schema.formula_inputs import as_it_should_stand, is_typed_input, stands_alike
from csbook.schema.table import Table
from csbook.schema.workbook import SCHEMA_VERSION, sheet_title

BELOW: Final = Words("在表格下面", "below the table")
INSIDE: Final = Words(
    "在表格里，否则不计入：拖动表格右下角，把这一行包进来",
    "inside the table, else it does not count: drag the table's lower right corner down over it",
)


@dataclass(frozen=True)
class ReadTable:
    """A table as read: its frame, where its columns stand (sheet columns by inside name), its
    blank rows, the raw values of cells that did not fit their column, and the sheet rows under it that hold
    what seems a row of it."""

    table: Table
    place: Place
    frame: pd.DataFrame
    at: dict[str, int]
    blank_rows: list[int]
    problems: list[Problem]
    bad: dict[tuple[int, str], Value] = field(default_factory=dict)
    below: list[int] = field(default_factory=list)


def earlier_version(book: Book) -> int | None:
    """The version of csbook's that made the workbook, where it is an earlier one."""
    made = book.properties.get("csbook.schema") or ""
    return int(made) if made.isdigit() and int(made) < SCHEMA_VERSION else None


def find_place(book: Book, table: Table, language: Language) -> Place:
    """Where the table stands; raises `SheetMissing`, `TableMissing`, `HeaderMissing`, in their place
    `OlderVersion` where an earlier version made the workbook: `upgrade` adds what came in since."""
    try:
        return _place_as_declared(book, table, language)
    except (SheetMissing, TableMissing, HeaderMissing) as missing:
        if (made := earlier_version(book)) is not None:
            raise OlderVersion(made) from missing
        raise


def _place_as_declared(book: Book, table: Table, language: Language) -> Place:
    title = sheet_title(table.name, language)
    place = book.place(table.name, title)
    if place is None:
        raise TableMissing(title, table.name)
    present = {h.strip() for h in place.headers}
    for column in table.columns:
        if column.header(language) not in present:
            raise HeaderMissing(title, column.header(language), place.header_row)
    return place


def read_table(book: Book, table: Table, language: Language) -> ReadTable:
    """Read one table into a frame, with the problems of its cells, keys and merged areas."""
    place = find_place(book, table, language)
    headers = [h.strip() for h in place.headers]
    offsets = {c.name: headers.index(c.header(language)) for c in table.columns}
    grid = book.grid(place)
    rows, blank = split_blank_rows(grid, place, table, offsets)
    columns = list(zip(*(grid[i] for i in rows), strict=True))
    del grid  # a large register should stand in memory once
    index = pd.Index([place.first_row + i for i in rows], dtype="int64")
    problems: list[Problem] = merged_problems(book, place, table, offsets)
    bad: dict[tuple[int, str], Value] = {}
    series: dict[str, pd.Series] = {}
    for column in table.columns if rows else ():
        cells = columns[offsets[column.name]]
        values = parse_cells(column, cells, table, index, problems, bad)
        if is_typed_input(table.name, column):
            problems += unlike_problems(table, column, cells, values, index, language)
        series[column.name] = column.series(values, index)
    frame = pd.DataFrame(series, index=index, copy=False) if rows else table.empty().set_axis(index)
    problems += key_problems(table, frame, language)
    below = rows_below(book, place, table)
    problems += below_problems(table, below, language)
    at = {name: place.first_column + offset for name, offset in offsets.items()}
    return ReadTable(table, place, frame, at, blank, sorted(problems, key=position_of), bad, below)


def rows_below(book: Book, place: Place, table: Table) -> list[int]:
    """The sheet rows under a table that people fill in which several of its columns hold something: a note
    stands in one cell."""
    if not table.takes_rows_of_people:
        return []
    return sorted(row for row, filled in book.below(place).items() if filled > 1)


def below_problems(table: Table, rows: Sequence[int], language: Language) -> list[Problem]:
    return [Problem(table.name, row, None, BELOW(language), INSIDE, Severity.WARNING) for row in rows]


def position_of(problem: Problem) -> tuple[int, str]:
    return problem.row or 0, problem.column or ""


def split_blank_rows(
    grid: Sequence[Sequence[Value]], place: Place, table: Table, offsets: dict[str, int]
) -> tuple[list[int], list[int]]:
    """Offsets of the filled rows, and sheet rows of the blank ones. Formulas do not fill a row."""
    typed = [offsets[c.name] for c in table.columns if not isinstance(c, Formula)]
    filled, blank = [], []
    for number, row in enumerate(grid):
        if any(row[i] is not None for i in typed):
            filled.append(number)
        else:
            blank.append(place.first_row + number)
    return filled, blank


def parse_cells(
    column: Column,
    cells: Sequence[Value],
    table: Table,
    index: pd.Index,
    problems: list[Problem],
    bad: dict[tuple[int, str], Value],
) -> list[Any]:
    """The frame's values of a column's cells; appends what does not fit to `problems` and `bad`."""
    values = parsed_together(column, cells)
    if values is not None:
        return values
    values = [None] * len(cells)
    for number, cell in enumerate(cells):
        if cell is None:
            if column.required:
                problems.append(Problem(table.name, int(index[number]), column.name, "", filled_in(column)))
            continue
        try:
            if isinstance(cell, CellError):
                raise BadCell
            values[number] = parsed(column, cell)
        except BadCell as wrong:
            row = int(index[number])
            bad[row, column.name] = cell
            expected = wrong.expected or column.expected
            problems.append(Problem(table.name, row, column.name, found_text(cell), expected))
    return values


def parsed_together(column: Column, cells: Sequence[Value]) -> list[Any] | None:
    """The values of a column without problems, in which each text is read once; None where there may be one
    and every cell must be looked at."""
    kinds = set(map(type, cells))
    if CellError in kinds or (column.required and NoneType in kinds):
        return None
    try:
        if kinds <= {str, NoneType}:
            known = {text: None if text is None else parsed(column, text) for text in set(cells)}
            return [known[text] for text in cells]
        return [None if cell is None else parsed(column, cell) for cell in cells]
    except BadCell:
        return None


def parsed(column: Column, cell: Value) -> Any:
    """The frame's value of a cell; a plain text of blanks only is none. Raises `BadCell`."""
    value = column.parse(cell)
    return value or None if type(column) is Text else value


def unlike_problems(
    table: Table,
    column: Column,
    cells: Sequence[Value],
    values: Sequence[Any],
    index: pd.Index,
    language: Language,
) -> list[Problem]:
    """The cells that are read all the same, and that formulas of scores and pay would take otherwise."""
    return [
        Problem(
            table.name, int(row), column.name, found_text(cell), as_it_should_stand(column, value, language)
        )
        for row, cell, value in zip(index, cells, values, strict=True)
        if value is not None and not stands_alike(column, cell, value, language)
    ]


def filled_in(column: Column) -> Words:
    """What is told of a required cell left empty: how long a text may be helps nobody there."""
    required = Words("必填", "filled in")
    if type(column) is Text:
        return required
    return required + Words("，", ", ") + column.expected


def found_text(cell: Value) -> str:
    """What the cell shows, short enough for a message."""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, dt.timedelta):
        minutes = int(cell.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    text = as_text(cell)
    return text if len(text) <= 60 else text[:57] + "..."


def key_of(frame: pd.DataFrame, key: Sequence[str]) -> pd.Series:
    """The key of each row as one text; missing where the row's whole key is empty."""
    texts = map("\x1f".join, zip(*(key_texts(frame[name]) for name in key), strict=True))
    return pd.Series([text if text.strip("\x1f") else None for text in texts], frame.index, "str")


def key_texts(values: pd.Series) -> list[str]:
    """The values as texts, empty where missing; amounts with their cents, however many zeros they come
    with."""
    if values.dtype == "object":
        values = values.map(lambda value: f"{value:.2f}" if isinstance(value, Decimal) else value)
    texts = values if values.dtype == "str" else values.astype("str")
    found: list[str] = np.where(values.isna(), "", texts).tolist()
    return found


def key_words(table: Table, key: str, columns: Sequence[str] = ()) -> Words:
    """A key of `key_of` as its cells show it: `K05 / 休息意愿 / 2026-11-05`; empty parts are left out.

    `columns`: those of the key, where they are not the table's own."""
    parts = zip(columns or table.key, key.split("\x1f"), strict=False)
    return joined((shown_part(table[name], text) for name, text in parts if text), " / ", " / ")


def shown_part(column: Column, text: str) -> Words:
    """A value that stands in a key as people read it."""
    if isinstance(column, Choice) and text in column.choices:
        return column.choices[text]
    if isinstance(column, ShiftCell):
        return Words(column.render(text, "zh"), column.render(text, "en"))
    return same(text)


def key_problems(table: Table, frame: pd.DataFrame, language: Language) -> list[Problem]:
    """A key that stands twice, told at its second row as the sheet shows it."""
    if not table.key or not may_repeat(frame, table.key):
        return []
    keys = key_of(frame, table.key)
    again = keys.notna() & keys.duplicated()
    if not again.any():
        return []
    once = keys[keys.notna() & ~keys.duplicated()]
    first = dict(zip(once.tolist(), once.index.tolist(), strict=True))
    return [
        Problem(
            table.name,
            row,
            table.key[0],
            key_words(table, str(key))(language),
            Words(f"不与第 {first[key]} 行重复", f"not the same as row {first[key]}"),
        )
        for row, key in zip(keys.index[again].tolist(), keys[again].tolist(), strict=True)
    ]


def may_repeat(frame: pd.DataFrame, key: Sequence[str]) -> bool:
    """Whether two rows can have one key; only amounts may differ and show the same."""
    columns = [frame[name] for name in key]
    if any(column.dtype == "object" for column in columns):
        return True
    return not columns[0].is_unique and (len(key) == 1 or bool(frame.duplicated(list(key)).any()))


def merged_problems(book: Book, place: Place, table: Table, offsets: dict[str, int]) -> list[Problem]:
    names = {offset: name for name, offset in offsets.items()}
    found = []
    for cells in book.merged(place):
        first_row, first_column, _, last_column = area(cells)
        touched = range(first_column, last_column + 1)
        name = next((names[c - place.first_column] for c in touched if c - place.first_column in names), None)
        expected = Words(f"不要合并单元格，请取消合并 {cells}", f"no merged cells: unmerge {cells}")
        found.append(Problem(table.name, first_row, name, cells, expected))
    return found
