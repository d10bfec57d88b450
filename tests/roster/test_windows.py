"""Structural shortages are seen without a solver, and the solver finds just them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings

from csbook.problems import NoRoster
from csbook.roster import solution
from csbook.roster.parts import LEAVE, Cover, Limits
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.solve import solve
from csbook.roster.windows import headcount_words, narrowest, short_windows

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


def test_sales_days_that_take_the_room_for_free_days_are_named_and_others_are_not() -> None:
    problem = one_group(no_rest=frozenset(shop().days[:8]))
    short = {(w.first.day, w.last.day): w for w in short_windows(problem)}
    assert (short[1, 8].needed, short[1, 8].room, len(short[1, 8].sales)) == (3, 0, 8)
    assert (short[7, 14].sales if (7, 14) in short else ()) == ()
    two = replace(one_group(), people=one_group().people[:2])
    assert short_windows(two)
    assert all(w.sales == () for w in short_windows(two))


def one_group(**changes: Any) -> RosterProblem:
    """Three people, two of them needed every day; no long break, and seven days running at most."""
    rules = Rules(long_break=Rule(on=False, parameter=7), **changes.pop("rules", {}))
    return replace(shop(groups=("jd",)), rules=rules, **changes)


def found(problem: RosterProblem) -> list[tuple[int, int, int, int]]:
    return [(w.first.day, w.last.day, w.needed, w.room) for w in short_windows(problem)]


def test_a_persons_own_longest_stretch_needs_more_free_days() -> None:
    problem = one_group()
    assert found(problem) == []
    often = Limits(longest_stretch=1)  # every other day free; eight days have four
    tired = [replace(person, limits=often) for person in problem.people]
    days = problem.days[:8]
    cover = tuple(row for row in problem.cover if row.day in days)
    problem = replace(problem, days=days, cover=cover)
    assert found(replace(problem, people=(tired[0], *problem.people[1:]))) == []
    assert found(replace(problem, people=tuple(tired))) == [(day, day + 1, 3, 2) for day in range(1, 8)]
    # With the two others the window of eight days holds 4 + 1 + 1 free days, and room for eight.
    cover = tuple(replace(row, minimum=row.minimum + (row.shift == "half"), preferred=2) for row in cover)
    assert (1, 8, 4 + 1 + 1, 0) in found(
        replace(problem, people=(tired[0], *problem.people[1:]), cover=cover)
    )


def test_temporary_people_work_too_and_need_their_free_days() -> None:
    problem = one_group()
    few = replace(problem, people=problem.people[:2])
    assert (1, 8, 2, 0) in found(few)
    third = replace(problem.people[2], temporary=True)
    assert found(replace(few, people=(*few.people, third))) == []


def test_days_on_which_nobody_may_rest_have_no_room() -> None:
    problem = one_group()
    sales = frozenset(problem.days[:6])
    assert (1, 8, 3, 2) in found(replace(problem, no_rest=sales))  # days 7 and 8 have room for one each
    soft = one_group(rules={"nobody_rests": Rule(weight=200)})
    assert found(replace(soft, no_rest=sales)) == []
    crowded = replace(problem, no_rest=frozenset(problem.days[:1]), people=problem.people[:1])
    assert (1, 1, 0, -1) in found(crowded)  # two shifts and one person, rest or not


def test_temporary_people_may_rest_on_sales_days_and_need_no_room_elsewhere() -> None:
    problem = one_group()
    days = problem.days[:8]
    guest = replace(problem.people[0], temporary=True)
    cover = (Cover(days[7], "jd", "day", 1, 1),)
    problem = replace(problem, days=days, people=(guest,), cover=cover)
    assert found(replace(problem, no_rest=frozenset(days[:7]))) == []
    kept = replace(problem, no_rest=frozenset(days[:7]), people=(replace(guest, temporary=False),))
    assert found(kept) == [(1, 8, 1, 0)]


def test_cover_beyond_the_headcount_comes_before_what_follows_from_it() -> None:
    problem = shop(groups=("jd", "pdd"))
    two = tuple(person for person in problem.people if person.group == "pdd")[:2]
    people = (*[person for person in problem.people if person.group == "jd"][:2], *two)
    busy = [row for row in problem.cover if not (row.day == problem.days[9] and row.group == "pdd")]
    problem = replace(problem, people=people, cover=(*busy, Cover(problem.days[9], "pdd", "day", 3, 3)))
    first, *others = short_windows(problem)
    assert first.of_headcount
    assert (first.groups, first.first, first.room) == (("pdd",), problem.days[9], -1)
    assert {window.groups for window in others} == {("jd",), ("pdd",)}
    assert not any(window.of_headcount for window in others)


def shared(asked: int) -> RosterProblem:
    """Three people of jd, one of whom helps pdd, whose only person is K04; pdd asks for so many one day."""
    problem = shop(groups=("jd", "pdd"))
    helper, *others = problem.people[:4]
    people = (replace(helper, helps=("pdd",)), *others)
    cover = (Cover(problem.days[9], "pdd", "day", asked, asked), Cover(problem.days[9], "jd", "half", 0, 1))
    return replace(problem, people=people, cover=cover)


def test_a_group_without_people_enough_is_found_though_others_have_too_many() -> None:
    assert short_windows(shared(2)) == []
    (day,) = narrowest(short_windows(shared(3)))
    assert (day.groups, day.first, day.room, day.people) == (("pdd",), shared(3).days[9], -1, 2)
    # More than all four of them: the group's day says all that the two groups' day would.
    (day,) = narrowest(short_windows(shared(20)))
    assert (day.groups, day.room) == (("pdd",), -18)
    assert headcount_words([day]).zh == "day班要 20 人，能上的只有 2 人"
    assert headcount_words([day]).en == "20 people asked for (day), only 2 can work"


def test_too_few_people_in_a_group_of_one_are_told_as_such() -> None:
    problem = shop(groups=("jd",))
    cover = tuple(Cover(day, "jd", "evening", 2 + day.day % 2, 5) for day in problem.days)
    found = narrowest(short_windows(replace(problem, people=problem.people[:1], cover=cover)))
    assert [(w.first, w.of_headcount) for w in found] == [(day, True) for day in problem.days]
    assert headcount_words(found).zh == "evening班要 2 到 3 人，能上的只有 1 人"


def test_the_narrowest_windows_have_no_other_one_inside() -> None:
    problem = replace(shop(groups=("jd",)), people=shop().people[:2])
    problem = replace(problem, cover=(*problem.cover[3:], Cover(problem.days[0], "jd", "day", 3, 3)))
    first, *others = narrowest(short_windows(problem))
    assert (first.first, first.last, first.of_headcount) == (problem.days[0], problem.days[0], True)
    assert all(window.first > problem.days[0] for window in others)
    assert [(w.first.day, w.last.day) for w in others][:1] == [(2, 9)]


def test_where_minimum_cover_does_not_count_nothing_is_short() -> None:
    problem = replace(shop(), people=shop().people[:1], rules=Rules(cover_minimum=Rule(on=False)))
    assert short_windows(problem) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
