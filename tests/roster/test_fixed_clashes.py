"""Clashes of one person's cells with one rule come first, and sets are told with their dates together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from csbook.roster.clash_words import clash_words, whole_members
from csbook.roster.clock import Clock
from csbook.roster.explain import ClashSet, Member, explain
from csbook.roster.model import Reason
from csbook.roster.parts import REST
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED, Relaxed
from csbook.roster.smallest import Known
from csbook.roster.solvers import Settings, choose

from .shop import shop
from .test_diagnosis import pinned
from .test_explain import people_of


def test_more_rest_days_pinned_than_there_are_is_told_with_all_of_them_and_how_many_must_go() -> None:
    problem = pinned(people_of(shop(), 3), "K01", 1, *[REST] * 6)
    (clash,) = explain(problem, clock=Clock.of(40)).sets
    assert clash == ClashSet(
        (Member("rest_days", "K01", problem.days), Member(FIXED, "K01", problem.days[:6], cell=REST)),
        Known.SMALLEST,
        surplus=2,
    )
    said = clash_words(problem, clash)
    assert said.zh == (
        "每月休息天数 4（客服1，6月1日至30日）；客服1 6月1日至6日 固定 休（这 6 天要去掉 2 天）"
    )
    assert said.en.endswith("fixed to rest (2 of these 6 days must go)")


def resting_on(*days: int) -> RosterProblem:
    problem = people_of(shop(), 1)
    for day in days:
        problem = pinned(problem, "K01", day, REST)
    return problem


def without_pins(problem: RosterProblem, *days: int) -> RosterProblem:
    return replace(problem, fixed={k: cell for k, cell in problem.fixed.items() if k[1].day not in days})


def test_of_one_rest_day_too_many_any_one_may_go() -> None:
    problem = resting_on(5, 11, 12, 18, 24)
    (clash,) = explain(problem).sets
    assert ([member.rule for member in clash.members], clash.surplus) == (["rest_days", *[FIXED] * 4], 0)
    for day in (11, 12):
        assert explain(without_pins(problem, day)).sets == ()


def test_without_as_many_as_it_says_must_go_the_set_is_gone() -> None:
    problem = resting_on(4, 5, 11, 12, 18, 24)
    (clash,) = explain(problem).sets
    assert clash.surplus == 2
    assert explain(without_pins(problem, 4, 12)).sets == ()
    (left,) = explain(without_pins(problem, 4)).sets
    assert left.members[0].rule == "rest_days"


def test_rest_days_that_have_passed_are_no_way_out() -> None:
    problem = pinned(people_of(shop(), 1), "K01", 1, *[REST] * 6)
    (clash,) = explain(problem, since=problem.days[5]).sets
    assert [member.rule for member in clash.members] == ["rest_days"]
    (clash,) = explain(problem, since=problem.days[3]).sets
    assert clash.members[1].days == problem.days[3:6]
    assert clash.surplus == 2


def test_sales_days_of_several_people_are_told_once_with_their_dates_together() -> None:
    problem = people_of(shop(), 2)
    problem = replace(problem, no_rest=frozenset(problem.days[:7]))
    one, other = explain(problem).sets
    together = replace(one, members=one.members + other.members)
    assert clash_words(problem, one).zh == (
        "每个周期一次整天连休 7 天一次（客服1，6月1日至7日）；大促日不排休（客服1，6月1日至7日）"
    )
    assert clash_words(problem, together).zh == (
        "每个周期一次整天连休 7 天一次（客服1、客服2，6月1日至7日）；"
        "大促日不排休（客服1、客服2，6月1日至7日）"
    )
    assert [(m.rule, len(m.days)) for m in whole_members(problem, one)] == [
        ("long_break", 7),
        ("nobody_rests", 7),
    ]


def test_a_set_never_says_that_time_was_short_where_it_was_not() -> None:
    problem = pinned(people_of(shop(), 2), "K01", 1, *[REST] * 6)
    words = clash_words(problem, explain(problem).sets[0])
    assert "时间" not in words.zh


def test_a_shift_that_has_begun_is_a_fact_and_nobody_else_can_have_it() -> None:
    problem = people_of(shop(), 1)
    today = problem.days[0]
    held = replace(problem, fixed={("K01", today): "day"}, begun=frozenset({(today, "day")}))
    assert explain(held).sets == ()
    assert Reason(FIXED, "K01", (today,)) not in Relaxed(held, Settings(choose(None))).reasons


def test_the_time_goes_to_whoever_has_a_clash() -> None:
    problem = pinned(people_of(shop(), 3), "K03", 4, "evening", "day")
    found = explain(problem, clock=Clock.of(20))
    assert [clash.known for clash in found.sets] == [Known.SMALLEST]
    assert found.sets[0].members[0].days == (dt.date(2026, 6, 4), dt.date(2026, 6, 5))
