"""操作面板 on 首页: what a button, or its launcher beside the closed file, takes for options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from csbook.books.book import Book
from csbook.books.frames import found_text, read_table
from csbook.commands import registry
from csbook.commands.command import Command
from csbook.commands.outcome import shown
from csbook.commands.routine import Routine
from csbook.commands.routines import ROUTINE_BY_NAME
from csbook.commands.score_commands import exports_sheet
from csbook.masking import masked
from csbook.problems import CsbookError, Language, Problem, Words, WrongUse, joined, same
from csbook.schema.cells import BadCell, as_text
from csbook.schema.columns import YES_NO, Choice, Day
from csbook.schema.panel import PANEL_KINDS, PARAMETER, as_day
from csbook.schema.workbook import TABLES

BY_PANEL: Final = Words("按操作面板：", "By the panel: ")
"""How the line of a message begins that says what was taken from the panel."""


class BadPanelValue(WrongUse):
    def __init__(self, problem: Problem) -> None:
        zh, en = shown(problem, "zh").line("zh"), shown(problem, "en").line("en")
        super().__init__(Words(f"{zh}，或留空。", f"{en}, or nothing."))
        self.spot = problem


def panel_values(book: Book, language: Language, button: str) -> Mapping[str, Any]:
    """What 操作面板 on 首页 says, by parameter; empty cells are left out, and what cannot be read where the
    button does not take it. Raises `BadPanelValue`."""
    read = read_table(book, TABLES["Panel"], language)
    if read.problems:
        raise BadPanelValue(read.problems[0])
    takes = {"today", *(parameter.name for parameter in button_named(button).parameters)}
    values: dict[str, Any] = {}
    for row, name, value in zip(read.frame.index, read.frame["parameter"], read.frame["value"], strict=True):
        if value is None or value == "":
            continue
        try:
            values[name] = PANEL_KINDS[name].parse(value)
        except BadCell as wrong:
            if name in takes:
                kind = PANEL_KINDS[name]
                found, expected = found_text(as_day(kind, value)), wrong.expected or kind.expected
                raise BadPanelValue(Problem("Panel", int(row), "value", found, expected)) from None
    if "month" in values:
        values["month"] = dt.date.fromisoformat(values["month"] + "-01")
    days = {name: values[name].date() for name in values if isinstance(PANEL_KINDS[name], Day)}
    return {**values, **days}


def of_sheet(panel: Mapping[str, Any]) -> dict[str, Any]:
    """What the panel says for exporting a sheet; today's list is of no month, whatever month stands there."""
    taken = ("what", "folder") if panel["what"] == "todo" else ("what", "folder", "month")
    return {name: panel[name] for name in taken if name in panel}


def taken(name: str, panel: Mapping[str, Any]) -> dict[str, Any]:
    """What the panel says for the parameters that a button's command or routine takes."""
    if exports_sheet(name, panel):
        return of_sheet(panel)
    return {p.name: panel[p.name] for p in button_named(name).parameters if p.name in panel}


def button_named(name: str) -> Routine | Command:
    return ROUTINE_BY_NAME.get(name) or registry.command(name)


def told_by_panel(name: str, panel: Mapping[str, Any]) -> Words | None:
    """`按操作面板：今天 2026-11-20、文件夹 导出`; None where the button took nothing from it."""
    used = {key: panel[key] for key in ("today",) if key in panel} | taken(name, panel)
    said = [PARAMETER.choices[key] + same(" ") + value_words(key, used[key]) for key in used if used[key]]
    return BY_PANEL + joined(said) if said else None


def value_words(name: str, value: Any) -> Words:
    """A value as people write it; telephone numbers are masked."""
    kind = PANEL_KINDS[name]
    if isinstance(kind, Choice):
        return kind.choices[value]
    if isinstance(value, bool):
        return YES_NO[0 if value else 1]
    return same(f"{value:%Y-%m}" if name == "month" else masked(as_text(value)))


@contextmanager
def told_with_errors(line: Words | None) -> Iterator[None]:
    """Errors that stop the block say the line too."""
    try:
        yield
    except CsbookError as error:
        if line is not None:
            error.words += same("\n") + line
        raise
