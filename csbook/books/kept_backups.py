"""Backups under a name that no save replaces: what `upgrade` would put an end to, and whole sheets that
somebody deleted, which the backup of the save before still has."""

from __future__ import annotations

import filecmp
import shutil
import zipfile
from pathlib import Path
from typing import Final

from csbook.books import markup
from csbook.books.file_content import FileContent
from csbook.books.saving import NotSaved, backup_of, side_folder
from csbook.schema.workbook import WORKBOOK

BEFORE_UPGRADE, BEFORE_DELETION = "before-upgrade", "before-deletion"
"""How their names begin; the second of a kind is `before-upgrade-2.xlsm`."""
OURS: Final = frozenset(title for sheet in WORKBOOK for title in (sheet.title.zh, sheet.title.en))


def kept_backups(folder: Path, suffix: str = "") -> list[Path]:
    """Those in the folder, the latest first; a copy has the time of the backup that it is of."""
    found = [path for begin in (BEFORE_UPGRADE, BEFORE_DELETION) for path in folder.glob(f"{begin}*{suffix}")]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def keep(backup: Path, begin: str, name: str) -> Path:
    """The backup under a name of its own: that of a copy which is the same already, else a new one.

    `name`: the workbook's. Raises `NotSaved`.
    """
    folder, suffix = backup.parent, backup.suffix
    try:
        for copy in (kept := kept_backups(folder, suffix)):
            if copy == backup or filecmp.cmp(copy, backup, shallow=False):
                return copy
        number = 1 + sum(copy.name.startswith(begin) for copy in kept)
        while (copy := folder / f"{begin}{f'-{number}' if number > 1 else ''}{suffix}").exists():
            number += 1
        shutil.copy2(backup, copy)
    except OSError as error:
        raise NotSaved(name, error) from error
    return copy


def keep_deleted_sheets(path: Path, content: FileContent) -> None:
    """Keep the backup where it has a sheet of ours that the workbook has no more: the next save would be the
    end of it. Raises `NotSaved`."""
    backup = backup_of(side_folder(path), path.resolve().suffix)
    if not backup.is_file():
        return
    try:
        before = sheets_in(backup)
    except (zipfile.BadZipFile, KeyError, OSError):  # no workbook any more: nothing of it can be kept
        return
    if before & OURS - {sheet.name for sheet in content.package.sheets}:
        keep(backup, BEFORE_DELETION, path.name)


def sheets_in(backup: Path) -> set[str]:
    """The names of its sheets. Only the part that lists them is read: this comes before every save."""
    with zipfile.ZipFile(backup) as package:
        book = package.read("xl/workbook.xml")
    return {sheet.get("name") or "" for sheet in markup.every(book, b"sheets", b"sheet")}
