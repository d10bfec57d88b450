"""Values of settings from a file stand in their cells as numbers, not as text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from csbook.schema.panel import PARAMETER
from csbook.schema.settings import SETTING_WORDS
from tests.commands.daily_shop import run_on
from tests.commands.test_load import loaded, rows, told
from tests.workbooks import put


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("第一名奖励", "500", 500.0),
        ("自评占比", "30%", 0.3),
        ("自评占比", "0.3", 0.3),
        ("最少参评人数", "4", 4.0),
        ("绩效通报日期", "2026-12-05", dt.datetime(2026, 12, 5)),
        ("试用期参加排名", "yes", "是"),
        ("店铺名称", "0012", "0012"),
    ],
)
def test_a_setting_from_a_file_is_of_its_own_kind(shop: Path, name: str, typed: str, stored: Any) -> None:
    outcome = loaded(shop, "Settings", "项目,取值", f"{name},{typed}")
    assert told(outcome) == []
    settings = rows(shop, "Settings").set_index("name")["value"]
    (value,) = [v for v in settings.dropna().tolist() if v == stored]
    assert type(value) is type(stored) or isinstance(value, (int, float))


def test_what_does_not_fit_its_setting_is_refused_with_its_line(shop: Path) -> None:
    outcome = loaded(shop, "Settings", "项目,取值", "第一名奖励,很多")
    assert [(row, found) for row, _, found, _ in told(outcome)] == [(2, "很多")]


@pytest.mark.parametrize(
    ("parameter", "typed", "expected"),
    [
        ("报告日期", "2026-11-31", "报告日期：日期，如 2026-11-22，或留空"),
        ("最长秒数", "很久", "最长秒数：数字（1 到 3600），或留空"),
        ("平台", "街边", None),
    ],
)
def test_what_does_not_fit_its_row_of_the_panel_is_refused_with_its_line(
    shop: Path, parameter: str, typed: str, expected: str | None
) -> None:
    outcome = loaded(shop, "Panel", "参数,取值", "月份,2026-11", f"{parameter},{typed}")
    assert outcome.exit_code == 1
    ((row, column, found, said),) = told(outcome)
    assert (row, column, found) == (3, "取值", typed)
    assert expected in (None, said)
    assert rows(shop, "Panel")["value"].dropna().tolist() == []
    assert loaded(shop, "Panel", "参数,取值", "报告日期,2026-11-30").exit_code == 0


def test_check_lists_a_value_that_its_row_of_the_panel_cannot_have(shop: Path) -> None:
    row = next(n for n, name in enumerate(rows(shop, "Panel")["parameter"]) if name == "report_date")
    sheet_row, _ = put(shop, "Panel", row, "value", "2026-11-31")
    (problem,) = [p for p in run_on(shop, "check").problems if p.sheet == "首页"]
    assert (problem.row, problem.column, problem.found) == (sheet_row, "取值", "2026-11-31")


def test_a_name_that_the_panel_does_not_have_is_told_with_all_that_it_has(shop: Path) -> None:
    ((row, column, found, expected),) = told(loaded(shop, "Panel", "参数,取值", "日报文件夹,日报表"))
    assert (row, column, found) == (2, "参数", "日报文件夹")
    assert all(words.zh in expected for words in PARAMETER.choices.values())


def test_a_name_that_the_settings_do_not_have_is_told_with_those_like_it(shop: Path) -> None:
    ((_, _, _, expected),) = told(loaded(shop, "Settings", "项目,取值", "人事取数日期,5"))
    assert expected.startswith("从列表中选择：")
    assert SETTING_WORDS["hr_by"].zh in expected.removeprefix("从列表中选择：").split(" / ")
    ((_, _, _, nothing_like),) = told(loaded(shop, "Settings", "项目,取值", "@@@,5"))
    assert nothing_like.endswith(" 等")
