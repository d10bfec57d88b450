"""What people mistype in scores and their rules: told with its cell, and the file stays as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from csbook.cli import app
from csbook.commands.lock_refusals import MonthNotOver, TooEarlyToLock
from csbook.schema.defaults import default_rows
from csbook.template import build_workbook
from tests.scorecard.workplace import level
from tests.workbooks import MONTH, put, rows, small_shop_rows

Spoil = Callable[[Path], tuple[str, str, str]]
"""Spoils the workbook; gives the place (sheet and row), the header and what is found there."""


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small shop whose November can be scored and locked: all is typed, commissions too."""
    path = tmp_path_factory.mktemp("scored") / "客服台账.xlsm"
    numbers = [row["agent_id"] for row in small_shop_rows("zh")["Staff"]]
    typed = {
        "Scores": [level(str(who), score) for who, score in zip(numbers, (90, 80, 70), strict=True)],
        "Pay": [{"month": "2026-11", "agent_id": who, "commission": 500} for who in numbers],
    }
    reasons = [row | {"override_reason": "当面评定"} for row in typed["Scores"]]
    rules = [rule | {"active": False} for rule in default_rows("zh", MONTH)["FollowUpRules"]]
    build_workbook(
        path,
        language="zh",
        month=MONTH,
        rows=small_shop_rows("zh") | typed | {"Scores": reasons, "FollowUpRules": rules},
    )
    return path


@pytest.fixture
def shop(scored: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(scored, tmp_path / scored.name))


def run_json(name: str, path: Path, today: str = "2026-12-04T09:00") -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(app, ["run", name, str(path), "--today", today, "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result.exit_code, json.loads(result.stdout)


def cell(table: str, column: str, header: str, value: Any, offset: int = 1) -> Spoil:
    titles = {"Scores": "考核评分", "Measures": "考核指标", "Pay": "绩效核算表"}

    def spoil(path: Path) -> tuple[str, str, str]:
        row, _ = put(path, table, offset, column, value)
        return f"{titles[table]} {row}", header, str(value)

    return spoil


def setting(name: str, value: Any, found: str, told_at: str | None = None) -> Spoil:
    def spoil(path: Path) -> tuple[str, str, str]:
        names = rows(path, "Settings")["name"].tolist()
        put(path, "Settings", names.index(name), "value", value)
        first = rows(path, "Settings").index[names.index(told_at or name)]
        return f"设置 {first}", "取值", found

    return spoil


def worst_equal_to_best(path: Path) -> tuple[str, str, str]:
    worst = rows(path, "Measures")["worst"].iloc[0]
    row, _ = put(path, "Measures", 0, "best", float(worst))
    return f"考核指标 {row}", "最好（100 分）", f"{worst:g}"


BAD = {
    "a self score of 101": cell("Scores", "self_score", "自评", 101),
    "a self score in words": cell("Scores", "self_score", "自评", "优秀"),
    "a manager's score below 0": cell("Scores", "ability", "工作能力", -1),
    "self and manager of 99 %": setting("self_share", 0.29, "99%"),
    "criteria of 99 %": setting("service_share", 0.14, "99%", "performance_share"),
    "worst equal to best": worst_equal_to_best,
    "a weight below 0": cell("Measures", "weight", "权重", -5),
    "a commission below 0": cell("Pay", "commission", "提成", -1),
}

LOCKING = ("a manager's score below 0", "criteria of 99 %")
"""Those shown by locking the month, which works it out once more."""


def named(outcome: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(f"{p['sheet']} {p['row']}", p["column"], p["found"]) for p in outcome["problems"]]


@pytest.mark.parametrize("case", BAD)
def test_a_bad_score_or_rule_is_named_with_its_cell_and_nothing_is_written(case: str, shop: Path) -> None:
    place, column, found = BAD[case](shop)
    before = shop.read_bytes()
    code, outcome = run_json("lock-month" if case in LOCKING else "score", shop)
    assert code == 1
    assert (place, column, found) in named(outcome)
    assert all(p["expected"] for p in outcome["problems"])
    assert shop.read_bytes() == before


def test_nothing_stands_in_the_way_of_the_month_as_it_is(shop: Path) -> None:
    """So that each of the tests here fails for its own reason."""
    assert run_json("score", shop)[0] == 0
    code, outcome = run_json("lock-month", shop)
    assert (code, outcome["problems"]) == (0, [])


def test_a_month_that_is_not_over_or_not_final_is_not_locked(shop: Path) -> None:
    run_json("score", shop)
    before = shop.read_bytes()
    for today, kind in (
        ("2026-11-22T09:00", MonthNotOver),
        ("2026-11-30T23:00", MonthNotOver),
        ("2026-12-03T23:59", TooEarlyToLock),
    ):
        refused = CliRunner().invoke(app, ["run", "lock-month", str(shop), "--today", today]).exception
        assert isinstance(refused, kind)
        assert refused.exit_code == 3
    assert shop.read_bytes() == before


def test_a_month_without_somebodys_commission_is_not_locked(shop: Path) -> None:
    run_json("score", shop)
    row, _ = put(shop, "Pay", 1, "commission", None)
    before = shop.read_bytes()
    code, outcome = run_json("lock-month", shop)
    assert code == 1
    assert (f"绩效核算表 {row}", "提成") in [place[:2] for place in named(outcome)]
    assert shop.read_bytes() == before


def test_a_month_without_somebodys_score_is_not_locked(shop: Path) -> None:
    run_json("score", shop)
    row, _ = put(shop, "Scores", 2, "self_score", None)
    before = shop.read_bytes()
    code, outcome = run_json("lock-month", shop)
    assert code == 1
    assert (f"考核评分 {row}", "自评") in [place[:2] for place in named(outcome)]
    assert shop.read_bytes() == before
