"""The public employee-shift-scheduling instances: read, made into a roster problem, and scored again.

The files explain their own sections. `cost_of` scores a roster straight from the file's numbers and shares
no code with csbook, so that it can be trusted as a referee.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path

from csbook.roster.parts import REST, Cover, Kind, Limits, Person, Request, Roster, Shift
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule, Rules

MONDAY = dt.date(2024, 1, 1)
GROUP = "team"
Plan = dict[str, list[str]]
"""For each employee the shift of each day, empty where there is none."""


@dataclass(frozen=True)
class Staff:
    """One line of SECTION_STAFF, with the days off."""

    code: str
    most_shifts: dict[str, int]
    most_minutes: int
    least_minutes: int
    longest_stretch: int
    shortest_stretch: int
    shortest_break: int
    most_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True)
class Instance:
    """A file as it stands. Wishes: (employee, day, shift, weight); cover: (day, shift) to (number, under,
    over)."""

    days: int
    minutes: dict[str, int]
    forbidden: frozenset[tuple[str, str]]
    staff: tuple[Staff, ...]
    wanted: tuple[tuple[str, int, str, int], ...]
    unwanted: tuple[tuple[str, int, str, int], ...]
    cover: dict[tuple[int, str], tuple[int, int, int]]


def read(path: Path) -> Instance:
    """The instance in a file. Raises `ValueError` where a section is missing or a line does not fit."""
    try:
        return _instance(_sections(path))
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} is no employee shift scheduling instance: {error!r}") from error


def _sections(path: Path) -> dict[str, list[list[str]]]:
    sections: dict[str, list[list[str]]] = {}
    name = ""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        text = line.strip()
        if text.startswith("SECTION_"):
            name = text.removeprefix("SECTION_")
            sections[name] = []
        elif text and not text.startswith("#"):
            sections[name].append(text.split(","))
    return sections


def _instance(sections: dict[str, list[list[str]]]) -> Instance:
    shifts = sections["SHIFTS"]
    off = {code: frozenset(map(int, days)) for code, *days in sections.get("DAYS_OFF", [])}
    return Instance(
        days=int(sections["HORIZON"][0][0]),
        minutes={code: int(length) for code, length, *_ in shifts},
        forbidden=frozenset(
            (code, after) for code, _, *follow in shifts for after in "".join(follow).split("|") if after
        ),
        staff=tuple(_staff(row, off.get(row[0], frozenset())) for row in sections["STAFF"]),
        wanted=_wishes(sections.get("SHIFT_ON_REQUESTS", [])),
        unwanted=_wishes(sections.get("SHIFT_OFF_REQUESTS", [])),
        cover={
            (int(day), shift): (int(need), int(under), int(over))
            for day, shift, need, under, over in sections["COVER"]
        },
    )


def _staff(row: list[str], off: frozenset[int]) -> Staff:
    code, most, *numbers = row
    limits = {shift: int(number) for shift, number in (part.split("=") for part in most.split("|") if part)}
    return Staff(code, limits, *map(int, numbers), off)  # type: ignore[call-arg]  # six numbers


def _wishes(rows: list[list[str]]) -> tuple[tuple[str, int, str, int], ...]:
    return tuple((code, int(day), shift, int(weight)) for code, day, shift, weight in rows)


def problem_of(instance: Instance) -> RosterProblem:
    """The same as a roster problem: every limit hard, cover and wishes at the file's weights."""
    days = tuple(MONDAY + dt.timedelta(days=number) for number in range(instance.days))
    rules = {
        part.name: Rule(on=False, parameter=getattr(Rules(), part.name).parameter) for part in fields(Rules)
    }
    one = Rule(weight=1)
    for code in ("longest_stretch", "shortest_stretch", "shortest_break", "most_weekends"):
        rules[code] = Rule(hard=True, parameter=1)
    for code in ("no_day_after_evening", "shift_limits", "most_hours", "least_hours"):
        rules[code] = Rule(hard=True)
    return RosterProblem(
        days=days,
        shifts=tuple(Shift(code, 0, minutes, Kind.OTHER) for code, minutes in instance.minutes.items()),
        people=tuple(_person(staff) for staff in instance.staff),
        cover=tuple(
            Cover(days[day], GROUP, shift, 0, need, under, over)
            for (day, shift), (need, under, over) in instance.cover.items()
        ),
        rules=Rules(**(rules | {"cover_preferred": one, "wishes": one})),
        forbidden=instance.forbidden,
        fixed={(staff.code, days[day]): REST for staff in instance.staff for day in staff.days_off},
        requests=tuple(
            Request(code, days[day], shift, wanted, weight)
            for wanted, wishes in ((True, instance.wanted), (False, instance.unwanted))
            for code, day, shift, weight in wishes
        ),
        weekend=frozenset(day for day in days if day.weekday() >= 5),
    )


def _person(staff: Staff) -> Person:
    limits = Limits(
        staff.most_shifts,
        staff.least_minutes,
        staff.most_minutes,
        staff.longest_stretch,
        staff.shortest_stretch,
        staff.shortest_break,
        staff.most_weekends,
    )
    return Person(staff.code, staff.code, GROUP, limits=limits)


def plan_of(instance: Instance, roster: Roster) -> Plan:
    days = [MONDAY + dt.timedelta(days=number) for number in range(instance.days)]
    cells = {staff.code: [roster.cell(staff.code, day) or "" for day in days] for staff in instance.staff}
    return {code: ["" if cell == REST else cell for cell in row] for code, row in cells.items()}


def faults_of(instance: Instance, plan: Plan) -> list[str]:
    """Every hard rule that the plan breaks, in words; none for a valid one."""
    return [fault for staff in instance.staff for fault in _faults(instance, staff, plan[staff.code])]


def _faults(instance: Instance, staff: Staff, row: list[str]) -> list[str]:
    worked = [bool(shift) for shift in row]
    minutes = sum(instance.minutes[shift] for shift in row if shift)
    counts = Counter(shift for shift in row if shift)
    weekends = sum(any(worked[day : day + 2]) for day in range(5, instance.days, 7))
    tests = {
        "a day off is worked": any(worked[day] for day in staff.days_off),
        "a shift follows another it must not": any(pair in instance.forbidden for pair in pairwise(row)),
        "too many of a shift": any(counts[shift] > most for shift, most in staff.most_shifts.items()),
        "minutes": not staff.least_minutes <= minutes <= staff.most_minutes,
        "weekends": weekends > staff.most_weekends,
        "a stretch too long": any(length > staff.longest_stretch for _, length, _ in _runs(worked, True)),
        "a stretch too short": any(
            length < staff.shortest_stretch for _, length, inner in _runs(worked, True) if inner
        ),
        "a break too short": any(
            length < staff.shortest_break for _, length, inner in _runs(worked, False) if inner
        ),
    }
    return [f"{staff.code}: {fault}" for fault, broken in tests.items() if broken]


def _runs(worked: list[bool], what: bool) -> list[tuple[int, int, bool]]:
    """Start, length and whether the run touches neither edge, of each run of days."""
    runs, day = [], 0
    while day < len(worked):
        end = day
        while end < len(worked) and worked[end] == worked[day]:
            end += 1
        if worked[day] == what:
            runs.append((day, end - day, day > 0 and end < len(worked)))
        day = end
    return runs


def cost_of(instance: Instance, plan: Plan) -> int:
    """The sum of the weights: wishes not met, cover under and over."""
    cost = sum(weight for code, day, shift, weight in instance.wanted if plan[code][day] != shift)
    cost += sum(weight for code, day, shift, weight in instance.unwanted if plan[code][day] == shift)
    present = Counter((day, shift) for row in plan.values() for day, shift in enumerate(row))
    for place, (need, under, over) in instance.cover.items():
        cost += under * max(0, need - present[place]) + over * max(0, present[place] - need)
    return cost
