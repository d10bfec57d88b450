"""The first roster, a few people at a time; and a roster known beforehand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from csbook.roster import solution, starts
from csbook.roster.clock import Clock
from csbook.roster.parts import LEAVE, REST, Cover, Person, Request, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule
from csbook.roster.solve import solve
from csbook.roster.solvers import Settings
from csbook.roster.starts import few_at_a_time

from .random_problems import problems
from .shop import days_of, shop, team, two_wishes_each

HIGHS = Settings("highs")


def one_group(people: int) -> RosterProblem:
    """So many people of one group, the cover in proportion."""
    staff = tuple(Person(f"K{number:03}", f"客服{number}", "jd") for number in range(people))
    cover = tuple(
        Cover(day, "jd", shift, people // 3, people // 3)
        for day in days_of(shop().days[0])
        for shift in ("day", "evening")
    )
    return shop(groups=("jd",), people=staff, cover=cover)


def start_of(problem: RosterProblem) -> Roster:
    found = few_at_a_time(problem, HIGHS, Clock.of(120))
    assert found is not None
    return found


def test_many_people_of_one_group_get_a_roster_without_anybody_missing() -> None:
    problem = one_group(24)
    roster = start_of(problem)
    assert solution.hard_faults(problem, roster) == []
    assert not [gap for gap in solution.unmet_cover(problem, roster) if gap.below_minimum]


def test_everybody_is_in_one_team_and_no_team_is_large() -> None:
    people = one_group(40).people + team(("pdd",))
    teams = list(starts._teams(replace(one_group(40), people=people)))
    assert Counter(person for each in teams for person in each) == Counter(people)
    assert max(map(len, teams)) <= starts.TEAM
    assert all(len({person.group for person in each}) == 1 for each in teams)


def test_those_who_can_help_fill_what_their_own_groups_leave_open() -> None:
    problem = shop(groups=("jd", "pdd"))
    helpers = tuple(replace(p, helps=("pdd",)) if p.group == "jd" else p for p in problem.people)
    ill = {("K04", day): LEAVE for day in problem.days[7:14]}
    alone = start_of(replace(problem, fixed=ill))
    helped = start_of(replace(problem, people=helpers, fixed=ill))
    assert any(cell.endswith("@pdd") for cell in helped.cells.values())
    assert solution.cost(problem, helped) < solution.cost(problem, alone)


def test_a_fixed_cell_in_another_group_stays() -> None:
    problem = shop(groups=("jd", "pdd"))
    helper = replace(problem.people[0], helps=("pdd",))
    key = (helper.agent_id, problem.days[1])
    problem = replace(problem, people=(helper, *problem.people[1:]), fixed={key: "day@pdd"})
    assert start_of(problem).cells[key] == "day@pdd"


def test_a_hard_rule_of_the_whole_group_may_leave_no_start_but_never_a_false_one() -> None:
    problem = shop(groups=("jd",))
    hard = replace(problem, rules=replace(problem.rules, cover_minimum=Rule(hard=True)))
    roster = few_at_a_time(hard, HIGHS, Clock.of(60))
    assert roster is None or solution.hard_faults(hard, roster) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_no_start_breaks_a_hard_rule(problem: RosterProblem) -> None:
    for part in problem.components():
        roster = few_at_a_time(part, HIGHS, Clock.of(60))
        assert roster is None or solution.hard_faults(part, roster) == []


def test_it_leans_on_last_months_pattern() -> None:
    problem = one_group(12)
    known = solve(problem, seed=3).roster
    leaning = replace(problem, reference=known.cells)
    changed = solution.changed_cells(leaning, start_of(leaning))
    assert len(changed) < len(solution.changed_cells(leaning, start_of(problem))) / 2


def test_without_time_there_is_none() -> None:
    clock = replace(Clock.of(60), cancelled=lambda: True)
    assert few_at_a_time(one_group(12), HIGHS, clock) is None


def test_a_roster_known_stays_to_the_cell_where_nothing_is_cheaper() -> None:
    problem = replace(shop(), requests=two_wishes_each(shop()))
    one, other = (solve(problem, seed=seed).roster for seed in (0, 5))
    assert one != other
    assert solve(problem, known=one).roster == one
    assert solve(problem, known=other).roster == other


def test_a_dear_roster_known_is_made_better() -> None:
    problem = shop()
    nobody = replace(problem, cover=())
    poor = solve(nobody, seed=3).roster
    best = solve(problem)
    assert solution.cost(problem, poor) > best.cost
    assert solve(problem, known=poor).cost == best.cost


def test_a_known_roster_that_breaks_a_hard_rule_is_left_aside() -> None:
    problem = shop(groups=("jd", "pdd"))
    known = solve(problem).roster
    day = problem.days[4]
    leave = replace(problem, fixed={("K01", day): LEAVE})
    result = solve(leave, known=known)
    assert result.roster.cell("K01", day) == LEAVE
    of_pdd = {key: cell for key, cell in known.cells.items() if key[0] in {"K04", "K05", "K06"}}
    assert of_pdd.items() <= result.roster.cells.items()


def test_a_known_roster_comes_back_when_somebody_cancels_at_once() -> None:
    problem = shop()
    known = solve(replace(problem, cover=())).roster
    assert solve(problem, known=known, cancelled=lambda: True).roster == known


def test_a_known_roster_with_blank_days_is_left_aside() -> None:
    problem = shop(groups=("jd",))
    known = solve(problem).roster
    part = Roster({key: cell for key, cell in known.cells.items() if key[1] != problem.days[3]})
    result = solve(problem, known=part)
    assert set(result.roster.cells) == set(known.cells)


def test_a_wish_added_later_changes_what_it_needs_and_is_met() -> None:
    problem = shop(groups=("jd",))
    known = solve(problem).roster
    day = next(day for day in problem.days if shift_in(known.cell("K01", day)) is not None)
    wish = replace(problem, requests=(Request("K01", day, REST),))
    assert solve(wish, known=known).refused == []
