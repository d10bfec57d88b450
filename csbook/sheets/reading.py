"""An agent's small workbook read back: what it was given, and what its cells hold now.

Found by sheet names and headers, not by tables or addresses: spreadsheets on telephones drop the one, and
people move the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.books.book import Place as TablePlace
from csbook.books.book import Value
from csbook.books.cell_xml import address
from csbook.books.file_content import FileContent
from csbook.books.frames import found_text, key_of, parse_cells
from csbook.problems import Problem, SheetMissing, Words
from csbook.schema.columns import Column
from csbook.schema.table import Table
from csbook.schema.workbook import sheet_title
from csbook.sheets.given import HIDDEN_SHEET, NO_DAILY_SHEET, Given, GivenRow, NotRead, from_lines
from csbook.sheets.merge import Sheet
from csbook.sheets.parts import PARTS, CellText, Place, filled_columns, text_of

Grid = Sequence[Sequence[Value]]

FILL_ANEW: Final = Words(
    "请再点“发日报表”，在新的里填，旧的删掉。",
    "press 'Hand out sheets' again, fill the new one and delete this one.",
)
MOST_LINES: Final = 10_000
"""Rows of a sheet. A day's contacts are some dozens; a sheet that reaches further was damaged."""


@dataclass(frozen=True)
class Unread:
    """A cell that does not fit its column: its address in the file and what it shows."""

    place: Place
    cell: str
    found: str


@dataclass(frozen=True)
class HandedIn:
    """One agent's file. `values`: what the cells to fill hold, as frames hold it, None where empty, `at`:
    their addresses; cells that do not fit are in `unread` instead. `strange`: table and first cell of rows
    that were not given; `absent`: rows that were given and are not there."""

    file: str
    given: Given
    values: dict[Place, Any]
    at: dict[Place, str]
    unread: tuple[Unread, ...]
    strange: tuple[tuple[str, str], ...]
    absent: tuple[GivenRow, ...]

    def as_sheet(self) -> Sheet:
        """For the merge: all values as texts."""
        filled: dict[Place, CellText] = {
            place: text_of(PARTS[place[0]][place[2]], value) for place, value in self.values.items()
        }
        return Sheet(self.file, self.given.moment, self.given.cells, filled)


@dataclass
class Found:
    """What reading has come upon so far."""

    values: dict[Place, Any]
    at: dict[Place, str]
    unread: list[Unread]
    strange: list[tuple[str, str]]
    seen: set[tuple[str, str]]


def read_sheet(data: bytes, file: str) -> HandedIn:
    """Raises `NotRead` for a file of another kind or version and for one whose headers were changed, and
    `NotAWorkbook` for what no workbook can be read from."""
    content = FileContent(data, file)
    given = from_lines(cells_of(content, HIDDEN_SHEET))
    found = Found({}, {}, [], [], set())
    for name in dict.fromkeys(row.table for row in given.rows):
        add_rows(body_of(content, PARTS[name], given), given, found)
    absent = tuple(row for row in given.rows if (row.table, row.row_id) not in found.seen)
    return HandedIn(file, given, found.values, found.at, tuple(found.unread), tuple(found.strange), absent)


def given_of(data: bytes, file: str) -> Given:
    """What the file remembers, whatever became of its other sheets. Raises as `read_sheet`."""
    return from_lines(cells_of(FileContent(data, file), HIDDEN_SHEET))


def cells_of(content: FileContent, title: str) -> Grid:
    """All cells of a sheet from A1 on, row by row."""
    try:
        rows, columns = content.sheet(title).used_area()
    except SheetMissing as error:
        gone = Words(
            f"工作表“{title}”不见了：改过名的请改回来；删掉的，{FILL_ANEW.zh}",
            f"sheet '{title}' is not there any more: give it its name back; where it was deleted, "
            f"{FILL_ANEW.en}",
        )
        raise NotRead(NO_DAILY_SHEET if title == HIDDEN_SHEET else gone) from error
    if rows > MOST_LINES:
        raise NotRead(
            Words(
                f"工作表“{title}”有 {rows} 行，不像日报表。",
                f"sheet '{title}' has {rows} rows: too many for a day.",
            )
        )
    return content.grid(TablePlace("", title, 0, 1, ("",) * columns, rows))


@dataclass(frozen=True)
class Body:
    """A sheet's rows below its header: keys and typed values by column in the rows' order, what did not
    fit by sheet row and column, and where the columns stand (counted from 0)."""

    table: Table
    keys: pd.Series
    values: dict[str, list[Any]]
    bad: dict[tuple[int, str], Value]
    at: dict[str, int]


def body_of(content: FileContent, table: Table, given: Given) -> Body:
    title = sheet_title(table.name, given.language)
    grid = cells_of(content, title)
    columns = (*(table[name] for name in table.key), *filled_columns(table.name))
    header, at = header_of(grid, columns, given, title)
    body = grid[header:]
    index = pd.RangeIndex(header + 1, header + 1 + len(body))
    problems: list[Problem] = []
    bad: dict[tuple[int, str], Value] = {}
    values = {
        column.name: parse_cells(column, [row[at[column.name]] for row in body], table, index, problems, bad)
        for column in columns
    }
    keys = pd.DataFrame({name: table[name].series(values[name], index) for name in table.key})
    return Body(table, key_of(keys, table.key), values, bad, at)


def add_rows(body: Body, given: Given, found: Found) -> None:
    """Add a sheet's cells to what was found."""
    name = body.table.name
    known = {row.key: row for row in given.rows if row.table == name}
    for position, (number, key) in enumerate(body.keys.items()):
        row = known.pop(key, None) if isinstance(key, str) else None
        if row is not None:
            found.seen.add((name, row.row_id))
            for column in row.values:
                add_cell(body, position, number, (name, row.row_id, column), found)
        elif any(
            body.values[c.name][position] is not None or (number, c.name) in body.bad
            for c in filled_columns(name)
        ):
            found.strange.append((name, address(int(str(number)), 1)))


def add_cell(body: Body, position: int, number: Any, place: Place, found: Found) -> None:
    column = body.table[place[2]]
    cell = address(number, body.at[column.name] + 1)
    if (number, column.name) in body.bad:
        found.unread.append(Unread(place, cell, found_text(body.bad[number, column.name])))
    else:
        found.values[place], found.at[place] = body.values[column.name][position], cell


def header_of(grid: Grid, columns: Sequence[Column], given: Given, title: str) -> tuple[int, dict[str, int]]:
    """The header's row, counted from 1, and each column's place in the rows. Raises `NotRead`."""
    wanted = {column.name: column.header(given.language) for column in columns}
    best: list[str] = list(wanted.values())
    for number, row in enumerate(grid, 1):
        texts = [value.strip() if isinstance(value, str) else None for value in row]
        missing = [header for header in wanted.values() if header not in texts]
        if not missing:
            return number, {name: texts.index(header) for name, header in wanted.items()}
        best = min(best, missing, key=len)
    raise NotRead(
        Words(
            f"“{title}”缺少表头“{best[0]}”：改过的请改回来；整列删掉的，{FILL_ANEW.zh}",
            f"'{title}' lacks the header '{best[0]}': put it back; where the column was deleted, "
            f"{FILL_ANEW.en}",
        )
    )
