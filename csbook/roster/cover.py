"""Reading the table Cover: how many people each group needs on which day and shift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import pandas as pd

from csbook.problems import Words
from csbook.roster.parts import Cover, Person, Shift
from csbook.roster.reading import Notes, Row, rows

EVERY_GROUP = "all"


@dataclass(frozen=True)
class _Need:
    """One row of the table Cover."""

    number: int
    day_type: str
    date: dt.date | None
    group: str
    shift: str
    minimum: int
    preferred: int
    weight: int
    over: int

    @property
    def rank(self) -> tuple[bool, bool]:
        """Which of two rows counts: one for a date before one for a day type, then one naming its group."""
        return self.day_type == "date", self.group != EVERY_GROUP

    def speaks_of(self, day: dt.date, weekend: frozenset[dt.date], group: str) -> bool:
        when = day == self.date if self.day_type == "date" else self.day_type == _day_type(day, weekend)
        return when and self.group in (EVERY_GROUP, group)


def _day_type(day: dt.date, weekend: frozenset[dt.date]) -> str:
    return "weekend" if day in weekend else "weekday"


def read_cover(
    frame: pd.DataFrame,
    month: tuple[dt.date, ...],
    weekend: frozenset[dt.date],
    people: Iterable[Person],
    shifts: Iterable[Shift],
    notes: Notes,
) -> tuple[Cover, ...]:
    """Columns: day_type (`weekday`, `weekend`, `date`), date, group (or `all`), shift, minimum, preferred,
    weight, over.

    A row for a date beats the rows of its day type; a row naming a group beats one for `all`.
    """
    staff = list(people)
    codes = [shift.code for shift in shifts]
    needs: list[_Need] = []
    for number, row in rows(frame):
        need = _need(number, row, codes, notes)
        if need is None:
            notes.refuse("Cover", str(number))
        else:
            needs.append(need)
    if not notes.has_refused_any("Staff"):
        _warn_of_headcount(needs, staff, notes)
    _refuse_doubles(needs, notes)
    staffed = [person.group for person in staff]
    named = [need.group for need in needs if need.group != EVERY_GROUP]
    cover = []
    for day, group, code in product(month, dict.fromkeys(staffed + named), codes):
        speaking = [need for need in needs if need.shift == code and need.speaks_of(day, weekend, group)]
        need = max(speaking, key=lambda need: need.rank, default=None)
        if need is not None and need.preferred and (group in staffed or need.group == group):
            cover.append(Cover(day, group, code, need.minimum, need.preferred, need.weight, need.over))
    return tuple(cover)


def _need(number: int, row: Row, codes: list[str], notes: Notes) -> _Need | None:
    """The row's need; None when it cannot be used."""
    if row["day_type"] is None or (row["day_type"] == "date" and row["date"] is None):
        column = "day_type" if row["day_type"] is None else "date"
        notes.error("Cover", number, column, None, Words("请填写", "a value"))
        return None
    if row["shift"] not in codes:
        if not notes.has_refused("Shifts", row["shift"]):
            expected = Words("班次表中的代码", "a code of the table Shifts")
            notes.error("Cover", number, "shift", row["shift"], expected)
        return None
    minimum = int(row["minimum"] or 0)
    preferred = minimum if row["preferred"] is None else int(row["preferred"])
    weight = 1 if row.get("weight") is None else int(row["weight"])
    over = int(row.get("over") or 0)
    for column, value in (("minimum", minimum), ("weight", weight), ("over", over)):
        if value < 0:
            expected = Words("不小于 0 的整数", "a whole number from 0")
            notes.error("Cover", number, column, value, expected)
            return None
    if preferred < minimum:
        notes.error("Cover", number, "preferred", preferred, Words("不少于最少人数", "not below the minimum"))
        return None
    group = row["group"] or EVERY_GROUP
    return _Need(number, row["day_type"], row["date"], group, row["shift"], minimum, preferred, weight, over)


def _refuse_doubles(needs: list[_Need], notes: Notes) -> None:
    seen: set[tuple[object, ...]] = set()
    for need in needs:
        key = (need.day_type, need.date if need.day_type == "date" else None, need.group, need.shift)
        if key in seen:
            notes.error(
                "Cover", need.number, "shift", need.shift, Words("同一需求只写一行", "one row for a need")
            )
        seen.add(key)


def _warn_of_headcount(needs: list[_Need], people: list[Person], notes: Notes) -> None:
    """Point out needs that no roster can meet, with how many people there are."""
    homes = dict.fromkeys(person.group for person in people)
    for need in needs:
        groups = homes if need.group == EVERY_GROUP else [need.group]
        able = {group: sum(group in person.groups for person in people) for group in groups}
        if not all(able.values()):
            expected = Words("员工表中有人的组", "a group that somebody belongs to")
            notes.warn("Cover", need.number, "group", need.group, expected)
            continue
        group = min(able, key=lambda group: able[group])
        if need.minimum > able[group]:
            expected = Words(
                f"不超过“{group}”可用的 {able[group]} 人",
                f"no more than the {able[group]} who can serve group '{group}'",
            )
            notes.warn("Cover", need.number, "minimum", need.minimum, expected)
