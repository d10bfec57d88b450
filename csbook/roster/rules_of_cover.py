"""The rules about who is there, in the integer programs: cover, company and temporary people."""

from __future__ import annotations

import pulp

from csbook.roster.model import Model, Outline, Reason, Whole
from csbook.roster.parts import Cover, Person
from csbook.roster.problem import RosterProblem


def minimum_cover_is_met(model: Model) -> None:
    """Enough people on each day and shift of each group."""
    for row in model.problem.cover:
        _are_there(model, "cover_minimum", row, row.minimum)


def preferred_cover_is_met(model: Model) -> None:
    """As many people as preferred; whoever is short of the minimum is short of these too."""
    for row in model.problem.cover:
        _are_there(model, "cover_preferred", row, row.preferred)


def _are_there(model: Model, rule: str, row: Cover, number: int) -> None:
    if number:
        missing = model.slack(rule, row.weight, number)
        people = model.present((row.day, row.group, row.shift))
        model.keep(Reason(rule, "", (row.day,), row.group), people + missing >= number)


def too_many_are_counted(model: Model) -> None:
    """Each person above what is preferred costs what the row of cover says."""
    for row in model.problem.cover:
        if row.over:
            people = model.present((row.day, row.group, row.shift))
            model.require(people - model.breach(row.over) <= row.preferred)


def newcomers_have_company(model: Whole) -> None:
    """With each newcomer's evening an evening of somebody experienced for the same group."""
    problem, rule = model.problem, "newcomer_not_alone"
    evenings = sorted(problem.evenings)
    for group, newcomers, experienced in _company(problem):
        for day in problem.days:
            company = pulp.lpSum(model.serves(p.agent_id, day, group, evenings) for p in experienced)
            for newcomer in newcomers:
                alone = model.serves(newcomer.agent_id, day, group, evenings)
                if alone:
                    reason = Reason(rule, newcomer.agent_id, (day,), group)
                    model.keep(reason, alone - company - model.slack(rule, high=1) <= 0)


def newcomers_could_have_company(model: Outline) -> None:
    """Nobody on a group's evening, or each at the rule's cost, when no experienced person works that day."""
    problem, rule = model.problem, "newcomer_not_alone"
    for group, newcomers, experienced in _company(problem):
        everybody = len(newcomers) + len(experienced)
        for day in problem.days:
            evenings = pulp.lpSum(model.present((day, group, shift)) for shift in sorted(problem.evenings))
            company = everybody * pulp.lpSum(model.on(p.agent_id, day) for p in experienced)
            model.keep(Reason(rule, "", (day,), group), evenings - company - model.slack(rule) <= 0)


def _company(problem: RosterProblem) -> list[tuple[str, list[Person], list[Person]]]:
    """Each group that a newcomer serves, with the newcomers and the experienced people who serve it."""
    newcomers = [person for person in problem.people if person.newcomer]
    groups = dict.fromkeys(group for person in newcomers for group in person.groups)
    others = [person for person in problem.people if not person.newcomer]
    return [
        (group, [p for p in newcomers if group in p.groups], [p for p in others if group in p.groups])
        for group in (groups if problem.evenings else ())
    ]


def somebody_answers_complaints(model: Model) -> None:
    """A shift for one of the home group's people who handle complaints, where one of them is available."""
    problem, rule = model.problem, "complaints_present"
    qualified = [person for person in problem.people if person.handles_complaints]
    for group in dict.fromkeys(person.group for person in qualified):
        for day in problem.days:
            able = [p.agent_id for p in qualified if p.group == group and (p.agent_id, day) in model.rests]
            if able:
                there = pulp.lpSum(model.on(agent_id, day) for agent_id in able)
                model.keep(Reason(rule, "", (day,), group), there + model.slack(rule, high=1) >= 1)


def temporary_people_come_last(model: Model) -> None:
    """Each shift of a temporary person costs the rule's weight."""
    weight = model.problem.rules.temporary_last.weight
    for person in model.problem.people:
        if person.temporary:
            for shift in model.problem.shifts:
                model.charge(model.total(person.agent_id, shift.code), weight)
