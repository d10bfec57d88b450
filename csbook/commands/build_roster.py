"""`build-roster`: the month's roster from cover, rules, requests and what a person typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from csbook.commands import roster_words as words
from csbook.commands.duty import grid_month
from csbook.commands.handler import Request, Result
from csbook.problems import Problem, Severity, Words
from csbook.roster.frames import problem_from_frames, roster_frame
from csbook.roster.parts import Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.solution import worked_minutes
from csbook.roster.solve import solve
from csbook.roster.windows import short_windows
from csbook.schema.checks import ALL_GROUPS
from csbook.schema.columns import REST
from csbook.schema.daily import DAYS
from csbook.schema.workbook import TABLES

Frames = Mapping[str, pd.DataFrame]


def build_roster(request: Request) -> Result:
    """Fill the grid; an old month's grid goes to the history first.

    Cells that a person changed since csbook wrote them are kept, unless `replace` is given. Raises
    `NoRoster` when the hard rules leave none.
    """
    tables, month = request.tables, request.month
    old_month = grid_month(tables["RosterBase"], month)
    closed = closed_days(request)
    kept = kept_cells(tables, month, replace=bool(request.parameters.get("replace")))
    problem, problems = stated_problem(request, kept, closed)
    if any(p.severity is Severity.ERROR for p in problems):
        return Result(words.NOT_BUILT, problems=tuple(problems))
    found = solve(
        problem,
        seconds=request.parameters.get("seconds") or request.settings["solver_seconds"],
        seed=request.seed,
        progress=lambda done, of: request.progress(
            Words(f"排班：{of} 个组已排好 {done} 个……", f"Roster: {done} of {of} parts done ...")
        ),
    )
    grid = roster_frame(found.roster)
    changed = {
        "Roster": grid_rows(grid, problem, found.roster, tables["Roster"]),
        "RosterBase": as_written(grid, kept, tables["RosterBase"]).assign(month=f"{month:%Y-%m}"),
    }
    if len(closed):
        changed["RosterHistory"] = closed
    return Result(
        headline=words.headline(month, problem, found),
        tables=changed,
        notes=tuple(words.notes(problem, found, short_windows(problem))),
        problems=tuple(problems),
        details=words.details(found),
        fresh=old_month != f"{month:%Y-%m}",
    )


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
    of = grid_month(request.tables["RosterBase"], request.month)
    return no_days() if of == f"{request.month:%Y-%m}" else grid_days(request.tables, of)


def rostered_staff(staff: pd.DataFrame) -> pd.DataFrame:
    """Who takes part: as typed; where nothing is typed, everybody but supervisors."""
    return staff.assign(rostered=staff["rostered"].fillna(staff["role"] != "supervisor").astype("bool"))


def kept_cells(tables: Frames, month: dt.date, *, replace: bool) -> pd.DataFrame:
    """The grid's cells that a person typed: those that differ from what csbook wrote last.

    Columns agent_id, d01 to d31; other cells are missing. A month that the history holds comes back
    as it was closed: whoever worked it did so.
    """
    roster, base = tables["Roster"], tables["RosterBase"]
    typed = roster[["agent_id", *DAYS]]
    if replace:
        return typed.iloc[:0]
    if grid_month(base, month) != f"{month:%Y-%m}":
        return history_grid(tables["RosterHistory"], month)
    written = base.set_index("agent_id")[list(DAYS)].reindex(typed["agent_id"]).set_axis(typed.index)
    return typed.assign(**{d: typed[d].where(typed[d] != written[d]) for d in DAYS})


def history_grid(history: pd.DataFrame, month: dt.date) -> pd.DataFrame:
    """The rows of `RosterHistory` of a month as a grid: agent_id, d01 to d31."""
    of_month = history[history["date"].dt.to_period("M") == pd.Period(month, "M")]
    days = "d" + of_month["date"].dt.strftime("%d")
    grid = of_month.assign(day=days).pivot(index="agent_id", columns="day", values="shift")
    whole: pd.DataFrame = grid.reindex(columns=list(DAYS)).astype("str").reset_index()
    return whole


def as_written(grid: pd.DataFrame, kept: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """The grid as csbook would have it: in a kept cell what csbook wrote there before, if anything."""
    days = list(DAYS)
    grid = grid.set_index("agent_id")
    before = base.set_index("agent_id")[days].reindex(grid.index)
    held = kept.set_index("agent_id")[days].reindex(grid.index).notna()
    return grid.where(~held, before).reset_index()


def no_days() -> pd.DataFrame:
    return TABLES["RosterHistory"].empty()


def grid_days(tables: Frames, month: str) -> pd.DataFrame:
    """The grid as rows of `RosterHistory`: one for each filled day."""
    long = (
        tables["Roster"]
        .melt(["agent_id", "name", "group"], list(DAYS), "day", "shift")
        .dropna(subset=["shift"])
    )
    if long.empty:
        return no_days()
    dates = pd.to_datetime(month + "-" + long["day"].str[1:], errors="coerce")
    dated = long.assign(date=dates).dropna(subset=["date"]).sort_values(["date", "agent_id"])
    return dated[["date", "agent_id", "name", "group", "shift"]].reset_index(drop=True)


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
