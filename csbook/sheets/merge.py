"""Three-way merge: what a cell held when it was given, what came back, what the workbook holds since.

Pure: it knows texts (`CellText`) and places, no files. Nothing that one side alone changed is lost, nothing
that both sides changed is decided here, and a second merge of the same sheets changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from csbook.sheets.parts import CellText, Place


class Decision(StrEnum):
    """What becomes of a cell of the workbook."""

    KEEP = "keep"
    TAKE = "take"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Sheet:
    """What came back: `given` is every cell as it was handed out at `moment`, `filled` those that could be
    read, as they are now."""

    name: str
    moment: dt.datetime
    given: Mapping[Place, CellText]
    filled: Mapping[Place, CellText]


@dataclass(frozen=True)
class Filled:
    """A value of a sheet for a cell of the workbook."""

    sheet: str
    place: Place
    text: CellText


@dataclass(frozen=True)
class Merged:
    """`taken`: the values that go into the workbook. `conflicts`: values that do not, for the cell was
    changed there too. `gone`: changed cells that the workbook does not have."""

    taken: Mapping[Place, Filled]
    conflicts: tuple[Filled, ...]
    gone: tuple[Filled, ...]


def decide(given: CellText, filled: CellText, since: Sequence[CellText]) -> Decision:
    """`since`: what the workbook is known to have held after the cell was given, its value now at the end."""
    if filled == given or filled in since:
        return Decision.KEEP
    return Decision.TAKE if all(value == given for value in since) else Decision.CONFLICT


def merge(sheets: Sequence[Sheet], now: Mapping[Place, CellText]) -> Merged:
    """All sheets into the workbook, the earliest handed out first.

    `now` are the workbook's cells. A sheet handed out later tells what the workbook held at that moment: a
    change that was in by then is not taken twice, whatever became of it.
    """
    given_at: dict[Place, list[tuple[dt.datetime, CellText]]] = defaultdict(list)
    for sheet in sheets:
        for place, text in sheet.given.items():
            given_at[place].append((sheet.moment, text))
    taken: dict[Place, Filled] = {}
    conflicts: list[Filled] = []
    gone: list[Filled] = []
    for sheet in sorted(sheets, key=lambda s: (s.moment, s.name)):
        for place, text in sheet.filled.items():
            found = Filled(sheet.name, place, text)
            if place not in now:
                gone += [found] * (text != sheet.given[place])
                continue
            later = [given for moment, given in given_at[place] if moment > sheet.moment]
            standing = taken[place].text if place in taken else now[place]
            decision = decide(sheet.given[place], text, [*later, standing])
            if decision is Decision.TAKE:
                taken[place] = found
            elif decision is Decision.CONFLICT:
                conflicts.append(found)
    return Merged(taken, tuple(conflicts), tuple(gone))


def sheet_saying(sheets: Sequence[Sheet], place: Place, text: CellText) -> str | None:
    """The first sheet in which the text was typed: where it says what the workbook holds, a conflict is one
    of two sheets, and nobody changed the workbook."""
    return next((s.name for s in sheets if s.filled.get(place) == text != s.given.get(place)), None)
