"""The documents' rules alone, with figures worked out by hand; the letters are those of `one_rule`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from csbook.roster import solution, targets
from csbook.roster.checks_of_fairness import fairness
from csbook.roster.parts import Cover, Person, Request, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule

from .one_rule import MONDAY, case, cells, found, price_in_program


@pytest.mark.parametrize(
    ("line", "amount"),
    [("rddrddrddr", 0), ("rddrddrddd", 1), ("rrrrrrdddd", 2), ("rrllllddrr", 0)],
)
def test_rest_days_are_counted_besides_leave(line: str, amount: int) -> None:
    rule = Rule(hard=False, parameter=4, weight=200)
    problem, roster = case(line, rules={"rest_days": rule})
    assert found(problem, roster) == ([("rest_days", "K01", amount, False)] if amount else [])
    assert solution.cost(problem, roster) == 200 * amount


def test_a_day_shift_after_an_evening_breaks_the_rule_and_a_half_day_does_not() -> None:
    rule = Rule(hard=True)
    problem, roster = case("edehered", rules={"no_day_after_evening": rule})
    assert [v.days[1] - MONDAY for v in solution.violations(problem, roster)] == [
        dt.timedelta(days=1),
        dt.timedelta(days=7),
    ]


def test_an_evening_on_the_last_day_of_the_month_before_forbids_the_first_day_shift() -> None:
    before = cells("K01", MONDAY - dt.timedelta(days=1), "e")
    problem, roster = case("d", rules={"no_day_after_evening": Rule(hard=True)}, history=before)
    assert found(problem, roster) == [("no_day_after_evening", "K01", 1, True)]


def test_each_whole_week_needs_a_long_break() -> None:
    rule = Rule(hard=True, parameter=7, weight=50)
    problem, roster = case("ddddddd" + "hehehed" + "ddlhhhh" + "dddd", rules={"long_break": rule})
    assert [(v.days[0] - MONDAY).days for v in solution.violations(problem, roster)] == [0, 7]


def from_wednesday(history: str, line: str) -> tuple[RosterProblem, Roster]:
    """One person under the rule of the long break, with the Monday and Tuesday of the week before."""
    rule = Rule(hard=True, parameter=7, weight=50)
    wednesday = MONDAY + dt.timedelta(days=2)
    problem, _ = case("r" * len(line), rules={"long_break": rule})
    days = tuple(day + dt.timedelta(days=2) for day in problem.days)
    problem = replace(problem, days=days, history=cells("K01", MONDAY, history))
    return problem, Roster(cells("K01", wednesday, line))


def test_a_week_begun_before_the_month_is_soft_and_looks_back() -> None:
    assert found(*from_wednesday("rd", "ddddd")) == []
    assert found(*from_wednesday("dd", "ddddd")) == [("long_break", "K01", 1, False)]
    assert solution.cost(*from_wednesday("dd", "ddddd")) == 50


def test_after_a_begun_week_one_week_may_be_missed_at_a_cost_and_not_two() -> None:
    once = from_wednesday("dd", "rdddd" + "ddddddd" + "rdddddd")
    twice = from_wednesday("dd", "rdddd" + "ddddddd" + "ddddddd")
    assert found(*once) == [("long_break", "K01", 1, False)]
    assert solution.cost(*once) == 50
    assert found(*twice) == [("long_break", "K01", 1, True)] * 2


@pytest.mark.parametrize(("line", "amount"), [("ddddddd", 0), ("dddddddd", 1), ("ddddddddddr", 3)])
def test_days_running_are_counted_beyond_the_longest_stretch(line: str, amount: int) -> None:
    rule = Rule(hard=False, parameter=7, weight=100)
    problem, roster = case(line, rules={"longest_stretch": rule})
    assert solution.cost(problem, roster) == 100 * amount


def test_a_stretch_runs_on_from_the_month_before_and_leave_ends_it() -> None:
    rule = Rule(hard=False, parameter=7, weight=100)
    before = cells("K01", MONDAY - dt.timedelta(days=5), "ddddd")
    problem, roster = case("dddldddd", rules={"longest_stretch": rule}, history=before)
    assert found(problem, roster) == [("longest_stretch", "K01", 1, False)]  # 5 + 3 days


def test_missing_people_cost_by_minimum_and_preferred() -> None:
    rules = {"cover_minimum": Rule(weight=1000), "cover_preferred": Rule(weight=10)}
    cover = (Cover(MONDAY, "jd", "day", 1, 3), Cover(MONDAY, "jd", "evening", 2, 2, over=7))
    problem, roster = case("d", "r", rules=rules, cover=cover)
    unmet = solution.unmet_cover(problem, roster)
    assert [(gap.cover.shift, gap.present, gap.below_minimum, gap.below_preferred) for gap in unmet] == [
        ("day", 1, 0, 2),
        ("evening", 0, 2, 2),
    ]
    assert solution.costs(problem, roster)["cover_minimum"] == 2 * 1000
    assert solution.costs(problem, roster)["cover_preferred"] == 4 * 10


def test_too_many_people_cost_where_the_cover_says_so() -> None:
    problem, roster = case("d", "d", "d", cover=(Cover(MONDAY, "jd", "day", 1, 1, over=7),))
    assert solution.cost(problem, roster) == 2 * 7


def test_helping_covers_the_other_group_and_costs_a_little() -> None:
    people = (Person("K01", "甲", "jd", helps=("pdd",)),)
    cover = (Cover(MONDAY, "pdd", "day", 1, 1), Cover(MONDAY, "jd", "day", 1, 1))
    rules = {"cover_minimum": Rule(weight=1000)}
    problem, roster = case("D", people=people, cover=cover, rules=rules, help_weight=5)
    assert [gap.cover.group for gap in solution.unmet_cover(problem, roster)] == ["jd"]
    assert solution.cost(problem, roster) == 1000 + 5


def test_requests_are_refused_when_the_cell_is_another() -> None:
    wishes = (
        Request("K01", MONDAY, "rest"),
        Request("K01", MONDAY + dt.timedelta(days=1), "rest"),
        Request("K01", MONDAY + dt.timedelta(days=2), "evening", weight=3),
        Request("K01", MONDAY + dt.timedelta(days=3), "day", wanted=False, weight=2),
    )
    problem, roster = case("ldrd", rules={"wishes": Rule(weight=20)}, requests=wishes)
    assert solution.refused_requests(problem, roster) == list(wishes[1:])
    assert solution.cost(problem, roster) == 20 * (1 + 3 + 2)


def test_hours_cost_the_square_of_the_hours_away_from_the_fair_share() -> None:
    # The cover asks for 8.5 h and 5.5 h a day: 7 h a shift. In 2 days that is 14 h each.
    cover = tuple(
        Cover(MONDAY + dt.timedelta(days=day), "jd", shift, 1, 1)
        for day in (0, 1)
        for shift in ("day", "half")
    )
    problem, uneven = case("dd", "hh", rules={"equal_hours": Rule(weight=2)}, cover=cover)
    _, even = case("dh", "hd")
    assert [targets.hour_goal(problem, person) for person in problem.people] == [14 * 60, 14 * 60]
    assert solution.cost(problem, even) == 0
    assert solution.cost(problem, uneven) == 2 * (3**2 + 3**2)  # 17 h and 11 h


def test_hours_near_the_other_posts_cost_each_begun_hour() -> None:
    problem, roster = case("dd", rules={"near_hours": Rule(weight=1)}, month_minutes=16 * 60 - 10)
    assert solution.cost(problem, roster) == 2  # 17 h against 15 h 50: 1 h 10 away


def test_leave_takes_its_share_of_the_other_posts_hours() -> None:
    problem, roster = case("dl", rules={"near_hours": Rule(weight=1)}, month_minutes=20 * 60)
    assert targets.month_goal(problem, problem.people[0]) == 10 * 60
    assert solution.cost(problem, roster) == 2  # 8.5 h against 10 h


def test_evenings_cost_their_square_beyond_one_from_the_fair_share() -> None:
    cover = tuple(
        Cover(MONDAY + dt.timedelta(days=day), "jd", shift, 1, 1)
        for day in range(8)
        for shift in ("day", "evening")
    )
    rules = {"fair_evenings": Rule(weight=1)}
    problem, roster = case("e" * 8, "d" * 8, rules=rules, cover=cover)
    assert targets.evening_range(problem, problem.people[0]) == (3, 5)
    assert solution.cost(problem, roster) == 3**2 + 3**2  # 8 and 0 against 3 to 5


def test_weekends_cost_the_days_between_the_most_and_the_fewest_beyond_one() -> None:
    rules = {"fair_weekends": Rule(weight=2)}
    problem, roster = case("rrrrrdd" * 2, "rrrrrdr" * 2, "rrrrrrr" * 2, rules=rules)
    assert solution.cost(problem, roster) == 2 * (4 - 0 - 1)


def test_weekends_are_compared_among_those_available_every_day() -> None:
    problem, roster = case("rrrrrdd", "rrrrrdd", "llllllr", rules={"fair_weekends": Rule(weight=2)})
    assert solution.cost(problem, roster) == 0


FAIR = {
    "equal_hours": Rule(weight=2),
    "near_hours": Rule(weight=1),
    "fair_evenings": Rule(weight=1),
    "fair_weekends": Rule(weight=2),
    "fair_holidays": Rule(weight=2),
}


@pytest.mark.parametrize("away", ["temporary", "on leave", "not with the shop"])
def test_temporary_people_and_those_away_all_the_time_change_nothing_in_what_is_fair(away: str) -> None:
    """The same two people alone and beside a third; the program is of the same mind."""
    lines = ("dhdhrdd", "dhdeerr")
    same: dict[str, Any] = {"rules": FAIR, "month_minutes": 40 * 60, "holidays": frozenset({MONDAY})}
    alone, roster = case(*lines, **same)
    third = {
        "temporary": Person("K03", "丙", "jd", temporary=True),
        "on leave": Person("K03", "丙", "jd"),
        "not with the shop": Person("K03", "丙", "jd", first_day=MONDAY + dt.timedelta(days=40)),
    }[away]
    letters = {"temporary": "eerrrrr", "on leave": "lllllll", "not with the shop": "-------"}[away]
    beside, theirs = case(*lines, letters, people=(*alone.people, third), **same)
    assert solution.cost(alone, roster) > 0
    assert fairness(beside, theirs) == fairness(alone, roster)
    assert price_in_program(beside, theirs) == solution.cost(beside, theirs) == solution.cost(alone, roster)


def test_distances_cost_squares_and_grow_evenly_beyond_ten_steps() -> None:
    assert [targets.distance_cost(steps) for steps in (0, 1, 2, 10, 11, 12)] == [0, 1, 4, 100, 119, 138]
    assert sum(targets.step_costs()) == 100


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("-d", {}),  # a blank day
        ("Dd", {}),  # a group that K01 does not serve
        ("dd", {("K01", MONDAY): "rest"}),  # not what was fixed
        ("ld", {("K02", MONDAY): "rest"}),  # leave that nobody approved
    ],
)
def test_a_cell_that_cannot_stand_is_a_hard_violation(
    line: str, fixed: dict[tuple[str, dt.date], str]
) -> None:
    problem, roster = case(line, "rd", fixed=fixed)
    assert found(problem, roster) == [(solution.CELLS, "K01", 1, True)]


def test_nobody_stands_in_the_roster_outside_their_employment() -> None:
    people = (Person("K01", "甲", "jd", first_day=MONDAY + dt.timedelta(days=1)),)
    problem, roster = case("dd", people=people)
    assert found(problem, roster) == [(solution.CELLS, "K01", 1, True)]
    assert found(problem, Roster(cells("K01", MONDAY, "-d"))) == []
