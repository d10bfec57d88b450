"""Whole sheets that somebody deleted, and macros that a program dropped: the backup of the save before still
has them, and the next save would be the end of them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from csbook.books import markup
from csbook.books.file_content import FileContent
from csbook.books.kept_backups import BEFORE_DELETION, HAD_MACROS, keep
from csbook.books.saving import backup_of, side_folder
from csbook.books.vba_project import has_macros
from csbook.schema.workbook import WORKBOOK

OURS: Final = frozenset(title for sheet in WORKBOOK for title in (sheet.title.zh, sheet.title.en))
MACROS: Final = "xl/vbaProject.bin"


def keep_what_is_lost(path: Path, content: FileContent) -> None:
    """Keep the backup where it has a sheet of ours, or the macros, that the workbook has no more.
    Raises `NotSaved`."""
    backup = backup_of(side_folder(path), path.resolve().suffix)
    if not backup.is_file():
        return
    try:
        sheets, had_macros = contents_of(backup)
    except (zipfile.BadZipFile, KeyError, OSError):  # no workbook any more: nothing of it can be kept
        return
    if sheets & OURS - {sheet.name for sheet in content.package.sheets}:
        keep(backup, BEFORE_DELETION, path.name)
    elif had_macros and not has_macros(content):
        keep(backup, HAD_MACROS, path.name)


def contents_of(backup: Path) -> tuple[set[str], bool]:
    """The names of its sheets, and whether it has macros. Only the part that lists the sheets is read: this
    comes before every save."""
    with zipfile.ZipFile(backup) as package:
        book, has_them = package.read("xl/workbook.xml"), MACROS in package.namelist()
    return {sheet.get("name") or "" for sheet in markup.every(book, b"sheets", b"sheet")}, has_them
