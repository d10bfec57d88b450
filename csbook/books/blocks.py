"""Scattered cells as few rectangles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A rectangle of cells. Rows and columns count from 1; the last ones belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def rows(self) -> range:
        return range(self.first_row, self.last_row + 1)

    @property
    def columns(self) -> range:
        return range(self.first_column, self.last_column + 1)

    def cells(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row in self.rows for column in self.columns)

    def common(self, other: Block) -> Block | None:
        """The cells that are in both."""
        block = Block(
            max(self.first_row, other.first_row),
            max(self.first_column, other.first_column),
            min(self.last_row, other.last_row),
            min(self.last_column, other.last_column),
        )
        return block if block.rows and block.columns else None


def blocks(cells: Iterable[tuple[int, int]]) -> list[Block]:
    """The (row, column) cells, each in exactly one block, and no other cell in any.

    A block is a run of rows, as wide as neighbouring columns have the same run. Left to right, then
    from the top.
    """
    rows_of: dict[int, set[int]] = defaultdict(set)
    for row, column in cells:
        rows_of[column].add(row)
    growing: dict[tuple[int, int], Block] = {}
    finished: list[Block] = []
    for column in sorted(rows_of):
        still: dict[tuple[int, int], Block] = {}
        for first, last in _runs(rows_of[column]):
            left = growing.pop((first, last), None)
            touches = left is not None and left.last_column == column - 1
            start = left.first_column if left is not None and touches else column
            if left is not None and not touches:
                finished.append(left)
            still[first, last] = Block(first, start, last, column)
        finished += growing.values()
        growing = still
    finished += growing.values()
    return sorted(finished, key=lambda block: (block.first_column, block.first_row))


def _runs(numbers: set[int]) -> Iterator[tuple[int, int]]:
    """First and last of each stretch without a gap."""
    for first in sorted(n for n in numbers if n - 1 not in numbers):
        last = first
        while last + 1 in numbers:
            last += 1
        yield first, last
