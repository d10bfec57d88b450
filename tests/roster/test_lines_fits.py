"""Which problems whole lines of work can hold, and what they make of a problem's numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from csbook.roster.lines.arrays import FREE, NEVER, SHARED, SUPPORTED, Arrays, Need, fits
from csbook.roster.parts import LEAVE, REST, Cover, Limits, Person, Request
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES, Rule, Rules

from .one_rule import MONDAY, NIGHT, case
from .shop import SHIFTS, shop

TUESDAY = MONDAY + dt.timedelta(days=1)
HELD = {code: Rule(hard=True, parameter=Rules()[code].parameter) for code in SUPPORTED}
PAID = {"cover_minimum": Rule(weight=50), "cover_preferred": Rule(weight=5), "wishes": Rule(weight=2)}


def plain_problem(*lines: str, rules: dict[str, Rule] | None = None, **changes: Any) -> RosterProblem:
    problem, _ = case(*(lines or ("----", "----")), rules=HELD | PAID if rules is None else rules, **changes)
    return problem


def test_every_rule_of_single_people_can_be_held_with_cover_and_wishes() -> None:
    assert fits(plain_problem(no_rest=frozenset({MONDAY})))


def test_the_documents_shop_with_its_shared_fairness_is_none_for_lines() -> None:
    assert not fits(shop())


@pytest.mark.parametrize("code", sorted(set(RULES) - SUPPORTED - SHARED))
def test_any_other_rule_that_says_something_is_too_much(code: str) -> None:
    newcomer = Person("K01", "客服1", "jd", newcomer=True, handles_complaints=True, temporary=True)
    problem = plain_problem(
        people=(newcomer, Person("K02", "客服2", "jd")),
        holidays=frozenset({MONDAY}),
        reference={("K01", MONDAY): "day"},
        month_minutes=2000,
    )
    parameter = Rules()[code].parameter
    on = replace(problem.rules, **{code: Rule(parameter=parameter, weight=1)})
    assert fits(problem)
    assert not fits(replace(problem, rules=on))


@pytest.mark.parametrize(
    "code",
    [
        "newcomer_not_alone",
        "complaints_present",
        "temporary_last",
        "fair_holidays",
        "closeness",
        "near_hours",
    ],
)
def test_a_rule_that_says_nothing_here_does_not_matter(code: str) -> None:
    problem = plain_problem()
    assert fits(replace(problem, rules=replace(problem.rules, **{code: Rule(weight=1)})))


@pytest.mark.parametrize("code", sorted(SUPPORTED))
def test_a_soft_rule_of_single_people_is_too_much(code: str) -> None:
    limits = Limits(most_shifts={"day": 1}, least_minutes=0, most_minutes=2000)
    people = (Person("K01", "客服1", "jd"), Person("K02", "客服2", "jd", limits=limits))
    problem = plain_problem(people=people, no_rest=frozenset({MONDAY}))
    soft = replace(problem.rules[code], hard=False, weight=10)
    assert fits(problem)
    assert not fits(replace(problem, rules=replace(problem.rules, **{code: soft})))


@pytest.mark.parametrize("code", ["shift_limits", "most_hours", "least_hours"])
def test_a_soft_rule_about_limits_that_nobody_has_does_not_matter(code: str) -> None:
    problem = plain_problem()
    assert fits(replace(problem, rules=replace(problem.rules, **{code: Rule(weight=10)})))


def test_a_sales_day_rule_without_sales_days_may_be_soft() -> None:
    problem = plain_problem(rules=HELD | PAID | {"nobody_rests": Rule(weight=10)})
    assert fits(problem)
    assert not fits(replace(problem, no_rest=frozenset({TUESDAY})))


def test_cover_that_must_be_met_is_too_much() -> None:
    problem = plain_problem(rules=HELD | PAID | {"cover_minimum": Rule(hard=True)})
    assert not fits(problem)


def test_history_is_too_much() -> None:
    assert not fits(plain_problem(history={("K01", MONDAY - dt.timedelta(days=1)): "evening"}))


def test_a_rest_that_reaches_over_a_free_day_is_too_much() -> None:
    """From Monday's evening at 23:30 to Wednesday's day shift at 9:00 there are 33 and a half hours."""
    for hours, possible in ((33, True), (34, False)):
        rules = HELD | PAID | {"minimum_rest": Rule(hard=True, parameter=hours)}
        assert fits(plain_problem(rules=rules)) is possible


@pytest.mark.parametrize("change", [{"first_day": TUESDAY}, {"last_day": MONDAY}])
def test_somebody_who_starts_or_leaves_within_the_roster_is_too_much(change: dict[str, dt.date]) -> None:
    problem = plain_problem()
    first, *others = problem.people
    assert not fits(replace(problem, people=(replace(first, **change), *others)))
    whole = replace(first, first_day=problem.days[0], last_day=problem.days[-1])
    assert fits(replace(problem, people=(whole, *others)))


def test_nobody_at_all_is_no_problem_for_lines() -> None:
    assert not fits(replace(plain_problem(), people=(), fixed={}))


def test_cells_cost_what_wishes_say_and_cannot_be_what_is_fixed_otherwise() -> None:
    """Shifts are day, half, evening; a wish weighs 2 for each of its own weight."""
    wishes = (
        Request("K01", MONDAY, "day", True, 3),
        Request("K01", TUESDAY, REST, True, 1),
        Request("K02", MONDAY, "half", False, 2),
        Request("K02", TUESDAY, REST, False, 1),
    )
    arrays = Arrays(plain_problem("--", "--", requests=wishes))
    assert arrays.on.tolist() == [[[0, 6, 6], [2, 2, 2]], [[0, 4, 0], [0, 0, 0]]]
    assert arrays.off.tolist() == [[6, 0], [0, 2]]


def test_fixed_cells_leave_one_choice_and_leave_stays_leave() -> None:
    first = Person("K01", "客服1", "jd", helps=("pdd",))
    fixed = {("K01", MONDAY): "evening@pdd", ("K01", TUESDAY): LEAVE, ("K02", MONDAY): REST}
    people = (first, Person("K02", "客服2", "pdd"))
    arrays = Arrays(plain_problem("--", "--", people=people, fixed=fixed))
    assert (arrays.on[0, 0] >= NEVER).tolist() == [True, True, False]
    assert arrays.off[0, 0] >= NEVER
    assert [arrays.groups[g] for g in np.flatnonzero(arrays.help[0, 0] < NEVER)] == ["pdd"]
    assert (arrays.on[0, 1] >= NEVER).all()
    assert (arrays.on[1, 0] >= NEVER).all()
    assert (arrays.off[0, 1], arrays.off[1, 0]) == (0, 0)


def test_on_a_sales_day_only_leave_and_temporaries_are_off() -> None:
    people = (
        Person("K01", "客服1", "jd"),
        Person("K02", "客服2", "jd"),
        Person("K03", "客服3", "jd", temporary=True),
    )
    problem = plain_problem("--", "l-", "--", people=people, no_rest=frozenset({MONDAY}))
    assert (Arrays(problem).off[:, 0] >= NEVER).tolist() == [True, False, False]


def test_shifts_that_bar_the_same_followers_are_one_class() -> None:
    """Of day, half, evening and night: after an evening and after a night no day shift, and after the night,
    which ends at 10:00, neither any other shift with 16 hours between."""
    rules = HELD | PAID | {"minimum_rest": Rule(hard=True, parameter=10)}
    arrays = Arrays(plain_problem("--", rules=rules, shifts=(*SHIFTS, NIGHT)))
    assert arrays.class_of[0] == arrays.class_of[1]
    assert len({arrays.class_of[0], arrays.class_of[2], arrays.class_of[3]}) == arrays.classes == 3
    day, evening = 0, 2
    assert arrays.class_of[evening] not in arrays.may_follow[day]
    assert arrays.class_of[day] in arrays.may_follow[evening]


def test_hours_are_counted_in_the_largest_common_unit_and_never_to_a_persons_gain() -> None:
    """8 and a half, 5 and a half, 6 and a half hours: half hours; 601 minutes are 21 of them at least."""
    person = Person("K01", "客服1", "jd", limits=Limits(least_minutes=601, most_minutes=629))
    arrays = Arrays(plain_problem("---", people=(person,)))
    assert (arrays.unit, arrays.units) == (30, [17, 11, 13])
    assert (arrays.least_units.tolist(), arrays.most_units.tolist()) == ([21], [20])


@pytest.mark.parametrize(("present", "cost"), [(0, 2 * 5 + 55), (1, 2 * 5), (2, 5), (3, 0), (4, 7), (6, 21)])
def test_cover_costs_less_below_preferred_than_below_the_minimum(present: int, cost: int) -> None:
    problem = plain_problem(cover=(Cover(MONDAY, "jd", "day", 1, 3, 1, 7),))
    (need,) = Arrays(problem).needs
    assert need == Need(0, 0, 0, preferred=3, below=2, price=5, dear=55, over=7)
    assert need.cost(present) == cost


def test_a_day_without_a_shift_is_rest_in_the_roster() -> None:
    problem = plain_problem("dr", "re")
    arrays = Arrays(problem)
    _, roster = case("dr", "re")
    lines = {number: arrays.line_in(roster, number) for number in range(2)}
    assert lines[0].shifts.tolist() == [0, FREE]
    assert arrays.roster(lines) == roster
