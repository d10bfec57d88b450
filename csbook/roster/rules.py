"""Which rules the two integer programs have, and the function that adds each.

`solution.py` states every rule again without a solver. A soft rule counts its breaches in variables that
cost the rule's weight; a hard rule has none of them, and its constraints say why they are there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from csbook.roster import rules_of_cover as cover
from csbook.roster import rules_of_fairness as fairness
from csbook.roster import rules_of_people as people
from csbook.roster.model import Model, Outline, Whole
from csbook.roster.problem import RosterProblem

Program = TypeVar("Program", bound=Model)

IN_BOTH: Mapping[str, Callable[[Model], None]] = {
    "rest_days": people.rest_days_are_exact,
    "long_break": people.every_period_has_a_long_break,
    "longest_stretch": people.nobody_works_too_many_days_running,
    "shortest_stretch": people.nobody_works_too_few_days_running,
    "shortest_break": people.no_break_is_too_short,
    "most_weekends": people.weekends_are_limited,
    "shift_limits": people.shifts_are_limited,
    "most_hours": people.hours_are_limited,
    "least_hours": people.hours_are_enough,
    "nobody_rests": people.nobody_rests_on_sales_days,
    "cover_minimum": cover.minimum_cover_is_met,
    "cover_preferred": cover.preferred_cover_is_met,
    "complaints_present": cover.somebody_answers_complaints,
    "temporary_last": cover.temporary_people_come_last,
    "wishes": fairness.wishes_are_heard,
    "equal_hours": fairness.hours_are_equal,
    "near_hours": fairness.hours_are_near_the_other_posts,
    "fair_evenings": fairness.evenings_are_shared,
    "fair_weekends": fairness.weekends_are_shared,
    "fair_holidays": fairness.holidays_are_shared,
}
"""What both programs say in the same words, where the outline's are the weaker ones."""

IN_WHOLE: Mapping[str, Callable[[Whole], None]] = {
    "no_day_after_evening": people.shifts_follow_each_other_well,
    "minimum_rest": people.shifts_are_far_enough_apart,
    "newcomer_not_alone": cover.newcomers_have_company,
    "closeness": fairness.cells_stay,
}
"""What only the whole can say exactly. `late_watch` is in neither: it asks nothing of the roster."""

IN_OUTLINE: Mapping[str, Callable[[Outline], None]] = {
    "newcomer_not_alone": cover.newcomers_could_have_company,
    "closeness": fairness.rest_days_stay,
}
"""What the outline says of them. Of the order of shifts it says nothing: it does not know them."""


def whole(problem: RosterProblem) -> Whole:
    """The program of a problem; one component at a time, for the goals are means of it."""
    model = Whole(problem)
    _add(IN_BOTH, model)
    _add(IN_WHOLE, model)
    cover.too_many_are_counted(model)
    model.finish()
    return model


def outline(problem: RosterProblem) -> Outline:
    """The small relaxation of `whole`."""
    model = Outline(problem)
    _add(IN_BOTH, model)
    _add(IN_OUTLINE, model)
    cover.too_many_are_counted(model)
    model.finish()
    return model


def _add(rules: Mapping[str, Callable[[Program], None]], model: Program) -> None:
    for code, add in rules.items():
        if model.problem.rules[code].on:
            add(model)
