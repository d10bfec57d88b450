"""The ribbon's way in: `run("build-roster")`, called by `csbook.button`.

Everything ends in a message to the person at the screen: an outcome, a sentence about what to do,
or, where it is our fault, the name of a log file. Nothing is left on stderr but ASCII.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from csbook.books.excel_book import ExcelBook, spare_other_excels
from csbook.books.excel_caller import calling_book
from csbook.books.excel_native import ExcelBusy
from csbook.commands import registry
from csbook.commands.handler import never
from csbook.commands.routines import ROUTINE_BY_NAME
from csbook.commands.run import language_of
from csbook.commands.settings_sheets import show_settings_sheets
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.commands.undo_words import undo_would
from csbook.faults import write_log
from csbook.first_words import own_language
from csbook.message_box import show_without_excel
from csbook.message_room import first_of_the_last, fitted, forget_whole, without_options
from csbook.panel import panel_values, taken, told_by_panel, told_with_errors
from csbook.pressing import Press
from csbook.problems import CsbookError, Language, Problem, Words, joined, same
from csbook.rendering.opened import in_words
from csbook.schema.workbook import TABLES
from csbook.stop_button import StopButton
from csbook.workplace import home_folder, user_name

TITLE: Final = "csbook"
FAILED: Final = Words("程序出错，工作簿没有改动。", "csbook failed; the workbook is as it was. ")
FAILED_IN_STEPS: Final = Words(
    "程序出错，没有做完；已完成的步骤保留，见“操作记录”。",
    "csbook failed part-way; steps done stay, see 'Journal'. ",
)
TOLD_OF_AUTOSAVE: Final = "autosave.told"
OTHERS_EDIT: Final = Words(
    "“自动保存”开着，几个人可能正同时编辑：点按钮前请别人停一下，同时改的格可能互相覆盖。（只提示这一次）",
    "AutoSave is on, so others may be editing at the same time: ask them to pause before you press a button, "
    "or cells may be overwritten one way or the other. (Said this once only.)",
)


def run(name: str) -> None:
    """Run a command on the workbook whose button was pressed, and tell what came of it."""
    now = dt.datetime.now()
    spare_other_excels()
    try:
        book = calling_book()
    except CsbookError as error:
        show_without_excel(error.words(own_language()), TITLE)
        return
    opened = ExcelBook(book)
    language: Language = "zh"
    folder = home_folder()
    try:
        folder = snapshot_folder(opened.full_name)
        forget_whole(folder)
        language = "en" if opened.properties.get("csbook.language") == "en" else "zh"
        text = with_notes(run_on(name, opened, now=now), notes_about(name, opened), language)
    except CsbookError as error:
        text = error.words(language)
        look_at(opened, error.spot, language=language)
    except Exception:  # our fault: kept for whoever mends it, said without a traceback
        text = our_fault(now, in_steps=name in ROUTINE_BY_NAME)(language)
    finally:
        with suppress(Exception):  # the message says what is wrong
            opened.status(None)
    text = fitted(without_options(text), language, folder)
    try:
        book.app.alert(text, title=TITLE)
    except Exception:  # Excel has ended meanwhile, or waits for an answer itself
        show_without_excel(text, TITLE)


def run_on(name: str, book: ExcelBook, *, now: dt.datetime) -> str:
    """Run one command on an open workbook; the text to show, with what it took from the panel."""
    language = language_of(book)
    store = SnapshotStore(snapshot_folder(book.full_name))
    if name == "show-settings":
        return show_settings_sheets(book)(language)
    if name == "undo":
        outcome = undo(
            book, store, now=now, user=user_name(), progress=lambda words: tell(book, words, language)
        )
        text = outcome.text()
        return "\n".join([text, *(f"  · {words(language)}" for words in undo_would(store))])
    panel = panel_values(book, language, name)
    told = told_by_panel(name, panel)
    with told_with_errors(told):
        text = run_with(name, book, panel, store, now=now)
    return text if told is None else f"{text}\n{told(language)}"


def run_with(
    name: str, book: ExcelBook, panel: Mapping[str, Any], store: SnapshotStore, *, now: dt.datetime
) -> str:
    """Run a command or routine with what the panel says."""
    language, beside = language_of(book), folder_of(book.full_name)
    press = Press(name, taken(name, panel), panel.get("today") or now, now, beside, beside)
    searching = press.searching
    with StopButton(searching.label, language) if searching else nullcontext() as button:
        outcome = press.run(
            book,
            in_words(book.pdf_of),
            store,
            user_name(),
            lambda words: tell(book, words, language, button),
            button.pressed if button else never,
        )
    look_at(book, outcome.spot, outcome.shows, language=language)
    single = not outcome.stopped and name not in ROUTINE_BY_NAME
    can_undo = undo_would(store, now=now) if single else ()
    return replace(outcome, notes=(*outcome.notes, *(words(language) for words in can_undo))).text()


def tell(book: ExcelBook, words: Words, language: Language, button: StopButton | None = None) -> None:
    """Show a step in the status bar, and beside the button where there is one. A click into Excel at the
    wrong moment ends no search."""
    with suppress(ExcelBusy):
        book.status(words(language))
    if button is not None:
        button.tell(words)


def look_at(book: ExcelBook, spot: Problem | None, shows: str | None = None, *, language: Language) -> None:
    """Select the cell to correct, else bring the sheet to be read to the front."""
    # Done is done: that Excel cannot show a sheet (a protected structure, a dialog) makes no fault of it.
    with suppress(Exception):
        if spot is not None and spot.row is not None and shows is None:
            column = TABLES[spot.table][spot.column].header(language) if spot.column else None
            book.select(spot.table, spot.row, column)
        elif shows is not None:
            book.show_table(shows)


def has_folder(full_name: str) -> bool:
    """Not so for a workbook on a web address, one never saved, and one whose file was moved meanwhile."""
    return "://" not in full_name and Path(full_name).is_file()


def snapshot_folder(full_name: str) -> Path:
    """Beside the workbook; for one without a folder here, in the user's own."""
    if has_folder(full_name):
        return SnapshotStore.beside(Path(full_name)).folder
    return SnapshotStore.at_home(full_name).folder


def folder_of(full_name: str) -> Path:
    """The workbook's folder; for one without a folder here, the user's own."""
    return Path(full_name).parent if has_folder(full_name) else Path.home()


def notes_about(name: str, book: ExcelBook) -> list[Words]:
    """What is worth knowing of the workbook's place: where the files of a command are, for one without a
    folder here; once for each workbook, that others may be editing it."""
    notes = []
    if not has_folder(book.full_name):
        folders = usual_folders(name, language_of(book))
        if folders:
            listed = joined(same(Path.home() / folder) for folder in folders)
            notes.append(
                Words(
                    f"工作簿在网上，或还没有存到本机：文件都在 {listed.zh}。",
                    f"The workbook is on the web or was never saved here: its files are in {listed.en}.",
                )
            )
    told = snapshot_folder(book.full_name).with_name(TOLD_OF_AUTOSAVE)
    with suppress(CsbookError, OSError):
        if book.is_shared_live and not told.exists():
            told.parent.mkdir(parents=True, exist_ok=True)
            told.touch()
            notes.append(OTHERS_EDIT)
    return notes


def usual_folders(name: str, language: Language) -> list[str]:
    """The folders that a command, or the steps of a routine, look for beside the workbook."""
    routine = ROUTINE_BY_NAME.get(name)
    names = [step.command for step in routine.steps] if routine else [name]
    found = (registry.BY_NAME[each].usual_folder for each in names if each in registry.BY_NAME)
    return list(dict.fromkeys(words(language) for words in found if words))


def with_notes(text: str, notes: Sequence[Words], language: Language) -> str:
    """The text with these lines; what to do next and what the panel said stay the last ones."""
    lines = text.split("\n")
    at = first_of_the_last(lines, language)
    return "\n".join([*lines[:at], *(f"  · {note(language)}" for note in notes), *lines[at:]])


def our_fault(now: dt.datetime, *, in_steps: bool = False) -> Words:
    """What is said of an error of ours; the steps that a routine had done by then stay."""
    try:
        log = write_log(now)
        kept = Words(f"记录在 {log}，请发给维护人。", f"The log is {log}; please report it.")
    except OSError:
        kept = Words(
            "连记录也写不下：请先看磁盘是否已满。", "Not even a log could be written: is the disk full?"
        )
    if in_steps:
        return FAILED_IN_STEPS + kept
    return FAILED + kept
