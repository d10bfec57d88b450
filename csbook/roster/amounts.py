"""How much, in words: `3 周` and `3 weeks`, `8.5 小时` and `8.5 hours`, `2 到 5` and `2 to 5`."""

from __future__ import annotations

from csbook.problems import Words, counted, figure, same


def number_of(number: int, zh: str, one: str) -> Words:
    """`3 周`, `3 weeks`, `1 week`; zh: the measure word, one: the English singular."""
    return Words(f"{number} {zh}", counted(number, one))


def hours(minutes: int) -> str:
    """Minutes as hours with at most two decimals: 8.5, 40."""
    return figure(round(minutes / 60, 2))


def hour_words(minutes: int) -> Words:
    number = hours(minutes)
    return Words(f"{number} 小时", f"{number} hour" if number == "1" else f"{number} hours")


def number_range(least: float, most: float) -> Words:
    """From the least to the most; one number where they are the same."""
    first, last = figure(least), figure(most)
    return same(first) if first == last else Words(f"{first} 到 {last}", f"{first} to {last}")
