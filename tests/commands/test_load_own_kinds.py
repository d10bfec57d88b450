"""Values of settings from a file stand in their cells as numbers, not as text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_load import loaded, rows, told


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
