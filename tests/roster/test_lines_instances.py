"""The public instances: the best known costs proven, larger ones near to them, all as the referee says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import instances
from csbook.roster.clock import Clock
from csbook.roster.lines.arrays import Arrays, fits
from csbook.roster.lines.search import search
from csbook.roster.solve import Result, Status, solve
from csbook.roster.solvers import Settings

LOWEST = {5: 1143, 6: 1950, 7: 1056, 8: 1300}
"""The best known costs; a bound above one of them would be wrong."""


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "benchmarks" / "instances"


def refereed(instance: instances.Instance, result: Result) -> int:
    plan = instances.plan_of(instance, result.roster)
    assert instances.faults_of(instance, plan) == []
    assert instances.cost_of(instance, plan) == result.cost
    return result.cost


@pytest.mark.parametrize(("number", "best"), [(1, 607), (2, 828), (3, 1001), (4, 1716)])
def test_the_best_known_cost_is_reached_and_proven(folder: Path, number: int, best: int) -> None:
    instance = instances.read(folder / f"Instance{number}.txt")
    result = solve(instances.problem_of(instance), seconds=60)
    assert refereed(instance, result) == result.bound == best
    assert result.status is Status.OPTIMAL


@pytest.mark.parametrize(
    "number", [5, *(pytest.param(number, marks=pytest.mark.minutes) for number in (6, 7, 8))]
)
def test_after_one_round_a_larger_instance_has_a_valid_roster_and_an_honest_bound(
    folder: Path, number: int
) -> None:
    instance = instances.read(folder / f"Instance{number}.txt")
    problem = instances.problem_of(instance)
    assert fits(problem)
    found = search(Arrays(problem), Settings("highs"), replace(Clock.of(60), rounds=1))
    plan = instances.plan_of(instance, found.roster)
    assert instances.faults_of(instance, plan) == []
    assert found.bound <= LOWEST[number] <= instances.cost_of(instance, plan) == found.cost


@pytest.mark.minutes
@pytest.mark.parametrize(("number", "most"), [(5, 1161), (6, 2045), (7, 1267), (8, 1770)])
def test_a_minute_comes_near_the_best_known_cost(folder: Path, number: int, most: int) -> None:
    instance = instances.read(folder / f"Instance{number}.txt")
    result = solve(instances.problem_of(instance), seconds=60)
    assert result.bound <= LOWEST[number] <= refereed(instance, result) <= most
