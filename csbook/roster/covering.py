"""People for every stretch of the day, turned into people for every shift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pulp

from csbook.roster.parts import MINUTES_A_DAY, Shift
from csbook.roster.solvers import Answer, Found, Settings, choose, run

HOUR = 60
SECONDS = 10.0
"""One program has a variable for each shift; it is done in milliseconds."""


@dataclass(frozen=True)
class Span:
    """A stretch within one hour of the day through which the same shifts are on.

    Minutes after midnight. A shift that ends on the next day is on at the beginning of the day, too.
    """

    start: int
    end: int
    on: frozenset[str]

    @property
    def hour(self) -> int:
        return self.start // HOUR


class NoCovering(AssertionError):
    """The solver did not prove its shifts the cheapest: a fault of ours, never of the data."""


def spans_of(shifts: Sequence[Shift]) -> list[Span]:
    """The day from midnight to midnight, cut at every full hour and where a shift begins or ends."""
    cuts = {minute % MINUTES_A_DAY for shift in shifts for minute in (shift.start, shift.end)}
    edges = sorted(cuts | {*range(0, MINUTES_A_DAY + 1, HOUR)})
    return [
        Span(start, end, frozenset(shift.code for shift in shifts if _is_on(shift, start)))
        for start, end in pairwise(edges)
    ]


def _is_on(shift: Shift, minute: int) -> bool:
    return any(shift.start <= moment < shift.end for moment in (minute, minute + MINUTES_A_DAY))


def cheapest_shifts(
    shifts: Sequence[Shift], spans: Sequence[Span], needed: Sequence[int]
) -> Mapping[str, int]:
    """The people on each shift, by code, who put `needed` people into every span for the least paid time.

    `needed` has one number for each span; spans with no shift on cannot have anybody and are left out.
    Proven cheapest; of equally cheap ones the one with more people on earlier shifts.
    """
    lp = pulp.LpProblem("covering", pulp.LpMinimize)
    most = max(needed, default=0)
    people = {
        shift.code: lp.add_variable(f"n{number}", 0, most, pulp.LpInteger)
        for number, shift in enumerate(shifts)
    }
    one_minute = len(shifts) ** 2 * most + 1  # more than all ties together
    lp += pulp.lpSum(
        (shift.paid * one_minute + number) * people[shift.code]
        for number, shift in enumerate(sorted(shifts, key=lambda shift: (shift.start, shift.code)))
    )
    for span, least in zip(spans, needed, strict=True):
        if span.on and least:
            lp += pulp.lpSum(people[code] for code in sorted(span.on)) >= least
    answer = run(lp, Settings(choose(None)), SECONDS)
    _ensure_proven(lp, answer)
    return {code: round(variable.value() or 0) for code, variable in people.items()}


def _ensure_proven(lp: pulp.LpProblem, answer: Answer) -> None:
    cost = round(pulp.value(lp.objective) or 0)
    if answer.found is not Found.ROSTER or answer.bound < cost:
        raise NoCovering(f"{answer} for a cost of {cost}")
