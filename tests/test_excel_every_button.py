"""Every button of the ribbon pressed, in the order of a month's work: VBA callback, a Python of its own, the
open workbook, the message. The whole walk takes minutes; those of every day are pressed in the normal run.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlwings

from csbook.commands import registry
from csbook.commands.routines import ROUTINE_BY_NAME
from csbook.demo.tour import tour
from csbook.problems import Language, Words
from csbook.schema.workbook import WORKBOOK, sheet_title
from csbook.template.ribbon import buttons
from csbook.template.vba import macro_source, xlwings_file
from tests.libreoffice.click import click
from tests.open_shop import Opener, read, rows
from tests.walks import DEMO_WALK, EXPORT, SHOWN, SWAP, WALK, Press
from tests.workbooks import pack, parts_of, put, type_rows

MACROS = "xl/vbaProject.bin"
OUR_FAULT = ("Traceback", "程序出错", "csbook failed")
WORDS_OF_XLWINGS = (
    "Chr Command CreateObject Environ Exec ExpandEnvironmentStrings FileCopy Kill Lib MacScript MkDir Output "
    "VBComponents VBProject WScript.Shell Windows Write applescript binary call dylib environment libc.dylib "
    "open run shell system"
)


EVERY_DAY = (
    "build-roster", "publish-roster", "repair-roster", "undo", "import", "prepare-day", "update-followups",
    "who-is-missing",
)  # fmt: skip


def test_the_walk_presses_every_button_of_the_ribbon() -> None:
    assert {press.button for press in WALK} == {button.tag for button in buttons()}


@pytest.mark.minutes
def test_every_button_does_its_work_or_refuses_with_words(shop: Path, open_shop: Opener) -> None:
    walk(with_export(shop), open_shop, WALK)


@pytest.mark.minutes
def test_every_button_does_so_in_an_english_workbook(english_shop: Path, open_shop: Opener) -> None:
    walk(with_export(english_shop, "imports"), open_shop, WALK, "en")


@pytest.mark.minutes
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_small_shop_is_refused_is_done_in_the_demo_workbook(
    language: Language, shop: Path, tmp_path: Path, open_shop: Opener
) -> None:
    path = tmp_path / "演示 台账.xlsm"
    tour(path, language, user="店长")
    type_rows(path, "Requests", [SWAP], language)
    # A connected workbook has the module of xlwings, which LibreOffice does not compile.
    pack(path, parts_of(path) | {MACROS: parts_of(shop)[MACROS]})
    walk(path, open_shop, DEMO_WALK, language)


def test_the_buttons_of_every_day_do_their_work(shop: Path, open_shop: Opener) -> None:
    presses = [next(press for press in WALK if press.button == name) for name in EVERY_DAY]
    walk(with_export(shop), open_shop, presses)


def with_export(path: Path, name: str = "导入") -> Path:
    folder = path.parent / name
    folder.mkdir()
    (folder / "订单.csv").write_text(EXPORT, encoding="utf-8")
    return path


def walk(path: Path, open_shop: Opener, presses: Iterable[Press], language: Language = "zh") -> None:
    """Press one after the other in one open workbook; what is wrong is told of all of them."""
    book = open_shop(path)
    wrong = [fault for press in presses for fault in faults_of(book, press, language)]
    assert not wrong, "\n".join(wrong)


def faults_of(book: xlwings.Book, press: Press, language: Language) -> list[str]:
    fill_panel(book, press.panel, language)
    cells, shown = cells_of(book), shown_sheets(book)
    clicked = click(book, press.button)
    changed = {name for name, now in cells_of(book).items() if now != cells[name]}
    said = "\n".join(clicked.alerts)
    expected = {sheet_title(press.fills, language)} if press.fills not in (None, SHOWN) else set()
    checks = {
        "exit code": (clicked.exit_code, clicked.stderr) == (0, ""),
        "one message": len(clicked.alerts) == 1 and not any(word in said for word in OUR_FAULT),
        "words": re.match(press.says(language), said) is not None,
        "fills": expected <= changed if expected else not changed,
        "nothing else": changed <= sheets_of(press.button, language),
        "sheets": (shown_sheets(book) != shown) == (press.fills == SHOWN),
        "status bar": bool(clicked.status) == (press.button != "show-settings"),
    }
    about = f"{press.button}: {said or clicked.stderr!r}; changed {sorted(changed)}"
    return [f"{name}: {about}" for name, holds in checks.items() if not holds]


def fill_panel(book: xlwings.Book, values: Mapping[str, object], language: Language) -> None:
    """操作面板 with these values, and nothing else."""
    found = read(book, "Panel", language)
    sheet = book.sheets[found.place.sheet]
    for row, name in zip(found.frame.index, found.frame["parameter"], strict=True):
        sheet.range((int(row), found.at["value"])).value = in_language(values.get(name), language)


def in_language(value: object, language: Language) -> object:
    return value(language) if isinstance(value, Words) else value


def cells_of(book: xlwings.Book) -> dict[str, Any]:
    """Every sheet's cells, formulas as such; not where the stub notes what RunPython was given."""
    return {
        sheet.name: sheet.impl.used_range.cells.getFormulaArray()
        for sheet in book.sheets
        if sheet.name != "lists"
    }


def shown_sheets(book: xlwings.Book) -> list[str]:
    return [sheet.name for sheet in book.sheets if sheet.visible]


def sheets_of(button: str, language: Language) -> set[str]:
    """The sheets whose cells a button may change: those of its tables, the journal, the list of changes."""
    if button == "undo":
        return {sheet.title(language) for sheet in WORKBOOK}
    routine = ROUTINE_BY_NAME.get(button)
    names = [step.command for step in routine.steps] if routine else [button]
    tables = {t for name in names if name in registry.BY_NAME for t in registry.BY_NAME[name].writes}
    return {sheet_title(table, language) for table in tables | {"Journal", "Changes"}}


# What goes wrong


def test_a_click_at_a_broken_cell_names_it_and_changes_nothing(shop: Path, open_shop: Opener) -> None:
    row, _ = put(shop, "Staff", 0, "hired", "去年")
    book = open_shop(shop)
    before = cells_of(book)
    clicked = click(book, "update-followups")
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    [said] = clicked.alerts
    assert said.startswith("有 1 处需要先改正，没有写入任何内容。")
    assert f"员工 第 {row} 行“入职日期”：现为“去年”" in said
    assert cells_of(book) == before


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the started Python keeps what it has no other place for."""
    folder = tmp_path / "logs"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_a_fault_of_ours_arrives_as_a_message_and_changes_nothing(
    shop: Path, open_shop: Opener, logs: Path
) -> None:
    book = open_shop(shop)
    before = cells_of(book)
    broken = "import csbook.commands.registry as r; r.Command.load = lambda self: lambda request: 1 / 0"
    clicked = click(book, "update-followups", first=broken)
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    [said] = clicked.alerts
    [log] = logs.glob("*.log")
    assert said == f"程序出错，工作簿没有改动。记录在 {log}，请发给维护人。"
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert cells_of(book) == before


def test_an_installation_that_does_not_start_is_told_and_leaves_everything(
    shop: Path, open_shop: Opener, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is a screen it is a message box of the system; here it stands on stderr, in ASCII."""
    book = open_shop(shop)
    before = cells_of(book)
    monkeypatch.setenv("CSBOOK_LANG", "en")
    blocked = "import sys; sys.modules['csbook.commands.registry'] = None"
    clicked = click(book, "update-followups", first=blocked)
    assert (clicked.exit_code, clicked.alerts) == (0, [])
    [log] = logs.iterdir()
    assert clicked.stderr == (
        "csbook cannot start: import of csbook.commands.registry halted; None in sys.modules. The workbook "
        f"is as it was. Run csbook doctor to see what is wrong; the log is {log}.\n"
    )
    assert "ModuleNotFoundError" in log.read_text(encoding="utf-8")
    assert cells_of(book) == before


@pytest.mark.parametrize(
    ("button", "says"), [("check", "All checked: nothing to correct."), ("undo", "There is nothing to undo.")]
)
def test_an_english_workbook_is_answered_in_english(
    button: str, says: str, english_shop: Path, open_shop: Opener
) -> None:
    language: Language = "en"
    book = open_shop(english_shop)
    assert click(book, button).alerts == [says]
    assert len(rows(book, "Journal", language)) == (button == "check")


# The VBA as an antivirus program reads it


def findings(source: str) -> set[tuple[str, str]]:
    """What oletools finds in a VBA module."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools calls pyparsing by names that it gave up
        from oletools.olevba import VBA_Scanner

        return {(kind, word) for kind, word, _ in VBA_Scanner(source).scan()}


def test_nothing_is_suspicious_in_our_vba() -> None:
    for name in ("csbook.bas", "xlwings_stub.bas"):
        assert findings(macro_source(name)) == set(), name


def test_what_the_module_of_xlwings_does_is_known() -> None:
    """It starts programs and reads and writes files, so antivirus programs look at it; addresses in its
    comments are left out. A new word is to be read before that version of xlwings is shipped."""
    found = findings(xlwings_file("xlwings.bas")) | findings(xlwings_file("addin", "Dictionary.cls"))
    assert {word for kind, word in found if kind == "Suspicious" and " " not in word} == set(
        WORDS_OF_XLWINGS.split()
    )
    assert {word for kind, word in found if kind == "IOC" and "://" not in word} == {
        "8.dll", "cmd.exe", "conda.bat", "frozen_executable.exe", "python.exe", "pywintypesXX.dll",
    }  # fmt: skip
    assert {kind for kind, _ in found} == {"Suspicious", "IOC", "Hex String"}
