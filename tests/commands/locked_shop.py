"""A month of four people, scored and locked on frames: the whole life of a lock without a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd

from csbook.commands.handler import Request, Result
from csbook.commands.lock_month import lock_month
from csbook.commands.score import score
from csbook.schema.workbook import TABLES
from tests.scorecard.workplace import agent, log, request, ruler, table, typed, written_back

LOCKING = dt.datetime(2026, 12, 5, 9, 30)
LATER = dt.datetime(2026, 12, 20, 9)
PEOPLE = [agent("1"), agent("2"), agent("3"), agent("4", role="aftersale")]
RULERS = [ruler("conversion", 20, 60, 60), ruler("answered_share", 50, 100, 40)]
STEPS = [
    {"group": "全部", "from_amount": Decimal(0), "rate": 0.01, "active": True},
    {"group": "全部", "from_amount": Decimal(10000), "rate": 0.02, "active": True},
]
GRADES = [{"grade": "甲", "least": 85.0}, {"grade": "乙", "least": 60.0}]
GIVEN = [typed(who, 70 + 5 * int(who), None, 80, 85, 75 + int(who)) for who in "1234"]


def logged(who: str, day: int, **more: Any) -> dict[str, Any]:
    number = int(who)
    figures = {
        "receptions": 50, "answered": 45, "enquiries": 40, "buyers": 10 + 2 * number,
        "sales": Decimal(2000 * number + day),
    }  # fmt: skip
    return log(who, day, **figures | more)


LOG = [logged(who, day) for who in "1234" for day in (2, 3, 4)]


def shop(today: dt.datetime = LOCKING, **changed: Any) -> Request:
    """The month as people left it, before it is scored."""
    tables = {
        "Staff": PEOPLE, "Measures": RULERS, "CommissionRules": STEPS, "Grades": GRADES, "Scores": GIVEN,
        "DailyLog": LOG,
    }  # fmt: skip
    return request(today=today, **tables | changed)


def after(before: Request, result: Result, **changed: Any) -> Request:
    """The request once a book has written the result."""
    assert not any(p.severity == "error" for p in result.problems), result.problems
    tables = dict(before.tables)
    for name, frame in result.tables.items():
        tables[name] = (
            table(name, plain_rows(frame))
            if TABLES[name].rewritten
            else written_back(tables[name], frame, name)
        )
    return replace(before, tables=tables, **changed)


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.to_dict("records")
    return [{str(n): None if pd.isna(v) else v for n, v in row.items()} for row in rows]


def scored_shop(**changed: Any) -> Request:
    """The month scored by the supervisor's button."""
    return scored_after(shop(**changed)) if changed else usual_scored_shop()


def locked_shop(**changed: Any) -> Request:
    """The month locked by 店长 on 5 December, looked at on 20 December."""
    return locked_after(scored_shop(**changed)) if changed else usual_locked_shop()


def scored_after(before: Request) -> Request:
    return after(before, score(before))


def locked_after(before: Request) -> Request:
    before = replace(before, user="店长")
    return after(before, lock_month(before), today=LATER)


@cache
def usual_scored_shop() -> Request:
    return scored_after(shop())


@cache
def usual_locked_shop() -> Request:
    return locked_after(usual_scored_shop())


def edit(before: Request, name: str, column: str, value: Any, **where: Any) -> Request:
    """The request with one cell of a table typed over: the row is named by its columns."""
    frame = before.tables[name].copy()
    rows = pd.Series(data=True, index=frame.index)
    for key, wanted in where.items():
        rows &= frame[key] == wanted
    assert rows.sum() == 1, (name, where, int(rows.sum()))
    frame.loc[rows, column] = value
    return replace(before, tables={**before.tables, name: frame})


def with_rows(before: Request, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Request:
    return replace(before, tables={**before.tables, name: change(before.tables[name])})
