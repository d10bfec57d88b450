"""The documents' shop as problems: three groups of three, three shifts (domain A1.4, A2.1 to A2.3)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any

from csbook.roster.parts import Cover, Kind, Person, Request, Shift
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.rulebook import Rules

DAY = Shift("day", 9 * 60, 17 * 60 + 30, Kind.DAY)
HALF = Shift("half", 10 * 60, 15 * 60 + 30, Kind.HALF)
EVENING = Shift("evening", 17 * 60, 23 * 60 + 30, Kind.EVENING)
SHIFTS = (DAY, HALF, EVENING)
GROUPS = ("jd", "tmall", "pdd")


def days_of(month: dt.date) -> tuple[dt.date, ...]:
    length = calendar.monthrange(month.year, month.month)[1]
    return tuple(month.replace(day=1) + dt.timedelta(days=i) for i in range(length))


def team(groups: tuple[str, ...] = GROUPS, size: int = 3) -> tuple[Person, ...]:
    """K01, K02, ... in groups of `size`."""
    return tuple(
        Person(f"K{number + 1:02}", f"客服{number + 1}", groups[number // size])
        for number in range(len(groups) * size)
    )


def cover_of(days: tuple[dt.date, ...], groups: tuple[str, ...] = GROUPS) -> tuple[Cover, ...]:
    """One day, one evening at least, one half day preferred."""
    return tuple(
        row
        for day in days
        for group in groups
        for row in (
            Cover(day, group, "day", 1, 1),
            Cover(day, group, "evening", 1, 1),
            Cover(day, group, "half", 0, 1),
        )
    )


def shop(
    month: dt.date = dt.date(2026, 6, 1),
    *,
    groups: tuple[str, ...] = GROUPS,
    people: tuple[Person, ...] | None = None,
    rules: Rules | None = None,
    wishes: tuple[Request, ...] = (),
    fixed: Mapping[tuple[str, dt.date], str] | None = None,
    **changed: Any,
) -> RosterProblem:
    """One month of the documents' shop with their rules."""
    days = days_of(month)
    return RosterProblem(
        days=days,
        shifts=SHIFTS,
        people=team(groups) if people is None else people,
        cover=changed.pop("cover", cover_of(days, groups)),
        rules=rules or Rules(),
        forbidden=day_after_evening(SHIFTS),
        fixed=fixed or {},
        requests=wishes,
        weekend=frozenset(day for day in days if day.weekday() >= 5),
        **changed,
    )


def two_wishes_each(problem: RosterProblem) -> tuple[Request, ...]:
    """Two days off wished for by everybody, spread over the month and over the week."""
    return tuple(
        Request(person.agent_id, problem.days[(5 * number + 13 * wish + 2) % len(problem.days)], "rest")
        for number, person in enumerate(problem.people)
        for wish in range(2)
    )
