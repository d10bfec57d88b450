"""The rules of the roster, each added to the integer program by one function.

`solution.py` states every rule again without a solver. A soft rule counts its breaches in variables that
cost the rule's weight; a hard rule has none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pulp

from csbook.roster import breaks, targets
from csbook.roster.model import Model, Outline, Term, Whole
from csbook.roster.parts import REST, Person
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule


def whole(problem: RosterProblem) -> Whole:
    """The program of a problem; one component at a time, for the goals are means of it."""
    model = Whole(problem)
    _add_rules(model, set())
    model.finish()
    return model


def outline(problem: RosterProblem) -> Outline:
    """The small relaxation of `whole`: nobody's shift is known, so nothing is said of their order."""
    model = Outline(problem)
    _add_rules(model, {"no_day_after_evening"})
    model.finish()
    return model


def _add_rules(model: Model, left_out: set[str]) -> None:
    for code, add in ADDED_BY.items():
        if model.problem.rules[code].on and code not in left_out:
            add(model)
    cover_is_met(model)


def rest_days_are_exact(model: Model) -> None:
    """As many `rest` cells as the person's quota."""
    rule = model.problem.rules.rest_days
    for person in model.problem.people:
        days = model.problem.available_days(person)
        rests = pulp.lpSum(model.rests[person.agent_id, day] for day in days)
        quota = model.problem.rest_quota(person)
        if rule.hard:
            model.require(rests == quota)
        else:
            model.require(rests + model.breach(rule.weight) - model.breach(rule.weight) == quota)


def shifts_follow_each_other_well(model: Model) -> None:
    """No forbidden pair of shifts on neighbouring days, the last day of history included."""
    problem, rule = model.problem, model.problem.rules.no_day_after_evening
    seconds: dict[str, list[str]] = {}
    for first, second in sorted(problem.successions):
        seconds.setdefault(first, []).append(second)
    for person, day in _people_and_days(problem):
        before = day - dt.timedelta(days=1)
        for first, after in seconds.items():
            one = model.surely_on(person.agent_id, before, first)
            other = pulp.lpSum(model.surely_on(person.agent_id, day, second) for second in after)
            model.require(one + other - _slack(model, rule) <= 1)


def every_period_has_a_long_break(model: Model) -> None:
    """One break that holds a whole day shift and a whole evening (`breaks`)."""
    problem, rule = model.problem, model.problem.rules.long_break
    allowed = breaks.may_miss(problem)
    missed: dict[str, list[Term]] = {person.agent_id: [] for person in problem.people}
    for period in breaks.periods(problem):
        candidates = breaks.candidates(problem, period)
        for person in problem.people:
            chances = [_break_taken(model, person, candidate) for candidate in candidates]
            soft = period.begun_before or allowed != 0
            slack = model.breach(rule.weight, 1) if soft else 0
            model.require(pulp.lpSum(chances) + slack >= 1)
            if not period.begun_before:
                missed[person.agent_id].append(slack)
    if allowed:
        for slacks in missed.values():
            model.require(pulp.lpSum(slacks) <= allowed)


def nobody_works_too_many_days_running(model: Model) -> None:
    """A free day in every window one day longer than the longest stretch, history included."""
    problem, rule = model.problem, model.problem.rules.longest_stretch
    most = problem.rules.whole("longest_stretch")
    for person, day in _people_and_days(problem):
        window = [day - dt.timedelta(days=back) for back in range(most + 1)]
        free = pulp.lpSum(model.off(person.agent_id, each) for each in window)
        model.require(free + _slack(model, rule) >= 1)


def cover_is_met(model: Model) -> None:
    """Enough people on each day and shift of each group; who is missing or too many is counted."""
    rules = model.problem.rules
    for row in model.problem.cover:
        people = model.present((row.day, row.group, row.shift))
        if rules.cover_minimum.on and row.minimum:
            missing = _slack(model, rules.cover_minimum, row.weight, row.minimum)
            model.require(people + missing >= row.minimum)
        if rules.cover_preferred.on and row.preferred:
            missing = _slack(model, rules.cover_preferred, row.weight, row.preferred)
            model.require(people + missing >= row.preferred)
        if row.over:
            model.require(people - model.breach(row.over) <= row.preferred)


def wishes_are_heard(model: Model) -> None:
    """Each request that is not met costs its weight."""
    rule = model.problem.rules.wishes
    for request in model.problem.requests:
        refused = model.breach(rule.weight * request.weight, 1)
        key = request.agent_id, request.day
        if request.cell == REST:
            least = most = model.off(*key)
        else:
            least, most = model.surely_on(*key, request.cell), model.possibly_on(*key, request.cell)
        model.require(most + refused >= 1 if request.wanted else least - refused <= 0)


def hours_are_equal(model: Model) -> None:
    """Squared steps away from the person's fair hours (`targets.hour_goal`)."""
    problem, rule = model.problem, model.problem.rules.equal_hours
    step = targets.hour_step(problem)
    for person in problem.people:
        away = _minutes_beyond(model, person, targets.hour_goal(problem, person), step)
        _keep_near(model, away, targets.step_costs(), rule)


def hours_are_near_the_other_posts(model: Model) -> None:
    """Begun hours away from the hours that the other posts work (`targets.month_goal`)."""
    problem, rule = model.problem, model.problem.rules.near_hours
    for person in problem.people:
        goal = targets.month_goal(problem, person)
        if goal is not None:
            _keep_near(model, _minutes_beyond(model, person, goal, 60), [1], rule)


def evenings_are_shared(model: Model) -> None:
    """Squared shifts outside the person's fair range of evenings (`targets.evening_range`)."""
    problem, rule = model.problem, model.problem.rules.fair_evenings
    for person in problem.people:
        fewest, most = targets.evening_range(problem, person)
        evenings = pulp.lpSum(model.total(person.agent_id, shift) for shift in sorted(problem.evenings))
        _keep_between(model, fewest - evenings, evenings - most, targets.step_costs(), rule)


def weekends_are_shared(model: Model) -> None:
    """The most weekend days that one of the people compared works, less the least, beyond one."""
    problem = model.problem
    compared = targets.compared_on_weekends(problem)
    weekend = [day for day in problem.days if day in problem.weekend]
    if len(compared) < 2:
        return
    least = model.integer(0, len(weekend))
    uneven = model.breach(problem.rules.fair_weekends.weight)
    for person in compared:
        worked = len(weekend) - pulp.lpSum(model.off(person.agent_id, day) for day in weekend)
        model.require(worked >= least)
        model.require(worked <= least + targets.FREE_WEEKEND_SPREAD + uneven)


ADDED_BY: dict[str, Callable[[Model], None]] = {
    "rest_days": rest_days_are_exact,
    "no_day_after_evening": shifts_follow_each_other_well,
    "long_break": every_period_has_a_long_break,
    "longest_stretch": nobody_works_too_many_days_running,
    "wishes": wishes_are_heard,
    "equal_hours": hours_are_equal,
    "near_hours": hours_are_near_the_other_posts,
    "fair_evenings": evenings_are_shared,
    "fair_weekends": weekends_are_shared,
}
"""The function that adds each rule. The two rules of cover share `cover_is_met`."""


def _slack(model: Model, rule: Rule, factor: int = 1, high: int | None = None) -> Term:
    """Nothing for a hard rule; for a soft one its breaches, each at the rule's weight."""
    return 0 if rule.hard else model.breach(rule.weight * factor, high)


def _people_and_days(problem: RosterProblem) -> list[tuple[Person, dt.date]]:
    return [(person, day) for person in problem.people for day in problem.days]


def _minutes_beyond(model: Model, person: Person, goal: int, step: int) -> Term:
    """Paid minutes less the goal, in steps.

    The shortest shift's minutes are counted once for every shift: where the rest days are exact, their
    number is known, and what is left has whole coefficients.
    """
    problem = model.problem
    least = min(shift.paid for shift in problem.shifts)
    longer = pulp.lpSum(
        model.total(person.agent_id, shift.code) * ((shift.paid - least) / step)
        for shift in problem.shifts
        if shift.paid > least
    )
    shifts = problem.work_days(person)
    if problem.rules.rest_days.binds:
        return longer + (least * shifts - goal) / step
    worked = pulp.lpSum(model.total(person.agent_id, shift.code) for shift in problem.shifts)
    return longer + worked * (least / step) - goal / step


def _keep_near(model: Model, away: Term, costs: list[int], rule: Rule) -> None:
    _keep_between(model, -away, away, costs, rule)


def _keep_between(model: Model, below: Term, above: Term, costs: list[int], rule: Rule) -> None:
    """Charge `costs[k]` for the k-th step below or above what is fair; the last for all that follow."""
    last = len(costs) - 1
    steps = [model.breach(rule.weight * cost, None if k == last else 1) for k, cost in enumerate(costs)]
    model.require(pulp.lpSum(steps) >= below)
    model.require(pulp.lpSum(steps) >= above)


def _break_taken(model: Model, person: Person, candidate: breaks.Candidate) -> Term:
    """At most 1, and only when the candidate's run is free and its neighbours do not spoil it."""
    agent_id = person.agent_id
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
