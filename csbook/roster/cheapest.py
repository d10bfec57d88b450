"""The cheapest roster of a component that grants a wish or fills a gap, as far as the time goes.

The outline gives a bound, and rest days with which the whole may reach it; else the whole goes on from the
roster known to grant it, with nothing held.
"""

from __future__ import annotations

from dataclasses import dataclass

from csbook.roster import rules, solution
from csbook.roster.clock import Clock
from csbook.roster.nearby import Asked, demand
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.solvers import Found, Settings, run


@dataclass(frozen=True)
class Cheapest:
    """No roster that grants it costs less than `bound`; `impossible`: there is none at all."""

    roster: Roster | None
    bound: int = 0
    impossible: bool = False


def cheapest(
    part: RosterProblem, asked: Asked, granting: Roster | None, settings: Settings, clock: Clock
) -> Cheapest:
    """The best roster that grants it, `granting` or a cheaper one."""
    sketch, model = rules.outline(part), rules.whole(part)
    demand(sketch, asked)
    demand(model, asked)
    found = [] if granting is None else [granting]

    def cost(roster: Roster) -> int:
        return solution.cost(part, roster)

    def best(bound: int) -> Cheapest:
        return Cheapest(min(found, key=cost, default=None), bound)

    answer = run(sketch.lp, settings, clock.left() / 3, cancelled=clock.cancelled)
    if answer.found is Found.INFEASIBLE:
        return Cheapest(None, impossible=True)
    bound = answer.bound
    if answer.found is Found.ROSTER and not clock.over and not (found and cost(found[0]) <= bound):
        model.rest_as(sketch.roster())
        model.cost_at_most(bound)
        if run(model.lp, settings, clock.left() / 3, cancelled=clock.cancelled).found is Found.ROSTER:
            found.append(model.roster())
        model.rest_as(None)
        model.cost_at_most(None)
    if clock.over or any(cost(roster) <= bound for roster in found):
        return best(bound)
    if found:
        model.start_from(min(found, key=cost))
    answer = run(model.lp, settings, clock.left(), warm=bool(found), cancelled=clock.cancelled)
    if answer.found is Found.INFEASIBLE:
        return Cheapest(None, impossible=True)
    if answer.found is Found.ROSTER:
        found.append(model.roster())
    return best(max(bound, answer.bound))
