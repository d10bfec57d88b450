"""One component of a roster problem, solved by whichever way serves it.

* Where the rules are limits of single people, cover and wishes, whole lines (`lines`) give near bounds and
  rosters to match.
* Otherwise the outline (who rests when, how many of each shift) gives rest days and a bound. With those rest
  days the whole model looks for a roster that costs no more than the bound, which is then the best; mostly
  there is one, else it looks for the cheapest with those rest days. From there the whole model goes on with
  nothing held.
* A component too large for that begins with its groups one by one, and goes on in neighbourhoods.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from csbook.roster import rules, solution
from csbook.roster.clock import Clock
from csbook.roster.diagnosis import NothingFits, OutOfTime, culprits
from csbook.roster.lines.arrays import Arrays, NoLine, TimeUp, TooLarge, fits
from csbook.roster.model import Whole
from csbook.roster.neighbourhoods import Neighbourhoods, group_by_group
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solvers import Found, Settings, run

DIAGNOSIS_SECONDS = 5.0
"""How long each rule may be looked at when there is no roster."""
NEAREST_SECONDS = 1.0
"""How long a component's rosters of the same cost are compared with the reference."""
LARGE = 12_000
"""Cells times shifts times groups from which the whole model is not solved at once: some 60 people's month in
groups that help each other. Measured: HiGHS finds nothing in a minute beyond that."""


class WrongRoster(AssertionError):
    """What the solver returned does not stand up to the check: a fault of ours, never of the data."""


@dataclass(frozen=True)
class Part:
    """What is known of one component: no roster of it costs less than `bound`."""

    roster: Roster
    cost: int
    bound: int

    def better(self, other: Part) -> Part:
        """The cheaper roster of the two, with the higher bound."""
        cheaper = min(self, other, key=lambda part: part.cost)
        return Part(cheaper.roster, cheaper.cost, max(self.bound, other.bound))

    def good_enough(self, settings: Settings) -> bool:
        return self.cost - self.bound <= settings.gap * self.cost


def solve_part(problem: RosterProblem, settings: Settings, clock: Clock) -> Part:
    """The best roster of one component in the time given. Raises `NothingFits`, `OutOfTime`."""
    if settings.solver == "highs" and fits(problem):
        return _by_lines(problem, settings, clock)
    if _is_large(problem):
        return _by_groups(problem, settings, clock)
    return _by_stages(problem, settings, clock)


def go_on(problem: RosterProblem, part: Part, settings: Settings, clock: Clock) -> Part:
    """More time for a component that has a roster already."""
    if settings.solver == "highs" and fits(problem):
        return _by_lines(problem, settings, clock, part)
    model = rules.whole(problem)
    if _is_large(problem):
        search = Neighbourhoods(model, settings, part.roster, part.cost)
        search.run(part.bound, clock)
        return checked(problem, search.best, part.bound)
    return _search_on(problem, settings, clock, model, part.bound, part)


def checked(problem: RosterProblem, roster: Roster, bound: int) -> Part:
    """The roster with its cost counted without the solver, once it keeps every hard rule."""
    broken = [violation for violation in solution.violations(problem, roster) if violation.hard]
    missing = [gap for gap in solution.unmet_cover(problem, roster) if gap.below_minimum]
    if broken or (missing and problem.rules.cover_minimum.binds):
        raise WrongRoster(f"The solver's roster breaks hard rules: {broken or missing}")
    cost = solution.cost(problem, roster)
    if cost < bound:
        raise WrongRoster(f"The solver's bound is {bound}, but its roster costs {cost}.")
    return Part(roster, cost, bound)


def _by_lines(problem: RosterProblem, settings: Settings, clock: Clock, known: Part | None = None) -> Part:
    """Lines first; where they leave a gap and no neighbourhood helps any more, the whole model."""
    from csbook.roster.lines.search import search  # needs highspy, which is not everywhere

    try:
        found = search(Arrays(problem), settings, clock, None if known is None else known.roster)
    except NoLine:
        raise nothing_fits(problem, settings) from None
    except TimeUp:
        raise OutOfTime(clock.seconds) from None
    except TooLarge:
        return _by_stages(problem, settings, clock)
    best = checked(problem, found.roster, found.bound)
    if best.good_enough(settings) or clock.over or clock.rounds is not None or _is_large(problem):
        return best
    return _search_on(problem, settings, clock, rules.whole(problem), best.bound, best)


def _by_stages(problem: RosterProblem, settings: Settings, clock: Clock) -> Part:
    sketch = rules.outline(problem)
    answer = run(sketch.lp, settings, clock.left() / 3, cancelled=clock.cancelled)
    if answer.found is Found.INFEASIBLE:
        raise nothing_fits(problem, settings)
    bound, best = answer.bound, None
    clock.tell(None, bound)
    model = rules.whole(problem)
    if answer.found is Found.ROSTER:
        best = _with_rest_days(problem, settings, clock, model, sketch.roster(), bound)
    if best is not None and best.good_enough(settings):
        return best
    return _search_on(problem, settings, clock, model, bound, best)


def _with_rest_days(
    problem: RosterProblem, settings: Settings, clock: Clock, model: Whole, rests: Roster, bound: int
) -> Part | None:
    """The best roster with given rest days: one that costs no more than the bound, else the cheapest."""
    model.rest_as(rests)
    best = None
    for limit in (bound, None):
        model.cost_at_most(limit)
        answer = run(model.lp, settings, clock.left() / 3, cancelled=clock.cancelled)
        if answer.found is Found.ROSTER:
            best = checked(problem, model.roster(), bound)
            clock.tell(best.cost, bound)
            break
    model.cost_at_most(None)
    model.rest_as(None)
    return best


def _search_on(
    problem: RosterProblem, settings: Settings, clock: Clock, model: Whole, bound: int, best: Part | None
) -> Part:
    """The whole model with nothing held but what is fixed, from the best roster so far."""
    if best is not None:
        if clock.over:
            return best
        model.start_from(best.roster)
        model.cost_at_most(best.cost)
    answer = run(model.lp, settings, clock.left(), warm=best is not None, cancelled=clock.cancelled)
    bound = max(bound, answer.bound)
    if answer.found is Found.ROSTER:
        found = checked(problem, model.roster(), bound)
        best = found if best is None or found.cost < best.cost else best
        clock.tell(best.cost, bound)
    if best is not None:
        return Part(best.roster, best.cost, bound)
    if answer.found is Found.INFEASIBLE:
        raise nothing_fits(problem, settings)
    raise OutOfTime(clock.seconds)


def _by_groups(problem: RosterProblem, settings: Settings, clock: Clock) -> Part:
    """Each group alone, then neighbourhoods of the whole. The bound is the whole outline's."""
    apart = group_by_group(problem)
    if apart is None:
        return _by_stages(problem, settings, clock)
    start: dict[tuple[str, dt.date], str] = {}
    groups, first = apart.components(), clock.within(clock.left() / 3)
    try:
        for number, group in enumerate(groups):
            part = _by_stages(group, settings, first.for_part(number, len(groups)))
            start |= part.roster.cells
    except (NothingFits, OutOfTime):
        return _by_stages(problem, settings, clock)
    answer = run(rules.outline(problem).lp, settings, clock.left() / 3, cancelled=clock.cancelled)
    best = checked(problem, Roster(start), answer.bound)
    search = Neighbourhoods(rules.whole(problem), settings, best.roster, best.cost)
    search.run(best.bound, clock)
    return checked(problem, search.best, best.bound)


def nearest(problem: RosterProblem, part: Part, settings: Settings, clock: Clock) -> Part:
    """Of the rosters that cost no more, one with fewer cells other than the reference's (A1.11).

    Looked for briefly, from the roster found; where the rule `closeness` is on it has been paid for already.
    """
    if not problem.reference or problem.rules.closeness.on or _is_large(problem) or clock.cancelled():
        return part
    model = rules.whole(problem)
    model.cost_at_most(part.cost)
    model.start_from(part.roster)
    model.aim_for(problem.comparable)
    seconds = min(NEAREST_SECONDS, clock.left())
    answer = run(model.lp, settings, seconds, warm=True, cancelled=clock.cancelled)
    if answer.found is not Found.ROSTER:
        return part
    near = checked(problem, model.roster(), part.bound)
    return min(part, near, key=lambda each: len(solution.changed_cells(problem, each.roster)))


def _is_large(problem: RosterProblem) -> bool:
    groups = sum(len(person.groups) for person in problem.people)
    return groups * len(problem.days) * len(problem.shifts) > LARGE


def nothing_fits(problem: RosterProblem, settings: Settings) -> NothingFits:
    def possible(relaxed: RosterProblem) -> bool:
        return run(rules.whole(relaxed).lp, settings, DIAGNOSIS_SECONDS).found is Found.ROSTER

    return NothingFits(problem.people, culprits(problem, possible))
