"""The cells and rows that the last command changed, coloured until the next one.

The hidden table `Changes` names them; conditional formats look there (csbook/drawing/marks.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from csbook.books.book import Book
from csbook.books.frames import read_table
from csbook.books.plan import PlannedWrite, plan_write
from csbook.books.planned_marks import change_rows, marks_in
from csbook.problems import Language, Words, counted
from csbook.schema.marked import MARKED_TABLES
from csbook.schema.workbook import TABLES

MOST_MARKED: Final = 2000
"""Cells and rows that one command may colour: each visible cell is looked up among them."""


def marked(
    book: Book, plans: Iterable[PlannedWrite], language: Language, *, more: bool = False
) -> list[PlannedWrite]:
    """The write of `Changes` that colours what these plans change; none where it says so already.

    `more`: what is coloured stays so, as far as there is room; else nothing else is coloured.
    """
    coloured, read = colourable(plans), read_table(book, TABLES["Changes"], language)
    rows = [] if too_many(coloured) else [row for plan in coloured for row in change_rows(plan, language)]
    changes = pd.DataFrame(rows, columns=TABLES["Changes"].names)
    if more:
        both = pd.concat([changes, read.frame], ignore_index=True).astype("object")
        changes = both.drop_duplicates(["sheet", "cell"], ignore_index=True).head(MOST_MARKED)
    plan = plan_write(read, changes, language)
    return [] if plan.is_empty else [plan]


def without_marks(book: Book, language: Language) -> list[PlannedWrite]:
    """The write that takes all colours of changed cells away."""
    return marked(book, (), language)


def colourable(plans: Iterable[PlannedWrite]) -> list[PlannedWrite]:
    return [plan for plan in plans if plan.read.table.name in MARKED_TABLES]


def too_many(plans: Iterable[PlannedWrite]) -> bool:
    return sum(sum(marks_in(plan)) for plan in plans) > MOST_MARKED


def unmarked_note(plans: Iterable[PlannedWrite]) -> tuple[Words, ...]:
    """That so much changed that none of it is coloured."""
    coloured = colourable(plans)
    if not too_many(coloured):
        return ()
    cells, rows = (sum(counts) for counts in zip(*map(marks_in, coloured), strict=True))
    return (
        Words(
            f"改动了 {cells} 格、新增 {rows} 行，超过 {MOST_MARKED} 处，没有标色。",
            f"{counted(cells, 'cell')} changed and {counted(rows, 'row')} added: more than {MOST_MARKED}, so "
            "none is coloured.",
        ),
    )
