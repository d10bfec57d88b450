"""Figures in words: amounts with their unit, counts against the span before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from csbook.problems import Words, figure, same

NOTICED: Final = Fraction(1, 50)
"""A change below a fiftieth of the figure is not worth a word. Ours."""


def amount(value: Decimal, unit: Words) -> Words:
    """`31.2%`, `25 秒`, `128.5 yuan`."""
    text = figure(float(value))
    return same(f"{text}%") if unit.en == "%" else Words(f"{text} {unit.zh}", f"{text} {unit.en}")


def begun(words: Words) -> Words:
    """The words as a line begins with them: a capital first in English."""
    return Words(words.zh, words.en[:1].upper() + words.en[1:])


def count(title: Words, now: int, before: int | None) -> Words:
    """`接待 4,120（上期 3,900）`"""
    said = Words(f"{title.zh} {now:,}", f"{now:,} {title.en}")
    if before is None:
        return said
    return said + Words(f"（上期 {before:,}）", f" (before {before:,})")


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Names by staff number; behind one that several people have stands the number: `王芳 K01`."""
    bearers = Counter(names.values())
    return {who: f"{name} {who}" if bearers[name] > 1 else name for who, name in names.items()}


def worse_than(now: Decimal, before: Decimal, *, lower: bool) -> bool:
    """Whether the figure got worse by more than is worth no word."""
    change = Fraction(now - before) if lower else Fraction(before - now)
    return change > abs(Fraction(before)) * NOTICED
