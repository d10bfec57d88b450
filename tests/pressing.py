"""Pressing a button on an open workbook inside the test's own Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings

import csbook.excel
from csbook.commands import registry
from csbook.commands.handler import Request, Result
from tests.open_shop import NOON

Press = Callable[[xlwings.Book, str], str]
Handler = Callable[[Request], Result]


def presser(monkeypatch: pytest.MonkeyPatch) -> Press:
    """(open workbook, command) -> what the message box said, at noon of the test's day."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return NOON

    monkeypatch.setattr(csbook.excel, "dt", SimpleNamespace(datetime=Clock, date=dt.date))

    def press(book: xlwings.Book, name: str) -> str:
        monkeypatch.setattr(xlwings.Book, "_mock_caller", book, raising=False)
        before = len(book.app.impl.alert_log)
        csbook.excel.run(name)
        [(text, _)] = book.app.impl.alert_log[before:]
        assert book.app.impl.status_bar is False, "the status bar was not given back"
        return str(text)

    return press


def handle(monkeypatch: pytest.MonkeyPatch, handler: Handler) -> None:
    """Let every command be handled by a function of the test."""
    monkeypatch.setattr(registry.Command, "load", lambda self: handler)


def contents(book: xlwings.Book) -> dict[str, Any]:
    """Every sheet's used cells, formulas as such, and where the tables stand."""
    cells = {sheet.name: sheet.impl.used_range.cells.getFormulaArray() for sheet in book.sheets}
    tables = {table.name: table.range.address for sheet in book.sheets for table in sheet.tables}
    return {"cells": cells, "tables": tables}
