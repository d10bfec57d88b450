"""The rules of 回访规则 as values: which event asks for which contact, how soon, with whom.

Rules stand in sets (`preset`: shop, car_service). A rule whose 启用 is empty is in force when its set
is the one chosen in the settings; 是 and 否 say so for that rule whatever set is chosen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from csbook.problems import Problem, Severity, Words

Event = Literal[
    "order_unpaid", "order_paid", "customer_new", "complaint", "solution_found",
    "case_closed", "next_service", "enquiry", "campaign", "follow_up_done",
]  # fmt: skip
Unit = Literal["hours", "days", "workdays"]

CALL_CHANNELS: Final = ("phone", "letter")
MOST: Final = 3650  # days or working days; in hours 24 times as many
NEEDED: Final = ("rule_id", "event", "channel", "unit", "due_from", "due_by")
YEARS_AT_MOST: Final = Words("十年之内", "within ten years")


@dataclass(frozen=True)
class FollowUpRule:
    """One rule. `due_from` and `due_by` count from the event, in `unit`; negative: before it.

    `active`: whether it is in force. `least_amount` in yuan; `sample` is a share from 0 to 1;
    `daily_cap` a number of rows; `escalate_after` in days, None for the settings' value. None means
    no limit.
    """

    rule_id: str
    preset: str
    active: bool
    event: Event
    after_rule: str | None
    channel: str
    action: str
    due_from: float
    due_by: float
    unit: Unit
    applies_to: str = "any"
    least_amount: float | None = None
    custom_only: bool = False
    sample: float | None = None
    daily_cap: int | None = None
    escalate_after: float | None = None

    @property
    def counts_hours(self) -> bool:
        """Whether the window is counted on the clock, a day being 24 hours.

        So it is for hours, and for the days of an order rule: an unpaid order runs on the
        platform's clock, and so does a deal that is followed up by Wangwang or text message. Days
        of any other rule are whole days: calls and letters after a deal, complaints, archive,
        service (domain B1: "within two days", "on the day the solution is found").
        """
        if self.unit != "days":
            return self.unit == "hours"
        return self.event == "order_unpaid" or (
            self.event == "order_paid" and self.channel not in CALL_CHANNELS
        )

    @property
    def made_when_due(self) -> bool:
        """Whether a row is made only once its window opens, not at once when the event happens.

        An order unpaid for a minute is no business yet, nor is an enquiry of a minute ago; services
        and campaigns lie in the future, and their dates may still change. Several rules of such an
        event are steps on one way (12 hours, 3 days, 7 days).
        """
        return self.event in ("order_unpaid", "enquiry", "next_service", "campaign")


def read_rules(
    frame: pd.DataFrame, chosen_set: str = "shop"
) -> tuple[tuple[FollowUpRule, ...], list[Problem]]:
    """The rules of a frame of FollowUpRules, in the sheet's order, inactive ones too.

    `chosen_set` is in force where a rule does not say. Problems: days that are not whole, windows of
    more than ten years, a rule of the chain without its event (errors); rules of two sets in force for
    the same event, a chosen set that is switched off (warnings).
    """
    complete = frame.dropna(subset=list(NEEDED))  # an empty cell is told by whoever read the table
    rules: dict[int, FollowUpRule] = {
        int(row): rule_of(cells, chosen_set)
        for row, cells in zip(complete.index, complete.to_dict("records"), strict=True)
    }
    problems = [problem for row, rule in rules.items() for problem in rule_problems(rule, row)]
    return tuple(rules.values()), [*problems, *set_problems(rules, chosen_set)]


def rule_of(cells: dict[Any, Any], chosen_set: str) -> FollowUpRule:
    def given(name: str, default: Any) -> Any:
        return default if pd.isna(cells[name]) else cells[name]

    amount, cap = given("least_amount", None), given("daily_cap", None)
    preset = given("preset", "")
    return FollowUpRule(
        rule_id=cells["rule_id"],
        preset=preset,
        active=bool(given("active", preset == chosen_set)),
        event=cells["event"],
        after_rule=given("after_rule", None),
        channel=cells["channel"],
        action=given("action", ""),
        due_from=float(cells["due_from"]),
        due_by=float(cells["due_by"]),
        unit=cells["unit"],
        applies_to=given("applies_to", "any"),
        least_amount=None if amount is None else float(amount),
        custom_only=bool(given("custom_only", False)),
        sample=given("sample", None),
        daily_cap=None if cap is None else int(cap),
        escalate_after=given("escalate_after", None),
    )


def rule_problems(rule: FollowUpRule, row: int) -> Iterator[Problem]:
    most = MOST * 24 if rule.unit == "hours" else MOST
    for name, value in (("due_from", rule.due_from), ("due_by", rule.due_by)):
        if abs(value) > most:
            yield Problem("FollowUpRules", row, name, f"{value:g}", YEARS_AT_MOST)
        elif not rule.counts_hours and not math.isclose(value, round(value)):
            expected = Words("整天数；要更细请改用小时", "whole days; use hours for less")
            yield Problem("FollowUpRules", row, name, f"{value:g}", expected)
    if rule.after_rule and rule.event != "follow_up_done":
        expected = Words(
            "空着，或把事件改为“前一次回访完成”", "empty, or the event “earlier follow-up done” with it"
        )
        yield Problem("FollowUpRules", row, "after_rule", rule.after_rule, expected)


def set_problems(rules: Mapping[int, FollowUpRule], chosen_set: str) -> Iterator[Problem]:
    """Two sets in force for one event contact the same customer twice; a chosen set that is switched
    off row by row (as workbooks made before there were sets have it) contacts nobody."""
    chosen = {row: rule for row, rule in rules.items() if rule.preset == chosen_set}
    if chosen and not any(rule.active for rule in chosen.values()):
        expected = Words(
            "空着：这套规则是“设置”里选的，却全都停用了",
            "empty: the settings choose this set, but all of its rules are switched off",
        )
        yield Problem("FollowUpRules", min(chosen), "active", "否 / no", expected, Severity.WARNING)
    events = {rule.event for rule in chosen.values() if rule.active and rule.event != "follow_up_done"}
    for row, rule in rules.items():
        if rule.active and rule.preset != chosen_set and rule.event in events:
            expected = Words(
                "空着或否：所选套餐已有同一事件的规则，同一客户会被重复联系",
                "empty or no: the chosen set has a rule for the same event, which contacts a customer twice",
            )
            yield Problem("FollowUpRules", row, "active", rule.preset, expected, Severity.WARNING)
            return
