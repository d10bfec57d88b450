"""What an exported pay sheet may replace. The file that a locked month may have been paid from gives way to
the same version only, and a file that no export made to none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from csbook.commands.export_files import COLUMNS, FINGERPRINT, TOTAL, VERSION
from csbook.commands.file_refusals import FilesUnusable, replaced
from csbook.commands.locked_months import Lock
from csbook.imports.faults import NotImported
from csbook.imports.reading import Row, Sheet, read_sheets
from csbook.problems import Words
from csbook.schema.choices import PAY_STATE
from csbook.schema.workbook import TABLES

MOVE_IT: Final = Words(
    "没有替换它。请换一个文件名，或先把它移走。",
    "it was not replaced. Choose another name, or move that file away first.",
)


@dataclass(frozen=True)
class Standing:
    """What an exported file says of itself. `version`, `fingerprint`: of its lock, which a .csv does not say;
    `is_to_pay`: whether all its rows are locked, none of them changed since."""

    month: str
    version: str | None
    fingerprint: str | None
    is_to_pay: bool

    def is_of(self, lock: Lock) -> bool:
        """Whether it is that version; where records were deleted, a number may have been given twice."""
        return (self.version, self.fingerprint) == (str(lock.version), lock.fingerprint)

    @property
    def words(self) -> Words:
        version = Words(f"第 {self.version} 版", f"version {self.version} of ")
        said = version if self.version else Words("", "")
        return Words(f"{self.month} {said.zh}", f"{said.en}{self.month}")


class PaidFileStands(FilesUnusable):
    def __init__(self, name: str, standing: Standing) -> None:
        said = standing.words
        super().__init__(
            Words(
                f"{name} 是 {said.zh}锁定的绩效核算表，可能已经照它发了工资，",
                f"{name} is the locked pay sheet, {said.en}, and may have been paid from; ",
            )
            + MOVE_IT
        )


class OtherFileStands(FilesUnusable):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 已经有了，又不是这里导出的绩效核算表，",
                f"{name} is there already and is no exported pay sheet; ",
            )
            + MOVE_IT
        )


def replacing(name: str, lock: Lock | None) -> Callable[[bytes], Words]:
    """What is said where the file of the name is replaced, by its content, with a pay sheet.

    `lock`: that the sheet is of; None where it is not to be paid from. What is given back raises
    `PaidFileStands` and `OtherFileStands`.
    """

    def said(data: bytes) -> Words:
        standing = standing_in(name, data)
        if standing is None:
            raise OtherFileStands(name)
        if standing.is_to_pay and not (lock and standing.is_of(lock)):
            raise PaidFileStands(name, standing)
        return replaced([name])

    return said


def standing_in(name: str, data: bytes) -> Standing | None:
    """What a file says of itself; None for one that no export made."""
    try:
        pay, *others = read_sheets(name, data)
    except NotImported:
        return None
    headers, *lines = pay.rows
    if not is_of_export(headers):
        return None
    lines = [line for line in lines if line[0] not in (TOTAL.zh, TOTAL.en)]
    months, states = ({line[COLUMNS.index(column)] for line in lines} for column in ("month", "state"))
    locked = PAY_STATE["locked"]
    return Standing(
        "、".join(sorted(map(str, months))),
        said_of_lock(others, VERSION),
        said_of_lock(others, FINGERPRINT),
        is_to_pay=bool(states) and states <= {locked.zh, locked.en},
    )


def is_of_export(headers: Row) -> bool:
    """Whether a sheet begins as an export does, in either language."""
    columns = [TABLES["Pay"][name] for name in COLUMNS]
    known = ([column.header("zh") for column in columns], [column.header("en") for column in columns])
    return list(headers[: len(columns)]) in known


def said_of_lock(sheets: Sequence[Sheet], label: Words) -> str | None:
    """What the sheet of totals says of the lock."""
    rows = (row for sheet in sheets for row in sheet.rows if len(row) > 1)
    return next((str(row[1]) for row in rows if row[0] in (label.zh, label.en)), None)
