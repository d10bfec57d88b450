"""Waiting while Excel is busy in the middle of a write, where xlwings asks again for milliseconds only."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from csbook.books.book import WrittenAnyway
from csbook.books.excel_native import is_busy, is_gone
from csbook.problems import Words, joined, same

PAUSE: Final = 0.25
WHILE_WRITING: Final = 5.0
WHILE_PUTTING_BACK: Final = 30.0
"""Seconds in all. Putting back takes its time: what is not put back stays half-written."""


class WrittenInPart(WrittenAnyway):
    """Excel refused to go on, and then to put back what was written to these sheets."""

    def __init__(self, sheets: list[str]) -> None:
        named = joined(same(sheet) for sheet in sheets)
        super().__init__(
            Words(
                f"没有写完：Excel 中途不再接受写入，{named.zh} 只写了一部分，也没能改回。"
                "请先按 Enter 或 Esc 结束编辑（或关闭对话框），再点“撤销”改回，然后重做这一步。",
                f"Written in part: Excel took no more, so {named.en} could be neither finished nor put back. "
                "First press Enter or Esc to finish editing (or close the dialog), then press 'Undo' to put "
                "it back, and do this step again.",
            )
        )


class NotSwitchedBack(WrittenAnyway):
    """Everything is written; Excel's redrawing, calculation or a sheet's protection is not as it was."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                "已写入，但 Excel 没能恢复屏幕刷新、自动计算或工作表保护。"
                "请按 Esc 结束编辑，保存后关闭 Excel 再打开，并看一下工作表保护。",
                "Written, but Excel's redrawing, its calculation or a sheet's protection could not be set "
                "back. Press Esc to finish editing, save, restart Excel and look at the protection.",
            )
        )


class Patience:
    """Tries again, with pauses, as long as Excel is busy: for so many seconds from the first refusal on, over
    all that is tried with it; then each is tried once. What is tried must do no harm when it is done twice.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: float | None = None

    def __call__(self, act: Callable[[], object]) -> None:
        while True:
            try:
                act()
            except Exception as error:
                if not is_busy(error):
                    raise
                if self._until is None:
                    self._until = time.monotonic() + self._seconds
                if time.monotonic() >= self._until:
                    raise
            else:
                return
            time.sleep(PAUSE)


@dataclass(frozen=True)
class Step:
    """The write of one table, and the one that puts back what stood there."""

    sheet: str
    write: Callable[[], None]
    put_back: Callable[[], None]


def all_or_nothing(steps: Sequence[Step], patient: Patience) -> None:
    """Write all; where one is refused, put back what was written, patiently.

    Raises `WrittenInPart` where that is refused as well.
    """
    patient_writing = Patience(WHILE_WRITING)
    begun: list[Step] = []
    try:
        for step in steps:
            begun.append(step)
            patient_writing(step.write)
    except BaseException as error:
        left = []
        for step in reversed(begun):
            try:
                patient(step.put_back)
            except Exception:  # the others are put back all the same
                left.append(step.sheet)
        if left and not is_gone(error):
            raise WrittenInPart(list(dict.fromkeys(reversed(left)))) from error
        raise
