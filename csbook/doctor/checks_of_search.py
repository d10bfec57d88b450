"""Whose files a button's Python would read: modules beside the workbook, settings of xlwings out of a file.

Source: excel-facts part 4, check 8; `GetConfig` in xlwings' VBA module.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import requires
from pathlib import Path
from typing import Final

from csbook.books.conf_sheet import unanswered
from csbook.conf_keys import CONF_FILE
from csbook.doctor.case import Case
from csbook.doctor.checks_of_python import CONNECT
from csbook.doctor.finding import Verdict, fail, ok, warn
from csbook.problems import Words, counted, same

SHOWN: Final = 2
CONNECT_TOO: Final = Words("运行 csbook install 工作簿。", "run csbook install BOOK.")


def search_path(case: Case) -> Verdict:
    """8: the workbook's folder stays off Python's search path: files there could take a module's place,
    and a cloud folder has an address instead of a path."""
    if case.book.is_on("ADD_WORKBOOK_TO_PYTHONPATH", "TRUE"):
        strays = stray_modules(case)
        more = Words(f"，而且旁边有 {strays[0]}", f", and beside it lies {strays[0]}") if strays else same("")
        return fail(
            Words("工作簿的文件夹在 Python 的搜索路径里", "The workbook's folder is on Python's search path")
            + more
            + Words("。", "."),
            CONNECT,
        )
    if taken_over := settings_from_elsewhere(case):
        return taken_over
    if in_cloud(case):
        return warn(
            Words(
                "工作簿在网盘同步文件夹里，Excel 只知道它的网址。",
                "The workbook lies in a cloud folder: Excel knows it by a web address.",
            ),
            Words(
                "按钮能用，但导入、导出的文件夹要在操作面板写完整路径；最好放在本地文件夹。",
                "Buttons work, but give whole paths for folders in the panel; a local folder is better.",
            ),
        )
    return ok("不在搜索路径里，也不在网盘文件夹。", "Off the search path, and in no cloud folder.")


def settings_from_elsewhere(case: Case) -> Verdict | None:
    """Files from which xlwings takes what the sheet does not answer: which program runs, what it imports."""
    book, files = case.book, conf_files(case)
    missing = list(unanswered(book.conf))
    lacks = Words(
        f"工作表 xlwings.conf 没有写 {'、'.join(missing[:SHOWN])} 等 {len(missing)} 项",
        f"Sheet xlwings.conf lacks {counted(len(missing), 'key')} ({', '.join(missing[:SHOWN])})",
    )
    if missing and files:
        return fail(
            lacks + Words(f"，按钮听从 {files[0]}。", f": buttons obey {files[0]}."),
            Words("删除该文件，再", "Delete that file, and ") + CONNECT_TOO,
        )
    if missing:
        return warn(
            lacks
            + Words(
                "：旁边若有同名文件，按钮就听从它。", ": buttons would obey a file of that name beside it."
            ),
            CONNECT,
        )
    path = book.setting("PYTHONPATH")
    conda = book.setting("CONDA PATH") and book.setting("CONDA ENV")
    if path or conda:
        return warn(
            Words(
                f"工作表 xlwings.conf 另外指定了 {path or conda}。",
                f"Sheet xlwings.conf names {path or conda} besides.",
            ),
            Words("不是自己填的，就清空 B 列这一格。", "Unless it is your own, empty that cell in column B."),
        )
    if files:
        return warn(
            Words(
                f"有文件 {files[0]}；这个工作簿不读它。",
                f"There is {files[0]}; this workbook does not read it.",
            ),
            Words("不是自己放的，就删除它。", "Delete it unless it is your own."),
        )
    return None


def conf_files(case: Case) -> list[Path]:
    """The files that xlwings reads on this system: beside the workbook, and the person's own."""
    home = case.machine.home
    of_person = {
        "windows": home / ".xlwings",
        "mac": home / "Library/Containers/com.microsoft.Excel/Data",
    }.get(case.machine.system)
    folders = [case.book.path.parent, *([of_person] if of_person else [])]
    return [
        folder / name
        for folder in folders
        for name in case.machine.names_in(folder)
        if name.casefold() == CONF_FILE
    ]


def stray_modules(case: Case) -> list[str]:
    """Files beside the workbook that Python would import in the place of its own or of ours."""
    ours = {re.split(r"[^\w.-]", line)[0].lower().replace("-", "_") for line in requires("csbook") or ()}
    known = sys.stdlib_module_names | ours | {"csbook"}
    files = case.machine.names_in(case.book.path.parent)
    return [name for name in files if name.endswith(".py") and name[:-3] in known]


def in_cloud(case: Case) -> bool:
    """Whether the workbook is in a folder that OneDrive keeps in step."""
    path = case.book.path
    roots = [case.machine.environment(n) for n in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")]
    inside = any(root and path.is_relative_to(Path(root)) for root in roots)
    return inside or any(part.startswith("OneDrive") or part == "CloudStorage" for part in path.parts)
