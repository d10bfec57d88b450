"""Parts and problems refuse what cannot be, and say which value and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from csbook.roster.parts import Cover, Kind, Person, Request, Shift, cell_of, group_in, shift_in
from csbook.roster.problem import day_after_evening
from csbook.roster.rulebook import RULES, Rule, Rules

from .shop import DAY, EVENING, HALF, SHIFTS, shop

FIRST = dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Shift("rest", 0, 60, Kind.DAY), "code “rest”"),  # a built-in code
        (lambda: Shift("a@b", 0, 60, Kind.DAY), "code “a@b”"),  # @ names a group in a cell
        (lambda: Shift("x", 1440, 1500, Kind.DAY), "not in its day"),  # begins tomorrow
        (lambda: Shift("x", 60, 60, Kind.DAY), "lasts 0 minutes"),
        (lambda: Shift("x", 0, 1441, Kind.DAY), "lasts 1441 minutes"),
        (lambda: Shift("x", 0, 60, Kind.DAY, unpaid=60), "unpaid break of 60"),  # nothing is left
        (lambda: Person("K1", "甲", "jd", helps=("jd",)), "lists a group twice"),
        (lambda: Person("", "甲", "jd"), "needs a number"),
        (lambda: Person("K1", "甲", "jd", (), FIRST, dt.date(2026, 5, 1)), "before the first day"),
        (lambda: Cover(FIRST, "jd", "day", -1, 1), "minimum -1"),
        (lambda: Cover(FIRST, "jd", "day", 2, 1), "minimum 2, preferred 1"),
        (lambda: Cover(FIRST, "jd", "day", 1, 1, over=-1), "cannot be negative"),
        (lambda: Request("K01", FIRST, "rest", weight=-1), "negative weight"),
        (lambda: Rule(weight=-1), "cannot be negative"),
        (lambda: Rules(equal_hours=Rule(hard=True)), "equal_hours can only be soft"),
        (lambda: Rules(rest_days=Rule(hard=True)), "rest_days needs a whole number from 0 to 31"),
        (lambda: Rules(rest_days=Rule(parameter=4.5)), "has 4.5"),
        (lambda: Rules(wishes=Rule(parameter=1)), "takes no parameter"),
    ],
)
def test_a_part_refuses_a_bad_value(make: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"days": ()}, "at least one day"),
        ({"days": (FIRST, dt.date(2026, 6, 3))}, "without a gap"),
        ({"shifts": ()}, "does not exist|at least one shift"),
        ({"shifts": (*SHIFTS, DAY)}, "shift code day appears twice"),
        ({"people": (Person("K01", "甲", "jd"), Person("K01", "乙", "jd"))}, "person K01 appears twice"),
        ({"cover": (Cover(FIRST, "jd", "night", 1, 1),)}, "shift night, which does not exist"),
        ({"cover": (Cover(dt.date(2026, 7, 1), "jd", "day", 1, 1),)}, "day 2026-07-01"),
        ({"cover": (Cover(FIRST, "jd", "day", 1, 1),) * 2}, "cover .* appears twice"),
        ({"forbidden": frozenset({("evening", "night")})}, "forbidden succession"),
        ({"minimum_rest": -1}, "cannot be negative"),
        ({"fixed": {("K99", FIRST): "rest"}}, "fixed cell of K99"),
        ({"fixed": {("K01", FIRST): "day@tmall"}}, "which they cannot do"),  # K01 helps nobody
        ({"history": {("K01", FIRST): "day"}}, "history of K01"),  # not before the month
        ({"requests": (Request("K01", FIRST, "night"),)}, "asks for “night”"),
        ({"requests": (Request("K01", dt.date(2026, 7, 1), "rest"),)}, "outside the roster"),
    ],
)
def test_a_problem_refuses_parts_that_do_not_fit_together(changes: dict[str, Any], sentence: str) -> None:
    problem = shop()
    with pytest.raises(ValueError, match=sentence):
        replace(problem, **changes)


def test_the_documents_shifts_are_paid_for_their_length() -> None:
    assert [shift.paid for shift in SHIFTS] == [510, 330, 390]
    assert Shift("late", 22 * 60, 30 * 60, Kind.EVENING, unpaid=30).paid == 450


def test_cells_name_another_group_behind_an_at_sign() -> None:
    assert cell_of("day", "jd", home="jd") == "day"
    assert cell_of("day", "tmall", home="jd") == "day@tmall"
    assert (shift_in("day@tmall"), group_in("day@tmall", "jd"), group_in("day", "jd")) == (
        "day",
        "tmall",
        "jd",
    )
    assert [shift_in(cell) for cell in ("rest", "leave", None)] == [None, None, None]


def test_every_rule_has_its_facts_and_its_names() -> None:
    assert set(RULES) == set(Rules.__dataclass_fields__)
    assert all(facts.words.zh and facts.words.en and facts.source for facts in RULES.values())


def test_only_a_full_day_shift_is_forbidden_after_an_evening() -> None:
    assert day_after_evening(SHIFTS) == {("evening", "day")}


def test_a_minimum_rest_forbids_shifts_that_come_too_close() -> None:
    # From 23:30 it is 9.5 h to 9:00 and 10.5 h to 10:00; from 17:30 to 9:00 it is 15.5 h.
    problem = replace(shop(), forbidden=frozenset(), minimum_rest=11 * 60)
    assert problem.successions == {(EVENING.code, DAY.code), (EVENING.code, HALF.code)}
    assert replace(problem, minimum_rest=10 * 60).successions == {(EVENING.code, DAY.code)}


def test_a_whole_month_has_four_rest_days_and_part_of_one_its_share() -> None:
    people = (
        Person("K01", "甲", "jd"),
        Person("K02", "乙", "jd", first_day=dt.date(2026, 6, 16)),  # 15 of 30 days: 2
        Person("K03", "丙", "jd", last_day=dt.date(2026, 6, 11)),  # 11 of 30 days: 1.47, so 1
        Person("K04", "丁", "jd", last_day=dt.date(2026, 6, 12)),  # 12 of 30 days: 1.6, so 2
    )
    problem = shop(people=people)
    assert [problem.rest_quota(person) for person in people] == [4, 2, 1, 2]


@pytest.mark.parametrize(("days_of_leave", "quota"), [(0, 4), (3, 4), (26, 4), (28, 2), (30, 0)])
def test_rest_days_come_besides_leave_until_no_days_are_left(days_of_leave: int, quota: int) -> None:
    problem = shop()
    leave = {("K01", day): "leave" for day in problem.days[:days_of_leave]}
    problem = replace(problem, fixed=leave)
    assert problem.rest_quota(problem.people[0]) == quota


def test_groups_are_solved_apart_unless_somebody_can_help_in_both() -> None:
    problem = shop()
    assert [len(part.people) for part in problem.components()] == [3, 3, 3]
    helper = replace(problem.people[0], helps=("pdd",))
    joined = replace(problem, people=(helper, *problem.people[1:]))
    assert [sorted({p.group for p in part.people}) for part in joined.components()] == [
        ["jd", "pdd"],
        ["tmall"],
    ]
    assert sum(len(part.cover) for part in joined.components()) == len(problem.cover)
