"""A locked month beside what it comes to now: which parts differ, and the figures before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.kept_facts import by_kept_facts
from csbook.commands.lock_contents import (
    COLUMNS,
    ROWS,
    Parts,
    as_written,
    by_person,
    contents,
    recorded,
    row_parts,
)
from csbook.commands.locked_months import Lock
from csbook.commands.month_terms import by_kept_terms
from csbook.commands.reopen_month import with_state
from csbook.commands.scored_month import ScoredMonth
from csbook.commands.staff_then import staff_then
from csbook.scorecard.fingerprint import combined, value_text
from csbook.scorecard.refunds import settling

Frames = Mapping[str, pd.DataFrame]
Row = Mapping[str, Any]
TypedCells = Mapping[tuple[str, str], Any]
"""Values by table and column, None for an empty cell."""
ORDER: Final = ["platform", "order_id"]


@dataclass(frozen=True)
class Difference:
    """One cell of a sheet: what stands there and what it comes to now."""

    table: str
    column: str
    stands: Any
    comes_to: Any


@dataclass(frozen=True)
class Comparison:
    """`tables` as they stand, `scored` the month worked out again as of the lock; `before` the parts as
    locked, `now` as they are, `again` those of the rows worked out again.

    `typed` is what stood typed at the lock, by person, where that has changed and could be found;
    `scored_then` the month worked out with it.
    """

    lock: Lock
    tables: Frames
    scored: ScoredMonth
    before: Parts
    now: Parts
    typed: Mapping[str, TypedCells] = field(default_factory=dict)
    scored_then: ScoredMonth | None = None

    @property
    def changed(self) -> list[tuple[str, str]]:
        """The parts (part, staff number) that are others now, gone or new."""
        keys = [*self.before, *(key for key in self.now if key not in self.before)]
        return [key for key in keys if self.before.get(key) != self.now.get(key)]

    @property
    def is_record_whole(self) -> bool:
        """Whether the record of the lock still fits its own fingerprint, and its moment that of the rows."""
        pay = self.tables["Pay"]
        moments = pay.loc[pay["month"] == self.lock.month, "computed_at"]
        same_moment = bool((moments == pd.Timestamp(self.lock.locked_at)).all())
        return same_moment and combined(self.before) == self.lock.fingerprint

    @property
    def is_unchanged(self) -> bool:
        return not self.changed and self.is_record_whole

    @cached_property
    def worked_out(self) -> dict[str, pd.DataFrame]:
        """The month's rows of each sheet as the inputs and rules of now give them."""
        return self.rows_of(self.scored)

    @cached_property
    def worked_out_then(self) -> dict[str, pd.DataFrame]:
        """The month's rows with what was typed at the lock; none where nothing of it has changed."""
        return self.rows_of(self.scored_then) if self.scored_then else {}

    def rows_of(self, scored: ScoredMonth) -> dict[str, pd.DataFrame]:
        label, frames = self.lock.month, scored.frames
        pay = frames["Pay"].assign(state=with_state(frames["Pay"], label, "locked")["state"])
        given = {**frames, "Pay": pay}
        return {t: as_written(self.tables[t], given[t], label) for t in ROWS.values()}

    @cached_property
    def again(self) -> Parts:
        return row_parts(self.worked_out, self.lock.month)

    @cached_property
    def then(self) -> Parts:
        return row_parts(self.worked_out_then, self.lock.month) if self.worked_out_then else {}

    def as_locked(self, part: str, who: str) -> Row | None:
        """The row as it was locked, where working it out gives one that fits the lock's fingerprint."""
        key, table = (part, who), ROWS[part]
        for parts, rows in ((self.again, self.worked_out), (self.then, self.worked_out_then)):
            if key in self.before and parts.get(key) == self.before[key]:
                return row_of(rows[table], self.lock.month, who)
        return None

    def differences(self, table: str, who: str, columns: tuple[str, ...] = ()) -> list[Difference]:
        """One person's cells (`columns`, else all held fast) that do not show what they come to now."""
        stands, comes_to = (
            row_of(rows[table], self.lock.month, who) for rows in (self.tables, self.worked_out)
        )
        if stands is None or comes_to is None:
            return []
        return [
            Difference(table, name, stands[name], comes_to[name])
            for name in columns or COLUMNS[table]
            if value_text(stands[name]) != value_text(comes_to[name])
        ]


def row_of(rows: pd.DataFrame, month: str, who: str) -> Row | None:
    found = by_person(rows[(rows["month"] == month) & (rows["agent_id"] == who)], list(rows.columns))
    return found[who][0] if found else None


def as_of_lock(request: Request, lock: Lock) -> Request:
    """The request as the lock's moment saw it: settings and rules, dates of people and shifts are those kept
    for the month, what came later has not happened, orders have the refunds that were counted by then, and
    people the role, platform and group that the locked rows name, since 员工 knows only those of now."""
    request = by_kept_facts(by_kept_terms(request))
    tables = {"Orders": orders_then(request, lock), "Staff": staff_then(request.tables, lock.month)}
    return replace(request, today=lock.locked_at, tables={**request.tables, **tables})


def orders_then(request: Request, lock: Lock) -> pd.DataFrame:
    orders, ledger = request.tables["Orders"], request.tables["RefundsTaken"]
    later = locked_later(request.tables["Locks"], lock.month)
    counted = settling(ledger[(ledger["month"] <= lock.month) | ledger["month"].isin(later)])
    keys = counted[ORDER].itertuples(index=False, name=None)
    refunds: dict[Any, Decimal] = {}
    for key, amount in zip(keys, counted["amount"], strict=True):
        refunds[key] = refunds.get(key, Decimal(0)) + amount
    known = [refunds.get(key) for key in orders[ORDER].itertuples(index=False, name=None)]
    return orders.assign(refund=pd.Series(known, index=orders.index, dtype="object"))


def locked_later(locks: pd.DataFrame, month: str) -> list[str]:
    """The months after `month` that are locked now."""
    last = locks.sort_values("version").drop_duplicates("month", keep="last")
    return [str(m) for m in last.loc[(last["state"] == "locked") & (last["month"] > month), "month"]]


def compared(request: Request, lock: Lock, scored: ScoredMonth) -> Comparison:
    """`request` and `scored` as of the lock (`as_of_lock`)."""
    before = recorded(request.tables["LockParts"], lock)
    return Comparison(lock, request.tables, scored, before, contents(request, scored, request.tables))
