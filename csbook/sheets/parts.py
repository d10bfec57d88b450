"""What an agent's small workbook holds: columns of three tables, and each row's name in both workbooks.

The tables and sheets are called as in the large workbook. A cell is a `Place`: its table, its row's
identity and its column. Cells are compared as texts, so that what a spreadsheet did to a number's format
on the way is no change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.books.frames import key_of
from csbook.books.plan import plain_values
from csbook.problems import Words
from csbook.schema.column import Column, Filler
from csbook.schema.columns import Text
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES

CellText = str | None
"""A cell's value as a text that two workbooks agree on; None where it is empty."""
Place = tuple[str, str, str]
"""Table, identity of the row (`row_ids`), column."""

CONTACT_COLUMNS: Final = (
    Text("customer_name", "客户姓名", "Customer name", wide=12),
    Text("phone", "电话", "Phone", wide=15),
    Text("address", "地址（寄信）", "Address (letters)", wide=26),
)
"""What an agent needs of the customers' archive to make a contact; in their own sheet alone."""

SAME_ROW: Final = {"FollowUps": ("follow_up_id", "platform", "customer", "source")}
"""What makes a row the same row in both workbooks, where that is more than the table's key: a number of the
register stands for another contact in another workbook, or after an undo."""


def part(name: str, first: Sequence[str], added: Sequence[Column] = (), last: Sequence[str] = ()) -> Table:
    """A table with the columns to look at, grey whoever fills them in the workbook, then those that agents
    fill."""
    table = TABLES[name]
    shown = tuple(
        replace(c, by=Filler.CSBOOK) for c in (*(table[n] for n in first), *added, *(table[n] for n in last))
    )
    return Table(name, table.title, (*shown, *filled_columns(name)), key=table.key)


def filled_columns(name: str) -> tuple[Column, ...]:
    """The columns of a table that agents fill; nothing else is ever taken from their sheets."""
    return tuple(column for column in TABLES[name].columns if column.by is Filler.AGENT)


PARTS: Final[dict[str, Table]] = {
    "DailyLog": part("DailyLog", ("date", "agent_id", "name", "platform", "shop", "shift")),
    "FollowUps": part(
        "FollowUps",
        ("follow_up_id", "action", "channel", "platform", "customer"),
        CONTACT_COLUMNS,
        ("due_by", "state", "days_late", "reason"),
    ),
    # The self score looks at the tasks done (domain A7.8), so these figures and the proposal stand beside it.
    "Scores": part(
        "Scores",
        (
            "month",
            "agent_id",
            "name",
            "receptions",
            "follow_ups_in_time",
            "cases_closed",
            "log_complete",
            "self_proposed",
        ),
    ),
}
"""The parts of a small workbook in the order of its sheets."""

PURPOSE: Final = Words(
    "白色的格由你填写，灰色的格锁定；填好后保存，用原来的文件名交回。",
    "Fill the white cells; grey ones are locked. Save and hand the file back under its own name.",
)


def row_ids(name: str, frame: pd.DataFrame) -> pd.Series:
    """What each row is known by in both workbooks; missing for rows without a key."""
    ids = key_of(frame, SAME_ROW.get(name, TABLES[name].key))
    return ids.where(key_of(frame, TABLES[name].key).notna())


def texts_of(column: Column, values: pd.Series) -> list[CellText]:
    return [text_of(column, value) for value in plain_values(values)]


def text_of(column: Column, value: Any) -> CellText:
    """A frame's value as text: moments to the second, numbers to twelve digits, choices as their codes."""
    if value is None:
        return None
    kind: dict[type, Any] = {
        dt.datetime: lambda: (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0).isoformat(),
        dt.timedelta: lambda: str(round(value.total_seconds())),
        bool: lambda: "yes" if value else "no",
        float: lambda: f"{value:.12g}",
        Decimal: lambda: f"{value:.2f}",
    }
    text = kind[type(value)]() if type(value) in kind else str(value)
    if isinstance(column, Text):
        return text.replace("\r\n", "\n").strip() or None
    return text
