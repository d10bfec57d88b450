"""Which months are locked: the last version of 锁定记录 says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from csbook.problems import Words, WorkbookUnusable, joined, same


@dataclass(frozen=True)
class Lock:
    """One version of a month's lock. `row` is its row on the sheet."""

    month: str
    version: int
    is_locked: bool
    locked_at: dt.datetime
    locked_by: str
    program: str
    fingerprint: str
    row: int

    @property
    def words(self) -> Words:
        """Which version it is, since when and by whom."""
        by = self.locked_by
        zh = f"第 {self.version} 版，{self.locked_at:%Y-%m-%d %H:%M}" + (f"，{by}" if by else "")
        en = f"version {self.version}, {self.locked_at:%Y-%m-%d %H:%M}" + (f", by {by}" if by else "")
        return Words(zh, en)


class MonthLocked(WorkbookUnusable):
    """The month is locked already."""

    def __init__(self, lock: Lock) -> None:
        said = lock.words
        super().__init__(
            Words(
                f"{lock.month} 已经锁定（{said.zh}）。要改动请先“解锁月份”并写明理由。",
                f"{lock.month} is locked already ({said.en}). Use 'Reopen month', with a reason, to change "
                "it.",
            )
        )


class MonthNotLocked(WorkbookUnusable):
    """The month is not locked: never was, or was reopened."""

    def __init__(
        self, month: str, last: Lock | None, locked: Sequence[str] = (), first: Words | None = None
    ) -> None:
        reopened = Words("，上次锁定后已解锁", ": it was reopened") if last else Words("", "")
        others = Words("、".join(locked), ", ".join(locked))
        chosen = Words(
            f"已锁定的有 {others.zh}：在操作面板“月份”（--month）写要哪个月。",
            f" Locked are {others.en}: say which month at 'month' in the panel (--month).",
        )
        super().__init__(
            Words(f"{month} 没有锁定{reopened.zh}。", f"{month} is not locked{reopened.en}.")
            + (chosen if locked else first or Words("", ""))
        )


def last_lock(tables: Mapping[str, pd.DataFrame], month: str) -> Lock | None:
    """The last version of the month's lock (`2026-11`), locked still or reopened. `tables` has `Locks`."""
    locks = tables["Locks"]
    versions = locks[(locks["month"] == month) & locks["version"].notna()].sort_values("version")
    if versions.empty:
        return None
    row, line = int(versions.index[-1]), versions.iloc[-1]
    return Lock(
        month,
        int(line["version"]),
        line["state"] == "locked",
        moment(line["locked_at"]),
        text(line["locked_by"]),
        text(line["program"]),
        text(line["fingerprint"]),
        row,
    )


def standing_lock(tables: Mapping[str, pd.DataFrame], month: str, first: Words | None = None) -> Lock:
    """The lock that holds the month; raises `MonthNotLocked`, which says what to do `first` where no month is
    locked."""
    lock = last_lock(tables, month)
    if lock is None or not lock.is_locked:
        raise MonthNotLocked(month, lock, [one.month for one in standing_locks(tables)], first)
    return lock


def standing_locks(tables: Mapping[str, pd.DataFrame]) -> list[Lock]:
    """The locks of all months that are locked now, the earliest month first."""
    months = sorted(tables["Locks"]["month"].dropna().unique().tolist())
    found = (last_lock(tables, month) for month in months)
    return [lock for lock in found if lock is not None and lock.is_locked]


def is_locked(tables: Mapping[str, pd.DataFrame], month: str) -> bool:
    """Whether the month, such as `2026-11`, is locked now. `tables` holds `Locks`."""
    lock = last_lock(tables, month)
    return lock is not None and lock.is_locked


def says_locked_unrecorded(tables: Mapping[str, pd.DataFrame], month: str) -> bool:
    """Whether rows of 绩效核算表 say that they are locked and the record does not: one of them was edited."""
    pay = tables["Pay"]
    rows_locked = bool(((pay["month"] == month) & (pay["state"] == "locked")).any())
    return rows_locked and not is_locked(tables, month)


def record_edited(month: str) -> Words:
    """What is told of such a month; it stands for a note of its own."""
    return Words(
        f"{month} 在“锁定记录”里没有锁定，绩效核算表的行却写着已锁定：记录或“状态”被人改过。",
        f"{month} is not locked by sheet 'Locks', but rows of the pay sheet say that they are: "
        "the record or their state was edited.",
    )


class RecordContradicted(WorkbookUnusable):
    """The record of locks or the rows' state was edited: overwriting the rows would wipe the evidence."""

    def __init__(self, month: str, last: Lock | None) -> None:
        cell = Words("“锁定记录”没有这个月的行", "sheet 'Locks' has no row of the month")
        if last is not None:
            cell = Words(
                f"“锁定记录”第 {last.row} 行的“锁定状态”是“已解锁”",
                f"'Lock state' in row {last.row} of sheet 'Locks' says reopened",
            )
        super().__init__(
            Words(
                f"{month} 的绩效核算表写着已锁定，而{cell.zh}：有一处被人改过，什么也没有写。"
                "请从备份把改过的格改回来；确实要重新评分，请先“解锁月份”并写明理由。",
                f"The pay sheet says that {month} is locked, but {cell.en}: one of them was edited, so "
                "nothing was written. Put the edited cell back from the backup, or use 'Reopen month', with "
                "a reason, to score the month again.",
            )
        )


def ensure_record_agrees(tables: Mapping[str, pd.DataFrame], month: str) -> None:
    """Raises `RecordContradicted` where rows of 绩效核算表 are locked and the record does not lock them."""
    if says_locked_unrecorded(tables, month):
        raise RecordContradicted(month, last_lock(tables, month))


def changed_rows(people: Iterable[str]) -> Words:
    """A note that names the people whose rows are not as they were locked."""
    names = joined(map(same, people))
    return (
        Words("与锁定时不同的行：", "Rows that are not as they were locked: ")
        + names
        + Words("。请先“核对锁定”。", ". Use 'Verify month' first.")
    )


def moment(value: object) -> dt.datetime:
    """A table's moment; the first of all where somebody emptied it."""
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else dt.datetime.min


def text(value: object) -> str:
    return value if isinstance(value, str) else ""
