"""Rounding as Excel rounds, and amounts that are shared to the last cent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.money import exact, in_yuan, rounded, shared


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("84.125", "84.13"),
        ("84.135", "84.14"),  # to even would give 84.14 and 84.12: Excel goes up both times
        ("84.1249999", "84.12"),
        ("2.675", "2.68"),  # as a binary float this is below the half
        ("-2.675", "-2.68"),  # away from zero, as Excel's ROUND
        ("-0.001", "0.00"),
        ("100", "100.00"),
    ],
)
def test_a_half_cent_goes_away_from_zero(value: str, expected: str) -> None:
    assert str(rounded(Decimal(value))) == expected


def test_a_typed_number_is_what_was_typed_not_its_binary_neighbour() -> None:
    assert exact(0.1) == Decimal("0.1")
    assert rounded(exact(0.3) * exact(84.75) + exact(0.7) * exact(84.25)) == Decimal("84.40")
    assert rounded(exact(1.005)) == Decimal("1.01")


def test_a_mean_of_thirds_still_rounds_its_half_up() -> None:
    assert rounded(Fraction(1, 3) * 3 / 200) == Decimal("0.01")


@given(st.decimals(-(10**12), 10**12, places=6))
def test_rounding_agrees_with_decimal_half_up(value: Decimal) -> None:
    assert rounded(value) == value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_rounding_keeps_every_digit_of_a_very_large_sum() -> None:
    assert rounded(Decimal(f"1{'0' * 40}.125")) == Decimal(f"1{'0' * 40}.13")


def test_odd_cents_go_to_the_first_staff_numbers() -> None:
    parts = shared(Decimal("100.00"), ["C3", "A1", "B2"])
    assert parts == {"A1": Decimal("33.34"), "B2": Decimal("33.33"), "C3": Decimal("33.33")}


def test_nobody_gets_nothing() -> None:
    assert shared(Decimal(100), []) == {}


@pytest.mark.parametrize("amount", ["-1", "0.005"])
def test_what_cannot_be_shared_in_cents_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="whole cents"):
        shared(Decimal(amount), ["1"])


@given(st.decimals(0, 10**6, places=2), st.sets(st.text(min_size=1, max_size=4), min_size=1, max_size=30))
def test_shared_parts_add_up_and_differ_by_a_cent_at_most(amount: Decimal, people: set[str]) -> None:
    parts = shared(amount, people)
    assert set(parts) == people
    assert sum(parts.values()) == amount
    assert max(parts.values()) - min(parts.values()) <= Decimal("0.01")


@pytest.mark.parametrize(("amount", "shown"), [("100.00", "100"), ("33.30", "33.30"), ("0", "0")])
def test_an_amount_is_shown_as_people_write_it(amount: str, shown: str) -> None:
    assert in_yuan(Decimal(amount)) == shown
