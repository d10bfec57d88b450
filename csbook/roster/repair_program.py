"""The integer program of a repair: every hard rule can give way, and changed cells are counted.

It is the program of `rules.whole` with a slack in each hard constraint that says why it is there
(`model.Reason`), so that there is always a roster. A first run holds the cells as they are: what they break
is known then, and the search has a roster to begin with, so that whenever it ends it has one no worse. The
next weighs breaches, missing people and changed cells, each too dear to be paid for with what comes after
it. The last one holds what that found and looks for the least cost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pulp
from pulp import LpConstraint, LpVariable

from csbook.roster import rules, solution
from csbook.roster.clock import Cancelled
from csbook.roster.model import Key, Reason, Term
from csbook.roster.parts import Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.repair_case import Passed
from csbook.roster.rulebook import RULES
from csbook.roster.solvers import Answer, Found, Settings, run

MOST_WEIGHED: Final = 400
"""A missing person outweighs this many changed cells, a breach this many missing people: more than any
repair has, and few enough for weights that stay far inside the solvers' tolerances."""

IN_MINUTES: Final = ("most_hours", "least_hours")
"""The rules whose constraints count minutes, and their breaches begun hours."""


@dataclass(frozen=True)
class Mended:
    """A roster with what the program counts of it.

    breaches: of hard rules, without those pardoned. gaps: people missing of minimum cover, each times its
    weight. changes: cells that could have stayed. proven: whether nothing better can be had.
    """

    roster: Roster
    breaches: int
    gaps: int
    changes: int
    proven: bool


@dataclass(frozen=True)
class _Give:
    """By how much a hard constraint gives way."""

    reason: Reason
    units: tuple[LpVariable, ...]


class RepairProgram:
    """The program of one part of a roster. `standing` are the cells that should stay as they are; nobody
    gets one that has passed.

    `cancelled` ends each search early, with the best roster found until then.
    """

    def __init__(
        self,
        problem: RosterProblem,
        standing: Mapping[Key, str],
        passed: Passed,
        settings: Settings,
        cancelled: Cancelled,
    ) -> None:
        self.problem, self.passed, self.settings, self.cancelled = problem, passed, settings, cancelled
        self.model = rules.whole(_rest_days_open(problem))
        self._cost = self.model.lp.objective
        self._ask_for_rest_days()
        self.standing = {
            key: cell
            for key, cell in standing.items()
            if key in self.model.rests and key not in problem.fixed and cell in self.model.options(key)
        }
        gives = [self._loosen(reason, constraint) for reason, constraint in list(self.model.reasons)]
        self._gives = [give for give in gives if give.units]
        self._pardons: dict[LpVariable, LpVariable] = {}
        self._begun = False
        changes = pulp.lpSum(1 - self.model.options(key)[cell] for key, cell in self.standing.items())
        self._changes = self._counted(changes)
        self._gaps = self._counted(self._missing_people())

    def _ask_for_rest_days(self) -> None:
        if not self.problem.rules.rest_days.binds:
            return
        for person in self.problem.people:
            if not person.temporary:
                days = tuple(self.problem.employed_days(person))
                rests = [self.model.rests[person.agent_id, d] for d in self.problem.available_days(person)]
                reason = Reason("rest_days", person.agent_id, days)
                self.model.require(pulp.lpSum(rests) == self.problem.rest_quota(person), reason)

    def _counted(self, amount: Term) -> LpVariable:
        """A variable that is at least `amount`: a cost without a constant part, and one that can be held."""
        counted = self.model.integer()
        self.model.require(counted >= amount)
        return counted

    def _loosen(self, reason: Reason, constraint: LpConstraint) -> _Give:
        """Let a constraint of a rule give way, in the units in which its breaches are counted.

        Too few people are counted as gaps, so that constraints of minimum cover give way freely.
        """
        if reason.rule not in RULES:
            return _Give(reason, ())
        step = 60 if reason.rule in IN_MINUTES else 1
        signs = {pulp.LpConstraintLE: (-1,), pulp.LpConstraintGE: (1,), pulp.LpConstraintEQ: (1, -1)}
        units = []
        for sign in signs[constraint.sense]:
            unit = self.model.integer()
            constraint.addInPlace(sign * step * unit)
            units.append(unit)
        return _Give(reason, () if reason.rule == "cover_minimum" else tuple(units))

    def _missing_people(self) -> Term:
        if not self.problem.rules.cover_minimum.on:
            return pulp.lpSum([])
        missing = []
        for row in self.problem.cover:
            if row.minimum and row.weight:
                short = self.model.integer(0, row.minimum)
                self.model.require(self.model.present((row.day, row.group, row.shift)) + short >= row.minimum)
                missing.append(row.weight * short)
        return pulp.lpSum(missing)

    def begin(self, as_it_is: Roster, pardoned: Callable[[Reason], bool], seconds: float) -> None:
        """Start from the cells as they are, and make free as much of the pardoned reasons' breaches as there
        is among them."""
        self._hold(as_it_is.cells)
        self.model.cost_at_most(None)
        units = [unit for give in self._gives for unit in give.units]
        self.model.lp.setObjective(pulp.lpSum(units) + self._gaps + self._changes)
        self._begun = self._found(seconds) is not None
        if not self._begun:
            return
        given = [(unit, _value(unit), give.reason) for give in self._gives for unit in give.units]
        for unit, amount, reason in given:
            if amount and pardoned(reason):
                self._pardons[unit] = self._counted(unit - amount)
                self._pardons[unit].setInitialValue(0)

    def _found(self, seconds: float) -> Answer | None:
        """What a search finds; None without a roster."""
        if self.cancelled():
            return None
        answer = run(self.model.lp, self.settings, seconds, warm=self._begun, cancelled=self.cancelled)
        return answer if answer.found is Found.ROSTER else None

    def least(self, seconds: float) -> Mended | None:
        """Fewest breaches, then gaps, then changes; None when the search ends before anything is found."""
        self._hold({})
        counted = self._beyond()
        per_gap = 1 + min(MOST_WEIGHED, len(self.standing))
        most_gaps = sum(row.minimum * row.weight for row in self.problem.cover)
        per_breach = per_gap * (1 + min(MOST_WEIGHED, most_gaps))
        self.model.cost_at_most(None)
        self.model.lp.setObjective(pulp.lpSum(counted) * per_breach + self._gaps * per_gap + self._changes)
        answer = self._found(seconds)
        if answer is None:
            return None
        breaches, gaps, changes = sum(map(_value, counted)), _value(self._gaps), _value(self._changes)
        proven = answer.bound >= breaches * per_breach + gaps * per_gap + changes
        return Mended(self.model.roster(), breaches, gaps, changes, proven)

    def cheapest(self, mended: Mended, seconds: float) -> Mended:
        """The roster of least cost with no more breaches, gaps and changes; the one given, unproven, when
        the search ends before another is found."""
        self.model.require(pulp.lpSum(self._beyond()) <= mended.breaches)
        self._gaps.bounds(0, mended.gaps)
        self._changes.bounds(0, mended.changes)
        self.model.cost_at_most(solution.cost(self.problem, mended.roster))
        self.model.lp.setObjective(self._cost)
        answer = self._found(seconds)
        if answer is None:
            return replace(mended, proven=False)
        roster = self.model.roster()
        cheapest = answer.bound >= solution.cost(self.problem, roster)
        return replace(mended, roster=roster, proven=mended.proven and cheapest)

    def _beyond(self) -> list[LpVariable]:
        """What counts of the breaches."""
        return [self._pardons.get(unit, unit) for give in self._gives for unit in give.units]

    def _hold(self, cells: Mapping[Key, str]) -> None:
        """Hold the cells given and those that are fixed, and let go of all others that have not passed."""
        for key in self.model.rests:
            held = cells.get(key, self.problem.fixed.get(key))
            for cell, variable in self.model.options(key).items():
                free = held is None and not self.passed.holds(key[1], cell)
                variable.bounds(int(cell == held), int(free or cell == held))


def _rest_days_open(problem: RosterProblem) -> RosterProblem:
    """The problem without a hard number of rest days: the program of a hard one takes it for granted where
    it reckons hours."""
    rule = problem.rules.rest_days
    if not rule.binds:
        return problem
    return replace(problem, rules=replace(problem.rules, rest_days=replace(rule, hard=False, weight=0)))


def _value(variable: LpVariable) -> int:
    return round(variable.varValue or 0)
