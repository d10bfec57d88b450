"""The Excel text of a formula column: declared once, written in the workbook's language."""

from __future__ import annotations

import re

from csbook.problems import Language
from csbook.schema.columns import Formula
from csbook.schema.settings import BY_NAME
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES


def formula_text(table: Table, column: Formula, language: Language) -> str:
    """The Excel formula without `=`: each `{name}` becomes this row's cell of that column, each
    `{Table.name}` that column of another table, each `{setting.name}` a setting's value."""

    def reference(match: re.Match[str]) -> str:
        other, _, name = match[1].rpartition(".")
        if not other:
            return f"{table.name}[[#This Row],[{table.header(name, language)}]]"
        if other == "setting":
            return setting_formula(name, language)
        return f"{other}[{TABLES[other].header(name, language)}]"

    return re.sub(r"\{([A-Za-z][\w.]*)\}", reference, column.formula)


def setting_formula(name: str, language: Language) -> str:
    """A number of 设置 inside a formula; where nothing is typed, its default."""
    table, known = TABLES["Settings"], BY_NAME[name]
    value, names = table.header("value", language), table.header("name", language)
    typed = f'INDEX(Settings[{value}],MATCH("{known.words(language)}",Settings[{names}],0))'
    return f'IF({typed}="",{known.default},{typed})'
