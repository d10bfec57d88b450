"""First answers: rosters near the one known that grant a wish or fill a gap."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given

from csbook.roster import solution
from csbook.roster.clock import Clock
from csbook.roster.diagnosis import CellsClash, NothingFits
from csbook.roster.nearby import Nearby, day_of
from csbook.roster.parts import LEAVE, REST, Request, Roster
from csbook.roster.prices import Grant, Price, prices
from csbook.roster.problem import RosterProblem
from csbook.roster.solve import solve
from csbook.roster.solvers import Found, Settings

from .random_problems import problems
from .shop import shop
from .test_explain_prices import EXAMPLES, every_roster, grants

HIGHS = Settings("highs")


def questions(problem: RosterProblem, roster: Roster) -> list[Request | solution.Unmet]:
    return [*solution.refused_requests(problem, roster), *solution.unmet_cover(problem, roster)]


@EXAMPLES
@given(problems(most_people=2, most_days=3, most_shifts=2))
def test_what_is_found_grants_it_and_what_is_said_to_be_impossible_is(problem: RosterProblem) -> None:
    assume(len(problem.components()) == 1)
    try:
        known = solve(problem).roster
    except (CellsClash, NothingFits):
        assume(False)
        return
    asked = questions(problem, known)
    assume(asked)
    search = Nearby(problem, known, asked, HIGHS, Clock.of(120))
    rosters = list(every_roster(problem))
    for each in asked:
        found, roster = search.granting(each)
        price = Price(each, Grant.POSSIBLE)
        possible = any(grants(problem, other, price) for other in rosters)
        assert (found is Found.ROSTER) == (roster is not None) == possible
        if roster is not None:
            assert solution.hard_faults(problem, roster) == []
            assert grants(problem, roster, price)


def test_a_gap_is_filled_within_a_week_and_all_else_stays() -> None:
    problem = shop(groups=("jd", "pdd"))
    known = solve(problem).roster
    gap = next(gap for gap in solution.unmet_cover(problem, known) if gap.cover.day == problem.days[14])
    part = next(part for part in problem.components() if gap.cover in part.cover)
    search = Nearby(part, known, [gap], HIGHS, Clock.of(60))
    found, roster = search.granting(gap)
    assert found is Found.ROSTER
    assert roster is not None
    changed = [day for (agent_id, day), cell in roster.cells.items() if known.cell(agent_id, day) != cell]
    assert changed
    assert all(abs((day - day_of(gap)).days) <= 3 for day in changed)


def test_one_question_leaves_nothing_behind_for_the_next() -> None:
    problem = shop(groups=("jd",))
    days = problem.days
    wishes = tuple(Request(person.agent_id, days[9], REST) for person in problem.people)
    problem = replace(problem, requests=wishes)
    known = solve(problem).roster
    asked = questions(problem, known)
    asked = [asked[0], asked[-1]]
    together = Nearby(problem, known, asked, HIGHS, Clock.of(120))
    first = {each: together.granting(each)[0] for each in asked}
    again = {each: together.granting(each)[0] for each in asked}
    alone = {each: Nearby(problem, known, [each], HIGHS, Clock.of(60)).granting(each)[0] for each in asked}
    assert first == again == alone


def test_an_answer_in_a_moment_is_a_price_that_may_fall() -> None:
    problem = shop(groups=("jd",))
    wishes = tuple(Request(person.agent_id, problem.days[9], REST) for person in problem.people)
    problem = replace(problem, requests=wishes)
    known = solve(problem).roster
    soon = prices(problem, known, clock=Clock.of(1))
    sure = prices(problem, known, clock=Clock.of(6))
    for one, other in zip(soon, sure, strict=True):
        assert one.asked == other.asked
        if one.cost is not None and other.cost is not None:
            assert one.at_least <= other.cost <= one.cost


def test_leave_stands_against_a_gap_on_a_day_when_everybody_is_away() -> None:
    problem = shop(groups=("jd",))
    day = problem.days[14]
    away = {(person.agent_id, day): LEAVE for person in problem.people}
    problem = replace(problem, fixed=away)
    known = solve(problem).roster
    asked = [gap for gap in solution.unmet_cover(problem, known) if gap.cover.day == day]
    search = Nearby(problem, known, asked, HIGHS, Clock.of(60))
    assert {search.granting(gap) for gap in asked} == {(Found.INFEASIBLE, None)}
