"""A damaged workbook: which backup still opens, and how it takes the workbook's place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from csbook.books.file_content import FileContent
from csbook.books.kept_backups import kept_backups
from csbook.books.saving import backup_of, side_folder
from csbook.problems import CsbookError, DamagedWorkbook, NotAWorkbook, Words


def with_backup(error: DamagedWorkbook, path: Path) -> DamagedWorkbook:
    """The same refusal, with the backup to go back to where one opens."""
    backup = latest_that_opens(path)
    if backup is None:
        return error
    what, _ = what_and_remedy(error)
    return DamagedWorkbook(path.name, what + Words("", " ") + copied_back(backup, path.name))


def latest_that_opens(path: Path) -> Path | None:
    """Of the backups beside the workbook the latest that is whole, and csbook's."""
    folder, suffix = side_folder(path), path.resolve().suffix
    there = [each for each in (backup_of(folder, suffix), *kept_backups(folder, suffix)) if each.is_file()]
    latest_first = sorted(there, key=lambda each: each.stat().st_mtime_ns, reverse=True)
    return next(filter(opens, latest_first), None)


def opens(backup: Path) -> bool:
    try:
        return "csbook.schema" in FileContent(backup.read_bytes(), backup.name).package.custom_properties()
    except (OSError, CsbookError):
        return False


def copied_back(backup: Path, name: str) -> Words:
    """What to do with the backup. Its time is that of the save before which the workbook was so."""
    saved = dt.datetime.fromtimestamp(backup.stat().st_mtime)
    return Words(
        f"备份 {backup} 完好，是 {saved:%Y-%m-%d %H:%M} 那次保存以前的内容：先给坏了的文件改名，"
        f"再把备份复制到原处，文件名改为 {name}，补上之后填的内容。",
        f"The backup {backup} is whole: the workbook as it was before the save of {saved:%Y-%m-%d %H:%M}. "
        f"Rename the damaged file, copy the backup to its place under the name {name}, and fill in again "
        "what came since.",
    )


def what_and_remedy(error: NotAWorkbook) -> tuple[Words, Words]:
    """What is wrong, which is the first sentence of why a file is not usable, and what to do, the rest."""
    zh, zh_stop, zh_rest = error.why.zh.partition("。")
    en, en_stop, en_rest = error.why.en.partition(". ")
    return Words(zh + zh_stop, en + en_stop.strip()), Words(zh_rest, en_rest)
