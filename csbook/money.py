"""Exact amounts: what a person typed, Excel's rounding, and an amount shared among several."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

NOTHING: Final = Decimal(0)
WIDE: Final = Context(prec=400)  # more digits than any float has: rounding a large sum loses none


def exact(value: float | Decimal) -> Decimal:
    """The number as it was typed: the float 0.1 is one tenth."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def rounded(value: Decimal | Fraction) -> Decimal:
    """Two decimals, halves away from zero, as Excel's `ROUND(value, 2)`."""
    over, under = value.as_integer_ratio()
    cents = (200 * abs(over) + under) // (2 * under)
    return Decimal(cents if over >= 0 else -cents).scaleb(-2, context=WIDE)


def shared(amount: Decimal, people: Iterable[str]) -> dict[str, Decimal]:
    """`amount` (yuan, at most two decimals, not negative) in equal parts by staff number.

    The parts add to the amount exactly: the odd cents go one each to the first staff numbers in
    text order. Nobody to share with gives an empty dictionary; a fraction of a cent is a `ValueError`.
    """
    cents = amount.scaleb(2)
    if cents < 0 or cents != cents.to_integral_value():
        raise ValueError(f"{amount} cannot be shared in whole cents.")
    staff_numbers = sorted(people)
    if not staff_numbers:
        return {}
    part, odd = divmod(int(cents), len(staff_numbers))
    return {who: Decimal(part + (place < odd)).scaleb(-2) for place, who in enumerate(staff_numbers)}


def in_yuan(amount: Decimal) -> str:
    """The amount as people write it: `100`, `33.34`."""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
