"""Reading the tables that describe the shop: shifts, staff, rules, holidays.

Every function takes one tidy frame (its index is the sheet's row number) and a `Notes` to which it adds
what a person should correct; rows that cannot be used are left out of what it returns.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Final

import pandas as pd

from csbook.problems import Words, figure, joined, same
from csbook.roster.amounts import hour_words
from csbook.roster.parts import Kind, Limits, Person, Shift
from csbook.roster.reading import CELLS_OFF, Notes, Row, rows
from csbook.roster.rulebook import RULES, Rule, Rules

TAKEN: Final = frozenset(
    text.casefold() for code, words in CELLS_OFF.items() for text in (code, words.zh, words.en)
)
"""What a day cell says of a day without a shift, so that no shift can be called so."""
LONG_SHIFT: Final = 12 * 60
"""Paid minutes beyond which a shift is pointed out: it looks like a mistake of the hours, and the law has 8
hours a day (Labour Law, art. 36)."""
LIMITS: Final = ("most_hours", "least_hours", "most_weekends", "longest_stretch", "shift_limits")
"""The columns of Staff with a person's own limits; each is named as the rule that gives it force."""


def read_shifts(frame: pd.DataFrame, notes: Notes) -> tuple[Shift, ...]:
    """Columns: code, start, end (timedeltas; an end not after the start is on the next day),
    unpaid_break (minutes), kind. A shift of more than 12 paid hours is pointed out."""
    shifts: dict[str, Shift] = {}
    for number, row in rows(frame):
        shift = _shift(number, row, notes)
        if shift is None:
            notes.refuse("Shifts", row["code"])
        elif shift.code in shifts:
            notes.error("Shifts", number, "code", shift.code, Words("班次代码不能重复", "a code of its own"))
        else:
            shifts[shift.code] = shift
    return tuple(shifts.values())


def _shift(number: int, row: Row, notes: Notes) -> Shift | None:
    for column in ("code", "start", "end", "kind"):
        if row[column] is None:
            notes.error("Shifts", number, column, None, Words("请填写", "a value"))
            return None
    start, end = (int(row[column] / dt.timedelta(minutes=1)) for column in ("start", "end"))
    if start == end:
        expected = Words("不同于上班时间", "another time than the start")
        notes.error("Shifts", number, "end", _clock(end), expected)
        return None
    end += 24 * 60 if end < start else 0
    unpaid = int(row["unpaid_break"] or 0)
    if not 0 <= unpaid < end - start:
        expected = Words(
            f"少于班次的 {end - start} 分钟", f"fewer than the {end - start} minutes that the shift has"
        )
        notes.error("Shifts", number, "unpaid_break", unpaid, expected)
        return None
    if start >= 24 * 60 or end - start > 24 * 60:
        expected = Words("当天 24:00 之前上班、不超过 24 小时", "a start before 24:00 and at most 24 hours")
        notes.error("Shifts", number, "start", _clock(start), expected)
        return None
    code = str(row["code"])
    if code.casefold() in TAKEN or "@" in code or "＠" in code:
        expected = Words(
            "别的代码（休、假、R、L、rest、leave 和 @ 在班表里另有含义）",
            "another code (R, L, rest, leave, 休, 假 and @ mean something else in the roster)",
        )
        notes.error("Shifts", number, "code", code, expected)
        return None
    shift = Shift(code, start, end, Kind(row["kind"]), unpaid)
    if shift.paid > LONG_SHIFT:
        notes.warn("Shifts", number, "end", _clock(end % (24 * 60)), _shorter(shift))
    return shift


def _shorter(shift: Shift) -> Words:
    paid, most = hour_words(shift.paid), LONG_SHIFT // 60
    return Words(
        f"不超过 {most} 小时计薪的班（现在 {paid.zh}；《劳动法》第三十六条：每日 8 小时）",
        f"a shift of at most {most} paid hours (it has {paid.en}; Labour Law, art. 36: 8 hours a day)",
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def read_staff(
    frame: pd.DataFrame, month: tuple[dt.date, ...], codes: Collection[str], notes: Notes
) -> tuple[Person, ...]:
    """Columns: agent_id, name, group, helps (groups, comma-separated), hired, left, rostered; where they
    are there also probation_until, complaints, temporary, most_hours, least_hours (a month),
    most_weekends, longest_stretch, shift_limits (text, as `晚=8、白=20`; `codes` are the shifts').

    Returned are the people who take part in the roster and are employed on a day of the month. A
    newcomer is on probation on the month's first day or later.
    """
    every = [(number, row) for number, row in rows(frame) if row["rostered"]]
    groups = {row["group"] for _, row in every} - {None}
    people: dict[str, Person] = {}
    for number, row in every:
        person = _person(number, row, groups, notes)
        if person is None:
            notes.refuse("Staff", row["agent_id"])
            continue
        if not any(person.employed(day) for day in month):
            continue
        if person.agent_id in people:
            notes.error(
                "Staff", number, "agent_id", person.agent_id, Words("工号不能重复", "a number of its own")
            )
            continue
        if person.name in {other.name for other in people.values()}:
            expected = Words("不与别人同名（可加后缀区分）", "a name of its own (add something to it)")
            notes.warn("Staff", number, "name", person.name, expected)
        probation = row.get("probation_until")
        people[person.agent_id] = replace(
            person,
            limits=read_limits(number, row, codes, notes),
            newcomer=probation is not None and probation >= month[0],
            handles_complaints=bool(row.get("complaints")),
            temporary=bool(row.get("temporary")),
        )
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
    parts = [part.strip() for part in re.split(r"[,，、;；]", text or "")]
    return list(dict.fromkeys(part for part in parts if part))


def read_limits(number: int, row: Row, codes: Collection[str], notes: Notes) -> Limits:
    """The limits in a row of Staff (`read_staff` says the columns); one that cannot be used is told and
    left out."""
    whole = {}
    for column, least in (("most_weekends", 0), ("longest_stretch", 1)):
        value = row.get(column)
        if value is not None and value < least:
            expected = Words(f"不小于 {least} 的整数", f"a whole number from {least}")
            notes.error("Staff", number, column, value, expected)
            value = None
        whole[column] = None if value is None else int(value)
    hours = {}
    for column in ("least_hours", "most_hours"):
        value = row.get(column)
        if value is not None and value < 0:
            notes.error("Staff", number, column, value, Words("不小于 0 的小时数", "hours of at least 0"))
            value = None
        hours[column] = value
    least_hours, most_hours = hours["least_hours"], hours["most_hours"]
    if least_hours is not None and most_hours is not None and least_hours > most_hours:
        expected = Words(
            f"不大于月最多工时 {figure(most_hours)}", f"not above the most hours, {figure(most_hours)}"
        )
        notes.error("Staff", number, "least_hours", least_hours, expected)
        least_hours = None
    return Limits(
        most_shifts=_shift_limits(number, row.get("shift_limits"), codes, notes),
        least_minutes=None if least_hours is None else round(least_hours * 60),
        most_minutes=None if most_hours is None else round(most_hours * 60),
        longest_stretch=whole["longest_stretch"],
        most_weekends=whole["most_weekends"],
    )


def _shift_limits(number: int, text: str | None, codes: Collection[str], notes: Notes) -> dict[str, int]:
    """`晚=8、白=20` as {"晚": 8, "白": 20}."""
    found: dict[str, int] = {}
    for part in _split(text):
        match = re.fullmatch(r"(.+?)\s*[=＝:：]\s*(\d{1,2})", part)
        if match is not None and notes.has_refused("Shifts", match[1]):
            continue
        if match is None or match[1] not in codes or match[1] in found:
            shown = joined(same(f"{code}=8") for code in list(codes)[:2])
            expected = Words(
                f"班次=最多几个，每个班次一次，如 {shown.zh}", f"shift=number, each once, as {shown.en}"
            )
            notes.error("Staff", number, "shift_limits", part, expected)
        else:
            found[match[1]] = int(match[2])
    return found


@dataclass(frozen=True)
class SpecialDays:
    """A month's days that are unlike others, from the table Holidays.

    weekend: Saturdays, Sundays and holidays, but for adjusted working days. holidays: public ones.
    sales: nobody may rest.
    """

    weekend: frozenset[dt.date]
    holidays: frozenset[dt.date]
    sales: frozenset[dt.date]


def read_special_days(frame: pd.DataFrame, month: tuple[dt.date, ...]) -> SpecialDays:
    """Columns: date, kind (`holiday`, `workday`, `sales`)."""
    kinds = {row["date"]: row["kind"] for _, row in rows(frame)}
    holidays = frozenset(day for day in month if kinds.get(day) == "holiday")
    ordinary = frozenset(day for day in month if day.weekday() >= 5 and kinds.get(day) != "workday")
    sales = frozenset(day for day in month if kinds.get(day) == "sales")
    return SpecialDays(ordinary | holidays, holidays, sales)


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
        rule = _rule(number, row, rules[code], notes)
        try:
            rules = replace(rules, **{code: rule})
        except ValueError:
            notes.error("RosterRules", number, "parameter", row["parameter"], _parameter_words(code))
    return rules


def _rule(number: int, row: Row, usual: Rule, notes: Notes) -> Rule:
    hard = row["strength"] == "hard"
    if hard and not RULES[row["rule"]].may_be_hard:
        expected = Words("此规则只能是软性", "soft: it cannot be hard")
        notes.error("RosterRules", number, "strength", "hard", expected)
        hard = False
    weight = usual.weight if row["weight"] is None else int(row["weight"])
    if weight < 0:
        expected = Words("不小于 0 的整数", "a whole number from 0")
        notes.error("RosterRules", number, "weight", weight, expected)
        weight = usual.weight
    parameter = usual.parameter if row["parameter"] is None else float(row["parameter"])
    return Rule(on=bool(row["active"]), hard=hard, parameter=parameter, weight=weight)


def _parameter_words(code: str) -> Words:
    limits = RULES[code].parameter
    if limits is None:
        return Words("空（此规则没有参数）", "nothing: the rule has no parameter")
    least, most = limits
    return Words(f"{least} 到 {most} 的整数", f"a whole number from {least} to {most}")
