"""What `install` does beside the workbook: each offered in one sentence, each taken back by `--remove`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from csbook.doctor.finding import NotKnown
from csbook.doctor.ports import Machine
from csbook.doctor.trust import DISTRUST, outlived, still_trusted, trusted
from csbook.installing.launchers import remove_launchers
from csbook.installing.shortcuts import desktop_of
from csbook.installing.trusting import distrust, trust
from csbook.problems import CsbookError, Words, joined, same


@dataclass(frozen=True)
class Offer:
    """A question for the person, and what a yes does; it says what came of it."""

    question: Words
    accept: Callable[[], Words]


def offers(machine: Machine, book: Path) -> Iterator[Offer | Words]:
    """What can be done for a workbook (its absolute path) on this computer; `Words` where it cannot."""
    desktop = desktop_of(machine)
    if desktop is None:
        yield Words("没有找到桌面文件夹，不放快捷方式。", "No desktop folder was found: no shortcut.")
    else:
        yield Offer(
            Words(f"在桌面放一个 {book.stem} 的快捷方式？", f"Put a shortcut to {book.stem} on the desktop?"),
            lambda: Words("快捷方式：", "Shortcut: ") + same(desktop.put(book)),
        )
    yield trusting(machine, str(book.parent))


def trusting(machine: Machine, folder: str) -> Offer | Words:
    windows = machine.windows
    if windows is None:
        return Words(
            "受信任位置只有 Windows 上的 Excel 有，这里不设。",
            "Trusted locations are Excel's on Windows: none here.",
        )
    if trusted(windows, folder):
        return Words(f"{folder} 已是受信任位置。", f"{folder} is a trusted location already.")

    def accept() -> Words:
        key = trust(windows, folder)
        return Words(f"已设为受信任位置（{key}）。", f"Made a trusted location ({key}).")

    return Offer(
        Words(
            f"把 {folder} 设为 Excel 的受信任位置？这个文件夹里所有工作簿的宏以后都不再询问。",
            f"Make {folder} a trusted location of Excel? Macros of every workbook in it will run unasked.",
        ),
        accept,
    )


def removals(machine: Machine, book: Path) -> Iterator[Words]:
    """Take away what `install` put beside a workbook; says each thing that is gone."""
    yield attempted(lambda: joined(remove_launchers(book), "\n", "\n"))
    desktop = desktop_of(machine)
    if desktop is not None:
        gone = attempted(lambda: same(desktop.take_away(book)))
        if gone.zh:
            yield Words("已删除快捷方式：", "Shortcut removed: ") + gone
    windows = machine.windows
    if windows is not None:
        keys = attempted(lambda: same(", ".join(distrust(windows, str(book.parent)))))
        if keys.zh:
            yield Words("已取消受信任位置：", "No trusted location any more: ") + keys
        if folders := outlived(machine, windows):
            yield still_trusted(folders) + DISTRUST


def attempted(act: Callable[[], Words]) -> Words:
    """What an act says; where this computer does not let it, why: the rest of an installation goes on."""
    try:
        return act()
    except CsbookError as error:
        return error.words
    except NotKnown as error:
        return Words("没有做成：", "Not done: ") + error.why
    except OSError as error:
        return Words("没有做成：", "Not done: ") + same(error)
