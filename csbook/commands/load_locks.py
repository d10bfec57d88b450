"""Files for months that are locked: what their lock holds fast is refused, a change of what it rests on is
told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import pandas as pd

from csbook.books.frames import key_of
from csbook.books.plan import PlannedWrite
from csbook.commands.duty import grid_month
from csbook.commands.lock_contents import TYPED
from csbook.commands.locked_months import standing_locks
from csbook.problems import Language, Problem, Words, joined, same
from csbook.schema.table import Table
from csbook.scorecard.fingerprint import value_text

Frames = Mapping[str, pd.DataFrame]
DAYS_OF_INPUTS: Final = {
    "DailyLog": ("date",),
    "PlatformFigures": ("period_from", "period_to"),
    "FollowUps": ("due_by",),
    "AfterSales": ("opened",),
    "Orders": ("paid",),
    "Quality": ("date",),
    "Conduct": ("date",),
    "RosterHistory": ("date",),
}
"""The columns that say in which months a row counts, of the tables that scores and pay rest on."""
BY_MONTH: Final = ("Plan",)


def locked_months(helping: Frames) -> list[str]:
    """The months that are locked now. `helping` holds `Locks`."""
    return [lock.month for lock in standing_locks(helping)]


def held_cells(
    table: Table, loaded: pd.DataFrame, existing: pd.DataFrame, locked: Collection[str], language: Language
) -> list[Problem]:
    """The file's cells that would change what people typed into locked rows (`lock_contents.TYPED`). HR's own
    columns, the month's wage and the note, are not held: they are filled after the lock."""
    held = [name for name in TYPED.get(table.name, ()) if name in loaded]
    if not held:
        return []
    keys, standing = key_of(loaded, table.key), key_of(existing, table.key)
    before = {key: row for row, key in zip(existing.index.tolist(), standing, strict=True) if pd.notna(key)}
    found = []
    for line, key, month in zip(loaded.index.tolist(), keys, loaded["month"], strict=True):
        if month not in locked or key not in before:
            continue
        for name in held:
            value, stands = loaded[name][line], existing[name][before[key]]
            if value_text(value) != value_text(stands):
                shown = "" if pd.isna(value) else str(table[name].render(value, language))
                found.append(Problem(table.name, line, name, shown, as_locked(month)))
    return found


def as_locked(month: str) -> Words:
    return Words(
        f"锁定时的数：{month} 已锁定，要改先解锁并写理由（“解锁月份”，csbook reopen-month --month {month}）",
        f"the figure as locked: to change {month} reopen it first, with a reason ('Reopen month', csbook "
        f"reopen-month --month {month})",
    )


def notes_on_inputs(
    planned: PlannedWrite, after: pd.DataFrame, helping: Frames, month: dt.date
) -> Iterator[Words]:
    """A note where rows change that locked months rest on: what it does, and how they are taken into account.

    after: the table once the file is in it. month: the one of the settings, for the grid of the roster.
    """
    table = planned.read.table
    rows = sorted({row for change in planned.columns for row in change.rows} | {*planned.new_rows})
    if not rows:
        return
    touched = months_of(table.name, planned.read.frame, rows) | months_of(table.name, after, rows)
    if table.name == "Roster":
        touched = {grid_month(helping["RosterBase"], month)}
    yield from note_on_months(table, touched, helping)


def note_on_months(table: Table, touched: Collection[str], helping: Frames) -> Iterator[Words]:
    """The note where any of these months is locked, in which the table's rows have changed."""
    months = joined([same(m) for m in locked_months(helping) if m in touched])
    if not months.zh:
        return
    yield Words(
        f"{months.zh} 已锁定，“{table.title.zh}”是它的依据：锁定的评分和工资没有变，“核对锁定”会列出不同。"
        "要算进去，先“解锁月份”，再“月度评分”、“锁定月份”。",
        f"{months.en} is locked and rests on '{table.title.en}': scores and pay as locked stand, and 'Verify "
        "month' lists what differs. To count the change use 'Reopen month', then 'Score month' and 'Lock "
        "month'.",
    )


def months_of(table: str, frame: pd.DataFrame, rows: Iterable[int]) -> set[str]:
    there = frame[frame.index.isin(list(rows))]
    if table in BY_MONTH:
        return set(there["month"].dropna())
    days = [there[name].dropna() for name in DAYS_OF_INPUTS.get(table, ())]
    return {label for moments in days for label in moments.dt.strftime("%Y-%m")}
