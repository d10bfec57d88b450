"""The rules about one person's days, in the integer programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import pulp

from csbook.roster import breaks
from csbook.roster.model import Model, Reason, Term, Whole, known
from csbook.roster.parts import Person
from csbook.roster.problem import RosterProblem

FARTHEST_APART = 3
"""Days: a shift ends less than two days after its day began, and the minimum rest is two days at most."""

Pairs = frozenset[tuple[str, str]]
State = Callable[[str, dt.date], Term]
"""1 when a person is in some state on a day, 0 when not."""


def rest_days_are_exact(model: Model) -> None:
    """As many `rest` cells as the person's quota."""
    problem, rule = model.problem, "rest_days"
    for person in problem.people:
        if not person.temporary:
            days = problem.available_days(person)
            rests = pulp.lpSum(model.rests[person.agent_id, day] for day in days)
            off = model.slack(rule) - model.slack(rule)
            reason = Reason(rule, person.agent_id, tuple(problem.employed_days(person)))
            model.keep(reason, rests + off == problem.rest_quota(person))


def shifts_follow_each_other_well(model: Whole) -> None:
    """No forbidden pair of shifts on neighbouring days, the last day of history included."""
    _keep_apart(model, "no_day_after_evening", model.problem.forbidden, 1)


def shifts_are_far_enough_apart(model: Whole) -> None:
    """No two shifts with less than the minimum rest between them.

    Pairs that are forbidden anyway stand here as well: an explanation lets go of one rule without the other.
    """
    for apart in range(1, FARTHEST_APART + 1):
        _keep_apart(model, "minimum_rest", model.problem.too_close(apart), apart)


def _keep_apart(model: Whole, rule: str, pairs: Pairs, apart: int) -> None:
    """None of the pairs of shifts so many days apart with nothing but free days between."""
    blocks = _blocks(pairs)
    for person, day in _people_and_days(model.problem) if blocks else ():
        between = [day - dt.timedelta(days=back) for back in range(1, apart)]
        before = day - dt.timedelta(days=apart)
        worked = pulp.lpSum(model.on(person.agent_id, each) for each in between)
        met = [
            (_on_one_of(model, person, before, firsts), _on_one_of(model, person, day, seconds))
            for firsts, seconds in blocks
        ]
        possible = [pair for pair in met if all(known(term) != 0 for term in pair)]
        slack = model.slack(rule, high=1) if possible else 0
        for first, second in possible:
            model.keep(Reason(rule, person.agent_id, (before, day)), first + second - worked - slack <= 1)


def _blocks(pairs: Pairs) -> list[tuple[list[str], list[str]]]:
    """The pairs as sets of first and second shifts, every first with every second: fewer, tighter rows."""
    after: dict[str, frozenset[str]] = {}
    for first, second in sorted(pairs):
        after[first] = after.get(first, frozenset()) | {second}
    return [
        ([first for first, more in after.items() if seconds <= more], sorted(seconds))
        for seconds in dict.fromkeys(after.values())
    ]


def _on_one_of(model: Model, person: Person, day: dt.date, shifts: Iterable[str]) -> Term:
    return pulp.lpSum(model.surely_on(person.agent_id, day, shift) for shift in shifts)


def every_period_has_a_long_break(model: Model) -> None:
    """One break that holds a whole day shift and a whole evening (`breaks`)."""
    problem, rule = model.problem, "long_break"
    allowed = breaks.may_miss(problem)
    missed: dict[str, list[Term]] = {person.agent_id: [] for person in problem.people}
    periods = breaks.periods(problem)
    for period in periods:
        candidates = breaks.candidates(problem, period)
        soft = period.begun_before or allowed != 0
        for agent_id, slacks in missed.items():
            chances = [_break_taken(model, agent_id, candidate) for candidate in candidates]
            slack = model.breach(problem.rules.long_break.weight, 1) if soft else 0
            reason = None if soft else Reason(rule, agent_id, period.days)
            model.require(pulp.lpSum(chances) + slack >= 1, reason)
            if not period.begun_before:
                slacks.append(slack)
    if allowed:
        days = tuple(day for period in periods if not period.begun_before for day in period.days)
        for agent_id, slacks in missed.items():
            model.require(pulp.lpSum(slacks) <= allowed, Reason(rule, agent_id, days))


def _break_taken(model: Model, agent_id: str, candidate: breaks.Candidate) -> Term:
    """At most 1, and only when the candidate's run is free and its neighbours do not spoil it."""
    if len(candidate.run) == 1 and not candidate.spoilt:
        return model.off(agent_id, candidate.run[0])
    taken = model.integer(0, 1)
    for day in candidate.run:
        model.require(taken <= model.off(agent_id, day))
    for left, rights in candidate.spoilt.items():
        before = _doing(model, agent_id, candidate.before, left)
        after = pulp.lpSum(_doing(model, agent_id, candidate.after, right) for right in rights)
        model.require(taken + before <= 1 if rights == candidate.rights else taken + before + after <= 2)
    return taken


def _doing(model: Model, agent_id: str, day: dt.date, what: str) -> Term:
    if what == breaks.AFTER:
        return 1
    return model.off(agent_id, day) if what == breaks.FREE else model.surely_on(agent_id, day, what)


def nobody_works_too_many_days_running(model: Model) -> None:
    """A free day in every window one day longer than the longest stretch, history included."""
    problem, rule = model.problem, "longest_stretch"
    for person, day in _people_and_days(problem):
        length = problem.longest_stretch(person) + 1
        window = [day - dt.timedelta(days=back) for back in reversed(range(length))]
        free = [model.off(person.agent_id, each) for each in window]
        if not any(known(term) == 1 for term in free):
            slack = model.slack(rule, high=1)
            model.keep(Reason(rule, person.agent_id, tuple(window)), pulp.lpSum(free) + slack >= 1)


def nobody_works_too_few_days_running(model: Model) -> None:
    """Between two free days as many shifts as the shortest stretch."""
    for person in model.problem.people:
        shortest = model.problem.shortest_stretch(person)
        _no_run_is_short(model, "shortest_stretch", person, shortest, model.on, model.off)


def no_break_is_too_short(model: Model) -> None:
    """Between two shifts as many free days as the shortest break."""
    for person in model.problem.people:
        shortest = model.problem.shortest_break(person)
        _no_run_is_short(model, "shortest_break", person, shortest, model.off, model.on)


def _no_run_is_short(
    model: Model, rule: str, person: Person, shortest: int, inside: State, outside: State
) -> None:
    """A run that begins on a day and has ended some days later, in the roster, is no shorter than allowed.

    With `start` and the day before it settled, each day of the first `shortest` on which the run is over
    misses the days from there on, and the earliest of these days counts.
    """
    problem, agent_id = model.problem, person.agent_id
    for start in _possible_starts(problem, person, shortest, inside):
        before, first = outside(agent_id, start - dt.timedelta(days=1)), inside(agent_id, start)
        if known(before) == 0 or known(first) == 0:
            continue
        ends = [(length, start + dt.timedelta(days=length)) for length in range(1, shortest)]
        over = [
            (shortest - length, day, before + first + outside(agent_id, day) - 2)
            for length, day in ends
            if problem.days[0] <= day <= problem.days[-1] and person.employed(day)
        ]
        slack = model.slack(rule, high=shortest - 1) if over else 0
        for missing, day, broken in over:
            days = tuple(start + dt.timedelta(days=number) for number in range(-1, (day - start).days + 1))
            model.keep(Reason(rule, agent_id, days), missing * broken <= slack)


def _possible_starts(
    problem: RosterProblem, person: Person, shortest: int, inside: State
) -> Iterator[dt.date]:
    """The days on which a run may begin whose first `shortest` days reach the roster, after a known day."""
    first = problem.days[0]
    for number in range(1 - shortest, len(problem.days)):
        start = first + dt.timedelta(days=number)
        history = [start + dt.timedelta(days=more) for more in range(-number)]
        lasts = all(inside(person.agent_id, day) == 1 for day in history)
        if lasts and problem.knows(person, start - dt.timedelta(days=1)):
            yield start


def weekends_are_limited(model: Model) -> None:
    """No more weekends with a shift than the person's limit."""
    problem, rule = model.problem, "most_weekends"
    days = tuple(day for weekend in problem.weekends for day in weekend)
    for person in problem.people:
        most = problem.most_weekends(person)
        if most < len(problem.weekends):
            worked = [_any_worked(model, person, weekend) for weekend in problem.weekends]
            reason = Reason(rule, person.agent_id, days)
            model.keep(reason, pulp.lpSum(worked) - model.slack(rule) <= most)


def _any_worked(model: Model, person: Person, days: tuple[dt.date, ...]) -> Term:
    if len(days) == 1:
        return model.on(person.agent_id, days[0])
    worked = model.integer(0, 1)
    for day in days:
        model.require(worked >= model.on(person.agent_id, day))
    return worked


def shifts_are_limited(model: Model) -> None:
    """No more of each shift than the person's limit."""
    problem, rule = model.problem, "shift_limits"
    for person in problem.people:
        days = tuple(problem.employed_days(person))
        for shift, most in person.limits.most_shifts.items():
            if most < len(days):
                total = model.total(person.agent_id, shift) - model.slack(rule)
                model.keep(Reason(rule, person.agent_id, days), total <= most)


def hours_are_limited(model: Model) -> None:
    """No more paid minutes than the person's limit; a soft rule counts begun hours."""
    problem, rule = model.problem, "most_hours"
    longest = max(shift.paid for shift in problem.shifts)
    for person in problem.people:
        most, days = person.limits.most_minutes, problem.employed_days(person)
        if most is not None and most < longest * len(days):
            reason = Reason(rule, person.agent_id, tuple(days))
            model.keep(reason, _minutes(model, person) - 60 * model.slack(rule) <= most)


def hours_are_enough(model: Model) -> None:
    """As many paid minutes as the person should work at least in the days they are there; a soft rule counts
    begun hours."""
    rule = "least_hours"
    for person in model.problem.people:
        least = model.problem.least_minutes(person)
        if least:
            reason = Reason(rule, person.agent_id, tuple(model.problem.employed_days(person)))
            model.keep(reason, _minutes(model, person) + 60 * model.slack(rule) >= least)


def _minutes(model: Model, person: Person) -> Term:
    return pulp.lpSum(model.total(person.agent_id, shift.code) * shift.paid for shift in model.problem.shifts)


def nobody_rests_on_sales_days(model: Model) -> None:
    """No `rest` cell on a day on which nobody may rest. Temporary people work only as needed."""
    rule = model.problem.rules.nobody_rests
    for (agent_id, day), rest in model.rests.items():
        if day not in model.problem.no_rest or model.problem.person_by_id[agent_id].temporary:
            continue
        if rule.hard:
            model.require(rest <= 0, Reason("nobody_rests", agent_id, (day,)))
        else:
            model.charge(rest, rule.weight)


def _people_and_days(problem: RosterProblem) -> list[tuple[Person, dt.date]]:
    return [(person, day) for person in problem.people for day in problem.days]
