"""Among rosters of the same cost, one near last month's (domain A1.11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from csbook.roster import solution, stages
from csbook.roster.clock import Clock
from csbook.roster.parts import REST, Cover, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule
from csbook.roster.solve import Status, solve
from csbook.roster.solvers import Settings, SolverName
from csbook.roster.stages import Part, nearest

from .line_problems import hard_faults, line_problems, plain_cost
from .one_rule import case, cells
from .random_problems import problems
from .shop import shop
from .test_solve import every_roster

Cells = Mapping[tuple[str, dt.date], str]
SOLVERS: list[SolverName] = ["highs", "cbc"]


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested is which roster is nearest, not how soon."""
    monkeypatch.setattr(stages, "NEAREST_SECONDS", 60.0)


def in_common(roster: Roster, reference: Cells) -> int:
    return sum(reference.get(key) == cell for key, cell in roster.cells.items())


def two_alike() -> RosterProblem:
    """Two people who share a day shift of four days as they like: sixteen rosters, none costs anything."""
    rules = {"cover_preferred": Rule(weight=10)}
    problem, _ = case("----", "----", rules=rules)
    rows = tuple(
        Cover(day, "jd", shift.code, 0, int(shift.code == "day"), 1, 5)
        for day in problem.days
        for shift in problem.shifts
    )
    return replace(problem, cover=rows)


@pytest.mark.parametrize("solver", SOLVERS)
def test_of_rosters_that_cost_the_same_the_one_like_the_reference_is_taken(solver: SolverName) -> None:
    problem = two_alike()
    monday = problem.days[0]
    reference = cells("K01", monday, "drdr") | cells("K02", monday, "rdrd")
    result = solve(replace(problem, reference=reference), solver=solver)
    assert result.roster.cells == reference
    assert (result.cost, result.status) == (0, Status.OPTIMAL)


def test_a_reference_that_costs_more_is_followed_only_as_far_as_it_costs_nothing() -> None:
    """Everybody at work on the first two days would be one too many: one of them changes each day."""
    problem = two_alike()
    monday = problem.days[0]
    reference = cells("K01", monday, "dddd") | cells("K02", monday, "ddrr")
    result = solve(replace(problem, reference=reference))
    assert (result.cost, in_common(result.roster, reference)) == (0, 6)
    assert [result.roster.cell("K01", day) for day in problem.days[2:]] == ["day", "day"]
    assert [result.roster.cell("K02", day) for day in problem.days[2:]] == [REST, REST]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(line_problems(), st.data())
def test_with_a_reference_the_cost_is_the_same_and_no_fewer_cells_are_kept(
    problem: RosterProblem, data: st.DataObject
) -> None:
    assume(plain_cost(problem) is not None)
    without = solve(problem, seconds=60)
    reference = some_cells(problem, data)
    result = solve(replace(problem, reference=reference), seconds=60)
    assert hard_faults(problem, result.roster) == []
    assert (result.cost, result.bound) == (without.cost, without.bound)
    assert in_common(result.roster, reference) >= in_common(without.roster, reference)


def some_cells(problem: RosterProblem, data: st.DataObject) -> Cells:
    """Any home cell on some days."""
    words = st.sampled_from([REST, *(shift.code for shift in problem.shifts)])
    keys = [(person.agent_id, day) for person in problem.people for day in problem.days]
    return data.draw(st.dictionaries(st.sampled_from(keys), words))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most_people=1, most_days=5, most_shifts=1) | problems(most_people=2, most_days=2))
def test_of_all_best_rosters_none_has_more_cells_of_the_reference(problem: RosterProblem) -> None:
    """Those cells that the roster could have: neither fixed nor leave."""
    off = replace(problem.rules.closeness, on=False)
    problem = replace(problem, rules=replace(problem.rules, closeness=off))
    everything = every_roster(problem)
    assume(everything)
    best = min(solution.cost(problem, each) for each in everything)
    most = max(
        in_common(each, problem.comparable) for each in everything if solution.cost(problem, each) == best
    )
    result = solve(problem, seconds=60)
    assert (result.cost, in_common(result.roster, problem.comparable)) == (best, most)


def test_the_reference_comes_back_unchanged_where_it_is_the_best() -> None:
    problem = shop(groups=("jd",))
    before = solve(problem, seconds=60, seed=5)
    assert before.status is Status.OPTIMAL
    again = solve(replace(problem, reference=before.roster.cells), seconds=60, seed=0)
    assert again.roster == before.roster


def test_one_changed_wish_changes_few_cells() -> None:
    """The best roster of two weeks, and the same with one sick day more: most of it stays."""
    problem = replace(two_alike(), help_weight=0)
    before = solve(problem).roster
    key = next(key for key, cell in before.cells.items() if cell == "day")
    result = solve(replace(problem, reference=before.cells, fixed={key: "leave"}))
    assert result.cost == 0
    assert in_common(result.roster, before.cells) == len(before.cells) - 2  # theirs, and whoever steps in


@pytest.mark.parametrize(
    "spoilt", ["no reference", "closeness is paid for", "too large", "cancelled"], ids=lambda each: each
)
def test_it_is_not_looked_for_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch, spoilt: str) -> None:
    """The roster given is not near, and comes back as it is."""
    problem = two_alike()
    monday = problem.days[0]
    far = Roster(cells("K01", monday, "dddd") | cells("K02", monday, "rrrr"))
    near = cells("K01", monday, "rrrr") | cells("K02", monday, "dddd")
    part = Part(far, 0, 0)
    clock = Clock.of(60)
    problem = replace(problem, reference=near)
    assert nearest(problem, part, Settings("highs"), clock).roster.cells == near
    match spoilt:
        case "no reference":
            problem = replace(problem, reference={})
        case "closeness is paid for":
            problem = replace(problem, rules=replace(problem.rules, closeness=Rule(weight=1)))
        case "too large":
            monkeypatch.setattr(stages, "LARGE", 0)
        case "cancelled":
            clock = replace(clock, cancelled=lambda: True)
    assert nearest(problem, part, Settings("highs"), clock) is part


def test_the_bound_stays_what_it_was() -> None:
    problem = two_alike()
    near = cells("K01", problem.days[0], "rrrr")
    far = Roster(cells("K01", problem.days[0], "dddd") | cells("K02", problem.days[0], "rrrr"))
    found = nearest(replace(problem, reference=near), Part(far, 0, -3), Settings("highs"), Clock.of(60))
    assert (found.cost, found.bound) == (0, -3)
    assert found.roster != far
