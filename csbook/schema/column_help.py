"""What people read about every column: what to write there and an example, or what it is used for.

Input messages of cells and docs/workbook.md show it. The words stand apart from the columns, in `help_*.py`:
there they are read and compared as the texts that they are, table by table.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from csbook.problems import Words
from csbook.schema.column import Column, Filler
from csbook.schema.help_customers import HELP_CUSTOMERS
from csbook.schema.help_daily import HELP_DAILY
from csbook.schema.help_pay import HELP_PAY
from csbook.schema.help_records import HELP_RECORDS
from csbook.schema.help_reports import HELP_REPORTS
from csbook.schema.help_rostering import HELP_ROSTERING
from csbook.schema.help_scores import HELP_SCORES
from csbook.schema.table import Table

HELP: Final[dict[str, dict[str, Words]]] = {
    **HELP_DAILY,
    **HELP_ROSTERING,
    **HELP_CUSTOMERS,
    **HELP_SCORES,
    **HELP_PAY,
    **HELP_REPORTS,
    **HELP_RECORDS,
}
"""By table and column."""
ANYWHERE: Final = {
    "agent_id": Words("这一行是谁的", "Whose row it is"),
    "name": Words("按工号取自“员工”", "From 'Staff' by the number"),
    "group": Words("按工号取自“员工”", "From 'Staff' by the number"),
    "month": Words("这一行是哪个月的", "The month of the row"),
    "platform": Words("在哪个平台", "On which platform"),
}
"""Of columns that csbook fills, where their table says nothing of its own."""


def with_help(table: Table) -> Table:
    """The table with what people read about its columns."""
    return replace(table, columns=tuple(explained(column, table.name) for column in table.columns))


def explained(column: Column, table: str) -> Column:
    own = HELP.get(table, {}).get(column.name)
    if own is None and column.help is None and column.by is Filler.CSBOOK:
        own = ANYWHERE.get(column.name)
    return column if own is None else replace(column, help=own)
