"""Reading the tables that describe the shop: shifts, staff, cover, rules, holidays.

Every function takes one tidy frame (its index is the sheet's row number) and a `Notes` to which it adds
what a person should correct; rows that cannot be used are left out of what it returns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import product
from typing import Any

import pandas as pd

from csbook.problems import Problem, Severity, Words
from csbook.roster.parts import Cover, Kind, Person, Shift
from csbook.roster.rulebook import RULES, Rule, Rules

EVERY_GROUP = "all"
Row = Mapping[str, Any]


@dataclass
class Notes:
    """Collects problems while tables are read."""

    found: list[Problem] = field(default_factory=list)

    def error(self, table: str, row: int | None, column: str, found: object, expected: Words) -> None:
        self.found.append(Problem(table, row, column, _shown(found), expected))

    def warn(self, table: str, row: int | None, column: str, found: object, expected: Words) -> None:
        self.found.append(Problem(table, row, column, _shown(found), expected, Severity.WARNING))


def rows(frame: pd.DataFrame) -> Iterator[tuple[int, Row]]:
    """Row number and values of each row: None where blank, dates for days."""
    for number, values in zip(frame.index, frame.to_dict("records"), strict=True):
        yield int(number), {str(column): _plain(value) for column, value in values.items()}


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def read_shifts(frame: pd.DataFrame, notes: Notes) -> tuple[Shift, ...]:
    """Columns: code, start, end (timedeltas; an end not after the start is on the next day),
    unpaid_break (minutes), kind."""
    shifts: dict[str, Shift] = {}
    for number, row in rows(frame):
        shift = _shift(number, row, notes)
        if shift is not None and shift.code in shifts:
            notes.error("Shifts", number, "code", shift.code, Words("班次代码不能重复", "a code of its own"))
        elif shift is not None:
            shifts[shift.code] = shift
    return tuple(shifts.values())


def _shift(number: int, row: Row, notes: Notes) -> Shift | None:
    for column in ("code", "start", "end", "kind"):
        if row[column] is None:
            notes.error("Shifts", number, column, None, Words("请填写", "a value"))
            return None
    start, end = (int(row[column] / dt.timedelta(minutes=1)) for column in ("start", "end"))
    if start == end:
        notes.error("Shifts", number, "end", row["end"], Words("下班时间要不同于上班时间", "not the start"))
        return None
    end += 24 * 60 if end < start else 0
    unpaid = int(row["unpaid_break"] or 0)
    if not 0 <= unpaid < end - start:
        expected = Words("休息分钟数要短于班次", "fewer minutes than the shift has")
        notes.error("Shifts", number, "unpaid_break", unpaid, expected)
        return None
    try:
        return Shift(str(row["code"]), start, end, Kind(row["kind"]), unpaid)
    except ValueError:
        expected = Words("其他代码（不含 @、rest、leave）", "another code (no @, rest or leave)")
        notes.error("Shifts", number, "code", row["code"], expected)
        return None


def read_staff(frame: pd.DataFrame, month: tuple[dt.date, ...], notes: Notes) -> tuple[Person, ...]:
    """Columns: agent_id, name, group, helps (groups, comma-separated), hired, left, rostered.

    Returned are the people who take part in the roster and are employed on a day of the month.
    """
    every = [(number, row) for number, row in rows(frame) if row["rostered"]]
    groups = {row["group"] for _, row in every} - {None}
    people: dict[str, Person] = {}
    for number, row in every:
        person = _person(number, row, groups, notes)
        if person is None or not any(person.employed(day) for day in month):
            continue
        if person.agent_id in people:
            notes.error(
                "Staff", number, "agent_id", person.agent_id, Words("工号不能重复", "a number of its own")
            )
            continue
        people[person.agent_id] = person
    return tuple(people.values())


def _person(number: int, row: Row, groups: set[str], notes: Notes) -> Person | None:
    for column in ("agent_id", "group"):
        if row[column] is None:
            notes.error("Staff", number, column, None, Words("排班人员必填", "a value, to be rostered"))
            return None
    hired, left = row["hired"], row["left"]
    if hired and left and left < hired:
        notes.error("Staff", number, "left", left, Words("离职日期不早于入职日期", "a day not before hiring"))
        return None
    helps = _split(row["helps"])
    for group in [group for group in helps if group not in groups]:
        notes.warn(
            "Staff", number, "helps", group, Words("员工表中有人的组", "a group that somebody belongs to")
        )
    known = tuple(group for group in helps if group in groups and group != row["group"])
    return Person(str(row["agent_id"]), row["name"] or row["agent_id"], row["group"], known, hired, left)


def _split(text: str | None) -> list[str]:
    parts = [part.strip() for part in (text or "").replace("，", ",").replace("、", ",").split(",")]
    return list(dict.fromkeys(part for part in parts if part))


def read_weekend(frame: pd.DataFrame, month: tuple[dt.date, ...]) -> frozenset[dt.date]:
    """Columns: date, kind. Saturdays, Sundays and `holiday`s, but for adjusted working days (`workday`)."""
    kinds = {row["date"]: row["kind"] for _, row in rows(frame)}
    return frozenset(
        day
        for day in month
        if kinds.get(day) == "holiday" or (day.weekday() >= 5 and kinds.get(day) != "workday")
    )


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
    """Columns: day_type (`weekday`, `weekend`, `date`), date, group (or `all`), shift, minimum, preferred.

    A row for a date beats the rows of its day type; a row naming a group beats one for `all`.
    """
    staff = list(people)
    codes = [shift.code for shift in shifts]
    needs = [need for number, row in rows(frame) for need in _need(number, row, codes, notes)]
    _warn_of_headcount(needs, staff, notes)
    _refuse_doubles(needs, notes)
    staffed = [person.group for person in staff]
    named = [need.group for need in needs if need.group != EVERY_GROUP]
    cover = []
    for day, group, code in product(month, dict.fromkeys(staffed + named), codes):
        speaking = [need for need in needs if need.shift == code and need.speaks_of(day, weekend, group)]
        need = max(speaking, key=lambda need: need.rank, default=None)
        if need is not None and need.preferred and (group in staffed or need.group == group):
            cover.append(Cover(day, group, code, need.minimum, need.preferred))
    return tuple(cover)


def _need(number: int, row: Row, codes: list[str], notes: Notes) -> list[_Need]:
    """The row as a list of one, or of none when it cannot be used."""
    if row["day_type"] is None or (row["day_type"] == "date" and row["date"] is None):
        column = "day_type" if row["day_type"] is None else "date"
        notes.error("Cover", number, column, None, Words("请填写", "a value"))
        return []
    if row["shift"] not in codes:
        notes.error(
            "Cover", number, "shift", row["shift"], Words("班次表中的代码", "a code of the table Shifts")
        )
        return []
    minimum = int(row["minimum"] or 0)
    preferred = minimum if row["preferred"] is None else int(row["preferred"])
    if minimum < 0:
        notes.error("Cover", number, "minimum", minimum, Words("不小于 0 的整数", "a whole number from 0"))
        return []
    if preferred < minimum:
        notes.error("Cover", number, "preferred", preferred, Words("不少于最少人数", "not below the minimum"))
        return []
    group = row["group"] or EVERY_GROUP
    return [_Need(number, row["day_type"], row["date"], group, row["shift"], minimum, preferred)]


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
    for need in needs:
        if need.group == EVERY_GROUP:
            continue
        able = sum(need.group in person.groups for person in people)
        if not able:
            expected = Words("员工表中有人的组", "a group that somebody belongs to")
            notes.warn("Cover", need.number, "group", need.group, expected)
        elif need.minimum > able:
            expected = Words(f"该组可用 {able} 人", f"no more than the {able} who can serve the group")
            notes.warn("Cover", need.number, "minimum", need.minimum, expected)


def read_rules(frame: pd.DataFrame, notes: Notes) -> Rules:
    """Columns: rule, active, strength (`hard`, `soft`), parameter, weight. A rule without a row keeps its
    default; a blank weight or parameter is the default's."""
    rules = Rules()
    for number, row in rows(frame):
        code = row["rule"]
        if code not in {part.name for part in fields(Rules)}:
            notes.error(
                "RosterRules", number, "rule", code, Words("已有的规则", "one of the rules there are")
            )
            continue
        usual = rules[code]
        rule = Rule(
            on=bool(row["active"]),
            hard=row["strength"] == "hard",
            parameter=usual.parameter if row["parameter"] is None else float(row["parameter"]),
            weight=usual.weight if row["weight"] is None else max(0, int(row["weight"])),
        )
        if rule.hard and not RULES[code].may_be_hard:
            notes.error(
                "RosterRules",
                number,
                "strength",
                "hard",
                Words("此规则只能是软性", "soft: it cannot be hard"),
            )
            rule = replace(rule, hard=False)
        try:
            rules = replace(rules, **{code: rule})
        except ValueError:
            notes.error("RosterRules", number, "parameter", row["parameter"], _parameter_words(code))
    return rules


def _parameter_words(code: str) -> Words:
    limits = RULES[code].parameter
    if limits is None:
        return Words("此规则没有参数", "nothing: the rule has no parameter")
    least, most = limits
    return Words(f"{least} 到 {most} 的整数", f"a whole number from {least} to {most}")
