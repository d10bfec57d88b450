"""What stood typed in a month's rows when it was locked: kept beside the fingerprint of the part `typed`.

A lock of a version before this one kept fingerprints only; what was typed then is known where it was nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.lock_comparison import Comparison, TypedCells
from csbook.commands.lock_contents import TYPED, Parts, by_person, recorded
from csbook.commands.locked_months import Lock
from csbook.commands.scored_month import scored_month
from csbook.money import exact
from csbook.schema.cells import BadCell
from csbook.schema.columns import Text
from csbook.schema.workbook import TABLES
from csbook.scorecard.fingerprint import fingerprint, number_text, value_text

Frames = Mapping[str, pd.DataFrame]
NONE_TYPED: Final[TypedCells] = {(table, name): None for table, columns in TYPED.items() for name in columns}


def typed_in(tables: Frames, month: str) -> dict[str, TypedCells]:
    """What stands typed in everybody's rows of the month, by staff number."""
    found: dict[str, dict[tuple[str, str], Any]] = {}
    for table, columns in TYPED.items():
        rows = tables[table]
        for who, lines in by_person(rows[rows["month"] == month], columns).items():
            cells = found.setdefault(who, {**NONE_TYPED})
            cells |= {(table, name): value for row in lines for name, value in row.items()}
    return {**found}


def in_text(cells: TypedCells) -> str | None:
    """The filled cells by table and column, as compact JSON; None where nothing is typed. At most two texts
    of 2000 characters are among them, so that it fits into a cell."""
    filled = {
        table: {name: plain_text(table, name, cells[table, name]) for name in columns}
        for table, columns in TYPED.items()
    }
    kept = {
        table: {name: text for name, text in by_name.items() if text} for table, by_name in filled.items()
    }
    kept = {table: by_name for table, by_name in kept.items() if by_name}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else None


def plain_text(table: str, name: str, value: Any) -> str:
    if not value_text(value):
        return ""
    return str(value).strip() if isinstance(TABLES[table][name], Text) else number_text(exact(value))


def read_text(text: Any) -> TypedCells:
    """The cells that `in_text` wrote; `ValueError` and `BadCell` where somebody edited it beyond reading."""
    kept = json.loads(text)
    found = {(table, name): kept.get(table, {}).get(name) for table, name in NONE_TYPED}
    return {
        (table, name): None if value is None else TABLES[table][name].parse(value)
        for (table, name), value in found.items()
    }


def typed_mark(cells: TypedCells) -> str:
    """The fingerprint of the part `typed`: a row of each table."""
    return fingerprint({name: cells[table, name] for name in columns} for table, columns in TYPED.items())


def typed_at_lock(tables: Frames, lock: Lock, people: Collection[str]) -> dict[str, TypedCells]:
    """What stood typed in these people's rows when the month was locked, by staff number; who is not known
    of is left out. Only what fits the lock's fingerprint counts. `tables` holds `LockParts`."""
    parts = tables["LockParts"]
    of_lock = (parts["month"] == lock.month) & (parts["version"] == lock.version) & (parts["part"] == "typed")
    texts = dict(zip(parts.loc[of_lock, "agent_id"], parts.loc[of_lock, "typed"], strict=True))
    marks = recorded(parts, lock)
    found = {who: cells_of(texts.get(who), marks.get(("typed", who), "")) for who in people}
    return {who: cells for who, cells in found.items() if cells is not None}


def cells_of(text: Any, mark: str) -> TypedCells | None:
    """The cells of a text that fits the fingerprint; without a fingerprint nothing was typed."""
    if not mark:
        return NONE_TYPED
    try:
        cells = read_text(text)
    except (ValueError, TypeError, AttributeError, BadCell):
        return None
    return cells if typed_mark(cells) == mark else None


def retyped(tables: Frames, lock: Lock, before: Parts) -> list[str]:
    """The people of whom something else stands typed than when the month was locked. `before`: the parts as
    locked."""
    now = {who: typed_mark(cells) for who, cells in typed_in(tables, lock.month).items()}
    then = {who: mark for (part, who), mark in before.items() if part == "typed"}
    return sorted(who for who in {**then, **now} if then.get(who, "") != now.get(who, ""))


def with_what_was_typed(found: Comparison, request: Request) -> Comparison:
    """The comparison with what was typed at the lock, as far as it is known. `request` is as of the lock
    (`as_of_lock`)."""
    people = [who for part, who in found.changed if part == "typed"]
    typed = typed_at_lock(found.tables, found.lock, people)
    if not typed:
        return found
    return replace(found, typed=typed, scored_then=scored_month(with_cells(request, typed)))


def with_cells(request: Request, typed: Mapping[str, TypedCells]) -> Request:
    """The request with each person's cells of the month put back."""
    label, tables = f"{request.month:%Y-%m}", dict(request.tables)
    for table, columns in TYPED.items():
        frame = tables[table]
        people = frame["agent_id"].where(frame["month"] == label).tolist()
        for name in columns:
            values = [
                typed.get(who, {}).get((table, name), value)
                for who, value in zip(people, frame[name].tolist(), strict=True)
            ]
            plain = [None if pd.isna(value) else value for value in values]
            frame = frame.assign(**{name: TABLES[table][name].series(plain, frame.index)})
        tables[table] = frame
    return replace(request, tables=tables)
