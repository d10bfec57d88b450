"""The rules of 回访规则 as values: which event asks for which contact, how soon, with whom."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from csbook.problems import Problem, Severity, Words

Event = Literal[
    "order_unpaid", "order_paid", "customer_new", "complaint", "solution_found",
    "case_closed", "next_service", "campaign", "follow_up_done",
]  # fmt: skip
Unit = Literal["hours", "days", "workdays"]

CALL_CHANNELS: Final = ("phone", "letter")
MOST: Final = 3650  # days or working days; in hours 24 times as many
NEEDED: Final = ("rule_id", "event", "channel", "unit", "due_from", "due_by")
YEARS_AT_MOST: Final = Words("十年之内", "within ten years")


@dataclass(frozen=True)
class FollowUpRule:
    """One rule. `due_from` and `due_by` count from the event, in `unit`; negative: before it.

    `least_amount` in yuan; `sample` is a share from 0 to 1; `daily_cap` a number of rows;
    `escalate_after` in days, None for the settings' value. None means no limit.
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

        An order unpaid for a minute is no business yet; a service lies in the future, and its date
        may still change.
        """
        return self.event in ("order_unpaid", "next_service", "campaign")


def read_rules(frame: pd.DataFrame) -> tuple[tuple[FollowUpRule, ...], list[Problem]]:
    """The rules of a frame of FollowUpRules, in the sheet's order, inactive ones too.

    Problems: days that are not whole, windows of more than ten years, a rule of the chain without
    its event (errors); a campaign rule switched on, two sets switched on at once (warnings).
    """
    rules: list[FollowUpRule] = []
    problems: list[Problem] = []
    for row, cells in zip(frame.index, frame.to_dict("records"), strict=True):
        if any(
            pd.isna(cells[name]) for name in ("rule_id", "event", "channel", "unit", "due_from", "due_by")
        ):
            continue  # an empty required cell is told by whoever read the table
        rule = rule_of(cells)
        rules.append(rule)
        problems += rule_problems(rule, int(row))
    problems += set_problems(frame)
    return tuple(rules), problems


def rule_of(cells: dict[Any, Any]) -> FollowUpRule:
    def given(name: str, default: Any) -> Any:
        return default if pd.isna(cells[name]) else cells[name]

    amount, cap = given("least_amount", None), given("daily_cap", None)
    return FollowUpRule(
        rule_id=cells["rule_id"],
        preset=given("preset", ""),
        active=bool(given("active", False)),
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
    if rule.event == "campaign" and rule.active:
        expected = Words(
            "否：工作簿里没有活动表，这条规则不会生成回访",
            "no: the workbook has no table of campaigns, so this rule makes nothing",
        )
        yield Problem("FollowUpRules", row, "active", "是 / yes", expected, Severity.WARNING)


def set_problems(frame: pd.DataFrame) -> Iterator[Problem]:
    """Two sets at once contact the same customer twice for the same reason."""
    active = frame.loc[frame["active"].fillna(False).astype("bool"), "preset"].dropna()
    if active.nunique() > 1:
        second = active[active != active.iloc[0]]
        expected = Words(
            "只启用一个套餐，否则同一客户会被重复联系",
            "rules of one set only, or the same customer is contacted twice",
        )
        yield Problem(
            "FollowUpRules", int(second.index[0]), "active", second.iloc[0], expected, Severity.WARNING
        )
