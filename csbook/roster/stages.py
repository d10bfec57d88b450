"""One component of a roster problem, solved by whichever way serves it.

* Where the rules are limits of single people, cover and wishes, whole lines (`lines`) give near bounds and
  rosters to match.
* Otherwise the outline (who rests when, how many of each shift) gives rest days and a bound. With those rest
  days the whole model looks for a roster that costs no more than the bound, which is then the best; mostly
  there is one.
* Else a first roster is put together a few people at a time (`starts`), made better in neighbourhoods for
  as long as that helps, and the whole model goes on from there with nothing held. A component too large for
  the whole model stays with the neighbourhoods.
"""

from __future__ import annotations

from dataclasses import dataclass

from csbook.roster import rules, solution
from csbook.roster.clock import Clock
from csbook.roster.diagnosis import NothingFits, OutOfTime, culprits
from csbook.roster.lines.arrays import Arrays, NoLine, TimeUp, TooLarge, fits
from csbook.roster.model import Whole
from csbook.roster.neighbourhoods import Neighbourhoods
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solvers import Found, Settings, run
from csbook.roster.starts import few_at_a_time

DIAGNOSIS_SECONDS = 5.0
"""How long each rule may be looked at when there is no roster."""
NEAREST_SECONDS = 1.0
"""How long a component's rosters of the same cost are compared with the reference."""
REST_DAYS_SECONDS, NODES = 6.0, 300
"""In which the outline's rest days lead to a roster as cheap as the bound, or mostly not at all."""
START_SECONDS = 2.0
"""What the first roster may take, however short the time is."""
SHARE_OF_NEIGHBOURHOODS = 0.7
"""Of the time left, until the whole model goes on: that proves more, but finds less."""
SMALL = 800
"""Cells times shifts times groups up to which the whole model is solved at once from the first roster: some
eight people's month. Measured: neighbourhoods take longer to find as much there."""
LARGE = 6_000
"""Cells times shifts times groups from which the whole model is not solved at once: some 50 people's month in
groups that help each other. Measured: beyond that it finds nothing in a minute that neighbourhoods do not."""


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


def solve_part(problem: RosterProblem, settings: Settings, clock: Clock, known: Part | None = None) -> Part:
    """The best roster of one component in the time given, from one known where there is one.

    Raises `NothingFits`, `OutOfTime`.
    """
    if settings.solver == "highs" and fits(problem):
        found = _by_lines(problem, settings, clock, known)
    else:
        found = _by_stages(problem, settings, clock, known)
    return found if known is None else known.better(found)


def checked(problem: RosterProblem, roster: Roster, bound: int) -> Part:
    """The roster with its cost counted without the solver, once it keeps every hard rule."""
    faults = solution.hard_faults(problem, roster)
    if faults:
        raise WrongRoster(f"The solver's roster breaks hard rules: {faults}")
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
        return _by_stages(problem, settings, clock, known)
    best = checked(problem, found.roster, found.bound)
    if best.good_enough(settings) or clock.over or clock.rounds is not None or _is_large(problem):
        return best
    return _search_on(rules.whole(problem), settings, clock, best.bound, best)


def _by_stages(problem: RosterProblem, settings: Settings, clock: Clock, known: Part | None) -> Part:
    large = _is_large(problem)
    best = _first(problem, settings, clock) if known is None and large else known
    sketch = rules.outline(problem)
    answer = run(sketch.lp, settings, clock.left() / 4, cancelled=clock.cancelled)
    if answer.found is Found.INFEASIBLE:
        raise nothing_fits(problem, settings)
    bound = answer.bound
    _tell(clock, problem, best, bound)
    model = rules.whole(problem)
    if best is None or not large:
        rests = sketch.roster() if answer.found is Found.ROSTER else None
        best = _with_rest_days(model, settings, clock, rests, bound) or best
        best = best or _first(problem, settings, clock)
    if best is None:
        return _search_on(model, settings, clock, bound, None)
    return _from_a_roster(model, settings, clock, Part(best.roster, best.cost, max(best.bound, bound)))


def _with_rest_days(
    model: Whole, settings: Settings, clock: Clock, rests: Roster | None, bound: int
) -> Part | None:
    """A roster with given rest days that costs no more than the bound."""
    if rests is None:
        return None
    model.rest_as(rests)
    model.cost_at_most(bound)
    seconds = min(clock.left() / 2, REST_DAYS_SECONDS)
    answer = run(model.lp, settings, seconds, nodes=NODES, cancelled=clock.cancelled)
    found = checked(model.problem, model.roster(), bound) if answer.found is Found.ROSTER else None
    model.cost_at_most(None)
    model.rest_as(None)
    return found


def _first(problem: RosterProblem, settings: Settings, clock: Clock) -> Part | None:
    """A few people at a time."""
    longer = clock.extended(max(START_SECONDS, clock.left() / 3))
    roster = few_at_a_time(problem, settings, longer)
    if roster is None:
        return None
    first = checked(problem, roster, 0)
    _tell(clock, problem, first, 0)
    return first


def _tell(clock: Clock, problem: RosterProblem, best: Part | None, bound: int) -> None:
    if best is None:
        clock.tell(None, bound)
    else:
        clock.tell(best.cost, bound, solution.people_missing(problem, best.roster))


def _from_a_roster(model: Whole, settings: Settings, clock: Clock, best: Part) -> Part:
    """Neighbourhoods while they help, then the whole model, unless it is too small or too large for that."""
    if best.good_enough(settings) or clock.over:
        return best
    if _size(model.problem) <= SMALL:
        return _search_on(model, settings, clock, best.bound, best)
    large = _is_large(model.problem)
    search = Neighbourhoods(model, settings, best.roster, best.cost)
    share = clock if large else clock.within(SHARE_OF_NEIGHBOURHOODS * clock.left())
    search.run(best.bound, share, until_stalled=not large)
    best = checked(model.problem, search.best, best.bound)
    if best.good_enough(settings) or clock.over or clock.rounds is not None or large:
        return best
    return _search_on(model, settings, clock, best.bound, best)


def _search_on(model: Whole, settings: Settings, clock: Clock, bound: int, best: Part | None) -> Part:
    """The whole model with nothing held but what is fixed, from the best roster so far."""
    if best is not None:
        model.start_from(best.roster)
        model.cost_at_most(best.cost)
    answer = run(model.lp, settings, clock.left(), warm=best is not None, cancelled=clock.cancelled)
    bound = max(bound, answer.bound)
    if answer.found is Found.ROSTER:
        found = checked(model.problem, model.roster(), bound)
        best = found if best is None or found.cost < best.cost else best
        _tell(clock, model.problem, best, bound)
    if best is not None:
        return Part(best.roster, best.cost, bound)
    if answer.found is Found.INFEASIBLE:
        raise nothing_fits(model.problem, settings)
    raise OutOfTime(clock.seconds)


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
    return _size(problem) > LARGE


def _size(problem: RosterProblem) -> int:
    groups = sum(len(person.groups) for person in problem.people)
    return groups * len(problem.days) * len(problem.shifts)


def nothing_fits(problem: RosterProblem, settings: Settings) -> NothingFits:
    def possible(relaxed: RosterProblem) -> bool:
        return run(rules.whole(relaxed).lp, settings, DIAGNOSIS_SECONDS).found is Found.ROSTER

    return NothingFits(problem.people, culprits(problem, possible))
