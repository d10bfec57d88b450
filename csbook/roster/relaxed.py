"""The hard rules of a problem, each of which can be let go of.

Every hard constraint of the integer program says why it is there (`model.Reason`). Here each reason gets a
switch: 0 and its constraints hold, 1 and they do not count. Cells that are fixed are reasons like rules,
and so is leave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pulp
from pulp import LpAffineExpression, LpConstraint, LpVariable

from csbook.roster import rules
from csbook.roster.clock import Clock
from csbook.roster.model import Model, Reason, Whole
from csbook.roster.parts import LEAVE, REST, Person, shift_in
from csbook.roster.problem import Cells, RosterProblem
from csbook.roster.rulebook import RULES
from csbook.roster.solvers import Found, Settings, run

FIXED = "fixed"
"""Stands for pins, leave and typed cells where rules are named by their codes."""

STEP = 3.0
"""Seconds for one correction: a good one early is worth more than the smallest one late. Where none at all is
found in them, it is looked for until the clock is over."""

Reasons = frozenset[Reason]
Demand = Callable[[Model], None]
"""Adds to a program what must hold besides its rules."""


class TimeIsUp(Exception):
    """The time given is over before a question was answered."""


class Relaxed:
    """The hard constraints of a problem with a switch for each reason.

    Leave is as hard as it is fixed: with its switch at 1 the person is there on that day, with 0 away. Where
    leave is let go of both may be, so that letting go never takes a roster away. `demand` adds what
    must hold and cannot be let go of; so do cells fixed on days before `since`, which have passed, and
    shifts that have begun.
    """

    def __init__(
        self,
        problem: RosterProblem,
        settings: Settings,
        demand: Demand | None = None,
        since: dt.date = dt.date.min,
    ) -> None:
        self.settings = settings
        fixed = {
            key: cell
            for key, cell in _removable(problem).items()
            if key[1] >= since and (key[1], shift_in(cell)) not in problem.begun
        }
        stay = {key: cell for key, cell in problem.fixed.items() if key not in fixed}
        without = replace(_bare(problem), fixed=stay)
        model = rules.whole(replace(without, people=_with_hours_of(problem, without)))
        if demand is not None:
            demand(model)
        self.lp = pulp.LpProblem("relaxed", pulp.LpMinimize)
        self._switches: dict[Reason, LpVariable] = {}
        self._parts: dict[Reason, list[LpConstraint]] = {}
        leave = self._fix(model, fixed)
        self._may_stay = {Reason(FIXED, who, (day,)) for (who, day), cell in fixed.items() if cell == LEAVE}
        labelled = {id(constraint): reason for reason, constraint in model.reasons}
        for constraint in model.lp.constraints():
            reason = labelled.get(id(constraint))
            if reason is None:
                self.lp += constraint
                continue
            for part in _loosened(_net_of_leave(constraint, reason, leave), self._switch(reason)):
                self._hold(reason, part)
        self.lp += pulp.lpSum(self._switches.values())

    def _switch(self, reason: Reason) -> LpVariable:
        if reason not in self._switches:
            name = f"s{len(self._switches):05}"
            self._switches[reason] = self.lp.add_variable(name, 0, 1, pulp.LpInteger)
        return self._switches[reason]

    def _fix(self, model: Whole, fixed: Cells) -> dict[LpVariable, LpVariable]:
        """Hold fixed cells as far as their switches say; the switches of leave by the rests' variables."""
        leave = {}
        for (agent_id, day), cell in fixed.items():
            reason = Reason(FIXED, agent_id, (day,))
            switch = self._switch(reason)
            rest = model.rests[agent_id, day]
            if cell == LEAVE:
                leave[rest] = switch
            held = rest if cell in (LEAVE, REST) else model.work[agent_id, day][cell]
            self._hold(reason, held + switch >= 1)
        return leave

    def _hold(self, reason: Reason, constraint: LpConstraint) -> None:
        self.lp += constraint
        self._parts.setdefault(reason, []).append(constraint)

    @property
    def reasons(self) -> Reasons:
        return frozenset(self._switches)

    def possible(self, held: Reasons, clock: Clock) -> bool:
        """Whether all of `held` can hold, whatever becomes of the others. Raises `TimeIsUp`."""
        return self._solve(held, frozenset(), clock)

    def correction(self, held: Reasons, among: Reasons, clock: Clock) -> Reasons | None:
        """Few others of `among` to let go of, so that `held` and the rest of `among` can hold; None where
        `held` cannot. As few as there are, unless the time is short. Raises `TimeIsUp`."""
        if not self._solve(held, among - held, clock):
            return None
        return frozenset(r for r in among - held if (self._switches[r].varValue or 0) > 0.5)

    def _solve(self, held: Reasons, free: Reasons, clock: Clock) -> bool:
        for reason, switch in self._switches.items():
            off = reason not in held and reason not in free and reason not in self._may_stay
            switch.bounds(int(off), int(reason not in held))
        if clock.over:
            raise TimeIsUp
        seconds = min(STEP, clock.left()) if free else clock.left()
        found = run(self.lp, self.settings, seconds, cancelled=clock.cancelled).found
        if found is Found.NOTHING and not clock.over:
            found = run(self.lp, self.settings, clock.left(), cancelled=clock.cancelled).found
        if found is Found.NOTHING:
            raise TimeIsUp
        return found is Found.ROSTER

    def shadow(self, among: Reasons, clock: Clock) -> Reasons:
        """The part of `among` that cannot hold even where people may be cut in pieces; empty where it can.

        The constraints that have a price (dual value) in the linear relaxation are enough for its proof.
        """
        for reason, switch in self._switches.items():
            switch.bounds(int(reason not in among and reason not in self._may_stay), 1)
        variables = self.lp.variables()
        for variable in variables:
            variable.cat = pulp.LpContinuous
        run(self.lp, self.settings, clock.left(), cancelled=clock.cancelled)
        for variable in variables:
            variable.cat = pulp.LpInteger
        priced = [r for r, parts in self._parts.items() if any(abs(c.pi or 0) > 1e-7 for c in parts)]
        return among & frozenset(priced)


COUNT_RESTS = ("rest_days", "nobody_rests")
"""The rules that speak of rest cells. To all others a day on leave is as free as a rest day."""


def _with_hours_of(problem: RosterProblem, without: RosterProblem) -> tuple[Person, ...]:
    """The people with such least hours that without their leave as many are due as with it."""

    def with_hours(person: Person) -> Person:
        least, there = problem.least_minutes(person), len(without.available_days(person))
        if least is None or not there:
            return person
        whole = -(-least * len(problem.days) // there)
        return replace(person, limits=replace(person.limits, least_minutes=whole))

    return tuple(with_hours(person) for person in problem.people)


def _bare(problem: RosterProblem) -> RosterProblem:
    """The problem with its hard rules only."""
    off = {code: replace(problem.rules[code], on=False) for code in RULES if not problem.rules[code].binds}
    return replace(
        problem,
        rules=replace(problem.rules, **off),
        cover=tuple(replace(row, preferred=row.minimum, over=0) for row in problem.cover),
        requests=(),
    )


def _removable(problem: RosterProblem) -> Cells:
    """The fixed cells that the program may let go of: all but for leave on which other rules hang.

    That is leave of somebody with fewer other days than rest days, and leave of people who handle
    complaints where all of them are on leave: without it the rules themselves would be others.
    """
    free = replace(problem, fixed={})
    cut = {p.agent_id for p in problem.people if problem.rest_quota(p) < free.rest_quota(p)}
    return {
        key: cell
        for key, cell in problem.fixed.items()
        if cell != LEAVE or not (key[0] in cut or _nobody_for_complaints(problem, *key))
    }


def _nobody_for_complaints(problem: RosterProblem, agent_id: str, day: dt.date) -> bool:
    """Whether the person handles complaints, and so would nobody else of their group on that day."""
    person = problem.person_by_id[agent_id]
    colleagues = [p for p in problem.people if p.handles_complaints and p.group == person.group]
    return person in colleagues and not any(
        p.employed(day) and problem.fixed.get((p.agent_id, day)) != LEAVE for p in colleagues
    )


def _net_of_leave(
    constraint: LpConstraint, reason: Reason, leave: dict[LpVariable, LpVariable]
) -> LpConstraint:
    """The constraint, counting a free day as a rest cell only where it is no leave."""
    expression = constraint.expr + (constraint.constant - constraint.expr.constant)
    if reason.rule in COUNT_RESTS:
        for variable, factor in constraint.expr.items():
            if variable in leave:
                expression -= factor * (1 - leave[variable])
    return LpConstraint(expression, constraint.sense)


def _loosened(constraint: LpConstraint, switch: LpVariable) -> list[LpConstraint]:
    """The constraint, given as an expression against 0, with no hold once the switch is 1."""
    below, above = _extremes(constraint.expr)
    parts = []
    if constraint.sense != pulp.LpConstraintGE and above > 0:
        parts.append(constraint.expr - above * switch <= 0)
    if constraint.sense != pulp.LpConstraintLE and below < 0:
        parts.append(constraint.expr - below * switch >= 0)
    return parts


def _extremes(expression: LpAffineExpression) -> tuple[float, float]:
    """The least and the greatest value that the variables' bounds allow."""
    least = greatest = expression.constant
    for variable, factor in expression.items():
        ends = (factor * variable.lowBound, factor * variable.upBound)
        least, greatest = least + min(ends), greatest + max(ends)
    return least, greatest
