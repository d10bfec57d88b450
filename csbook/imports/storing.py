"""Which figures go in beside those that stand: new ones, the same ones, and two that differ.

Two different totals of one account, period and measure are never settled silently: both are told, and what
stands stays. Only when asked, a later export takes the place of an earlier one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.imports.figures import KEY

FINAL_AFTER: Final = pd.Timedelta(days=4)
"""Payments count for an enquiry up to this long after its day: figures taken earlier may still change."""
CENT: Final = 0.005


@dataclass(frozen=True)
class Claim:
    """A total as a file says it."""

    total: float
    weight: float | None
    file: str
    sheet: str
    row: int

    def agrees(self, total: float, weight: float | None) -> bool:
        return close(self.total, total) and close(self.weight, weight)


@dataclass(frozen=True)
class Conflict:
    """Totals that differ. `key` as in `figures.KEY`; `standing`: the sheet row with its total, file and the
    moment it was imported, where one stood before."""

    key: tuple[Any, ...]
    claims: tuple[Claim, ...]
    standing: tuple[int, Claim, pd.Timestamp] | None = None

    @property
    def was_provisional(self) -> bool:
        """Whether the standing figure was taken before it was final."""
        if self.standing is None or pd.isna(self.standing[2]):
            return False
        ended = pd.Timestamp(self.key[KEY.index("period_to")]) + pd.Timedelta(days=1)
        return bool(self.standing[2] < ended + FINAL_AFTER)


@dataclass(frozen=True)
class Stored:
    """What to write: `rows` (columns of PlatformFigures, new ones and replaced ones), what differs, and how
    many were replaced."""

    rows: pd.DataFrame
    conflicts: list[Conflict]
    replaced: int


def close(one: float | None, other: float | None) -> bool:
    if missing(one) or missing(other):
        return missing(one) and missing(other)
    assert one is not None
    assert other is not None
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=CENT)


def missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def store(found: pd.DataFrame, standing: pd.DataFrame, now: pd.Timestamp, *, replace: bool) -> Stored:
    """The figures found (columns of `figures.COLUMNS`) beside those that stand (columns of PlatformFigures;
    index: sheet rows). With `replace`, what a later file says counts, and so does a file against the
    standing; one file against itself never does."""
    held = {key: place for place, key in enumerate(keys(standing))}
    conflicts: list[Conflict] = []
    rows, replaced = [], 0
    for key, claims in grouped(found).items():
        chosen = settled(claims, replace=replace)
        if chosen is None:
            conflicts.append(Conflict(key, claims))
            continue
        if key in held:
            row, before, imported = standing_claim(standing, held[key])
            if chosen.agrees(before.total, before.weight):
                continue
            if not replace:
                conflicts.append(Conflict(key, (chosen,), (row, before, imported)))
                continue
            replaced += 1
        rows.append((*key, chosen.total, chosen.weight, chosen.file, now))
    columns = [*KEY, "total", "weight", "source_file", "imported_at"]
    return Stored(pd.DataFrame(rows, columns=columns), conflicts, replaced)


def keys(frame: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    """The key of each row, None for what is missing."""
    columns = [frame[name].astype("object").where(frame[name].notna(), None) for name in KEY]
    return zip(*columns, strict=True)


def grouped(found: pd.DataFrame) -> dict[tuple[Any, ...], tuple[Claim, ...]]:
    """The different totals that the files say of each key, in their order."""
    claims: dict[tuple[Any, ...], tuple[Claim, ...]] = {}
    columns = [found[name].tolist() for name in ("total", "weight", "file", "sheet", "row")]
    for key, total, weight, file, sheet, row in zip(keys(found), *columns, strict=True):
        claim = Claim(total, None if missing(weight) else weight, file, sheet or "", row)
        known = claims.get(key, ())
        if not any(claim.agrees(each.total, each.weight) and claim.file == each.file for each in known):
            claims[key] = (*known, claim)
    return claims


def settled(claims: tuple[Claim, ...], *, replace: bool) -> Claim | None:
    """The claim that counts: the only total said; else, when asked, what the last file says alone."""
    first = claims[0]
    if all(claim.agrees(first.total, first.weight) for claim in claims):
        return first
    last = [claim for claim in claims if claim.file == claims[-1].file]
    return last[0] if replace and len(last) == 1 else None


def standing_claim(standing: pd.DataFrame, place: int) -> tuple[int, Claim, pd.Timestamp]:
    row = standing.iloc[place]
    weight = None if pd.isna(row["weight"]) else float(row["weight"])
    file = "" if pd.isna(row["source_file"]) else row["source_file"]
    return int(standing.index[place]), Claim(float(row["total"]), weight, file, "", 0), row["imported_at"]


def merged(standing: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """All figures (the columns that both have) as they stand once the rows are written; index: none."""
    names = [name for name in rows.columns if name in standing]
    if rows.empty:
        return standing[names].reset_index(drop=True)
    written = set(keys(rows))
    kept = standing.loc[[key not in written for key in keys(standing)], names]
    added = rows[names].astype({name: kept[name].dtype for name in names})
    return pd.concat([kept, added], ignore_index=True)
