"""The rules about one person's days once more, without a solver. Each check lists what breaks its rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from csbook.roster import breaks, targets
from csbook.roster.parts import LEAVE, REST, Person, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.violations import (
    ONE_DAY,
    Violation,
    of_person,
    runs,
    shift_on,
    shifts_in_order,
    shifts_of,
    worked_days,
    worked_minutes,
)

CELLS = "cells"
"""The code of violations that are no rule's: a cell that is blank, unknown or not what was fixed."""


def cells_that_cannot_stand(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """Cells that are blank, unknown, outside the employment or not what was fixed, and shifts that had begun
    before the person got them."""
    wrong = []
    for day in problem.days:
        cell = roster.cell(person.agent_id, day)
        fixed = problem.fixed.get((person.agent_id, day))
        if not person.employed(day):
            right = cell is None
        elif fixed is not None:
            right = cell == fixed
        else:
            late = (day, shift_in(cell)) in problem.begun
            right = cell is not None and cell != LEAVE and not late and problem.allows(person, cell)
        if not right:
            wrong.append(day)
    return [Violation(CELLS, person.agent_id, tuple(wrong), len(wrong), hard=True)] if wrong else []


def rest_days(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """More or fewer `rest` cells than the person's quota; a temporary person has none."""
    days = tuple(day for day in problem.days if roster.cell(person.agent_id, day) == REST)
    amount = abs(len(days) - problem.rest_quota(person))
    if person.temporary or not problem.rules.rest_days.on or not amount:
        return []
    return [of_person(problem, "rest_days", person, days, amount)]


def successions(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """A forbidden pair of shifts on neighbouring days."""
    found = []
    for day in problem.days if problem.rules.no_day_after_evening.on else ():
        before = day - ONE_DAY
        pair = (shift_on(problem, roster, person, before), shift_on(problem, roster, person, day))
        if pair in problem.forbidden:
            found.append(of_person(problem, "no_day_after_evening", person, (before, day)))
    return found


def short_rests(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """A shift that begins too early after the one before."""
    if not problem.rules.minimum_rest.on:
        return []
    least = problem.rules.whole("minimum_rest") * 60
    found = []
    for (before, first), (day, second) in pairwise(shifts_in_order(problem, roster, person)):
        end = breaks.midnight(before) + problem.shift_by_code[first].end
        rest = breaks.midnight(day) + problem.shift_by_code[second].start - end
        if rest < least and day >= problem.days[0]:
            found.append(of_person(problem, "minimum_rest", person, (before, day)))
    return found


def long_breaks(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """A period without one break that holds a whole day shift and a whole evening."""
    if not problem.rules.long_break.on:
        return []
    gaps = list(_gaps(problem, roster, person))
    missed = [
        period
        for period in breaks.periods(problem)
        if not any(breaks.is_long(problem, *gap, period.days) for gap in gaps)
    ]
    allowed = breaks.may_miss(problem)
    too_many = allowed is not None and sum(not period.begun_before for period in missed) > allowed
    return [
        Violation("long_break", person.agent_id, period.days, 1, too_many and not period.begun_before)
        for period in missed
    ]


def stretches(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """More days running than allowed; `amount` is how many days too many fall into the roster's days."""
    if not problem.rules.longest_stretch.on:
        return []
    most = problem.longest_stretch(person)
    found = []
    for run in runs(problem, roster, person, worked=True):
        amount = sum(day >= problem.days[0] for day in run[most:])
        if amount:
            found.append(of_person(problem, "longest_stretch", person, tuple(run), amount))
    return found


def short_stretches(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """Fewer days running than the shortest stretch; `amount` is how many are missing."""
    least = problem.shortest_stretch(person)
    return list(_short_runs(problem, roster, person, "shortest_stretch", least, worked=True))


def short_breaks(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """Fewer free days running than the shortest break; `amount` is how many are missing."""
    least = problem.shortest_break(person)
    return list(_short_runs(problem, roster, person, "shortest_break", least, worked=False))


def _short_runs(
    problem: RosterProblem, roster: Roster, person: Person, rule: str, least: int, worked: bool
) -> Iterator[Violation]:
    """The runs between two known days, of which the later lies in the roster."""
    for run in runs(problem, roster, person, worked) if problem.rules[rule].on else ():
        before, after = run[0] - ONE_DAY, run[-1] + ONE_DAY
        between = problem.knows(person, before) and problem.knows(person, after)
        if between and after >= problem.days[0] and len(run) < least:
            yield of_person(problem, rule, person, tuple(run), least - len(run))


def worked_weekends(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """More weekends with a shift than the person's limit."""
    if not problem.rules.most_weekends.on:
        return []
    worked = set(worked_days(problem, roster, person))
    weekends = [weekend for weekend in problem.weekends if worked & set(weekend)]
    amount = len(weekends) - problem.most_weekends(person)
    days = tuple(day for weekend in weekends for day in weekend if day in worked)
    return [of_person(problem, "most_weekends", person, days, amount)] if amount > 0 else []


def shift_limits(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """More of a shift than the person's limit, one violation for each shift."""
    if not problem.rules.shift_limits.on:
        return []
    counts = Counter(shifts_of(problem, roster, person))
    found = []
    for shift, most in person.limits.most_shifts.items():
        if counts[shift] > most:
            days = tuple(day for day in problem.days if shift_on(problem, roster, person, day) == shift)
            found.append(of_person(problem, "shift_limits", person, days, counts[shift] - most))
    return found


def hours(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """More or fewer hours than the person's limits; `amount` counts begun hours."""
    rules, limits = problem.rules, person.limits
    minutes, least = worked_minutes(problem, roster, person), problem.least_minutes(person)
    found = []
    if rules.most_hours.on and limits.most_minutes is not None and minutes > limits.most_minutes:
        amount = targets.begun_steps(minutes - limits.most_minutes, 60)
        days = worked_days(problem, roster, person)
        found.append(of_person(problem, "most_hours", person, days, amount))
    if rules.least_hours.on and least is not None and minutes < least:
        amount = targets.begun_steps(least - minutes, 60)
        days = tuple(problem.employed_days(person))
        found.append(of_person(problem, "least_hours", person, days, amount))
    return found


def rests_on_sales_days(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """`rest` cells on days on which nobody may rest; leave is none."""
    if not problem.rules.nobody_rests.on or person.temporary:
        return []
    days = tuple(
        day for day in problem.days if day in problem.no_rest and roster.cell(person.agent_id, day) == REST
    )
    return [of_person(problem, "nobody_rests", person, days, len(days))] if days else []


Check = Callable[[RosterProblem, Roster, Person], list[Violation]]

CHECKS_OF_A_PERSON: tuple[Check, ...] = (
    cells_that_cannot_stand,
    rest_days,
    successions,
    short_rests,
    long_breaks,
    stretches,
    short_stretches,
    short_breaks,
    worked_weekends,
    shift_limits,
    hours,
    rests_on_sales_days,
)
"""Every check of one person's days."""


def _gaps(problem: RosterProblem, roster: Roster, person: Person) -> Iterator[tuple[int, int]]:
    """The breaks between shifts, in minutes; before the first known day nobody has worked."""
    start = 0
    for day, code in shifts_in_order(problem, roster, person):
        shift = problem.shift_by_code[code]
        yield start, breaks.midnight(day) + shift.start
        start = breaks.midnight(day) + shift.end
    tomorrow = problem.days[-1] + ONE_DAY
    yield start, breaks.midnight(tomorrow) + breaks.earliest_start(problem)
