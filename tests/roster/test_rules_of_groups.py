"""Rules about groups and about shares, alone and worked out by hand; the letters are those of `one_rule`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from csbook.roster import solution
from csbook.roster.parts import Cover, Person, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule
from csbook.roster.solve import solve

from .one_rule import MONDAY, case, cells, judged, price_in_outline

BOTH = pytest.mark.parametrize("hard", [True, False])


def team(*roles: str, **shared: Any) -> tuple[Person, ...]:
    """K01, K02, ...: n newcomer, c handles complaints, t temporary, p of group pdd; all help in pdd or jd."""
    return tuple(
        Person(
            f"K{number:02}",
            f"客服{number}",
            "pdd" if "p" in role else "jd",
            helps=("jd",) if "p" in role else ("pdd",),
            newcomer="n" in role,
            handles_complaints="c" in role,
            temporary="t" in role,
            **shared,
        )
        for number, role in enumerate(roles, start=1)
    )


def broken(problem: RosterProblem, roster: Roster) -> list[tuple[str, int, str]]:
    """Person, day and group of each breach, which the program counts or forbids as well."""
    judged(problem, roster)
    return [
        (found.agent_id, (found.days[0] - MONDAY).days, found.group)
        for found in solution.violations(problem, roster)
    ]


@BOTH
def test_a_newcomers_evening_needs_somebody_experienced_on_an_evening_of_the_same_group(hard: bool) -> None:
    rules = {"newcomer_not_alone": Rule(hard=hard, weight=50)}
    problem, roster = case("eeeEd", "edEEr", people=team("n", ""), rules=rules, help_weight=0)
    assert broken(problem, roster) == [("K01", 1, "jd"), ("K01", 2, "jd")]
    assert hard or solution.cost(problem, roster) == 100


@BOTH
def test_two_newcomers_are_no_company_for_each_other(hard: bool) -> None:
    rules = {"newcomer_not_alone": Rule(hard=hard, weight=50)}
    problem, roster = case("er", "el", "rd", people=team("n", "n", ""), rules=rules)
    assert broken(problem, roster) == [("K01", 0, "jd"), ("K02", 0, "jd")]
    problem, roster = case("er", "el", "ed", people=team("n", "n", "t"), rules=rules)
    assert broken(problem, roster) == []


@BOTH
def test_where_nobody_is_experienced_every_evening_of_a_newcomer_is_a_breach(hard: bool) -> None:
    rules = {"newcomer_not_alone": Rule(hard=hard, weight=50)}
    problem, roster = case("ede", people=team("n"), rules=rules)
    assert broken(problem, roster) == [("K01", 0, "jd"), ("K01", 2, "jd")]


def test_the_outline_asks_for_somebody_experienced_when_there_are_evenings_to_fill() -> None:
    cover = (Cover(MONDAY, "jd", "evening", 3, 3),)
    rules = {"newcomer_not_alone": Rule(weight=50), "cover_minimum": Rule(hard=True)}
    people = team("n", "n", "n", "")
    together = case("e", "e", "e", "e", people=people, rules=rules, cover=cover)
    alone = case("e", "e", "e", "r", people=people, rules=rules, cover=cover)
    assert (price_in_outline(*together), price_in_outline(*alone)) == (0, 150)
    assert [solution.cost(*each) for each in (together, alone)] == [0, 150]
    hard = rules | {"newcomer_not_alone": Rule(hard=True)}
    assert price_in_outline(*case("e", "e", "e", "r", people=people, rules=hard, cover=cover)) is None


@BOTH
def test_each_day_one_of_the_groups_people_for_complaints_has_a_shift(hard: bool) -> None:
    rules = {"complaints_present": Rule(hard=hard, weight=30)}
    lines = ("dDrl", "errl", "dddd")  # at home, elsewhere, both rest, both on leave
    problem, roster = case(*lines, people=team("c", "c", ""), rules=rules, help_weight=0)
    assert broken(problem, roster) == [("", 2, "jd")]
    assert [found.agent_id for found in solution.violations(problem, roster)] == [""]
    assert hard or solution.cost(problem, roster) == 30


@BOTH
def test_one_on_leave_does_not_excuse_the_other_who_rests(hard: bool) -> None:
    rules = {"complaints_present": Rule(hard=hard, weight=30)}
    problem, roster = case("lll", "rdl", people=team("c", "c"), rules=rules)
    assert broken(problem, roster) == [("", 0, "jd")]


@BOTH
def test_each_group_has_its_own_people_for_complaints_as_long_as_they_are_employed(hard: bool) -> None:
    rules = {"complaints_present": Rule(hard=hard, weight=30)}
    one, other = team("c", "cp")
    other = replace(other, last_day=MONDAY)
    problem, roster = case("rd", "r-", people=(one, other), rules=rules)
    assert broken(problem, roster) == [("", 0, "jd"), ("", 0, "pdd")]
    problem, roster = case("dr", "r-", people=(one, other), rules=rules)
    assert broken(problem, roster) == [("", 1, "jd"), ("", 0, "pdd")]


def test_each_shift_of_a_temporary_person_costs() -> None:
    rules = {"temporary_last": Rule(weight=15)}
    problem, roster = case("dder", "dddd", people=team("t", ""), rules=rules)
    assert judged(problem, roster) == []
    assert solution.costs(problem, roster)["temporary_last"] == 45


def test_temporary_people_fill_only_what_would_stay_empty() -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    cover = (
        *(Cover(MONDAY, "jd", shift, 1, 1) for shift in ("day", "half")),
        Cover(tuesday, "jd", "day", 1, 1),
    )
    rules = {"cover_minimum": Rule(weight=1000), "temporary_last": Rule(weight=15)}
    problem, _ = case("rl", "rr", people=team("", "t"), rules=rules, cover=cover)
    result = solve(problem)
    assert result.cost == 2 * 15  # the other shift of Monday, and Tuesday's
    assert result.roster.cell("K01", MONDAY) in ("day", "half")


def test_temporary_people_have_no_part_in_anybodys_share() -> None:
    rules = {
        code: Rule(weight=1)
        for code in ("equal_hours", "near_hours", "fair_evenings", "fair_weekends", "fair_holidays")
    }
    holidays = frozenset(MONDAY + dt.timedelta(days=day) for day in range(4))
    lines = ("eeddrrr", "ddeerrr")
    alone = case(*lines, people=team("", ""), rules=rules, holidays=holidays, month_minutes=30 * 60)
    joined = case(
        *lines, "rrrrddd", people=team("", "", "t"), rules=rules, holidays=holidays, month_minutes=30 * 60
    )
    assert judged(*joined) == []
    assert solution.costs(*alone) == solution.costs(*joined)


def test_a_group_of_temporary_people_has_no_shares_at_all() -> None:
    rules = {"equal_hours": Rule(weight=1), "fair_evenings": Rule(weight=1), "fair_holidays": Rule(weight=1)}
    holidays = frozenset({MONDAY, MONDAY + dt.timedelta(days=1)})
    problem, roster = case("eee", "rrr", people=team("t", "t"), rules=rules, holidays=holidays)
    assert (judged(problem, roster), solution.cost(problem, roster)) == ([], 0)


def test_holidays_cost_the_days_between_the_most_and_the_fewest_beyond_one() -> None:
    holidays = frozenset(MONDAY + dt.timedelta(days=day) for day in (0, 1, 2, 40))
    rules = {"fair_holidays": Rule(weight=2)}
    problem, roster = case("dddr", "rrrd", "rddr", "llld", rules=rules, holidays=holidays)
    assert judged(problem, roster) == []
    assert solution.cost(problem, roster) == 2 * (3 - 0 - 1)  # the fourth is on leave and not compared


def test_each_cell_other_than_in_the_reference_costs() -> None:
    rules = {"closeness": Rule(weight=7)}
    reference = cells("K01", MONDAY, "der-lD") | cells("K02", MONDAY, "rrrrrr")
    people = (Person("K01", "甲", "jd"), Person("K02", "乙", "jd"))
    problem, roster = case("dhdddd", "rldrrr", people=people, rules=rules, reference=reference)
    changed = [(agent_id, (day - MONDAY).days) for agent_id, day in solution.changed_cells(problem, roster)]
    # No cell, leave and a group K01 does not serve are nothing to be close to; K02's leave is fixed.
    assert changed == [("K01", 1), ("K01", 2), ("K02", 2)]
    assert judged(problem, roster) == []
    assert solution.cost(problem, roster) == 21


def test_the_best_roster_is_the_reference_where_nothing_else_counts() -> None:
    rules = {"closeness": Rule(weight=1), "rest_days": Rule(hard=True, parameter=2)}
    problem, roster = case("dherrd", "eedrrh", rules=rules)
    result = solve(replace(problem, reference=roster.cells))
    assert (result.roster, result.cost, result.bound) == (roster, 0, 0)


def test_cover_costs_by_its_own_weight_and_by_what_is_too_many() -> None:
    rules = {"cover_minimum": Rule(weight=1000), "cover_preferred": Rule(weight=10)}
    cover = (
        Cover(MONDAY, "jd", "day", 1, 2, weight=3),
        Cover(MONDAY, "jd", "evening", 0, 1, weight=5, over=4),
        Cover(MONDAY, "jd", "half", 1, 1, weight=0),
    )
    problem, roster = case("e", "e", "e", rules=rules, cover=cover)
    assert judged(problem, roster) == []
    assert solution.cost(problem, roster) == 3 * 1000 + 2 * 3 * 10 + 2 * 4


def test_the_late_watch_asks_nothing_of_the_roster() -> None:
    problem, roster = case("rrr", "eee", rules={"late_watch": Rule(weight=50)})
    assert (judged(problem, roster), solution.cost(problem, roster)) == ([], 0)
