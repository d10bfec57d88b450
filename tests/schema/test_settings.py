"""Settings are typed, limited and add up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.schema.setting_list import SETTINGS
from csbook.schema.settings import read_settings


def settings(**values: Any) -> pd.DataFrame:
    """A frame of `Settings` with every setting empty but the given ones; rows begin at 6."""
    rows = [{"name": s.name, "value": values.get(s.name)} for s in SETTINGS]
    return pd.DataFrame(rows, index=range(6, 6 + len(rows))).astype({"value": "object"})


def test_empty_settings_have_their_defaults() -> None:
    found, problems = read_settings(settings())
    assert problems == []
    assert found["self_share"] == 0.3
    assert found["last_deduction"] == Decimal("100.00")
    assert found["opens"] == dt.timedelta(hours=9)
    assert found["month"] is None


def test_typed_settings_are_read_as_people_type_them() -> None:
    found, problems = read_settings(
        settings(month="2026/3", self_share="40%", manager_share=0.6, opens="8:30")
    )
    assert problems == []
    assert (found["month"], found["self_share"]) == ("2026-03", 0.4)
    assert found["opens"] == dt.timedelta(hours=8, minutes=30)


def test_shares_that_do_not_add_to_a_hundred_are_told_with_their_sum() -> None:
    _, problems = read_settings(settings(self_share=0.3, manager_share=0.69))
    assert [(p.table, p.found) for p in problems] == [("Settings", "99%")]
    assert "100%" in problems[0].expected.zh


def test_thirty_and_seventy_percent_add_up_though_floats_do_not() -> None:
    shares = {"performance_share": 0.1, "ability_share": 0.2, "cooperation_share": 0.3, "service_share": 0.4}
    assert read_settings(settings(**shares))[1] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("self_share", "三成"),
        ("plan_days", 0),
        ("solver_seconds", -1),
        ("month", "下个月"),
        ("first_bonus", -100),
    ],
)
def test_a_setting_that_does_not_fit_names_its_row(name: str, value: Any) -> None:
    frame = settings(**{name: value})
    _, problems = read_settings(frame)
    row = frame.index[frame["name"] == name][0]
    assert (problems[0].table, problems[0].row, problems[0].column) == ("Settings", row, "value")
    assert problems[0].expected.zh.startswith(frame_title(name))


def frame_title(name: str) -> str:
    """A setting's Chinese name with the full-width colon that stands behind it in messages."""
    return next(s.words.zh for s in SETTINGS if s.name == name) + "\uff1a"


@pytest.mark.parametrize("typed", ["汽车售后", "car service", "Car Service", " 汽车售后 "])
def test_a_choice_among_the_settings_is_read_in_either_language(typed: str) -> None:
    found, problems = read_settings(settings(follow_up_set=typed))
    assert (found["follow_up_set"], problems) == ("car_service", [])


def test_a_choice_that_is_none_is_told_with_those_there_are() -> None:
    found, (problem,) = read_settings(settings(follow_up_set="餐饮"))
    assert found["follow_up_set"] == "shop"
    assert problem.expected.zh == "回访套餐：从列表中选择：网店 / 汽车售后"
    assert problem.expected.en == "Set of follow-up rules: one of: online shop / car service"
