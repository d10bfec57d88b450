"""What stood in the cells before a command: kept beside the book, ten deep, behind `undo`.

A snapshot is written before the book is saved and counts only once the book is. One that was taken back
stays until the next command, in case that is not saved. A command that removes what must be kept nowhere
clears them all; only its name and time are noted. The first line of a file says what it is about; the cells
come after it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import gzip
import hashlib
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import uuid4

from csbook.books.book import WrittenAnyway
from csbook.books.kept_backups import kept_backups
from csbook.books.plan import PlannedWrite
from csbook.commands.snapshot import About, Snapshot, about_from, from_json, table_snapshot, to_json
from csbook.commands.unreadable import UNREADABLE, why_unreadable
from csbook.problems import Words, WorkbookUnusable, joined, same
from csbook.workplace import home_folder

DEPTH: Final = 10
KEPT, UNDONE, DRAFT = ".json.gz", ".undone.gz", ".draft"
"""How the name ends of a snapshot that counts, of one that was taken back, of one whose book is not saved."""
UNDONE_AT: Final = "%Y%m%dT%H%M%S"
LONG_MESSAGE: Final = "message.txt"
"""The last message that a message box had no room for."""
CLEARED: Final = "cleared.json"
OLDER: Final = "older"
"""Stands beside the snapshots where more commands were run than are kept."""
LONGEST_WRITE: Final = 3600
"""Seconds."""


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
class Cleared:
    """The command that cleared the snapshots, and when."""

    command: str
    at: dt.datetime


@dataclass(frozen=True)
class Kept:
    """The file of a snapshot."""

    file: Path

    @property
    def undone_at(self) -> dt.datetime | None:
        """When it was taken back, to the second; None for one that counts."""
        if not self.file.name.endswith(UNDONE):
            return None
        return dt.datetime.strptime(self.file.name.split(".")[1], UNDONE_AT)


@dataclass
class Keeping:
    """How the keeping of a snapshot went; `failed` is said where only the book could be saved."""

    failed: tuple[Words, ...] = field(default=())


class SnapshotStore:
    """The snapshots of one workbook, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, book: Path) -> SnapshotStore:
        """Of a workbook with a folder; a symbolic link is its target."""
        target = book.resolve()
        return cls(target.parent / ".csbook" / target.name / "undo")

    @classmethod
    def at_home(cls, full_name: str) -> SnapshotStore:
        """Of a workbook without a folder here (on a web address, never saved), in the person's own."""
        name = Path(full_name.replace("\\", "/")).name
        mark = hashlib.sha256(full_name.encode()).hexdigest()[:8]  # others may have the same name elsewhere
        return cls(home_folder() / f"{name}-{mark}" / "undo")

    def files(self) -> list[Path]:
        """Oldest first."""
        return sorted(self.folder.glob(f"*{KEPT}"))

    def newest_first(self) -> Iterator[Kept]:
        """Those taken back, too, that were kept since the last command."""
        both = (*self.files(), *self.folder.glob(f"*{UNDONE}"))
        return map(Kept, sorted(both, reverse=True))

    @contextlib.contextmanager
    def keeping(
        self, command: str, plans: Sequence[PlannedWrite], at: dt.datetime, user: str = ""
    ) -> Iterator[Keeping]:
        """Keep a snapshot of the plans if the block saves them. Raises `SnapshotNotKept` before that."""
        tables = [table_snapshot(plan) for plan in plans]
        snapshot = Snapshot(About(command, at, user, {t.table: len(t.rows) for t in tables}), tables)
        draft = self.folder / f"{uuid4().hex}{DRAFT}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(gzip.compress(to_json(snapshot), compresslevel=1, mtime=0))
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise SnapshotNotKept(self.folder, error) from error
        keeping = Keeping()
        try:
            yield keeping
        except WrittenAnyway:
            self.count(draft)
            raise
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        keeping.failed = self.count(draft)

    def count(self, draft: Path) -> tuple[Words, ...]:
        """Let a draft count as the latest, and drop what is too old and what was taken back."""
        newest = next(self.newest_first(), None)
        number = int(newest.file.name.split(".")[0]) + 1 if newest else 1
        try:
            draft.replace(self.folder / f"{number:06d}{KEPT}")
        except OSError as error:  # it is held open by another program: a virus scanner, a synchronisation
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            return (
                Words(
                    f"已写入，但这一步不能撤销：撤销用的记录存不进 {self.folder}（{error.strerror}）。",
                    "Written, but it cannot be undone: what undo needs could not be kept in "
                    f"{self.folder} ({error.strerror}).",
                ),
            )
        too_old = self.files()[:-DEPTH]
        if too_old:
            with contextlib.suppress(OSError):
                (self.folder / OLDER).touch()
        for old in (*too_old, *self.folder.glob(f"*{UNDONE}"), *self.left_behind()):
            with contextlib.suppress(OSError):
                old.unlink()
        return ()

    @property
    def is_cut(self) -> bool:
        """Whether commands came before those that can be taken back, and are kept no more."""
        return (self.folder / OLDER).exists()

    def left_behind(self) -> Iterator[Path]:
        """Drafts of runs that were killed; a younger one may be that of a run just now."""
        for draft in self.folder.glob(f"*{DRAFT}"):
            with contextlib.suppress(OSError):
                if time.time() - draft.stat().st_mtime > LONGEST_WRITE:
                    yield draft

    def read(self, kept: Kept) -> Snapshot:
        """Raises `SnapshotUnreadable`, `OfEarlierVersion`."""
        try:
            return from_json(gzip.decompress(kept.file.read_bytes()))
        except UNREADABLE as error:
            raise why_unreadable(kept.file) from error

    def kept(self) -> list[About]:
        """What the snapshots are about, the latest first, up to one that cannot be read; not their cells."""
        found: list[About] = []
        with contextlib.suppress(*UNREADABLE):
            for file in reversed(self.files()):
                with gzip.open(file) as stream:
                    found.append(about_from(stream.readline()))
        return found

    def set_aside(self, *taken_back: Kept, at: dt.datetime) -> None:
        """These were taken back at that moment, or are not in the workbook: they count no more."""
        for kept in taken_back:
            number = kept.file.name.split(".")[0]
            # Where the file is held open it stays; the next undo finds nothing of it and passes it over.
            with contextlib.suppress(OSError):
                kept.file.replace(kept.file.with_name(f"{number}.{at:{UNDONE_AT}}{UNDONE}"))

    def drop(self, *never_saved: Kept) -> None:
        """These are not in the workbook, and no undo of them is either."""
        for kept in never_saved:
            with contextlib.suppress(OSError):
                kept.file.unlink(missing_ok=True)

    def clear(self, command: str, at: dt.datetime) -> tuple[Words, ...]:
        """Delete every snapshot, drafts of a run that was killed too, and note which command did it. Says
        where that failed, and which folders in the person's own hold snapshots of a workbook of this name:
        this one's, where Excel has it on a web address, or another's, which keep their undo."""
        said = []
        if not cleared(self.folder, command, at):
            said.append(
                Words(
                    f"没能清除，请自己删除：{self.folder}。",
                    f"Could not be cleared, delete it by hand: {self.folder}.",
                )
            )
        if others := self.of_this_name():
            listed = joined(map(same, others))
            said.append(
                Words(
                    f"同名的工作簿还有撤销用的记录，没有动：{listed.zh}。若属于这个工作簿（在网上打开时），请自己删除。",
                    f"What undo needs of a workbook of this name was left alone: {listed.en}. Delete it by "
                    "hand if it is this workbook's, opened from the web.",
                )
            )
        return tuple(said)

    def of_this_name(self) -> list[Path]:
        """The folders, in the person's own, that hold snapshots of other workbooks with this name, or of this
        one at another address: nobody can tell from here."""
        name = re.sub(r"-[0-9a-f]{8}$", "", self.folder.parent.name)
        home, marked = home_folder(), glob.escape(name) + "-" + "[0-9a-f]" * 8
        found = [home / name / "undo", *home.glob(f"{marked}/undo")]
        return sorted(folder for folder in found if folder != self.folder and any(contents(folder)))

    def cleared(self) -> Cleared | None:
        """By what the snapshots were cleared last; None where they never were."""
        note = self.folder / CLEARED
        if not note.is_file():
            return None
        said = json.loads(note.read_text(encoding="utf-8"))
        return Cleared(said["command"], dt.datetime.fromisoformat(said["at"]))


def cleared(folder: Path, command: str, at: dt.datetime) -> bool:
    """Whether nothing that says what stood in a workbook is left in the folder."""
    note = json.dumps({"command": command, "at": at.isoformat()})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in contents(folder):
            file.unlink(missing_ok=True)
        (folder / CLEARED).write_text(note, encoding="utf-8")
    except OSError:
        return False
    return True


def contents(folder: Path) -> list[Path]:
    """The files that say what stood in a workbook, or what came of a command."""
    endings = (KEPT, UNDONE, DRAFT, LONG_MESSAGE, OLDER)
    return [
        *(file for ending in endings for file in folder.glob(f"*{ending}")),
        *kept_backups(folder.parent),
    ]
