"""Where hard rules leave no roster, the message names the person, the days and the rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from csbook.roster.diagnosis import CellsClash, NothingFits, OutOfTime
from csbook.roster.fixed_clashes import clashes
from csbook.roster.parts import LEAVE, Cover, Limits, Person
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED
from csbook.roster.rulebook import Rule
from csbook.roster.solve import solve
from csbook.roster.solvers import SolverName

from .shop import shop


def pinned(problem: RosterProblem, agent_id: str, first: int, *cells: str) -> RosterProblem:
    """The problem with these cells fixed from day `first` of the month."""
    days = problem.days[first - 1 : first - 1 + len(cells)]
    fixed = {(agent_id, day): cell for day, cell in zip(days, cells, strict=True)}
    return replace(problem, fixed={**problem.fixed, **fixed})


def with_rule(problem: RosterProblem, code: str, rule: Rule) -> RosterProblem:
    return replace(problem, rules=replace(problem.rules, **{code: rule}))


@pytest.mark.parametrize(
    ("agent_id", "first", "cells", "rule"),
    [
        ("K01", 4, ("evening", "day"), "no_day_after_evening"),
        ("K02", 2, ("half",) * 8, "longest_stretch"),
        ("K03", 8, ("half",) * 7, "long_break"),  # 8 to 14 June is a whole week
        ("K04", 1, ("rest",) * 5, "rest_days"),
    ],
)
def test_fixed_cells_that_break_a_hard_rule_are_found_before_solving(
    agent_id: str, first: int, cells: tuple[str, ...], rule: str
) -> None:
    problem = pinned(shop(), agent_id, first, *cells)
    found = clashes(problem)
    assert [(clash.rule, clash.agent_id) for clash in found] == [(rule, agent_id)]
    assert found[0].days[0] == problem.days[first - 1]
    with pytest.raises(CellsClash) as caught:
        solve(problem)
    name = problem.person_by_id[agent_id].name
    assert name in caught.value.words.zh
    assert name in caught.value.words.en


def test_too_few_days_left_for_rest_are_found_before_solving() -> None:
    problem = with_rule(shop(), "long_break", Rule(on=False, parameter=7))
    problem = with_rule(problem, "longest_stretch", Rule(on=False, parameter=7))
    assert [clash.rule for clash in clashes(pinned(problem, "K01", 1, *["half"] * 27))] == ["rest_days"]


def test_a_pin_after_an_evening_of_the_month_before_clashes() -> None:
    problem = shop()
    before = {("K01", problem.days[0] - dt.timedelta(days=1)): "evening"}
    problem = replace(pinned(problem, "K01", 1, "day"), history=before)
    assert [clash.rule for clash in clashes(problem)] == ["no_day_after_evening"]


def test_fixed_cells_that_fit_are_no_clash() -> None:
    assert clashes(pinned(shop(), "K01", 1, "evening", "half", "rest", "day", LEAVE, LEAVE, "rest")) == []


def test_a_soft_rule_never_clashes() -> None:
    problem = with_rule(shop(), "no_day_after_evening", Rule(hard=False, weight=100))
    problem = pinned(problem, "K01", 4, "evening", "day")
    assert clashes(problem) == []
    assert [violation.rule for violation in solve(problem).broken] == ["no_day_after_evening"]


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_rules_that_cannot_hold_together_are_named_each_with_its_way_out(solver: SolverName) -> None:
    # Three rest days, but a break in each of four whole weeks: softening either of the two helps.
    problem = with_rule(shop(groups=("jd",)), "rest_days", Rule(hard=True, parameter=3))
    with pytest.raises(NothingFits) as caught:
        solve(problem, solver=solver)
    assert caught.value.rules == ["rest_days", "long_break"]
    assert "每月休息天数" in caught.value.words.zh
    assert "客服1" in caught.value.words.zh
    assert "rest days a month" in caught.value.words.en


def test_fixed_cells_can_be_what_stands_in_the_way() -> None:
    # Everybody off on one day is no clash of one person, but hard cover cannot be met then.
    problem = with_rule(shop(groups=("jd",)), "cover_minimum", Rule(hard=True))
    for agent_id in ("K01", "K02", "K03"):
        problem = pinned(problem, agent_id, 10, "rest")
    with pytest.raises(NothingFits) as caught:
        solve(problem)
    assert caught.value.rules == ["cover_minimum", FIXED]
    words = caught.value.words
    assert "固定的班次" in words.zh
    clash = "最少在岗人数 day 1、evening 1（jd，6月10日）；客服2、客服3 6月10日 固定 休"
    assert clash in words.zh or clash.replace("客服2", "客服1") in words.zh
    assert words.zh.endswith("点“为什么排不出”可看全部冲突和所在的格。")
    assert "客服3 June 10 fixed to rest" in words.en


@pytest.mark.parametrize(
    ("limits", "cells", "rule"),
    [
        (Limits(most_shifts={"evening": 1}), ("evening", "half", "evening"), "shift_limits"),
        (Limits(longest_stretch=2), ("half", "half", "half"), "longest_stretch"),
    ],
)
def test_fixed_cells_beyond_a_person_s_own_limits_are_found_before_solving(
    limits: Limits, cells: tuple[str, ...], rule: str
) -> None:
    one = Person("K01", "客服1", "jd", limits=limits)
    problem = pinned(shop(groups=("jd",), people=(one,)), "K01", 9, *cells)
    assert [clash.rule for clash in clashes(problem)] == [rule]


def test_hard_cover_nobody_can_fill_is_named() -> None:
    problem = with_rule(shop(groups=("jd",)), "cover_minimum", Rule(hard=True))
    problem = replace(problem, cover=tuple(Cover(day, "jd", "evening", 4, 4) for day in problem.days[:1]))
    with pytest.raises(NothingFits) as caught:
        solve(problem)
    assert caught.value.rules == ["cover_minimum"]


def test_only_the_people_concerned_are_named() -> None:
    problem = with_rule(shop(), "cover_minimum", Rule(hard=True))
    extra = Cover(problem.days[0], "pdd", "half", 3, 3)
    cover = [row for row in problem.cover if (row.day, row.group, row.shift) != (extra.day, "pdd", "half")]
    with pytest.raises(NothingFits) as caught:
        solve(replace(problem, cover=(*cover, extra)))
    assert [person.group for person in caught.value.people] == ["pdd"] * 3


def test_running_out_of_time_says_how_long_it_took() -> None:
    error = OutOfTime(30)
    assert "30" in error.words.zh
    assert "30 seconds" in error.words.en
