"""A search by lines: repeatable, ended early in every way, and what it tells of itself on the way."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from csbook.roster import rules, solution, stages
from csbook.roster.clock import Clock, Standing
from csbook.roster.diagnosis import OutOfTime
from csbook.roster.lines import search as lines_search
from csbook.roster.lines.arrays import Arrays
from csbook.roster.lines.search import Search, search
from csbook.roster.model import Whole
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solve import Result, Status, solve
from csbook.roster.solvers import Settings

from .line_problems import busy_team, hard_faults

SECONDS = 300.0
"""So long that rounds, gaps and cancelling end a search, and never the time."""
LOWEST = 239
"""What the best roster of the hard team costs."""


@pytest.fixture(scope="module")
def hard_team() -> RosterProblem:
    """Twelve people for two weeks."""
    return busy_team(12, 2, seed=1)


@pytest.fixture
def without_dive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neighbourhoods begin from the roster built person by person, far from the best."""
    monkeypatch.setattr(Search, "dive", lambda self: None)


@pytest.fixture
def lines_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a team too large for the whole model, which then is not asked to close the gap."""
    monkeypatch.setattr(stages, "LARGE", 0)


def searched(problem: RosterProblem, seed: int, rounds: int) -> Search:
    return search(Arrays(problem), Settings("highs", seed), replace(Clock.of(SECONDS), rounds=rounds))


def sound(problem: RosterProblem, result: Result) -> bool:
    kept = hard_faults(problem, result.roster) == []
    return kept and result.bound <= result.cost == solution.cost(problem, result.roster)


@pytest.mark.usefixtures("without_dive")
@pytest.mark.parametrize("seed", [0, 3])
def test_the_same_seed_and_rounds_give_the_same_roster(hard_team: RosterProblem, seed: int) -> None:
    one, other = (searched(hard_team, seed, rounds=4) for _ in range(2))
    assert one.roster == other.roster
    assert (one.cost, one.bound) == (other.cost, other.bound)


def test_the_seed_decides_who_is_let_go_of(hard_team: RosterProblem) -> None:
    chosen = [tuple(searched(hard_team, seed, rounds=0).neighbours(4)) for seed in (0, 0, 1)]
    assert chosen[0] == chosen[1]
    assert len(set(chosen)) > 1


@pytest.mark.usefixtures("without_dive")
def test_more_rounds_never_make_a_roster_dearer(hard_team: RosterProblem) -> None:
    costs = [searched(hard_team, 0, rounds).cost for rounds in (0, 20)]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0]


@pytest.mark.usefixtures("lines_only", "without_dive")
def test_solve_repeats_a_roster_by_its_rounds(hard_team: RosterProblem) -> None:
    one, other = (solve(hard_team, seconds=SECONDS, rounds=5, seed=2) for _ in range(2))
    assert one.roster == other.roster
    assert sound(hard_team, one)


@pytest.mark.usefixtures("without_dive")
def test_nothing_is_searched_once_the_rounds_are_used_up(
    hard_team: RosterProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "whole", _not_asked_for)
    assert sound(hard_team, solve(hard_team, seconds=SECONDS, rounds=1))


def _not_asked_for(problem: RosterProblem) -> Whole:
    raise AssertionError("the whole model")


def test_a_gap_that_is_good_enough_ends_the_search_before_any_neighbourhood(
    hard_team: RosterProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "whole", _not_asked_for)
    monkeypatch.setattr(Search, "improve", _not_asked_for)
    result = solve(hard_team, seconds=SECONDS, gap=0.05)
    assert sound(hard_team, result)
    assert result.gap <= 0.05
    assert result.bound <= LOWEST <= result.cost


def _cancel_after(told: list[Standing], many: int) -> Callable[[], bool]:
    """True from the report on that is the `many`-th with a cost."""
    return lambda: sum(standing.cost is not None for standing in told) >= many


@pytest.mark.usefixtures("without_dive")
@pytest.mark.parametrize("many", [1, 2, 4])
def test_cancelled_the_best_roster_so_far_comes_back(hard_team: RosterProblem, many: int) -> None:
    told: list[Standing] = []
    result = solve(hard_team, seconds=SECONDS, progress=told.append, cancelled=_cancel_after(told, many))
    assert sound(hard_team, result)
    assert result.status is Status.FEASIBLE
    assert result.bound <= LOWEST
    assert result.cost <= min(standing.cost for standing in told if standing.cost is not None)


@pytest.mark.parametrize("asked", [0, 1, 12, 13, 20, 80])
def test_cancelled_at_any_moment_there_is_a_sound_roster_or_none_was_found_yet(
    hard_team: RosterProblem, asked: int
) -> None:
    """`asked`: how often the search has looked whether to go on."""
    looks = itertools.count()
    try:
        result = solve(hard_team, seconds=SECONDS, cancelled=lambda: next(looks) >= asked)
    except OutOfTime:
        assert 0 < asked <= 12, "everybody had a line by then"
        return
    assert sound(hard_team, result)
    assert result.bound <= LOWEST


@pytest.mark.parametrize("moments", [40, 100, 400])
def test_when_the_time_is_up_there_is_a_sound_roster(
    hard_team: RosterProblem, monkeypatch: pytest.MonkeyPatch, moments: int
) -> None:
    """Time here goes on by a second each time that somebody looks at the clock."""
    ticks = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: float(next(ticks)))
    result = solve(hard_team, seconds=float(moments))
    assert sound(hard_team, result)
    assert result.bound <= LOWEST


def test_without_time_for_any_roster_that_is_said(
    hard_team: RosterProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: float(next(ticks)))
    with pytest.raises(OutOfTime):
        solve(hard_team, seconds=5.0)


@pytest.mark.usefixtures("lines_only", "without_dive")
def test_on_the_way_the_cost_never_rises_and_the_bound_never_falls(hard_team: RosterProblem) -> None:
    told: list[Standing] = []
    result = solve(hard_team, seconds=SECONDS, rounds=20, progress=told.append)
    costs = [standing.cost for standing in told if standing.cost is not None]
    bounds = [standing.bound for standing in told]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert len(set(costs)) > 2
    assert all(standing.cost is None or standing.cost >= standing.bound for standing in told)
    assert result.cost <= costs[-1]
    assert result.bound >= bounds[-1]
    assert {(standing.part, standing.parts) for standing in told} == {(1, 1)}


def two_teams() -> RosterProblem:
    """Two groups that share nobody, each with a gap after a few rounds."""
    one, other = busy_team(12, 2, seed=1), busy_team(8, 2, seed=1)
    return replace(
        one,
        people=(*one.people, *(replace(p, agent_id=f"P{p.agent_id}", group="pdd") for p in other.people)),
        cover=(*one.cover, *(replace(row, group="pdd") for row in other.cover)),
        requests=(*one.requests, *(replace(r, agent_id=f"P{r.agent_id}") for r in other.requests)),
    )


@pytest.mark.usefixtures("lines_only", "without_dive")
def test_the_parts_of_a_problem_add_up() -> None:
    problem = two_teams()
    whole = solve(problem, seconds=SECONDS, rounds=2)
    assert sound(problem, whole)
    alone = [solve(part, seconds=SECONDS, rounds=2) for part in problem.components()]
    assert whole.cost <= sum(result.cost for result in alone)
    assert whole.bound == sum(result.bound for result in alone)


@pytest.mark.usefixtures("lines_only")
def test_a_part_that_is_gone_on_with_goes_on_from_its_best_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's line is made better once, and no neighbourhood tried: so both parts are gone on with."""
    monkeypatch.setattr(Search, "dive", lambda self: self.polish(dict(self.best.lines)))
    monkeypatch.setattr(lines_search, "MOST_NODES", 0)
    problem, told = two_teams(), []
    result = solve(problem, seconds=SECONDS, progress=told.append)
    assert sound(problem, result)
    assert [(standing.part, standing.parts) for standing in told[:2]] == [(1, 2), (2, 2)]
    for part in (1, 2):
        first, again = (standing for standing in told if standing.part == part)
        assert again.parts == 2
        assert again.cost < first.cost
        assert again.bound >= first.bound


def test_cancelled_in_the_first_part_the_others_get_a_roster_too() -> None:
    problem, told = two_teams(), []
    result = solve(problem, seconds=SECONDS, progress=told.append, cancelled=_cancel_after(told, 1))
    assert sound(problem, result)
    assert set(result.roster.cells) == {(p.agent_id, day) for p in problem.people for day in problem.days}
    assert {standing.part for standing in told} == {1, 2}


def test_a_roster_of_lines_that_fails_the_check_is_never_returned(
    hard_team: RosterProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = Roster({(person.agent_id, day): "rest" for person in hard_team.people for day in hard_team.days})
    monkeypatch.setattr(Search, "roster", rest)
    with pytest.raises(stages.WrongRoster, match="breaks hard rules"):
        solve(hard_team, seconds=SECONDS, rounds=0)


def test_a_bound_above_the_cost_is_a_fault_of_ours(
    hard_team: RosterProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Search.find_bound

    def too_high(found: Search) -> None:
        honest(found)
        found.bound += 10_000

    monkeypatch.setattr(Search, "find_bound", too_high)
    with pytest.raises(stages.WrongRoster, match="bound is 10239"):
        solve(hard_team, seconds=SECONDS, rounds=0)
