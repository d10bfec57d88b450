"""Figures beside those that stand: the same, new, or two that differ."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from csbook.commands.handler import File
from csbook.commands.import_files import import_files
from csbook.problems import Severity
from tests.commands.daily_shop import request
from tests.imports.exports import DAY, TODAY, csv_file, importing, next_request, said, totals

HEADERS = ["日期", "旺旺昵称", "净销售额", "询单人数", "下单人数"]


def export(sales: Any, name: str = "a.csv", day: str = DAY, account: str = "红") -> File:
    return csv_file([HEADERS, [day, account, sales, 20, 5]], name=name)


def then(first: File, second: File, *, today: str = TODAY, **told: Any) -> Any:
    """The second file imported after the first one."""
    from dataclasses import replace

    before = next_request(importing(first), request(TODAY))
    moment = dt.datetime.fromisoformat(today)
    return import_files(replace(before, files=(second,), parameters=told, today=moment))


def test_the_same_file_twice_changes_nothing() -> None:
    again = then(export(100), export(100), today="2026-03-25 09:00")
    assert again.tables == {}
    assert "没有改动" in again.headline.zh


def test_the_same_figure_from_another_file_keeps_its_source() -> None:
    assert then(export(100), export("100.00", name="b.csv")).tables == {}


def test_another_figure_is_told_with_both_and_the_rest_goes_in() -> None:
    rows = [HEADERS, [DAY, "红", 120, 20, 5], [DAY, "绿", 7, 2, 1]]
    result = then(export(100), csv_file(rows, name="b.csv"))
    (problem,) = result.problems
    assert (problem.table, problem.column, problem.found) == ("PlatformFigures", "total", "100")
    assert problem.row == 5
    assert problem.severity is Severity.WARNING
    for text in ("天猫 红 2026-03-02 净销售额", "b.csv 第 2 行为 120", "来自 a.csv", "没有改", "--replace"):
        assert text in problem.expected.zh
    assert {account for account, _ in totals(result)} == {"绿"}
    assert "1 个数有两种说法" in result.headline.zh


def test_a_later_export_takes_the_place_of_an_earlier_one_only_when_asked() -> None:
    result = then(export(100), export(120, name="b.csv"), replace=True)
    assert totals(result) == {("红", "sales"): 120}
    assert result.tables["PlatformFigures"]["source_file"].tolist() == ["b.csv"]
    assert "替换了 1 个数" in said(result)
    assert result.problems == ()


@pytest.mark.parametrize(("day", "provisional"), [("2026-03-17", True), ("2026-03-15", False)])
def test_a_figure_taken_too_early_is_told_to_be_so(day: str, provisional: bool) -> None:
    (problem,) = then(export(100, day=day), export(120, day=day)).problems
    assert ("还没最终" in problem.expected.zh) == provisional


@pytest.mark.parametrize("replacing", [False, True])
def test_two_figures_within_one_file_are_both_told_and_none_is_kept(replacing: bool) -> None:
    rows = [HEADERS, [DAY, "红", 100, 20, 5], [DAY, "红", 120, 20, 5]]
    result = importing(csv_file(rows), told={"replace": replacing})
    assert totals(result) == {("红", "enquiries"): 20, ("红", "buyers"): 5}
    assert "净销售额有两种说法，都没有存：export.csv 第 2 行为 100；export.csv 第 3 行为 120" in said(result)


def test_two_files_that_differ_are_told_and_the_later_one_counts_when_asked() -> None:
    files = export(100), export(120, name="b.csv")
    assert ("红", "sales") not in totals(importing(*files))
    assert totals(importing(*files, told={"replace": True}))["红", "sales"] == 120


def test_figures_of_a_day_and_of_its_month_stand_beside_each_other() -> None:
    rows = [HEADERS, [DAY, "红", 100, 20, 5], ["2026-03-01~2026-03-31", "红", 3000, 600, 150]]
    figures = importing(csv_file(rows)).tables["PlatformFigures"]
    assert len(figures) == 6


def test_the_whole_shop_is_its_own_account() -> None:
    shop = csv_file([["日期", "销售额", "销售量", "销售人数"], [DAY, 900, 10, 8]])
    result = importing(shop, csv_file([[*HEADERS, "销售额"], [DAY, "红", 100, 20, 5, 300]]))
    assert totals(result)[None, "gross_sales"] == 900
    assert totals(result)["红", "gross_sales"] == 300
    assert then(shop, shop).tables == {}


def test_a_row_that_cannot_be_read_is_listed_and_the_rest_goes_in() -> None:
    rows = [
        HEADERS,
        [DAY, "红", "很多", 20, 5],
        ["昨天", "绿", 1, 1, 1],
        [DAY, "", 1, 1, 1],
        [DAY, "紫", 9, 2, 1],
    ]
    result = importing(csv_file(rows, name="三月.csv"))
    assert {account for account, _ in totals(result)} == {"紫"}
    assert result.headline.zh.startswith("从 1 个文件读入 1 行，3 行没有导入。")
    told = said(result)
    assert "三月.csv 第 2 行“净销售额”为“很多”，没有导入：应为数字" in told
    assert "三月.csv 第 3 行“日期”为“昨天”，没有导入：应为日期，如 2026-11-22" in told
    assert "三月.csv 第 4 行“旺旺昵称”为空，没有导入：这一格不能空" in told
    assert [out["row"] for out in result.details["rows_left_out"]] == [2, 3, 4]
    assert pd.DataFrame(result.details["rows_left_out"])["file"].unique().tolist() == ["三月.csv"]


def test_a_negative_count_is_refused_with_file_and_row_and_never_reaches_the_log() -> None:
    rows = [HEADERS, [DAY, "K01", 100, -5, 5], [DAY, "K02", 100, 20, 5]]
    result = importing(csv_file(rows, name="三月.csv"))
    assert {account for account, _ in totals(result)} == {"K02"}
    assert result.tables["DailyLog"]["agent_id"].tolist() == ["K02"]
    assert "三月.csv 第 2 行“询单人数”为“-5”，没有导入：不能是负数" in said(result)
    assert "row 2: '询单人数' is '-5', left out: it cannot be negative" in said(result, "en")
    assert result.left_out


def test_what_a_mean_is_of_cannot_be_negative() -> None:
    rows = [["旺旺账号名称", "人工接待会话量", "平均响应时长"], ["店:红", -118, "35.5秒"]]
    result = importing(csv_file(rows), told={"first": dt.date(2026, 3, 2)})
    assert totals(result) == {}
    assert "“人工接待会话量”为“-118”，没有导入：不能是负数" in said(result)


def test_net_sales_below_zero_are_a_figure_like_any_other() -> None:
    result = importing(csv_file([HEADERS, [DAY, "K01", -100, 20, 5]]))
    assert totals(result)["K01", "sales"] == -100
    assert not result.left_out


def test_a_row_of_a_log_that_stands_twice_counts_once() -> None:
    headers = ["Call Id", "Agent", "Date", "Answered (Y/N)"]
    rows = [headers, ["A1", "Dan", DAY, "Y"], ["A1", "Dan", DAY, "Y"], ["A2", "Dan", DAY, "N"]]
    result = importing(csv_file(rows))
    assert totals(result) == {("Dan", "receptions"): 2, ("Dan", "answered"): 1}
    assert "编号在文件里出现过" in said(result)
