"""Random problems that whole lines of work can hold (`lines.arrays.fits`), and the plain solve of them."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import strategies as st

from csbook.roster import rules as programs
from csbook.roster import solution
from csbook.roster.lines.arrays import SUPPORTED
from csbook.roster.parts import LEAVE, REST, Cover, Limits, Person, Request, Roster, Shift, cell_of
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.solvers import Found, Settings, run

from .one_rule import MONDAY, OFF
from .random_problems import EARLY, GROUPS, NIGHT
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
    first = dt.date(2026, 6, 1) + dt.timedelta(days=draw(st.integers(0, 6)))
    days = tuple(first + dt.timedelta(days=number) for number in range(draw(st.integers(1, most_days))))
    every = st.sampled_from([*SHIFTS, NIGHT, EARLY])
    shifts = tuple(draw(st.lists(every, min_size=1, max_size=most_shifts, unique=True)))
    people = tuple(draw(_person(number, shifts)) for number in range(draw(st.integers(1, most_people))))
    return RosterProblem(
        days=days,
        shifts=shifts,
        people=people,
        cover=draw(_cover(days, shifts)),
        rules=draw(_rules(any(person.temporary for person in people))),
        forbidden=day_after_evening(shifts),
        fixed=draw(_fixed(people, days, shifts)),
        requests=draw(_requests(people, days, shifts)),
        weekend=frozenset(day for day in days if day.weekday() >= 5 and draw(st.integers(0, 5))),
        no_rest=draw(st.frozensets(st.sampled_from(days), max_size=1)),
        help_weight=draw(st.integers(0, 5)),
    )


@st.composite
def _person(draw: st.DrawFn, number: int, shifts: tuple[Shift, ...]) -> Person:
    group = draw(st.sampled_from(GROUPS))
    helps = tuple(other for other in GROUPS if other != group and draw(st.booleans()))
    limits = draw(_limits(shifts)) if draw(st.integers(0, 3)) else Limits()
    temporary = draw(st.integers(0, 4)) == 0
    return Person(f"K{number:02}", f"客服{number}", group, helps, limits=limits, temporary=temporary)


@st.composite
def _limits(draw: st.DrawFn, shifts: tuple[Shift, ...]) -> Limits:
    longest = draw(st.sampled_from([None, 1, 2, 3, 5]))
    codes = st.sampled_from([shift.code for shift in shifts])
    return Limits(
        most_shifts=draw(st.dictionaries(codes, st.integers(0, 3), max_size=3)),
        least_minutes=draw(st.sampled_from([None, None, 0, 330, 600, 601, 1500])),
        most_minutes=draw(st.sampled_from([None, 1500, 1510, 2000, 2500])),
        longest_stretch=longest,
        shortest_stretch=draw(st.sampled_from([None, 1, min(2, longest or 2), min(3, longest or 3)])),
        shortest_break=draw(st.sampled_from([None, 1, 2, 3])),
        most_weekends=draw(st.sampled_from([None, 0, 1])),
    )


@st.composite
def _cover(draw: st.DrawFn, days: tuple[dt.date, ...], shifts: tuple[Shift, ...]) -> tuple[Cover, ...]:
    """Some places ask for nobody at all, and in some everybody is one too many."""
    rows = []
    for day in days:
        for group in GROUPS:
            for shift in shifts:
                minimum, over = draw(st.integers(0, 1)), draw(st.sampled_from([0, 0, 3]))
                preferred = minimum + draw(st.integers(0, 1))
                if preferred or over:
                    weight = draw(st.integers(0, 2))
                    rows.append(Cover(day, group, shift.code, minimum, preferred, weight, over))
    return tuple(rows)


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


@st.composite
def _fixed(
    draw: st.DrawFn, people: tuple[Person, ...], days: tuple[dt.date, ...], shifts: tuple[Shift, ...]
) -> dict[tuple[str, dt.date], str]:
    fixed = {}
    for person in people:
        choices = [cell_of(shift.code, group, person.group) for shift in shifts for group in person.groups]
        for day in days:
            if draw(st.integers(0, 7)) == 0:
                fixed[person.agent_id, day] = draw(st.sampled_from([LEAVE, REST, *choices]))
    return fixed


@st.composite
def _requests(
    draw: st.DrawFn, people: tuple[Person, ...], days: tuple[dt.date, ...], shifts: tuple[Shift, ...]
) -> tuple[Request, ...]:
    one = st.builds(
        Request,
        st.sampled_from([person.agent_id for person in people]),
        st.sampled_from(days),
        st.sampled_from([REST, *(shift.code for shift in shifts)]),
        st.booleans(),
        st.integers(0, 3),
    )
    return tuple(draw(st.lists(one, max_size=5)))


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
    limits = Limits(
        most_shifts={"evening": 3 * weeks},
        least_minutes=1800 * weeks,
        most_minutes=2400 * weeks,
        longest_stretch=5,
        shortest_stretch=2,
        shortest_break=2,
        most_weekends=(weeks + 1) // 2,
    )
    people = tuple(Person(f"K{number:02}", f"客服{number}", "jd", limits=limits) for number in range(size))
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
