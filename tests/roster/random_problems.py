"""Small random roster problems for property tests: every feature, also in odd company."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from csbook.roster.parts import LEAVE, REST, Cover, Kind, Limits, Person, Request, Shift, cell_of
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.rulebook import RULES, Rule, Rules

from .shop import SHIFTS

NIGHT = Shift("night", 22 * 60, 31 * 60, Kind.EVENING, unpaid=25)
EARLY = Shift("early", 6 * 60, 12 * 60, Kind.HALF)
GROUPS = ("jd", "pdd")
PARAMETERS = {
    "rest_days": st.integers(0, 3),
    "minimum_rest": st.sampled_from([0, 8, 11, 16, 36, 48]),
    "long_break": st.integers(1, 7),
    "longest_stretch": st.integers(1, 7),
    "shortest_stretch": st.integers(1, 4),
    "shortest_break": st.integers(1, 4),
    "most_weekends": st.integers(0, 2),
}


@st.composite
def problems(
    draw: st.DrawFn, most_people: int = 4, most_days: int = 9, most_shifts: int = 3, least_people: int = 1
) -> RosterProblem:
    """A few people and days in two groups, with any rules, limits, fixed cells, wishes and history."""
    days, shifts = draw(days_running(most_days)), draw(some_shifts(most_shifts))
    number_of_people = draw(st.integers(least_people, most_people))
    people = tuple(draw(_person(number, days, shifts)) for number in range(number_of_people))
    return RosterProblem(
        days=days,
        shifts=shifts,
        people=people,
        cover=draw(covers(days, shifts, st.sampled_from([1, 1, 2]))),
        rules=draw(_rules()),
        forbidden=day_after_evening(shifts),
        fixed=draw(fixed_cells(people, days, shifts)),
        requests=draw(wishes(people, days, shifts)),
        history=draw(_history(people, days[0], shifts)),
        weekend=frozenset(day for day in days if day.weekday() >= 5),
        holidays=draw(_some_days(days)),
        no_rest=draw(_some_days(days)),
        reference=draw(_reference(people, days, shifts)),
        month_minutes=draw(st.sampled_from([None, 2000])),
        help_weight=draw(st.integers(0, 5)),
    )


@st.composite
def days_running(draw: st.DrawFn, most: int) -> tuple[dt.date, ...]:
    """One day or more, from any day of the week on."""
    first = dt.date(2026, 6, 1) + dt.timedelta(days=draw(st.integers(0, 6)))
    return tuple(first + dt.timedelta(days=number) for number in range(draw(st.integers(1, most))))


def some_shifts(most: int) -> st.SearchStrategy[tuple[Shift, ...]]:
    every = st.sampled_from([*SHIFTS, NIGHT, EARLY])
    return st.lists(every, min_size=1, max_size=most, unique=True).map(tuple)


def _some_days(days: tuple[dt.date, ...]) -> st.SearchStrategy[frozenset[dt.date]]:
    return st.frozensets(st.sampled_from(days), max_size=3)


@st.composite
def _person(draw: st.DrawFn, number: int, days: tuple[dt.date, ...], shifts: tuple[Shift, ...]) -> Person:
    group, helps = draw(group_and_helps())
    first_day = draw(st.sampled_from([None, None, None, *days]))
    return Person(
        f"K{number:02}",
        f"客服{number}",
        group,
        helps=helps,
        first_day=first_day,
        last_day=None if first_day else draw(st.sampled_from([None, None, None, *days])),
        limits=draw(limits(shifts)) if draw(st.booleans()) else Limits(),
        newcomer=draw(st.integers(0, 2)) == 0,
        handles_complaints=draw(st.integers(0, 2)) == 0,
        temporary=draw(st.integers(0, 3)) == 0,
    )


@st.composite
def group_and_helps(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """A person's own group and the others they help in."""
    group = draw(st.sampled_from(GROUPS))
    return group, tuple(other for other in GROUPS if other != group and draw(st.booleans()))


@st.composite
def limits(draw: st.DrawFn, shifts: tuple[Shift, ...], most: int = 4) -> Limits:
    """A person's own limits, those of single shifts and the shortest stretch at most `most`."""
    longest = draw(st.sampled_from([None, 1, 2, 3, 5]))
    codes = st.sampled_from([shift.code for shift in shifts])
    return Limits(
        most_shifts=draw(st.dictionaries(codes, st.integers(0, most), max_size=3)),
        least_minutes=draw(st.sampled_from([None, None, 0, 330, 600, 601, 1500])),
        most_minutes=draw(st.sampled_from([None, 1500, 1510, 2000, 2500])),
        longest_stretch=longest,
        shortest_stretch=draw(st.sampled_from([None, 1, min(2, longest or 2), min(most, longest or most)])),
        shortest_break=draw(st.sampled_from([None, 1, 2, 3])),
        most_weekends=draw(st.sampled_from([None, 0, 1])),
    )


@st.composite
def covers(
    draw: st.DrawFn, days: tuple[dt.date, ...], shifts: tuple[Shift, ...], weights: st.SearchStrategy[int]
) -> tuple[Cover, ...]:
    """Some places ask for nobody at all, and in some everybody is one too many."""
    rows = []
    for day in days:
        for group in GROUPS:
            for shift in shifts:
                minimum, over = draw(st.integers(0, 1)), draw(st.sampled_from([0, 0, 3]))
                preferred = minimum + draw(st.integers(0, 1))
                if preferred or over:
                    weight = draw(weights)
                    rows.append(Cover(day, group, shift.code, minimum, preferred, weight, over))
    return tuple(rows)


@st.composite
def _rules(draw: st.DrawFn) -> Rules:
    chosen = {}
    for code, facts in RULES.items():
        numbers = PARAMETERS.get(code)
        chosen[code] = Rule(
            on=draw(st.sampled_from([True, True, True, False])),
            hard=facts.may_be_hard and draw(st.integers(0, 2)) == 0,
            parameter=None if numbers is None else draw(numbers),
            weight=draw(st.sampled_from([0, 1, 5, 40])),
        )
    return Rules(**chosen)


@st.composite
def fixed_cells(
    draw: st.DrawFn, people: tuple[Person, ...], days: tuple[dt.date, ...], shifts: tuple[Shift, ...]
) -> dict[tuple[str, dt.date], str]:
    fixed = {}
    for person in people:
        choices = [cell_of(shift.code, group, person.group) for shift in shifts for group in person.groups]
        for day in days:
            if person.employed(day) and draw(st.integers(0, 6)) == 0:
                fixed[person.agent_id, day] = draw(st.sampled_from([LEAVE, REST, *choices]))
    return fixed


@st.composite
def _reference(
    draw: st.DrawFn, people: tuple[Person, ...], days: tuple[dt.date, ...], shifts: tuple[Shift, ...]
) -> dict[tuple[str, dt.date], str]:
    """Any cell, also what somebody could not do now, on about half of the days."""
    cells = [cell_of(shift.code, group, "jd") for shift in shifts for group in GROUPS]
    cell = st.sampled_from([None, None, None, LEAVE, REST, "gone", *cells])
    drawn = {(person.agent_id, day): draw(cell) for person in people for day in days}
    return {key: cell for key, cell in drawn.items() if cell is not None}


@st.composite
def wishes(
    draw: st.DrawFn, people: tuple[Person, ...], days: tuple[dt.date, ...], shifts: tuple[Shift, ...]
) -> tuple[Request, ...]:
    places = [(person.agent_id, day) for person in people for day in days if person.employed(day)]
    if not places:
        return ()
    one = st.builds(
        lambda place, cell, wanted, weight: Request(*place, cell, wanted, weight),
        st.sampled_from(places),
        st.sampled_from([REST, *(shift.code for shift in shifts)]),
        st.booleans(),
        st.integers(0, 3),
    )
    return tuple(draw(st.lists(one, max_size=5)))


@st.composite
def _history(
    draw: st.DrawFn, people: tuple[Person, ...], first: dt.date, shifts: tuple[Shift, ...]
) -> dict[tuple[str, dt.date], str]:
    cell = st.sampled_from([None, REST, LEAVE, *(shift.code for shift in shifts)])
    history = {}
    for person in people:
        for back in range(1, draw(st.integers(0, 8)) + 1):
            drawn = draw(cell)
            if drawn is not None:
                history[person.agent_id, first - dt.timedelta(days=back)] = drawn
    return history
