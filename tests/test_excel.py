"""The ribbon's way in, pressed in a real spreadsheet application: what the person at the screen gets."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import xlsxwriter
import xlwings

import csbook.excel
from csbook.books.book import CellError
from csbook.books.excel_book import ExcelBook
from csbook.books.excel_native import StructureLocked
from csbook.books.file_book import FileBook
from csbook.books.frames import ReadTable, read_table
from csbook.commands import registry
from csbook.commands.handler import Request, Result
from csbook.commands.run import run as run_command
from csbook.commands.settings_sheets import show_settings_sheets
from csbook.excel import PANEL_KINDS
from csbook.problems import Language, SheetMissing, Words
from csbook.schema.columns import Formula
from csbook.schema.workbook import TABLES, WORKBOOK
from tests.libreoffice.click import click
from tests.libreoffice.com import BookApi, ComError
from tests.workbooks import PEOPLE, put, type_rows

NOON = dt.datetime(2026, 11, 22, 12)
Opener = Callable[..., xlwings.Book]
STEPS = ["读取工作簿……", "写入工作簿……"]
PANEL_ROWS = {"month": 0, "today": 1, "replace": 2, "seconds": 3}


class Clock(dt.datetime):
    """Stands still, and counts who looks."""

    looks = 0

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        cls.looks += 1
        return NOON


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(csbook.excel, "dt", SimpleNamespace(datetime=Clock, date=dt.date))
    monkeypatch.setattr(Clock, "looks", 0)
    return Clock


@pytest.fixture
def press(clock: type[Clock], open_book: Opener) -> Iterator[Callable[[xlwings.Book, str], str]]:
    """(open workbook, command) -> what the message box said."""

    def pressed(book: xlwings.Book, name: str) -> str:
        book.set_mock_caller()
        before = len(book.app.impl.alert_log)
        csbook.excel.run(name)
        [(text, title)] = book.app.impl.alert_log[before:]
        assert title == "csbook"
        assert book.app.impl.status_bar is False, "the status bar was not given back"
        return str(text)

    yield pressed
    if hasattr(xlwings.Book, "_mock_caller"):
        del xlwings.Book._mock_caller


Press = Callable[[xlwings.Book, str], str]


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Request], Result]], None]:
    """Let every command be handled by a function of the test."""
    return lambda handler: monkeypatch.setattr(registry.Command, "load", lambda self: handler)


def read(book: xlwings.Book, table: str, language: Language = "zh") -> ReadTable:
    return read_table(ExcelBook(book), TABLES[table], language)


def rows(book: xlwings.Book, table: str, language: Language = "zh") -> pd.DataFrame:
    return read(book, table, language).frame


def contents(book: xlwings.Book) -> dict[str, Any]:
    """Every sheet's used cells, formulas as such, and where the tables stand."""
    document = book.impl.document
    cells = {sheet.name: sheet.impl.used_range.cells.getFormulaArray() for sheet in book.sheets}
    tables = {table.name: table.range.address for sheet in book.sheets for table in sheet.tables}
    hidden = [sheet.name for sheet in book.sheets if not sheet.visible]
    assert len(cells) == document.Sheets.Count
    return {"cells": cells, "tables": tables, "hidden": hidden}


def on_shift(path: Path, language: Language = "zh") -> None:
    """The first two people work on the 22nd, the third rests, as a supervisor types it."""
    cells = ("白", "晚", "rest")
    typed = [{"agent_id": p[0], "d22": cell} for p, cell in zip(PEOPLE, cells, strict=True)]
    type_rows(path, "Roster", typed, language)


def type_in(book: xlwings.Book, parameter: str, value: object) -> None:
    """A value typed into 操作面板."""
    found = read(book, "Panel")
    row = found.frame.index[found.frame["parameter"] == parameter][0]
    book.sheets[found.place.sheet].range((int(row), found.at["value"])).value = value


# Commands in the open workbook


def test_check_lists_what_to_correct_in_the_open_workbook(
    shop: Path, open_book: Opener, press: Press
) -> None:
    row, _ = put(shop, "Staff", 1, "hired", "去年")
    book = open_book(shop)
    assert press(book, "check") == (
        "需要改正 1 处，提醒 0 处，见“填写检查”。\n"
        f"  ✗ 员工 第 {row} 行“入职日期”：现为“去年”，应填{TABLES['Staff']['hired'].expected.zh}"
    )
    assert book.app.impl.status_log == STEPS
    listed = rows(book, "Problems")[["sheet", "row", "column", "found"]]
    assert listed.to_numpy().tolist() == [["员工", row, "入职日期", "去年"]]
    assert rows(book, "Journal")[["command", "outcome"]].to_numpy().tolist() == [["check", "problems"]]


def test_an_english_workbook_is_spoken_to_in_english(
    english_shop: Path, open_book: Opener, press: Press
) -> None:
    book = open_book(english_shop)
    assert press(book, "check") == "All checked: nothing to correct."
    assert book.app.impl.status_log == ["Reading the workbook ...", "Writing the workbook ..."]


def test_prepare_day_adds_its_rows_and_undo_takes_them_back(
    shop: Path, open_book: Opener, press: Press
) -> None:
    on_shift(shop)
    book = open_book(shop)
    before = rows(book, "DailyLog"), rows(book, "Today")
    said = press(book, "prepare-day")
    assert said.startswith("今天 2 人当班，新增日报 4 行；"), said
    log = rows(book, "DailyLog")
    assert log[["date", "agent_id", "platform", "shift"]].to_numpy().tolist() == [
        [pd.Timestamp("2026-11-22"), agent, platform, shift]
        for agent, shift in (("K01", "白"), ("K02", "晚"))
        for platform in ("jd", "vip")
    ]
    assert book.app.impl.status_log == STEPS

    assert press(book, "undo") == "已撤销 prepare-day（2026-11-22 12:00 运行）。"
    for old, new in zip(before, (rows(book, "DailyLog"), rows(book, "Today")), strict=True):
        pd.testing.assert_frame_equal(old, new)
    journal = rows(book, "Journal")
    assert journal["command"].tolist() == ["prepare-day", "undo"]
    assert journal["outcome"].tolist() == ["done", "undone"]
    assert press(book, "undo") == "没有可以撤销的操作。"


def test_follow_ups_are_made_from_the_open_workbook(shop: Path, open_book: Opener, press: Press) -> None:
    typed = [{"customer_id": "C001", "name": "李四", "platform": "jd", "class": "A", "agent_id": "K01"}]
    type_rows(shop, "Customers", typed)
    book = open_book(shop)
    assert press(book, "update-followups").startswith("新增回访 ")
    assert rows(book, "Journal")["command"].tolist() == ["update-followups"]


def test_scores_are_opened_for_everyone_in_the_open_workbook(
    shop: Path, open_book: Opener, press: Press
) -> None:
    book = open_book(shop)
    assert press(book, "score").startswith("2026-11 已评分 0 人，还有 3 人待评，暂不排名。")
    assert rows(book, "Scores")["agent_id"].tolist() == [number for number, *_ in PEOPLE]


# Stopping with words


def test_a_bad_cell_is_named_and_nothing_is_written(shop: Path, open_book: Opener, press: Press) -> None:
    row, _ = put(shop, "Staff", 1, "hired", "去年")
    book = open_book(shop)
    before = contents(book)
    assert press(book, "prepare-day") == (
        "有 1 处需要先改正，没有写入任何内容。\n"
        f"  ✗ 员工 第 {row} 行“入职日期”：现为“去年”，应填{TABLES['Staff']['hired'].expected.zh}"
    )
    assert contents(book) == before


def test_a_fault_of_ours_names_its_log_and_leaves_the_workbook_alone(
    shop: Path,
    open_book: Opener,
    press: Press,
    handled: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def broken(request: Request) -> Result:
        raise RuntimeError("一个错误")

    handled(broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    book = open_book(shop)
    before = contents(book)
    log = tmp_path / "csbook-20261122-120000.log"
    assert press(book, "prepare-day") == f"程序出错，工作簿没有改动。记录在 {log}，请发给维护人。"
    assert log.read_text(encoding="utf-8").rstrip().endswith("RuntimeError: 一个错误")
    assert contents(book) == before
    assert capfd.readouterr().err == ""


def test_a_workbook_of_somebody_else_is_refused_with_words(
    tmp_path: Path, open_book: Opener, press: Press
) -> None:
    with xlsxwriter.Workbook(tmp_path / "别人的.xlsx") as new:
        new.add_worksheet("表")
    said = press(open_book(tmp_path / "别人的.xlsx"), "check")
    assert said == "别人的.xlsx 不是可用的工作簿：不是 csbook 做的工作簿。请用 csbook new 新建。"


def test_a_newer_workbook_is_refused_in_its_own_language(
    english_shop: Path, open_book: Opener, press: Press
) -> None:
    book = open_book(english_shop)
    version = book.impl.names("csbook_schema")
    version.api.setContent("999")
    assert "was made by a newer csbook" in press(book, "check")


def test_an_unknown_button_is_told(shop: Path, open_book: Opener, press: Press) -> None:
    assert press(open_book(shop), "no-such").startswith("没有命令 no-such。可用的有：build-roster、")


def test_a_busy_excel_is_told_and_not_waited_for(
    shop: Path, open_book: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_book(shop)

    def rejected(_: object, *__: object) -> None:
        raise ComError(-2147418111, "Call was rejected by callee.")

    monkeypatch.setattr(xlwings.Book, "names", property(rejected))
    monkeypatch.setattr(ExcelBook, "status", rejected_status)
    assert press(book, "check").startswith("Excel 正忙")


def rejected_status(book: ExcelBook, text: str | None) -> None:
    from csbook.books.excel_native import busy_in_words

    with busy_in_words():
        raise ComError(-2147418111, "Call was rejected by callee.")


# What 操作面板 and the clock say


def test_the_panel_is_taken(
    shop: Path, open_book: Opener, press: Press, handled: Callable[..., None]
) -> None:
    requests: list[Request] = []

    def noting(request: Request) -> Result:
        requests.append(request)
        return Result(Words("好", "fine"))

    handled(noting)
    book = open_book(shop)
    for parameter, value in {
        "month": "2026-12",
        "today": dt.datetime(2026, 11, 30, 18),
        "replace": "是",
        "seconds": 5,
    }.items():
        type_in(book, parameter, value)
    assert press(book, "build-roster") == "好"
    request = requests.pop()
    assert (request.month, request.today) == (dt.date(2026, 12, 1), dt.datetime(2026, 11, 30, 18))
    assert request.parameters == {"month": dt.date(2026, 12, 1), "replace": True, "seconds": 5.0}

    press(book, "prepare-day")
    request = requests.pop()
    assert (request.today, request.parameters) == (dt.datetime(2026, 11, 30, 18), {})
    assert request.month == dt.date(2026, 11, 1), "a command that takes no month works on the settings' one"


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [
        ("month", "下月", "现为“下月”，应填月份，如 2026-11，或留空。"),
        ("today", "明天", "现为“明天”，应填日期和时间，如 2026-11-22 14:30，或留空。"),
        ("replace", "也许", "现为“也许”，应填是 或 否，或留空。"),
        ("seconds", 0, f"现为“0”，应填{PANEL_KINDS['seconds'].expected.zh}，或留空。"),
        ("seconds", CellError("#N/A"), "现为“#N/A”，应填"),
    ],
)
def test_a_bad_value_in_the_panel_is_told(
    parameter: str, value: Any, words: str, shop: Path, open_book: Opener, press: Press
) -> None:
    row, _ = put(shop, "Panel", PANEL_ROWS[parameter], "value", value)
    book = open_book(shop)
    before = contents(book)
    said = press(book, "prepare-day")
    assert said.startswith(f"首页 第 {row} 行“取值”：{words}"), said
    assert contents(book) == before


def test_the_clock_is_looked_at_once_and_noted_in_the_journal(
    shop: Path, open_book: Opener, press: Press, clock: type[Clock], handled: Callable[..., None]
) -> None:
    handled(lambda request: Result(Words(f"{request.today}", f"{request.today}")))
    book = open_book(shop)
    assert press(book, "prepare-day") == "2026-11-22 12:00:00"
    assert clock.looks == 1
    assert rows(book, "Journal")[["at", "as_of"]].to_numpy().tolist() == [[pd.Timestamp(NOON)] * 2]


# Sheets


def test_the_settings_sheets_are_shown_and_hidden_again(shop: Path, open_book: Opener, press: Press) -> None:
    book = open_book(shop)
    hidden = [sheet.title("zh") for sheet in WORKBOOK if sheet.hidden]
    before = contents(book)["hidden"]
    assert set(hidden) < set(before), "the lists and the settings of xlwings are hidden as well"
    assert press(book, "show-settings") == f"已显示 {len(hidden)} 个设置和记录工作表。"
    assert contents(book)["hidden"] == [name for name in before if name not in hidden]
    assert press(book, "show-settings") == f"已隐藏 {len(hidden)} 个设置和记录工作表。"
    assert contents(book)["hidden"] == before


def test_sheets_of_a_protected_workbook_stay_as_they_are(
    shop: Path, open_book: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_book(shop)
    before = contents(book)
    monkeypatch.setattr(BookApi, "ProtectStructure", True)
    with pytest.raises(StructureLocked):
        show_settings_sheets(ExcelBook(book))
    assert "工作簿结构受保护" in press(book, "show-settings")
    assert contents(book) == before


def test_an_unknown_sheet_stops_before_any_is_shown(shop: Path, open_book: Opener) -> None:
    book = ExcelBook(open_book(shop))
    before = book.hidden_sheets()
    with pytest.raises(SheetMissing):
        book.show_sheets([WORKBOOK.sheet_of["Staff"].title("zh"), "没有"], visible=True)
    assert book.hidden_sheets() == before


# From the button in VBA


@pytest.fixture
def spacious(shop: Path, tmp_path: Path) -> Path:
    """The workbook in a folder with Chinese and spaces in its name, and a file that must not be run."""
    folder = tmp_path / "客服 部门 (2026)"
    folder.mkdir()
    (folder / "csbook.py").write_text("raise SystemExit('the stray file was run')", encoding="utf-8")
    return Path(shutil.move(shop, folder / "客服 台账=11月.xlsm"))


def test_a_click_on_check_reaches_the_open_workbook(spacious: Path, open_book: Opener) -> None:
    row, _ = put(spacious, "Staff", 0, "hired", "去年")
    book = open_book(spacious)
    clicked = click(book, "check")
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    assert clicked.status == STEPS
    [said] = clicked.alerts
    assert said.startswith("需要改正 1 处"), said
    assert rows(book, "Problems")[["row", "found"]].to_numpy().tolist() == [[row, "去年"]]


def test_a_click_on_prepare_day_fills_the_open_workbook(shop: Path, open_book: Opener) -> None:
    on_shift(shop)
    put(shop, "Panel", PANEL_ROWS["today"], "value", NOON)
    book = open_book(shop)
    clicked = click(book, "prepare-day")
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    assert clicked.alerts[0].startswith("今天 2 人当班，新增日报 4 行；")
    assert rows(book, "DailyLog")["agent_id"].tolist() == ["K01", "K01", "K02", "K02"]


# Both books


def busy_shop(path: Path) -> None:
    """A workbook with something of every kind in it, and three cells to correct."""
    on_shift(path)
    type_rows(
        path,
        "DailyLog",
        [
            {"date": dt.datetime(2026, 11, 21), "agent_id": "K01", "platform": "jd", "receptions": 7},
            {"date": dt.datetime(2026, 11, 21), "agent_id": "K02", "platform": "jd", "receptions": 31},
        ],
    )
    put(path, "DailyLog", 1, "receptions", CellError("#DIV/0!"))
    put(path, "Staff", 1, "hired", "去年")
    put(path, "Staff", 2, "agent_id", "K01")


@pytest.mark.parametrize("spoil", [None, busy_shop])
def test_both_books_read_every_table_alike(
    spoil: Callable[[Path], None] | None, shop: Path, open_book: Opener
) -> None:
    """A file that nobody calculated since it was written holds no values of formulas."""
    if spoil:
        spoil(shop)
    file, excel = FileBook(shop), ExcelBook(open_book(shop))
    for name, table in TABLES.items():
        closed, opened = read_table(file, table, "zh"), read_table(excel, table, "zh")
        columns = [c.name for c in table.columns if not (spoil and isinstance(c, Formula))]
        pd.testing.assert_frame_equal(closed.frame[columns], opened.frame[columns], obj=name)
        assert closed.place == opened.place
        assert file.formulas(closed.place).keys() == excel.formulas(opened.place).keys(), name
        assert (closed.at, closed.blank_rows) == (opened.at, opened.blank_rows), name
        assert (closed.problems, closed.bad) == (opened.problems, opened.bad), name


def test_both_books_give_check_the_same_problems(shop: Path, open_book: Opener) -> None:
    busy_shop(shop)
    closed, opened = FileBook(Path(shutil.copy(shop, shop.with_name("另一份.xlsm")))), open_book(shop)
    in_file, in_excel = (
        run_command("check", book, NOON, now=NOON, user="测试") for book in (closed, ExcelBook(opened))
    )
    assert in_file == in_excel
    assert [p.found for p in in_excel.problems] == ["", "#DIV/0!"]
    in_file_problems = read_table(closed, TABLES["Problems"], "zh").frame
    pd.testing.assert_frame_equal(rows(opened, "Problems"), in_file_problems)


def test_every_button_of_the_ribbon_is_known() -> None:
    """Each tag is a command of the registry or one of the two that `run_on` handles itself."""
    from csbook.template.ribbon import buttons

    own = {button.tag for button in buttons()} - set(registry.BY_NAME)
    source = Path(csbook.excel.__file__).read_text(encoding="utf-8")
    assert own == set(re.findall(r'name == "([\w-]+)"', source))
