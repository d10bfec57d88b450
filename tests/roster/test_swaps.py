"""Exchanges of days: what forbids one, rule by rule, and what it costs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from csbook.roster import solution
from csbook.roster.parts import LEAVE, REST, Limits, Person, Request, Roster, group_in, shift_in
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.repair import hard_breaches
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.swaps import Bar, Exchange, exchanged, judge

from .one_rule import OFF
from .random_problems import problems
from .shop import SHIFTS, team

MONDAY = dt.date(2026, 6, 1)
WORD = {"d": "day", "h": "half", "e": "evening", "r": REST, "l": LEAVE}
HARD = {
    "rest_days": Rule(hard=True, parameter=1, weight=1),
    "no_day_after_evening": Rule(hard=True, weight=1),
    "minimum_rest": Rule(hard=True, parameter=14, weight=1),
    "long_break": Rule(hard=True, parameter=7, weight=1),
    "longest_stretch": Rule(hard=True, parameter=3, weight=1),
    "shortest_stretch": Rule(hard=True, parameter=2, weight=1),
    "shortest_break": Rule(hard=True, parameter=2, weight=1),
    "most_weekends": Rule(hard=True, parameter=0, weight=1),
    "shift_limits": Rule(hard=True, weight=1),
    "most_hours": Rule(hard=True, weight=1),
    "least_hours": Rule(hard=True, weight=1),
    "nobody_rests": Rule(hard=True, weight=1),
    "newcomer_not_alone": Rule(hard=True, weight=1),
    "complaints_present": Rule(hard=True, weight=1),
}


def on(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def case(one: str, other: str, *rules: str, **changed: Any) -> tuple[RosterProblem, Roster]:
    """K01 and K02 of one group with these days from Monday, under the named hard rules alone."""
    days = tuple(on(number) for number in range(len(one)))
    problem = RosterProblem(
        days=days,
        shifts=SHIFTS,
        people=team(("jd",), 2),
        rules=Rules(**{**OFF, **{code: HARD[code] for code in rules}}),
        forbidden=day_after_evening(SHIFTS),
        weekend=frozenset(day for day in days if day.weekday() >= 5),
    )
    lines = {"K01": one, "K02": other}
    cells = {(a, on(n)): WORD[letter] for a, line in lines.items() for n, letter in enumerate(line)}
    return replace(problem, **changed), Roster(cells)


def swap(*days: int) -> Exchange:
    return Exchange("K01", "K02", tuple(on(number) for number in days))


def limited(**limits: Any) -> tuple[Person, ...]:
    one, other = team(("jd",), 2)
    return replace(one, limits=Limits(**limits)), other


def test_two_people_of_a_group_exchange_their_shifts_of_a_day() -> None:
    problem, roster = case("dhd", "rdr", "no_day_after_evening")
    found = judge(problem, roster, swap(1), today=MONDAY)
    assert found.allowed
    assert found.cells == {("K01", on(1)): "day", ("K02", on(1)): "half"}
    assert found.worse == {}


def test_an_exchange_of_two_days_moves_a_rest_day() -> None:
    problem, roster = case("drd", "ddr", "rest_days")
    assert not judge(problem, roster, swap(1), today=MONDAY).allowed
    found = judge(problem, roster, swap(1, 2), today=MONDAY)
    assert found.allowed
    assert [found.cells["K01", on(n)] for n in (1, 2)] == ["day", REST]
    assert [found.cells["K02", on(n)] for n in (1, 2)] == [REST, "day"]


@pytest.mark.parametrize(
    ("rule", "one", "other", "day", "breaker", "changed"),
    [
        ("rest_days", "rd", "dr", 0, "K01", {}),
        ("no_day_after_evening", "hd", "eh", 0, "K01", {}),
        ("minimum_rest", "rh", "er", 0, "K01", {}),
        ("longest_stretch", "dddr", "rrrd", 3, "K01", {}),
        ("shortest_stretch", "rrrr", "rddr", 2, "K02", {}),
        ("shortest_break", "ddrrdd", "dddddd", 2, "K01", {}),
        ("most_weekends", "dddddrr", "rrrrrdr", 5, "K01", {}),
        ("shift_limits", "ed", "de", 1, "K01", {"people": limited(most_shifts={"evening": 1})}),
        ("most_hours", "hh", "rd", 1, "K01", {"people": limited(most_minutes=11 * 60)}),
        ("least_hours", "hh", "rr", 1, "K01", {"people": limited(least_minutes=11 * 60)}),
        ("nobody_rests", "dd", "rd", 0, "K01", {"no_rest": frozenset({MONDAY})}),
        ("long_break", "drdddde", "dedddde", 1, "K01", {}),
    ],
)
def test_each_rule_about_a_person_forbids_its_exchange(
    rule: str, one: str, other: str, day: int, breaker: str, changed: dict[str, Any]
) -> None:
    problem, roster = case(one, other, rule, **changed)
    found = judge(problem, roster, swap(day), today=MONDAY)
    assert (rule, breaker) in {(v.rule, v.agent_id) for v in found.broken}
    assert not found.allowed
    off = replace(problem, rules=Rules(**OFF))
    assert judge(off, roster, swap(day), today=MONDAY).allowed


def test_a_newcomer_left_alone_on_an_evening_forbids_it() -> None:
    one, other = team(("jd",), 2)
    problem, roster = case("h", "e", "newcomer_not_alone", people=(replace(one, newcomer=True), other))
    found = judge(problem, roster, swap(0), today=MONDAY)
    assert [(v.rule, v.agent_id) for v in found.broken] == [("newcomer_not_alone", "K01")]


def test_nobody_left_for_complaints_forbids_it() -> None:
    one, other = team(("jd",), 2)
    people = (replace(one, handles_complaints=True), other)
    problem, roster = case("d", "r", "complaints_present", people=people)
    found = judge(problem, roster, swap(0), today=MONDAY)
    assert [(v.rule, v.group) for v in found.broken] == [("complaints_present", "jd")]


def test_a_breach_that_was_there_before_forbids_nothing() -> None:
    problem, roster = case("edh", "ddd", "no_day_after_evening")
    assert judge(problem, roster, swap(2), today=MONDAY).allowed


def test_a_shift_in_a_group_that_the_other_cannot_serve_forbids_it() -> None:
    people = (Person("K01", "一", "jd"), Person("K02", "二", "tmall", ("jd",)))
    problem, roster = case("d", "h", people=people)
    found = judge(problem, roster, swap(0), today=MONDAY)
    assert [(b.bar, b.agent_id, b.group) for b in found.barred] == [(Bar.UNABLE, "K01", "tmall")]


def test_between_groups_each_serves_the_other_s_group() -> None:
    people = (Person("K01", "一", "jd", ("tmall",)), Person("K02", "二", "tmall", ("jd",)))
    problem, roster = case("d", "h", people=people)
    found = judge(problem, roster, swap(0), today=MONDAY)
    assert found.cells == {("K01", MONDAY): "half@tmall", ("K02", MONDAY): "day@jd"}
    assert found.worse == {"help": 10}


def test_what_gets_worse_is_named_and_what_gets_better_is_not() -> None:
    wish = Request("K01", MONDAY, REST)
    problem, roster = case("r", "d", requests=(wish,))
    problem = replace(problem, rules=replace(problem.rules, wishes=Rule(weight=20)))
    assert judge(problem, roster, swap(0), today=MONDAY).worse == {"wishes": 20}
    _, granted = case("d", "r")
    assert judge(problem, granted, swap(0), today=MONDAY).worse == {}


@pytest.mark.parametrize(
    ("one", "other", "exchange", "today", "bar"),
    [
        ("d", "h", Exchange("K01", "K01", (MONDAY,)), 0, Bar.SAME),
        ("d", "h", Exchange("K01", "K09", (MONDAY,)), 0, Bar.UNKNOWN),
        ("d", "h", swap(1), 0, Bar.OUTSIDE),
        ("dd", "hh", swap(0), 1, Bar.PAST),
        ("d", "", swap(0), 0, Bar.BLANK),
        ("d", "l", swap(0), 0, Bar.LEAVE),
        ("d", "d", swap(0), 0, Bar.NOTHING),
    ],
)
def test_what_makes_an_exchange_impossible_is_said(
    one: str, other: str, exchange: Exchange, today: int, bar: Bar
) -> None:
    problem, roster = case(one, other)
    found = judge(problem, roster, exchange, today=on(today))
    assert [barred.bar for barred in found.barred] == [bar]
    assert not found.allowed


def test_a_shift_of_today_that_has_begun_is_not_given_away_and_tomorrow_s_is() -> None:
    problem, roster = case("dd", "ee")
    begun = frozenset({"day"})
    found = judge(problem, roster, swap(0), today=MONDAY, begun=begun)
    assert [(barred.bar, barred.agent_id) for barred in found.barred] == [(Bar.BEGUN, "K01")]
    assert judge(problem, roster, swap(1), today=MONDAY, begun=begun).allowed
    assert judge(problem, roster, swap(0), today=MONDAY).allowed


def test_approved_leave_and_pins_bind_even_where_the_cells_say_something_else() -> None:
    for fixed, bar in ((LEAVE, Bar.LEAVE), ("day", Bar.PINNED)):
        problem, roster = case("d", "h", fixed={("K01", MONDAY): fixed})
        found = judge(problem, roster, swap(0), today=MONDAY)
        assert [barred.bar for barred in found.barred] == [bar]


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(problems(least_people=2, most_people=3, most_days=5), st.data())
def test_exchanged_twice_is_as_before_and_cover_never_changes(
    problem: RosterProblem, data: st.DataObject
) -> None:
    one, other = problem.people[:2]
    days = tuple(
        day for day in problem.days if one.employed(day) and other.employed(day) and data.draw(st.booleans())
    )
    assume(days)
    cells = {
        (person.agent_id, day): data.draw(st.sampled_from([REST, *(shift.code for shift in problem.shifts)]))
        for person in problem.people
        for day in problem.days
        if person.employed(day)
    }
    roster, exchange = Roster(cells), Exchange(one.agent_id, other.agent_id, days)
    after = Roster({**cells, **exchanged(problem, roster, exchange)})
    assert {**after.cells, **exchanged(problem, after, exchange)} == cells
    served = [
        sorted(
            (day, group_in(cell, problem.person_by_id[agent_id].group), shift_in(cell) or "")
            for (agent_id, day), cell in either.cells.items()
            if shift_in(cell)
        )
        for either in (roster, after)
    ]
    assert served[0] == served[1]


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(problems(least_people=2, most_people=3, most_days=5), st.data())
def test_an_allowed_exchange_breaks_no_more_than_before(problem: RosterProblem, data: st.DataObject) -> None:
    one, other = problem.people[:2]
    cells = {
        (person.agent_id, day): problem.fixed.get(
            (person.agent_id, day),
            data.draw(st.sampled_from([REST, *(shift.code for shift in problem.shifts)])),
        )
        for person in problem.people
        for day in problem.days
        if person.employed(day)
    }
    roster = Roster(cells)
    exchange = Exchange(one.agent_id, other.agent_id, (data.draw(st.sampled_from(problem.days)),))
    found = judge(problem, roster, exchange, today=problem.days[0])
    assume(found.allowed)
    after = Roster({**cells, **found.cells})
    if not hard_breaches(problem, roster):
        assert hard_breaches(problem, after) == []
    better = solution.cost(problem, roster) - solution.cost(problem, after)
    assert better + sum(found.worse.values()) >= 0
