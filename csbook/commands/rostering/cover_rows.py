"""Suggested people as rows of the table Cover: `preferred` only, never the minimum a person typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from csbook.commands.score_frames import frame_of
from csbook.roster.demand import Suggestion
from csbook.roster.reading import rows
from csbook.schema.checks import ALL_GROUPS


@dataclass(frozen=True)
class Effect:
    """What one suggestion does to the preferred people in force for its group, kind of day and shift.

    before: 0 where no row spoke of them. after: the suggestion, or the minimum where that is more.
    new_row: the group gets a row of its own.
    """

    suggestion: Suggestion
    before: int
    after: int
    minimum: int
    new_row: bool = False


def suggested_cover(
    cover: pd.DataFrame, suggestions: Iterable[Suggestion], groups: Sequence[str]
) -> tuple[pd.DataFrame, list[Effect]]:
    """The rows of Cover to write, and what each suggestion changes.

    cover: the table as read. groups: all that are rostered, since a row for all speaks for them.

    A row naming its group takes the suggestion. A row for all takes it where every group it speaks for
    is suggested the same number; else each of them that needs another number gets a row of its own, with
    the minimum and the weights of the row for all. Rows for a date are left alone. Written twice, nothing
    changes the second time.
    """
    wanted = list(suggestions)
    rules = _Rows(cover)
    changed: dict[tuple[str, str, str], dict[str, Any]] = {}
    effects = []
    for suggestion in wanted:
        day_type, group, shift = suggestion.day_type, suggestion.group, suggestion.shift
        own, general = rules.of(day_type, group, shift), rules.of(day_type, None, shift)
        by_all = own is None and general is not None and _agreed(suggestion, wanted, rules, groups)
        row = own or general or _no_row(suggestion)
        effect = _effect(suggestion, row, new_row=own is None and not by_all)
        effects.append(effect)
        if effect.before != effect.after:
            named = row["group"] if by_all else group
            changed[day_type, named, shift] = {**row, "group": named, "preferred": effect.after}
    return frame_of("Cover", list(changed.values())), effects


def _agreed(
    suggestion: Suggestion, wanted: Iterable[Suggestion], rules: _Rows, groups: Iterable[str]
) -> bool:
    """Whether every group without a row of its own is suggested the same number for this place."""
    day_type, shift = suggestion.day_type, suggestion.shift
    people = {one.group: one.people for one in wanted if (one.day_type, one.shift) == (day_type, shift)}
    ruled = [group for group in groups if rules.of(day_type, group, shift) is None]
    return {people.get(group) for group in ruled} == {suggestion.people}


class _Rows:
    """The rows of Cover for kinds of days, by kind, group (None for all) and shift."""

    def __init__(self, cover: pd.DataFrame) -> None:
        self._rows = {
            (row["day_type"], None if row["group"] in ALL_GROUPS else row["group"], row["shift"]): dict(row)
            for _, row in rows(cover)
            if row["day_type"] != "date"
        }

    def of(self, day_type: str, group: str | None, shift: str) -> dict[str, Any] | None:
        return self._rows.get((day_type, group, shift))


def _no_row(suggestion: Suggestion) -> dict[str, Any]:
    """What counts where no row speaks of a group: nobody is asked for."""
    return {
        "day_type": suggestion.day_type,
        "date": None,
        "group": suggestion.group,
        "shift": suggestion.shift,
        "minimum": 0,
        "preferred": 0,
        "weight": None,
        "over": None,
    }


def _effect(suggestion: Suggestion, row: Mapping[str, Any], *, new_row: bool) -> Effect:
    minimum = int(row["minimum"])
    before = minimum if row["preferred"] is None else int(row["preferred"])
    after = max(minimum, suggestion.people)
    return Effect(suggestion, before, after, minimum, new_row and before != after)
