"""The large workbook's cells that agents were given, and the frames that put values into them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.books.plan import plain_values
from csbook.commands.handler import Request
from csbook.commands.log_finished import latest_finishes
from csbook.problems import Problem
from csbook.schema.workbook import TABLES
from csbook.sheets.parts import PARTS, CellText, Place, filled_columns, row_ids, text_of

LOG: Final = "DailyLog"
Row = tuple[str, str]
"""Table and identity of a row."""


@dataclass(frozen=True)
class Cells:
    """What the workbook holds now. `rows`: the sheet row of each row; `values` as frames hold them, `texts`
    as the merge compares them; `waiting`: rows with cells that cannot be read, and which; `latest`: of the
    day's rows of the log, when people can have left at the latest."""

    rows: Mapping[Row, int]
    values: Mapping[Place, Any]
    texts: Mapping[Place, CellText]
    waiting: Mapping[Row, tuple[Problem, ...]]
    latest: Mapping[Row, dt.timedelta]


def cells_of(request: Request, places: set[Place]) -> Cells:
    """The cells of the rows that were given, as far as the workbook has them; of two rows with one
    identity the first."""
    rows: dict[Row, int] = {}
    values: dict[Place, Any] = {}
    given = {place[:2] for place in places}
    for name in PARTS:
        frame = request.tables[name]
        ids = row_ids(name, frame)
        ids = ids[ids.isin({row for table, row in given if table == name}) & ~ids.duplicated()]
        rows |= {(name, row_id): int(str(row)) for row, row_id in ids.items()}
        for column in filled_columns(name):
            found = plain_values(frame.loc[ids.index, column.name])
            values |= {(name, row_id, column.name): value for row_id, value in zip(ids, found, strict=True)}
    texts = {place: text_of(TABLES[place[0]][place[2]], value) for place, value in values.items()}
    finishes = latest_finishes(request)
    latest = {row: finishes[number] for row, number in rows.items() if row[0] == LOG and number in finishes}
    return Cells(rows, values, texts, waiting_rows(request.found, rows, values), latest)


def waiting_rows(
    found: tuple[Problem, ...], rows: Mapping[Row, int], values: Mapping[Place, Any]
) -> dict[Row, tuple[Problem, ...]]:
    """Rows with a typed value that does not fit its column: in the frame the cell is empty, and writing
    the row would empty it in the workbook too."""
    row_at = {(table, number): row_id for (table, row_id), number in rows.items()}
    waiting: dict[Row, tuple[Problem, ...]] = defaultdict(tuple)
    for problem in found:
        row_id = row_at.get((problem.table, problem.row or 0))
        if row_id is None or problem.column is None or not problem.found:
            continue
        if values.get((problem.table, row_id, problem.column), problem) is None:
            waiting[problem.table, row_id] += (problem,)
    return dict(waiting)


def frames_with(
    tables: Mapping[str, pd.DataFrame], cells: Cells, taken: Mapping[Place, Any]
) -> dict[str, pd.DataFrame]:
    """The changed rows of each table: its key and the changed columns, sheet rows as index."""
    frames = {}
    for name in dict.fromkeys(table for table, _, _ in taken):
        own = {place: value for place, value in taken.items() if place[0] == name}
        rows = dict.fromkeys(cells.rows[name, row_id] for _, row_id, _ in own)
        columns = [c for c in filled_columns(name) if any(place[2] == c.name for place in own)]
        frame = tables[name].loc[list(rows), list(TABLES[name].key)]
        ids = row_ids(name, tables[name].loc[list(rows)])
        for column in columns:
            places = [(name, row_id, column.name) for row_id in ids]
            values = [own[place] if place in own else cells.values[place] for place in places]
            frame[column.name] = column.series(values, frame.index)
        frames[name] = frame
    return frames
