"""The Excel text of a formula column: declared once, written in the workbook's language."""

from __future__ import annotations

import re

from csbook.problems import Language
from csbook.schema.columns import YES_NO, Choice, Column, Flag, Formula
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES


def formula_text(table: Table, column: Formula, language: Language) -> str:
    """The Excel formula without `=`: each `{name}` becomes this row's cell of that column, each
    `{Table.name}` that column of another table, each `{term.name}` what 月度口径 keeps for this row's month,
    `{term}` its row there (#N/A where there is none), and each `{Table.name=code}` the quoted text of a
    choice (`yes`, `no` of a flag)."""
    own_month = table.header("month", language) if "month" in table.by_name else ""
    term = f"MATCH({table.name}[[#This Row],[{own_month}]],{whole('Terms', 'month', language)},0)"

    def reference(match: re.Match[str]) -> str:
        other, _, name = match[1].rpartition(".")
        if match[2] is not None:
            return f'"{text_of(TABLES[other][name], match[2], language)}"'
        if match[1] == "term":
            return term
        if other == "term":
            return f"INDEX({whole('Terms', name, language)},{term})"
        if not other:
            return f"{table.name}[[#This Row],[{table.header(name, language)}]]"
        return whole(other, name, language)

    return re.sub(r"\{([A-Za-z][\w.]*)(?:=(\w+))?\}", reference, column.formula)


def whole(table: str, name: str, language: Language) -> str:
    """A column of a table."""
    return f"{table}[{TABLES[table].header(name, language)}]"


def text_of(kind: Column, code: str, language: Language) -> str:
    """The text of a choice or a flag in a cell."""
    if isinstance(kind, Formula):
        kind = kind.result
    if isinstance(kind, Flag):
        return YES_NO[0 if code == "yes" else 1](language)
    assert isinstance(kind, Choice)
    return kind.choices[code](language)
