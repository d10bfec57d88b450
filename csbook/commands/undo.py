"""`undo`: put back what the last command changed, unless somebody edited those cells since."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal

from csbook.books.book import Book, Formula, Place, TableWrite, Value, Written
from csbook.books.cell_xml import address
from csbook.books.frames import find_place, read_table
from csbook.books.plan import plan_write
from csbook.commands import registry
from csbook.commands.outcome import DONE, Changed, Outcome
from csbook.commands.run import JOURNAL, KEPT_FOR_ITSELF, journal_row, language_of
from csbook.commands.snapshots import Cleared, Snapshot, SnapshotStore, TableSnapshot
from csbook.problems import CsbookError, HeaderMissing, Language, Words, joined
from csbook.schema.cells import EXCEL_EPOCH
from csbook.schema.workbook import TABLES


class NothingToUndo(CsbookError):
    """No command to take back, or none since the snapshots were `cleared`."""

    exit_code = 2

    def __init__(self, cleared: Cleared | None = None) -> None:
        said = Words("没有可以撤销的操作。", "There is nothing to undo.")
        if cleared is not None:
            name = label_of(cleared.command)
            said += Words(
                f"“{name.zh}”（{cleared.at:%Y-%m-%d %H:%M} 运行）按规定不留底，它和它之前的操作都不能撤销。",
                f" '{name.en}', run {cleared.at:%Y-%m-%d %H:%M}, keeps no copy of what it removes: neither "
                "it nor what was done before can be taken back.",
            )
        super().__init__(said)


class OnRecord(CsbookError):
    """The last command's record stays for good, and with it what was done before."""

    exit_code = 2

    def __init__(self, snapshot: Snapshot, instead: Words) -> None:
        name = label_of(snapshot.command)
        super().__init__(
            Words(
                f"“{name.zh}”（{snapshot.at:%Y-%m-%d %H:%M} 运行）要留作记录，它和它之前的操作都不能撤销。",
                f"'{name.en}', run {snapshot.at:%Y-%m-%d %H:%M}, stays on record: neither it nor what was "
                "done before can be taken back. ",
            )
            + instead
        )


class EditedSince(CsbookError):
    """Cells that the command wrote hold something else now."""

    exit_code = 4

    def __init__(self, command: Words, cells: str) -> None:
        super().__init__(
            Words(
                f"不能撤销“{command.zh}”：之后有人改过 {cells}。请先把这些格改回去。",
                f"{command.en} cannot be undone: {cells} were edited since. Put them back first.",
            )
        )


def undo(book: Book, store: SnapshotStore, *, now: dt.datetime, user: str) -> Outcome:
    """Take the last command back, table by table, all or nothing."""
    language = language_of(book)
    snapshot = store.latest()
    if snapshot is None:
        raise NothingToUndo(store.cleared())
    refuse_if_on_record(snapshot)
    places = {t.table: find_place(book, TABLES[t.table], language) for t in snapshot.tables}
    refuse_if_edited(book, snapshot, places)
    writes = [backward(table, places[table.table]) for table in snapshot.tables]
    name = label_of(snapshot.command)
    restored = restored_tables(snapshot)
    said = Words(
        f"已撤销“{name.zh}”（{snapshot.at:%Y-%m-%d %H:%M} 运行），恢复了{restored.zh}。",
        f"Undone: {name.en}, run {snapshot.at:%Y-%m-%d %H:%M}; put back: {restored.en}.",
    )
    changed = {t.table: Changed(0, len({r for c in t.columns for r in c.rows})) for t in snapshot.tables}
    outcome = Outcome("undo", language, DONE, said(language), changed=changed)
    entry = journal_row(outcome, now=now, user=user, today=now)
    journal = plan_write(read_table(book, JOURNAL, language), entry.assign(outcome="undone"), language)
    book.apply([*writes, journal.write])
    store.drop_latest()
    return outcome


def refuse_if_on_record(snapshot: Snapshot) -> None:
    command = registry.BY_NAME.get(snapshot.command)
    if command is not None and command.instead_of_undo is not None:
        raise OnRecord(snapshot, command.instead_of_undo)


def label_of(name: str) -> Words:
    """The button's label; `load` has none."""
    return registry.BY_NAME[name].label if name in registry.BY_NAME else Words("载入", "load")


def restored_tables(snapshot: Snapshot) -> Words:
    """The tables put back, by their titles; those that csbook keeps for itself only where it is no other."""
    names = list(dict.fromkeys(t.table for t in snapshot.tables))
    seen = [name for name in names if name not in KEPT_FOR_ITSELF] or names
    return joined(Words(f"“{TABLES[name].title.zh}”", f"'{TABLES[name].title.en}'") for name in seen)


def backward(table: TableSnapshot, place: Place) -> TableWrite:
    cells: dict[int, dict[int, Written]] = {}
    for column in table.columns:
        at = column_of(place, column.header)
        for row, before in zip(column.rows, column.before, strict=True):
            cells.setdefault(row, {})[at] = before
    grown = table.last_row_after > table.last_row_before and place.last_row == table.last_row_after
    return TableWrite(place, cells, table.last_row_before if grown else place.last_row)


def column_of(place: Place, header: str) -> int:
    if header not in place.headers:
        raise HeaderMissing(place.sheet, header, place.header_row)
    return place.first_column + place.headers.index(header)


def refuse_if_edited(book: Book, snapshot: Snapshot, places: dict[str, Place]) -> None:
    language = language_of(book)
    edited = [
        cell
        for t in snapshot.tables
        for cells in (edited_cells(book, t, places[t.table]), typed_cells(book, t, places[t.table], language))
        for cell in cells
    ]
    if edited:
        more = f" … ({len(edited)})" if len(edited) > 5 else ""
        raise EditedSince(label_of(snapshot.command), "、".join(edited[:5]) + more)


def edited_cells(book: Book, table: TableSnapshot, place: Place) -> Iterator[str]:
    grid = book.grid(place)
    for column in table.columns:
        at = column_of(place, column.header)
        for row, after in zip(column.rows, column.after, strict=True):
            if isinstance(after, Formula):
                continue  # its value follows from other cells
            offset = row - place.first_row
            now = grid[offset][at - place.first_column] if offset < len(grid) else None
            if not alike(now, after):
                yield f"{place.sheet}!{address(row, at)}"


def typed_cells(book: Book, table: TableSnapshot, place: Place, language: Language) -> Iterator[str]:
    """What people filled in since in rows that the command added: it would go with them."""
    written = {c.header: set(c.rows) for c in table.columns}
    grid = book.grid(place)
    for column in TABLES[table.table].person_columns:
        header = column.header(language)
        at = column_of(place, header)
        for row in table.new_rows:
            offset = row - place.first_row
            mine = row in written.get(header, ())
            if not mine and offset < len(grid) and grid[offset][at - place.first_column] is not None:
                yield f"{place.sheet}!{address(row, at)}"


def alike(one: Value, other: Value) -> bool:
    """The same value in a cell, whatever Python type the reader gives it."""
    if one == other:
        return True
    a, b = serial(one), serial(other)
    return a is not None and b is not None and math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-6)


def serial(value: object) -> float | None:
    """The number that Excel keeps for a value; None for text and emptiness."""
    if isinstance(value, dt.datetime):
        return (value - EXCEL_EPOCH) / dt.timedelta(days=1)
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    return None
