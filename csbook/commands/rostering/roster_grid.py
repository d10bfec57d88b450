"""The roster's grid: which cells are a person's, how a month goes into the history and comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import pandas as pd

from csbook.commands.duty import grid_month
from csbook.roster.parts import Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.solution import worked_minutes
from csbook.schema.columns import REST
from csbook.schema.daily import DAYS
from csbook.schema.workbook import TABLES

Frames = Mapping[str, pd.DataFrame]
COLUMNS: Final = list(DAYS)


def kept_cells(tables: Frames, month: dt.date) -> pd.DataFrame:
    """The cells of the month's grid that a person typed; none where the grid is of another month."""
    typed = typed_cells(tables)
    return typed if grid_month(tables["RosterBase"], month) == f"{month:%Y-%m}" else typed.iloc[:0]


def typed_cells(tables: Frames) -> pd.DataFrame:
    """The grid's cells that differ from what csbook wrote last: agent_id, d01 to d31, others missing.

    The index stays the sheet's rows: what is wrong in a cell is told with its row.
    """
    roster = tables["Roster"].dropna(subset=["agent_id"]).drop_duplicates("agent_id")
    grid = roster[["agent_id", *COLUMNS]]
    written = by_agent(tables["RosterBase"]).reindex(grid["agent_id"]).set_axis(grid.index)
    return grid.assign(**{day: grid[day].where(grid[day] != written[day]) for day in COLUMNS})


def by_agent(frame: pd.DataFrame) -> pd.DataFrame:
    """The day cells with the staff number as index."""
    known = frame.dropna(subset=["agent_id"]).drop_duplicates("agent_id")
    return known.set_index("agent_id")[COLUMNS]


def filled_cells(grid: pd.DataFrame) -> dict[str, dict[str, str]]:
    """The filled day cells of a grid by staff number and column, in the rows' order."""
    return {
        str(agent_id): {str(day): str(cell) for day, cell in row.items() if pd.notna(cell)}
        for agent_id, row in by_agent(grid).astype("object").to_dict("index").items()
    }


def as_written(grid: pd.DataFrame, kept: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """The grid as csbook would have it: in a kept cell what csbook wrote there before, if anything."""
    cells = by_agent(grid)
    held = by_agent(kept).reindex(cells.index).notna()
    return cells.where(~held, by_agent(base).reindex(cells.index)).reset_index()


def no_days() -> pd.DataFrame:
    return TABLES["RosterHistory"].empty()


def grid_days(tables: Frames, month: str) -> pd.DataFrame:
    """The grid as rows of `RosterHistory`: one for each filled day, with what a person typed marked."""
    people = tables["Roster"][["agent_id", "name", "group"]]
    cells = long_form(by_agent(tables["Roster"]).reset_index()).rename(columns={"cell": "shift"})
    if cells.empty:
        return no_days()
    marks = long_form(typed_cells(tables)).assign(typed=True)[["agent_id", "day", "typed"]]
    days = cells.merge(marks, on=["agent_id", "day"], how="left").merge(people, on="agent_id", how="left")
    dates = pd.to_datetime(month + "-" + days["day"].str[1:], errors="coerce")
    dated = days.assign(date=dates).dropna(subset=["date"]).sort_values(["date", "agent_id"])
    return dated[["date", "agent_id", "name", "group", "shift", "typed"]].reset_index(drop=True)


def long_form(grid: pd.DataFrame) -> pd.DataFrame:
    """A grid's filled cells: agent_id, day, cell."""
    return grid.melt(["agent_id"], COLUMNS, "day", "cell").dropna(subset=["cell"])


def history_grid(history: pd.DataFrame, month: dt.date, *, typed: bool | None = None) -> pd.DataFrame:
    """A month of `RosterHistory` as a grid (agent_id, d01 to d31); `typed=False` without a person's
    cells."""
    rows = history[history["date"].dt.to_period("M") == pd.Period(month, "M")]
    rows = rows.drop_duplicates(["agent_id", "date"])
    if typed is False:
        rows = rows.assign(shift=rows["shift"].where(~rows["typed"].fillna(False).astype("bool")))
    days = rows.assign(day="d" + rows["date"].dt.strftime("%d"))
    grid = days.pivot(index="agent_id", columns="day", values="shift")
    whole: pd.DataFrame = grid.reindex(columns=COLUMNS).astype("str").reset_index()
    return whole


def grid_rows(grid: pd.DataFrame, problem: RosterProblem, roster: Roster, old: pd.DataFrame) -> pd.DataFrame:
    """Rows of `Roster` with their totals; who is in the grid no more has empty days."""
    evenings = {s.code for s in problem.shifts if s.kind == "evening"}
    totals = []
    for person in problem.people:
        cells = [roster.cell(person.agent_id, day) for day in problem.days]
        totals.append(
            {
                "agent_id": person.agent_id,
                "name": person.name,
                "group": person.group,
                "hours": worked_minutes(problem, roster, person) / 60,
                "evenings": sum(shift_in(cell) in evenings for cell in cells),
                "rests": cells.count(REST),
            }
        )
    rows = pd.DataFrame(totals).merge(grid, on="agent_id", how="left")
    gone = old.loc[~old["agent_id"].isin(rows["agent_id"]), ["agent_id", "name", "group"]].dropna(
        subset=["agent_id"]
    )
    return pd.concat([rows, gone.assign(hours=0.0, evenings=0, rests=0)], ignore_index=True)
