"""Commission by steps: figures worked out by hand, and what must hold for any sales."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.scorecard.commission import (
    Rules,
    Step,
    Terms,
    commission,
    computed,
    how,
    over_the_step_below,
    read_rules,
)
from tests.scorecard.workplace import table

SLICES, WHOLE = Terms("slices"), Terms("whole")
EVERY = ("全部", "all")


def steps(*pairs: tuple[str, str]) -> list[Step]:
    return [Step(Decimal(start), Decimal(rate)) for start, rate in pairs]


THREE = steps(("0", "0.01"), ("10000", "0.015"), ("30000", "0.02"))
FROM_5000 = steps(("5000", "0.01"))


@pytest.mark.parametrize(
    ("base", "slices", "whole"),
    [
        ("0", "0.00", "0.00"),
        ("-0.01", "0.00", "0.00"),
        ("-500", "0.00", "0.00"),
        ("9999.99", "100.00", "100.00"),  # 99.9999
        ("10000", "100.00", "150.00"),  # at the bound: no slice above it yet, but the step is reached
        ("10000.01", "100.00", "150.00"),  # 100.00015; 150.00015
        ("12330", "134.95", "184.95"),  # 100 + 34.95
        ("30000", "400.00", "600.00"),  # 100 + 300
        ("40000", "600.00", "800.00"),  # 100 + 300 + 200
    ],
)
def test_three_steps_by_hand(base: str, slices: str, whole: str) -> None:
    assert commission(Decimal(base), THREE, SLICES).amount == Decimal(slices)
    assert commission(Decimal(base), THREE, WHOLE).amount == Decimal(whole)


@pytest.mark.parametrize(
    ("base", "rate", "expected"),
    [
        ("1233.00", "0.015", "18.50"),  # 18.495
        ("1232.99", "0.015", "18.49"),  # 18.49485
        ("1.00", "0.005", "0.01"),  # 0.005
        ("0.99", "0.005", "0.00"),  # 0.00495
        ("4.00", "0.00125", "0.01"),  # 0.005
        ("499.99", "0.000001", "0.00"),
        ("5000", "0.000001", "0.01"),  # 0.005
    ],
)
def test_half_a_cent_is_rounded_up(base: str, rate: str, expected: str) -> None:
    for terms in (SLICES, WHOLE):
        assert commission(Decimal(base), steps(("0", rate)), terms).amount == Decimal(expected)


@pytest.mark.parametrize("base", ["-1", "0", "5000"])
def test_below_the_first_step_nothing_is_earned(base: str) -> None:
    assert commission(Decimal(base), FROM_5000, SLICES).amount == 0


def test_the_first_step_need_not_begin_at_nothing() -> None:
    assert commission(Decimal(6000), FROM_5000, SLICES).amount == 10
    assert commission(Decimal(6000), FROM_5000, WHOLE).amount == 60
    assert commission(Decimal(5000), FROM_5000, WHOLE).amount == 50


@pytest.mark.parametrize(
    ("base", "floor", "cap", "expected"),
    [
        ("-500", "80", None, "80.00"),
        ("0", "80", "300", "80.00"),
        ("8000", "80", "300", "80.00"),
        ("8000.50", "80", "300", "80.01"),  # 80.005
        ("40000", "80", "300", "300.00"),
        ("40000", None, "600", "600.00"),
        ("40000", "900", "300", "300.00"),  # a floor above the cap: the cap
        ("40000", None, "0", "0.00"),
    ],
)
def test_floor_and_cap(base: str, floor: str | None, cap: str | None, expected: str) -> None:
    terms = Terms("slices", floor and Decimal(floor), cap and Decimal(cap))  # type: ignore[arg-type]
    assert commission(Decimal(base), THREE, terms).amount == Decimal(expected)


AMOUNTS = st.decimals(-100000, 1000000, places=2)
RATES = st.decimals(0, 1, places=4)
STEPS = st.dictionaries(st.decimals(0, 100000, places=2), RATES, min_size=1, max_size=5).map(
    lambda found: [Step(start, found[start]) for start in sorted(found)]
)
LIMITS = st.none() | st.decimals(0, 5000, places=2)


@settings(max_examples=50)
@given(STEPS, AMOUNTS, AMOUNTS, LIMITS, LIMITS)
def test_more_sales_never_bring_less_with_slices(
    found: list[Step], one: Decimal, other: Decimal, floor: Decimal | None, cap: Decimal | None
) -> None:
    terms = Terms("slices", floor, cap)
    less, more = (commission(base, found, terms).amount for base in sorted((one, other)))
    assert less <= more


@settings(max_examples=50)
@given(STEPS, AMOUNTS, st.sampled_from(["slices", "whole"]), LIMITS, LIMITS)
def test_an_amount_keeps_within_its_limits_and_has_whole_cents(
    found: list[Step], base: Decimal, method: Any, floor: Decimal | None, cap: Decimal | None
) -> None:
    amount = commission(base, found, Terms(method, floor, cap)).amount
    assert amount == round(amount, 2) >= 0
    assert cap is None or amount <= cap
    assert floor is None or amount >= min(floor, amount if cap is None else cap)


@settings(max_examples=50)
@given(STEPS, AMOUNTS)
def test_slices_add_to_the_sales_above_the_first_step(found: list[Step], base: Decimal) -> None:
    counted = sum((sales for _, sales in commission(base, found, SLICES).parts), Decimal(0))
    assert counted == max(Decimal(0), base - found[0].start)


def test_words_say_the_steps_and_what_limits_them() -> None:
    def said(base: str, terms: Terms, found: list[Step] = THREE) -> str:
        return how(commission(Decimal(base), found, terms), Decimal(base))("zh")

    assert said("12330.50", SLICES) == "10000 × 1%；2330.50 × 1.5%"
    assert said("12330.50", WHOLE) == "12330.50 × 1.5%"
    assert said("12330", Terms("slices", cap=Decimal(100))) == "10000 × 1%；2330 × 1.5%；封顶 100 元"
    assert said("100", Terms("slices", floor=Decimal(80))) == "100 × 1%；保底 80 元"
    assert said("-3", SLICES) == "提成基数为负，提成为 0"
    assert said("4000", SLICES, FROM_5000) == "未达到起提的净销售额"
    assert said("0", SLICES, FROM_5000) == "未达到起提的净销售额"
    assert said("0", SLICES) == said("0", WHOLE) == "0 × 1%", "steps that begin at nothing are reached"


def rule(
    group: str, start: str = "0", rate: float | None = 0.01, *, active: bool | None = True
) -> dict[str, Any]:
    return {"group": group, "from_amount": Decimal(start), "rate": rate, "active": active}


def read(*rows: dict[str, Any]) -> Rules:
    return read_rules(table("CommissionRules", rows), EVERY)


def test_a_group_with_rules_of_its_own_does_not_use_those_for_all() -> None:
    rules = read(rule("全部"), rule("天猫", "1000", 0.02), rule("天猫", "0", 0.01))
    assert rules.named("天猫") == "天猫"
    assert rules.steps["天猫"] == steps(("0", "0.01"), ("1000", "0.02"))
    assert rules.named("京东") == rules.named(None) == "全部"


@pytest.mark.parametrize("word", EVERY)
def test_rules_for_all_may_be_written_in_either_language(word: str) -> None:
    assert read(rule(word)).named("京东") == word


def test_rules_that_are_off_hold_for_nobody() -> None:
    rules = read(rule("全部", active=False), rule("天猫", active=None))
    assert rules.named("天猫") is None
    assert rules.steps == {}


def test_capitals_make_no_difference_as_in_a_spreadsheet() -> None:
    assert read(rule("tmall")).named("Tmall") == "tmall"


def test_a_step_without_rate_gives_nothing() -> None:
    assert read(rule("全部", rate=None)).steps == {"全部": steps(("0", "0"))}


def test_groups_in_two_spellings_are_one_as_to_the_formulas() -> None:
    rules = read(rule("全部"), rule("all", "5"), rule("Tmall"), rule("tmall", "7"))
    assert rules.steps == {
        "全部": steps(("0", "0.01"), ("5", "0.01")),
        "Tmall": steps(("0", "0.01"), ("7", "0.01")),
    }


def test_a_step_stands_over_the_one_below_it_in_its_group() -> None:
    rows = [
        rule("天猫", "10000", 0.015),
        rule("天猫", "0", 0.01),
        rule("京东", "500", 0.03),
        rule("天猫", "5000", 0.9, active=False),
        rule("天猫", "30000", 0.012),
        rule("天猫", "100", 0.5) | {"from_amount": None},
        rule("天猫", "100", 0.5) | {"group": None},
    ]
    expected = ("0.005", "0.01", "0.03", "0", "-0.003", "0", "0")
    assert over_the_step_below(table("CommissionRules", rows)) == [Decimal(extra) for extra in expected]


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 500)), unique_by=lambda step: step[0]),
    st.decimals("0", "60000", places=2),
)
def test_what_each_step_adds_makes_the_slices(pairs: list[tuple[int, int]], base: Decimal) -> None:
    """As the sheet's formula multiplies: each step's extra rate on all sales above its start."""
    rows = table("CommissionRules", [rule("天猫", str(start), rate / 10_000) for start, rate in pairs])
    rules = read_rules(rows, EVERY)
    starts = [Decimal(start) for start, _ in pairs]
    extra = zip(starts, over_the_step_below(rows), strict=True)
    exactly = sum(((base - start) * more for start, more in extra if start < base), Decimal(0))
    assert abs(commission(base, rules.steps_of("天猫"), SLICES).earned - exactly) <= Decimal("0.005")


def test_a_row_without_rules_has_a_base_and_no_commission() -> None:
    found = computed(None, Decimal("12.30"), None, Rules({}), SLICES)
    assert (found.base, found.amount) == (Decimal("-12.30"), None)


def test_rules_are_found_in_small_letters_and_capitals_alike() -> None:
    rules = Rules({"JD": steps(("0", "0.01"))})
    assert computed(Decimal(100), None, "jd", rules, SLICES).amount == Decimal("1.00")
    assert computed(Decimal(100), None, "TB", rules, SLICES).amount == Decimal("0.00")
