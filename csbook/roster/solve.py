"""From a problem to the best roster, checked and priced before anybody sees it.

The problem falls into components that share nobody, and each is solved alone. For each one:

1. the outline (who rests when, how many of each shift) gives rest days and a bound;
2. the whole model with those rest days looks for a roster that costs no more than the bound, which is
   then the best; mostly there is one, else it looks for the cheapest with those rest days;
3. from that one the whole model runs on with the rest days free.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from csbook.roster import rules, solution
from csbook.roster.diagnosis import CellsClash, NothingFits, OutOfTime, clashes, culprits
from csbook.roster.model import Whole
from csbook.roster.parts import Request, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solution import Unmet, Violation
from csbook.roster.solvers import Found, Settings, SolverName, choose, run

DIAGNOSIS_SECONDS = 5.0
"""How long each rule may be looked at when there is no roster."""

Progress = Callable[[int, int], None]
"""Told how many of how many components are done."""


class Status(Enum):
    """What is known of the roster."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


@dataclass(frozen=True)
class Result:
    """A roster with its price, and how good it is known to be.

    cost, bound: whole numbers; no roster costs less than `bound`.
    gap: (cost - bound) / cost, 0.0 for the best roster.
    seconds: how long it took. solver: `highs` or `cbc`.
    unmet: cover that is short. refused: requests that are not met. broken: breaches of soft rules.
    """

    roster: Roster
    status: Status
    cost: int
    bound: int
    gap: float
    seconds: float
    unmet: list[Unmet]
    refused: list[Request]
    broken: list[Violation]
    solver: SolverName


class WrongRoster(AssertionError):
    """What the solver returned does not stand up to the check: a fault of ours, never of the data."""


@dataclass(frozen=True)
class _Part:
    """What is known of one component."""

    roster: Roster
    cost: int
    bound: int


def solve(
    problem: RosterProblem,
    *,
    solver: SolverName | None = None,
    seconds: float = 30.0,
    seed: int = 0,
    gap: float = 0.0,
    progress: Progress | None = None,
) -> Result:
    """The cheapest roster, or the best one found in `seconds`.

    gap: the relative gap at which a component may be left (0.01 for one per cent).

    Raises `CellsClash` or `NothingFits` when hard rules leave no roster, `OutOfTime` when none was found,
    `SolverMissing` when the solver asked for is not installed.
    """
    settings = Settings(choose(solver), seed, gap)
    begin = time.monotonic()
    clashing = clashes(problem)
    if clashing:
        raise CellsClash(clashing)
    components = problem.components()
    parts = []
    for done, component in enumerate(components):
        left = seconds - (time.monotonic() - begin)
        parts.append(_solve_part(component, settings, left / (len(components) - done)))
        if progress is not None:
            progress(done + 1, len(components))
    return _result(problem, parts, time.monotonic() - begin, settings.solver)


def _solve_part(problem: RosterProblem, settings: Settings, seconds: float) -> _Part:
    clock = _Clock(seconds)
    sketch = rules.outline(problem)
    answer = run(sketch.lp, settings, clock.left() / 3)
    if answer.found is Found.INFEASIBLE:
        raise _nothing_fits(problem, settings)
    bound, best = answer.bound, None
    model = rules.whole(problem)
    if answer.found is Found.ROSTER:
        model.rest_as(sketch.roster())
        for limit in (bound, None):
            model.cost_at_most(limit)
            if best is None and run(model.lp, settings, clock.left() / 3).found is Found.ROSTER:
                best = _checked(problem, model.roster(), bound)
        model.rest_as(None)
    if best is not None and best.cost - best.bound <= settings.gap * best.cost:
        return best
    return _search_on(problem, settings, clock, model, bound, best)


def _search_on(
    problem: RosterProblem,
    settings: Settings,
    clock: _Clock,
    model: Whole,
    bound: int,
    best: _Part | None,
) -> _Part:
    """The whole model with nothing held but what is fixed, from the best roster so far."""
    if best is not None:
        model.start_from(best.roster)
    answer = run(model.lp, settings, clock.left(), warm=best is not None)
    bound = max(bound, answer.bound)
    if answer.found is Found.ROSTER:
        found = _checked(problem, model.roster(), bound)
        best = found if best is None or found.cost < best.cost else best
    if best is not None:
        return _Part(best.roster, best.cost, bound)
    if answer.found is Found.INFEASIBLE:
        raise _nothing_fits(problem, settings)
    raise OutOfTime(clock.seconds)


class _Clock:
    """Counts down the seconds of one component."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._begin = time.monotonic()

    def left(self) -> float:
        return max(0.1, self.seconds - (time.monotonic() - self._begin))


def _checked(problem: RosterProblem, roster: Roster, bound: int) -> _Part:
    """The roster with its cost counted without the solver, once it keeps every hard rule."""
    broken = [violation for violation in solution.violations(problem, roster) if violation.hard]
    missing = [gap for gap in solution.unmet_cover(problem, roster) if gap.below_minimum]
    if broken or (missing and problem.rules.cover_minimum.binds):
        raise WrongRoster(f"The solver's roster breaks hard rules: {broken or missing}")
    cost = solution.cost(problem, roster)
    if cost < bound:
        raise WrongRoster(f"The solver's bound is {bound}, but its roster costs {cost}.")
    return _Part(roster, cost, bound)


def _nothing_fits(problem: RosterProblem, settings: Settings) -> NothingFits:
    def possible(relaxed: RosterProblem) -> bool:
        return run(rules.whole(relaxed).lp, settings, DIAGNOSIS_SECONDS).found is Found.ROSTER

    return NothingFits(problem.people, culprits(problem, possible))


def _result(problem: RosterProblem, parts: list[_Part], seconds: float, solver: SolverName) -> Result:
    roster = Roster({key: cell for part in parts for key, cell in part.roster.cells.items()})
    bound = sum(part.bound for part in parts)
    whole = _checked(problem, roster, bound)
    if whole.cost != sum(part.cost for part in parts):
        raise WrongRoster(f"The components cost {[part.cost for part in parts]}, together {whole.cost}.")
    return Result(
        roster=roster,
        status=Status.OPTIMAL if whole.cost == bound else Status.FEASIBLE,
        cost=whole.cost,
        bound=bound,
        gap=(whole.cost - bound) / whole.cost if whole.cost else 0.0,
        seconds=seconds,
        unmet=solution.unmet_cover(problem, roster),
        refused=solution.refused_requests(problem, roster),
        broken=[violation for violation in solution.violations(problem, roster) if not violation.hard],
        solver=solver,
    )
