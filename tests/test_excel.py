"""The ribbon's way in, pressed in a real spreadsheet application: what the person at the screen gets."""

from __future__ import annotations

import datetime as dt
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
from csbook.commands import registry
from csbook.commands.handler import NOTHING_NEXT, File, Request, Result
from csbook.commands.settings_sheets import show_settings_sheets
from csbook.problems import Words
from csbook.schema.daily import DAYS
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.workbook import TABLES, WORKBOOK
from tests.libreoffice.com import BookApi, ComError
from tests.open_shop import NOON, PANEL_ROWS, STEPS, Opener, on_shift, read, rows
from tests.workbooks import PEOPLE, put, type_rows


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


def contents(book: xlwings.Book) -> dict[str, Any]:
    """Every sheet's used cells, formulas as such, and where the tables stand."""
    document = book.impl.document
    cells = {sheet.name: sheet.impl.used_range.cells.getFormulaArray() for sheet in book.sheets}
    tables = {table.name: table.range.address for sheet in book.sheets for table in sheet.tables}
    hidden = [sheet.name for sheet in book.sheets if not sheet.visible]
    assert len(cells) == document.Sheets.Count
    return {"cells": cells, "tables": tables, "hidden": hidden}


def type_in(book: xlwings.Book, parameter: str, value: object) -> None:
    """A value typed into 操作面板."""
    found = read(book, "Panel")
    row = found.frame.index[found.frame["parameter"] == parameter][0]
    book.sheets[found.place.sheet].range((int(row), found.at["value"])).value = value


# Commands in the open workbook


def test_check_lists_what_to_correct_in_the_open_workbook(
    shop: Path, open_shop: Opener, press: Press
) -> None:
    row, _ = put(shop, "Staff", 1, "hired", "去年")
    book = open_shop(shop)
    protected = [sheet.api.ProtectContents for sheet in book.sheets]
    assert any(protected)
    assert press(book, "check") == (
        "需要改正 1 处，提醒 0 处，见“填写检查”。\n"
        "  · 点“撤销”可恢复：“填写检查”1 行。\n"
        f"  ✗ 员工 第 {row} 行“入职日期”：现为“去年”，应为：{TABLES['Staff']['hired'].expected.zh}\n"
        "下一步：按“填写检查”逐条改，改好再点“填写检查”。"
    )
    assert book.app.impl.status_log == [STEPS[0], "填写检查……", STEPS[1]]
    listed = rows(book, "Problems")[["sheet", "row", "column", "found"]]
    assert listed.to_numpy().tolist() == [["员工", row, "入职日期", "去年"]]
    assert [sheet.api.ProtectContents for sheet in book.sheets] == protected
    assert rows(book, "Journal")[["command", "outcome"]].to_numpy().tolist() == [["check", "problems"]]


def test_an_english_workbook_is_spoken_to_in_english(
    english_shop: Path, open_shop: Opener, press: Press
) -> None:
    book = open_shop(english_shop)
    assert press(book, "check") == "All checked: nothing to correct."
    assert book.app.impl.status_log == ["Reading the workbook ...", "Check ...", "Writing the workbook ..."]


def test_prepare_day_adds_its_rows_and_undo_takes_them_back(
    shop: Path, open_shop: Opener, press: Press
) -> None:
    on_shift(shop)
    book = open_shop(shop)
    before = rows(book, "DailyLog"), rows(book, "Today")
    said = press(book, "prepare-day")
    assert said.startswith("今天 2 人当班，新增日报 4 行；"), said
    log = rows(book, "DailyLog")
    assert log[["date", "agent_id", "platform", "shift"]].to_numpy().tolist() == [
        [pd.Timestamp("2026-11-22"), agent, platform, shift]
        for agent, shift in (("K01", "白"), ("K02", "晚"))
        for platform in ("jd", "vip")
    ]
    assert book.app.impl.status_log == [STEPS[0], "准备当天……", STEPS[1]]

    assert press(book, "undo") == "已撤销“准备当天”（2026-11-22 12:00 运行），恢复了“客服日报”。"
    for old, new in zip(before, (rows(book, "DailyLog"), rows(book, "Today")), strict=True):
        pd.testing.assert_frame_equal(old, new)
    journal = rows(book, "Journal")
    assert journal["command"].tolist() == ["prepare-day", "undo"]
    assert journal["outcome"].tolist() == ["done", "undone"]
    assert press(book, "undo") == "没有可以撤销的操作。"


def test_an_unpaid_order_becomes_a_follow_up_in_the_open_workbook(
    shop: Path, open_shop: Opener, press: Press
) -> None:
    """Rule U12: to be done from 12 until 24 hours after the order, which was at 10:00 the day before."""
    created = dt.datetime(2026, 11, 21, 10)
    order = {"platform": "jd", "order_id": "00123", "customer": "买家", "agent_id": "K01", "created": created}
    type_rows(shop, "Orders", [order])
    book = open_shop(shop)
    assert press(book, "update-followups").startswith("新增回访 ")
    register = rows(book, "FollowUps").set_index("rule_id")
    reminder = register.loc["U12"]
    assert reminder[["source", "owner", "state"]].tolist() == ["order:jd:00123", "K01", "overdue"]
    assert reminder["due_by"] == created + dt.timedelta(hours=24)
    assert reminder["follow_up_id"] in rows(book, "Today")["reference"].tolist()


def test_the_roster_is_built_in_the_open_workbook(shop: Path, open_shop: Opener, press: Press) -> None:
    put(shop, "Panel", PANEL_ROWS["seconds"], "value", 5)
    book = open_shop(shop)
    said = press(book, "build-roster")
    roster = rows(book, "Roster").set_index("agent_id")
    assert set(roster.index) == {number for number, *_ in PEOPLE}, said
    assert roster[list(DAYS[:30])].notna().all(axis=None)
    assert roster["d31"].isna().all()
    assert rows(book, "RosterBase").set_index("agent_id")["d01"].to_dict() == roster["d01"].to_dict()
    assert book.app.impl.status_log[0] == STEPS[0]
    assert book.app.impl.status_log[-1] == STEPS[-1]
    assert len(book.app.impl.status_log) > len(STEPS), "the steps of the search are shown between"


def test_scores_are_opened_for_everyone_in_the_open_workbook(
    shop: Path, open_shop: Opener, press: Press
) -> None:
    book = open_shop(shop)
    assert press(book, "score").startswith("2026-11 已评分 0 人，还有 3 人待评，暂不排名。")
    assert rows(book, "Scores")["agent_id"].tolist() == [number for number, *_ in PEOPLE]


# Stopping with words


def test_a_bad_cell_is_named_and_nothing_is_written(shop: Path, open_shop: Opener, press: Press) -> None:
    row, _ = put(shop, "Staff", 1, "hired", "去年")
    book = open_shop(shop)
    before = contents(book)
    assert press(book, "prepare-day") == (
        "有 1 处需要先改正，没有写入任何内容。\n"
        f"  ✗ 员工 第 {row} 行“入职日期”：现为“去年”，应为：{TABLES['Staff']['hired'].expected.zh}"
    )
    hidden = [name for name in before["hidden"] if name != "员工"]
    assert contents(book) == {**before, "hidden": hidden}, "only the sheet with the cell is shown"


def test_a_fault_of_ours_names_its_log_and_leaves_the_workbook_alone(
    shop: Path,
    open_shop: Opener,
    press: Press,
    clock: type[Clock],
    handled: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def broken(request: Request) -> Result:
        raise RuntimeError("一个错误")

    handled(broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    book = open_shop(shop)
    before = contents(book)
    said = press(book, "prepare-day")
    [log] = tmp_path.glob("csbook-20261122-120000-*.log")
    assert said == f"程序出错，工作簿没有改动。记录在 {log}，请发给维护人。"
    assert log.read_text(encoding="utf-8").rstrip().endswith("RuntimeError: 一个错误")
    assert contents(book) == before
    assert capfd.readouterr().err == ""
    assert clock.looks == 1


def test_a_workbook_of_somebody_else_is_refused_with_words(
    tmp_path: Path, open_book: Opener, press: Press
) -> None:
    with xlsxwriter.Workbook(tmp_path / "别人的.xlsx") as new:
        new.add_worksheet("表")
    said = press(open_book(tmp_path / "别人的.xlsx"), "check")
    assert said == "别人的.xlsx 不是可用的工作簿：不是 csbook 做的工作簿。请用 csbook new 新建。"


def test_a_newer_workbook_is_refused_in_its_own_language(
    english_shop: Path, open_shop: Opener, press: Press
) -> None:
    book = open_shop(english_shop)
    version = book.impl.names("csbook_schema")
    version.api.setContent("999")
    assert "was made by a newer csbook" in press(book, "check")


def test_an_unknown_button_is_told(shop: Path, open_shop: Opener, press: Press) -> None:
    assert press(open_shop(shop), "no-such").startswith("没有命令 no-such。可用的有：build-roster、")


def test_a_busy_excel_is_told_and_not_waited_for(
    shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_shop(shop)

    def rejected(_: object, *__: object) -> None:
        raise ComError(-2147418111, "Call was rejected by callee.")

    monkeypatch.setattr(xlwings.Book, "names", property(rejected))
    monkeypatch.setattr(xlwings.App, "status_bar", property(rejected, rejected))
    assert press(book, "check").startswith("Excel 正忙")


# What 操作面板 and the clock say


def test_the_panel_is_taken(
    shop: Path, open_shop: Opener, press: Press, handled: Callable[..., None]
) -> None:
    requests: list[Request] = []

    def noting(request: Request) -> Result:
        requests.append(request)
        return Result(Words("好", "fine"), then=NOTHING_NEXT)

    handled(noting)
    book = open_shop(shop)
    for parameter, value in {
        "month": "2026-12",
        "today": dt.datetime(2026, 11, 30, 18),
        "replace": "是",
        "seconds": 5,
    }.items():
        type_in(book, parameter, value)
    told = "按操作面板：今天 2026-11-30 18:00、月份 2026-12、覆盖手改格 是、最长秒数 5"
    assert press(book, "build-roster") == f"好\n{told}"
    request = requests.pop()
    assert (request.month, request.today) == (dt.date(2026, 12, 1), dt.datetime(2026, 11, 30, 18))
    assert request.parameters == {"month": dt.date(2026, 12, 1), "replace": True, "seconds": 5.0}

    press(book, "prepare-day")
    request = requests.pop()
    assert (request.today, request.parameters) == (dt.datetime(2026, 11, 30, 18), {})
    assert request.month == dt.date(2026, 11, 1), "a command that takes no month works on the settings' one"


def test_who_cannot_come_is_taken_from_the_panel(
    shop: Path, open_shop: Opener, press: Press, handled: Callable[..., None]
) -> None:
    requests: list[Request] = []

    def noting(request: Request) -> Result:
        requests.append(request)
        return Result(Words("好", "fine"), then=NOTHING_NEXT)

    handled(noting)
    book = open_shop(shop)
    for parameter, value in {
        "agent": "李四",
        "first": dt.datetime(2026, 11, 24),
        "last": dt.datetime(2026, 11, 26),
        "leaves": "是",
        "method": "按排队公式",
    }.items():
        type_in(book, parameter, value)
    told = "按操作面板：人员 李四、开始日期 2026-11-24、结束日期 2026-11-26、离职 是"
    assert press(book, "repair-roster") == f"好\n{told}"
    assert requests.pop().parameters == {
        "agent": "李四",
        "first": dt.date(2026, 11, 24),
        "last": dt.date(2026, 11, 26),
        "leaves": True,
    }
    press(book, "suggest-cover")
    assert requests.pop().parameters == {"method": "erlang"}


def test_files_lie_in_the_panels_folder_or_the_usual_one_beside_the_workbook(
    shop: Path, open_shop: Opener, press: Press, handled: Callable[..., None]
) -> None:
    requests: list[Request] = []

    def noting(request: Request) -> Result:
        requests.append(request)
        return Result(Words("好", "fine"), files=(File("K01.xlsx", b"made"),), then=NOTHING_NEXT)

    handled(noting)
    for name in ("导入", "七月"):
        (shop.parent / name).mkdir()
        (shop.parent / name / f"{name}.csv").write_text(name)
    book = open_shop(shop)
    assert press(book, "import") == "好"
    assert requests.pop().files == (File("导入.csv", "导入".encode()),)
    type_in(book, "folder", "七月")
    type_in(book, "platform", "京东")
    press(book, "import")
    request = requests.pop()
    assert request.files == (File("七月.csv", "七月".encode()),)
    assert request.parameters == {"folder": "七月", "platform": "jd"}
    made = f"  · 1 个文件写入 {shop.parent / '七月'}。"
    type_in(book, "daily_folder", "七月")
    assert press(book, "hand-out") == f"好\n{made}\n按操作面板：日报表文件夹 七月"
    assert (shop.parent / "七月" / "K01.xlsx").read_bytes() == b"made"
    type_in(book, "folder", "没有")
    assert press(book, "import").startswith(f"没有文件夹 {shop.parent / '没有'}。请建立它")


BAD_IN_THE_PANEL = (
    ("build-roster", "seconds", CellError("#N/A"), "现为“#N/A”，应为："),
    ("build-roster", "seconds", 0, f"现为“0”，应为：{PANEL_KINDS['seconds'].expected.zh}，或留空。"),
    ("build-roster", "month", "下月", "现为“下月”，应为：月份，如 2026-11，或留空。"),
    ("prepare-day", "today", "明天", "现为“明天”，应为：日期和时间，如 2026-11-22 14:30，或留空。"),
    ("build-roster", "replace", "也许", "现为“也许”，应为：是 或 否，或留空。"),
    ("repair-roster", "first", "下周二", "现为“下周二”，应为：日期，如 2026-11-22，或留空。"),
    (
        "suggest-cover",
        "method",
        "掷骰子",
        "现为“掷骰子”，应为：从列表中选择：按历史接待量 / 按排队公式，或留空。",
    ),
)


def test_a_bad_value_in_the_panel_is_told(shop: Path, open_shop: Opener, press: Press) -> None:
    """By a button that takes it, one after the other in one workbook; the error value stands in it when it is
    opened."""
    _, parameter, error, _ = BAD_IN_THE_PANEL[0]
    row, _ = put(shop, "Panel", PANEL_ROWS[parameter], "value", error)
    first_row = row - PANEL_ROWS[parameter]
    book = open_shop(shop)
    for button, parameter, value, words in BAD_IN_THE_PANEL:
        if value != error:
            type_in(book, parameter, value)
        before = contents(book)
        said = press(book, button)
        assert said.startswith(f"首页 第 {first_row + PANEL_ROWS[parameter]} 行“取值”：{words}"), said
        assert contents(book) == before
        type_in(book, parameter, None)


def test_the_clock_is_looked_at_once_and_noted_in_the_journal(
    shop: Path, open_shop: Opener, press: Press, clock: type[Clock], handled: Callable[..., None]
) -> None:
    handled(lambda request: Result(Words(f"{request.today}", f"{request.today}"), then=NOTHING_NEXT))
    book = open_shop(shop)
    assert press(book, "prepare-day") == "2026-11-22 12:00:00"
    assert clock.looks == 1
    assert rows(book, "Journal")[["at", "as_of"]].to_numpy().tolist() == [[pd.Timestamp(NOON)] * 2]


# Sheets


def test_the_settings_sheets_are_shown_and_hidden_again(shop: Path, open_shop: Opener, press: Press) -> None:
    book = open_shop(shop)
    hidden = [sheet.title("zh") for sheet in WORKBOOK if sheet.hidden]
    before = contents(book)["hidden"]
    assert set(hidden) < set(before), "the lists and the settings of xlwings are hidden as well"
    assert press(book, "show-settings") == f"已显示 {len(hidden)} 个设置和记录工作表。"
    assert contents(book)["hidden"] == [name for name in before if name not in hidden]
    assert press(book, "show-settings") == f"已隐藏 {len(hidden)} 个设置和记录工作表。"
    assert contents(book)["hidden"] == before


def test_sheets_of_a_protected_workbook_stay_as_they_are(
    shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_shop(shop)
    before = contents(book)
    monkeypatch.setattr(BookApi, "ProtectStructure", True)
    with pytest.raises(StructureLocked):
        show_settings_sheets(ExcelBook(book))
    assert "工作簿结构受保护" in press(book, "show-settings")
    assert contents(book) == before
