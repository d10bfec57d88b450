"""What people may expect, in the integer programs: wishes, cells that stay, fair shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pulp

from csbook.roster import targets
from csbook.roster.model import Model, Outline, Term, Whole
from csbook.roster.parts import REST, Person


def wishes_are_heard(model: Model) -> None:
    """Each request that is not met costs its weight."""
    rule = model.problem.rules.wishes
    for request in model.problem.requests:
        model.grant(request, unless=model.breach(rule.weight * request.weight, 1))


def cells_stay(model: Whole) -> None:
    """Each cell other than in the reference costs the rule's weight."""
    weight = model.problem.rules.closeness.weight
    for key, reference in model.problem.comparable.items():
        for cell, variable in model.options(key).items():
            if cell != reference:
                model.charge(variable, weight)


def rest_days_stay(model: Outline) -> None:
    """Each rest day that was a shift in the reference, or the other way round, costs the rule's weight."""
    weight = model.problem.rules.closeness.weight
    for key, reference in model.problem.comparable.items():
        if reference == REST:
            model.require(model.breach(weight, 1) >= model.on(*key))
        else:
            model.charge(model.rests[key], weight)


def hours_are_equal(model: Model) -> None:
    """Squared steps away from the person's fair hours (`targets.hour_goal`)."""
    step = targets.hour_step(model.problem)
    for person in targets.sharing(model.problem):
        away = _minutes_beyond(model, person, targets.hour_goal(model.problem, person), step)
        _keep_between(model, -away, away, "equal_hours", targets.step_costs())


def hours_are_near_the_other_posts(model: Model) -> None:
    """Begun hours away from the hours that the other posts work (`targets.month_goal`)."""
    for person in targets.sharing(model.problem):
        goal = targets.month_goal(model.problem, person)
        if goal is not None:
            away = _minutes_beyond(model, person, goal, 60)
            _keep_between(model, -away, away, "near_hours", [1])


def evenings_are_shared(model: Model) -> None:
    """Squared shifts outside the person's fair range of evenings (`targets.evening_range`)."""
    problem = model.problem
    for person in targets.sharing(problem):
        fewest, most = targets.evening_range(problem, person)
        evenings = pulp.lpSum(model.total(person.agent_id, shift) for shift in sorted(problem.evenings))
        _keep_between(model, fewest - evenings, evenings - most, "fair_evenings", targets.step_costs())


def weekends_are_shared(model: Model) -> None:
    """The days of weekends, shared as `_days_are_shared` says."""
    _days_are_shared(model, "fair_weekends", model.problem.weekend)


def holidays_are_shared(model: Model) -> None:
    """The public holidays, shared as `_days_are_shared` says."""
    _days_are_shared(model, "fair_holidays", model.problem.holidays)


def _days_are_shared(model: Model, rule: str, days: Collection[dt.date]) -> None:
    """The most of these days that one of the people compared works, less the least, beyond one."""
    compared = targets.always_there(model.problem)
    shared = [day for day in model.problem.days if day in days]
    if len(compared) < 2 or len(shared) <= targets.FREE_SPREAD:
        return
    least = model.integer(0, len(shared))
    uneven = model.breach(model.problem.rules[rule].weight)
    for person in compared:
        worked = len(shared) - pulp.lpSum(model.off(person.agent_id, day) for day in shared)
        model.require(worked >= least)
        model.require(worked <= least + targets.FREE_SPREAD + uneven)


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


def _keep_between(model: Model, below: Term, above: Term, rule: str, costs: list[int]) -> None:
    """Charge `costs[k]` for the k-th step below or above what is fair; the last for all that follow."""
    weight, last = model.problem.rules[rule].weight, len(costs) - 1
    steps = [model.breach(weight * cost, None if k == last else 1) for k, cost in enumerate(costs)]
    model.require(pulp.lpSum(steps) >= below)
    model.require(pulp.lpSum(steps) >= above)
