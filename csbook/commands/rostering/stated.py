"""A month's roster problem as the workbook's tables state it."""

from __future__ import annotations

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
        pd.concat([tables["RosterHistory"][past], closed[past]]),
        tables["Holidays"],
        request.settings["target_hours"],
    )


def closed_days(request: Request) -> pd.DataFrame:
    """The grid as rows of `RosterHistory` when it is of another month; none otherwise."""
    if not is_new_month(request):
        return no_days()
    return grid_days(request.tables, grid_month(request.tables["RosterBase"], request.month))


def rostered_staff(staff: pd.DataFrame) -> pd.DataFrame:
    """Who takes part: as typed; where nothing is typed, everybody but supervisors."""
    return staff.assign(rostered=staff["rostered"].fillna(staff["role"] != "supervisor").astype("bool"))
