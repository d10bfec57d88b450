"""Scattered cells as few blocks: only over cells that writing again leaves as they are."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.books.blocks import Block, blocks
from csbook.books.book import CellError, Value
from csbook.books.excel_values import says_the_same
from csbook.books.excel_writing import NEAR, At, Standing, bridged, evened


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


def sheet_of(rows: int, columns: int, *, formulas: frozenset[At] = frozenset()) -> Standing:
    """Plain texts from B2 on, and formulas at some of the places."""
    block = Block(2, 2, 1 + rows, 1 + columns)
    texts = [
        ["=A1" if (row, column) in formulas else f"r{row}c{column}" for column in block.columns]
        for row in block.rows
    ]
    values = [[7.0 if text == "=A1" else text for text in line] for line in texts]
    return Standing(block, values, texts)


def run(column: int, first: int, last: int) -> dict[At, Value]:
    return {(row, column): "new" for row in range(first, last + 1)}


def test_neighbouring_columns_that_begin_and_end_near_each_other_become_one_block() -> None:
    values = run(2, 2, 9) | run(3, 4, 11) | run(4, 3, 10)
    found = evened(values, sheet_of(12, 3))
    assert blocks(found) == [Block(2, 2, 11, 4)]
    assert {at: found[at] for at in values} == values
    assert found[2, 3] == "r2c3"


def test_a_formula_in_the_way_keeps_the_columns_apart() -> None:
    standing = sheet_of(12, 2, formulas=frozenset({(3, 3)}))
    assert evened(run(2, 2, 9) | run(3, 4, 11), standing) == run(2, 2, 9) | run(3, 4, 11)


def test_columns_with_another_between_them_or_no_row_in_common_stay_apart() -> None:
    for values in (run(2, 2, 9) | run(4, 3, 9), run(2, 2, 5) | run(3, 6, 9)):
        assert evened(values, sheet_of(12, 3)) == values


def test_columns_that_end_far_from_each_other_stay_apart() -> None:
    near, far = run(2, 2, 3 + NEAR) | run(3, 2, 3), run(2, 2, 4 + NEAR) | run(3, 2, 3)
    standing = sheet_of(NEAR + 5, 2)
    assert len(blocks(evened(near, standing))) == 1
    assert evened(far, standing) == far


places = st.tuples(st.integers(2, 13), st.integers(2, 6))


@given(st.sets(places, min_size=1), st.frozensets(places))
def test_every_cell_that_is_written_besides_is_written_as_it_stands(
    written: set[At], formulas: frozenset[At]
) -> None:
    values: dict[At, Value] = dict.fromkeys(written, "new")
    standing = sheet_of(12, 5, formulas=formulas)
    found = evened(bridged(values, standing), standing)
    for at, value in found.items():
        text, stood = standing.at(*at)
        assert value == ("new" if at in values else stood)
        assert at in values or says_the_same(text, stood)
    assert values.keys() <= found.keys()
    assert len(blocks(found)) <= len(blocks(values))
