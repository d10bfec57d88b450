"""Values of 设置 and 操作面板 in a file: each row says of which kind its own value is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.problems import Language
from csbook.schema.cells import BadCell
from csbook.schema.columns import Column
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.settings import BY_NAME
from csbook.schema.table import Table

SETTING_KINDS = {name: setting.kind for name, setting in BY_NAME.items()}
KINDS: dict[str, tuple[str, dict[str, Column]]] = {
    "Settings": ("name", SETTING_KINDS),
    "Panel": ("parameter", PANEL_KINDS),
}
"""The column that says which kind the value is of, and the kinds."""


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
