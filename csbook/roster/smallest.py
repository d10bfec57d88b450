"""The smallest set of reasons that cannot hold together.

It is found by implicit hitting sets (Ignatiev, Previti, Liffiton, Marques-Silva: Smallest MUS extraction
with minimal hitting set dualization, CP 2015). Whatever is let go of to make a problem solvable (a
correction) holds at least one member of every clash. So a smallest set that meets all corrections known is
no larger than the smallest clash; it either cannot hold, and then it is one, or a further correction shows
that it can.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum

import pulp

from csbook.roster.clock import Clock
from csbook.roster.model import Reason
from csbook.roster.relaxed import FIXED, Reasons, Relaxed, TimeIsUp
from csbook.roster.solvers import Found, Settings, run

PROOF = 8.0
"""Seconds at most to prove that a set is the smallest, once every member is known to be needed: longer
is hardly worth the wait."""


class Known(Enum):
    """What is known of a set that cannot hold together."""

    SMALLEST = "no smaller set cannot hold"
    IRREDUCIBLE = "every member is needed, but there may be a smaller set"
    CLASH = "it cannot hold, but some members may not be needed"


@dataclass(frozen=True)
class Core:
    """Reasons that cannot hold together."""

    reasons: Reasons
    known: Known


def smallest_core(relaxed: Relaxed, among: Reasons, clock: Clock) -> Core | None:
    """The smallest set of `among` that cannot hold together; None when all of it can.

    It is empty where what is demanded cannot be, whatever is let go of. Raises `TimeIsUp` when not
    even that is known in time.
    """
    if relaxed.possible(among, clock):
        return None
    if not relaxed.possible(frozenset(), clock):
        return Core(frozenset(), Known.SMALLEST)
    best, known = among, Known.CLASH
    try:
        best = _some_core(relaxed, among, clock)
        best = irreducible(relaxed, best, clock)
        known = Known.IRREDUCIBLE
        best = _proven(relaxed, best, among, clock.share(2).within(PROOF))
        known = Known.SMALLEST
    except TimeIsUp:
        pass
    return Core(best, known)


def _proven(relaxed: Relaxed, best: Reasons, among: Reasons, clock: Clock) -> Reasons:
    """The smallest set that cannot hold: `best`, or a smaller one. Raises `TimeIsUp`."""
    corrections: list[Reasons] = []
    while True:
        guess = _hitting_set(corrections, relaxed.settings, clock)
        if len(guess) >= len(best):
            return best
        if _disjoint(relaxed, guess, among, corrections, clock) == guess:
            return guess


def _some_core(relaxed: Relaxed, among: Reasons, clock: Clock) -> Reasons:
    """A set that cannot hold, small if that is quick: from few days, by the linear relaxation, or by
    corrections. These are of few days only, so they say nothing of clashes elsewhere and prove nothing."""
    among = _narrowed(relaxed, among, clock)
    shadow = relaxed.shadow(among, clock)
    if shadow and not relaxed.possible(shadow, clock):
        return shadow
    return _disjoint(relaxed, frozenset(), among, [], clock) or among


def _narrowed(relaxed: Relaxed, among: Reasons, clock: Clock) -> Reasons:
    """The part of `among` on as few days as cannot hold: the earliest last day, then the latest first day."""
    days = sorted({day for reason in among for day in reason.days})
    last = bisect_left(days, True, key=lambda day: not relaxed.possible(_until(among, day), clock))
    early = _until(among, days[min(last, len(days) - 1)])
    first = bisect_left(days, True, key=lambda day: relaxed.possible(_since(early, day), clock))
    return _since(early, days[max(first - 1, 0)])


def _until(among: Reasons, last: dt.date) -> Reasons:
    return frozenset(reason for reason in among if all(day <= last for day in reason.days))


def _since(among: Reasons, first: dt.date) -> Reasons:
    return frozenset(reason for reason in among if all(day >= first for day in reason.days))


def irreducible(relaxed: Relaxed, core: Reasons, clock: Clock) -> Reasons:
    """A part of a set that cannot hold, every member of which is needed. Raises `TimeIsUp`.

    Rules are tried before fixed cells, so that what stays of two equal ways out are rules.
    """
    kept = core
    for reason in sorted(core, key=lambda r: (r.rule != FIXED, _order(r))):
        if not relaxed.possible(kept - {reason}, clock):
            kept -= {reason}
    return kept


def _disjoint(
    relaxed: Relaxed, held: Reasons, among: Reasons, corrections: list[Reasons], clock: Clock
) -> Reasons | None:
    """Add corrections that share no member, until what they hold cannot hold: that set, or `held` itself
    where it cannot. None when everything can."""
    while (correction := relaxed.correction(held, among, clock)) is not None:
        if not correction:
            return None
        corrections.append(correction)
        held |= correction
    return held


def _hitting_set(corrections: list[Reasons], settings: Settings, clock: Clock) -> Reasons:
    """The smallest set with a member of every correction; the first by name where there are several."""
    members = sorted(frozenset().union(*corrections), key=_order)
    lp = pulp.LpProblem("hitting", pulp.LpMinimize)
    chosen = {r: lp.add_variable(f"h{n:05}", 0, 1, pulp.LpInteger) for n, r in enumerate(members)}
    lp += pulp.lpSum(chosen.values())
    for correction in corrections:
        lp += pulp.lpSum(chosen[reason] for reason in sorted(correction, key=_order)) >= 1
    if clock.over:
        raise TimeIsUp
    answer = run(lp, settings, clock.left(), cancelled=clock.cancelled)
    found = frozenset(reason for reason, variable in chosen.items() if (variable.varValue or 0) > 0.5)
    if answer.found is not Found.ROSTER or answer.bound < len(found):
        raise TimeIsUp
    return found


def _order(reason: Reason) -> tuple[object, ...]:
    return reason.agent_id, reason.group, reason.rule, reason.days
