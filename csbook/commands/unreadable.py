"""What undo kept and cannot read any more: damaged, or in the form of an earlier version."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

from csbook.books.kept_backups import kept_backups
from csbook.problems import CsbookError, Words, WorkbookUnusable, same
from csbook.schema.command_labels import COMMAND

UNREADABLE = (OSError, EOFError, ValueError, KeyError, TypeError)
"""What reading a damaged snapshot, or one of an earlier version, may raise."""
ONE_LINE = 4
"""The last version that kept all of a snapshot in one line."""


class SnapshotUnreadable(WorkbookUnusable):
    def __init__(self, file: Path) -> None:
        super().__init__(
            Words(
                f"撤销用的记录 {file} 已损坏，读不出来。这一步不能撤销，工作簿没有改动；要改的格请直接改。",
                f"{file}, kept for undo, is damaged and cannot be read. This step cannot be undone; the "
                "workbook is as it was. Change by hand what is to change.",
            )
        )


class OfEarlierVersion(WorkbookUnusable):
    """A command that was run before the update; `backup`: the workbook as it was before its upgrade."""

    def __init__(self, command: str, at: dt.datetime, backup: Path | None) -> None:
        name, when = COMMAND.get(command, same(command)), f"{at:%Y-%m-%d %H:%M}"
        said = Words(
            f"“{name.zh}”（{when} 运行）是升级以前用较早的版本做的，不能撤销，工作簿没有改动。"
            "要改的格请直接改",
            f"{name.en}, run {when}, was done before the upgrade by an earlier version and cannot be undone; "
            "the workbook is as it was. Change by hand what is to change",
        )
        if backup is not None:
            said += Words(
                f"；升级以前的内容在备份 {backup} 里", f"; what stood there before the upgrade is in {backup}"
            )
        super().__init__(said + Words("。", "."))


def why_unreadable(file: Path) -> SnapshotUnreadable | OfEarlierVersion:
    """The refusal of a snapshot that cannot be read."""
    try:
        said = json.loads(gzip.decompress(file.read_bytes()))
        command, at = said["command"], dt.datetime.fromisoformat(said["at"])
    except UNREADABLE:
        return SnapshotUnreadable(file)
    if "tables" not in said:
        return SnapshotUnreadable(file)
    return OfEarlierVersion(command, at, before_upgrade(file.parent.parent))


def before_upgrade(folder: Path) -> Path | None:
    """The latest backup of a version that kept snapshots so: what came later is no longer what was there."""
    backups = {*folder.glob("backup.*"), *kept_backups(folder)}
    latest_first = sorted(backups, key=lambda backup: backup.stat().st_mtime_ns, reverse=True)
    return next(filter(kept_one_line, latest_first), None)


def kept_one_line(backup: Path) -> bool:
    from csbook.books.file_content import FileContent  # which a click has no use for otherwise

    try:
        made = FileContent(backup.read_bytes(), backup.name).package.custom_properties().get("csbook.schema")
    except (OSError, CsbookError):
        return False
    return made is not None and made.isdigit() and int(made) <= ONE_LINE
