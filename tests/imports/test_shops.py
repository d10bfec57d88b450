"""A figure with a shop and the same one without are one figure, never two."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from csbook.commands.handler import File, Request, Result
from csbook.commands.import_files import import_files
from tests.commands.daily_shop import request
from tests.imports.exports import DAY, TODAY, csv_file, importing, next_request, said

HEADERS = ["日期", "旺旺昵称", "净销售额", "询单人数", "下单人数"]
WITH_SHOP = [*HEADERS, "店铺"]


def export(sales: Any = 100, name: str = "a.csv", account: str = "K01") -> File:
    return csv_file([HEADERS, [DAY, account, sales, 20, 5]], name=name)


def shops_export(*shops: str, sales: Any = 100) -> File:
    return csv_file([WITH_SHOP, *([DAY, "K01", sales, 20, 5, shop] for shop in shops)], name="s.csv")


def asked(usual: str | None, file: File, standing: Request | None = None, **told: Any) -> Request:
    """A request to import the file where the settings name that shop, beside what stands."""
    made = request(TODAY, settings={"shop": usual})
    tables = made.tables if standing is None else {**standing.tables, "Settings": made.tables["Settings"]}
    return replace(made, tables=tables, files=(file,), parameters=told)


def after(first: Request) -> Request:
    return next_request(import_files(first), first)


def shops_of(result: Result) -> set[str]:
    return set(result.tables["PlatformFigures"]["shop"].fillna(""))


@pytest.mark.parametrize(("before", "now"), [(None, "一店"), ("一店", None)])
def test_a_shop_entered_or_emptied_after_an_import_does_not_double_its_figures(before: Any, now: Any) -> None:
    standing = after(asked(before, export()))
    again = import_files(asked(now, export(), standing))
    assert again.tables == {}
    assert not again.left_out


def test_a_figure_that_differs_is_compared_with_the_standing_one_without_a_shop() -> None:
    standing = after(asked(None, export(100)))
    later = import_files(asked("一店", export(120, "b.csv"), standing))
    assert "DailyLog" not in later.tables
    assert [problem.found for problem in later.problems] == ["100"]
    replaced = import_files(asked("一店", export(120, "b.csv"), standing, replace=True))
    assert shops_of(replaced) == {""}
    assert replaced.tables["PlatformFigures"]["total"].tolist() == [120]
    assert replaced.tables["DailyLog"]["sales"].astype("float64").tolist() == [120]


def test_another_measure_of_the_same_account_and_days_goes_to_the_same_row_of_the_log() -> None:
    standing = after(asked(None, export()))
    service = csv_file([["日期", "旺旺昵称", "人工接待会话量", "平均响应时长"], [DAY, "K01", 30, 12]])
    result = import_files(asked("一店", service, standing))
    assert shops_of(result) == {""}
    assert len(next_request(result, standing).tables["DailyLog"]) == 1


def test_two_shops_beside_each_other_stay_two_figures() -> None:
    result = importing(shops_export("甲店", "乙店"))
    assert shops_of(result) == {"甲店", "乙店"}
    assert not result.left_out


def test_which_of_two_shops_a_standing_figure_without_one_is_of_must_be_said() -> None:
    standing = after(asked(None, export()))
    result = import_files(asked(None, shops_export("甲店", "乙店"), standing))
    assert "PlatformFigures" not in result.tables
    assert [out["row"] for out in result.details["rows_left_out"]] == [2, 3]
    assert "请先在“设置”的“店铺名称”填它是哪家的" in said(result)


def test_another_shop_s_figures_never_meet_those_that_stand_without_one() -> None:
    standing = after(asked(None, export(100)))
    other = import_files(asked("甲店", export(120, "b.csv"), standing, shop="乙店"))
    assert shops_of(other) == {"乙店"}
    assert not other.left_out
    equal = import_files(asked("甲店", export(100, "b.csv"), standing, shop="乙店"))
    assert shops_of(equal) == {"乙店"}


def test_naming_the_standing_figures_shop_in_the_settings_is_the_way_out() -> None:
    standing = after(asked(None, export(100)))
    result = import_files(asked("甲店", shops_export("甲店", "乙店"), standing))
    assert shops_of(result) == {"乙店"}
    assert not result.left_out


def test_which_of_two_standing_shops_a_file_without_one_is_of_must_be_said() -> None:
    standing = after(asked(None, shops_export("甲店", "乙店")))
    result = import_files(asked(None, export(), standing))
    assert result.tables == {}
    assert "请在操作面板“店铺”（--shop）写明" in said(result)
    assert import_files(asked(None, export(), standing, shop="甲店")).tables == {}


@pytest.mark.parametrize(
    ("days", "taken"),
    [("2026-03-20", True), ("2026-03-21", False), ("2026-03-01~2026-03-31", True), ("2027-01-01", False)],
)
def test_figures_of_days_to_come_are_refused(days: str, taken: bool) -> None:
    rows = [HEADERS, [days, "K01", 100, 20, 5], [DAY, "K02", 1, 1, 1]]
    result = importing(csv_file(rows))
    assert ("K01" in set(result.tables["PlatformFigures"]["account"])) == taken
    assert ("还没有到（今天是 2026-03-20）" in said(result)) != taken
    assert result.left_out != taken
    assert result.details["rows_read"] == 1 + taken
    assert pd.Series(result.tables["PlatformFigures"]["account"]).isin(["K02"]).any()
