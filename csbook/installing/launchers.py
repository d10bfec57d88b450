"""A folder of files to double-click, one for each command: for WPS, and where Office may start no programs.

Each runs its command on the closed workbook as the button would, with what stands in 操作面板.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from csbook.commands.routines import BUTTONS
from csbook.doctor.ports import System
from csbook.problems import Language, Words, WorkbookUnusable, counted
from csbook.template.ribbon import EXTRA_BUTTONS

FOLDER: Final = Words("命令", "commands")
MARK: Final = "csbook launcher: install writes it anew, so keep changes under a name without a number"
"""Stands in each as a remark."""
NUMBERED: Final = re.compile(r"\d\d ")
CALL: Final = re.compile(r' -P -X utf8 -m csbook "?(press|doctor)"? ')
SPOKEN: Final = "CSBOOK_LANG"
WORKBOOKS: Final = (".xlsm", ".xlsx")
ENDINGS: Final[dict[System, str]] = {"windows": ".cmd", "mac": ".command", "linux": ".sh"}
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
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
    script = SCRIPTS[ENDINGS[system]]
    buttons = [(button.name, button.label) for button in BUTTONS]
    buttons += [(button.tag, button.label) for button in EXTRA_BUTTONS]
    calls = [(label(language), ["press", name, str(book)]) for name, label in buttons]
    calls.append((DOCTOR[1](language), [DOCTOR[0], str(book)]))
    return [
        Launcher(f"{number:02} {name}{ENDINGS[system]}", script(python, words, language))
        for number, (name, words) in enumerate(calls, 1)
    ]


def windows_script(python: str, words: list[str], language: Language) -> str:
    """A batch file. It says that it is UTF-8 before the first sign that is not ASCII; a per cent sign in
    a path is doubled, all others are quiet between double quotes. The workbook's language is spoken from the
    first word on."""
    call = " ".join(f'"{word}"' for word in words).replace("%", "%%")
    lines = (
        "@echo off",
        f"rem {MARK}",
        "chcp 65001 >nul",
        f"set {SPOKEN}={language}",
        f'"{python.replace("%", "%%")}" -P -X utf8 -m csbook {call}',
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
        f"# {MARK}",
        f"export {SPOKEN}={language}",
        f"{shlex.quote(python)} -P -X utf8 -m csbook {call}",
        "code=$?",
        f"printf '\\n%s' {shlex.quote(ANY_KEY(language))}",
        "read -r _",
        "exit $code",
    )
    return "\n".join(lines) + "\n"


SCRIPTS: Final = {".cmd": windows_script, ".command": unix_script, ".sh": unix_script}


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
        f"{counted(len(made), 'launcher')} written to {folder}: close the workbook and double-click one.",
    )


def remove_launchers(book: Path) -> list[Words]:
    """Take them away again, with their folder where nothing else is in it; says each folder. Those beside it
    whose workbook is not there are named only: it may have a new name, or be another one that is elsewhere
    for a while. Raises `NotLaunchable`."""
    said = []
    for folder in own_folders(book):
        try:
            count = remove_ours(folder)
            if count and not any(folder.iterdir()):
                folder.rmdir()
        except OSError as error:
            raise NotLaunchable(folder, error) from error
        if count:
            said.append(
                Words(
                    f"已删除 {folder} 里的 {count} 个命令。",
                    f"{counted(count, 'launcher')} removed from {folder}.",
                )
            )
    return said + [
        Words(
            f"{folder} 里的命令找不到工作簿：它改过名的话，请自己删除这个文件夹。",
            f"The launchers in {folder} find no workbook: if it has a new name, delete that folder.",
        )
        for folder in forsaken(book.parent)
        if folder not in own_folders(book)
    ]


def own_folders(book: Path) -> list[Path]:
    """The workbook's folders of launchers, in either language."""
    return [folder_of(book, language) for language in LANGUAGES]


def forsaken(parent: Path) -> list[Path]:
    """The folders of launchers without the workbook whose name they bear."""
    if not parent.is_dir():
        return []
    found = []
    for folder in sorted(path for path in parent.iterdir() if path.is_dir()):
        stem, _, kind = folder.name.rpartition("-")
        has_workbook = any((parent / f"{stem}{ending}").exists() for ending in WORKBOOKS)
        if stem and kind in (FOLDER.zh, FOLDER.en) and not has_workbook and ours_in(folder):
            found.append(folder)
    return found


def language_of_folder(book: Path) -> Language | None:
    """The language of the launchers that stand beside a workbook, which may be gone."""
    return next((language for language in LANGUAGES if folder_of(book, language).is_dir()), None)


def remove_ours(folder: Path) -> int:
    """Delete the launchers; everything else in the folder stays."""
    ours = ours_in(folder) if folder.is_dir() else []
    for path in ours:
        path.unlink()
    return len(ours)


def ours_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix in SCRIPTS and path.is_file() and is_ours(path)]


def is_ours(path: Path) -> bool:
    """Whether a script was written here and bears its own name: it has the mark, or is line by line one from
    before there was a mark. A person's own script may call csbook too."""
    if not NUMBERED.match(path.name):
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    script = SCRIPTS[path.suffix]
    own = [without_call(script("", [DOCTOR[0], ""], language)) for language in LANGUAGES]
    return MARK in text or without_call(text) in own


def without_call(text: str) -> list[str]:
    """A script's lines without what the call names, and without those that the earliest did not have."""
    lines = [line for line in text.splitlines() if MARK not in line and SPOKEN not in line]
    return ["(call)" if CALL.search(line) else line for line in lines]
