"""What stood typed when a month was locked, though the lock keeps fingerprints only.

Few values are possible: cells that are filled now were empty, or one score was another one. The candidate
whose fingerprint is that of the lock is what stood there; a commission that was replaced by another is not
found so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.lock_comparison import Comparison, TypedCells
from csbook.commands.lock_contents import TYPED, by_person
from csbook.commands.scored_month import scored_month
from csbook.schema.columns import Number
from csbook.schema.workbook import TABLES
from csbook.scorecard.fingerprint import fingerprint, value_text

TENTHS: Final = [tenth / 10 for tenth in range(1001)]
"""The scores that people type, 0 to 100."""
SCORES: Final = [("Scores", name) for name in TYPED["Scores"] if isinstance(TABLES["Scores"][name], Number)]


def with_what_was_typed(found: Comparison, request: Request) -> Comparison:
    """The comparison with what was typed at the lock, as far as it can be found. `request` is as of the lock
    (`as_of_lock`)."""
    people = [who for part, who in found.changed if part == "typed"]
    typed = {who: cells for who in people if (cells := typed_at_lock(found, who)) is not None}
    if not typed:
        return found
    return replace(found, typed=typed, scored_then=scored_month(with_cells(request, typed)))


def typed_now(found: Comparison, who: str) -> dict[tuple[str, str], Any]:
    """What stands typed in somebody's rows of the month."""
    cells: dict[tuple[str, str], Any] = {}
    for table, columns in TYPED.items():
        rows = found.tables[table]
        for row in by_person(rows[rows["month"] == found.lock.month], columns).get(who, ()):
            cells |= {(table, name): value for name, value in row.items()}
    return cells


def typed_at_lock(found: Comparison, who: str) -> TypedCells | None:
    wanted, now = found.before.get(("typed", who), ""), typed_now(found, who)
    return next((cells for cells in candidates(now) if typed_mark(cells) == wanted), None)


def typed_mark(cells: TypedCells) -> str:
    """The fingerprint of the part `typed`: a row of each table."""
    return fingerprint({name: value for (of, name), value in cells.items() if of == table} for table in TYPED)


def candidates(now: TypedCells) -> Iterator[TypedCells]:
    filled = [place for place, value in now.items() if value_text(value)]
    for many in range(1, len(filled) + 1):
        for emptied in combinations(filled, many):
            yield {**now, **dict.fromkeys(emptied)}
    for place in SCORES:
        if place in now:
            yield from ({**now, place: score} for score in TENTHS)


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
