"""What the column 提示 says of a case, in both languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.followups.case_attention import awaits_approval
from csbook.followups.cases import judge_cases
from csbook.problems import Language
from tests.followups.shop import at, frame
from tests.followups.test_cases import RULES, callback, case

TODAY = "2026-03-12 12:00"


def said(
    *register: dict[str, Any], language: Language = "zh", today: str = TODAY, **cells: Any
) -> str | None:
    """The attention of a case opened on 5 March at noon, with an owner."""
    plain = {"owner": "K01", "opened": at("2026-03-05 12:00"), "kind": "exchange"}
    found = judge_cases(
        frame("AfterSales", case(**(plain | cells))),
        frame("FollowUps", *register),
        frame("Customers"),
        RULES,
        today=at(today),
        language=language,
    )["attention"].item()
    return None if pd.isna(found) else str(found)


def test_an_ordinary_case_asks_for_nothing() -> None:
    assert said() is None
    assert said(solution_found=at("2026-03-06"), closed=at("2026-03-07")) is None


@pytest.mark.parametrize(
    ("amount", "approved", "awaits"),
    [
        ("20.00", None, False),  # the authority itself is the agents'
        ("20.01", None, True),
        ("20.01", "pending", True),
        ("20.01", "approved", False),
        ("20.01", "rejected", False),
        (None, "pending", False),
    ],
)
def test_a_compensation_above_the_authority_awaits_the_supervisor(
    amount: str | None, approved: str | None, awaits: bool
) -> None:
    cells = {"compensation": amount and Decimal(amount), "approved": approved}
    assert awaits_approval(frame("AfterSales", cells), Decimal("20.00")).tolist() == [awaits]


def test_the_amount_and_the_limit_are_named() -> None:
    assert said(compensation=Decimal("20.50")) == "补偿 20.50 元超过客服权限 20 元：请主管填“补偿审批”"
    assert said(compensation=Decimal("1000"), language="en") == (
        "compensation of 1000 yuan is above the agents' 20: the supervisor decides in 'Compensation approved'"
    )


def test_a_rejected_compensation_is_told_until_the_amount_is_gone() -> None:
    assert said(compensation=Decimal(5), approved="rejected") == (
        "补偿被驳回：请与客户另商办法，并清空补偿金额"
    )
    assert said(approved="rejected") is None


@pytest.mark.parametrize(
    ("today", "cells", "told"),
    [
        ("2026-03-12 12:00", {}, True),
        ("2026-03-12 11:59", {}, False),
        ("2026-03-12 12:00", {"claim_paid": True}, False),
        ("2026-03-12 12:00", {"claim_paid": False}, True),
        ("2026-03-12 12:00", {"responsible": "shop"}, False),
        ("2026-03-12 12:00", {"claim": None}, False),
        ("2026-03-12 12:00", {"solution_found": at("2026-03-06"), "closed": at("2026-03-07")}, True),
    ],
)
def test_a_couriers_claim_is_pressed_for_after_seven_days(
    today: str, cells: dict[str, Any], told: bool
) -> None:
    found = said(today=today, **({"responsible": "courier", "claim": Decimal("159")} | cells))
    hint = "快递索赔 159 元满 7 天未赔付：请催快递，赔到填“已赔付”，放弃就清空“索赔金额”"
    assert found == (hint if told else None)


def test_the_hint_of_a_claim_says_how_it_ends() -> None:
    assert said(responsible="courier", claim=Decimal("159"), language="en") == (
        "the courier owes 159 yuan, unpaid after 7 days: press for it, fill 'Claim paid' once paid, or empty "
        "'Claim' to give it up"
    )


def test_a_case_closed_without_a_solution_is_pointed_out() -> None:
    assert said(closed=at("2026-03-07")) == "已结案但没有方案：请填“方案确定”"
    assert said(closed=at("2026-03-07"), language="en") == (
        "closed without a solution: fill in 'Solution found'"
    )
    assert said(closed=at("2026-03-13")) is None  # not closed yet


def test_a_callback_in_vain_after_closing_asks_to_go_on() -> None:
    cells = {"solution_found": at("2026-03-06"), "closed": at("2026-03-07 10:00")}
    assert said(callback(1, "2026-03-07 10:00"), **cells) == "结案后回访仍未解决：请清空结案时间，继续处理"
    assert said(callback(1, "2026-03-07 09:59"), **cells) is None
    assert said(callback(1, "2026-03-08", result="solved"), **cells) is None


def test_an_upgrade_says_why() -> None:
    failed = [callback(n, f"2026-03-06 09:{n:02d}") for n in range(2)]
    assert said(*failed, complaint_class="general") == "建议升为重复投诉：回访 2 次未解决"
    assert said(*failed, complaint_class="general", language="en") == (
        "propose 'repeated': 2 callbacks in vain"
    )
    assert said(kind="rights") == "建议升为恶性投诉：维权超过处理期限"


def test_an_open_case_without_an_owner_is_told_and_a_closed_one_is_not() -> None:
    assert said(owner=None) == "没有责任客服：请指定"
    assert said(owner=None, solution_found=at("2026-03-06"), closed=at("2026-03-07")) is None


def test_several_things_stand_one_after_another() -> None:
    found = said(compensation=Decimal(30), closed=at("2026-03-07"))
    assert found == "补偿 30 元超过客服权限 20 元：请主管填“补偿审批”；已结案但没有方案：请填“方案确定”"
