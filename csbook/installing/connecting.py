"""A workbook that is there, connected to this Python: after a move to another computer, or an upgrade.

Only the hidden sheet `xlwings.conf` and the modules of xlwings and csbook in the VBA project change; every
other part of the file keeps its bytes.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from csbook.books.conf_sheet import has_conf, read_conf, with_conf
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.vba_project import Module, is_signed, modules, with_modules
from csbook.commands.run import language_of
from csbook.conf_keys import ANSWERS, CONF_SHEET, KEEP_PYTHON, OFF_THE_PATH, own_interpreter_key
from csbook.doctor.case import OF_WINDOWS
from csbook.doctor.ports import Machine
from csbook.doctor.sources import module_version, same_code
from csbook.problems import Words, WrongUse, same
from csbook.template.vba import CALLBACK_MODULE, XLWINGS_MODULE, macro_source, xlwings_file

DICTIONARY: Final = "Dictionary"
OF_ANOTHER: Final = Words(
    "连接的是 Windows 电脑的 Python，保持不变：按钮在那里用。",
    " That Python is a Windows computer's, and stays: the buttons work there.",
)


class KeptOnWindowsOnly(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "--keep-python 只在 Windows 上有：别处每次点击都启动 Python。",
                "--keep-python is for Windows: elsewhere Python starts at every click.",
            )
        )


def connect(book: FileBook, machine: Machine, *, keep_python: bool | None = None) -> Words:
    """Write this Python and the installed xlwings' module into a closed workbook, in one save, and say so;
    nothing to change, nothing saved. `keep_python`: whether one Python stays for all clicks; None leaves it
    as it stands there.

    Raises `KeptOnWindowsOnly`, `NotAWorkbook` and `NewerVersion` for a workbook that is not csbook's or
    newer, `NoMacros`, `MacrosLocked`, `MacrosDamaged`, and what saving raises.
    """
    if keep_python and machine.system != "windows":
        raise KeptOnWindowsOnly
    language_of(book)
    book.ensure_writable()
    before = book.content
    content = with_conf_sheet(book)
    conf = dict(reversed(read_conf(content)))
    spared = of_windows(conf, machine)
    kept = OF_ANOTHER if spared else same("")
    content = FileContent(with_conf(content, settings(conf, machine, keep_python)), book.name)
    wanted = modules_to_renew(modules(content))
    if wanted:
        content = FileContent(with_modules(content, wanted), book.name)
    if content.raw == before.raw:
        return nothing_changed(book.name) + kept
    unsigned = is_signed(before) and not is_signed(content)
    book.replace(content.raw)
    said = told(book.name, spared or machine.python, machine.xlwings, unsigned=unsigned)
    return said + kept_or_not(keep_python) + kept


def settings(conf: Mapping[str, str], machine: Machine, keep_python: bool | None = None) -> dict[str, str]:
    """What 'xlwings.conf' must say on this computer, and answers for the keys that it lacks."""
    own = {own_interpreter_key(on_mac=machine.system == "mac"): of_windows(conf, machine) or machine.python}
    standing = {key: conf[key] for key in ANSWERS if key in conf}
    said = {**own, **ANSWERS, **standing, **OFF_THE_PATH}
    return said if keep_python is None else {**said, KEEP_PYTHON: "TRUE" if keep_python else "FALSE"}


def of_windows(conf: Mapping[str, str], machine: Machine) -> str:
    """The Python of a Windows computer that stands under this system's key, and stays: no Excel runs here."""
    found = conf.get(own_interpreter_key(on_mac=machine.system == "mac"), "")
    return found if machine.system == "linux" and OF_WINDOWS.match(found) else ""


def with_conf_sheet(book: FileBook) -> FileContent:
    """The workbook's content, with the sheet of a new workbook where somebody deleted it."""
    if has_conf(book.content):
        return book.content
    from csbook.books.grafting import with_sheets
    from csbook.template import build_workbook

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.xlsm"
        build_workbook(path, language=language_of(book), month=dt.date.today().replace(day=1))
        fresh = FileContent(path.read_bytes(), path.name)
    return FileContent(with_sheets(book.content, fresh, [CONF_SHEET]), book.name)


def modules_to_renew(present: dict[str, str]) -> dict[str, Module]:
    """The modules that are missing or not those of the installed programs."""
    wanted = {}
    shipped, callback = xlwings_file("xlwings.bas"), macro_source("csbook.bas")
    own = present.get(XLWINGS_MODULE, "")
    if module_version(own) != module_version(shipped) or not same_code(own, shipped):
        wanted[XLWINGS_MODULE] = Module(shipped)
    if not same_code(present.get(CALLBACK_MODULE, ""), callback):
        wanted[CALLBACK_MODULE] = Module(callback)
    if DICTIONARY not in present or XLWINGS_MODULE in wanted:
        wanted[DICTIONARY] = Module(xlwings_file("addin", "Dictionary.cls"), is_class=True)
    return wanted


def nothing_changed(name: str) -> Words:
    return Words(f"{name} 已连接，没有改动。", f"{name} is connected already; nothing was changed.")


def told(name: str, python: str, xlwings: str, *, unsigned: bool) -> Words:
    said = Words(
        f"{name} 已连接 {python}，宏为 xlwings {xlwings}。",
        f"{name} is connected to {python}; its macros are of xlwings {xlwings}.",
    )
    resign = Words(
        "宏改过，原来的签名已去掉，请重新签名。", " The macros changed and lost their signature: sign again."
    )
    return said + (resign if unsigned else same(""))


def kept_or_not(keep_python: bool | None) -> Words:
    if keep_python is None:
        return same("")
    if keep_python:
        return Words(
            "点过一次按钮后 Python 常驻；升级 csbook 后请重新打开 Excel。",
            " Python stays after the first click; restart Excel after an update of csbook.",
        )
    return Words("每次点击都启动 Python。", " Python starts at every click.")
