"""`Notices`: who is still to be told of which changed cell.

A row compares a cell with what the person knows: what they were told last, else what was published. There is
one row for each person and day. A cell that returns to what the person knows needs no row; a row that
somebody ticked stays ticked while the cell stays as told. Nobody is told of a month that was never
published, nor of the leave that they asked for themselves, nor that their days are empty once they left;
but who was not told of a change that was published keeps an open row of that day, so that it is not
forgotten. Ticks are people's; csbook's own stand only where a cell came back to what the person knows.
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
from csbook.roster.frames import month_days
from csbook.roster.parts import LEAVE, Roster
from csbook.roster.reading import rows
from csbook.schema.workbook import TABLES

Key = tuple[str, dt.date]
Row = dict[str, Any]
Reason = Callable[[Key], Words]

BY_HAND: Final = Words("主管手改", "changed by hand")
"""The reason of a cell that was changed again after its notice, and not by the command that finds it so."""
BACK: Final = Words("改回本人知道的班，不用再通知", "back to the shift they know of: nothing to tell")
"""The reason of a row that is ticked because its cell is again what the person knows."""


@dataclass(frozen=True)
class Known:
    """What people know of the month besides what its notices say.

    published: the cells as published last. ever: whether the month was published. publishing: whether the
    command publishes it.
    """

    published: Mapping[Key, str]
    ever: bool
    publishing: bool


def known_of(request: Request, *, publishing: bool = False) -> Known:
    grid = published_grid(request.tables, request.month)
    cells = {
        (agent_id, request.month + dt.timedelta(days=int(column[1:]) - 1)): cell
        for agent_id, row in filled_cells(grid).items()
        for column, cell in row.items()
    }
    return Known(cells, len(grid) > 0, publishing)


def reconciled(
    request: Request, known: Known, after: Roster, changed: Collection[Key], reason: Reason
) -> pd.DataFrame:
    """`Notices` once the month's grid is `after`, sorted by person and day.

    changed: the cells that the command answers for; of the others only those are looked at that have a row
    already. reason: why a cell changed. Days gone by lose their rows, those of other months keep theirs.
    """
    today = request.today.date()
    old = {key: row for key, row in _rows(request.tables["Notices"]).items() if key[1] >= today}
    leave, left = _leave_days(request), _last_days(request.tables["Staff"])
    found: dict[Key, Row] = {}
    for key in dict.fromkeys([*old, *(key for key in changed if key[1] >= today)]):
        if (key[1].year, key[1].month) != (request.month.year, request.month.month):
            found[key] = old[key]
            continue
        if not known.ever:
            continue
        cell = after.cell(*key)
        why = reason(key) if key in changed else BY_HAND
        if (cell == LEAVE and key in leave) or (cell is None and left.get(key[0], key[1]) < key[1]):
            row = _of_leave(request, key, old.get(key), known, cell, why)
        else:
            row = _row(request, key, old.get(key), known, cell, why)
        if row is not None:
            found[key] = row
    ordered = [found[key] for key in sorted(found)]
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
    request: Request, key: Key, old: Row | None, known: Known, cell: str | None, why: Words
) -> Row | None:
    """The row that a cell needs, given the one it has; None where it needs none."""
    now = cell_text(cell, request.language)
    if old is not None and old["after"] == now:
        return old
    knows = _knows(request, key, old, known)
    if now != knows:
        return _new_row(request, key, knows, now, why(request.language))
    published = cell_text(known.published.get(key), request.language)
    if old is None or known.publishing or knows == published:
        return None
    return _remembering(request, key, published, knows, BACK(request.language))


def _of_leave(
    request: Request, key: Key, old: Row | None, known: Known, cell: str | None, why: Words
) -> Row | None:
    """The row of a cell of which the person need not be told, for they are on leave or have left: what they
    know stays in it where that is not what was published last."""
    published = cell_text(known.published.get(key), request.language)
    knows, now = _knows(request, key, old, known), cell_text(cell, request.language)
    if old is None or known.publishing or knows == published:
        return None
    if old["told"] is True:
        return _remembering(request, key, published, knows, old["reason"])
    return old if old["after"] == now else _new_row(request, key, knows, now, why(request.language))


def _knows(request: Request, key: Key, old: Row | None, known: Known) -> str:
    """The cell that the person knows."""
    if old is None:
        return cell_text(known.published.get(key), request.language)
    return str(old["after"] if old["told"] is True else old["before"])


def _remembering(request: Request, key: Key, published: str, knows: str, reason: str | None) -> Row:
    """The ticked row that remembers what somebody knows, which is not what was published last."""
    return {**_new_row(request, key, published, knows, reason), "told": True}


def _leave_days(request: Request) -> set[Key]:
    """The days of the month on which people are on approved leave."""
    asked = request.tables["Requests"]
    return {
        (row["agent_id"], day)
        for _, row in rows(asked[(asked["kind"] == "leave") & (asked["state"] == "approved")])
        if row["from_date"]
        for day in month_days(request.month)
        if row["from_date"] <= day <= (row["to_date"] or row["from_date"])
    }


def _last_days(staff: pd.DataFrame) -> dict[str, dt.date]:
    """The last day of work of those who leave."""
    return {row["agent_id"]: row["left"] for _, row in rows(staff) if row["agent_id"] and row["left"]}


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
