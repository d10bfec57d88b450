"""Rows and columns that somebody deleted and `upgrade` puts back empty: whether csbook's own backup still has
their data. That backup is of the save before, so the save of the upgrade would be the end of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from csbook.books.file_book import FileBook
from csbook.books.kept_backups import BEFORE_UPGRADE, keep, kept_backups
from csbook.books.saving import backup_of
from csbook.commands.snapshots import SnapshotStore
from csbook.former_drawings import DRAWN_SHEETS
from csbook.problems import CsbookError, Language, Words, counted, joined
from csbook.schema.columns import Formula
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES, WORKBOOK

COLUMNS_FROM_OTHER_COPIES: Final = Words(
    "误删的列，数据请从自己另存的文件或云盘的历史版本恢复：.csbook 里的备份没有这些列。",
    "Data of a column that was deleted by mistake come from a copy of your own or the cloud's version "
    "history: the backup in .csbook does not have these columns.",
)
Headers = Mapping[str, Sequence[str]]
"""Headers of columns by table."""


@dataclass(frozen=True)
class Backup:
    """An earlier state of the workbook: its file, and how many rows are filled of the tables that it has."""

    path: Path
    filled: Mapping[str, int]


def data_of_deleted(
    tables: Iterable[str],
    columns: Headers,
    store: SnapshotStore,
    name: str,
    language: Language,
    *,
    older: bool,
) -> list[Words]:
    """Where the data of these tables and columns are, as a person is told it. A backup that has any is copied
    to where no save replaces it, before the workbook called `name` is saved.

    `older`: the workbook is of an earlier version and may never have had them; so nothing is said where no
    backup has them. Raises `NotSaved` where the copy cannot be made.
    """
    keeping = _Keeping(store.folder.parent, name)
    wanted = {table: headers for table in tables if (headers := recorded(TABLES[table], language))}
    notes = keeping.of_tables(wanted, older=older) if wanted else []
    return notes + (keeping.of_columns(columns, older=older) if columns else [])


def recorded(table: Table, language: Language) -> list[str]:
    """The headers of the columns whose data nothing can work out again: none of a table that the next run
    fills whole, and what people type on a sheet that csbook draws."""
    if table.rewritten and not table.key:
        return []
    drawn = WORKBOOK.sheet_of[table.name].name in DRAWN_SHEETS
    columns = table.person_columns if drawn else table.columns
    return [column.header(language) for column in columns if not isinstance(column, Formula)]


@dataclass(frozen=True)
class _Keeping:
    """The backups of the workbook called `name`, in their folder."""

    folder: Path
    name: str

    def of_tables(self, wanted: Headers, *, older: bool) -> list[Words]:
        earlier = self.backups(wanted)
        having = {table: next((b for b in earlier if b.filled.get(table)), None) for table in wanted}
        notes = [
            rows_kept(self.kept(backup.path), rows)
            for backup in earlier
            if (rows := {table: backup.filled[table] for table in wanted if having[table] is backup})
        ]
        gone = [table for table in wanted if not any(table in backup.filled for backup in earlier)]
        return notes + ([rows_from_other_copies(gone)] if gone and not older else [])

    def of_columns(self, columns: Headers, *, older: bool) -> list[Words]:
        having = next((b for b in self.backups(columns) if any(b.filled.values())), None)
        if having is not None:
            return [columns_kept(self.kept(having.path))]
        return [] if older else [COLUMNS_FROM_OTHER_COPIES]

    def backups(self, headers: Headers) -> list[Backup]:
        """Those that can be read, the latest first, with the rows that have a value in these columns."""
        suffix = Path(self.name).suffix
        paths = (backup_of(self.folder, suffix), *kept_backups(self.folder, suffix))
        read = ((path, filled_rows(path, headers)) for path in paths if path.is_file())
        return [Backup(path, filled) for path, filled in read if filled is not None]

    def kept(self, backup: Path) -> Path:
        return keep(backup, BEFORE_UPGRADE, self.name)


def filled_rows(path: Path, headers: Headers) -> dict[str, int] | None:
    """Of each table that the workbook has, how many rows have a value in these columns; None where it cannot
    be read."""
    try:
        book = FileBook(path)
        places = {name: place for name, place in book.places().items() if name in headers}
        filled = {}
        for name, place in places.items():
            at = [n for n, header in enumerate(place.headers) if header.strip() in headers[name]]
            filled[name] = sum(any(row[n] is not None for n in at) for row in book.grid(place))
    except CsbookError:
        return None
    return filled


def rows_kept(copy: Path, rows: Mapping[str, int]) -> Words:
    listed = joined(
        TABLES[table].title + Words(f" {number} 行", " " + counted(number, "row"))
        for table, number in rows.items()
    )
    return Words(
        f"误删的行还在备份里：{listed.zh}，在 {copy}。打开它，把这些行复制过来（粘贴为数值）；"
        "删除以后没有填过别的，也可以直接用它换回这个工作簿。",
        f"Rows that were deleted by mistake are still in a backup: {listed.en}, in {copy}. Open it and copy "
        "them back (paste as values); if nothing was typed since, you can put that file in this workbook's "
        "place instead.",
    )


def columns_kept(copy: Path) -> Words:
    return Words(
        f"误删的列，数据还在升级前的备份里：{copy}。打开它，按编号对着抄回来。",
        f"Data of columns that were deleted by mistake are in the backup from before: {copy}. Open it and "
        "copy them back row by row, by their keys.",
    )


def rows_from_other_copies(tables: Iterable[str]) -> Words:
    listed = joined(TABLES[table].title for table in tables)
    return Words(
        f"补上的表没有原来的行（{listed.zh}），.csbook 里的备份也没有："
        "请从自己另存的文件或云盘的历史版本恢复。",
        f"Added without the rows of before: {listed.en}. The backup in .csbook does not have them; they come "
        "from a copy of your own or the cloud's version history.",
    )
