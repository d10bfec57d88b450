"""The documents' shop at other sizes, and the same with somebody ill: problems that the table measures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from csbook.roster.parts import LEAVE, Cover, Limits, Person
from csbook.roster.problem import RosterProblem
from tests.roster.shop import days_of, shop, two_wishes_each

MONTH = dt.date(2026, 6, 1)
ILL_FROM = 15
"""The day of the month, counted from 0, on which somebody falls ill for three days."""


def in_groups(people: int, groups: int) -> RosterProblem:
    """The shop with so many people in so many groups, the cover in proportion, two wishes each.

    A group of three has the documents' cover: one day shift, one evening, one half day preferred.
    """
    names = tuple(f"group{number:02}" for number in range(groups))
    sizes = [people // groups + (number < people % groups) for number in range(groups)]
    homes = [name for name, size in zip(names, sizes, strict=True) for _ in range(size)]
    staff = tuple(Person(f"K{n:03}", f"客服{n}", home) for n, home in enumerate(homes, 1))
    cover = tuple(
        row
        for day in days_of(MONTH)
        for name, size in zip(names, sizes, strict=True)
        for row in _cover(day, name, size // 3)
    )
    problem = shop(MONTH, groups=names, people=staff, cover=cover)
    return replace(problem, requests=two_wishes_each(problem))


def _cover(day: dt.date, group: str, people: int) -> tuple[Cover, ...]:
    return (
        Cover(day, group, "day", people, people),
        Cover(day, group, "evening", people, people),
        Cover(day, group, "half", 0, people),
    )


def helping(problem: RosterProblem) -> RosterProblem:
    """The same, the first of each group able to help in the next, which joins all groups into one."""
    groups = list(dict.fromkeys(person.group for person in problem.people))
    following = dict(zip(groups, groups[1:] + groups[:1], strict=True))
    first = {group: next(p.agent_id for p in problem.people if p.group == group) for group in groups}
    people = tuple(
        replace(p, helps=(following[p.group],)) if p.agent_id in first.values() and len(groups) > 1 else p
        for p in problem.people
    )
    return replace(problem, people=people)


def with_illness(problem: RosterProblem) -> tuple[RosterProblem, dt.date]:
    """The first person ill for three days from the middle of the month; the day it begins."""
    agent_id = problem.people[0].agent_id
    first = problem.days[ILL_FROM]
    ill = {(agent_id, first + dt.timedelta(days=number)): LEAVE for number in range(3)}
    return replace(problem, fixed=ill), first


def mixed(people: int) -> RosterProblem:
    """A shop as shops are: three groups of unequal size joined by people who help, personal limits, a
    newcomer, one temporary person, leave, wishes, a campaign of three days on which nobody rests.
    """
    sizes = _three_sizes(people - 1)
    homes = [group for group, size in sizes.items() for _ in range(size)]
    days = days_of(MONTH)
    sales = frozenset(days[15:18])
    staff = tuple(_mixed_person(number, home) for number, home in enumerate(homes))
    hand = Person(f"K{people:03}", f"客服{people}", "taobao", temporary=True)
    cover = tuple(
        row for day in days for g, size in sizes.items() for row in _mixed_cover(day, g, size, day in sales)
    )
    away = {(staff[4].agent_id, day): LEAVE for day in days[7:12]}
    problem = shop(MONTH, groups=tuple(sizes), people=(*staff, hand), cover=cover, fixed=away, no_rest=sales)
    wishes = [wish for wish in two_wishes_each(problem) if (wish.agent_id, wish.day) not in away]
    return replace(problem, requests=tuple(wishes))


def _three_sizes(people: int) -> dict[str, int]:
    jd, pdd = people // 3, people // 4
    return {"taobao": people - jd - pdd, "jd": jd, "pdd": pdd}


def _mixed_person(number: int, home: str) -> Person:
    others = [group for group in ("taobao", "jd", "pdd") if group != home]
    limits = {
        1: Limits(most_shifts={"evening": 8}),
        3: Limits(most_minutes=170 * 60),
        5: Limits(longest_stretch=6),
        6: Limits(most_weekends=3),
    }
    return Person(
        f"K{number + 1:03}",
        f"客服{number + 1}",
        home,
        helps=(others[number % 2],) if number % 3 == 0 else (),
        limits=limits.get(number % 8, Limits()),
        newcomer=number % 11 == 2,
        handles_complaints=number % 4 == 0,
    )


def _mixed_cover(day: dt.date, group: str, people: int, sale: bool) -> tuple[Cover, ...]:
    half, third = max(1, people // 2) + sale, max(1, people // 3)
    return (
        Cover(day, group, "day", max(1, half - 1), half, weight=1 + sale, over=2),
        Cover(day, group, "evening", 1, third + sale, weight=1 + sale),
        Cover(day, group, "half", 0, 1),
    )
