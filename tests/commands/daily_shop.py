"""A small shop's tables as a command is given them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from csbook.books.file_book import FileBook
from csbook.commands.handler import Request
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.problems import Language
from csbook.schema.settings import read_settings
from csbook.schema.workbook import TABLES
from csbook.workdays import calendar_rows
from tests.followups.shop import frame

STAFF = (
    {"agent_id": "K01", "name": "赵一", "platforms": "tmall,jd"},
    {"agent_id": "K02", "name": "钱二", "platforms": "tmall"},
    {"agent_id": "K03", "name": "孙三", "platforms": "pdd"},
)
RULE = {
    "rule_id": "U12",
    "preset": "shop",
    "active": True,
    "event": "order_unpaid",
    "channel": "wangwang",
    "action": "催付",
    "due_from": 12.0,
    "due_by": 24.0,
    "unit": "hours",
}


def request(
    today: str,
    *,
    language: Language = "zh",
    settings: dict[str, Any] | None = None,
    **tables: list[dict[str, Any]],
) -> Request:
    """A request with every table of the workbook; those not given are empty, but for staff, the
    calendar of 2026 and one rule."""
    chosen = {"month": "2026-03", "shop": "一店", "supervisor": "李主管"} | (settings or {})
    given = tables | {"Settings": [{"name": name, "value": value} for name, value in chosen.items()]}
    frames = {name: frame(name, *given[name]) if name in given else usual(name).copy() for name in TABLES}
    read, problems = read_settings(frames["Settings"])
    assert not problems
    moment = dt.datetime.fromisoformat(today)
    return Request(frames, read, moment, dt.date(2026, 3, 1), language)


@cache
def usual(table: str) -> pd.DataFrame:
    """A table that the test gives no rows of."""
    if table == "Holidays":
        return frame(table, *({"date": pd.Timestamp(r.date), "kind": r.kind} for r in calendar_rows(2026)))
    return frame(table, *{"Staff": STAFF, "FollowUpRules": (RULE,)}.get(table, ()))


def roster(**days: str) -> list[dict[str, Any]]:
    """Rows of the grid: `roster(K01="白白休")` gives the first days; 休 and 假 become their codes."""
    codes = {"休": "rest", "假": "leave", "-": None}
    return [
        {"agent_id": agent} | {f"d{n:02d}": codes.get(cell, cell) for n, cell in enumerate(cells, 1)}
        for agent, cells in days.items()
    ]


def texts(notes: tuple[Any, ...], language: Language = "zh") -> list[str]:
    return [note(language) for note in notes]


NOON = dt.datetime(2026, 11, 22, 12)


def run_on(path: Path, name: str, parameters: dict[str, Any] | None = None) -> Outcome:
    """Run a command on the workbook at noon of 22 November 2026."""
    return run(name, FileBook(path), NOON, now=NOON, user="测试", parameters=parameters)
