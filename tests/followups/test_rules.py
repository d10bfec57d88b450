"""Reading the rules, and what of them a person should correct."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

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
    ],
)
def test_a_rule_that_cannot_work_is_a_problem(cells: dict[str, Any], problem: tuple[Any, ...]) -> None:
    assert problems(row(**cells)) == [problem]


def test_half_days_are_fine_where_days_are_hours() -> None:
    assert (
        problems(row(event="order_unpaid", due_from=0.5), row(rule_id="R2", unit="hours", due_by=7.5)) == []
    )


@pytest.mark.parametrize(
    ("typed", "of_the_chosen_set", "of_another_set"),
    [(None, True, False), (True, True, True), (False, False, False)],
)
def test_an_empty_cell_leaves_a_rule_to_the_chosen_set(
    typed: bool | None, of_the_chosen_set: bool, of_another_set: bool
) -> None:
    rules = frame("FollowUpRules", row(active=typed))
    assert read_rules(rules, "shop")[0][0].active is of_the_chosen_set
    assert read_rules(rules, "car_service")[0][0].active is of_another_set


def test_rules_of_two_sets_for_one_event_are_a_warning() -> None:
    second = row(rule_id="V2", preset="car_service")
    assert problems(row(), second) == [(6, "active", "warning")]
    assert problems(row(), second | {"active": False}) == []
    assert problems(row(), second | {"active": None}) == []
    assert problems(row(), second | {"event": "campaign"}) == []
    assert problems(second, row()) == [(5, "active", "warning")]


def test_a_chosen_set_that_is_switched_off_row_by_row_is_a_warning() -> None:
    off = row(rule_id="V2", preset="car_service", active=False)
    found = read_rules(frame("FollowUpRules", row(), off), "car_service")[1]
    assert [(p.row, p.column, p.severity.value) for p in found] == [(6, "active", "warning")]
    assert read_rules(frame("FollowUpRules", row(), off | {"active": None}), "car_service")[1] != found


def test_a_row_without_what_a_rule_needs_is_left_out() -> None:
    assert read_rules(frame("FollowUpRules", row(event=None)))[0] == ()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("chosen", ["shop", "car_service"])
def test_the_default_rules_have_no_problem_and_a_source_each(language: Any, chosen: str) -> None:
    table = default_follow_up_rules(language)
    rules, found = read_rules(table, chosen)
    assert not found
    assert table["rule_id"].is_unique
    assert table["source"].str.contains("制度" if language == "zh" else "documents").all()
    known = {rule.rule_id: rule for rule in rules}
    links = [rule for rule in rules if rule.event == "follow_up_done"]
    assert all(known[str(rule.after_rule)].active == rule.active for rule in links)


def test_the_settings_choose_which_default_rules_are_in_force() -> None:
    table = default_follow_up_rules("zh")
    assert table.loc[table["active"].notna(), "rule_id"].tolist() == ["P0", "M3", "V1H"]
    assert not table["active"].fillna(False).any()
    in_force = {
        chosen: " ".join(rule.rule_id for rule in read_rules(table, chosen)[0] if rule.active)
        for chosen in ("shop", "car_service")
    }
    assert in_force == {
        "shop": "U12 U3D U7D E1 C1 C1L C2 C2L P1 P2 P3 S1 S2 A1 M1 M2",
        "car_service": "V1 V2 V2E V3 V4 V5 V6 V7 V8 V9 V10",
    }


@pytest.mark.parametrize(
    ("rule_id", "event", "channel", "window"),
    [
        ("U12", "order_unpaid", "wangwang", (12, 24, "hours")),  # A4.4
        ("U3D", "order_unpaid", "letter", (3, 4, "days")),  # A5
        ("U7D", "order_unpaid", "letter", (7, 8, "days")),  # A5
        ("E1", "enquiry", "wangwang", (24, 72, "hours")),
        ("C1", "order_paid", "phone", (3, 7, "days")),  # B1.4
        ("C2", "follow_up_done", "phone", (7, 14, "days")),  # B1.6
        ("P1", "complaint", "report", (0, 2, "days")),  # B1.5
        ("P2", "solution_found", "phone", (0, 0, "days")),  # B1.5
        ("P3", "case_closed", "phone", (0, 3, "days")),  # B2
        ("S1", "next_service", "message", (-14, -12, "days")),  # B1.13
        ("S2", "next_service", "message", (-2, -1, "days")),  # B1.13
        ("A1", "customer_new", "archive", (0, 2, "days")),  # B1.1
        ("M1", "campaign", "phone", (-14, -12, "days")),  # B1.7
        ("M2", "follow_up_done", "letter", (0, 2, "days")),  # B1.7
        ("V1", "order_paid", "phone", (0, 3, "workdays")),  # B1.12
        ("V1H", "order_paid", "phone", (3, 5, "days")),  # B1.12, the heading
        ("V2", "order_paid", "phone", (3, 7, "days")),  # B1.4
        ("V2E", "enquiry", "phone", (3, 7, "days")),  # B1.4
        ("V6", "campaign", "phone", (-14, -14, "days")),  # B1.7
        ("V7", "follow_up_done", "letter", (0, 2, "days")),  # B1.7
    ],
)
def test_the_default_rules_say_what_the_documents_say(
    rule_id: str, event: str, channel: str, window: tuple[float, float, str]
) -> None:
    found = {rule.rule_id: rule for rule in read_rules(default_follow_up_rules("zh"))[0]}[rule_id]
    assert (found.event, found.channel) == (event, channel)
    assert (found.due_from, found.due_by, found.unit) == window
