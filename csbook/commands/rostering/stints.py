"""Who worked which shift in which group on past days, and how many customers they received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from csbook.commands.duty import grid_month
from csbook.commands.rostering.roster_grid import grid_days
from csbook.schema.columns import LEAVE, REST

Frames = Mapping[str, pd.DataFrame]
PERSON_DAY = ["date", "agent_id"]


def stints_of(tables: Frames, month: dt.date, first: dt.date, last: dt.date) -> pd.DataFrame:
    """One row for each person and day worked from `first` to `last`, by date and staff number.

    Columns date, agent_id, group, shift (missing where not known), receptions (over all platforms;
    missing where any of the person's rows of that day is not filled).
    tables: DailyLog, Roster, RosterBase, RosterHistory, Staff. month: that of the grid where none was built.

    The roster says who worked what, the log's shift where the roster has no cell; whoever received
    customers on a day off worked all the same. `白@天猫` is a stint in that group.
    """
    cells, log = rostered_cells(tables, month), logged(tables["DailyLog"])
    days = cells.merge(log, on=PERSON_DAY, how="outer").sort_values(PERSON_DAY, ignore_index=True)
    days = days[days["date"].between(pd.Timestamp(first), pd.Timestamp(last))]
    received = days["receptions"] > 0
    off = days["cell"].isin([REST, LEAVE])
    cell = days["cell"].where(~off & days["cell"].notna(), days["logged_shift"])
    worked = received | (~off & cell.notna())
    parts = cell.str.extract(r"^(?P<shift>[^@]+)(?:@(?P<group>.+))?$")
    staff = tables["Staff"].dropna(subset=["agent_id"]).drop_duplicates("agent_id")
    homes = days["agent_id"].map(staff.set_index("agent_id")["group"])
    found = days[PERSON_DAY].assign(
        group=parts["group"].fillna(homes), shift=parts["shift"], receptions=days["receptions"]
    )
    return found[worked].dropna(subset=["group"]).reset_index(drop=True)


def rostered_cells(tables: Frames, month: dt.date) -> pd.DataFrame:
    """date, agent_id, cell from the grid and the history; the grid counts where both have the day."""
    grid = grid_days(tables, grid_month(tables["RosterBase"], month))
    both = pd.concat([part[[*PERSON_DAY, "shift"]] for part in (grid, tables["RosterHistory"])])
    return both.dropna().drop_duplicates(PERSON_DAY).rename(columns={"shift": "cell"})


def logged(log: pd.DataFrame) -> pd.DataFrame:
    """date, agent_id, receptions (missing unless every row of the day has them), logged_shift."""
    known = log.dropna(subset=PERSON_DAY)
    known = known.assign(receptions=known["receptions"].astype("float64"))
    days = known.groupby(PERSON_DAY)
    whole = known["receptions"].notna().groupby([known[name] for name in PERSON_DAY]).all()
    return pd.DataFrame(
        {"receptions": days["receptions"].sum().where(whole), "logged_shift": days["shift"].first()}
    ).reset_index()
