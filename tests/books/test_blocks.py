from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from csbook.books.blocks import Block, blocks

CELLS = st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8)))


@given(CELLS)
def test_blocks_hold_each_cell_once_and_no_other(cells: set[tuple[int, int]]) -> None:
    held = Counter(cell for block in blocks(cells) for cell in block.cells())
    assert held == Counter(cells)


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 5), st.integers(0, 5))
def test_a_rectangle_is_one_block(row: int, column: int, height: int, width: int) -> None:
    whole = Block(row, column, row + height, column + width)
    assert blocks(whole.cells()) == [whole]


def test_a_gap_in_rows_or_columns_parts_blocks() -> None:
    assert blocks([(1, 1), (2, 1), (1, 2), (2, 2), (4, 1), (1, 4), (2, 4)]) == [
        Block(1, 1, 2, 2),
        Block(4, 1, 4, 1),
        Block(1, 4, 2, 4),
    ]


def test_neighbouring_columns_with_other_rows_are_blocks_of_their_own() -> None:
    assert blocks([(1, 1), (2, 1), (2, 2)]) == [Block(1, 1, 2, 1), Block(2, 2, 2, 2)]


@given(CELLS, CELLS)
def test_common_cells_are_those_in_both(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> None:
    for a in blocks(one):
        for b in blocks(other):
            common = a.common(b)
            assert set(common.cells() if common else ()) == set(a.cells()) & set(b.cells())
