"""The integer programs and the check say the same of every roster, not only of the best one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pulp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.roster import rules, solution
from csbook.roster.model import Reason, Whole
from csbook.roster.parts import REST, Roster, cell_of
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES, Rule, Rules
from csbook.roster.solvers import Found, Settings, run

from .one_rule import price_in_outline, price_in_program, stands
from .random_problems import problems
from .shop import shop


@st.composite
def problems_with_a_roster(draw: st.DrawFn) -> tuple[RosterProblem, Roster]:
    """A problem and any cells that people could have, good or bad."""
    problem = draw(problems())
    cells = {}
    for person in problem.people:
        shifts = [
            cell_of(shift.code, group, person.group) for shift in problem.shifts for group in person.groups
        ]
        for day in problem.employed_days(person):
            drawn = draw(st.sampled_from([REST, REST, *shifts]))
            cells[person.agent_id, day] = problem.fixed.get((person.agent_id, day), drawn)
    return problem, Roster(cells)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems_with_a_roster())
def test_the_program_prices_and_forbids_each_roster_as_the_check_does(
    drawn: tuple[RosterProblem, Roster],
) -> None:
    problem, roster = drawn
    expected = solution.cost(problem, roster) if stands(problem, roster) else None
    assert price_in_program(problem, roster) == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems_with_a_roster())
def test_the_outline_never_asks_more_of_rest_days_than_a_roster_with_them_costs(
    drawn: tuple[RosterProblem, Roster],
) -> None:
    problem, roster = drawn
    if stands(problem, roster):
        least = price_in_outline(problem, roster)
        assert least is not None
        assert least <= solution.cost(problem, roster)


def test_every_rule_is_in_the_programs_but_the_late_watch() -> None:
    assert {*rules.IN_BOTH, *rules.IN_WHOLE} == set(RULES) - {"late_watch"}
    assert set(rules.IN_OUTLINE) <= set(rules.IN_WHOLE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_without_what_has_a_reason_there_is_always_a_roster(problem: RosterProblem) -> None:
    """So the reasons are enough to explain why there is none."""
    for part in problem.components():
        model = rules.whole(part)
        explained = {id(constraint) for _, constraint in model.reasons}
        bare = pulp.LpProblem("bare", pulp.LpMinimize)
        for constraint in model.lp.constraints():
            if id(constraint) not in explained:
                bare += constraint
        assert run(bare, Settings("highs"), 30).found is Found.ROSTER


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_a_reason_names_a_hard_rule_and_a_person_or_a_group(problem: RosterProblem) -> None:
    for reason, _ in rules.whole(problem).reasons:
        assert problem.rules[reason.rule].binds
        assert reason.days
        assert reason.agent_id in problem.person_by_id or (reason.agent_id == "" and reason.group)


def test_rules_without_effect_add_nothing() -> None:
    plain = rules.whole(shop())
    sizes = len(plain.lp.variables()), len(plain.lp.constraints())
    effects = ["minimum_rest", "shift_limits", "most_hours", "least_hours", "nobody_rests"]
    effects += ["newcomer_not_alone", "complaints_present", "temporary_last", "fair_holidays"]
    off = {code: replace(Rules()[code], on=False) for code in effects}
    without = rules.whole(shop(rules=Rules(**off)))
    assert (len(without.lp.variables()), len(without.lp.constraints())) == sizes


def test_a_pair_of_shifts_that_two_hard_rules_forbid_has_each_of_them_as_a_reason() -> None:
    ten_hours = Rules(minimum_rest=Rule(hard=True, parameter=10))  # 9.5 h from an evening to a day shift
    reasons = rules.whole(shop(rules=ten_hours)).reasons
    days = [
        {reason.days for reason, _ in reasons if reason.rule == rule}
        for rule in ("minimum_rest", "no_day_after_evening")
    ]
    assert days[0] == days[1] != set()


@pytest.mark.parametrize("kept", [pulp.lpSum([]) == 0, pulp.lpSum([]) >= -1, pulp.lpSum([]) <= 1, True])
def test_what_always_holds_is_not_added_to_a_program(kept: Any) -> None:
    model = Whole(shop(groups=("jd",)))
    before = len(model.lp.constraints())
    model.require(kept, Reason("rest_days", "K01", ()))
    assert (len(model.lp.constraints()), model.reasons) == (before, [])


@pytest.mark.parametrize("broken", [pulp.lpSum([]) == 1, pulp.lpSum([]) >= 1, pulp.lpSum([]) <= -1, False])
def test_what_can_never_hold_leaves_no_roster_and_says_why(broken: Any) -> None:
    model = Whole(shop(groups=("jd",)))
    reason = Reason("rest_days", "K01", ())
    model.require(broken, reason)
    model.finish()
    assert [each for each, _ in model.reasons] == [reason]
    assert run(model.lp, Settings("highs"), 30).found is Found.INFEASIBLE
