"""The ribbon's way in: `csbook.excel.run("build-roster")`, called by the VBA callback.

Everything ends in a message to the person at the screen: an outcome, a sentence about what to do,
or, where it is our fault, the name of a log file. Nothing is left on stderr but ASCII.
"""

from __future__ import annotations

import datetime as dt
import getpass
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import xlwings

from csbook.books.excel_book import ExcelBook, spare_other_excels
from csbook.books.frames import read_table
from csbook.commands import registry
from csbook.commands.outcome import Outcome
from csbook.commands.run import language_of
from csbook.commands.run import run as run_command
from csbook.commands.settings_sheets import show_settings_sheets
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.problems import CsbookError, Language, Words, WrongUse
from csbook.schema.cells import BadCell
from csbook.schema.columns import Column, Flag, Moment, Month, Number
from csbook.schema.workbook import TABLES

TITLE: Final = "csbook"
MESSAGE_ROOM: Final = 900  # a message box of Excel cuts off at 1,024 characters
PANEL_KINDS: Final[dict[str, Column]] = {
    "month": Month("", "", ""),
    "today": Moment("", "", ""),
    "replace": Flag("", "", ""),
    "seconds": Number("", "", "", least=1),
}


def run(name: str) -> None:
    """Run a command on the workbook whose button was pressed, and tell what came of it."""
    spare_other_excels()
    book = xlwings.Book.caller()
    opened = ExcelBook(book)
    language: Language = "zh"
    try:
        language = language_of(opened)
        text = run_on(name, opened, now=dt.datetime.now())
    except CsbookError as error:
        text = error.words(language)
    except Exception:  # our fault: kept for whoever mends it, said without a traceback
        text = our_fault(traceback.format_exc())(language)
    finally:
        opened.status(None)
    book.app.alert(shortened(text, language), title=TITLE)


def run_on(name: str, book: ExcelBook, *, now: dt.datetime) -> str:
    """Run one command on an open workbook; the text to show."""
    language = language_of(book)
    store = SnapshotStore(snapshot_folder(book.full_name))
    if name == "show-settings":
        return show_settings_sheets(book)(language)
    if name == "undo":
        return undo(book, store, now=now, user=getpass.getuser()).text()
    panel = panel_values(book, language)
    declared = {p.name for p in registry.command(name).parameters}
    outcome: Outcome = run_command(
        name,
        book,
        panel.get("today") or now,
        now=now,
        user=getpass.getuser(),
        parameters={key: value for key, value in panel.items() if key in declared},
        store=store,
        progress=lambda words: book.status(words(language)),
    )
    return outcome.text()


class BadPanelValue(WrongUse):
    def __init__(self, row: int, found: object, expected: Words) -> None:
        super().__init__(
            Words(
                f"首页的操作面板第 {row} 行：现为“{found}”，应填{expected.zh}，或留空。",
                f"Panel on sheet Home, row {row}: found '{found}', expected {expected.en}, or nothing.",
            )
        )


def panel_values(book: ExcelBook, language: Language) -> Mapping[str, Any]:
    """What 操作面板 on 首页 says, by parameter; empty cells are left out."""
    frame = read_table(book, TABLES["Panel"], language).frame
    values: dict[str, Any] = {}
    for row, name, value in zip(frame.index, frame["parameter"], frame["value"], strict=True):
        kind = PANEL_KINDS.get(name)
        if kind is None or value is None or value == "":
            continue
        try:
            values[name] = kind.parse(value)
        except BadCell:
            raise BadPanelValue(int(row), value, kind.expected) from None
    if "month" in values:
        values["month"] = dt.date.fromisoformat(values["month"] + "-01")
    return values


def snapshot_folder(full_name: str) -> Path:
    """Beside the workbook; for one on a web address or never saved, in the user's own folder."""
    path = Path(full_name)
    if "://" not in full_name and path.parent.is_dir() and path.is_file():
        return SnapshotStore.beside(path).folder
    return Path.home() / ".csbook" / Path(full_name.replace("\\", "/")).name / "undo"


def our_fault(trace: str) -> Words:
    log = Path(tempfile.gettempdir()) / f"csbook-{dt.datetime.now():%Y%m%d-%H%M%S}.log"
    log.write_text(trace, encoding="utf-8")
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
