"""`build-roster`: the month's roster from cover, rules, requests and what a person typed."""

from __future__ import annotations

import pandas as pd

from csbook.commands.handler import NOTHING_NEXT, Request, Result
from csbook.commands.rostering import roster_words as words
from csbook.commands.rostering.build_notes import (
    MEND_FIRST,
    of_leavers,
    of_the_holidays,
    of_the_next_month,
    of_the_past,
    of_the_settings,
)
from csbook.commands.rostering.kept import cells_to_keep, passed_cells, passed_note
from csbook.commands.rostering.late_watch import watch_rows
from csbook.commands.rostering.roster_grid import as_written, grid_rows, history_grid, long_form
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
from csbook.roster.solve import Result as Found
from csbook.roster.solve import Status, solve
from csbook.roster.windows import short_windows


def build_roster(request: Request) -> Result:
    """Fill the grid; an old month's grid goes to the history first.

    Cells that a person changed since csbook wrote them are kept, filled ones of days that have passed too,
    and a month that the history holds comes back as it was. The search begins with the grid as it stands,
    where that keeps the hard rules, and leaves it so where nothing is better. With `replace` everything is
    built anew, of a month once published from today on; a published month can only be built so, and is a
    draft then, a closed one not at all. Raises `MonthPublished`, `MonthClosed`, and `NoRoster` when the hard
    rules leave none.
    """
    tables, month = request.tables, request.month
    replace = bool(request.parameters.get("replace"))
    state = state_of(tables, month)
    past = history_grid(tables["RosterHistory"], month)
    returns = is_new_month(request) and not replace and len(past) > 0
    if not returns:
        refuse_settled(state, replace=replace)
    closed = closed_days(request)
    passed = passed_cells(request, closed)
    if replace and state.version == 0:
        passed = passed.iloc[:0]
    kept = passed if replace else cells_to_keep(request, closed)
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
    of_settings = list(of_the_settings(request))
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
        notes=(
            *of_the_past(request, problem.days[-1]),
            *words.notes(problem, found, short_windows(problem)),
            *([words.ENDED_EARLY] if ended_early(request, found) else []),
            *of_the_next_month(request, problem, found.roster),
            *of_the_watch,
            *passed_note(request, passed),
            *draft_again(state),
            *of_the_holidays(request),
            *of_settings,
        ),
        problems=tuple(problems),
        details=words.details(found),
        fresh=is_new_month(request),
        then=NOTHING_NEXT if of_settings else next_step(request, found),
    )


def ended_early(request: Request, found: Found) -> bool:
    return request.cancelled() and found.status is not Status.OPTIMAL


def next_step(request: Request, found: Found) -> Words | None:
    """Where the roster is not good enough yet; None where it can be checked and published."""
    if ended_early(request, found):
        return words.SEARCH_ON
    return words.LOOK_AT_GAPS if any(gap.below_minimum for gap in found.unmet) else None


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
            f"{state.month} 又成为草稿；再发布时会列出与第 {state.version} 版的差别。",
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
    gone = () if state.state == CLOSED else tuple(of_leavers(request, problem, cells))
    return Result(
        headline,
        tables=changed,
        notes=(*gone, *of_the_settings(request)),
        fresh=True,
        then=MEND_FIRST if gone else NOTHING_NEXT,
    )


def settled_again(state: MonthState) -> Words:
    """What is said of a published or closed month that came back from the history."""
    if state.state == CLOSED:
        return Words(
            f"{state.month} 已从“排班历史”取回，和当时一样。它已关账；要更正，改格后再点“月度结转”。",
            f"{state.month} came back from the history as it was. It is closed; to correct it, change cells "
            "and press 'Close month' again.",
        )
    return Words(
        f"{state.month} 已从“排班历史”取回，和当时一样（已发布第 {state.version} 版）。",
        f"{state.month} came back from the history as it was (published, version {state.version}).",
    )
