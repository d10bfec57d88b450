"""Cells written into a sheet that is open in Excel, in as few calls as Excel allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import xlwings

from csbook.books import excel_native as native
from csbook.books import excel_ranges as ranges
from csbook.books.blocks import Block, blocks
from csbook.books.book import Formula, TableWrite, Value, Written
from csbook.books.excel_values import is_formula, needs_apostrophe, says_the_same, to_excel

At = tuple[int, int]

NEAR: Final = 50
"""Rows that one block reaches over: writing so many cells again takes Excel less than another call."""


@dataclass(frozen=True)
class Standing:
    """What stands in a block of cells: values, and formulas or constants as texts. Nothing around it."""

    block: Block | None = None
    values: Sequence[Sequence[Value]] = ()
    texts: Sequence[Sequence[str]] = field(default=(), repr=False)

    def at(self, row: int, column: int) -> tuple[str, Value]:
        block = self.block
        if block is None or row not in block.rows or column not in block.columns:
            return "", None
        at = row - block.first_row, column - block.first_column
        return self.texts[at[0]][at[1]], self.values[at[0]][at[1]]

    def written(self, row: int, column: int) -> Written:
        """What to write so that the cell becomes again what it is."""
        text, value = self.at(row, column)
        return Formula(text[1:], value) if is_formula(text, value) else value


def as_it_is(write: TableWrite, standing: Standing) -> TableWrite:
    """The write that puts back what `write` is about to change.

    Excel hands money out with four decimals, so more than that is lost in putting back.
    """
    cells = {
        row: {column: standing.written(row, column) for column in line} for row, line in write.cells.items()
    }
    return TableWrite(write.place, cells, write.place.last_row)


def area_of(sheet: xlwings.Sheet, block: Block) -> xlwings.Range:
    return sheet.range((block.first_row, block.first_column), (block.last_row, block.last_column))


def write_cells(sheet: xlwings.Sheet, cells: Mapping[At, Written], standing: Standing) -> None:
    """Write cells of one table, by sheet row and column. `standing`: what is there, from the first to the
    last row and column of them; it may lack rows that are empty."""
    if not cells:
        return
    shown = all_rows_shown(sheet, cells)
    values = {at: value for at, value in cells.items() if not isinstance(value, Formula)}
    if shown:
        values = evened(bridged(values, standing), standing)
    for block in blocks(values):
        write_values(sheet, block, values, shown=shown)
    formulas = {at: "=" + value.text for at, value in cells.items() if isinstance(value, Formula)}
    for block in blocks(formulas):
        for part in blocks(text_cells(sheet, block)):  # Excel keeps a formula as text there
            area_of(sheet, part).number_format = "General"
        rows = [[formulas[row, column] for column in block.columns] for row in block.rows]
        put(sheet, block, rows, "formula", shown=shown)


def all_rows_shown(sheet: xlwings.Sheet, cells: Mapping[At, Written]) -> bool:
    """Whether no row from the first to the last is hidden."""
    rows, column = [row for row, _ in cells], min(column for _, column in cells)
    return native.rows_hidden(area_of(sheet, Block(min(rows), column, max(rows), column))) is False


def bridged(values: Mapping[At, Value], standing: Standing) -> dict[At, Value]:
    """The cells with those between two of a column that are near each other, so that they make one block:
    only where writing what stands there changes nothing."""
    found = dict(values)
    rows_of: dict[int, list[int]] = {}
    for row, column in sorted(values):
        rows_of.setdefault(column, []).append(row)
    for column, rows in rows_of.items():
        for above, below in pairwise(rows):
            if 1 < below - above <= NEAR:
                gap = {(row, column): standing.at(row, column) for row in range(above + 1, below)}
                if all(says_the_same(text, value) for text, value in gap.values()):
                    found |= {at: value for at, (_, value) in gap.items()}
    return found


def evened(values: Mapping[At, Value], standing: Standing) -> dict[At, Value]:
    """The cells with those that let neighbouring columns begin and end in the same rows, so that they make
    one block: only near by, and where writing what stands there changes nothing."""
    found = dict(values)
    left: Block | None = None
    for right in blocks(values):
        both = left and beside_each_other(left, right)
        missing = [at for part in (left, right) for at in lengthened(part, both)] if left and both else []
        gap = {at: standing.at(*at) for at in missing if at not in found}
        if both and all(says_the_same(text, value) for text, value in gap.values()):
            found |= {at: value for at, (_, value) in gap.items()}
            left = both
        else:
            left = right
    return found


def lengthened(part: Block, whole: Block) -> Iterator[At]:
    """The cells that the part's columns have more where they reach over all rows of the whole."""
    above, below = range(whole.first_row, part.first_row), range(part.last_row + 1, whole.last_row + 1)
    return ((row, column) for row in (*above, *below) for column in part.columns)


def beside_each_other(left: Block, right: Block) -> Block | None:
    """Both as one block, where the next column's has rows in common and begins and ends near by."""
    apart = abs(left.first_row - right.first_row), abs(left.last_row - right.last_row)
    overlap = left.first_row <= right.last_row and right.first_row <= left.last_row
    if right.first_column != left.last_column + 1 or not overlap or max(apart) > NEAR:
        return None
    first, last = min(left.first_row, right.first_row), max(left.last_row, right.last_row)
    return Block(first, left.first_column, last, right.last_column)


def write_values(sheet: xlwings.Sheet, block: Block, values: Mapping[At, Value], *, shown: bool) -> None:
    texts = {at: text for at in block.cells() if isinstance(text := values[at], str)}
    risky = any(needs_apostrophe(text) for text in texts.values())
    as_text = text_cells(sheet, block) if risky else set()
    rows = [[to_excel(values[r, c], (r, c) in as_text) for c in block.columns] for r in block.rows]
    put(sheet, block, rows, "value", shown=shown)
    for row, column in as_text & texts.keys():
        text = texts[row, column]
        # Whether Excel takes the first apostrophe away in a cell formatted as text: look.
        if text.startswith("'"):
            cell = area_of(sheet, Block(row, column, row, column))
            if cell.value != text:
                cell.value = "'" + text


def text_cells(sheet: xlwings.Sheet, block: Block) -> set[At]:
    """The block's cells that are formatted as text: what is written there is not read."""
    parts = ranges.uniform_parts(area_of(sheet, block), ranges.number_format)
    text_parts = [part for part, code in parts if code == "@"]
    return {
        (part.row + r, part.column + c)
        for part in text_parts
        for r in range(part.shape[0])
        for c in range(part.shape[1])
    }


def put(sheet: xlwings.Sheet, block: Block, rows: list[list[Any]], how: str, *, shown: bool) -> None:
    """One call for a block, except in hidden rows: Excel drops the first row of an array into
    every visible row of a filtered range, and leaves the hidden ones out (xlwings issue 747)."""
    for part, hidden in [(block, False)] if shown else stretches(sheet, block):
        lines = rows[part.first_row - block.first_row : part.last_row - block.first_row + 1]
        if not hidden:
            setattr(area_of(sheet, part), how, lines)
            continue
        for (row, column), value in zip(part.cells(), (v for line in lines for v in line), strict=True):
            setattr(area_of(sheet, Block(row, column, row, column)), how, value)


def stretches(sheet: xlwings.Sheet, block: Block) -> Iterator[tuple[Block, bool]]:
    """The block in parts of whole rows, with whether these are hidden."""
    first_cells = Block(block.first_row, block.first_column, block.last_row, block.first_column)
    asked: Callable[[Any], bool | None] = native.rows_hidden
    for part, hidden in ranges.uniform_parts(area_of(sheet, first_cells), asked):
        first = int(part.row)
        yield Block(first, block.first_column, first + part.shape[0] - 1, block.last_column), hidden
