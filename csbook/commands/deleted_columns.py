"""Columns that somebody deleted and `upgrade` puts back empty: whether csbook's own backup still has their
data. That backup is of the save before, so the save of the upgrade would be the end of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from csbook.books.file_book import FileBook
from csbook.commands.snapshots import COPY, SnapshotStore
from csbook.problems import CsbookError, Words

FROM_OTHER_COPIES: Final = Words(
    "误删的列，数据请从自己另存的文件或云盘的历史版本恢复：.csbook 里的备份没有这些列。",
    "Data of a column that was deleted by mistake come from a copy of your own or the cloud's version "
    "history: the backup in .csbook does not have these columns.",
)


def data_of_deleted(columns: Mapping[str, tuple[str, ...]], store: SnapshotStore, suffix: str) -> Words:
    """Where the data of these columns are (headers by table), as a person is told it. A backup that has them
    is copied to where no save replaces it, before the workbook is saved."""
    folder = store.folder.parent
    backup, copy = folder / f"backup{suffix}", folder / f"{COPY}{suffix}"
    source = next((path for path in (backup, copy) if has_data(path, columns)), None)
    if source is None:
        return FROM_OTHER_COPIES
    try:
        if source != copy:
            shutil.copy2(source, copy)
    except OSError:
        return FROM_OTHER_COPIES
    return Words(
        f"误删的列，数据还在升级前的备份里：{copy}。打开它，按编号对着抄回来。",
        f"Data of columns that were deleted by mistake are in the backup from before: {copy}. Open it and "
        "copy them back row by row, by their keys.",
    )


def has_data(path: Path, columns: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether there is such a workbook, with a value in any of the columns."""
    if not path.is_file():
        return False
    try:
        book = FileBook(path)
        places = book.places()
        return any(
            row[places[table].headers.index(header)] is not None
            for table, headers in columns.items()
            if table in places
            for header in headers
            if header in places[table].headers
            for row in book.grid(places[table])
        )
    except CsbookError:
        return False
