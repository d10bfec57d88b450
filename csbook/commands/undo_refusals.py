"""Why a command cannot be taken back, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from csbook.commands import registry
from csbook.commands.snapshot import About
from csbook.commands.snapshots import Cleared
from csbook.commands.undo_words import AT_MOST, label_of, no_copy_kept, stays_on_record
from csbook.masking import masked
from csbook.problems import CsbookError, Problem, Words, joined

MOST_NAMED: Final = 5


class NothingToUndo(CsbookError):
    """No command to take back, or none since the snapshots were `cleared`; `passed` says which are kept, but
    not in the workbook. `is_cut`: those before are kept no more."""

    exit_code = 2

    def __init__(
        self, cleared: Cleared | None = None, passed: Sequence[Words] = (), *, is_cut: bool = False
    ) -> None:
        said = Words("没有可以撤销的操作。", "There is nothing to undo.")
        for words in passed:
            said += Words("", " ") + words
        if is_cut:
            said += Words("", " ") + AT_MOST
        elif cleared is not None:
            said += Words("", " ") + no_copy_kept(cleared)
        super().__init__(said)


class OnRecord(CsbookError):
    """The last command's record stays for good, and with it what was done before."""

    exit_code = 2

    def __init__(self, about: About, instead: Words) -> None:
        super().__init__(stays_on_record(about) + instead)


def refuse_if_on_record(about: About) -> None:
    command = registry.BY_NAME.get(about.command)
    if command is not None and command.instead_of_undo is not None:
        raise OnRecord(about, command.instead_of_undo)


@dataclass(frozen=True)
class Edited:
    """A cell that somebody edited: its address with the sheet, what it holds, what the command wrote there,
    and where it stands."""

    cell: str
    now: str
    wrote: str
    spot: Problem

    @property
    def words(self) -> Words:
        now, wrote = shown(self.now), shown(self.wrote)
        return Words(
            f"{self.cell}（写入的是{wrote.zh}，现在是{now.zh}）",
            f"{self.cell} (written {wrote.en}, now {now.en})",
        )


def shown(text: str) -> Words:
    """What a cell holds, in quotes."""
    return Words(f"“{masked(text)}”", f"'{masked(text)}'") if text else Words("空", "empty")


class EditedSince(CsbookError):
    """Cells that the command wrote hold something else now. `spot`: the first of them."""

    exit_code = 4

    def __init__(self, about: About, edited: Sequence[Edited]) -> None:
        name, by = label_of(about.command), run_by(about)
        cells = joined(cell.words for cell in edited[:MOST_NAMED])
        more = len(edited) - MOST_NAMED
        if more > 0:
            cells += Words(f" 等 {len(edited)} 格", f" and {more} more")
        super().__init__(
            Words(
                f"不能撤销“{name.zh}”（{by.zh}）：之后有人改过 {cells.zh}，或当时没有保存。工作簿没有改动。"
                "要撤销，请先把这些格改回写入的值；要留下这些修改，就不撤销，直接改其余的格。",
                f"{name.en} ({by.en}) cannot be undone: {cells.en} were edited since, or it was not "
                "saved then. The workbook is as it was. To undo it, put back first what it wrote there; "
                "to keep the edits, leave it and change the other cells by hand.",
            )
        )
        self.spot = edited[0].spot


class RowsGone(CsbookError):
    """A row that the command wrote is not there any more, or not alone."""

    exit_code = 4

    def __init__(self, about: About, row: Words, cell: str, *, by_number: bool = True) -> None:
        name, by = label_of(about.command), run_by(about)
        changed = Words("改了它的编号", "changed its number") if by_number else Words("改了它", "changed it")
        super().__init__(
            Words(
                f"不能撤销“{name.zh}”（{by.zh}）：找不到{row.zh}（当时在 {cell}）。之后有人删了这一行、"
                f"{changed.zh}或复制了它。工作簿没有改动。请先恢复这一行，或不撤销，直接改要改的格。",
                f"{name.en} ({by.en}) cannot be undone: the row of {row.en} (then at {cell}) is not found. "
                f"Somebody deleted it, {changed.en} or copied it since. The workbook is as it was. "
                "Restore the row first, or change by hand what is to change.",
            )
        )


def run_by(about: About) -> Words:
    at = f"{about.at:%Y-%m-%d %H:%M}"
    if not about.user:
        return Words(f"{at} 运行", f"run {at}")
    return Words(f"{about.user} 于 {at} 运行", f"run {at} by {about.user}")
