"""Parts and problems refuse what cannot be, and say which value and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from csbook.roster.parts import Cover, Kind, Limits, Person, Request, Shift, cell_of, group_in, shift_in
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.rulebook import RULES, Rule, Rules

from .shop import DAY, SHIFTS, shop

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
        (lambda: Limits({"day": -1}), "cannot be negative"),
        (lambda: Limits(most_minutes=-1), "cannot be negative"),
        (lambda: Limits(most_weekends=-1), "cannot be negative"),
        (lambda: Limits(longest_stretch=0), "at least a day"),
        (lambda: Limits(shortest_stretch=0), "at least a day"),
        (lambda: Limits(shortest_break=0), "at least a day"),
        (lambda: Limits(least_minutes=61, most_minutes=60), "At least 61 and at most 60 minutes"),
        (lambda: Limits(longest_stretch=2, shortest_stretch=3), "longer than the longest"),
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
        ({"people": (Person("K01", "甲", "jd", limits=Limits({"night": 3})),)}, "limit of the shift night"),
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


def with_rest(problem: RosterProblem, hours: int) -> RosterProblem:
    return replace(problem, rules=replace(problem.rules, minimum_rest=Rule(hard=True, parameter=hours)))


def test_shifts_come_too_close_with_less_than_the_minimum_rest() -> None:
    # From 23:30 it is 9.5 h to 9:00 and 10.5 h to 10:00; from 17:30 to 9:00 it is 15.5 h.
    problem = shop()
    assert with_rest(problem, 8).too_close(1) == frozenset()
    assert with_rest(problem, 10).too_close(1) == {("evening", "day")}
    assert with_rest(problem, 11).too_close(1) == {("evening", "day"), ("evening", "half")}
    assert with_rest(problem, 11).too_close(2) == frozenset()


def test_a_night_shift_reaches_over_a_free_day() -> None:
    # From 22:00 to 10:00 on the next day; it is 23 h from there to 9:00 on the day after.
    night = Shift("night", 22 * 60, 34 * 60, Kind.EVENING)
    problem = replace(shop(), shifts=(DAY, night), cover=(), forbidden=frozenset())
    assert with_rest(problem, 24).too_close(2) == {("night", "day")}
    assert with_rest(problem, 23).too_close(2) == frozenset()


def test_no_shift_is_too_close_where_the_rule_is_off() -> None:
    off = Rules(minimum_rest=Rule(on=False, parameter=48))
    assert replace(shop(), rules=off).too_close(1) == frozenset()


def test_a_persons_own_limits_come_before_the_rules_parameters() -> None:
    own = Limits(longest_stretch=3, shortest_stretch=3, shortest_break=1, most_weekends=0)
    problem = shop(people=(Person("K01", "甲", "jd", limits=own), Person("K02", "乙", "jd")))
    limits = [
        (
            problem.longest_stretch(person),
            problem.shortest_stretch(person),
            problem.shortest_break(person),
            problem.most_weekends(person),
        )
        for person in problem.people
    ]
    assert limits == [(3, 3, 1, 0), (7, 2, 2, 4)]


def test_weekends_are_the_weekend_days_of_a_week_an_adjusted_sunday_left_out() -> None:
    problem = shop(dt.date(2026, 8, 1))  # a Saturday; the last weekend is the 29th and 30th
    weekend = problem.weekend - {dt.date(2026, 8, 9)} | {dt.date(2026, 8, 5)}  # a Wednesday off
    found = [[day.day for day in days] for days in replace(problem, weekend=weekend).weekends]
    assert found == [[1, 2], [8], [15, 16], [22, 23], [29, 30]]


def test_a_reference_is_compared_only_where_the_same_cell_is_possible() -> None:
    people = (
        Person("K01", "甲", "jd", last_day=FIRST + dt.timedelta(days=4)),
        Person("K02", "乙", "jd", helps=("pdd",)),
    )
    second, third, late = (FIRST + dt.timedelta(days=number) for number in (1, 2, 5))
    reference = {
        ("K01", FIRST): "day",
        ("K01", second): "leave",  # last month's leave is nobody's wish
        ("K01", third): "day@pdd",  # K01 does not help there
        ("K01", late): "day",  # K01 has left
        ("K02", FIRST): "rest",  # fixed
        ("K02", second): "evening@pdd",
        ("K02", third): "night",  # no shift any more
        ("K99", FIRST): "day",  # nobody
    }
    problem = shop(people=people, fixed={("K02", FIRST): "day"}, reference=reference)
    assert problem.comparable == {("K01", FIRST): "day", ("K02", second): "evening@pdd"}


def test_somebodys_day_is_known_in_the_roster_or_by_the_history() -> None:
    before = FIRST - dt.timedelta(days=1)
    person = Person("K01", "甲", "jd", first_day=before, last_day=FIRST)
    problem = shop(people=(person,), history={("K01", before): "rest"})
    days = [before - dt.timedelta(days=1), before, FIRST, FIRST + dt.timedelta(days=1)]
    assert [problem.knows(person, day) for day in days] == [False, True, True, False]
    assert not replace(problem, history={}).knows(person, before)


def test_a_temporary_person_has_no_rest_days_due() -> None:
    problem = shop(people=(Person("K01", "甲", "jd", temporary=True),))
    assert problem.rest_quota(problem.people[0]) == 0


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
