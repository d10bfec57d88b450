"""`verify-month`: whether a locked month's rows, or what they rest on, have changed since the lock.

Inputs and rules are worked out again as of the lock's moment, the rows are taken as they stand, and both are
compared with the fingerprints that the lock left. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from csbook.commands.handler import Request, Result
from csbook.commands.lock_comparison import Comparison, as_of_lock, compared
from csbook.commands.lock_typed import with_what_was_typed
from csbook.commands.locked_months import Lock, is_locked, standing_lock
from csbook.commands.month_terms import has_terms, where_kept
from csbook.commands.scored_month import scored_month
from csbook.commands.typed_over import ensure_values
from csbook.commands.verify_words import changed_notes
from csbook.problems import Words, counted


def verify_month(request: Request) -> Result:
    """Say whether the locked month of the request is as it was locked; `left_out` (exit code 1) where not.

    Rules that are wrong now are problems. Raises `MonthNotLocked` and `FormulasWithoutValues`.
    """
    label = f"{request.month:%Y-%m}"
    if says_locked_unrecorded(request.tables, label):
        return record_gone(label)
    lock = standing_lock(request.tables, label)
    ensure_values(request)
    at_lock = as_of_lock(request, lock)
    scored = scored_month(at_lock)
    if scored.is_wrong:
        problems = where_kept(scored.problems) if has_terms(request.tables, label) else scored.problems
        return Result(Words(f"{label} 无法核对。", f"{label} cannot be verified."), problems=problems)
    found = with_what_was_typed(compared(at_lock, lock, scored), at_lock)
    details = {
        "month": label,
        "locked": True,
        "version": lock.version,
        "unchanged": found.is_unchanged,
        "changed": [{"part": part, "agent_id": who} for part, who in found.changed],
    }
    if found.is_unchanged:
        return Result(unchanged(lock), details=details)
    return Result(headline(found), notes=tuple(changed_notes(found)), details=details, left_out=True)


def says_locked_unrecorded(tables: Mapping[str, pd.DataFrame], label: str) -> bool:
    """Whether rows say that they are locked and the record does not."""
    pay = tables["Pay"]
    rows_locked = bool(((pay["month"] == label) & (pay["state"] == "locked")).any())
    return rows_locked and not is_locked(tables, label)


def record_gone(label: str) -> Result:
    """Somebody has to look, although there is nothing to compare the rows with."""
    return Result(
        Words(
            f"{label} 在“锁定记录”里没有锁定，绩效核算表的行却写着已锁定：记录或“状态”被人改过。",
            f"{label} is not locked by sheet 'Locks', but rows of the pay sheet say that they are: "
            "the record or their state was edited.",
        ),
        details={"month": label, "locked": False},
        left_out=True,
    )


def unchanged(lock: Lock) -> Words:
    said = lock.words
    return Words(
        f"{lock.month} 与锁定时一致（{said.zh}）。", f"{lock.month} is as it was locked ({said.en})."
    )


def headline(found: Comparison) -> Words:
    said, people = found.lock.words, len({who for _, who in found.changed if who})
    zh = f"，涉及 {people} 人。" if people else "。"
    en = f": {counted(people, 'person', 'people')} concerned." if people else "."
    return Words(
        f"{found.lock.month} 锁定（{said.zh}）以后有改动{zh}",
        f"{found.lock.month} has changed since it was locked ({said.en}){en}",
    )
