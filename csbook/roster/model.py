"""The variables of the integer programs, and how the rules speak of them.

Two programs are made of one problem. `Whole` has one binary for each person, day, shift and group.
`Outline` only says who rests when, how many of each shift each person gets, and how many people stand on
each shift of a day, but not who does which. It is a much smaller relaxation: its cost is a bound for the
whole, and with its rest days the whole mostly reaches that bound.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import pulp
from pulp import LpAffineExpression, LpConstraint, LpVariable

from csbook.roster.parts import LEAVE, REST, Person, Request, Roster, cell_of, shift_in
from csbook.roster.problem import RosterProblem

Term = Any
"""A variable or expression of PuLP, or a whole number where it is known."""
Key = tuple[str, dt.date]
"""A person's number and a day."""
Place = tuple[dt.date, str, str]
"""A day, group and shift."""


@dataclass(frozen=True)
class Reason:
    """Why a hard constraint is in the program: a rule, whom it is about, and on which days.

    `agent_id` is empty where the rule is about a group. `rule` is a code of `RULES`. Fixed cells are bounds
    of their variables and have no reason: to let go of one, leave it out of the problem's `fixed`.
    """

    rule: str
    agent_id: str
    days: tuple[dt.date, ...]
    group: str = ""


class Model(ABC):
    """A PuLP problem with breaches as costs: what both programs share."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.lp = pulp.LpProblem("roster", pulp.LpMinimize)
        self._costs = LpAffineExpression()
        self._numbers = count()
        self.reasons: list[tuple[Reason, LpConstraint]] = []
        """Every hard constraint with why it is there; what has no reason is the grid itself."""
        self.rests = {
            (person.agent_id, day): self._rest(person, day)
            for person in problem.people
            for day in problem.available_days(person)
        }
        self.working: dict[tuple[str, dt.date, str], list[LpVariable]] = {}
        """The variables that put a person on a shift of a day, as far as the program tells them apart."""

    def _rest(self, person: Person, day: dt.date) -> LpVariable:
        fixed = self.problem.fixed.get((person.agent_id, day))
        return self.integer(int(fixed == REST), int(fixed in (None, REST)))

    def integer(self, low: int = 0, high: int | None = None) -> LpVariable:
        return self.lp.add_variable(f"v{next(self._numbers)}", low, high, pulp.LpInteger)

    def breach(self, weight: int, high: int | None = None) -> LpVariable:
        """A count of at least 0 that costs `weight` each."""
        variable = self.integer(0, high)
        self.charge(variable, weight)
        return variable

    def slack(self, rule: str, factor: int = 1, high: int | None = None) -> Term:
        """Nothing for a hard rule; for a soft one its breaches, each at `factor` times the rule's weight."""
        row = self.problem.rules[rule]
        return 0 if row.hard else self.breach(row.weight * factor, high)

    def charge(self, term: Term, weight: int) -> None:
        """Let each unit of a term cost `weight`. The term has no constant part (see `solvers`)."""
        self._costs.addInPlace(weight * term)

    def require(self, constraint: LpConstraint | bool, reason: Reason | None = None) -> None:
        """Add a constraint; where nothing in it varies it is true or false already."""
        if not isinstance(constraint, bool):
            constraint = _settled(constraint)
        if constraint is False:
            constraint = self.integer(0, 0) >= 1
        if constraint is not True:
            self.lp += constraint
            if reason is not None:
                self.reasons.append((reason, constraint))

    def keep(self, reason: Reason, constraint: LpConstraint | bool) -> None:
        """Add a constraint of the reason's rule; a soft one, with its slack in it, gives no reason."""
        self.require(constraint, reason if self.problem.rules[reason.rule].hard else None)

    def finish(self) -> None:
        """Set the objective, once every rule is in."""
        self.lp += self._costs
        self._dearest = self.integer()
        self.require(self._costs <= self._dearest)

    def cost_at_most(self, limit: int | None) -> None:
        """Look for nothing dearer. A tight limit fixes most of the breaches before the search begins."""
        self._dearest.bounds(0, limit)

    def off(self, agent_id: str, day: dt.date) -> Term:
        """1 when the person works no shift on this day: rest, leave, not employed, blank history."""
        if day < self.problem.days[0]:
            return int(shift_in(self.problem.history.get((agent_id, day))) is None)
        return self.rests.get((agent_id, day), 1)

    def on(self, agent_id: str, day: dt.date) -> Term:
        """1 when the person works on this day, whatever the shift."""
        return 1 - self.off(agent_id, day)

    def surely_on(self, agent_id: str, day: dt.date, shift: str) -> Term:
        """At most 1, and 0 unless the person works this shift on this day, in whatever group."""
        if day < self.problem.days[0]:
            return int(shift_in(self.problem.history.get((agent_id, day))) == shift)
        return pulp.lpSum(self.working.get((agent_id, day, shift), []))

    def possibly_on(self, agent_id: str, day: dt.date, shift: str) -> Term:
        """1 whenever the person works this shift on this day of the roster; more where that is not told."""
        working = self.working.get((agent_id, day, shift))
        return self.on(agent_id, day) if working is None else pulp.lpSum(working)

    def grant(self, request: Request, unless: Term = 0) -> None:
        """Meet a request, but where the term `unless` is 1 or more."""
        key = request.agent_id, request.day
        if request.cell == REST:
            least = most = self.off(*key)
        else:
            least, most = self.surely_on(*key, request.cell), self.possibly_on(*key, request.cell)
        self.require(most + unless >= 1 if request.wanted else least - unless <= 0)

    @abstractmethod
    def total(self, agent_id: str, shift: str) -> Term:
        """How many of this shift the person works."""

    @abstractmethod
    def present(self, place: Place) -> Term:
        """How many people serve a group on a day and shift."""


def known(term: Term) -> int | None:
    """The number that a term is whatever the roster; None where that is not settled."""
    if isinstance(term, int):
        return term
    varies = isinstance(term, LpVariable) or any(term.values())
    return None if varies else int(term.constant)


def _settled(constraint: LpConstraint) -> LpConstraint | bool:
    """True or false where nothing in the constraint varies, else the constraint."""
    if any(constraint.values()):
        return constraint
    over = constraint.constant
    return bool(over == 0 if constraint.sense == pulp.LpConstraintEQ else over * constraint.sense >= 0)


class Whole(Model):
    """Who does which shift in which group on which day."""

    def __init__(self, problem: RosterProblem) -> None:
        super().__init__(problem)
        self.work: dict[Key, dict[str, LpVariable]] = {}
        self._present: dict[Place, list[LpVariable]] = {}
        for agent_id, day in self.rests:
            self._add_work(problem.person_by_id[agent_id], day)

    def _add_work(self, person: Person, day: dt.date) -> None:
        """Exactly one of the shifts the person can do, or rest; the fixed one where there is one. A shift
        that has begun is only there for whoever is fixed to it."""
        key = person.agent_id, day
        fixed = self.problem.fixed.get(key)
        work = self.work[key] = {}
        for group in person.groups:
            for shift in self.problem.shifts:
                cell = cell_of(shift.code, group, person.group)
                working = self.working.setdefault((*key, shift.code), [])
                if (day, shift.code) in self.problem.begun and cell != fixed:
                    continue
                variable = work[cell] = self.integer(int(cell == fixed), int(fixed in (None, cell)))
                working.append(variable)
                self._present.setdefault((day, group, shift.code), []).append(variable)
                if group != person.group:
                    self.charge(variable, self.problem.help_weight)
        self.require(pulp.lpSum(work.values()) + self.rests[key] == 1)

    def total(self, agent_id: str, shift: str) -> Term:
        return pulp.lpSum(self.surely_on(agent_id, day, shift) for day in self.problem.days)

    def present(self, place: Place) -> Term:
        return pulp.lpSum(self._present.get(place, []))

    def options(self, key: Key) -> dict[str, LpVariable]:
        """The variable of each cell that a person could have on a day without leave; one of them is 1."""
        return {REST: self.rests[key], **self.work[key]}

    def serves(self, agent_id: str, day: dt.date, group: str, shifts: Iterable[str]) -> Term:
        """1 when the person works one of these shifts for the group on a day of the roster."""
        home = self.problem.person_by_id[agent_id].group
        work = self.work.get((agent_id, day), {})
        cells = [cell_of(shift, group, home) for shift in shifts]
        return pulp.lpSum(work[cell] for cell in cells if cell in work)

    def rest_as(self, roster: Roster | None) -> None:
        """Hold everybody's rest days as in `roster`, or let go of them again."""
        for (agent_id, day), rest in self.rests.items():
            fixed = self.problem.fixed.get((agent_id, day))
            held = fixed if roster is None else roster.cell(agent_id, day)
            rest.bounds(int(held == REST), int(held in (None, REST)))

    def hold(self, roster: Roster, free: Callable[[Key], bool]) -> None:
        """Hold every cell as in `roster` but those that `free` names; fixed cells stay fixed."""
        for key in self.rests:
            held = self.problem.fixed.get(key) or (None if free(key) else roster.cell(*key))
            for cell, variable in self.options(key).items():
                variable.bounds(int(cell == held), int(held in (None, cell)))

    def let_go(self) -> None:
        """Hold nothing but what is fixed."""
        self.hold(Roster({}), lambda _: True)

    def aim_for(self, cells: Mapping[Key, str]) -> None:
        """Look for as many of these cells as can be, instead of the least cost."""
        kept = [self.options(key)[cell] for key, cell in cells.items() if cell in self._possible(key)]
        self.lp.setObjective(-pulp.lpSum(kept))

    def _possible(self, key: Key) -> Collection[str]:
        return self.options(key) if key in self.rests else ()

    def start_from(self, roster: Roster) -> None:
        """Give every cell the value it has in `roster`, for a solver that can start from it."""
        for key in self.rests:
            for cell, variable in self.options(key).items():
                variable.setInitialValue(int(roster.cell(*key) == cell))

    def roster(self) -> Roster:
        """What the solved variables say."""
        cells = {key: cell for key, cell in self.problem.fixed.items() if cell == LEAVE}
        for key in self.rests:
            options = self.options(key)
            cells[key] = max(options, key=lambda cell: options[cell].varValue or 0)
        return Roster(cells)


class Outline(Model):
    """Who rests when; how many of each shift a person gets; how many people stand on a shift."""

    def __init__(self, problem: RosterProblem) -> None:
        super().__init__(problem)
        self._totals = {
            (person.agent_id, shift.code): self.integer()
            for person in problem.people
            for shift in problem.shifts
        }
        groups = dict.fromkeys(group for person in problem.people for group in person.groups)
        self._present = {
            (day, group, shift.code): self.integer()
            for day in problem.days
            for group in groups
            for shift in problem.shifts
        }
        self._link(list(groups))

    def _link(self, groups: list[str]) -> None:
        """Who works stands on a shift of the home group or goes to help; totals count who stands."""
        problem = self.problem
        for person in problem.people:
            worked = pulp.lpSum(self.on(person.agent_id, day) for day in problem.days)
            self.require(pulp.lpSum(self.total(person.agent_id, s.code) for s in problem.shifts) == worked)
        for day in problem.days:
            helping = self._help(day)
            for group in groups:
                home = [self.on(p.agent_id, day) for p in problem.people if p.group == group]
                come = [number for (_, target), number in helping.items() if target == group]
                gone = [number for (origin, _), number in helping.items() if origin == group]
                there = pulp.lpSum(self.present((day, group, shift.code)) for shift in problem.shifts)
                self.require(there == pulp.lpSum(home + come) - pulp.lpSum(gone))
        for shift in problem.shifts:
            places = [(day, group, shift.code) for day in problem.days for group in groups]
            counted = pulp.lpSum(self.total(person.agent_id, shift.code) for person in problem.people)
            self.require(pulp.lpSum(self.present(place) for place in places) == counted)

    def _help(self, day: dt.date) -> dict[tuple[str, str], LpVariable]:
        """How many people of one group help in another, for each pair of groups where somebody can."""
        able: dict[tuple[str, str], list[Term]] = {}
        for person in self.problem.people:
            for group in person.helps:
                able.setdefault((person.group, group), []).append(self.on(person.agent_id, day))
        helping = {pair: self.breach(self.problem.help_weight) for pair in able}
        for pair, people in able.items():
            self.require(helping[pair] <= pulp.lpSum(people))
        return helping

    def total(self, agent_id: str, shift: str) -> Term:
        return self._totals[agent_id, shift]

    def present(self, place: Place) -> Term:
        return self._present.get(place, 0)

    def roster(self) -> Roster:
        """The rest days, and nothing of the shifts."""
        return Roster({key: REST for key, rest in self.rests.items() if (rest.varValue or 0) > 0.5})
