"""A month that is over goes by who people were then, whatever 员工 says of them since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from csbook.commands.handler import Request
from csbook.commands.lock_month import lock_month
from csbook.commands.reopen_month import reopen_month
from csbook.commands.score import score
from csbook.problems import Severity
from tests.commands.locked_shop import STEPS, after, edit, scored_shop, shop
from tests.scorecard.workplace import FIRST_ROW, agent, by_agent

JD = {"group": "京东", "from_amount": STEPS[0]["from_amount"], "rate": 0.005, "active": True}


def paid(request: Request) -> dict[str, Any]:
    return by_agent(request.tables["Pay"], "total")


@pytest.mark.parametrize(
    ("column", "value", "cell"),
    [
        ("role", "supervisor", ("Scores", "role")),
        ("group", "京东", ("Commissions", "group")),
        ("platforms", "jd", None),
    ],
)
def test_who_was_promoted_or_moved_keeps_the_pay_of_the_month(
    column: str, value: str, cell: tuple[str, str] | None
) -> None:
    before = scored_shop(CommissionRules=[*STEPS, JD])
    result = score(edit(before, "Staff", column, value, agent_id="4"))
    assert paid(after(before, result)) == paid(before)
    found = [
        (p.table, p.column, p.row, p.severity)
        for p in result.problems
        if p.table != "CommissionRules"  # which says that nobody is in 京东
    ]
    expected = [] if cell is None else [(*cell, FIRST_ROW + 3, Severity.WARNING)]
    assert found == expected, "a platform that was served needs no word of 员工"


def test_a_platform_that_nobody_served_is_told() -> None:
    quiet = [agent(n) for n in "123"]
    before = after(shop(DailyLog=[], Staff=quiet), score(shop(DailyLog=[], Staff=quiet)))
    result = score(edit(before, "Staff", "platforms", "jd", agent_id="3"))
    assert [(p.table, p.column, p.found) for p in result.problems] == [("Scores", "platform", "天猫")]
    assert by_agent(result.tables["Scores"], "platform")["3"] == "tmall"


def test_an_emptied_cell_goes_by_the_sheet_of_people() -> None:
    before = scored_shop(CommissionRules=[*STEPS, JD])
    moved = edit(before, "Staff", "group", "京东", agent_id="4")
    result = score(edit(moved, "Commissions", "group", None, agent_id="4"))
    assert by_agent(result.tables["Commissions"], "rule_group")["4"] == "京东"
    assert not result.problems


def test_a_month_that_goes_on_follows_the_sheet_of_people() -> None:
    before = scored_shop()
    running = edit(before, "Staff", "role", "supervisor", agent_id="4")
    running = replace(running, today=dt.datetime(2026, 11, 20))
    assert by_agent(score(running).tables["Scores"], "standing")["4"] == "outside"


def test_sales_of_somebody_who_is_nobodys_agent_need_a_commission_or_a_reason() -> None:
    """As a row looks that was scored after the promotion: without role, platform, score."""
    before = scored_shop()
    for column in ("role", "platform"):
        before = edit(before, "Scores", column, None, agent_id="4")
    before = edit(before, "Staff", "role", "supervisor", agent_id="4")
    before = after(before, score(before))
    assert by_agent(before.tables["Scores"], "standing")["4"] == "outside"
    refused = lock_month(before)
    assert [(p.table, p.row, p.column) for p in refused.problems] == [("Pay", FIRST_ROW + 3, "commission")]
    assert "24009 元" in refused.problems[0].expected.zh
    reasoned = edit(before, "Pay", "commission_reason", "十一月起任主管，不提成", agent_id="4")
    assert "Locks" in lock_month(reasoned).tables


def test_a_reopened_month_pays_the_same_after_a_promotion() -> None:
    before = scored_shop()
    locked = after(before, lock_month(before))
    promoted = edit(locked, "Staff", "role", "supervisor", agent_id="4")
    opened = replace(promoted, parameters={"reason": "核对"})
    opened = after(opened, reopen_month(opened))
    assert paid(after(opened, score(opened))) == paid(locked)
