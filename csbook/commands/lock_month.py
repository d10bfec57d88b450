"""`lock-month`: the month worked out once more and held fast, with version, time, user and fingerprint.

A month that was locked once is worked out by the terms that its last `score` kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pandas as pd

import csbook
from csbook.commands.handler import Request, Result
from csbook.commands.kept_facts import facts_text
from csbook.commands.lock_comparison import TypedCells
from csbook.commands.lock_contents import ROWS, Parts, as_written, contents
from csbook.commands.lock_refusals import lock_problems
from csbook.commands.lock_typed import in_text, typed_in
from csbook.commands.lock_versions import last_version
from csbook.commands.locked_months import MonthLocked, ensure_record_agrees, last_lock
from csbook.commands.month_terms import at_their_cells, by_its_terms
from csbook.commands.pay_explained import emptied, emptied_note
from csbook.commands.reopen_month import with_state
from csbook.commands.score_frames import frame_of
from csbook.commands.scored_month import ScoredMonth
from csbook.commands.terms_reminders import notes_on_terms
from csbook.money import in_yuan
from csbook.problems import Severity, Words, counted
from csbook.schema.score_choices import LOCK_PART
from csbook.scorecard.fingerprint import combined

Frames = Mapping[str, pd.DataFrame]
ORDER: Final = tuple(LOCK_PART)
NO_FACTS: Final = Words(
    "员工或班次太多，入职、试用、离职日期和班次时间没有随锁定记下：以后改了，会在“核对锁定”里显示。",
    "There are too many people or shifts to keep their dates and times with the lock: 'Verify month' will "
    "tell when they are changed.",
)


def lock_month(request: Request) -> Result:
    """Score the month of the request as of now, mark its pay rows locked and note the lock.

    Nothing is written where something is still open (see `lock_problems`, also for what it raises). Raises
    `MonthLocked` and `RecordContradicted`.
    """
    request = replace(request, today=request.today.replace(microsecond=0))
    label = f"{request.month:%Y-%m}"
    last = last_lock(request.tables, label)
    if last is not None and last.is_locked:
        raise MonthLocked(last)
    ensure_record_agrees(request.tables, label)
    asked, request = request, by_its_terms(request)
    scored, found = lock_problems(request)
    problems = at_their_cells(found, asked)
    if scored is None or any(p.severity is Severity.ERROR for p in problems):
        return Result(Words(f"{label} 还不能锁定。", f"{label} cannot be locked yet."), problems=problems)
    version = last_version(request.tables, label) + 1
    frames = {**scored.frames, "Pay": locked_pay(scored.frames["Pay"], label)}
    parts = contents(request, scored, written_rows(request.tables, frames, label))
    facts = facts_text(request.tables, request.month)
    held = parts_frame(label, version, parts, typed_in(request.tables, label), facts)
    mark, explained = combined(parts), emptied(request, frames)
    lock = {
        "month": label,
        "version": version,
        "state": "locked",
        "locked_at": request.today,
        "locked_by": request.user or None,
        "program": csbook.__version__,
        "fingerprint": mark,
    }
    return Result(
        headline(label, version, scored),
        {
            **frames,
            "Locks": frame_of("Locks", [lock]),
            "LockParts": held,
            **explained,
        },
        (*notes(asked, scored, mark), *([] if facts else [NO_FACTS]), *emptied_note(explained)),
        problems,
        {"month": label, "version": version, "fingerprint": mark, "people": len(frames["Pay"])},
    )


def locked_pay(pay: pd.DataFrame, month: str) -> pd.DataFrame:
    return pay.assign(state=with_state(pay, month, "locked")["state"])


def written_rows(tables: Frames, frames: Frames, month: str) -> dict[str, pd.DataFrame]:
    """The rows of the sheets that a lock holds fast, as they will stand."""
    rows = {table: as_written(tables[table], frames[table], month) for table in ROWS.values()}
    return {**rows, "RefundsTaken": frames["RefundsTaken"]}


def parts_frame(
    month: str, version: int, parts: Parts, typed: Mapping[str, TypedCells], facts: str | None
) -> pd.DataFrame:
    """The fingerprint of each part; beside that of `typed` what stood typed, beside that of the rules what
    is kept of people and shifts."""
    rows = [
        {"month": month, "version": version, "part": part, "agent_id": who or None, "fingerprint": mark}
        | {"typed": in_text(typed[who]) if part == "typed" else facts if part == "rules" else None}
        for (part, who), mark in sorted(parts.items(), key=lambda item: (ORDER.index(item[0][0]), item[0][1]))
    ]
    return frame_of("LockParts", rows)


def headline(label: str, version: int, scored: ScoredMonth) -> Words:
    pay = scored.frames["Pay"]
    total = in_yuan(sum(pay["total"].dropna(), Decimal(0)))
    return Words(
        f"{label} 已锁定（第 {version} 版）：{len(pay)} 人，绩效合计 {total} 元。",
        f"{label} is locked (version {version}): {counted(len(pay), 'person', 'people')}, {total} yuan in "
        "all.",
    )


def notes(request: Request, scored: ScoredMonth, mark: str) -> Iterator[Words]:
    label = f"{request.month:%Y-%m}"
    yield Words(f"指纹 {mark}", f"Fingerprint {mark}")
    yield from notes_on_terms(request)
    if not scored.present:
        yield Words(
            f"没有 {label} 的排班，出勤各列为空。",
            f"There is no roster of {label}: the columns of attendance are empty.",
        )
    elif not closed(request.tables["RosterHistory"], label):
        yield Words(
            f"{label} 的排班还没有“月度结转”：出勤取自当前排班表，以后改排班会在“核对锁定”里显示。",
            f"The roster of {label} is not closed: attendance is that of the grid, and 'Verify month' will "
            "tell when it is changed.",
        )
    yield Words(
        "人事可以“导出”绩效核算表；以后有没有改动，用“核对锁定”查看。",
        "HR can export the pay sheet now; 'Verify month' says whether anything has changed since.",
    )


def closed(history: pd.DataFrame, month: str) -> bool:
    """Whether the month's roster is in 排班历史."""
    return bool((history["date"].dt.strftime("%Y-%m") == month).any())
