"""A problem of single people's limits, cover and wishes, as arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from csbook.roster.parts import LEAVE, REST, Person, Request, Roster, cell_of, group_in, shift_in
from csbook.roster.problem import RosterProblem

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
FREE: Final = -1
"""Stands for a day without a shift."""
NEVER: Final = 1e12
"""The cost of what cannot be."""
SUPPORTED: Final = {
    "no_day_after_evening",
    "minimum_rest",
    "longest_stretch",
    "shortest_stretch",
    "shortest_break",
    "most_weekends",
    "shift_limits",
    "most_hours",
    "least_hours",
    "nobody_rests",
}
"""The rules of single people that a line can hold; each must be hard."""
SHARED: Final = {"cover_minimum", "cover_preferred", "wishes", "late_watch"}


def fits(problem: RosterProblem) -> bool:
    """Whether there is anybody, every rule that is on can be held by lines, cover and wishes, no history
    reaches in and no shift has begun."""
    rules = problem.rules
    on = {code for code in rules.__dataclass_fields__ if rules[code].on and _matters(problem, code)}
    return (
        len(problem.people) > 0
        and on <= SUPPORTED | SHARED
        and all(rules[code].hard for code in on & SUPPORTED)
        and not rules.cover_minimum.binds
        and not problem.history
        and not problem.begun
        and not problem.too_close(2)
        and all(person.employed(day) for person in problem.people for day in problem.days)
    )


def _matters(problem: RosterProblem, code: str) -> bool:
    """Whether a rule says anything here: one about temporaries says nothing where there are none."""
    silent = {
        "temporary_last": not any(person.temporary for person in problem.people),
        "newcomer_not_alone": not any(person.newcomer for person in problem.people),
        "complaints_present": not any(person.handles_complaints for person in problem.people),
        "fair_holidays": not problem.holidays,
        "closeness": not problem.reference,
        "near_hours": problem.month_minutes is None,
        "nobody_rests": not problem.no_rest,
        "shift_limits": not any(person.limits.most_shifts for person in problem.people),
        "most_hours": all(person.limits.most_minutes is None for person in problem.people),
        "least_hours": all(person.limits.least_minutes is None for person in problem.people),
    }
    return not silent.get(code, False)


class NoLine(Exception):
    """One person has no line at all: their limits and fixed cells contradict each other."""

    def __init__(self, person: int) -> None:
        self.person = person
        super().__init__(f"Person {person} has no line.")


class TooLarge(Exception):
    """One person's limits are too many for the dynamic program."""

    def __init__(self, person: int) -> None:
        self.person = person
        super().__init__(f"Person {person} has too many limits.")


class TimeUp(Exception):
    """The clock is over in the middle of a generation."""


@dataclass(frozen=True)
class Need:
    """One row of cover: everybody present beyond `preferred` costs `over`; each of the first `below` people
    missing costs `price`, each further one `dear`."""

    day: int
    shift: int
    group: int
    preferred: int
    below: int
    price: int
    dear: int
    over: int

    def short(self, present: int) -> int:
        """How many people are missing of the minimum."""
        return max(0, self.preferred - self.below - present)

    def cost(self, present: int) -> int:
        missing = max(0, self.preferred - present)
        first = min(missing, self.below)
        return (
            first * self.price + (missing - first) * self.dear + self.over * max(0, present - self.preferred)
        )


class Arrays:
    """The problem's numbers. People, days, shifts and groups are counted from 0 in the problem's order.

    on[person, day, shift], off[person, day]: what the cell costs by itself (wishes), `NEVER` where it cannot
    be. help[person, day, group]: the cost of a shift there. unit: minutes by which hours are counted.
    """

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.shifts = [shift.code for shift in problem.shifts]
        self.groups = list(
            dict.fromkeys(
                [g for p in problem.people for g in p.groups] + [row.group for row in problem.cover]
            )
        )
        self._shift = {code: number for number, code in enumerate(self.shifts)}
        self._day = {day: number for number, day in enumerate(problem.days)}
        self._person = {person.agent_id: number for number, person in enumerate(problem.people)}
        self.size = (len(problem.people), len(problem.days), len(self.shifts))
        self._read_limits()
        self._read_successions()
        self._read_weekends()
        self._read_cells()
        self.needs = tuple(self._needs())

    def most(self, counted: int) -> Whole:
        """Everybody's limit of a shift, or of the weekends where it is none (-1)."""
        return self.most_weekends if counted < 0 else self.most_shifts[:, counted]

    def _read_limits(self) -> None:
        problem, people = self.problem, self.problem.people
        rules = problem.rules
        minutes = [shift.paid for shift in problem.shifts]
        self.unit = math.gcd(*minutes)
        self.units = [number // self.unit for number in minutes]
        days = len(problem.days)
        most = days * max(self.units)

        def limit(on: bool, values: list[int | None], otherwise: int) -> Whole:
            known = [otherwise if value is None or not on else min(value, otherwise) for value in values]
            return np.array(known, dtype=np.int64)

        own = [person.limits for person in people]
        self.most_units = limit(
            rules.most_hours.on,
            [None if each.most_minutes is None else each.most_minutes // self.unit for each in own],
            most,
        )
        least = [-(-(problem.least_minutes(p) or 0) // self.unit) * rules.least_hours.on for p in people]
        self.least_units = np.array(least, dtype=np.int64)
        self.most_shifts = np.array(
            [
                [each.most_shifts.get(code, days) if rules.shift_limits.on else days for code in self.shifts]
                for each in own
            ],
            dtype=np.int64,
        )
        self.longest = limit(rules.longest_stretch.on, [problem.longest_stretch(p) for p in people], days)
        self.shortest = limit(rules.shortest_stretch.on, [problem.shortest_stretch(p) for p in people], days)
        self.shortest = np.where(rules.shortest_stretch.on, self.shortest, 1)
        self.shortest_break = limit(True, [problem.shortest_break(p) for p in people], days)
        self.shortest_break = np.where(rules.shortest_break.on, self.shortest_break, 1)
        self.most_weekends = limit(
            rules.most_weekends.on, [problem.most_weekends(p) for p in people], len(problem.weekends)
        )

    def _read_successions(self) -> None:
        """Shifts with the same forbidden followers are one class: lines need not tell them apart."""
        rules, count = self.problem.rules, len(self.shifts)
        pairs = self.problem.too_close(1) | (
            self.problem.forbidden if rules.no_day_after_evening.on else frozenset()
        )
        barred = [frozenset(self._shift[b] for a, b in pairs if a == code) for code in self.shifts]
        classes = list(dict.fromkeys(barred))
        self.class_of = [classes.index(followers) for followers in barred]
        self.classes = len(classes)
        self.may_follow = [
            [number for number, followers in enumerate(classes) if shift not in followers]
            for shift in range(count)
        ]

    def _read_weekends(self) -> None:
        days = len(self.problem.days)
        self.first_of_weekend = np.zeros(days, dtype=bool)
        self.second_of_weekend = np.zeros(days, dtype=bool)
        for weekend in self.problem.weekends if self.problem.rules.most_weekends.on else ():
            self.first_of_weekend[self._day[weekend[0]]] = True
            for day in weekend[1:]:
                self.second_of_weekend[self._day[day]] = True

    def _read_cells(self) -> None:
        people, days, shifts = self.size
        self.on, self.off = np.zeros((people, days, shifts)), np.zeros((people, days))
        self.help = np.full((people, days, len(self.groups)), NEVER)
        for number, person in enumerate(self.problem.people):
            for group in person.groups:
                cost = 0 if group == person.group else self.problem.help_weight
                self.help[number, :, self.groups.index(group)] = cost
        for request in self.problem.requests if self.problem.rules.wishes.on else ():
            self._read_request(request)
        self.on[np.broadcast_to((self.most_shifts == 0)[:, None, :], self.on.shape)] = NEVER
        for (agent_id, day), cell in self.problem.fixed.items():
            self._read_fixed(self._person[agent_id], self._day[day], cell)
        self._forbid_rest()

    def _forbid_rest(self) -> None:
        for day in self.problem.no_rest if self.problem.rules.nobody_rests.on else ():
            for number, person in enumerate(self.problem.people):
                if self.problem.fixed.get((person.agent_id, day)) != LEAVE and not person.temporary:
                    self.off[number, self._day[day]] = NEVER

    def _read_request(self, request: Request) -> None:
        person, day = self._person[request.agent_id], self._day[request.day]
        weight = request.weight * self.problem.rules.wishes.weight
        if request.cell == REST:
            if request.wanted:
                self.on[person, day, :] += weight
            else:
                self.off[person, day] += weight
            return
        shift = self._shift[request.cell]
        if request.wanted:
            self.off[person, day] += weight
            self.on[person, day, :] += weight
            self.on[person, day, shift] -= weight
        else:
            self.on[person, day, shift] += weight

    def _read_fixed(self, person: int, day: int, cell: str) -> None:
        if cell in (REST, LEAVE):
            self.on[person, day, :] = NEVER
            return
        shift = self._shift[str(shift_in(cell))]
        group = self.groups.index(group_in(cell, self.problem.people[person].group))
        self.on[person, day, [other for other in range(len(self.shifts)) if other != shift]] = NEVER
        self.help[person, day, [other for other in range(len(self.groups)) if other != group]] = NEVER
        self.off[person, day] = NEVER

    def _needs(self) -> list[Need]:
        rules = self.problem.rules
        minimum, preferred = rules.cover_minimum, rules.cover_preferred
        found = []
        for row in self.problem.cover:
            cheap = row.weight * preferred.weight * preferred.on
            dear = cheap + row.weight * minimum.weight * minimum.on
            below = row.preferred - row.minimum
            place = self._day[row.day], self._shift[row.shift], self.groups.index(row.group)
            found.append(Need(*place, row.preferred, below, cheap, dear, row.over))
        return found

    def roster(self, lines: dict[int, Line]) -> Roster:
        """The roster of one line for each person."""
        cells = {}
        for number, person in enumerate(self.problem.people):
            line = lines[number]
            for index, day in enumerate(self.problem.days):
                cells[person.agent_id, day] = self._cell(person, line, index)
        fixed = {key: cell for key, cell in self.problem.fixed.items() if cell == LEAVE}
        return Roster(cells | fixed)

    def _cell(self, person: Person, line: Line, day: int) -> str:
        if line.shifts[day] == FREE:
            return REST
        return cell_of(self.shifts[line.shifts[day]], self.groups[line.groups[day]], person.group)

    def line_in(self, roster: Roster, number: int) -> Line:
        """A person's line as it stands in a roster."""
        person = self.problem.people[number]
        cells = [roster.cell(person.agent_id, day) or REST for day in self.problem.days]
        shifts = [FREE if shift_in(cell) is None else self._shift[str(shift_in(cell))] for cell in cells]
        groups = [0 if shift_in(c) is None else self.groups.index(group_in(c, person.group)) for c in cells]
        return Line(number, np.array(shifts), np.array(groups))


@dataclass(frozen=True, eq=False)
class Line:
    """One person's days: the shift (or `FREE`) and the group of each."""

    person: int
    shifts: Whole
    groups: Whole

    @property
    def key(self) -> tuple[int, bytes, bytes]:
        return self.person, self.shifts.tobytes(), self.groups.tobytes()
