"""What the formulas of scores and pay read, and whether a cell says to them what it says to csbook.

csbook understands more than a formula does: `350` typed as text, half a cent, ` 天猫` with a space, `√` for
是. Money must be the same both ways, so such a cell is a problem to correct.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Any, Final

from csbook.money import exact
from csbook.problems import Language, Words, figure, same
from csbook.schema.column import Column
from csbook.schema.columns import Day, Formula, Money, Number
from csbook.schema.workbook import TABLES

PAID: Final = ("Terms", "Scores", "Commissions", "Pay")
_REFERENCE: Final = re.compile(r"\{(?:(\w+)\.)?(\w+)(?:=\w+)?\}")


@cache
def references() -> frozenset[tuple[str, str]]:
    """The columns that formulas of scores and pay name, as (table, column); what is kept for a month has the
    table `term`."""
    formulas = ((name, c.formula) for name in PAID for c in TABLES[name].columns if isinstance(c, Formula))
    return frozenset(
        (other or own, column) for own, text in formulas for other, column in _REFERENCE.findall(text)
    )


def is_typed_input(table: str, column: Column) -> bool:
    """Whether people type the column's cells and formulas of scores and pay read them."""
    return column.by.is_person and not isinstance(column, Formula) and (table, column.name) in references()


def stands_alike(kind: Column, cell: Any, value: Any, language: Language) -> bool:
    """Whether a cell holds what csbook read from it as a formula needs it: a number as a number, whole
    cents, a day as a day, a text as the sheet's own."""
    if isinstance(kind, Number):
        is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
        return is_number and (not isinstance(kind, Money) or exact(cell) == value)
    if isinstance(kind, Day):
        return isinstance(cell, dt.date)
    return bool(cell == kind.render(value, language))


def as_it_should_stand(kind: Column, value: Any, language: Language) -> Words:
    if isinstance(kind, Money):
        return Words(
            f"数字 {value}（不是文本，最多两位小数），否则公式不认",
            f"the number {value}, not text, with two decimals at most, for the formulas",
        )
    if isinstance(kind, Number):
        number = figure(value)
        return Words(
            f"数字 {number}（不是文本），否则公式不认", f"the number {number}, not text, for the formulas"
        )
    if isinstance(kind, Day):
        day = f"{value:%Y-%m-%d}"
        return Words(f"日期 {day}（不是文本），否则公式不认", f"the date {day}, not text, for the formulas")
    shown = same(kind.render(value, language))
    return Words("写成“", "written '") + shown + Words("”，否则公式不认", "' for the formulas")
