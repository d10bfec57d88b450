"""`export`: the month's pay sheet as a file for HR, .xlsx or .csv, its columns in a fixed order."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.commands.export_files import ExportedSheet, as_csv, as_xlsx
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

    The file is the one named (`folder`, by its ending .xlsx or .csv), else an .xlsx named after the month.
    A month that is not locked is exported as provisional. Told with exit code 1: locked rows that are not as
    they were locked (in the file too), formula cells of a month not locked that do not show what their
    formula gives, rows that say they are locked while the record does not, a fingerprint that is not that of
    the lock's parts. Cells to correct stop it in the
    month's own rows only. Raises `NothingToExport` and `FormulasWithoutValues`.
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
    sheet = ExportedSheet(label, rows, lock, tuple(edited), request.language)
    name = file_name(request, label)
    data = as_csv(sheet) if name.lower().endswith(".csv") else as_xlsx(sheet)
    return Result(
        headline(label, name, rows, lock),
        notes=(
            state_note(label, lock),
            *([EDITED] if untrue else []),
            *([record_edited(label)] if unrecorded else []),
            *([changed_rows(edited)] if edited else []),
            *([WRONG] if wrong else []),
        ),
        problems=tuple(cell.problem(request.language, Severity.WARNING) for cell in wrong),
        files=(File(name, data),),
        details={
            "month": label,
            "people": len(rows),
            "locked": lock is not None,
            "version": lock.version if lock else 0,
            "fingerprint": lock.fingerprint if lock else "",
        },
        left_out=bool(edited or wrong or unrecorded or untrue),
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


def file_name(request: Request, label: str) -> str:
    said = file_named(str(request.parameters.get("folder") or ""), command("export").makes)
    return said or Words(f"绩效核算表-{label}.xlsx", f"pay-{label}.xlsx")(request.language)


def headline(label: str, name: str, rows: pd.DataFrame, lock: Lock | None) -> Words:
    total = in_yuan(sum(rows["total"].dropna(), Decimal(0)))
    people = counted(len(rows), "person", "people")
    state = Words("已锁定", "locked") if lock else Words("暂定", "provisional")
    return Words(
        f"{label} 绩效核算表（{state.zh}）导出到 {name}：{len(rows)} 人，合计 {total} 元。",
        f"The pay sheet of {label} ({state.en}) is in {name}: {people}, {total} yuan in all.",
    )


def state_note(label: str, lock: Lock | None) -> Words:
    if lock is None:
        return Words(
            f"{label} 还没有锁定，数字可能再变；发工资请用锁定后的表。",
            f"{label} is not locked yet and its figures may still change: pay from the locked sheet.",
        )
    return lock.words + Words(f"；指纹 {lock.fingerprint}", f"; fingerprint {lock.fingerprint}")
