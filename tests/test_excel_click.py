"""A button, from its VBA callback through a Python of its own to the open workbook."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.libreoffice.click import click
from tests.open_shop import NOON, PANEL_ROWS, STEPS, Opener, on_shift, rows
from tests.workbooks import put


@pytest.fixture
def spacious(shop: Path, tmp_path: Path) -> Path:
    """The workbook in a folder with Chinese and spaces in its name, and a file that must not be run."""
    folder = tmp_path / "客服 部门 (2026)"
    folder.mkdir()
    (folder / "csbook.py").write_text("raise SystemExit('the stray file was run')", encoding="utf-8")
    return Path(shutil.move(shop, folder / "客服 台账=11月.xlsm"))


def test_a_click_on_check_reaches_the_open_workbook(spacious: Path, open_shop: Opener) -> None:
    row, _ = put(spacious, "Staff", 0, "hired", "去年")
    book = open_shop(spacious)
    clicked = click(book, "check")
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    assert clicked.status == [STEPS[0], "填写检查……", STEPS[1]]
    [said] = clicked.alerts
    assert said.startswith("需要改正 1 处"), said
    assert rows(book, "Problems")[["row", "found"]].to_numpy().tolist() == [[row, "去年"]]


def test_a_click_on_prepare_day_fills_the_open_workbook(shop: Path, open_shop: Opener) -> None:
    on_shift(shop)
    put(shop, "Panel", PANEL_ROWS["today"], "value", NOON)
    book = open_shop(shop)
    clicked = click(book, "prepare-day")
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    assert clicked.alerts[0].startswith("今天 2 人当班，新增日报 4 行；")
    assert rows(book, "DailyLog")["agent_id"].tolist() == ["K01", "K01", "K02", "K02"]
