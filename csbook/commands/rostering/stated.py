"""A month's roster problem as the workbook's tables state it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from csbook.commands.duty import grid_month
from csbook.commands.handler import Request
from csbook.commands.rostering.roster_grid import grid_days, no_days
from csbook.problems import Problem
from csbook.roster.frames import problem_from_frames
from csbook.roster.problem import RosterProblem
from csbook.schema.checks import ALL_GROUPS


def is_new_month(request: Request) -> bool:
    """Whether the grid is of another month."""
    return grid_month(request.tables["RosterBase"], request.month) != f"{request.month:%Y-%m}"


def stated_problem(
    request: Request, kept: pd.DataFrame, closed: pd.DataFrame
) -> tuple[RosterProblem, list[Problem]]:
    """The month's problem as the tables state it, and what is wrong in them.

    `kept` and `closed` as `kept_cells` and `closed_days` give them. Raises `NothingToRoster`.
    """
    tables, past = request.tables, ["agent_id", "date", "shift"]
    every_group = tables["Cover"]["group"].isin(ALL_GROUPS)
    return problem_from_frames(
        request.month,
        rostered_staff(tables["Staff"]),
        tables["Shifts"],
        tables["Cover"].assign(group=tables["Cover"]["group"].where(~every_group, "all")),
        tables["RosterRules"],
        tables["Requests"],
        kept,
        pd.concat([tables["RosterHistory"][past], closed[past]]).drop_duplicates(past[:2], keep="last"),
        tables["Holidays"],
        request.settings["target_hours"],
    )


def closed_days(request: Request) -> pd.DataFrame:
    """The grid as rows of `RosterHistory` when it is of another month; none otherwise.

    A day that the grid leaves empty is emptied there as well where the history has it from before: of whoever
    is in the grid, and of those who have left. Of people who are not on it for another reason it stays.
    """
    if not is_new_month(request):
        return no_days()
    tables, month = request.tables, grid_month(request.tables["RosterBase"], request.month)
    days = grid_days(tables, month)
    if days.empty:
        return days
    emptied = emptied_days(days, tables, month)
    return pd.concat([days, emptied], ignore_index=True) if len(emptied) else days


def emptied_days(days: pd.DataFrame, tables: Mapping[str, pd.DataFrame], month: str) -> pd.DataFrame:
    """Rows without a shift for what the history has of the month and `days`, the grid, has not any more."""
    keys = ["date", "agent_id"]
    history, staff = tables["RosterHistory"].dropna(subset=[*keys, "shift"]), tables["Staff"]
    before = history[history["date"].dt.strftime("%Y-%m") == month]
    there = set(zip(days["date"], days["agent_id"], strict=True))
    people = set(days["agent_id"])
    left = dict(zip(staff["agent_id"], staff["left"], strict=True))
    gone = [
        (day, agent) not in there and (agent in people or left.get(agent, pd.NaT) < day)
        for day, agent in zip(before["date"], before["agent_id"], strict=True)
    ]
    emptied: pd.DataFrame = before.loc[gone, [*keys, "name", "group"]]
    return emptied.assign(shift=None, typed=None)


def rostered_staff(staff: pd.DataFrame) -> pd.DataFrame:
    """Who takes part: as typed; where nothing is typed, everybody but supervisors."""
    return staff.assign(rostered=staff["rostered"].fillna(staff["role"] != "supervisor").astype("bool"))
