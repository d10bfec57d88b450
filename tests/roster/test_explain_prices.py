"""What a wish or a gap costs, against every roster there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from hypothesis import HealthCheck, assume, given, settings

from csbook.roster import solution
from csbook.roster.clock import Clock
from csbook.roster.diagnosis import CellsClash, NothingFits
from csbook.roster.parts import LEAVE, REST, Cover, Request, Roster, cell_of
from csbook.roster.prices import Grant, Price, prices
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED
from csbook.roster.rulebook import Rule
from csbook.roster.solve import solve

from .random_problems import problems
from .shop import shop, team
from .test_diagnosis import pinned

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def every_roster(problem: RosterProblem) -> Iterator[Roster]:
    """Every roster that keeps the hard rules."""
    options = {}
    for person in problem.people:
        every = [cell_of(s.code, group, person.group) for s in problem.shifts for group in person.groups]
        for day in problem.employed_days(person):
            fixed = problem.fixed.get((person.agent_id, day))
            options[person.agent_id, day] = [fixed] if fixed else [REST, *every]
    for cells in product(*options.values()):
        roster = Roster(dict(zip(options, cells, strict=True)))
        short = [gap for gap in solution.unmet_cover(problem, roster) if gap.below_minimum]
        if not any(v.hard for v in solution.violations(problem, roster)) and not (
            short and problem.rules.cover_minimum.binds
        ):
            yield roster


def grants(problem: RosterProblem, roster: Roster, answer: Price) -> bool:
    if isinstance(answer.asked, Request):
        return answer.asked not in solution.refused_requests(problem, roster)
    row = answer.asked.cover
    number = row.minimum if answer.asked.below_minimum else row.preferred
    present = [(gap.present, gap.cover) for gap in solution.unmet_cover(problem, roster) if gap.cover == row]
    return not present or present[0][0] >= number


@EXAMPLES
@given(problems(most_people=2, most_days=3, most_shifts=2))
def test_a_price_is_the_difference_to_the_cheapest_roster_that_grants_it(problem: RosterProblem) -> None:
    try:
        known = solve(problem)
    except (CellsClash, NothingFits):
        assume(False)
        return
    answers = prices(problem, known.roster, clock=Clock.of(120))
    rosters = [(solution.cost(problem, roster), roster) for roster in every_roster(problem)]
    for answer in answers:
        granting = [cost for cost, roster in rosters if grants(problem, roster, answer)]
        if not granting:
            assert answer.grant is Grant.IMPOSSIBLE
        else:
            assert answer.grant is Grant.POSSIBLE
            assert answer.cost == answer.at_least == min(granting) - known.cost
            assert sum(number for _, number in answer.worse) == answer.cost


def test_a_day_off_with_two_of_two_needed_costs_the_cover_less_the_wish() -> None:
    # One evening and one day shift are due, both people are needed: somebody off leaves a gap of 1000, and
    # meets a wish of 20.
    problem = shop(people=team(("jd",), 2), groups=("jd",))
    days = problem.days[:1]
    rules = {code: Rule(on=False, parameter=rule.parameter) for code, rule in vars(problem.rules).items()}
    rules |= {"cover_minimum": Rule(weight=1000), "wishes": Rule(weight=20)}
    problem = replace(
        problem,
        days=days,
        cover=tuple(Cover(days[0], "jd", shift, 1, 1) for shift in ("day", "evening")),
        rules=type(problem.rules)(**rules),
        requests=(Request("K01", days[0], REST),),
        weekend=frozenset(),
    )
    answer = prices(problem, solve(problem).roster)[0]
    assert (answer.grant, answer.cost, answer.proven) == (Grant.POSSIBLE, 980, True)
    assert dict(answer.worse) == {"cover_minimum": 1000, "wishes": -20}
    assert [gap.cover.shift for gap in answer.short] in (["day"], ["evening"])


def test_a_wish_against_a_pin_is_impossible_and_the_pin_is_named() -> None:
    problem = pinned(shop(groups=("jd",)), "K01", 9, "half")
    problem = replace(problem, cover=(), requests=(Request("K01", problem.days[8], REST),))
    (answer,) = prices(problem, solve(problem).roster)
    assert answer.grant is Grant.IMPOSSIBLE
    assert answer.cost is None
    assert answer.clash is not None
    assert [(m.rule, m.agent_id) for m in answer.clash.members] == [(FIXED, "K01")]


def test_a_gap_that_nobody_can_fill_has_no_clash_to_give_up() -> None:
    problem = shop(groups=("jd",))
    problem = replace(problem, cover=(Cover(problem.days[3], "jd", "evening", 4, 4),))
    answer = prices(problem, solve(problem).roster)[0]
    assert answer.grant is Grant.IMPOSSIBLE
    assert answer.clash is not None
    assert answer.clash.members == ()


def test_wishes_come_first_then_minimum_gaps_then_preferred_ones() -> None:
    problem = shop(groups=("jd",))
    everybody_off = tuple(Request(person.agent_id, problem.days[9], REST) for person in problem.people)
    leave = pinned(replace(problem, requests=everybody_off), "K01", 20, LEAVE)
    leave = pinned(leave, "K02", 20, LEAVE)
    known = solve(leave).roster
    answers = prices(leave, known, clock=Clock.of(1))
    kinds = [0 if isinstance(a.asked, Request) else 1 if a.asked.below_minimum else 2 for a in answers]
    assert kinds == sorted(kinds)
    assert set(kinds) == {0, 1, 2}


def test_without_time_every_question_is_said_to_be_unanswered() -> None:
    problem = shop(groups=("jd",))
    answers = prices(problem, solve(problem).roster, clock=Clock.of(0))
    assert answers
    assert {answer.grant for answer in answers} == {Grant.UNANSWERED}
    assert all(answer.cost is None for answer in answers)


def test_days_before_the_first_asked_about_are_left_out() -> None:
    problem = shop(groups=("jd",))
    known = solve(problem).roster
    gaps = [gap.cover.day for gap in solution.unmet_cover(problem, known)]
    answers = prices(problem, known, first=problem.days[20], clock=Clock.of(0))
    assert len(answers) == sum(day >= problem.days[20] for day in gaps) < len(gaps)
