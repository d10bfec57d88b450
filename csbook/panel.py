"""操作面板 on 首页: what a button, or its launcher beside the closed file, takes for options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from csbook.books.book import Book
from csbook.books.frames import found_text, read_table
from csbook.commands.outcome import shown
from csbook.problems import Language, Problem, Words, WrongUse
from csbook.schema.cells import BadCell
from csbook.schema.columns import Day
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.workbook import TABLES


class BadPanelValue(WrongUse):
    def __init__(self, problem: Problem) -> None:
        zh, en = shown(problem, "zh").line("zh"), shown(problem, "en").line("en")
        super().__init__(Words(f"{zh}，或留空。", f"{en}, or nothing."))
        self.spot = problem


def panel_values(book: Book, language: Language) -> Mapping[str, Any]:
    """What 操作面板 on 首页 says, by parameter; empty cells are left out."""
    read = read_table(book, TABLES["Panel"], language)
    if read.problems:
        raise BadPanelValue(read.problems[0])
    values: dict[str, Any] = {}
    for row, name, value in zip(read.frame.index, read.frame["parameter"], read.frame["value"], strict=True):
        if value is None or value == "":
            continue
        try:
            values[name] = PANEL_KINDS[name].parse(value)
        except BadCell:
            expected = PANEL_KINDS[name].expected
            raise BadPanelValue(Problem("Panel", int(row), "value", found_text(value), expected)) from None
    if "month" in values:
        values["month"] = dt.date.fromisoformat(values["month"] + "-01")
    days = {name: values[name].date() for name in values if isinstance(PANEL_KINDS[name], Day)}
    return {**values, **days}


def of_sheet(panel: Mapping[str, Any]) -> dict[str, Any]:
    """What the panel says for exporting a sheet; today's list is of no month, whatever month stands there."""
    taken = ("what", "folder") if panel["what"] == "todo" else ("what", "folder", "month")
    return {name: panel[name] for name in taken if name in panel}
