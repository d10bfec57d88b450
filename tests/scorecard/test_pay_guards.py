"""What the law says about a pay row: at the bound, and in both languages."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from csbook.scorecard.pay_guards import PayFacts, warnings

NOTHING_TO_SAY = PayFacts(
    fines=None,
    wage=Decimal(5000),
    minimum_wage=Decimal(2490),
    overtime_hours=Decimal("36.00"),
    holidays_worked=0,
    total=Decimal(0),
    missing=False,
    overridden=False,
    reason=None,
)


def said(facts: PayFacts) -> str:
    return "; ".join(words.en for words in warnings(facts))


def test_an_ordinary_month_gives_no_warning() -> None:
    assert warnings(NOTHING_TO_SAY) == []


def test_more_than_thirty_six_hours_of_overtime() -> None:
    assert "article 41)" in said(replace(NOTHING_TO_SAY, overtime_hours=Decimal("36.01")))


def test_a_statutory_holiday_worked() -> None:
    assert "article 44(3))" in said(replace(NOTHING_TO_SAY, holidays_worked=2))


@pytest.mark.parametrize(
    ("fines", "limits"),
    [("0", 0), ("1000", 0), ("1000.01", 1), ("2510", 1), ("2510.01", 2)],
)
def test_fines_against_a_fifth_of_the_wage_and_the_minimum_wage(fines: str, limits: int) -> None:
    found = warnings(replace(NOTHING_TO_SAY, fines=Decimal(fines)))
    assert len([w for w in found if "20 %" in w.en or "minimum" in w.en]) == limits
    assert any("ask a lawyer" in w.en for w in found) == (fines != "0")


def test_without_a_wage_no_limit_is_checked() -> None:
    (words,) = warnings(replace(NOTHING_TO_SAY, fines=Decimal(9999), wage=None))
    assert "先问律师" in words.zh


def test_fines_beyond_everything_earned_are_told() -> None:
    assert "the total is negative" in said(replace(NOTHING_TO_SAY, fines=Decimal(10), total=Decimal(-10)))


def test_commission_that_is_missing_or_typed_without_reason() -> None:
    assert [w.zh for w in warnings(replace(NOTHING_TO_SAY, missing=True))] == ["还没有提成"]
    typed = replace(NOTHING_TO_SAY, overridden=True)
    assert [w.en for w in warnings(typed)] == ["the commission was typed: give its reason"]
    assert warnings(replace(typed, reason="带新人")) == []
