"""What a small workbook remembers on its hidden sheet: whose it is, of which workbook, and the values given.

Each line has two cells: a name, and a JSON text. JSON, so that line breaks, leading zeros and signs come
back as they were from any spreadsheet.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from csbook.problems import CsbookError, Language, Words
from csbook.schema.workbook import SCHEMA_VERSION
from csbook.sheets.parts import PARTS, CellText, Place, filled_columns

HIDDEN_SHEET: Final = "csbook"
SIGN: Final = "csbook.daily-sheet"


class NotRead(CsbookError):
    """A file that is not taken in, and why; the others are."""

    exit_code = 3


NO_DAILY_SHEET: Final = Words(
    "不是“发日报表”做的文件，或里面的隐藏表被删了。",
    "it is no file of 'Hand out sheets', or its hidden sheet was removed.",
)
ANOTHER_VERSION: Final = Words(
    "是另一个版本的 csbook 发出的，请重新发日报表，把填好的抄过去。",
    "another version of csbook handed it out: hand out anew and copy what was filled.",
)


@dataclass(frozen=True)
class GivenRow:
    """A row as it was handed out: `key` as the sheet shows it, `row_id` as both workbooks know it."""

    table: str
    key: str
    row_id: str
    values: dict[str, CellText]


@dataclass(frozen=True)
class Given:
    """`shop` and `language` say which workbook handed it out, `moment` when (local)."""

    agent_id: str
    name: str
    shop: str | None
    language: Language
    moment: dt.datetime
    rows: tuple[GivenRow, ...] = ()

    @property
    def cells(self) -> dict[Place, CellText]:
        return {
            (row.table, row.row_id, column): text for row in self.rows for column, text in row.values.items()
        }

    def lines(self) -> list[tuple[str, str]]:
        """The hidden sheet's lines."""
        about = {
            "schema": SCHEMA_VERSION,
            "agent_id": self.agent_id,
            "name": self.name,
            "shop": self.shop,
            "language": self.language,
            "moment": self.moment.isoformat(),
        }
        return [
            (SIGN, as_json(about)),
            *((row.table, as_json([row.key, row.row_id, row.values])) for row in self.rows),
        ]


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def from_lines(lines: Sequence[Sequence[Any]]) -> Given:
    """The other way round. Raises `NotRead` for what `Given.lines` did not write, or another version did."""
    try:
        (sign, about), *rest = [(line[0], json.loads(line[1])) for line in lines if line[0] is not None]
        if sign != SIGN:
            raise NotRead(NO_DAILY_SHEET)
        if about["schema"] != SCHEMA_VERSION:
            raise NotRead(ANOTHER_VERSION)
        return Given(
            agent_id=about["agent_id"],
            name=about["name"],
            shop=about["shop"],
            language="en" if about["language"] == "en" else "zh",
            moment=dt.datetime.fromisoformat(about["moment"]),
            rows=tuple(given_row(table, *row) for table, row in rest if table in PARTS),
        )
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise NotRead(NO_DAILY_SHEET) from error


def given_row(table: str, key: str, row_id: str, values: dict[str, CellText]) -> GivenRow:
    """Only of columns that agents fill, whatever the hidden sheet says."""
    columns = [column.name for column in filled_columns(table)]
    return GivenRow(table, key, row_id, {name: values[name] for name in columns})
