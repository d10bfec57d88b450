"""Clashes worked out by hand, and how they are said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from csbook.roster.clash_words import clash_words, known_words
from csbook.roster.clock import Clock
from csbook.roster.explain import ClashSet, Explanation, Member, explain, first_clash
from csbook.roster.parts import LEAVE, REST, Cover, Kind, Limits, Person, Shift
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED
from csbook.roster.rulebook import Rule
from csbook.roster.smallest import Known
from csbook.roster.solve import solve
from csbook.roster.solvers import Settings, SolverName, choose

from .shop import shop, team
from .test_diagnosis import pinned, with_rule

BOTH = pytest.mark.parametrize("solver", ["highs", "cbc"])


def only_set(problem: RosterProblem, solver: SolverName | None = None) -> ClashSet:
    found = explain(problem, solver=solver)
    assert len(found.sets) == 1
    assert found.undecided == ()
    assert found.sets[0].known is Known.SMALLEST
    return found.sets[0]


def people_of(problem: RosterProblem, number: int) -> RosterProblem:
    """The first few people of a problem, with no cover to be met."""
    return replace(problem, people=problem.people[:number], cover=())


@BOTH
def test_pins_for_eight_days_clash_with_seven_days_running(solver: SolverName) -> None:
    problem = pinned(shop(), "K01", 2, *["half"] * 8)
    clash = only_set(problem, solver)
    days = problem.days[1:9]
    assert clash.members == (
        Member("longest_stretch", "K01", days),
        Member(FIXED, "K01", days, cell="half"),
    )
    assert clash_words(problem, clash).zh == (
        "最多连续上班天数 7（客服1，6月2日至9日）；客服1 6月2日至9日 固定 half"
    )
    assert clash_words(problem, clash).en == (
        "most days running 7 (客服1, June 2 to 9); 客服1 June 2 to 9 fixed to half"
    )


@pytest.mark.parametrize(
    ("worked", "zh", "en"),
    [
        (6, "（接上月末已连上 6 天）", " (after 6 days running at the last month's end)"),
        (7, "（接上月末已连上 7 天）", " (after 7 days running at the last month's end)"),
    ],
)
def test_a_clash_with_last_month_s_end_says_how_many_days_running_it_brings(
    worked: int, zh: str, en: str
) -> None:
    problem = people_of(shop(), 1)
    first = problem.days[0]
    history = {("K01", first - dt.timedelta(days=back)): "half" for back in range(1, worked + 1)}
    history["K01", first - dt.timedelta(days=worked + 1)] = REST
    problem = pinned(replace(problem, history=history), "K01", 1, *["half"] * (8 - worked))
    said = clash_words(problem, only_set(problem))
    assert said.zh.startswith(f"最多连续上班天数 7{zh}（客服1，")
    assert said.en.startswith(f"most days running 7{en} (客服1, ")


def test_a_clash_later_in_the_month_says_nothing_of_the_month_before() -> None:
    problem = people_of(shop(), 1)
    history = {("K01", problem.days[0] - dt.timedelta(days=1)): "half"}
    problem = pinned(replace(problem, history=history), "K01", 10, *["half"] * 8)
    assert clash_words(problem, only_set(problem)).zh.startswith("最多连续上班天数 7（客服1，6月10日至17日）")


def test_leave_pins_and_rest_days_clash_when_the_days_run_out() -> None:
    # 20 days of leave leave 10; 7 of them pinned leave 3, one less than the four rest days.
    problem = pinned(pinned(people_of(shop(), 1), "K01", 1, *[LEAVE] * 20), "K01", 21, *["half"] * 7)
    clash = only_set(problem)
    assert clash.members == (
        Member("rest_days", "K01", problem.days),
        Member(FIXED, "K01", problem.days[:20], cell=LEAVE),
        Member(FIXED, "K01", problem.days[20:27], cell="half"),
    )
    assert "每月休息天数 4（客服1，6月1日至30日）" in clash_words(problem, clash).zh
    assert "客服1 6月1日至20日 请假" in clash_words(problem, clash).zh


def test_leave_of_nearly_the_whole_month_is_no_clash() -> None:
    # Two days are left, and both are rest: the quota gives way to leave (domain A1.6).
    problem = pinned(people_of(shop(), 1), "K01", 1, *[LEAVE] * 28)
    assert explain(problem) == Explanation((), ())


def test_leave_frees_from_a_sales_day_on_which_nobody_rests() -> None:
    problem = pinned(people_of(shop(), 1), "K01", 10, LEAVE)
    problem = replace(problem, no_rest=frozenset(problem.days[9:10]))
    assert explain(problem).sets == ()
    resting = only_set(pinned(problem, "K01", 10, "rest"))
    assert [member.rule for member in resting.members] == ["nobody_rests", FIXED]


def test_hard_cover_clashes_with_the_headcount() -> None:
    # Two of three people are needed on the 10th; with two of them resting one is left.
    problem = with_rule(shop(groups=("jd",)), "cover_minimum", Rule(hard=True))
    for agent_id in ("K01", "K02", "K03"):
        problem = pinned(problem, agent_id, 10, "rest")
    clash = only_set(problem)
    assert [member.rule for member in clash.members] == ["cover_minimum", FIXED, FIXED]
    assert {member.days for member in clash.members} == {problem.days[9:10]}
    assert "最少在岗人数 day 1、evening 1（jd，6月10日）" in clash_words(problem, clash).zh


def test_more_people_asked_for_than_there_are_is_a_clash_of_one() -> None:
    problem = with_rule(shop(groups=("jd",)), "cover_minimum", Rule(hard=True))
    clash = only_set(replace(problem, cover=(Cover(problem.days[4], "jd", "evening", 4, 4),)))
    assert clash.members == (Member("cover_minimum", "", problem.days[4:5], "jd"),)


def test_nine_people_with_hard_cover_clash_within_one_week() -> None:
    # Eight of nine work each day: seven days have room for seven free days, but nine people need one each.
    people = team(("jd",), 9)
    problem = with_rule(shop(groups=("jd",), people=people), "cover_minimum", Rule(hard=True))
    cover = tuple(Cover(day, "jd", "half", 8, 8) for day in problem.days)
    clash = first_clash(replace(problem, cover=cover), Settings(choose(None)), 120)
    assert clash is not None
    assert clash.known in (Known.SMALLEST, Known.IRREDUCIBLE)
    assert [member.rule for member in clash.members].count("cover_minimum") == 7
    assert len(clash.members) == 7 + 8  # eight of the nine long breaks are one too many


def test_two_people_s_clashes_are_told_apart_and_a_way_out_of_each_gives_a_roster() -> None:
    fine = people_of(shop(), 3)
    problem = pinned(pinned(fine, "K01", 4, "evening", "day"), "K03", 2, *["half"] * 8)
    found = explain(problem)
    assert [{member.agent_id for member in clash.members} for clash in found.sets] == [{"K01"}, {"K03"}]
    fewer = dict(problem.fixed)
    for clash in found.sets:
        last = clash.members[-1]
        del fewer[last.agent_id, last.days[-1]]
    assert solve(replace(problem, fixed=fewer)).cost >= 0


def test_one_person_s_two_clashes_share_nothing() -> None:
    problem = pinned(pinned(people_of(shop(), 1), "K01", 3, "evening", "day"), "K01", 11, *["half"] * 8)
    one, other = explain(problem).sets
    assert not set(one.members) & set(other.members)
    assert {member.rule for member in (*one.members, *other.members)} == {
        "no_day_after_evening",
        "longest_stretch",
        FIXED,
    }


def test_an_evening_of_last_month_is_a_fact_and_no_member() -> None:
    problem = people_of(shop(), 1)
    before = problem.days[0] - (problem.days[1] - problem.days[0])
    problem = replace(pinned(problem, "K01", 1, "day"), history={("K01", before): "evening"})
    assert [(m.rule, m.days) for m in only_set(problem).members] == [
        ("no_day_after_evening", (before, problem.days[0])),
        (FIXED, problem.days[:1]),
    ]


def test_hours_that_the_rest_days_do_not_leave_room_for() -> None:
    # 26 shifts of 5.5 hours are 143 hours at the least.
    half = Shift("half", 600, 930, Kind.HALF)
    person = Person("K01", "客服1", "jd", limits=Limits(most_minutes=140 * 60))
    problem = replace(shop(people=(person,), cover=()), shifts=(half,), forbidden=frozenset())
    clash = only_set(problem)
    assert [member.rule for member in clash.members] == ["most_hours", "rest_days"]
    assert "个人最多工时 140 小时（客服1" in clash_words(problem, clash).zh


def test_a_newcomer_s_pinned_evening_needs_company() -> None:
    people = (Person("K01", "新人", "jd", newcomer=True), Person("K02", "客服2", "jd"))
    problem = with_rule(shop(people=people, cover=()), "newcomer_not_alone", Rule(hard=True))
    problem = pinned(pinned(problem, "K01", 9, "evening"), "K02", 9, "rest")
    assert [m.rule for m in only_set(problem).members] == ["newcomer_not_alone", FIXED, FIXED]


def test_everybody_for_complaints_on_leave_is_no_clash() -> None:
    people = (Person("K01", "客服1", "jd", handles_complaints=True), Person("K02", "客服2", "jd"))
    problem = with_rule(shop(people=people, cover=()), "complaints_present", Rule(hard=True))
    problem = with_rule(problem, "rest_days", Rule(on=False, parameter=4))
    problem = with_rule(problem, "long_break", Rule(on=False, parameter=7))
    problem = with_rule(problem, "longest_stretch", Rule(on=False, parameter=7))
    assert explain(pinned(problem, "K01", 9, LEAVE)).sets == ()
    assert [m.rule for m in only_set(pinned(problem, "K01", 9, "rest")).members] == [
        "complaints_present",
        FIXED,
    ]


def test_nothing_is_said_of_what_no_time_was_left_for() -> None:
    problem = pinned(shop(), "K01", 2, *["half"] * 8)
    found = explain(problem, clock=Clock.of(0))
    assert found.sets == ()
    assert [person for people in found.undecided for person in people] == list(problem.people)


def test_a_set_says_when_it_may_not_be_the_smallest() -> None:
    assert known_words(Known.SMALLEST).zh == ""
    assert "未必是最小" in known_words(Known.IRREDUCIBLE).zh
    assert "may not be needed" in known_words(Known.CLASH).en


def test_least_hours_in_the_share_of_days_without_leave_clash_with_nothing() -> None:
    problem = shop(groups=("jd",))
    person = replace(problem.people[0], limits=Limits(least_minutes=180 * 60))
    problem = replace(problem, people=(person, *problem.people[1:]))
    for day in range(1, 16):
        problem = pinned(problem, "K01", day, LEAVE)
    hard = with_rule(problem, "least_hours", Rule(hard=True))
    assert explain(hard).sets == ()
    assert solve(hard).refused == []
