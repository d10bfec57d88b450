"""`export`: the month's pay sheet as a file for HR, .xlsx or .csv, its columns in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.commands.export_files import ExportedSheet, as_csv, as_xlsx
from csbook.commands.export_standing import replacing
from csbook.commands.files import file_named
from csbook.commands.handler import File, Request, Result
from csbook.commands.lock_contents import people_changed, recorded
from csbook.commands.locked_months import Lock, changed_rows, last_lock, record_edited, says_locked_unrecorded
from csbook.commands.registry import command
from csbook.commands.score_commands import PAID
from csbook.commands.typed_over import ensure_values, overwritten
from csbook.money import in_yuan
from csbook.problems import Problem, Severity, Words, WorkbookUnusable, counted
from csbook.scorecard.fingerprint import combined

WRONG: Final = Words(
    "下列格不是公式给出的数（被改过，或没有重算），文件里是格里现有的数：请先“月度评分”，或从别的行复制公式，再导出。",
    "These cells do not show what their formulas give, since they were typed over or not worked out again; "
    "the file has what stands in them. Use 'Score month', or copy the formula from another row, and export "
    "again.",
)


EDITED: Final = Words(
    "“锁定记录”的指纹与“锁定内容”不符：其中有被人改过的，文件里的指纹不能作准。请先“核对锁定”。",
    "The fingerprint in sheet 'Locks' does not fit those of 'Locked parts': one of them was edited, and the "
    "file's cannot be relied upon. Use 'Verify month' first.",
)


class NothingToExport(WorkbookUnusable):
    """The month has no pay rows."""

    def __init__(self, month: str) -> None:
        super().__init__(
            Words(
                f"{month} 的绩效核算表没有行。请先“月度评分”。",
                f"{month} has no rows in the pay sheet. Use 'Score month' first.",
            )
        )


def export(request: Request) -> Result:
    """The pay sheet of the request's month as one file, whole, in the order of staff numbers.

    The file is the one named (`folder`, by its ending .xlsx or .csv), else an .xlsx named after the month,
    later versions of its lock and, where it is not to be paid from, its state, so that it takes no other's
    place; `export_standing` says what it may replace. A month that is not
    locked is exported as provisional. Told with exit code 1: locked rows that are not as they were locked (in
    the file too), formula cells of a month not locked that do not show what their formula gives, rows that
    say they are locked while the record does not, a fingerprint that is not that of the lock's parts. Cells
    to correct stop it in the month's own rows only. Raises `NothingToExport` and `FormulasWithoutValues`.
    """
    label = f"{request.month:%Y-%m}"
    if found := to_correct(request, label):
        return Result(Words(f"{label} 没有导出。", f"{label} was not exported."), problems=tuple(found))
    pay = request.tables["Pay"]
    rows = pay[pay["month"] == label].sort_values("agent_id", ignore_index=True)
    if rows.empty:
        raise NothingToExport(label)
    last = last_lock(request.tables, label)
    lock = last if last and last.is_locked else None
    wrong = [] if lock else overwritten(request)
    untrue = lock is not None and combined(recorded(request.tables["LockParts"], lock)) != lock.fingerprint
    edited = people_changed(request.tables, lock, ["pay"]) if lock else []
    unrecorded = says_locked_unrecorded(request.tables, label)
    if lock:
        ensure_values(request)
    state = state_of(lock, is_changed=bool(edited or untrue))
    company = request.settings["company"] or request.settings["shop"] or ""
    sheet = ExportedSheet(label, rows, lock, tuple(edited), request.language, company, state.called)
    name = file_name(request, label, state, lock)
    data = as_csv(sheet) if name.lower().endswith(".csv") else as_xlsx(sheet)
    return Result(
        headline(label, name, rows, state),
        notes=(
            state_note(label, lock),
            *([EDITED] if untrue else []),
            *([record_edited(label)] if unrecorded else []),
            *([changed_rows(edited)] if edited else []),
            *([WRONG] if wrong else []),
        ),
        problems=tuple(cell.problem(request.language, Severity.WARNING) for cell in wrong),
        files=(File(name, data, replacing(name, lock if state is LOCKED else None)),),
        details={
            "month": label,
            "people": len(rows),
            "locked": lock is not None,
            "version": lock.version if lock else 0,
            "fingerprint": lock.fingerprint if lock else "",
        },
        left_out=bool(edited or wrong or unrecorded or untrue),
        then=state.then,
    )


def to_correct(request: Request, label: str) -> list[Problem]:
    """The errors in rows of the month, and in rows that do not say which month they are of."""
    return [
        problem
        for problem in request.found
        if problem.severity is Severity.ERROR
        and problem.table in PAID
        and month_of_row(request.tables[problem.table], problem.row) in (None, label)
    ]


def month_of_row(rows: pd.DataFrame, row: int | None) -> str | None:
    """The month of a sheet's row, by its month or its date; None where it has none."""
    months = rows["month"] if "month" in rows else rows["date"].dt.strftime("%Y-%m")
    return next((str(month) for month in months[months.index == row].dropna()), None)


@dataclass(frozen=True)
class State:
    """What an exported month is: as the headline says it, at the end of the file's name, and what is to be
    done with the file, None for the usual."""

    called: Words
    in_name: Words
    then: Words | None = None


LOCKED: Final = State(Words("已锁定", "locked"), Words("", ""))
CHANGED: Final = State(
    Words("已锁定，后来有改动，先不要照它发", "locked, changed since: do not pay from it"),
    Words("-有改动", "-changed"),
    Words(
        "点“核对锁定”看改了什么，从备份改回来（或“解锁月份”后重新评分、锁定），再点“导出”。",
        "press 'Verify month' to see what was changed and put it back from a backup (or 'Reopen month', then "
        "score and lock again), then press 'Export' again.",
    ),
)
PROVISIONAL: Final = State(
    Words("暂定", "provisional"),
    Words("-暂定", "-provisional"),
    Words(
        "这份只用来核对；发工资的，点“月结”锁定后再“导出”。",
        "use this file to look it over; to pay, press 'Settle month', then 'Export' again.",
    ),
)


def state_of(lock: Lock | None, *, is_changed: bool) -> State:
    if lock is None:
        return PROVISIONAL
    return CHANGED if is_changed else LOCKED


def file_name(request: Request, label: str, state: State, lock: Lock | None) -> str:
    if said := file_named(str(request.parameters.get("folder") or ""), command("export").makes):
        return said
    usual = Words(f"绩效核算表-{label}", f"pay-{label}")
    if lock and lock.version > 1:
        usual += Words(f"-第{lock.version}版", f"-version-{lock.version}")
    return (usual + state.in_name)(request.language) + ".xlsx"


def headline(label: str, name: str, rows: pd.DataFrame, state: State) -> Words:
    total = in_yuan(sum(rows["total"].dropna(), Decimal(0)))
    people = counted(len(rows), "person", "people")
    return Words(
        f"{label} 绩效核算表（{state.called.zh}）导出到 {name}：{len(rows)} 人，合计 {total} 元。",
        f"The pay sheet of {label} ({state.called.en}) is in {name}: {people}, {total} yuan in all.",
    )


def state_note(label: str, lock: Lock | None) -> Words:
    if lock is None:
        return Words(
            f"{label} 还没有锁定，数字可能再变；发工资请用锁定后的表。",
            f"{label} is not locked yet and its figures may still change: pay from the locked sheet.",
        )
    return lock.words + Words(f"；指纹 {lock.fingerprint}", f"; fingerprint {lock.fingerprint}")
