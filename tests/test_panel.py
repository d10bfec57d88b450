"""What a button took from 操作面板 is told; what a message box has no room for is kept in a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from csbook import cli
from csbook.books.file_book import FileBook
from csbook.cli_errors import tell
from csbook.commands.run import run
from csbook.message_room import MESSAGE_ROOM, fitted, forget_whole
from csbook.panel import BadPanelValue, panel_values, taken, told_by_panel, told_with_errors
from csbook.problems import CsbookError, Words
from tests.open_shop import NOON, PANEL_ROWS, on_shift
from tests.workbooks import put

PANEL = {
    "today": dt.datetime(2026, 11, 20, 9, 30),
    "month": dt.date(2026, 11, 1),
    "folder": "导出",
    "replace": True,
    "leaves": False,
    "platform": "jd",
    "customer": "13811112222",
}


def test_the_line_names_what_the_button_takes_and_nothing_else() -> None:
    said = told_by_panel("start-day", PANEL)
    assert said == Words(
        "按操作面板：今天 2026-11-20 09:30、平台 京东、文件夹 导出、覆盖手改格 是",
        "By the panel: today 2026-11-20 09:30, platform JD, folder 导出, replace typed cells yes",
    )
    assert told_by_panel("score", PANEL) == Words(
        "按操作面板：今天 2026-11-20 09:30、月份 2026-11",
        "By the panel: today 2026-11-20 09:30, month 2026-11",
    )
    assert told_by_panel("start-day", {"reason": "试"}) is None
    assert told_by_panel("repair-roster", {"leaves": False}) is None, "no is as good as nothing"


def test_a_telephone_number_in_the_line_is_masked() -> None:
    said = told_by_panel("customer-history", PANEL)
    assert said is not None
    assert "13811112222" not in said.zh
    assert "客户 138" in said.zh


def test_todays_list_is_exported_for_no_month() -> None:
    assert taken("export", PANEL | {"what": "todo"}) == {"what": "todo", "folder": "导出"}


def test_a_day_left_from_a_departure_is_no_reports_day() -> None:
    left = {"date": dt.date(2026, 11, 5), "span": "week"}
    assert taken("report", left) == {"span": "week"}
    assert told_by_panel("report", left | {"report_date": dt.date(2026, 11, 12)}) == Words(
        "按操作面板：报告范围 周、报告日期 2026-11-12",
        "By the panel: report span week, report date 2026-11-12",
    )
    assert taken("leave-shop", left | {"report_date": dt.date(2026, 11, 12)}) == {"date": left["date"]}


def test_the_folder_of_exports_is_not_that_of_daily_sheets() -> None:
    said = {"folder": "平台", "daily_folder": "小表"}
    for name in ("hand-out", "collect", "who-is-missing", "end-day"):
        assert taken(name, said) == {"daily_folder": "小表"}
    for name in ("import", "start-day", "export"):
        assert taken(name, said) == {"folder": "平台"}


def test_an_evening_goes_on_though_a_folder_of_exports_is_said(shop: Path) -> None:
    on_shift(shop)
    (shop.parent / "平台").mkdir()
    put(shop, "Panel", PANEL_ROWS["folder"], "value", "平台")
    put(shop, "Panel", PANEL_ROWS["today"], "value", "2026-11-22 21:00")
    result = CliRunner().invoke(cli.app, ["press", "end-day", str(shop)])
    assert result.exit_code == 0, result.exception
    assert "– 收日报表：“日报表”里没有文件，跳过。" in result.stdout.split("\n")
    assert "平台" not in result.stdout


def test_an_error_says_what_the_panel_said_too() -> None:
    line = told_by_panel("import", PANEL)
    with pytest.raises(CsbookError) as error, told_with_errors(line):
        raise CsbookError(Words("不行。", "No."))
    assert line is not None
    assert error.value.words == Words(f"不行。\n{line.zh}", f"No.\n{line.en}")


def test_a_launcher_ends_with_what_it_took_from_the_panel(shop: Path) -> None:
    on_shift(shop)
    put(shop, "Panel", PANEL_ROWS["today"], "value", "2026-11-22")
    result = CliRunner().invoke(cli.app, ["press", "who-is-missing", str(shop)])
    assert result.exit_code == 0, result.exception
    assert result.stdout.rstrip().split("\n")[-1] == "按操作面板：今天 2026-11-22"
    put(shop, "Panel", PANEL_ROWS["folder"], "value", "没有的")
    refused = CliRunner().invoke(cli.app, ["press", "import", str(shop)]).exception
    assert isinstance(refused, CsbookError)
    assert refused.words.zh.endswith("\n按操作面板：今天 2026-11-22、文件夹 没有的")


def test_a_launcher_names_no_option_and_the_command_line_does(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {}
    for how in ("press", "run"):
        error = CliRunner().invoke(cli.app, [how, "purge", str(shop)]).exception
        assert isinstance(error, CsbookError)
        tell(cli.call, error.words, error.exit_code)
        said[how] = capsys.readouterr().err
    assert "请在操作面板“清除早于”填日期。" in said["press"]
    assert "请在操作面板“清除早于”填日期（--before 2024-01-01）。" in said["run"]


def test_a_value_that_cannot_be_stops_the_buttons_that_take_it_and_no_other(shop: Path) -> None:
    put(shop, "Panel", PANEL_ROWS["report_date"], "value", "2026-11-31")
    assert "report_date" not in panel_values(FileBook(shop), "zh", "end-day")
    with pytest.raises(BadPanelValue, match="2026-11-31"):
        panel_values(FileBook(shop), "zh", "report")
    put(shop, "Panel", PANEL_ROWS["today"], "value", "昨天")
    with pytest.raises(BadPanelValue, match="昨天"):
        panel_values(FileBook(shop), "zh", "end-day")


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("today", dt.datetime(1999, 1, 1), "“1999-01-01”，应为：2000 到 2100 年的日期，或留空。",
         "found '1999-01-01', should be: a date of the years 2000 to 2100, or nothing."),
        ("first", 36161, "“1999-01-01”，应为：2000 到 2100 年的日期，或留空。",
         "found '1999-01-01', should be: a date of the years 2000 to 2100, or nothing."),
        ("month", "1999-01", "“1999-01”，应为：2000 到 2100 年的月份，或留空。",
         "found '1999-01', should be: a month of the years 2000 to 2100, or nothing."),
        ("month", 13, "“13”，应为：月份，如 2026-11，或留空。",
         "found '13', should be: a month such as 2026-11, or nothing."),
        ("today", "昨天", "“昨天”，应为：日期和时间，如 2026-11-22 14:30，或留空。",
         "found '昨天', should be: a date and time such as 2026-11-22 14:30, or nothing."),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_shown_as_a_date_with_the_years_that_can(
    name: str, value: Any, zh: str, en: str, shop: Path
) -> None:
    put(shop, "Panel", PANEL_ROWS[name], "value", value)
    with pytest.raises(BadPanelValue) as refused:
        panel_values(FileBook(shop), "zh", "import" if name == "first" else "build-roster")
    assert refused.value.words.zh.endswith(f"现为{zh}")
    assert refused.value.words.en.endswith(en)
    (told,) = run("check", FileBook(shop), NOON, now=NOON, user="").problems
    said = zh.partition("应为：")[2].removesuffix("。")
    assert told.expected.endswith(f"：{said}")
    assert f"“{told.found}”" in zh


@pytest.mark.parametrize("value", [46327, 46327.6, dt.datetime(2026, 11, 1), "2026-11", "2026年11月"])
def test_a_day_pasted_over_the_month_is_that_month(value: Any, shop: Path) -> None:
    put(shop, "Panel", PANEL_ROWS["month"], "value", value)
    assert panel_values(FileBook(shop), "zh", "score")["month"] == dt.date(2026, 11, 1)
    assert run("check", FileBook(shop), NOON, now=NOON, user="").problems == ()


def test_a_yes_left_from_an_earlier_version_confirms_nothing_and_stops_no_button(shop: Path) -> None:
    put(shop, "Panel", PANEL_ROWS["confirm"], "value", "是")
    put(shop, "Panel", PANEL_ROWS["before"], "value", "2026-11-01")
    result = CliRunner().invoke(cli.app, ["press", "purge", str(shop)])
    assert result.exit_code == 0, result.exception
    assert "已清除" not in result.stdout
    assert "confirm" in panel_values_of(shop)


def panel_values_of(path: Path) -> set[str]:
    return set(panel_values(FileBook(path), "zh", "purge"))


# The room of a message box


def test_a_long_message_is_cut_at_a_line_and_says_where_all_of_it_is(tmp_path: Path) -> None:
    lines = [f"第 {number} 行" for number in range(400)]
    whole = "\n".join([*lines, "下一步：做完。", "按操作面板：今天 2026-11-20"])
    *first, rest, then, panel = fitted(whole, "zh", tmp_path / "undo").split("\n")
    kept = tmp_path / "undo" / "message.txt"
    assert (rest, then, panel) == (
        f"……全部内容在 {kept}", "下一步：做完。", "按操作面板：今天 2026-11-20",
    )  # fmt: skip
    assert first == lines[: len(first)]
    said = len("\n".join([*first, rest, then, panel]))
    assert MESSAGE_ROOM - 20 < said <= MESSAGE_ROOM
    assert kept.read_text(encoding="utf-8-sig") == whole
    forget_whole(kept.parent)
    assert not kept.exists()


def test_one_line_that_is_too_long_is_cut_all_the_same(tmp_path: Path) -> None:
    assert len(fitted("长" * 2000, "zh", tmp_path)) <= MESSAGE_ROOM


def test_a_short_message_leaves_no_file(tmp_path: Path) -> None:
    assert fitted("短", "zh", tmp_path) == "短"
    assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be_written_the_message_says_that_it_is_not_all(tmp_path: Path) -> None:
    (tmp_path / "undo").write_text("no folder")
    said = fitted("\n".join(["行"] * 900), "zh", tmp_path / "undo")
    assert said.endswith("\n……其余放不下。")
