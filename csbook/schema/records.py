"""The records that csbook keeps: problems found, journal, changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any as AnyValue
from typing import Final

from csbook.problems import Language, Words
from csbook.schema import choices as c
from csbook.schema.columns import Choice, Moment, Month, Text, Whole
from csbook.schema.command_labels import COMMAND, name_of
from csbook.schema.table import Table


@dataclass(frozen=True)
class CommandName(Text):
    """A command: its label in the cell, its name in the frame. What no command is called stays as it is."""

    def parse(self, value: AnyValue) -> str:
        return name_of(super().parse(value))

    def render(self, value: AnyValue, language: Language) -> str:
        return COMMAND[value](language) if value in COMMAND else value


PROBLEMS = Table(
    "Problems",
    Words("填写检查", "Problems"),
    (
        Choice("severity", "程度", "Severity", choices=c.SEVERITY, list_name="severity"),
        Text("sheet", "工作表", "Sheet", wide=14),
        Whole("row", "行", "Row"),
        Text("column", "列", "Column", wide=16),
        Text("found", "现有内容", "Found", wide=26),
        Text("expected", "应当填写", "Expected", wide=60),
    ),
    rewritten=True,
    purpose=Words(
        "需要人改的地方；改好后再点一次检查。", "What a person should correct; check again afterwards."
    ),
)

JOURNAL = Table(
    "Journal",
    Words("操作记录", "Journal"),
    (
        Moment("at", "时间", "At"),
        Text("user", "操作人", "User"),
        CommandName("command", "命令", "Command", wide=21),
        Moment("as_of", "按时点", "As of"),
        Month("month", "月份", "Month"),
        Choice("outcome", "结果", "Outcome", choices=c.OUTCOME, list_name="outcome"),
        Text("changed", "改动", "Changed", wide=40),
        Text("message", "消息", "Message", wide=52),
        Text("version", "程序版本", "Version", wide=10),
    ),
    appended=True,
    purpose=Words("谁在什么时候运行了什么。", "Who ran what, when, and what changed."),
)

CHANGES = Table(
    "Changes",
    Words("本次改动", "Changes"),
    (
        Text("sheet", "工作表", "Sheet", wide=14),
        Text("cell", "单元格", "Cell", wide=10),
        Text("table", "表格", "Table", wide=14),
        Text("row_key", "行", "Row key", wide=22),
        Text("column", "列", "Column", wide=14),
        Text("old", "原值", "Old", wide=14),
        Text("new", "新值", "New", wide=14),
    ),
    rewritten=True,
    purpose=Words(
        "最近一次命令改动的格和新增的行。", "The cells that the last command changed and the rows it added."
    ),
)

RECORDS: Final[tuple[Table, ...]] = (PROBLEMS, JOURNAL, CHANGES)
