"""Random problems that whole lines of work can hold (`lines.arrays.fits`), and the plain solve of them."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import strategies as st

from csbook.roster import rules as programs
from csbook.roster import solution
from csbook.roster.lines.arrays import SUPPORTED
from csbook.roster.parts import Cover, Limits, Person, Request, Roster, Shift
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.solvers import Found, Settings, run

from .one_rule import MONDAY, OFF
from .random_problems import (
    covers,
    days_running,
    fixed_cells,
    group_and_helps,
    limits,
    some_shifts,
    wishes,
)
from .shop import SHIFTS

PARAMETERS = {
    "minimum_rest": st.sampled_from([0, 8, 11, 16, 20]),
    "longest_stretch": st.integers(1, 6),
    "shortest_stretch": st.integers(1, 4),
    "shortest_break": st.integers(1, 4),
    "most_weekends": st.integers(0, 2),
}
SILENT = ("newcomer_not_alone", "complaints_present", "fair_holidays", "near_hours", "late_watch")
"""Rules that say nothing where there are no newcomers, nobody for complaints, no holidays and so on."""


@st.composite
def line_problems(
    draw: st.DrawFn, most_people: int = 3, most_days: int = 6, most_shifts: int = 3
) -> RosterProblem:
    """A few people and days in two groups joined by helpers; every rule that lines hold, on or off."""
    days, shifts = draw(days_running(most_days)), draw(some_shifts(most_shifts))
    people = tuple(draw(_person(number, shifts)) for number in range(draw(st.integers(1, most_people))))
    return RosterProblem(
        days=days,
        shifts=shifts,
        people=people,
        cover=draw(covers(days, shifts, st.integers(0, 2))),
        rules=draw(_rules(any(person.temporary for person in people))),
        forbidden=day_after_evening(shifts),
        fixed=draw(fixed_cells(people, days, shifts)),
        requests=draw(wishes(people, days, shifts)),
        weekend=frozenset(day for day in days if day.weekday() >= 5 and draw(st.integers(0, 5))),
        no_rest=draw(st.frozensets(st.sampled_from(days), max_size=1)),
        help_weight=draw(st.integers(0, 5)),
    )


@st.composite
def _person(draw: st.DrawFn, number: int, shifts: tuple[Shift, ...]) -> Person:
    group, helps = draw(group_and_helps())
    own = draw(limits(shifts, most=3)) if draw(st.integers(0, 3)) else Limits()
    temporary = draw(st.integers(0, 4)) == 0
    return Person(f"K{number:02}", f"客服{number}", group, helps, limits=own, temporary=temporary)


@st.composite
def _rules(draw: st.DrawFn, temporaries: bool) -> Rules:
    weight = st.sampled_from([0, 1, 5, 40])
    chosen = {}
    for code in SUPPORTED:
        numbers = PARAMETERS.get(code)
        parameter = None if numbers is None else draw(numbers)
        chosen[code] = Rule(on=draw(st.integers(0, 3)) > 0, hard=True, parameter=parameter)
    for code in ("cover_minimum", "cover_preferred", "wishes"):
        chosen[code] = Rule(on=draw(st.integers(0, 3)) > 0, weight=draw(weight))
    for code in SILENT if temporaries else (*SILENT, "temporary_last"):
        chosen[code] = Rule(on=draw(st.booleans()), weight=draw(weight))
    return Rules(**(OFF | chosen))


def plain_cost(problem: RosterProblem) -> int | None:
    """The cost of the best roster by the whole model in one solve; None where there is no roster."""
    answer = run(programs.whole(problem).lp, Settings("highs"), 60)
    assert answer.found is not Found.NOTHING
    return answer.bound if answer.found is Found.ROSTER else None


def hard_faults(problem: RosterProblem, roster: Roster) -> list[str]:
    """The hard rules that a roster breaks, by the check without a solver."""
    return [violation.rule for violation in solution.violations(problem, roster) if violation.hard]


def busy_team(size: int, weeks: int, seed: int) -> RosterProblem:
    """A team as in the public instances: three shifts, everybody's limits, wishes and cover that clash."""
    chance = random.Random(seed)
    days = tuple(MONDAY + dt.timedelta(days=number) for number in range(7 * weeks))
    own = Limits(
        most_shifts={"evening": 3 * weeks},
        least_minutes=1800 * weeks,
        most_minutes=2400 * weeks,
        longest_stretch=5,
        shortest_stretch=2,
        shortest_break=2,
        most_weekends=(weeks + 1) // 2,
    )
    people = tuple(Person(f"K{number:02}", f"客服{number}", "jd", limits=own) for number in range(size))
    held = {code: Rule(hard=True, parameter=Rules()[code].parameter) for code in SUPPORTED}
    paid = {"cover_preferred": Rule(weight=1), "wishes": Rule(weight=1)}
    return RosterProblem(
        days=days,
        shifts=SHIFTS,
        people=people,
        cover=tuple(
            Cover(day, "jd", shift.code, 0, chance.randint(1, max(1, size // 4)), 100, 1)
            for day in days
            for shift in SHIFTS
        ),
        rules=Rules(**(OFF | held | paid)),
        forbidden=day_after_evening(SHIFTS),
        requests=tuple(
            Request(p.agent_id, chance.choice(days), chance.choice(SHIFTS).code, chance.random() < 0.6, w)
            for p in people
            for w in (1, 2, 3, 1, 2, 3)
        ),
        weekend=frozenset(day for day in days if day.weekday() >= 5),
    )
