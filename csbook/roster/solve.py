"""From a problem to the best roster, checked and priced before anybody sees it.

The problem falls into components that share nobody; `stages` solves each alone.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum

from csbook.roster import solution
from csbook.roster.clock import Cancelled, Clock, Progress, unheard
from csbook.roster.diagnosis import CellsClash, OutOfTime
from csbook.roster.fixed_clashes import clashes
from csbook.roster.parts import Request, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solution import Unmet, Violation
from csbook.roster.solvers import Settings, SolverName, choose
from csbook.roster.stages import Part, WrongRoster, checked, nearest, solve_part

LEAST_SHARE = 0.5
"""Seconds that each component may take in any case: a small one is solved in less."""
LAST_SECONDS = 2.0
"""What each component not yet begun may still take after somebody has cancelled."""


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


def solve(
    problem: RosterProblem,
    *,
    solver: SolverName | None = None,
    seconds: float = 30.0,
    seed: int = 0,
    gap: float = 0.0,
    rounds: int | None = None,
    known: Roster | None = None,
    progress: Progress = unheard,
    cancelled: Cancelled = lambda: False,
) -> Result:
    """The cheapest roster, or the best one found in `seconds` or until `cancelled` says so.

    gap: the relative gap at which a component may be left (0.01 for one per cent).
    rounds: how many neighbourhoods each component may search; a run ended by them can be repeated exactly.
    known: a roster to begin with, which stays where nothing cheaper is found; one that breaks a hard rule is
    left aside, component by component.
    Among rosters of the same cost one near `problem.reference` is preferred (A1.11).

    Raises `CellsClash` or `NothingFits` when hard rules leave no roster, `OutOfTime` when none was found,
    `SolverMissing` when the solver asked for is not installed.
    """
    settings = Settings(choose(solver), seed, gap)
    begin = time.monotonic()
    clashing = clashes(problem)
    if clashing:
        raise CellsClash(clashing)
    clock = Clock(begin + seconds, seconds, cancelled, progress, rounds)
    components = problem.components()
    begun = [_begun(component, known) for component in components]
    parts = []
    for number, component in enumerate(components):
        share = clock.for_part(number, len(components), LEAST_SHARE)
        parts.append(_solved(component, settings, share, begun[number]))
    if rounds is None:
        _spend_what_is_left(components, parts, settings, clock)
    near = [
        part if start is not None and part.roster is start.roster else nearest(each, part, settings, clock)
        for each, part, start in zip(components, parts, begun, strict=True)
    ]
    return _result(problem, near, time.monotonic() - begin, settings.solver)


def _begun(component: RosterProblem, known: Roster | None) -> Part | None:
    """The component's part of the roster known, if it is whole and keeps the hard rules."""
    if known is None:
        return None
    ids = component.person_by_id
    roster = Roster({key: cell for key, cell in known.cells.items() if key[0] in ids})
    return None if solution.hard_faults(component, roster) else checked(component, roster, 0)


def _solved(component: RosterProblem, settings: Settings, clock: Clock, known: Part | None) -> Part:
    """One component; whoever cancels gets the first roster that can be had of it in a moment."""
    if not clock.cancelled():
        try:
            return solve_part(component, settings, clock, known)
        except OutOfTime:
            if not clock.cancelled():
                raise
    if known is not None:
        return known
    last = replace(clock.extended(LAST_SECONDS), cancelled=lambda: False, rounds=0)
    return solve_part(component, settings, last)


def _spend_what_is_left(
    components: list[RosterProblem], parts: list[Part], settings: Settings, clock: Clock
) -> None:
    """Go on with the components that have a gap, the widest first: others took less than their share."""
    wide = [number for number, part in enumerate(parts) if not part.good_enough(settings)]
    wide.sort(key=lambda number: parts[number].bound - parts[number].cost)
    for turn, number in enumerate(wide if len(components) > 1 else ()):
        if clock.over:
            break
        share = replace(clock.for_part(turn, len(wide)), part=number + 1, parts=len(components))
        with suppress(OutOfTime):
            parts[number] = solve_part(components[number], settings, share, parts[number])


def _result(problem: RosterProblem, parts: list[Part], seconds: float, solver: SolverName) -> Result:
    roster = Roster({key: cell for part in parts for key, cell in part.roster.cells.items()})
    bound = sum(part.bound for part in parts)
    whole = checked(problem, roster, bound)
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
