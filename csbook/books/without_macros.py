"""A workbook without its macros, and so without buttons: what to say of it, and how to get them back.

Excel's Save As leaves the .xlsm where it was and goes on in the copy. Two copies that both get written come
apart, so commands refuse to write into the .xlsx beside its .xlsm; one that stands alone they work on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from csbook.books.file_content import FileContent
from csbook.books.kept_backups import HAD_MACROS, keep, kept_backups
from csbook.books.saving import NotSaved, backup_of, side_folder
from csbook.books.vba_project import has_macros, modules
from csbook.problems import CsbookError, Words, WorkbookUnusable

WITH_MACROS: Final = ".xlsm"
WITHOUT: Final = ".xlsx"
MADE_ANEW: Final = Words(
    "用 csbook new 新建一个，把内容复制过去（有以前另存的、带宏的副本，就用那个副本）；"
    "以后用 Excel 或 WPS 保存。",
    "Make one with csbook new and copy everything over (or go on in an earlier copy that has its macros); "
    "save with Excel or WPS from now on.",
)
FROM_ORIGINAL: Final = Words(
    "打开原来的 .xlsm 接着用，把这里新填的内容复制过去；找不到就用 csbook new 新建一个，再复制过去。",
    "Go on in the .xlsm it was saved from and copy over what was filled in here; where that is gone, make "
    "one with csbook new and copy everything over.",
)


class CopyBesideOriginal(WorkbookUnusable):
    def __init__(self, copy: Path, original: Path) -> None:
        super().__init__(
            Words(
                f"{copy.name} 是没有宏和按钮的副本，没有写入。请用 {original.name}，"
                "把这里新填的内容复制过去；真要用这个副本，先把它移到别的文件夹。",
                f"{copy.name} is a copy without macros and buttons; nothing was written. Use "
                f"{original.name} and copy over what was filled in here; if it is this copy you want, move "
                "it to another folder.",
            )
        )


def ensure_the_only_one(path: Path) -> None:
    """Raise `CopyBesideOriginal` for an .xlsx that stands beside the .xlsm of its name."""
    original = path.with_suffix(WITH_MACROS)
    if path.suffix.lower() == WITHOUT and original.is_file():
        raise CopyBesideOriginal(path, original)


def no_buttons(content: FileContent, path: Path) -> Words | None:
    """One line for a workbook that has no macros; None for one that has."""
    if has_macros(content):
        return None
    said = Words(
        f"{path.name} 没有宏和按钮，命令照样可用。要按钮：",
        f"{path.name} has no macros and no buttons; commands work on it all the same. To have buttons: ",
    )
    return said + way_back(path)


def way_back(path: Path) -> Words:
    """How to get the buttons back; a backup that still has them is kept where no save replaces it."""
    original = path.with_suffix(WITH_MACROS)
    if path.suffix.lower() != WITHOUT:
        folder, suffix = side_folder(path), path.resolve().suffix
        backups = (backup_of(folder, suffix), *kept_backups(folder, suffix))
        backup = next(filter(keeps_macros, backups), None)
        return from_backup(kept(backup, path)) if backup else MADE_ANEW
    if original.is_file():
        return Words(
            f"打开 {original.name} 接着用，把这里新填的内容复制过去。",
            f"Go on in {original.name} and copy over what was filled in here.",
        )
    return FROM_ORIGINAL


def kept(backup: Path, path: Path) -> Path:
    """Where the backup stays: itself, where nothing can be written beside it."""
    try:
        return keep(backup, HAD_MACROS, path.name)
    except NotSaved:
        return backup


def from_backup(backup: Path) -> Words:
    return Words(
        f"备份 {backup} 里还有宏：把它复制出来，接着用那一份，补上之后填的内容；以后用 Excel 或 WPS 保存。",
        f"The backup {backup} still has its macros: copy it out, go on in that copy and fill in again what "
        "came since; save with Excel or WPS from now on.",
    )


def keeps_macros(backup: Path) -> bool:
    """Whether there is such a file, with macros that can be read."""
    try:
        return bool(modules(FileContent(backup.read_bytes(), backup.name)))
    except (OSError, CsbookError):
        return False
