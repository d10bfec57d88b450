"""The Excel text of a formula column: declared once, written in the workbook's language."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from csbook.problems import Language
from csbook.schema.columns import YES_NO, Choice, Column, Flag, Formula, Number
from csbook.schema.settings import BY_NAME
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES


def formula_text(table: Table, column: Formula, language: Language) -> str:
    """The Excel formula without `=`: each `{name}` becomes this row's cell of that column, each
    `{Table.name}` that column of another table, each `{setting.name}` a setting's value, and each
    `{Table.name=code}` or `{setting.name=code}` the quoted text of a choice (`yes`, `no` of a flag)."""

    def reference(match: re.Match[str]) -> str:
        other, _, name = match[1].rpartition(".")
        if match[2] is not None:
            kind = BY_NAME[name].kind if other == "setting" else TABLES[other][name]
            return f'"{text_of(kind, match[2], language)}"'
        if not other:
            return f"{table.name}[[#This Row],[{table.header(name, language)}]]"
        if other == "setting":
            return setting_formula(name, language)
        return f"{other}[{TABLES[other].header(name, language)}]"

    return re.sub(r"\{([A-Za-z][\w.]*)(?:=(\w+))?\}", reference, column.formula)


def text_of(kind: Column, code: str, language: Language) -> str:
    """The text of a choice or a flag in a cell."""
    if isinstance(kind, Formula):
        kind = kind.result
    if isinstance(kind, Flag):
        return YES_NO[0 if code == "yes" else 1](language)
    assert isinstance(kind, Choice)
    return kind.choices[code](language)


def setting_formula(name: str, language: Language) -> str:
    """A value of 设置 inside a formula; where nothing is typed, or its row is gone, its default."""
    table, known = TABLES["Settings"], BY_NAME[name]
    value, names = table.header("value", language), table.header("name", language)
    row = f'MATCH("{known.words(language)}",Settings[{names}],0)'
    typed = f"INDEX(Settings[{value}],{row})"
    figure = f"VALUE({typed})" if isinstance(known.kind, Number) else typed  # it may stand there as text
    default = default_in(known.kind, known.default, language)
    return f'IF(ISNA({row}),{default},IF({typed}="",{default},{figure}))'


def default_in(kind: Column, default: Any, language: Language) -> str:
    """A default as a formula writes it: a number, a quoted text, `""` for none."""
    if default is None:
        return '""'
    if isinstance(default, (int, float, Decimal)) and not isinstance(default, bool):
        return str(default)
    return f'"{kind.render(default, language)}"'
