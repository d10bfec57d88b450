"""`build-roster`: the month's roster from cover, rules, requests and what a person typed."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from csbook.commands.handler import Request, Result
from csbook.commands.rostering import roster_words as words
from csbook.commands.rostering.late_watch import watch_rows
from csbook.commands.rostering.roster_grid import as_written, grid_rows, history_grid, kept_cells, long_form
from csbook.commands.rostering.roster_state import (
    CLOSED,
    DRAFT,
    PUBLISHED,
    MonthClosed,
    MonthPublished,
    MonthState,
    state_of,
)
from csbook.commands.rostering.standing import standing
from csbook.commands.rostering.stated import closed_days, is_new_month, stated_problem
from csbook.problems import Severity, Words
from csbook.roster.frames import roster_frame
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solve import solve
from csbook.roster.windows import short_windows
from csbook.schema.daily import DAYS


def build_roster(request: Request) -> Result:
    """Fill the grid; an old month's grid goes to the history first.

    Cells that a person changed since csbook wrote them are kept, and a month that the history holds
    comes back as it was. The search begins with the grid as it stands, where that keeps the hard rules, and
    leaves it so where nothing is better. With `replace` everything is built anew; a published month can only
    be built so, from today on, and is a draft then, a closed one not at all. Raises `MonthPublished`,
    `MonthClosed`, and `NoRoster` when the hard rules leave none.
    """
    tables, month = request.tables, request.month
    replace = bool(request.parameters.get("replace"))
    state = state_of(tables, month)
    past = history_grid(tables["RosterHistory"], month)
    returns = is_new_month(request) and not replace and len(past) > 0
    if not returns:
        refuse_settled(state, replace=replace)
    closed = closed_days(request)
    kept = kept_cells(tables, month) if not replace else passed_cells(request, state)
    problem, problems = stated_problem(request, kept, closed)
    if returns:
        return brought_back(request, problem, past, closed, state)
    if any(p.severity is Severity.ERROR for p in problems):
        return Result(words.NOT_BUILT, problems=tuple(problems))
    found = solve(
        problem,
        seconds=request.parameters.get("seconds") or request.settings["solver_seconds"],
        seed=request.seed,
        known=None if replace or is_new_month(request) else standing(request).roster,
        progress=lambda standing: request.progress(words.on_the_way(standing)),
        cancelled=request.cancelled,
    )
    grid = roster_frame(found.roster)
    watch, of_the_watch = watch_rows(problem, found.roster, tables, month)
    changed = {
        "Roster": grid_rows(grid, problem, found.roster, tables["Roster"]),
        "RosterBase": as_written(grid, kept, tables["RosterBase"]).assign(month=f"{month:%Y-%m}"),
        "RosterHistory": closed,
        "RosterStates": draft_row(request, state),
        "LateWatch": watch,
    }
    return Result(
        headline=words.headline(month, problem, found),
        tables={name: frame for name, frame in changed.items() if len(frame)},
        notes=(*words.notes(problem, found, short_windows(problem)), *of_the_watch, *draft_again(state)),
        problems=tuple(problems),
        details=words.details(found),
        fresh=is_new_month(request),
    )


def passed_cells(request: Request, state: MonthState) -> pd.DataFrame:
    """The cells of a month once published on the days that have passed: people worked them as they stand."""
    grid = request.tables["Roster"].dropna(subset=["agent_id"]).drop_duplicates("agent_id")
    cells = grid[["agent_id", *DAYS]]
    if state.version == 0 or is_new_month(request):
        return cells.iloc[:0]
    ahead = [
        f"d{day:02d}" for day in range(1, 32) if request.month + dt.timedelta(day - 1) >= request.today.date()
    ]
    return cells.assign(**dict.fromkeys(ahead))


def refuse_settled(state: MonthState, *, replace: bool) -> None:
    """A closed month is not built any more, a published one only with `replace`."""
    if state.state == CLOSED:
        raise MonthClosed(state.month)
    if state.state == PUBLISHED and not replace:
        raise MonthPublished(state.month, state.version)


def draft_row(request: Request, state: MonthState) -> pd.DataFrame:
    """The month's row of `RosterStates` where it becomes a draft; none where it is one already."""
    row = MonthState(state.month, DRAFT, state.version).row(request.today)
    return row.iloc[:0] if state.recorded and state.state == DRAFT else row


def draft_again(state: MonthState) -> list[Words]:
    if state.state != PUBLISHED:
        return []
    return [
        Words(
            f"{state.month} 又成为草稿；再公布时会列出与第 {state.version} 版的差别。",
            f"{state.month} is a draft again; the next publication tells what differs from version "
            f"{state.version}.",
        )
    ]


def brought_back(
    request: Request, problem: RosterProblem, past: pd.DataFrame, closed: pd.DataFrame, state: MonthState
) -> Result:
    """A month from the history as it was, with a person's cells still known as theirs."""
    tables, month = request.tables, f"{request.month:%Y-%m}"
    days = {f"d{day.day:02d}": day for day in problem.days}
    filled = long_form(past)
    keys = zip(filled["agent_id"].tolist(), filled["day"].map(days).tolist(), strict=True)
    cells = dict(zip(keys, filled["cell"].tolist(), strict=True))
    written = history_grid(tables["RosterHistory"], request.month, typed=False)
    changed = {
        "Roster": grid_rows(past, problem, Roster(cells), tables["Roster"]),
        "RosterBase": written.assign(month=month),
    }
    if len(closed):
        changed["RosterHistory"] = closed
    headline = words.brought_back(month) if state.state == DRAFT else settled_again(state)
    return Result(headline, tables=changed, fresh=True)


def settled_again(state: MonthState) -> Words:
    """What is said of a published or closed month that came back from the history."""
    if state.state == CLOSED:
        return Words(
            f"{state.month} 已从“排班历史”取回，和当时一样。它已关账；要更正，改格后再点“月度结转”。",
            f"{state.month} came back from the history as it was. It is closed; to correct it, change cells "
            "and press 'Close month' again.",
        )
    return Words(
        f"{state.month} 已从“排班历史”取回，和当时一样（已公布第 {state.version} 版）。",
        f"{state.month} came back from the history as it was (published, version {state.version}).",
    )
