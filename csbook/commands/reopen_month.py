"""`reopen-month`: a locked month becomes provisional again, with the reason beside its lock."""

from __future__ import annotations

from typing import Final

import pandas as pd

from csbook.commands.figures_gone import GoneForGood, figures_are_gone
from csbook.commands.handler import Request, Result
from csbook.commands.lock_versions import last_version
from csbook.commands.locked_months import says_locked_unrecorded, standing_lock
from csbook.commands.score_frames import frame_of
from csbook.problems import Words, WrongUse
from csbook.schema.workbook import TABLES


class NoReason(WrongUse):
    """A month is not reopened without saying why."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                "请写明为什么解锁：在“首页”的“操作面板”填“理由”（--reason），再点“解锁月份”。",
                "Say why the month is reopened: fill 'reason' (--reason) in the panel on sheet 'Home', then "
                "press 'Reopen month' again.",
            )
        )


UNKNOWN: Final = Words(
    "“锁定记录”和“操作记录”里都没有以前的版本，再锁定就是第 2 版：人事手里的表也可能写着第 2 版，请对指纹，"
    "并重新“导出”。",
    "Neither 'Locks' nor 'Journal' knows which version it was. Locked again it is version 2: HR may have a "
    "sheet that says so too, so compare the fingerprints, and export the pay sheet once more.",
)


def reopen_month(request: Request) -> Result:
    """Take the lock off the month of the request; the version locked stays on record as reopened.

    It also settles a record that contradicts locked rows. Raises `MonthNotLocked`, `NoReason` and
    `GoneForGood`. Writes `Locks` and the state of the month's rows of `Pay`.
    """
    label = f"{request.month:%Y-%m}"
    known = version_to_reopen(request, label)
    version = known or 1
    reason = str(request.parameters.get("reason") or "").strip()
    if not reason:
        raise NoReason
    if figures_are_gone(request.tables, label, request.today):
        raise GoneForGood(label)
    was = Words(f"（原为第 {version} 版）", f" (it was version {version})") if known else Words("", "")
    reopened = {
        "month": label,
        "version": version,
        "state": "reopened",
        "reopened_at": request.today.replace(microsecond=0),
        "reopened_by": request.user or None,
        "reason": reason,
    }
    return Result(
        Words(
            f"{label} 已解锁{was.zh}，“绩效核算表”里这个月改回暂定。",
            f"{label} is reopened{was.en}; its rows of sheet 'Pay' are provisional again.",
        ),
        {
            "Locks": frame_of("Locks", [reopened]),
            "Pay": with_state(request.tables["Pay"], label, "provisional"),
        },
        (locked_again(version) if known else UNKNOWN,),
        details={"month": label, "version": version, "reason": reason},
    )


def locked_again(version: int) -> Words:
    return Words(
        f"再锁定就是第 {version + 1} 版：人事取过的第 {version} 版不再算数，要重新“导出”。",
        f"Locked again it is version {version + 1}: version {version}, which HR may have, no longer counts, "
        "and the pay sheet is to be exported once more.",
    )


def version_to_reopen(request: Request, month: str) -> int:
    """The version that locks the month; where the record was edited and rows are locked still, the last one
    that is known of, 0 where none is. Raises `MonthNotLocked`."""
    if not says_locked_unrecorded(request.tables, month):
        return standing_lock(request.tables, month).version
    return last_version(request.tables, month)


def with_state(pay: pd.DataFrame, month: str, state: str) -> pd.DataFrame:
    """The keys of the month's rows of 绩效核算表 with the state they are to have."""
    rows = pay.loc[pay["month"] == month, ["month", "agent_id"]]
    return rows.assign(state=TABLES["Pay"]["state"].series([state] * len(rows), rows.index))
