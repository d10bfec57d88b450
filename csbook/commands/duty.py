"""Who is on duty on a day, from the roster's grid or its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from csbook.schema.columns import LEAVE, REST


def on_duty(tables: Mapping[str, pd.DataFrame], day: dt.date, month: dt.date) -> dict[str, str]:
    """The shift of every agent who works on `day`, by staff number; `白@天猫` keeps its group.

    The grid `Roster` counts when `day` lies in its month, which `RosterBase` says; where nothing
    was built yet it is `month`, the month of the settings. Other days come from `RosterHistory`.
    Rest, leave and empty cells are off, and so is who has left; no roster at all leaves nobody.
    """
    staff = tables["Staff"]
    gone = set(staff.loc[staff["left"] < pd.Timestamp(day), "agent_id"])
    return {agent: shift for agent, shift in rostered_on(tables, day, month).items() if agent not in gone}


def rostered_on(tables: Mapping[str, pd.DataFrame], day: dt.date, month: dt.date) -> dict[str, str]:
    """As `on_duty`, of whoever has a shift in the roster, people who have left too."""
    if f"{day:%Y-%m}" == grid_month(tables["RosterBase"], month):
        cells = tables["Roster"][["agent_id", f"d{day.day:02d}"]]
    else:
        history = tables["RosterHistory"]
        cells = history.loc[history["date"] == pd.Timestamp(day), ["agent_id", "shift"]]
    working = cells.dropna()
    working = working[~working.iloc[:, 1].isin([REST, LEAVE])]
    return dict(zip(working["agent_id"], working.iloc[:, 1], strict=True))


def grid_month(base: pd.DataFrame, month: dt.date) -> str:
    """The month of the grid, as `2026-11`."""
    built = base["month"].dropna()
    return str(built.iloc[0]) if len(built) else f"{month:%Y-%m}"
