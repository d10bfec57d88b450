"""What has passed stays as it is, also where a month is solved or explained and not repaired."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from csbook.roster import solution
from csbook.roster.lines.arrays import fits
from csbook.roster.parts import LEAVE, REST, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.repair import Passed, leavers_kept, passed_held
from csbook.roster.solve import solve

from .line_problems import busy_team
from .shop import shop

TODAY = dt.date(2026, 6, 10)
AT_NOON = Passed(TODAY, frozenset({"day", "half"}))


@pytest.fixture(scope="module")
def standing() -> tuple[RosterProblem, Roster]:
    problem = shop(groups=("jd",))
    return problem, solve(problem, rounds=0).roster


def on_leave(problem: RosterProblem, day: dt.date) -> RosterProblem:
    leave = {(person.agent_id, day): LEAVE for person in problem.people}
    return replace(problem, fixed={**problem.fixed, **leave})


def test_what_was_worked_is_fixed_whatever_was_approved_since(standing: tuple[RosterProblem, Roster]) -> None:
    problem, roster = standing
    held = passed_held(on_leave(on_leave(problem, TODAY), dt.date(2026, 6, 8)), roster, AT_NOON)
    for (agent_id, day), cell in held.fixed.items():
        begun = shift_in(roster.cell(agent_id, day)) in AT_NOON.begun
        stays = day < TODAY or (day == TODAY and begun)
        assert cell == (roster.cell(agent_id, day) if stays else LEAVE)
    assert {day for _, day in held.fixed} == {problem.days[n] for n in range(10)}


def test_a_pin_to_a_shift_that_has_begun_comes_too_late(standing: tuple[RosterProblem, Roster]) -> None:
    problem, roster = standing
    other = next(p.agent_id for p in problem.people if shift_in(roster.cell(p.agent_id, TODAY)) == "evening")
    held = passed_held(replace(problem, fixed={(other, TODAY): "day"}), roster, AT_NOON)
    assert (other, TODAY) not in held.fixed


def test_without_a_roster_nothing_has_passed(standing: tuple[RosterProblem, Roster]) -> None:
    problem, _ = standing
    assert passed_held(problem, Roster({}), AT_NOON) == problem


def test_nobody_gets_a_shift_that_has_begun_though_somebody_is_missing(
    standing: tuple[RosterProblem, Roster],
) -> None:
    problem, roster = standing
    worker = next(p.agent_id for p in problem.people if roster.cell(p.agent_id, TODAY) == "day")
    grid = Roster({**roster.cells, (worker, TODAY): REST})
    held = passed_held(problem, grid, AT_NOON)
    found = solve(held, rounds=0).roster
    at_work = {p.agent_id for p in problem.people if shift_in(found.cell(p.agent_id, TODAY)) == "day"}
    assert worker not in at_work
    assert at_work == {p.agent_id for p in problem.people if grid.cell(p.agent_id, TODAY) == "day"}


def test_whoever_leaves_within_the_month_has_the_rest_days_that_they_have() -> None:
    """K01 rests on 4 of 19 days, where the share of four a month is 4 x 19 / 30 = 2.5, rounded up to 3."""
    people = tuple(replace(p, last_day=dt.date(2026, 6, 19)) for p in shop(groups=("jd",)).people[:1])
    problem = shop(people=people, cover=())
    rests = {5, 10, 15, 18}
    days = problem.employed_days(people[0])
    roster = Roster({("K01", day): REST if day.day in rests else "half" for day in days})
    assert problem.rest_quota(people[0]) == 3
    assert [v.rule for v in solution.violations(problem, roster) if v.hard] == ["rest_days"]
    kept = leavers_kept(problem, roster)
    assert [v.rule for v in solution.violations(kept, roster) if v.hard] == []
    stays = shop(people=shop(groups=("jd",)).people[:1], cover=())
    assert leavers_kept(stays, roster) == stays


def test_the_independent_check_refuses_a_shift_that_had_begun(standing: tuple[RosterProblem, Roster]) -> None:
    problem, roster = standing
    late = replace(problem, begun=frozenset({(TODAY, "day")}))
    broken = [v for v in solution.violations(late, roster) if v.rule == solution.CELLS]
    workers = {p.agent_id for p in problem.people if shift_in(roster.cell(p.agent_id, TODAY)) == "day"}
    assert workers
    assert {violation.agent_id for violation in broken} == workers
    fixed = {(agent, TODAY): roster.cells[agent, TODAY] for agent in workers}
    assert not [
        v for v in solution.violations(replace(late, fixed=fixed), roster) if v.rule == solution.CELLS
    ]


def test_lines_leave_a_day_that_has_begun_to_the_cell_model() -> None:
    problem = busy_team(3, 1, 0)
    assert fits(problem)
    begun = frozenset({(problem.days[0], problem.shifts[0].code)})
    assert not fits(replace(problem, begun=begun))
