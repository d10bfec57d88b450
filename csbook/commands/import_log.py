"""Figures of single days as rows of 客服日报."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from csbook.commands.desk import names_of
from csbook.commands.handler import Request
from csbook.commands.sheet_unfit import COMPARED, beside, log_problems
from csbook.imports.accounts import Accounts
from csbook.imports.daily import LOG_COLUMNS, DailyFigures, daily_figures
from csbook.schema.workbook import TABLES

LOG = TABLES["DailyLog"]


def log_update(
    request: Request, figures: pd.DataFrame, found: pd.DataFrame | None, accounts: Accounts
) -> DailyFigures:
    """What the figures put into the log; `found` are those of the files."""
    touched = (
        set() if found is None else set(zip(found["period_from"], found["account"].tolist(), strict=True))
    )
    before = request.tables["PlatformFigures"]
    update = daily_figures(
        figures, before, request.tables["DailyLog"], accounts, touched, unreadable_rows(request)
    )
    return without_impossible(request, update, {day for day, _ in touched})


def without_impossible(request: Request, update: DailyFigures, days: set[Any]) -> DailyFigures:
    """The update without figures that could not stand side by side in their row (more buyers than enquirers):
    they would be an error of the log that nobody typed. Those of the `days` of the files are told."""
    log = request.tables["DailyLog"]
    rows: dict[int, dict[str, Any]] = {
        row: {name: log.at[row, name] for name in (*LOG.key, *COMPARED)} for row, _ in update.cells
    }
    for (row, column), value in update.cells.items():
        rows[row][column] = value
    news = dict(enumerate(update.new, -len(update.new)))
    rows |= {
        place: {**dict(zip(LOG.key, key, strict=True)), **update.new[key]} for place, key in news.items()
    }
    index = pd.Index(list(rows), dtype="int64")
    frame = pd.DataFrame({name: LOG[name].series(column_of(rows, name), index) for name in COMPARED})
    for problem in log_problems(frame):
        place = problem.row or 0
        for column in beside(problem):
            update.cells.pop((place, column), None)
            if place in news:
                update.new[news[place]].pop(column, None)
        if rows[place]["date"] in days:
            update.impossible.append((tuple(rows[place][name] for name in LOG.key), problem))
    update.new = {key: values for key, values in update.new.items() if values}
    return update


def column_of(rows: Mapping[int, Mapping[str, Any]], name: str) -> list[Any]:
    """A column's values, None where there is none."""
    return [None if pd.isna(row.get(name)) else row[name] for row in rows.values()]


def unreadable_rows(request: Request) -> set[int]:
    """Rows with something in a figure's cell that is no value: to write beside it would empty it."""
    log = request.tables["DailyLog"]
    rows = set()
    for problem in request.found:
        row, column = problem.row, problem.column
        if problem.table == "DailyLog" and row in log.index and column in LOG_COLUMNS and problem.found:
            value: Any = log.at[row, column]
            if row is not None and pd.isna(value):
                rows.add(row)
    return rows


def log_rows(request: Request, update: DailyFigures) -> pd.DataFrame:
    """The rows of the log that change, whole, and the new ones."""
    log, names = request.tables["DailyLog"], [*LOG.key, "name", *LOG_COLUMNS]
    rows = sorted({row for row, _ in update.cells})
    cells = {name: log.loc[rows, name].astype("object").tolist() for name in names}
    place = {row: number for number, row in enumerate(rows)}
    for (row, column), value in update.cells.items():
        cells[column][place[row]] = value
    called = names_of(request.tables["Staff"])
    for (day, agent, platform, shop), values in sorted(update.new.items(), key=lambda item: str(item[0])):
        given = dict(zip(LOG.key, (day, agent, platform, shop), strict=True))
        given |= {"name": called.get(agent), **values}
        for name in names:
            cells[name].append(given.get(name))
    index = pd.Index([*rows, *range(-len(update.new), 0)], dtype="int64")
    plain = {n: [None if v is None or pd.isna(v) else v for v in values] for n, values in cells.items()}
    return pd.DataFrame({name: LOG[name].series(plain[name], index) for name in names}, index=index)
