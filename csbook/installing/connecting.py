"""A workbook that is there, connected to this Python: after a move to another computer, or an upgrade.

Only the hidden sheet `xlwings.conf` and the modules of xlwings and csbook in the VBA project change; every
other part of the file keeps its bytes.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Final

from csbook.books.conf_sheet import CONF_SHEET, has_conf, with_conf
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.vba_project import Module, is_signed, modules, with_modules
from csbook.commands.run import language_of
from csbook.doctor.case import OWN_KEYS
from csbook.doctor.ports import Machine
from csbook.doctor.sources import module_version, same_code
from csbook.problems import Words, same
from csbook.template.vba import CALLBACK_MODULE, XLWINGS_MODULE, macro_source, xlwings_file

DICTIONARY: Final = "Dictionary"


def connect(book: FileBook, machine: Machine) -> Words:
    """Write this Python and the installed xlwings' module into a closed workbook, in one save, and say so;
    nothing to change, nothing saved.

    Raises `NotAWorkbook` and `NewerVersion` for a workbook that is not csbook's or newer, `NoMacros`,
    `MacrosLocked`, and what saving raises.
    """
    language_of(book)
    book.ensure_writable()
    before = book.content
    content = with_conf_sheet(book)
    content = FileContent(with_conf(content, settings(machine)), book.name)
    wanted = modules_to_renew(modules(content))
    if wanted:
        content = FileContent(with_modules(content, wanted), book.name)
    if content.raw == before.raw:
        return Words(
            f"{book.name} 已连接本机的 Python，没有改动。",
            f"{book.name} is connected to this Python already; nothing was changed.",
        )
    unsigned = is_signed(before) and not is_signed(content)
    book.replace(content.raw)
    return told(book.name, machine, unsigned=unsigned)


def settings(machine: Machine) -> dict[str, str]:
    """What 'xlwings.conf' must say on this computer."""
    return {OWN_KEYS[machine.system]: machine.python, "ADD_WORKBOOK_TO_PYTHONPATH": "FALSE"}


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


def told(name: str, machine: Machine, *, unsigned: bool) -> Words:
    said = Words(
        f"{name} 已连接 {machine.python}，宏为 xlwings {machine.xlwings}。",
        f"{name} is connected to {machine.python}; its macros are of xlwings {machine.xlwings}.",
    )
    resign = Words(
        "宏改过，原来的签名已去掉，请重新签名。", " The macros changed and lost their signature: sign again."
    )
    return said + (resign if unsigned else same(""))
