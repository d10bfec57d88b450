"""Single cells of the roster's grid changed by a command, and what else has to know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.rostering.late_watch import watch_rows
from csbook.commands.rostering.notices import Key, Reason, known_of, reconciled
from csbook.commands.rostering.roster_grid import COLUMNS, by_agent, typed_cells
from csbook.commands.rostering.roster_state import PUBLISHED, published_grid, state_of
from csbook.problems import Words
from csbook.roster.day_ranges import day_words
from csbook.roster.parts import REST, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.schema.workbook import TABLES

Frames = Mapping[str, pd.DataFrame]
Cells = Mapping[Key, str | None]


def column_of(day: dt.date) -> str:
    return f"d{day.day:02d}"


def grid_roster(tables: Frames, problem: RosterProblem) -> Roster:
    """The filled cells of the grid in the problem's days, of whoever has a row."""
    grid = by_agent(tables["Roster"]).astype("object").to_dict("index")
    return Roster(
        {
            (str(agent_id), day): str(cell)
            for agent_id, row in grid.items()
            for day in problem.days
            if not pd.isna(cell := row[column_of(day)])
        }
    )


def typed_from(tables: Frames, month: dt.date, first: dt.date) -> pd.DataFrame:
    """The cells that a person typed on days from `first` on, as `typed_cells` gives them.

    Once a month is published, these are the cells typed since.
    """
    typed = typed_cells(tables)
    if state_of(tables, month).state == PUBLISHED:
        known = by_agent(published_grid(tables, month)).reindex(typed["agent_id"]).set_axis(typed.index)
        typed = typed.assign(**{day: typed[day].where(typed[day] != known[day]) for day in COLUMNS})
    over = [day for number, day in enumerate(COLUMNS) if month + dt.timedelta(days=number) < first]
    return typed.assign(**dict.fromkeys(over))


def changed_tables(
    request: Request,
    problem: RosterProblem,
    cells: Cells,
    reason: Reason,
) -> tuple[dict[str, pd.DataFrame], list[Words]]:
    """Roster, RosterBase, Notices and LateWatch with these cells changed, and what to say of the watch.

    cells: what each changed cell becomes; None empties it. reason: why, as `notices.reconciled` takes it.
    The cells are csbook's own from then on.
    """
    tables = request.tables
    before = grid_roster(tables, problem)
    after = {key: cell for key, cell in {**before.cells, **cells}.items() if cell is not None}
    watch, notes = _watch(request, problem, Roster(after))
    frames = {
        "Roster": _roster_rows(tables["Roster"], problem, cells),
        "RosterBase": _base(tables["RosterBase"], cells, request.month),
        "Notices": reconciled(request, known_of(request), Roster(after), cells, reason),
    }
    return frames | ({"LateWatch": watch} if len(watch) else {}), notes


def _roster_rows(old: pd.DataFrame, problem: RosterProblem, cells: Cells) -> pd.DataFrame:
    """The rows of the people with changed cells, with their totals."""
    known = old.dropna(subset=["agent_id"]).drop_duplicates("agent_id").set_index("agent_id")
    rows = []
    for agent_id in dict.fromkeys(agent_id for agent_id, _ in cells):
        row: dict[str, str | None] = dict.fromkeys(COLUMNS)
        if agent_id in known.index:
            name, group = known.at[agent_id, "name"], known.at[agent_id, "group"]
            row |= {day: cell for day in COLUMNS if isinstance(cell := known.at[agent_id, day], str)}
        else:
            name, group = problem.person_by_id[agent_id].name, problem.person_by_id[agent_id].group
        row |= {column_of(day): cell for (who, day), cell in cells.items() if who == agent_id}
        rows.append({"agent_id": agent_id, "name": name, "group": group, **row, **_totals(problem, row)})
    return pd.DataFrame(rows)


def _totals(problem: RosterProblem, row: Mapping[str, str | None]) -> dict[str, float]:
    shifts = [problem.shift_by_code.get(shift_in(cell) or "") for cell in row.values()]
    return {
        "hours": sum(shift.paid for shift in shifts if shift) / 60,
        "evenings": sum(shift.code in problem.evenings for shift in shifts if shift),
        "rests": sum(cell == REST for cell in row.values()),
    }


def _base(base: pd.DataFrame, cells: Cells, month: dt.date) -> pd.DataFrame:
    """`RosterBase` with the changed cells; of somebody without a row there the others stay typed."""
    grid = {agent_id: dict(row) for agent_id, row in by_agent(base).to_dict("index").items()}
    for (agent_id, day), cell in cells.items():
        grid.setdefault(agent_id, {})[column_of(day)] = cell
    rows = [
        {"agent_id": agent_id, "month": f"{month:%Y-%m}", **{day: row.get(day) for day in COLUMNS}}
        for agent_id, row in grid.items()
    ]
    return pd.DataFrame(rows, columns=TABLES["RosterBase"].names)


def _watch(request: Request, problem: RosterProblem, roster: Roster) -> tuple[pd.DataFrame, list[Words]]:
    """The watches that pass to somebody else; none where no watch of the month is named yet."""
    old = request.tables["LateWatch"]
    mine = old[old["date"].dt.to_period("M") == pd.Period(request.month, "M")]
    if mine.empty:
        return mine, []
    rows, _ = watch_rows(problem, roster, request.tables, request.month, standing=True)
    held = dict(zip(mine["date"], mine["agent_id"].fillna(""), strict=True))
    passed = rows[
        (rows["date"] >= pd.Timestamp(request.today.date()))
        & (rows["agent_id"].fillna("") != rows["date"].map(held).fillna(""))
    ]
    notes = []
    for row in passed.to_dict("records"):
        day, name = day_words(row["date"]), row["name"]
        notes.append(
            Words(f"值班：{day.zh}改为 {name}。", f"Late watch: {name} on {day.en}.")
            if isinstance(name, str)
            else Words(f"值班：{day.zh}没有人。", f"Late watch: nobody on {day.en}.")
        )
    return passed, notes
