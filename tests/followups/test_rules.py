"""Reading the rules, and what of them a person should correct."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.followups.rules import read_rules
from csbook.schema.default_follow_up_rules import default_follow_up_rules
from tests.followups.shop import frame


def row(**cells: Any) -> dict[str, Any]:
    plain = {
        "rule_id": "R1",
        "preset": "shop",
        "active": True,
        "event": "order_paid",
        "channel": "phone",
        "action": "联系",
        "due_from": 3,
        "due_by": 7,
        "unit": "days",
    }
    return plain | cells


def problems(*rows: dict[str, Any]) -> list[tuple[int | None, str | None, str]]:
    found = read_rules(frame("FollowUpRules", *rows))[1]
    return [(p.row, p.column, p.severity.value) for p in found]


def test_every_column_of_a_rule_is_read() -> None:
    cells = row(
        after_rule="R0",
        event="follow_up_done",
        applies_to="old",
        least_amount=Decimal("500.00"),
        custom_only=True,
        sample=0.25,
        daily_cap=10,
        escalate_after=1.5,
    )
    (read,), found = read_rules(frame("FollowUpRules", cells))
    assert not found
    assert vars(read) == {name: cells[name] for name in vars(read)}


def test_empty_cells_mean_no_limit() -> None:
    (read,), _ = read_rules(frame("FollowUpRules", row()))
    assert (read.applies_to, read.least_amount, read.custom_only) == ("any", None, False)
    assert (read.sample, read.daily_cap, read.escalate_after, read.after_rule) == (None, None, None, None)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"due_by": 7.5}, (5, "due_by", "error")),  # half a day of a call
        ({"unit": "workdays", "due_from": 0.5}, (5, "due_from", "error")),
        ({"due_by": 4000}, (5, "due_by", "error")),  # more than ten years
        ({"after_rule": "R0"}, (5, "after_rule", "error")),  # a chain without its event
        ({"event": "campaign"}, (5, "active", "warning")),  # nothing feeds it
    ],
)
def test_a_rule_that_cannot_work_is_a_problem(cells: dict[str, Any], problem: tuple[Any, ...]) -> None:
    assert problems(row(**cells)) == [problem]


def test_half_days_are_fine_where_days_are_hours() -> None:
    assert (
        problems(row(event="order_unpaid", due_from=0.5), row(rule_id="R2", unit="hours", due_by=7.5)) == []
    )


def test_two_sets_switched_on_are_a_warning() -> None:
    second = row(rule_id="V2", preset="car_service")
    assert problems(row(), second) == [(6, "active", "warning")]
    assert problems(row(), second | {"active": False}) == []


def test_a_row_without_what_a_rule_needs_is_left_out() -> None:
    assert read_rules(frame("FollowUpRules", row(event=None)))[0] == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_default_rules_have_no_problem_and_a_source_each(language: Any) -> None:
    table = default_follow_up_rules(language)
    rules, found = read_rules(table)
    assert not found
    assert table["rule_id"].is_unique
    assert table["source"].str.contains("制度" if language == "zh" else "documents").all()
    known = set(table["rule_id"])
    assert all(rule.after_rule in known for rule in rules if rule.event == "follow_up_done")


def test_the_default_rules_of_a_shop_are_on_and_those_of_a_car_dealer_off() -> None:
    table = default_follow_up_rules("zh").set_index("rule_id")
    assert not table.loc[table["preset"] == "car_service", "active"].any()
    shop = table[table["preset"] == "shop"]
    assert shop.index[~shop["active"]].tolist() == ["M1"]
    assert "没有" in shop.loc["M1", "source"]
    windows: pd.DataFrame = table[["due_from", "due_by", "unit"]]
    assert windows.loc["U12"].tolist() == [12, 24, "hours"]
    assert windows.loc["V1"].tolist() == [0, 3, "workdays"]
    assert windows.loc["C2"].tolist() == [7, 14, "days"]
