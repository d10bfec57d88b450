"""Formula cells that somebody typed over, or whose formula somebody changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from csbook.books.book import LOST, Book
from csbook.books.frames import ReadTable, earlier_version, found_text
from csbook.books.same_formula import comparable, refers_to_cells
from csbook.problems import Language, Problem, Words
from csbook.schema.columns import Formula
from csbook.schema.formulas import formula_text

BY_HAND: Final = 1000
AS_IT_WAS: Final = Words(
    "原来的公式：请从同列其他行复制，或撤销改动",
    "the formula as it was: copy it from another row of the column",
)
LOST_COLUMN: Final = Words(
    "原来的公式：它用到的列被删过，关闭工作簿后运行 csbook upgrade 工作簿 就会写回",
    "the formula as it was: a column it uses was deleted; close the workbook and run csbook upgrade BOOK",
)


def formula_problems(book: Book, read: ReadTable, language: Language) -> list[Problem]:
    """Formula cells of the table that somebody typed over, or whose formula somebody changed.

    In a workbook of an earlier version other formulas may be that version's, and so may columns without any.
    """
    columns = [c for c in read.table.columns if isinstance(c, Formula)]
    if not columns or read.frame.empty:
        return []
    formulas = book.formulas(read.place)
    rows = read.frame.index.tolist()
    is_older = earlier_version(book) is not None
    found = []
    for column in columns:
        at = read.at[column.name]
        texts = [formulas.get((row, at)) for row in rows]
        if is_older and not any(texts):
            continue
        changed = (
            set[str]()
            if is_older
            else changed_formulas(texts, formula_text(read.table, column, language), read.table.name)
        )
        for row, text in zip(rows, texts, strict=True):
            if text is None:
                value: Any = read.frame.at[row, column.name]
                shown = "" if pd.isna(value) else found_text(column.render(value, language))
                found.append(Problem(read.table.name, row, column.name, shown, column.expected))
            elif LOST in text:
                found.append(Problem(read.table.name, row, column.name, LOST, LOST_COLUMN))
            elif text in changed:
                found.append(Problem(read.table.name, row, column.name, found_text(f"={text}"), AS_IT_WAS))
    return found


def changed_formulas(texts: Sequence[str | None], declared: str, table: str) -> set[str]:
    """Which of a column's formulas do not say what the declared one does.

    Some programs save the references of a whole column as cells: those are told only beside rows that
    still have the declared formula. Nobody types a thousand formulas, so then a program did.
    """
    others = {text for text in texts if text is not None and text != declared}
    if not others or len(others) > BY_HAND:
        return set()
    own = comparable(declared, table)
    differing = {text: said for text in others if (said := comparable(text, table)) != own}
    is_kept = declared in texts or len(differing) < len(others)
    return {text for text, said in differing.items() if is_kept or not refers_to_cells(said)}
