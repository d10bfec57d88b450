"""Neighbourhoods of a first roster, and large components whose groups help each other."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest

from csbook.roster import neighbourhoods, rules, solution, stages
from csbook.roster.clock import Clock, Standing
from csbook.roster.model import Whole
from csbook.roster.neighbourhoods import Neighbourhoods
from csbook.roster.parts import LEAVE
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule
from csbook.roster.solve import Result, solve
from csbook.roster.solvers import Settings, SolverName
from csbook.roster.starts import few_at_a_time

from .line_problems import hard_faults
from .shop import shop

SECONDS = 120.0
"""So long that rounds end a search."""


def joined(days: int, groups: tuple[str, ...] = ("jd", "pdd")) -> RosterProblem:
    """Groups of three of whom the first can help in the next; in the second, two are on leave together.

    On those two days the third has two shifts to fill alone, so that without help one each day is missing.
    """
    problem = shop(groups=groups)
    kept = problem.days[:days]
    following = dict(zip(groups, groups[1:] + groups[:1], strict=True))
    people = tuple(
        replace(person, helps=(following[person.group],)) if number % 3 == 0 else person
        for number, person in enumerate(problem.people)
    )
    ill = [(agent_id, day) for agent_id in ("K04", "K05") for day in kept[days // 2 : days // 2 + 2]]
    return replace(
        problem,
        days=kept,
        people=people,
        cover=tuple(row for row in problem.cover if row.day in kept),
        rules=replace(problem.rules, rest_days=Rule(hard=True, parameter=days // 7)),
        fixed=dict.fromkeys(ill, LEAVE),
        weekend=problem.weekend & frozenset(kept),
    )


@pytest.fixture
def all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "LARGE", 0)


def sound(problem: RosterProblem, result: Result) -> bool:
    kept = hard_faults(problem, result.roster) == []
    return kept and result.bound <= result.cost == solution.cost(problem, result.roster)


def begun(problem: RosterProblem, seed: int = 0, solver: SolverName = "highs") -> Neighbourhoods:
    """A search from the first roster."""
    start = few_at_a_time(problem, Settings(solver, seed), Clock.of(SECONDS))
    assert start is not None
    model = rules.whole(problem)
    return Neighbourhoods(model, Settings(solver, seed), start, solution.cost(problem, start))


@pytest.mark.usefixtures("all_is_large")
def test_a_large_joined_shop_gets_a_sound_roster_better_than_that_of_its_groups() -> None:
    problem = joined(10)
    apart = begun(problem).cost
    result = solve(problem, seconds=SECONDS, rounds=6)
    assert sound(problem, result)
    assert result.cost < 2000 <= apart, "two shifts below the minimum are filled by help, at 1000 each"
    assert not [gap for gap in result.unmet if gap.below_minimum]
    assert any("@pdd" in cell for cell in result.roster.cells.values())


@pytest.mark.usefixtures("all_is_large")
def test_three_joined_groups_are_no_worse_than_the_first_roster() -> None:
    problem = joined(14, ("jd", "pdd", "tmall"))
    result = solve(problem, seconds=SECONDS, rounds=2)
    assert sound(problem, result)
    assert result.cost <= begun(problem).cost


def test_its_bound_is_not_above_what_the_whole_model_proves(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = joined(10)
    best = solve(problem, seconds=SECONDS)
    assert best.cost == best.bound
    monkeypatch.setattr(stages, "LARGE", 0)
    result = solve(problem, seconds=SECONDS, rounds=8)
    assert result.bound <= best.cost <= result.cost


@pytest.mark.usefixtures("all_is_large")
def test_cbc_searches_neighbourhoods_too() -> None:
    problem = joined(10)
    result = solve(problem, seconds=SECONDS, rounds=4, solver="cbc")
    assert result.solver == "cbc"
    assert sound(problem, result)
    assert result.cost <= begun(problem, solver="cbc").cost


@pytest.mark.usefixtures("all_is_large")
def test_the_same_seed_and_rounds_give_the_same_roster() -> None:
    problem = joined(10)
    one, other = (solve(problem, seconds=SECONDS, rounds=5, seed=4) for _ in range(2))
    assert one.roster == other.roster
    assert (one.cost, one.bound) == (other.cost, other.bound)


def test_every_round_keeps_hard_rules_and_never_makes_it_dearer() -> None:
    problem = joined(10)
    search, told = begun(problem), []
    start = search.cost
    search.run(0, replace(Clock.of(SECONDS), rounds=4, report=told.append))
    costs = [standing.cost for standing in told]
    assert len(costs) == 4
    assert costs[0] == start
    assert costs == sorted(costs, reverse=True)
    assert search.cost <= costs[-1] < start
    assert solution.cost(problem, search.best) == search.cost
    assert hard_faults(problem, search.best) == []


def test_it_ends_when_the_bound_is_reached_the_gap_is_small_or_somebody_cancels() -> None:
    problem = joined(10)
    told: list[Standing] = []
    search = begun(problem)
    search.run(search.cost, replace(Clock.of(SECONDS), report=told.append))
    search.settings = Settings("highs", gap=0.5)
    search.run(search.cost - search.cost // 2, replace(Clock.of(SECONDS), report=told.append))
    search.settings = Settings("highs")
    search.run(0, replace(Clock.of(SECONDS), report=told.append, cancelled=lambda: True))
    assert told == []
    search.run(0, replace(Clock.of(SECONDS), report=told.append, cancelled=lambda: len(told) > 2))
    assert len(told) == 3


def test_afterwards_no_cell_is_held_but_what_is_fixed() -> None:
    problem = joined(10)
    search = begun(problem)
    search.run(0, replace(Clock.of(SECONDS), rounds=2))
    assert _bounds_of_cells(search.model) == _bounds_of_cells(rules.whole(problem))


def _bounds_of_cells(model: Whole) -> dict[tuple[str, dt.date, str], tuple[float, float]]:
    return {
        (*key, cell): (variable.lowBound, variable.upBound)
        for key in model.rests
        for cell, variable in model.options(key).items()
    }


@pytest.mark.usefixtures("all_is_large")
@pytest.mark.parametrize("nodes", [0, 1])
def test_a_neighbourhood_left_at_its_limit_of_branches_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, nodes: int
) -> None:
    monkeypatch.setattr(neighbourhoods, "NODES", nodes)
    monkeypatch.setattr(neighbourhoods, "FIRST_PEOPLE", 6)
    problem = joined(10)
    result = solve(problem, seconds=SECONDS, rounds=3)
    assert sound(problem, result)
    assert result.cost <= begun(problem).cost


@pytest.mark.usefixtures("all_is_large")
def test_cancelled_among_the_neighbourhoods_the_best_so_far_comes_back() -> None:
    problem = joined(10)
    told: list[Standing] = []
    result = solve(problem, seconds=SECONDS, progress=told.append, cancelled=lambda: _whole_in_work(told))
    assert sound(problem, result)
    assert result.cost <= begun(problem).cost


def _whole_in_work(told: list[Standing]) -> bool:
    return any(standing.parts == 1 and standing.cost is not None for standing in told)


@pytest.mark.usefixtures("all_is_large")
def test_cancelled_among_the_groups_the_others_get_a_roster_too() -> None:
    problem = joined(10)
    told: list[Standing] = []
    result = solve(
        problem,
        seconds=SECONDS,
        progress=told.append,
        cancelled=lambda: any(standing.cost is not None for standing in told),
    )
    assert sound(problem, result)


@pytest.mark.usefixtures("all_is_large")
def test_somebody_bound_to_help_elsewhere_keeps_that_cell() -> None:
    problem = joined(10)
    key = ("K01", problem.days[1])
    problem = replace(problem, fixed=problem.fixed | {key: "day@pdd"})
    result = solve(problem, seconds=SECONDS, rounds=3)
    assert sound(problem, result)
    assert result.roster.cells[key] == "day@pdd"


@pytest.mark.parametrize("seed", range(5))
def test_as_many_are_let_go_of_as_asked_for(seed: int) -> None:
    problem = joined(10, ("jd", "pdd", "tmall"))
    for size, many in ((1, 2), (3, 3), (8, 8), (9, 9), (20, 9)):
        assert len(neighbourhoods._people(problem, size, random.Random(seed))) == many


@pytest.mark.parametrize("seed", range(5))
def test_those_let_go_of_serve_a_group_together(seed: int) -> None:
    problem = joined(10, ("jd", "pdd", "tmall", "vip"))
    chosen = neighbourhoods._people(problem, 2, random.Random(seed))
    one, other = (problem.person_by_id[agent_id] for agent_id in chosen)
    assert set(one.groups) & set(other.groups)


@pytest.mark.parametrize("days", [1, 3, 5, 10, 14])
def test_the_days_let_go_of_are_running_ones_of_the_roster(days: int) -> None:
    problem = shop(groups=("jd",))
    problem = replace(problem, days=problem.days[:days], cover=(), weekend=frozenset())
    for seed in range(20):
        chosen = neighbourhoods._days(problem, 10, random.Random(seed))
        start = problem.days.index(chosen[0])
        assert tuple(chosen) == problem.days[start : start + len(chosen)]
        assert 1 <= len(chosen) <= days


def test_everybody_is_let_go_of_for_about_as_many_cells_as_some_people() -> None:
    problem = joined(10, ("jd", "pdd", "tmall"))
    for size, days in ((1, 2), (3, 3), (6, 6), (9, 10)):
        people, chosen = neighbourhoods._neighbourhood(problem, 2, size, random.Random(1))
        assert people == set(problem.person_by_id)
        assert len(chosen) == days


def test_it_stops_where_no_size_of_neighbourhood_helps() -> None:
    problem = joined(10)
    search = begun(problem)
    told: list[Standing] = []
    search.run(0, replace(Clock.of(SECONDS), report=told.append), until_stalled=True)
    assert search.cost == solve(problem, seconds=SECONDS).cost
    assert len(told) > neighbourhoods.FAILURES
