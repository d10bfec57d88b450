"""Who ends a month so tired that the next one has no roster: the formula, by hand and by the solver."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from csbook.problems import NoRoster
from csbook.roster.month_ahead import month_ahead, stuck_words
from csbook.roster.parts import LEAVE, REST, Limits, Person, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.solve import solve

from .shop import SHIFTS, days_of

DECEMBER, JANUARY, FEBRUARY = dt.date(2026, 12, 1), dt.date(2027, 1, 1), dt.date(2027, 2, 1)
ALONE = Rules(long_break=Rule(on=False, parameter=7))


def one(month: dt.date, person: Person, rules: Rules = ALONE) -> RosterProblem:
    return RosterProblem(days=days_of(month), shifts=SHIFTS, people=(person,), rules=rules)


def tired(most: int = 6, **changes: object) -> Person:
    return replace(Person("K01", "冯雪", "jd", limits=Limits(longest_stretch=most)), **changes)  # type: ignore[arg-type]


def ending(problem: RosterProblem, run: int) -> Roster:
    """Half shifts, so many at the end; before them a day of rest."""
    shift = SHIFTS[1].code
    cells = {("K01", day): shift for day in problem.days}
    return Roster({**cells, ("K01", problem.days[-1 - run]): REST})


@pytest.mark.parametrize("run", [0, 1, 2, 3, 4, 5, 6])
def test_it_says_so_just_where_the_next_month_has_no_roster(run: int) -> None:
    person = tired()
    december = one(DECEMBER, person)
    roster = ending(december, run)
    january = replace(one(JANUARY, person), history=dict(list(roster.cells.items())[-14:]))
    try:
        solve(january)
        possible = True
    except NoRoster:
        possible = False
    assert possible is (run <= 3)  # (6 - run) + 4 x 6 against 31 - 4
    assert bool(month_ahead(december, roster)) is not possible


def test_it_says_why_and_what_to_do() -> None:
    december = one(DECEMBER, tired())
    (stuck,) = month_ahead(december, ending(december, 6))
    words = stuck_words(stuck)
    assert words.zh == (
        "冯雪：12月末连上 6 天（上限 6 天），1月按 4 天休息排不出；请在月末给他安排休息，或提高上限"
    )
    assert "ends December with 6 days running (at most 6 days), so January" in words.en


def test_where_a_day_off_now_would_not_help_only_the_limit_can_be_raised() -> None:
    february = one(FEBRUARY, tired(5))
    (stuck,) = month_ahead(february, ending(february, 0))
    assert stuck_words(stuck).zh == "冯雪：3月有 31 天，最多连上 5 天、休息 4 天排不出；请提高上限"


@pytest.mark.parametrize(
    "person",
    [
        tired(temporary=True),
        tired(last_day=dt.date(2026, 12, 31)),
        tired(last_day=dt.date(2027, 1, 8)),  # one rest day for eight days: 0 + 6 against 7 would not do ...
        tired(7),
    ],
)
def test_nobody_is_told_of_who_has_room_or_no_quota(person: Person) -> None:
    december = one(DECEMBER, person)
    told = month_ahead(december, ending(december, 6))
    assert bool(told) is (person.last_day == dt.date(2027, 1, 8))  # ... and this one is told


def test_soft_rules_and_rules_that_are_off_stop_nobody() -> None:
    for rules in (
        replace(ALONE, longest_stretch=Rule(parameter=7, weight=100)),
        replace(ALONE, rest_days=Rule(on=False, hard=True, parameter=4)),
    ):
        december = one(DECEMBER, tired(), rules)
        assert month_ahead(december, ending(december, 6)) == []


def test_leave_on_the_last_day_ends_the_run() -> None:
    december = one(DECEMBER, tired())
    cells = {**ending(december, 6).cells, ("K01", december.days[-1]): LEAVE}
    assert month_ahead(december, Roster(cells)) == []
