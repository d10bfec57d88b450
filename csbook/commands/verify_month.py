"""`verify-month`: whether a locked month's rows, or what they rest on, have changed since the lock.

Inputs and rules are worked out again as of the lock's moment, the rows are taken as they stand, and both are
compared with the fingerprints that the lock left. Nothing is written.
"""

from __future__ import annotations

from typing import Final

from csbook.commands.facts_moved import facts_note
from csbook.commands.handler import Request, Result
from csbook.commands.lock_comparison import Comparison, as_of_lock, compared
from csbook.commands.lock_contents import was_only_marked
from csbook.commands.lock_typed import with_what_was_typed
from csbook.commands.locked_months import Lock, record_edited, says_locked_unrecorded, standing_lock
from csbook.commands.month_terms import has_terms, where_kept
from csbook.commands.scored_month import scored_month
from csbook.commands.typed_over import ensure_values
from csbook.commands.verify_words import changed_notes
from csbook.problems import Words, counted

LOCK_FIRST: Final = Words(
    "锁定以后才能核对：先点“锁定月份”。", " There is nothing to verify before: press 'Lock month' first."
)
PUT_BACK: Final = Words(
    "最先列出的改动，从备份或导出的文件改回来，再点“核对锁定”；确实要改，先“解锁月份”并写理由，再评分、锁定。",
    "put what is listed first back, from a backup or the exported file, then press 'Verify month' again; "
    "where it is meant so, 'Reopen month' with a reason, then score and lock again.",
)
SETTLE_RECORD: Final = Words(
    "从备份把改过的格改回来，再点“核对锁定”；没有备份就“解锁月份”并写理由，再评分、锁定。",
    "put the edited cell back from a backup, then press 'Verify month' again; without one 'Reopen month' "
    "with a reason, then score and lock again.",
)
LOCK_ANEW: Final = Words(
    "不用处理；要留指纹，先“解锁月份”并写理由，再“锁定月份”。",
    "nothing; for a fingerprint 'Reopen month' with a reason, then 'Lock month'.",
)


def verify_month(request: Request) -> Result:
    """Say whether the locked month of the request is as it was locked; `left_out` (exit code 1) where not.

    Dates of people and shifts that are others by now change nothing of it, and are told. Rules that are wrong
    now are problems. Raises `MonthNotLocked` and `FormulasWithoutValues`.
    """
    label = f"{request.month:%Y-%m}"
    if says_locked_unrecorded(request.tables, label):
        return record_gone(label)
    lock = standing_lock(request.tables, label, LOCK_FIRST)
    if was_only_marked(request.tables, lock):
        return Result(marked_only(lock), details={"month": label, "locked": True}, then=LOCK_ANEW)
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
        return Result(unchanged(lock), notes=tuple(facts_note(request)), details=details)
    notes = (*changed_notes(found), *facts_note(request))
    return Result(headline(found), notes=notes, details=details, left_out=True, then=PUT_BACK)


def marked_only(lock: Lock) -> Words:
    return Words(
        f"{lock.month} 是旧版本锁定的，没有留下指纹，无法核对。",
        f"{lock.month} was locked by an earlier version, which left no fingerprint: it cannot be verified.",
    )


def record_gone(label: str) -> Result:
    """Somebody has to look, although there is nothing to compare the rows with."""
    details = {"month": label, "locked": False}
    return Result(record_edited(label), details=details, left_out=True, then=SETTLE_RECORD)


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
