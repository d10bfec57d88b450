"""The best roster: small ones worked out by hand or by trying everything, and what every one keeps."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from csbook.problems import NoRoster
from csbook.roster import rules, solution
from csbook.roster.checks_of_people import CHECKS_OF_A_PERSON
from csbook.roster.clock import Standing
from csbook.roster.model import Whole
from csbook.roster.parts import LEAVE, REST, Cover, Kind, Person, Request, Roster, Shift, cell_of
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES, Rule, Rules
from csbook.roster.solve import Status, solve
from csbook.roster.solvers import Found, Settings, SolverMissing, SolverName, run
from csbook.roster.stages import WrongRoster

from .random_problems import problems
from .shop import DAY, SHIFTS, shop, team, two_wishes_each

SOLVERS: list[SolverName] = ["highs", "cbc"]
FIRST = dt.date(2026, 6, 1)


def every_roster(problem: RosterProblem) -> list[Roster]:
    """All rosters that keep the hard rules, found by trying every combination of cells."""
    options = [_rows(problem, person) for person in problem.people]
    rosters = [Roster({key: cell for row in rows for key, cell in row.items()}) for rows in product(*options)]
    return [roster for roster in rosters if _stands(problem, roster)]


def _rows(problem: RosterProblem, person: Person) -> list[dict[tuple[str, dt.date], str]]:
    """Every row of one person that keeps the hard rules about this person alone."""
    days = problem.employed_days(person)
    shifts = [cell_of(shift.code, group, person.group) for shift in problem.shifts for group in person.groups]
    free = [
        [LEAVE] if problem.fixed.get((person.agent_id, day)) == LEAVE else [REST, *shifts] for day in days
    ]
    rows = [
        {(person.agent_id, day): cell for day, cell in zip(days, row, strict=True)} for row in product(*free)
    ]
    return [
        row
        for row in rows
        if not any(v.hard for check in CHECKS_OF_A_PERSON for v in check(problem, Roster(row), person))
    ]


def _stands(problem: RosterProblem, roster: Roster) -> bool:
    if problem.rules.cover_minimum.binds and any(
        gap.below_minimum for gap in solution.unmet_cover(problem, roster)
    ):
        return False
    return not any(violation.hard for violation in solution.violations(problem, roster))


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_documents_shop_gets_its_best_roster(solver: SolverName) -> None:
    """Every group works 78 shifts in 30 days and needs 60: 18 of 30 half days are filled, nobody is equal."""
    result = solve(shop(), solver=solver)
    assert (result.status, result.cost, result.bound, result.gap) == (Status.OPTIMAL, 360, 360, 0.0)
    assert [gap.cover.shift for gap in result.unmet] == ["half"] * 36
    assert (result.refused, result.broken, result.solver) == ([], [], solver)
    problem = shop()
    hours = {solution.worked_minutes(problem, result.roster, person) for person in problem.people}
    assert hours == {183 * 60}


def test_wishes_are_met_but_for_those_that_cannot_be() -> None:
    problem = shop()
    everybody = tuple(Request(person.agent_id, problem.days[9], "rest") for person in problem.people)
    result = solve(replace(problem, requests=everybody), seconds=300)
    assert result.status is Status.OPTIMAL
    assert len(result.refused) == 6  # one of three can be off, or a shift would be missing


def test_a_pinned_and_a_typed_cell_stay_as_they_are() -> None:
    problem = shop()
    fixed = {
        ("K01", problem.days[3]): "evening",
        ("K01", problem.days[4]): "half",
        ("K02", problem.days[0]): "rest",
        ("K03", problem.days[8]): "leave",
    }
    result = solve(replace(problem, fixed=fixed))
    assert {key: result.roster.cells[key] for key in fixed} == fixed


def test_somebody_on_leave_all_month_has_no_rest_days_and_the_gaps_are_listed() -> None:
    problem = shop(groups=("jd",))
    leave = {("K01", day): LEAVE for day in problem.days}
    result = solve(replace(problem, fixed=leave))
    assert {result.roster.cell("K01", day) for day in problem.days} == {LEAVE}
    missing = [gap for gap in result.unmet if gap.below_minimum]
    assert len(missing) == 8  # two people with four rest days each, and two shifts to fill every day
    assert result.status is Status.OPTIMAL


def test_somebody_who_starts_in_the_month_stands_in_it_from_their_first_day() -> None:
    start = dt.date(2026, 6, 16)
    people = (*team(("jd",))[:2], Person("K03", "客服3", "jd", first_day=start))
    problem = shop(groups=("jd",), people=people)
    roster = solve(problem).roster
    cells = [roster.cell("K03", day) for day in problem.days]
    assert cells[:15] == [None] * 15
    assert cells[15:].count(REST) == 2
    assert None not in cells[15:]


def test_the_month_before_is_looked_at() -> None:
    problem = shop(dt.date(2026, 7, 1), groups=("jd",))
    last = problem.days[0] - dt.timedelta(days=1)
    evening = {("K01", last): "evening", ("K02", last): "evening"}
    worked = {("K03", last - dt.timedelta(days=back)): "half" for back in range(7)}
    result = solve(replace(problem, history=evening | worked))
    assert result.roster.cell("K03", problem.days[0]) == REST  # seven days running
    assert "day" not in {result.roster.cell(agent, problem.days[0]) for agent in ("K01", "K02")}
    assert result.status is Status.OPTIMAL


def test_help_from_another_group_fills_a_gap() -> None:
    problem = shop(groups=("jd", "pdd"))
    days = problem.days[:14]
    rules_of_two_weeks = replace(problem.rules, rest_days=Rule(hard=True, parameter=2))
    leave = {(agent_id, day): LEAVE for agent_id in ("K04", "K05") for day in days[7:9]}
    cover = tuple(row for row in problem.cover if row.day in days)
    problem = replace(problem, days=days, cover=cover, rules=rules_of_two_weeks, fixed=leave)
    helper = replace(problem.people[0], helps=("pdd",))
    alone = solve(problem)
    helped = solve(replace(problem, people=(helper, *problem.people[1:])))
    assert sum(gap.below_minimum for gap in alone.unmet) == 2  # K06 alone for two shifts, on two days
    assert sum(gap.below_minimum for gap in helped.unmet) == 0
    assert [cell for cell in helped.roster.cells.values() if cell.endswith("@pdd")] != []


def test_a_group_nobody_belongs_to_has_all_its_cover_unmet() -> None:
    problem = shop(groups=("jd",))
    stray = Cover(FIRST, "vip", "day", 1, 1)
    result = solve(replace(problem, cover=(*problem.cover, stray)))
    assert [gap.cover for gap in result.unmet if gap.below_minimum] == [stray]
    assert result.status is Status.OPTIMAL


@pytest.mark.parametrize("solver", SOLVERS)
def test_nothing_to_decide_is_a_roster_too(solver: SolverName) -> None:
    problem = shop(groups=("jd",), people=team(("jd",))[:1], cover=())
    leave = {("K01", day): LEAVE for day in problem.days}
    result = solve(replace(problem, fixed=leave), solver=solver)
    assert (result.cost, result.status) == (0, Status.OPTIMAL)


@pytest.mark.parametrize("solver", SOLVERS)
def test_where_nothing_costs_anything_any_roster_is_the_best(solver: SolverName) -> None:
    off = {code: Rule(on=False, parameter=Rules()[code].parameter) for code in RULES}
    problem = shop(groups=("jd",), rules=Rules(**off), cover=())
    assert (solve(problem, solver=solver).cost, solve(problem, solver=solver).status) == (0, Status.OPTIMAL)


@pytest.mark.parametrize("solver", SOLVERS)
def test_nothing_better_is_found_by_trying_every_roster(solver: SolverName) -> None:
    """Two people, five days: 80 x 80 rosters with one rest day each."""
    days = tuple(FIRST + dt.timedelta(days=number) for number in range(5))
    people = team(("jd",))[:2]
    cover = tuple(Cover(day, "jd", shift, 1, 1) for day in days for shift in ("day", "evening"))
    rested = Rules(rest_days=Rule(hard=True, parameter=1))
    wishes = (
        Request("K01", days[1], "rest"),
        Request("K02", days[1], "rest"),
        Request("K02", days[4], "day"),
    )
    problem = RosterProblem(
        days=days,
        shifts=(SHIFTS[0], SHIFTS[2]),
        people=people,
        cover=cover,
        rules=rested,
        forbidden=frozenset({("evening", "day")}),
        requests=wishes,
    )
    result = solve(problem, solver=solver)
    assert result.cost == result.bound == min(solution.cost(problem, each) for each in every_roster(problem))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    problems(most_people=1, most_days=6, most_shifts=1)
    | problems(most_people=2, most_days=2, most_shifts=2)
    | problems(most_people=3, most_days=2, most_shifts=1)
)
def test_small_random_rosters_are_as_good_as_the_best_of_all(problem: RosterProblem) -> None:
    everything = every_roster(problem)
    if not everything:
        with pytest.raises(NoRoster):
            solve(problem)
        return
    best = min(solution.cost(problem, each) for each in everything)
    for solver in SOLVERS:
        result = solve(problem, solver=solver)
        assert (result.cost, result.bound, result.status) == (best, best, Status.OPTIMAL)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_both_solvers_reach_the_same_cost_and_keep_every_hard_rule(problem: RosterProblem) -> None:
    try:
        one = solve(problem, solver="highs")
    except NoRoster:
        with pytest.raises(NoRoster):
            solve(problem, solver="cbc")
        return
    other = solve(problem, solver="cbc")
    assert one.status is other.status is Status.OPTIMAL
    assert one.cost == other.cost
    for result in (one, other):
        assert not any(violation.hard for violation in solution.violations(problem, result.roster))
        assert all(not violation.hard for violation in result.broken)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_the_program_counts_the_same_cost_as_the_check(problem: RosterProblem) -> None:
    for part in problem.components():
        model = rules.whole(part)
        answer = run(model.lp, Settings("highs"), 30)
        if answer.found is Found.ROSTER:
            assert answer.bound == solution.cost(part, model.roster())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_the_outline_is_a_bound_for_the_whole(problem: RosterProblem) -> None:
    for part in problem.components():
        whole, outline = rules.whole(part), rules.outline(part)
        dear = run(whole.lp, Settings("highs"), 30)
        cheap = run(outline.lp, Settings("highs"), 30)
        if dear.found is Found.ROSTER:
            assert cheap.found is Found.ROSTER
            assert cheap.bound <= dear.bound


def test_night_shifts_run_past_midnight() -> None:
    night = Shift("night", 22 * 60, 31 * 60, Kind.EVENING, unpaid=60)
    people = team(("jd",))
    rules = Rules(minimum_rest=Rule(hard=True, parameter=11))
    problem = shop(groups=("jd",), people=people, cover=(), rules=rules)
    cover = tuple(Cover(day, "jd", code, 1, 1) for day in problem.days for code in ("day", "night"))
    problem = replace(problem, shifts=(DAY, night), cover=cover, forbidden=frozenset())
    result = solve(problem)
    assert result.status is Status.OPTIMAL
    assert not [gap for gap in result.unmet if gap.below_minimum]
    worked = [[result.roster.cell(p.agent_id, day) for day in problem.days] for p in people]
    assert not any(pair == ("night", "day") for row in worked for pair in pairwise(row))


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_same_seed_gives_the_same_roster(solver: SolverName) -> None:
    problem = shop()
    problem = replace(problem, requests=two_wishes_each(problem))
    assert solve(problem, solver=solver, seed=7).roster == solve(problem, solver=solver, seed=7).roster


def test_cbc_takes_over_where_highs_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    result = solve(shop(groups=("jd",)))
    assert (result.solver, result.status, result.cost) == ("cbc", Status.OPTIMAL, 120)
    with pytest.raises(SolverMissing) as caught:
        solve(shop(groups=("jd",)), solver="highs")
    assert "pip install highspy" in caught.value.words.zh


@pytest.mark.parametrize("solver", SOLVERS)
def test_solving_prints_nothing_and_leaves_no_files(
    solver: SolverName, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    solve(shop(groups=("jd",)), solver=solver)
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_progress_is_told_of_each_component() -> None:
    told: list[Standing] = []
    solve(shop(), progress=told.append)
    assert list(dict.fromkeys((standing.part, standing.parts) for standing in told)) == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]
    assert all(standing.bound == 120 for standing in told)
    assert {standing.cost for standing in told} <= {None, 120}


def test_a_roster_that_fails_the_check_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = shop(groups=("jd",))
    lazy = Roster({(person.agent_id, day): REST for person in problem.people for day in problem.days})
    monkeypatch.setattr(Whole, "roster", lambda self: lazy)
    with pytest.raises(WrongRoster, match="breaks hard rules"):
        solve(problem)
