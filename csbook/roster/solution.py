"""Every rule once more, in plain Python and without a solver.

Whatever a solver returns is checked and priced here before anybody sees it; a roster that was changed by
hand can be checked in the same way. Nothing here shares code with the integer programs but what the
problem says of itself and the definitions of what is fair (`targets`) and of what a long break is
(`breaks.is_long`).
"""

from __future__ import annotations

from collections import Counter

from csbook.roster.checks_of_cover import (
    Unmet,
    complaints_unanswered,
    newcomers_alone,
    people_missing,
    price_of_too_many,
    shifts_elsewhere,
    temporary_shifts,
    unmet_cover,
)
from csbook.roster.checks_of_fairness import changed_cells, fairness, refused_requests
from csbook.roster.checks_of_people import CELLS, CHECKS_OF_A_PERSON, long_breaks, stretches, successions
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.violations import Violation, worked_minutes

__all__ = [
    "CELLS",
    "CHECKS_OF_A_PERSON",
    "Unmet",
    "Violation",
    "changed_cells",
    "cost",
    "costs",
    "hard_faults",
    "long_breaks",
    "people_missing",
    "refused_requests",
    "stretches",
    "successions",
    "unmet_cover",
    "violations",
    "worked_minutes",
]


def violations(problem: RosterProblem, roster: Roster) -> list[Violation]:
    """Every rule about people that the roster breaks, hard and soft: person by person, then the groups'.

    Missing people are `unmet_cover`.
    """
    of_people = [
        violation
        for person in problem.people
        for check in CHECKS_OF_A_PERSON
        for violation in check(problem, roster, person)
    ]
    return of_people + newcomers_alone(problem, roster) + complaints_unanswered(problem, roster)


def hard_faults(problem: RosterProblem, roster: Roster) -> list[Violation | Unmet]:
    """What no roster may have: breaches of hard rules, and missing people where the minimum is hard."""
    broken: list[Violation | Unmet] = [each for each in violations(problem, roster) if each.hard]
    if not problem.rules.cover_minimum.binds:
        return broken
    return broken + [gap for gap in unmet_cover(problem, roster) if gap.below_minimum]


def cost(problem: RosterProblem, roster: Roster) -> int:
    """What the roster costs: the sum of `costs`."""
    return sum(costs(problem, roster).values())


def costs(problem: RosterProblem, roster: Roster) -> dict[str, int]:
    """The cost of each rule by its code, with `help` and `over` for shifts elsewhere and too many people."""
    rules = problem.rules
    total: Counter[str] = Counter()
    for violation in violations(problem, roster):
        if not violation.hard:
            total[violation.rule] += violation.amount * rules[violation.rule].weight
    for gap in unmet_cover(problem, roster):
        weight = gap.cover.weight
        if rules.cover_minimum.on and not rules.cover_minimum.hard:
            total["cover_minimum"] += gap.below_minimum * weight * rules.cover_minimum.weight
        if rules.cover_preferred.on:
            total["cover_preferred"] += gap.below_preferred * weight * rules.cover_preferred.weight
    if rules.wishes.on:
        refused = refused_requests(problem, roster)
        total["wishes"] = sum(request.weight for request in refused) * rules.wishes.weight
    if rules.closeness.on:
        total["closeness"] = len(changed_cells(problem, roster)) * rules.closeness.weight
    if rules.temporary_last.on:
        total["temporary_last"] = temporary_shifts(problem, roster) * rules.temporary_last.weight
    for part in problem.components():
        total.update(fairness(part, roster))
    total["help"] = problem.help_weight * shifts_elsewhere(problem, roster)
    total["over"] = price_of_too_many(problem, roster)
    return dict(total)
