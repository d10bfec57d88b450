"""Rosters from whole lines, on small random problems: valid, honest about the bound, and the best ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from csbook.problems import NoRoster
from csbook.roster import solution
from csbook.roster.clock import Clock
from csbook.roster.lines import generation, limits
from csbook.roster.lines.arrays import Arrays, NoLine, TooLarge, fits
from csbook.roster.lines.search import search
from csbook.roster.parts import Cover, Limits
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule
from csbook.roster.solve import Status, solve
from csbook.roster.solvers import Settings

from .line_problems import hard_faults, line_problems, plain_cost
from .one_rule import case
from .test_solve import every_roster

ROUNDS = 12
SECONDS = 60.0
RANDOM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def with_people(problem: RosterProblem) -> list[RosterProblem]:
    return [part for part in problem.components() if part.people]


def searched(problem: RosterProblem) -> tuple[int, int]:
    """What the lines alone say: the sums of costs and bounds of the parts, each roster checked."""
    cost = bound = 0
    for part in with_people(problem):
        found = search(Arrays(part), Settings("highs"), replace(Clock.of(SECONDS), rounds=ROUNDS))
        assert hard_faults(part, found.roster) == []
        assert solution.cost(part, found.roster) == found.cost
        cost, bound = cost + found.cost, bound + found.bound
    return cost, bound


def cost_with_nobody(problem: RosterProblem) -> int:
    """The cost of the groups that nobody belongs to or helps: every place in them is short."""
    return sum(plain_cost(part) or 0 for part in problem.components() if not part.people)


@settings(RANDOM, max_examples=60)
@given(line_problems())
def test_every_problem_drawn_here_is_one_for_lines(problem: RosterProblem) -> None:
    assert all(fits(part) for part in with_people(problem))


@settings(RANDOM, max_examples=40)
@given(line_problems())
def test_solve_returns_the_cheapest_roster_or_says_that_there_is_none(problem: RosterProblem) -> None:
    best = plain_cost(problem)
    if best is None:
        with pytest.raises(NoRoster):
            solve(problem, seconds=SECONDS)
        return
    result = solve(problem, seconds=SECONDS)
    assert (result.cost, result.bound, result.status) == (best, best, Status.OPTIMAL)
    assert hard_faults(problem, result.roster) == []
    assert solution.cost(problem, result.roster) == best


@settings(RANDOM, max_examples=40)
@given(line_problems(most_people=4, most_days=8))
def test_lines_by_themselves_give_valid_rosters_and_bounds_never_above_the_best(
    problem: RosterProblem,
) -> None:
    best = plain_cost(problem)
    if best is None:
        with pytest.raises(NoLine):
            searched(problem)
        return
    cost, bound = searched(problem)
    rest = cost_with_nobody(problem)
    assert bound + rest <= best <= cost + rest


@settings(RANDOM, max_examples=40)
@given(
    line_problems(most_people=1, most_days=5, most_shifts=1)
    | line_problems(most_people=1, most_days=3, most_shifts=2)
    | line_problems(most_people=2, most_days=2, most_shifts=2)
    | line_problems(most_people=3, most_days=2, most_shifts=1)
)
def test_the_tiniest_are_as_good_as_the_best_of_all_rosters(problem: RosterProblem) -> None:
    everything = every_roster(problem)
    if not everything:
        with pytest.raises(NoRoster):
            solve(problem, seconds=SECONDS)
        return
    result = solve(problem, seconds=SECONDS)
    assert result.cost == result.bound == min(solution.cost(problem, each) for each in everything)


@settings(RANDOM, max_examples=40)
@given(line_problems(most_days=8))
def test_limits_with_a_price_instead_of_a_count_give_valid_rosters_and_honest_bounds(
    problem: RosterProblem,
) -> None:
    best = plain_cost(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "MOST_STATES", 1)
        if best is None:
            with pytest.raises(NoLine):
                searched(problem)
            return
        cost, bound = searched(problem)
    rest = cost_with_nobody(problem)
    assert bound + rest <= best <= cost + rest


@settings(RANDOM, max_examples=30)
@given(line_problems())
def test_people_worked_out_one_by_one_get_rosters_as_good(problem: RosterProblem) -> None:
    best = plain_cost(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "MEMORY", 1)
        if best is None:
            with pytest.raises(NoLine):
                searched(problem)
            return
        cost, bound = searched(problem)
        assert solve(problem, seconds=SECONDS).cost == best
    rest = cost_with_nobody(problem)
    assert bound + rest <= best <= cost + rest


def many_evenings(most: int) -> RosterProblem:
    """Two people of whom one shift is asked every day for two weeks, each allowed `most` of it."""
    rules = {"shift_limits": Rule(hard=True), "cover_preferred": Rule(weight=10)}
    problem, _ = case("-" * 14, "-" * 14, rules=rules)
    people = tuple(replace(p, limits=Limits(most_shifts={"evening": most})) for p in problem.people)
    cover = tuple(Cover(day, "jd", "evening", 0, 1) for day in problem.days)
    return replace(problem, people=people, cover=cover)


@pytest.mark.parametrize(("most_states", "raises"), [(12_000, 16), (1, 16), (1, 1)])
def test_a_limit_that_binds_is_kept_whether_counted_or_priced(
    monkeypatch: pytest.MonkeyPatch, most_states: int, raises: int
) -> None:
    """14 evenings, 2 people with 5 each: 4 stay empty at 10 apiece."""
    monkeypatch.setattr(limits, "MOST_STATES", most_states)
    monkeypatch.setattr(limits, "RAISES", raises)
    result = solve(many_evenings(5), seconds=SECONDS)
    assert (result.cost, result.bound) == (40, 40)


def test_limits_that_can_neither_be_priced_nor_counted_are_left_to_the_whole_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_STATES", 1)
    monkeypatch.setattr(limits, "RAISES", 0)
    monkeypatch.setattr(limits, "TOO_MANY_STATES", 1)
    problem = many_evenings(5)
    with pytest.raises(TooLarge):
        search(Arrays(problem), Settings("highs"), Clock.of(SECONDS))
    result = solve(problem, seconds=SECONDS)
    assert (result.cost, result.bound) == (40, 40)


def test_hours_that_nobody_can_reach_leave_no_roster() -> None:
    rules = {"least_hours": Rule(hard=True)}
    problem, _ = case("----", rules=rules)
    hardly = replace(problem.people[0], limits=Limits(least_minutes=4 * 510))
    never = replace(problem.people[0], limits=Limits(least_minutes=4 * 510 + 1))
    assert solve(replace(problem, people=(hardly,)), seconds=SECONDS).status is Status.OPTIMAL
    with pytest.raises(NoRoster):
        solve(replace(problem, people=(never,)), seconds=SECONDS)


def test_leave_lowers_the_hours_that_lines_must_reach_as_it_does_in_the_check() -> None:
    """Two of four days are left: 1019 minutes are a day and one more, 1021 are beyond two days."""
    problem, _ = case("--ll", rules={"least_hours": Rule(hard=True)})
    for least, reached in ((2 * 1019, True), (2 * 1020, True), (2 * 1021, False)):
        person = replace(problem.people[0], limits=Limits(least_minutes=least))
        mine = replace(problem, people=(person,))
        assert Arrays(mine).least_units.tolist() == [-(-least // 2 // Arrays(mine).unit)]
        if reached:
            assert hard_faults(mine, solve(mine, seconds=SECONDS).roster) == []
        else:
            with pytest.raises(NoRoster):
                solve(mine, seconds=SECONDS)


def test_cover_of_a_group_without_people_is_short_and_nothing_more() -> None:
    problem, _ = case("--", rules={"cover_preferred": Rule(weight=10)})
    stray = Cover(problem.days[0], "vip", "day", 0, 2)
    result = solve(replace(problem, cover=(stray,)), seconds=SECONDS)
    assert (result.cost, result.bound) == (20, 20)
    assert [gap.cover for gap in result.unmet] == [stray]
