"""A folder of files to double-click, one for each command: for WPS, and where Office may start no programs.

Each runs its command on the closed workbook as the button would, with what stands in 操作面板.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from csbook.commands.routines import BUTTONS
from csbook.doctor.ports import System
from csbook.problems import Language, Words, WorkbookUnusable
from csbook.template.ribbon import EXTRA_BUTTONS

FOLDER: Final = Words("命令", "commands")
MARK: Final = "-m csbook"
ENDINGS: Final[dict[System, str]] = {"windows": ".cmd", "mac": ".command", "linux": ".sh"}
ANY_KEY: Final = Words("按回车键关闭…… ", "Press Enter to close ... ")
DOCTOR: Final = ("doctor", Words("检查安装", "Doctor"))


class NotLaunchable(WorkbookUnusable):
    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            Words(
                f"命令文件写不进 {folder}：{error.strerror}。请检查文件夹权限。",
                f"The launchers cannot be written to {folder}: {error.strerror}. Check the folder's rights.",
            )
        )


@dataclass(frozen=True)
class Launcher:
    """One file with its name."""

    name: str
    content: str


def folder_of(book: Path, language: Language) -> Path:
    """客服台账.xlsm -> 客服台账-命令, beside it."""
    return book.parent / f"{book.stem}-{FOLDER(language)}"


def launchers(book: Path, language: Language, system: System, python: str) -> list[Launcher]:
    """A launcher for every button of the ribbon, numbered in their order, and for `doctor`.

    `book` is the workbook's absolute path. File names are those of the buttons; they fit into GBK.
    """
    script = windows_script if system == "windows" else unix_script
    buttons = [(button.name, button.label) for button in BUTTONS]
    buttons += [(button.tag, button.label) for button in EXTRA_BUTTONS]
    calls = [(label(language), ["press", name, str(book)]) for name, label in buttons]
    calls.append((DOCTOR[1](language), [DOCTOR[0], str(book)]))
    return [
        Launcher(f"{number:02} {name}{ENDINGS[system]}", script(python, words, language))
        for number, (name, words) in enumerate(calls, 1)
    ]


def windows_script(python: str, words: list[str], _language: Language) -> str:
    """A batch file. It says that it is UTF-8 before the first sign that is not ASCII; a per cent sign in
    a path is doubled, all others are quiet between double quotes."""
    call = " ".join(f'"{word}"' for word in words).replace("%", "%%")
    lines = (
        "@echo off",
        "chcp 65001 >nul",
        f'"{python.replace("%", "%%")}" -P -X utf8 {MARK} {call}',
        "set csbook_exit=%errorlevel%",
        "echo.",
        "pause",
        "exit /b %csbook_exit%",
    )
    return "\r\n".join(lines) + "\r\n"


def unix_script(python: str, words: list[str], language: Language) -> str:
    """A script for sh, which Terminal on a Mac runs on a double click."""
    call = " ".join(map(shlex.quote, words))
    lines = (
        "#!/bin/sh",
        f"{shlex.quote(python)} -P -X utf8 {MARK} {call}",
        "code=$?",
        f"printf '\\n%s' {shlex.quote(ANY_KEY(language))}",
        "read -r _",
        "exit $code",
    )
    return "\n".join(lines) + "\n"


def write_launchers(book: Path, language: Language, system: System, python: str) -> Words:
    """Write them into their folder, in the place of those of an earlier version. Raises `NotLaunchable`."""
    folder = folder_of(book, language)
    made = launchers(book, language, system, python)
    try:
        remove_ours(folder)
        folder.mkdir(exist_ok=True)
        for launcher in made:
            path = folder / launcher.name
            path.write_bytes(launcher.content.encode())
            path.chmod(0o755)
    except OSError as error:
        raise NotLaunchable(folder, error) from error
    return Words(
        f"{len(made)} 个命令写入 {folder}：关闭工作簿，双击就运行。",
        f"{len(made)} launchers written to {folder}: close the workbook and double-click one.",
    )


def remove_launchers(book: Path, language: Language) -> Words | None:
    """Take them away again, with their folder where nothing else is in it; None where there are none."""
    folder = folder_of(book, language)
    try:
        count = remove_ours(folder)
        if count and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise NotLaunchable(folder, error) from error
    if not count:
        return None
    return Words(f"已删除 {folder} 里的 {count} 个命令。", f"{count} launchers removed from {folder}.")


def remove_ours(folder: Path) -> int:
    """Delete the files that run csbook; everything else in the folder stays."""
    if not folder.is_dir():
        return 0
    scripts = [path for path in folder.iterdir() if path.suffix in ENDINGS.values() and path.is_file()]
    ours = [path for path in scripts if MARK in path.read_text(encoding="utf-8", errors="replace")]
    for path in ours:
        path.unlink()
    return len(ours)
