"""What stood in the cells before a command: kept beside the book, ten deep, behind `undo`.

A snapshot names cells by table, header and sheet row, with the value before and after. It is
written before the book is saved and counts only once the book is. A command that removes what must be
kept nowhere clears them all; only its name and time are noted.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from csbook.books.book import CellError, Formula, Written
from csbook.books.plan import PlannedWrite

DEPTH: Final = 10
CLEARED: Final = "cleared.json"


@dataclass(frozen=True)
class ColumnSnapshot:
    """The cells of one column: sheet rows with the values before and after."""

    header: str
    rows: list[int]
    before: list[Written]
    after: list[Written]


@dataclass(frozen=True)
class TableSnapshot:
    """One table's cells, its last row before and after, and the rows that did not exist before."""

    table: str
    last_row_before: int
    last_row_after: int
    columns: list[ColumnSnapshot]
    new_rows: list[int]


@dataclass(frozen=True)
class Snapshot:
    """What one command changed, and when."""

    command: str
    at: dt.datetime
    tables: list[TableSnapshot]


@dataclass(frozen=True)
class Cleared:
    """The command that cleared the snapshots, and when."""

    command: str
    at: dt.datetime


class SnapshotStore:
    """The snapshots of one workbook, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, book: Path) -> SnapshotStore:
        return cls(book.parent / ".csbook" / book.name / "undo")

    def files(self) -> list[Path]:
        """Oldest first."""
        return sorted(self.folder.glob("*.json.gz"))

    @contextlib.contextmanager
    def keeping(self, command: str, plans: Sequence[PlannedWrite], at: dt.datetime) -> Iterator[None]:
        """Keep a snapshot of the plans if the block saves them."""
        snapshot = Snapshot(command, at, [table_snapshot(plan) for plan in plans])
        self.folder.mkdir(parents=True, exist_ok=True)
        files = self.files()
        number = int(files[-1].name.split(".")[0]) + 1 if files else 1
        draft = self.folder / f"{number:06d}.draft"
        draft.write_bytes(gzip.compress(to_json(snapshot), compresslevel=1, mtime=0))
        try:
            yield
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        draft.replace(self.folder / f"{number:06d}.json.gz")
        for old in self.files()[:-DEPTH]:
            old.unlink()

    def latest(self) -> Snapshot | None:
        files = self.files()
        return from_json(gzip.decompress(files[-1].read_bytes())) if files else None

    def clear(self, command: str, at: dt.datetime) -> None:
        """Delete every snapshot, drafts of a run that was killed too, and note which command did it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for file in (*self.files(), *self.folder.glob("*.draft")):
            file.unlink(missing_ok=True)
        note = json.dumps({"command": command, "at": at.isoformat()})
        (self.folder / CLEARED).write_text(note, encoding="utf-8")

    def cleared(self) -> Cleared | None:
        """By what the snapshots were cleared last; None where they never were."""
        note = self.folder / CLEARED
        if not note.is_file():
            return None
        said = json.loads(note.read_text(encoding="utf-8"))
        return Cleared(said["command"], dt.datetime.fromisoformat(said["at"]))

    def drop_latest(self) -> None:
        files = self.files()
        if files:
            files[-1].unlink()


def table_snapshot(plan: PlannedWrite) -> TableSnapshot:
    place = plan.read.place
    columns = [
        ColumnSnapshot(
            place.headers[plan.read.at[change.column] - place.first_column],
            change.rows,
            change.before,
            change.after,
        )
        for change in plan.columns
    ]
    last_rows = place.last_row, plan.write.last_row
    return TableSnapshot(plan.read.table.name, *last_rows, columns, list(plan.new_rows))


def to_json(snapshot: Snapshot) -> bytes:
    tables = [
        {
            "table": t.table,
            "last_row_before": t.last_row_before,
            "last_row_after": t.last_row_after,
            "columns": [vars(c) for c in t.columns],
            "new_rows": t.new_rows,
        }
        for t in snapshot.tables
    ]
    data = {"command": snapshot.command, "at": snapshot.at.isoformat(), "tables": tables}
    return json.dumps(data, default=encode, ensure_ascii=False).encode()


def from_json(data: bytes) -> Snapshot:
    raw = json.loads(data, object_hook=decode)
    tables = [
        TableSnapshot(
            t["table"],
            t["last_row_before"],
            t["last_row_after"],
            [ColumnSnapshot(**column) for column in t["columns"]],
            t.get("new_rows", []),
        )
        for t in raw["tables"]
    ]
    return Snapshot(raw["command"], dt.datetime.fromisoformat(raw["at"]), tables)


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
