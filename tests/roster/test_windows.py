"""Structural shortages are seen without a solver, and the solver finds just them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from csbook.problems import NoRoster
from csbook.roster import solution
from csbook.roster.parts import LEAVE, Cover
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.solve import solve
from csbook.roster.windows import short_windows

from .random_problems import problems
from .shop import shop


def test_the_documents_shop_has_room_for_every_free_day() -> None:
    assert short_windows(shop()) == []


def test_two_people_for_two_shifts_have_no_room_for_a_free_day() -> None:
    problem = shop(groups=("jd",))
    problem = replace(
        problem, people=problem.people[:2], rules=Rules(longest_stretch=Rule(False, parameter=7))
    )
    short = short_windows(problem)
    assert [(w.first.day, w.last.day, w.needed, w.room) for w in short] == [
        (1, 7, 2, 0),
        (8, 14, 2, 0),
        (15, 21, 2, 0),
        (22, 28, 2, 0),
    ]


def test_a_day_that_asks_for_more_people_than_there_are_is_found() -> None:
    problem = shop(groups=("jd",))
    rows = [row for row in problem.cover if not (row.day == problem.days[4] and row.shift == "evening")]
    problem = replace(problem, cover=(*rows, Cover(problem.days[4], "jd", "evening", 3, 3)))
    day, *_ = short_windows(problem)
    assert (day.first, day.last, day.needed, day.room) == (problem.days[4], problem.days[4], 0, -1)


def test_leave_takes_the_room_that_others_need() -> None:
    problem = shop(groups=("jd",))
    leave = {("K01", day): LEAVE for day in problem.days[:7]}
    short = [w for w in short_windows(replace(problem, fixed=leave)) if (w.first.day, w.last.day) == (1, 7)]
    assert [(w.needed, w.room) for w in short] == [(2, 0)]


def test_where_minimum_cover_does_not_count_nothing_is_short() -> None:
    problem = replace(shop(), people=shop().people[:1], rules=Rules(cover_minimum=Rule(on=False)))
    assert short_windows(problem) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_a_short_window_is_always_short_in_the_roster_too(problem: RosterProblem) -> None:
    try:
        result = solve(problem)
    except NoRoster:
        return
    for window in short_windows(problem):
        missing = sum(
            gap.below_minimum
            for gap in solution.unmet_cover(problem, result.roster)
            if gap.cover.group in window.groups and window.first <= gap.cover.day <= window.last
        )
        assert missing >= window.needed - window.room
