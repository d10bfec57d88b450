"""The cells of the month's grid that a search leaves alone: typed ones and those of days gone by."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.rostering.roster_grid import kept_cells
from csbook.commands.rostering.stated import is_new_month, stated_problem
from csbook.problems import Words
from csbook.roster.day_ranges import day_words
from csbook.schema.daily import DAYS


def cells_to_keep(request: Request, closed: pd.DataFrame) -> pd.DataFrame:
    """agent_id, d01 to d31, the index the sheet's rows: typed cells, and every filled one of a day before
    today. No rows where the grid is of another month. `closed` as `closed_days` gives it."""
    return kept_cells(request.tables, request.month).fillna(passed_cells(request, closed))


def passed_cells(request: Request, closed: pd.DataFrame) -> pd.DataFrame:
    """The filled cells of days before today, which people worked as they stand; shaped as `cells_to_keep`.

    Left out are days on which somebody is not employed (any more), and those for which something else was
    approved since: both are known better than the grid knows them.
    """
    grid = request.tables["Roster"].dropna(subset=["agent_id"]).drop_duplicates("agent_id")
    cells = grid[["agent_id", *DAYS]]
    if is_new_month(request):
        return cells.iloc[:0]
    problem, _ = stated_problem(request, cells.iloc[:0], closed)
    days = {f"d{day.day:02d}": day for day in problem.days if day < request.today.date()}
    kept = {}
    for column in DAYS:
        held = [
            column in days
            and (person := problem.person_by_id.get(agent_id)) is not None
            and person.employed(days[column])
            and problem.fixed.get((agent_id, days[column]), cell) == cell
            for agent_id, cell in zip(cells["agent_id"], cells[column].astype("object"), strict=True)
        ]
        kept[column] = cells[column].where(pd.Series(held, index=cells.index, dtype="bool"))
    return cells.assign(**kept)


def passed_note(request: Request, passed: pd.DataFrame) -> list[Words]:
    """Since when cells stay, where any does."""
    if not passed[list(DAYS)].notna().any(axis=None):
        return []
    next_month = (request.month + dt.timedelta(days=31)).replace(day=1)
    when = day_words(min(request.today.date(), next_month))
    return [Words(f"{when.zh}以前的班照旧。", f"The shifts before {when.en} stay as they are.")]
