"""The ribbon's way in: `csbook.excel.run("build-roster")`, called by the VBA callback.

Everything ends in a message to the person at the screen: an outcome, a sentence about what to do,
or, where it is our fault, the name of a log file. Nothing is left on stderr but ASCII.
"""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import xlwings

from csbook.books.excel_book import ExcelBook, spare_other_excels
from csbook.books.excel_native import ExcelBusy
from csbook.books.frames import found_text, read_table
from csbook.commands import registry
from csbook.commands.files import FileWork
from csbook.commands.outcome import Outcome, shown
from csbook.commands.run import language_of
from csbook.commands.run import run as run_command
from csbook.commands.settings_sheets import show_settings_sheets
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.faults import write_log
from csbook.problems import CsbookError, Language, Problem, Words, WrongUse
from csbook.schema.cells import BadCell
from csbook.schema.columns import Day
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.workbook import TABLES

TITLE: Final = "csbook"
MESSAGE_ROOM: Final = 900  # a message box of Excel cuts off at 1,024 characters


def run(name: str) -> None:
    """Run a command on the workbook whose button was pressed, and tell what came of it."""
    now = dt.datetime.now()
    spare_other_excels()
    book = calling_book()
    opened = ExcelBook(book)
    language: Language = "zh"
    try:
        language = "en" if opened.properties.get("csbook.language") == "en" else "zh"
        text = run_on(name, opened, now=now)
    except CsbookError as error:
        text = error.words(language)
    except Exception:  # our fault: kept for whoever mends it, said without a traceback
        text = our_fault(now)(language)
    finally:
        with suppress(ExcelBusy):  # the message says so
            opened.status(None)
    book.app.alert(shortened(text, language), title=TITLE)


def calling_book() -> xlwings.Book:
    """The workbook whose button was pressed; xlwings cuts its name at an equals sign, but it is in front."""
    named = next((word for word in sys.argv if word.startswith("--wb=")), "")
    return xlwings.books.active if named.count("=") > 1 else xlwings.Book.caller()


def run_on(name: str, book: ExcelBook, *, now: dt.datetime) -> str:
    """Run one command on an open workbook; the text to show."""
    language = language_of(book)
    store = SnapshotStore(snapshot_folder(book.full_name))
    if name == "show-settings":
        return show_settings_sheets(book)(language)
    if name == "undo":
        return undo(book, store, now=now, user=getpass.getuser()).text()
    panel = panel_values(book, language)
    command = registry.command(name)
    declared = {p.name for p in command.parameters}
    beside = folder_of(book.full_name)
    work = FileWork.of(command, (), panel.get("folder"), beside, beside, language)
    outcome: Outcome = run_command(
        name,
        book,
        panel.get("today") or now,
        now=now,
        user=getpass.getuser(),
        parameters={key: value for key, value in panel.items() if key in declared},
        store=store,
        progress=lambda words: book.status(words(language)),
        files=work.files,
        folder=work.folder,
    )
    return outcome.text()


class BadPanelValue(WrongUse):
    def __init__(self, problem: Problem) -> None:
        zh, en = shown(problem, "zh").line("zh"), shown(problem, "en").line("en")
        super().__init__(Words(f"{zh}，或留空。", f"{en}, or nothing."))


def panel_values(book: ExcelBook, language: Language) -> Mapping[str, Any]:
    """What 操作面板 on 首页 says, by parameter; empty cells are left out."""
    read = read_table(book, TABLES["Panel"], language)
    if read.problems:
        raise BadPanelValue(read.problems[0])
    values: dict[str, Any] = {}
    for row, name, value in zip(read.frame.index, read.frame["parameter"], read.frame["value"], strict=True):
        if value is None or value == "":
            continue
        try:
            values[name] = PANEL_KINDS[name].parse(value)
        except BadCell:
            expected = PANEL_KINDS[name].expected
            raise BadPanelValue(Problem("Panel", int(row), "value", found_text(value), expected)) from None
    if "month" in values:
        values["month"] = dt.date.fromisoformat(values["month"] + "-01")
    days = {name: values[name].date() for name in values if isinstance(PANEL_KINDS[name], Day)}
    return {**values, **days}


def snapshot_folder(full_name: str) -> Path:
    """Beside the workbook; for one on a web address or never saved, in the user's own folder."""
    path = Path(full_name)
    if "://" not in full_name and path.parent.is_dir() and path.is_file():
        return SnapshotStore.beside(path).folder
    name = Path(full_name.replace("\\", "/")).name
    mark = hashlib.sha256(full_name.encode()).hexdigest()[:8]  # others may have the same name elsewhere
    return Path.home() / ".csbook" / f"{name}-{mark}" / "undo"


def folder_of(full_name: str) -> Path:
    """The workbook's folder; for one on a web address or never saved, the user's own."""
    path = Path(full_name)
    return path.parent if "://" not in full_name and path.is_file() else Path.home()


def our_fault(now: dt.datetime) -> Words:
    log = write_log(now)
    return Words(
        f"程序出错，工作簿没有改动。记录在 {log}，请发给维护人。",
        f"csbook failed; the workbook is as it was. The log is {log}; please report it.",
    )


def shortened(text: str, language: Language) -> str:
    """The text as far as a message box shows it, cut at a line and saying where the rest is."""
    if len(text) <= MESSAGE_ROOM:
        return text
    more = Words("……其余见“操作记录”和“填写检查”。", "... the rest is in sheets 'Journal' and 'Problems'.")
    return text[:MESSAGE_ROOM].rsplit("\n", 1)[0] + "\n" + more(language)
