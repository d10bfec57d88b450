"""Which pictures a sheet of the demo workbook needs, so that each of its columns is seen and can be read.

A narrow sheet is one picture. A wide one is several, each with the columns that stay in sight at its left;
tables that do not fit beside each other have pictures of their own. The first bears the sheet's inside
name, the others a number: follow_ups.png, follow_ups-2.png. docs/pictures.py makes them, docs/generate.py
shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Final, get_args

from csbook.drawing import layout, paging
from csbook.problems import Language
from csbook.schema.columns import Column, Formula
from csbook.schema.table import Sheet, Table
from csbook.template.home import LINKS_ROW

WIDEST: Final = 1280
"""Pixels of columns in one picture: on a page of GitHub, some 900 pixels wide, letters stay readable."""
SPARE: Final = 1.1
"""A sheet this much wider is still one picture: rather letters a little smaller than two pictures."""
AS_PRINTED: Final = ("roster", "card", "trends", "report_charts")
"""Sheets made for one page: one picture, as they are printed."""


@dataclass(frozen=True)
class Shot:
    """A picture: its file's name without the ending, and from left to right the columns it shows, by table.
    `repeated` ones stand at its left again. On the first sheet `rows` are those it shows, counted from 1."""

    name: str
    columns: tuple[tuple[Table, tuple[Column, ...]], ...]
    repeated: tuple[Column, ...] = ()
    rows: tuple[int, int | None] | None = None

    @property
    def shown(self) -> set[tuple[str, str]]:
        """Table and column of all that is to be seen."""
        return {(table.name, column.name) for table, columns in self.columns for column in columns}


def shots(sheet: Sheet) -> list[Shot]:
    """The sheet's pictures in their order, the same in both languages."""
    if sheet.name == "home":
        return home(sheet)
    whole = tuple((table, tuple(seen(table))) for table in sheet.tables)
    if sheet.name in AS_PRINTED or width_of(sheet.tables) <= WIDEST * SPARE:
        return [Shot(sheet.name, whole)]
    parts = [part for table in sheet.tables for part in parts_of(table)]
    return [Shot(name_of(sheet, n), columns, repeated) for n, (columns, repeated) in enumerate(parts)]


def home(sheet: Sheet) -> list[Shot]:
    """What today asks for with the charts, and below it links, first steps and panel."""
    [panel] = sheet.tables
    return [
        Shot(name_of(sheet, 0), (), rows=(1, LINKS_ROW)),
        Shot(name_of(sheet, 1), ((panel, panel.columns),), rows=(LINKS_ROW + 1, None)),
    ]


def name_of(sheet: Sheet, number: int) -> str:
    return sheet.name if number == 0 else f"{sheet.name}-{number + 1}"


def seen(table: Table) -> list[Column]:
    return [column for column in table.columns if not layout.is_hidden(column, table)]


def widths(table: Table) -> list[int]:
    """Pixels of each column, in the language where it is wider."""
    return [
        max(layout.pixels(layout.column_width(column, table, language)) for language in get_args(Language))
        for column in seen(table)
    ]


def width_of(tables: Sequence[Table]) -> int:
    return sum(sum(widths(table)) for table in tables) + layout.GAP_PIXELS * (len(tables) - 1)


Part = tuple[tuple[tuple[Table, tuple[Column, ...]], ...], tuple[Column, ...]]
"""The columns of a picture by table, and those that are repeated at its left."""


def parts_of(table: Table) -> Iterator[Part]:
    """The table's columns on the fewest pictures, as evenly as they go; columns that say which row it is are
    repeated on each."""
    columns, pixels = seen(table), widths(table)
    if sum(pixels) <= WIDEST * SPARE:
        yield ((table, tuple(columns)),), ()
        return
    keys = keys_of(table)
    number = next(n for n in count(2) if paging.narrowest(pixels, keys, n) <= WIDEST)
    room = paging.narrowest(pixels, keys, number) - sum(pixels[:keys])
    starts = breaks(columns, pixels, keys, room)
    yield ((table, tuple(columns[: starts[0]])),), ()
    for start, stop in pairwise([*starts, len(columns)]):
        yield ((table, tuple(columns[start:stop])),), tuple(columns[:keys])


def keys_of(table: Table) -> int:
    """How many columns from the left say which row it is: those that stay in sight, as far as they leave room
    for others, else the first."""
    name = layout.FROZEN_AFTER.get(table.name)
    frozen = 1 if name is None else table.names.index(name) + 1
    pixels = widths(table)
    return next((n for n in range(frozen, 1, -1) if sum(pixels[:n]) <= WIDEST / 4), 1)


def breaks(columns: Sequence[Column], pixels: Sequence[int], keys: int, room: int) -> list[int]:
    """Where a picture begins after the first one. A few columns that people fill one after another stay
    together."""
    found, start = [], keys
    for n in range(keys, len(columns)):
        if sum(pixels[start : n + 1]) > room:
            first, last = filled_around(columns, n)
            few = sum(pixels[first:last]) <= room / 2
            start = first if few and first > start else n
            found.append(start)
    return found


def filled_around(columns: Sequence[Column], at: int) -> tuple[int, int]:
    """The columns from and to which people fill all, `at` among them; itself where it is not one of them."""
    if not is_filled(columns[at]):
        return at, at + 1
    first = next((n + 1 for n in range(at, -1, -1) if not is_filled(columns[n])), 0)
    last = next((n for n in range(at, len(columns)) if not is_filled(columns[n])), len(columns))
    return first, last


def is_filled(column: Column) -> bool:
    return column.by.is_person and not isinstance(column, Formula)
