"""`Notices`: who is still to be told of which changed cell.

A row compares a cell with what the person knows: what they were told last, else what was published. There is
one row for each person and day. A cell that returns to what the person knows needs no row; a row that
somebody ticked stays ticked while the cell stays as told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.rostering.roster_grid import filled_cells
from csbook.commands.rostering.roster_state import cell_text, published_grid
from csbook.problems import Words
from csbook.roster.parts import Roster
from csbook.schema.workbook import TABLES

Key = tuple[str, dt.date]
Row = dict[str, Any]
Reason = Callable[[Key], Words | None]

BY_HAND: Final = Words("主管手改", "changed by hand")
"""The reason of a cell that was changed again after its notice, and not by the command that finds it so."""


@dataclass(frozen=True)
class Known:
    """What people know of the month besides what its notices say.

    published: the cells as published last, empty where the month never was. standing: the cells before
    the command, which count for a month that never was. ever: whether it was published. publishing:
    whether the command publishes it.
    """

    published: Mapping[Key, str]
    standing: Roster
    ever: bool
    publishing: bool

    def cell(self, key: Key) -> str | None:
        return self.published.get(key) if self.ever else self.standing.cell(*key)


def known_of(request: Request, standing: Roster, *, publishing: bool = False) -> Known:
    grid = published_grid(request.tables, request.month)
    cells = {
        (agent_id, request.month + dt.timedelta(days=int(column[1:]) - 1)): cell
        for agent_id, row in filled_cells(grid).items()
        for column, cell in row.items()
    }
    return Known(cells, standing, len(grid) > 0, publishing)


def reconciled(
    request: Request, known: Known, after: Roster, changed: Collection[Key], reason: Reason
) -> pd.DataFrame:
    """`Notices` once the month's grid is `after`, sorted by person and day.

    changed: the cells that the command answers for; of the others only those are looked at that have a row
    already. reason: why a cell changed; None where nobody needs to be told of it, as of one's own leave.
    Days gone by lose their rows, those of other months keep theirs.
    """
    today = request.today.date()
    old = {key: row for key, row in _rows(request.tables["Notices"]).items() if key[1] >= today}
    rows: dict[Key, Row] = {}
    for key in dict.fromkeys([*old, *(key for key in changed if key[1] >= today)]):
        if (key[1].year, key[1].month) != (request.month.year, request.month.month):
            rows[key] = old[key]
            continue
        why = reason(key) if key in changed else BY_HAND
        row = _row(request, key, old.get(key), known, after.cell(*key), why)
        if row is not None:
            rows[key] = row
    ordered = [rows[key] for key in sorted(rows)]
    return pd.DataFrame(ordered, columns=TABLES["Notices"].names)


def untold(notices: pd.DataFrame, month: dt.date) -> int:
    """How many people still have to be told of a cell of the month."""
    mine = notices[pd.to_datetime(notices["date"]).dt.strftime("%Y-%m") == f"{month:%Y-%m}"]
    open_rows = mine[~mine["told"].astype("boolean").fillna(False)]
    return int(open_rows["agent_id"].nunique())


def _rows(notices: pd.DataFrame) -> dict[Key, Row]:
    filled = notices.assign(**{name: notices[name].fillna("") for name in ("before", "after")})
    known = filled.dropna(subset=["agent_id", "date"])
    return {
        (row["agent_id"], row["date"].date()): {str(name): value for name, value in row.items()}
        for row in known.to_dict("records")
    }


def _row(
    request: Request, key: Key, old: Row | None, known: Known, cell: str | None, why: Words | None
) -> Row | None:
    """The row that a cell needs, given the one it has; None where it needs none."""
    now, elsewhere = cell_text(cell, request.language), cell_text(known.cell(key), request.language)
    if old is None:
        if why is None or now == elsewhere:
            return None
        return _new_row(request, key, elsewhere, now, why(request.language))
    if old["after"] == now:
        return old
    told = old["told"] is True
    knows = old["after"] if told else old["before"]
    if now != knows:
        return _new_row(request, key, knows, now, why(request.language) if why else old["reason"])
    if not known.ever or known.publishing or now == elsewhere:
        return None
    # What the person knows is not what was published last: the ticked row remembers it.
    return {**_new_row(request, key, elsewhere, now, old["reason"]), "told": True}


def _new_row(request: Request, key: Key, before: str, after: str, reason: str | None) -> Row:
    staff = request.tables["Staff"]
    names = staff.loc[staff["agent_id"] == key[0], "name"].dropna()
    return {
        "agent_id": key[0],
        "name": names.iloc[0] if len(names) else None,
        "date": pd.Timestamp(key[1]),
        "before": before,
        "after": after,
        "reason": reason,
        "told": None,
    }
