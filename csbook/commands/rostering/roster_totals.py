"""The roster's totals as the sheet's formulas work them out: what a spreadsheet shows once it recalculates.

A closed file keeps the value that a formula had when it was written. Whoever changes day cells or shifts
in it writes the totals that follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from csbook.roster.parts import shift_in
from csbook.schema.columns import REST
from csbook.schema.daily import DAYS

TOTALS: Final = ("hours", "evenings", "rests")


def shift_figures(shifts: pd.DataFrame) -> pd.DataFrame:
    """`paid_hours` and `is_evening` of each shift; the index is that of `shifts`.

    An end not after the start is on the next day; a shift without start or end has no hours.
    """
    length = (shifts["end"] - shifts["start"]).dt.total_seconds() / 3600
    length = length.where(length > 0, length + 24)
    hours = length - shifts["unpaid_break"].fillna(0).astype("float64") / 60
    return pd.DataFrame(
        {"paid_hours": hours.fillna(0).round(2), "is_evening": (shifts["kind"] == "evening").astype("int64")},
        index=shifts.index,
    )


def totals_of(grid: pd.DataFrame, shifts: pd.DataFrame) -> pd.DataFrame:
    """Columns agent_id, hours, evenings (shifts), rests (days); a row for each row of the grid.

    grid: agent_id, d01 to d31. shifts: the table Shifts.
    """
    figures = shift_figures(shifts).assign(code=shifts["code"]).groupby("code")[["paid_hours", "is_evening"]]
    hours, evenings = (figures.sum()[name].to_dict() for name in ("paid_hours", "is_evening"))
    cells = grid[list(DAYS)].astype("object")
    filled = [[cell for cell in row if pd.notna(cell)] for row in cells.itertuples(index=False)]
    worked = [[shift_in(cell) for cell in row] for row in filled]
    return pd.DataFrame(
        {
            "agent_id": grid["agent_id"],
            "hours": [round(sum(hours.get(code, 0.0) for code in row), 2) for row in worked],
            "evenings": [sum(evenings.get(code, 0) for code in row) for row in worked],
            "rests": [row.count(REST) for row in filled],
        },
        index=grid.index,
    )


def right_totals(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What a command writes so that the totals of the grid are right: `Roster`, or nothing where they are."""
    stale = stale_totals(tables)
    return {"Roster": stale} if len(stale) else {}


def stale_totals(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of `Roster` (agent_id, hours, evenings, rests) whose totals are not those of the cells; none
    where all are. Written as a command's `Roster`, it puts them right and touches no day cell."""
    roster = tables["Roster"].dropna(subset=["agent_id"]).drop_duplicates("agent_id")
    right = totals_of(roster, tables["Shifts"])
    shown = roster[list(TOTALS)].astype("float64")
    differ = (shown - right[list(TOTALS)]).abs().gt(0.005) | shown.isna()
    return right[differ.any(axis=1)]
