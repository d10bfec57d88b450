"""开工, 收工 and 月结 pressed in a real spreadsheet application: what is seen in the open workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings

import csbook.excel
from csbook.commands import registry
from csbook.commands.handler import Request, Result
from tests.libreoffice.click import click
from tests.open_shop import NOON, PANEL_ROWS, Opener, on_shift, read, rows
from tests.workbooks import PEOPLE, put

EVENING = dt.datetime(2026, 11, 22, 21)
SETTLING = dt.datetime(2026, 12, 5, 9)
EXPORT = (
    "订单编号,买家会员名,订单创建时间,订单付款时间,总金额,买家实际支付金额,收货人姓名,联系手机,收货地址\n"
    "90001,新买家,2026-11-21 10:00:00,,99.00,0.00,某人,13800000000,某地\n"
)


def pressed(book: xlwings.Book, name: str, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the message box said after a press at a moment."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return now

    monkeypatch.setattr(csbook.excel, "dt", SimpleNamespace(datetime=Clock, date=dt.date))
    monkeypatch.setattr(xlwings.Book, "_mock_caller", book, raising=False)
    before = len(book.app.impl.alert_log)
    csbook.excel.run(name)
    [(text, _)] = book.app.impl.alert_log[before:]
    assert book.app.impl.status_bar is False, "the status bar was not given back"
    return str(text)


def type_in(book: xlwings.Book, table: str, offset: int, column: str, value: object) -> int:
    """Type into a body row's cell (counted from 0) of the open workbook; gives the sheet row."""
    found = read(book, table)
    row = int(found.frame.index[offset])
    book.sheets[found.place.sheet].range((row, found.at[column])).value = value
    return row


def with_export(path: Path) -> None:
    folder = path.parent / "导入"
    folder.mkdir()
    (folder / "订单.csv").write_text(EXPORT, encoding="utf-8")


def test_the_morning_fills_the_open_workbook_step_by_step(
    shop: Path, open_shop: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_shift(shop)
    with_export(shop)
    put(shop, "Panel", PANEL_ROWS["platform"], "value", "天猫")
    book = open_shop(shop)
    said = pressed(book, "start-day", NOON, monkeypatch)
    assert said.startswith("开工完成。\n✓ 导入：从 1 个文件读入 1 行"), said
    assert rows(book, "Orders")["order_id"].tolist() == ["90001"]
    assert rows(book, "DailyLog")["agent_id"].tolist() == ["K01", "K01", "K02", "K02"]
    assert "order:tmall:90001" in rows(book, "FollowUps")["source"].tolist()
    assert not rows(book, "Today").empty
    assert rows(book, "Journal")["command"].tolist() == [
        "import", "prepare-day", "update-followups", "start-day",
    ]  # fmt: skip
    status = book.app.impl.status_log
    begun = [line for line in status if line.endswith(("导入……", "准备当天……", "更新回访……"))]
    assert begun == [
        "第 1 步，共 3 步：导入……",
        "第 2 步，共 3 步：准备当天……",
        "第 3 步，共 3 步：更新回访……",
    ]
    assert pressed(book, "undo", NOON, monkeypatch).startswith("已撤销“更新回访”")
    assert rows(book, "DailyLog")["agent_id"].tolist() == ["K01", "K01", "K02", "K02"]


def test_stopped_at_a_cell_and_mended_it_goes_on_in_the_open_workbook(
    shop: Path, open_shop: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_shift(shop)
    with_export(shop)
    put(shop, "Panel", PANEL_ROWS["platform"], "value", "天猫")
    book = open_shop(shop)
    row = type_in(book, "Shifts", 0, "start", "早上")
    said = pressed(book, "start-day", NOON, monkeypatch).split("\n")
    assert said[0] == "开工停在“准备当天”。"
    assert said[-2] == f"下一步：改正“班次与人数”第 {row} 行“上班”等 5 处，再点“开工”。"
    assert len(rows(book, "Orders")) == 1
    assert rows(book, "DailyLog").empty

    type_in(book, "Shifts", 0, "start", 0.375)
    said = pressed(book, "start-day", NOON, monkeypatch).split("\n")
    assert said[0] == "接着上次，从“准备当天”继续。开工完成。"
    assert said[1].startswith("✓ 导入：从 1 个文件读入 1 行"), "files may have come meanwhile"
    assert said[-1] == "按操作面板：平台 天猫"
    assert len(rows(book, "DailyLog")) == 4


def test_the_evening_names_who_is_missing_and_drafts_the_report_in_the_open_workbook(
    shop: Path, open_shop: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_shift(shop)
    book = open_shop(shop)
    said = pressed(book, "end-day", EVENING, monkeypatch)
    assert "– 收日报表：“日报表”里没有文件，跳过。" in said
    assert "    · 赵一（K01）11 月 22 日：没有日报行。" in said
    assert "钱二（K02）" in said
    listed = rows(book, "Today")
    told = listed[["agent_id", "kind", "state"]].to_numpy().tolist()
    assert told == [["K01", "log", "overdue"], ["K02", "log", "due"]]
    assert set(rows(book, "Report")["period"]) == {"2026-11-22"}


def test_the_month_is_closed_scored_and_locked_in_the_open_workbook(
    shop: Path, open_shop: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_shift(shop)
    book = open_shop(shop)
    said = pressed(book, "settle-month", SETTLING, monkeypatch)
    assert said.startswith("月结 2026-11 停在“锁定月份”。"), said
    assert len(said) <= 900
    for place in range(len(PEOPLE)):
        for column, value in (
            ("self_score", 80), ("performance", 80), ("ability", 70 + place), ("cooperation", 75),
            ("service", 77), ("override_reason", "测试"),
        ):  # fmt: skip
            type_in(book, "Scores", place, column, value)
        type_in(book, "Pay", place, "commission", 100)
        type_in(book, "Pay", place, "commission_reason", "测试")
    said = pressed(book, "settle-month", SETTLING, monkeypatch)
    assert said.startswith("接着上次，从“月度评分”继续。月结 2026-11 完成"), said
    assert rows(book, "Pay")["state"].tolist() == ["locked"] * 3
    assert rows(book, "RosterStates")["state"].tolist() == ["closed"]
    assert "– 锁定月份：跳过。2026-11 已经锁定" in pressed(book, "settle-month", SETTLING, monkeypatch)


def test_an_error_of_ours_says_that_the_steps_before_it_stay(
    shop: Path, open_shop: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_shift(shop)
    book = open_shop(shop)
    load = registry.Command.load

    def failing(request: Request) -> Result:
        raise ZeroDivisionError

    monkeypatch.setattr(
        registry.Command, "load", lambda self: failing if self.name == "update-followups" else load(self)
    )
    said = pressed(book, "start-day", NOON, monkeypatch)
    assert said.startswith("程序出错，没有做完；已完成的步骤保留，见“操作记录”。记录在 "), said
    assert len(rows(book, "DailyLog")) == 4
    assert rows(book, "Journal")["command"].tolist() == ["prepare-day"]


@pytest.mark.parametrize(
    ("name", "moment", "headline"),
    [
        ("start-day", NOON, "开工完成。"),
        ("end-day", EVENING, "收工完成。"),
        ("settle-month", SETTLING, "月结 2026-11 停在“锁定月份”。"),
    ],
)
def test_a_click_on_each_of_the_three_buttons_reaches_the_open_workbook(
    shop: Path, open_shop: Opener, name: str, moment: dt.datetime, headline: str
) -> None:
    on_shift(shop)
    put(shop, "Panel", PANEL_ROWS["today"], "value", moment)
    book = open_shop(shop)
    clicked = click(book, name)
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    assert clicked.alerts[0].split("\n")[0] == headline
    assert rows(book, "Journal")["command"].tolist()[-1] == name
    assert any(line.startswith("第 3 步，共 3 步：") for line in clicked.status)
