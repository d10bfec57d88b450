"""Excel formulas that name tables and columns by their inside names, and cells' values."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from csbook.problems import Language
from csbook.schema.cells import EXCEL_EPOCH
from csbook.schema.columns import Choice, Column, Formula
from csbook.schema.workbook import TABLES


def in_language(formula: str, language: Language) -> str:
    """The formula with each `{Table.column}` as `Table[header]` and each `{Table.column=code}` as
    the quoted text of that choice."""

    def reference(match: re.Match[str]) -> str:
        column = TABLES[match[1]][match[2]]
        if match[3] is None:
            return f"{match[1]}[{column.header(language)}]"
        return quoted(text_of(column, match[3], language))

    return re.sub(r"\{([A-Z]\w*)\.(\w+)(?:=(\w+))?\}", reference, formula)


def text_of(column: Column, code: str, language: Language) -> str:
    assert isinstance(column, Choice)
    return column.choices[code](language)


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def cell_value(column: Column, value: Any, language: Language) -> Any:
    """A frame's value as the cell holds it: a choice's text, a date's serial number, hours as part
    of a day, an amount as number; None stays empty."""
    if value is None or value == "":
        return None
    kind = column.result if isinstance(column, Formula) else column
    shown = kind.render(value, language)
    if isinstance(shown, dt.timedelta):
        return shown / dt.timedelta(days=1)
    if isinstance(shown, dt.date):
        midnight = dt.datetime(shown.year, shown.month, shown.day)
        moment = shown if isinstance(shown, dt.datetime) else midnight
        return (moment - EXCEL_EPOCH) / dt.timedelta(days=1)
    return float(shown) if isinstance(shown, Decimal) else shown
