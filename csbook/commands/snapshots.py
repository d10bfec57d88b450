"""What stood in the cells before a command: kept beside the book, ten deep, behind `undo`.

A snapshot names cells by table, header and sheet row, with the value before and after, and says what stood
in each row, so that it is found again where people have sorted the table. It is written before the book is
saved and counts only once the book is. A command that removes what must be kept nowhere clears them all;
only its name and time are noted. The first line of a file says what it is about; the cells come after it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from csbook.books.book import CellError, Formula, Written
from csbook.books.plan import PlannedWrite
from csbook.problems import Words, WorkbookUnusable

DEPTH: Final = 10
CLEARED: Final = "cleared.json"
UNREADABLE: Final = (OSError, EOFError, ValueError, KeyError, TypeError)
"""What reading a damaged snapshot, or one of an earlier version, may raise."""


class SnapshotUnreadable(WorkbookUnusable):
    def __init__(self, file: Path) -> None:
        super().__init__(
            Words(
                f"撤销用的记录 {file} 读不出来：已损坏，或由较早的版本所写。这一步不能撤销，工作簿没有改动。",
                f"{file}, kept for undo, cannot be read: it is damaged or of an earlier version. This step "
                "cannot be undone; the workbook is as it was.",
            )
        )


class SnapshotNotKept(WorkbookUnusable):
    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            Words(
                f"撤销用的记录写不进 {folder}（{error.strerror}），工作簿没有改动。"
                "请检查磁盘空间、文件夹权限和路径长度。",
                f"What undo needs cannot be written to {folder} ({error.strerror}); the workbook is as it "
                "was. Check the disk space, the folder's rights and the length of the path.",
            )
        )


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
    nothing.
    """

    table: str
    last_row_before: int
    last_row_after: int
    columns: list[ColumnSnapshot]
    new_rows: list[int]
    key: list[str]
    rows: list[int]
    keys: list[str]


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
    def keeping(
        self, command: str, plans: Sequence[PlannedWrite], at: dt.datetime, user: str = ""
    ) -> Iterator[None]:
        """Keep a snapshot of the plans if the block saves them. Raises `SnapshotNotKept` before that."""
        tables = [table_snapshot(plan) for plan in plans]
        snapshot = Snapshot(About(command, at, user, {t.table: len(t.rows) for t in tables}), tables)
        files = self.files()
        number = int(files[-1].name.split(".")[0]) + 1 if files else 1
        draft = self.folder / f"{number:06d}.draft"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(gzip.compress(to_json(snapshot), compresslevel=1, mtime=0))
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise SnapshotNotKept(self.folder, error) from error
        try:
            yield
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        draft.replace(self.folder / f"{number:06d}.json.gz")
        for old in self.files()[:-DEPTH]:
            old.unlink()

    def latest(self) -> Snapshot | None:
        """The snapshot that counts next; raises `SnapshotUnreadable`."""
        files = self.files()
        if not files:
            return None
        try:
            return from_json(gzip.decompress(files[-1].read_bytes()))
        except UNREADABLE as error:
            raise SnapshotUnreadable(files[-1]) from error

    def kept(self) -> list[About]:
        """What the snapshots are about, the latest first, up to one that cannot be read; not their cells."""
        found: list[About] = []
        with contextlib.suppress(*UNREADABLE):
            for file in reversed(self.files()):
                with gzip.open(file) as stream:
                    found.append(about_from(stream.readline()))
        return found

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
    rows = sorted({row for change in plan.columns for row in change.rows})
    keys = plan.keys.reindex(rows).fillna("").tolist()
    name, new_rows = plan.read.table.name, list(plan.new_rows)
    return TableSnapshot(name, *last_rows, columns, new_rows, list(plan.key), rows, keys)


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
