"""What a command changed, kept so that it can be taken back, as JSON.

A snapshot names cells by table, header and sheet row, with the value before and after, and says what stood
in each row, so that it is found again where people have sorted the table.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from csbook.books.book import CellError, Formula, Written
from csbook.books.plan import PlannedWrite


@dataclass(frozen=True)
class ColumnSnapshot:
    """The cells of one column: sheet rows with the values before and after."""

    header: str
    rows: list[int]
    before: list[Written]
    after: list[Written]


@dataclass(frozen=True)
class TableSnapshot:
    """One table's cells, its last row before and after, and the rows that did not exist before.

    `rows` are the sheet rows concerned; `keys` says of each what the columns `key` gave afterwards, "" for
    nothing. `whole`: `columns` hold every cell of a list that csbook writes whole, so that it is put back as
    it stood, whatever has become of its rows.
    """

    table: str
    last_row_before: int
    last_row_after: int
    columns: list[ColumnSnapshot]
    new_rows: list[int]
    key: list[str]
    rows: list[int]
    keys: list[str]
    whole: bool = False


@dataclass(frozen=True)
class About:
    """Which command it was, when and by whom, and how many rows of each table it changed or added."""

    command: str
    at: dt.datetime
    user: str
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Snapshot:
    """What one command changed."""

    about: About
    tables: list[TableSnapshot]


def table_snapshot(plan: PlannedWrite) -> TableSnapshot:
    place = plan.read.place
    columns = [
        ColumnSnapshot(
            place.headers[plan.read.at[change.column] - place.first_column],
            change.rows,
            change.before,
            change.after,
        )
        for change in (plan.whole() if plan.whole else plan.columns)
    ]
    last_rows = place.last_row, plan.write.last_row
    rows = sorted({row for change in plan.columns for row in change.rows})
    keys = plan.keys.reindex(rows).fillna("").tolist()
    name, new_rows = plan.read.table.name, list(plan.new_rows)
    whole = plan.whole is not None
    return TableSnapshot(name, *last_rows, columns, new_rows, list(plan.key), rows, keys, whole)


def to_json(snapshot: Snapshot) -> bytes:
    """Two lines: what it is about, and the tables."""
    about = {**vars(snapshot.about), "at": snapshot.about.at.isoformat()}
    tables = [{**vars(t), "columns": [vars(c) for c in t.columns]} for t in snapshot.tables]
    lines = (json.dumps(each, default=encode, ensure_ascii=False) for each in (about, tables))
    return "\n".join(lines).encode()


def from_json(data: bytes) -> Snapshot:
    first, _, second = data.partition(b"\n")
    raw = json.loads(second, object_hook=decode)
    tables = [
        TableSnapshot(**{**t, "columns": [ColumnSnapshot(**column) for column in t["columns"]]}) for t in raw
    ]
    return Snapshot(about_from(first), tables)


def about_from(line: bytes) -> About:
    said = json.loads(line)
    return About(**{**said, "at": dt.datetime.fromisoformat(said["at"])})


def encode(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"$seconds": value.total_seconds()}
    if isinstance(value, dt.time):
        return {"$seconds": value.hour * 3600 + value.minute * 60 + value.second}
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, CellError):
        return {"$error": value.code}
    if isinstance(value, Formula):
        return {"$formula": value.text, "value": value.value}
    raise TypeError(type(value).__name__)


def decode(data: dict[str, Any]) -> Any:
    if "$moment" in data:
        return dt.datetime.fromisoformat(data["$moment"])
    if "$seconds" in data:
        return dt.timedelta(seconds=data["$seconds"])
    if "$error" in data:
        return CellError(data["$error"])
    if "$formula" in data:
        return Formula(data["$formula"], data["value"])
    return data
