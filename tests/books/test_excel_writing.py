"""Scattered cells of a column as one block: only over cells that writing again leaves as they are."""

from __future__ import annotations

import datetime as dt

import pytest

from csbook.books.blocks import Block
from csbook.books.book import CellError, Value
from csbook.books.excel_values import says_the_same
from csbook.books.excel_writing import NEAR, Standing, bridged


def column(*cells: tuple[str, Value]) -> Standing:
    """A column B from row 2 on, with texts and values."""
    block = Block(2, 2, 1 + len(cells), 2)
    return Standing(block, [[value] for _, value in cells], [[text] for text, _ in cells])


@pytest.mark.parametrize(
    ("text", "value", "same"),
    [
        ("", None, True),
        ("甲", "甲", True),
        ("00123", "00123", True),
        ("'quoted", "'quoted", False),
        ("1.5", 1.5, True),
        ("12.34567", 12.3457, False),
        ("=A1", 1.5, False),
        ("=A1", "=A1", True),
        ("TRUE", True, False),
        ("#N/A", CellError("#N/A"), False),
        ("46348.375", dt.datetime(2026, 11, 22, 9), True),
        ("46348.3750001", dt.datetime(2026, 11, 22, 9), False),
        ("0.5", dt.time(12), True),
    ],
)
def test_what_excel_hands_out_rounded_is_not_written_again(text: str, value: Value, same: bool) -> None:
    assert says_the_same(text, value) is same


def test_a_gap_of_plain_cells_is_written_again_and_one_with_a_formula_is_not() -> None:
    standing = column(("a", "a"), ("b", "b"), ("", None), ("d", "d"), ("=A1", 7.0), ("f", "f"))
    found = bridged({(2, 2): "x", (5, 2): "y", (7, 2): "z"}, standing)
    assert found == {(2, 2): "x", (3, 2): "b", (4, 2): None, (5, 2): "y", (7, 2): "z"}


def test_cells_far_from_each_other_stay_apart() -> None:
    standing = column(*[("", None)] * (NEAR + 2))
    assert len(bridged({(2, 2): "x", (2 + NEAR, 2): "y"}, standing)) == NEAR + 1
    assert len(bridged({(2, 2): "x", (3 + NEAR, 2): "y"}, standing)) == 2
