"""Values of 设置 and 操作面板 in a file: each row says of which kind its own value is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

import pandas as pd

from csbook.problems import Language, Problem, Words, joined
from csbook.schema.cells import BadCell
from csbook.schema.columns import Choice, Column
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.settings import BY_NAME
from csbook.schema.table import Table

SETTING_KINDS = {name: setting.kind for name, setting in BY_NAME.items()}
KINDS: dict[str, tuple[str, dict[str, Column]]] = {
    "Settings": ("name", SETTING_KINDS),
    "Panel": ("parameter", PANEL_KINDS),
}
"""The column that says which kind the value is of, and the kinds."""


MOST_NAMES: Final = 30
LIKE: Final = 0.4


def with_every_name(table: Table, problems: list[Problem]) -> list[Problem]:
    """The problems with all names that rows of the panel have, and those like the one found of settings,
    which are too many for a line: a list of the first dozen leaves out the one that was meant."""
    if table.name not in KINDS:
        return problems
    named = KINDS[table.name][0]
    column = table[named]
    assert isinstance(column, Choice)
    return [
        replace(problem, expected=one_of(column, problem.found))
        if problem.column == named and problem.found
        else problem
        for problem in problems
    ]


def one_of(column: Choice, found: str) -> Words:
    """Which names there are, or which are like the one found."""
    names = list(column.choices.values())
    if len(names) > MOST_NAMES:
        like = {*get_close_matches(found, [text for w in names for text in (w.zh, w.en)], cutoff=LIKE)}
        names = [w for w in names if {w.zh, w.en} & like]
        if not names:
            return column.expected
    start = Words("从列表中选择：", "one of: ")
    return start + joined(names, " / ", " / ")


def of_own_kinds(table: Table, rows: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The rows with numbers, days and yes or no as cells hold them, not as the file's text; what does not
    fit stays as it is, for the checks to tell."""
    if table.name not in KINDS or "value" not in rows:
        return rows
    named, kinds = KINDS[table.name]
    pairs = zip(rows[named], rows["value"], strict=True)
    values = [fitting(value, kinds.get(name), language) for name, value in pairs]
    return rows.assign(value=pd.Series(values, index=rows.index, dtype="object"))


def fitting(value: Any, kind: Column | None, language: Language) -> Any:
    if kind is None or not isinstance(value, str) or not value:
        return value
    try:
        shown = kind.render(kind.parse(value), language)
    except BadCell:
        return value
    return float(shown) if isinstance(shown, Decimal) else shown  # an amount is a number in its cell
