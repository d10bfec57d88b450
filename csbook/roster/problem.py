"""A roster problem: everything that decides which roster is best, and nothing about who solves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from csbook.roster.parts import (
    LEAVE,
    MINUTES_A_DAY,
    REST,
    Cover,
    Kind,
    Person,
    Request,
    Shift,
    group_in,
    shift_in,
)
from csbook.roster.rulebook import Rules

Cells = Mapping[tuple[str, dt.date], str]


@dataclass(frozen=True)
class RosterProblem:
    """People, days and shifts, with what must hold and what is wished for.

    days: consecutive days, as a rule one month.
    forbidden: pairs (shift, shift of the next day) that the rule `no_day_after_evening` forbids.
    fixed: cells that must stand: approved leave, pins, cells typed by a person.
    history: cells of the days before; a day without a cell counts as not worked.
    weekend: the days that count as weekend (an adjusted working Sunday does not).
    holidays: public holidays, for `fair_holidays`. no_rest: days on which nobody may rest (sales days).
    reference: the roster to stay close to, cell by cell: last month's by weekday, or a published one.
    month_minutes: what the other posts work in these days; None when it is not known.
    help_weight: the cost of one shift in another group than the person's own.
    begun: days with shifts that have begun: who is fixed to one has it, nobody else gets it.

    Every day on which a person is employed and not on leave gets a shift or `rest`.
    """

    days: tuple[dt.date, ...]
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    cover: tuple[Cover, ...] = ()
    rules: Rules = field(default_factory=Rules)
    forbidden: frozenset[tuple[str, str]] = frozenset()
    fixed: Cells = field(default_factory=dict)
    requests: tuple[Request, ...] = ()
    history: Cells = field(default_factory=dict)
    weekend: frozenset[dt.date] = frozenset()
    holidays: frozenset[dt.date] = frozenset()
    no_rest: frozenset[dt.date] = frozenset()
    reference: Cells = field(default_factory=dict)
    month_minutes: int | None = None
    help_weight: int = 5
    begun: frozenset[tuple[dt.date, str]] = frozenset()

    def __post_init__(self) -> None:
        self._check_days()
        self._check_codes()
        self._check_cells()
        self._check_requests()

    def _check_days(self) -> None:
        if not self.days:
            raise ValueError("A roster needs at least one day.")
        if any(b - a != dt.timedelta(days=1) for a, b in zip(self.days, self.days[1:], strict=False)):
            raise ValueError("The days of a roster must follow each other without a gap.")
        if self.help_weight < 0:
            raise ValueError("The weight of helping cannot be negative.")

    def _check_codes(self) -> None:
        _refuse_twice("shift code", (shift.code for shift in self.shifts))
        _refuse_twice("person", (person.agent_id for person in self.people))
        _refuse_twice("cover", ((row.day, row.group, row.shift) for row in self.cover))
        if not self.shifts:
            raise ValueError("A roster needs at least one shift.")
        for row in self.cover:
            if row.shift not in self.shift_by_code:
                raise ValueError(f"Cover on {row.day} names the shift {row.shift}, which does not exist.")
            if row.day not in self._day_set:
                raise ValueError(f"Cover names the day {row.day}, which is not in the roster.")
        for pair in self.forbidden:
            if not set(pair) <= set(self.shift_by_code):
                raise ValueError(f"The forbidden succession {pair} names a shift that does not exist.")
        for person in self.people:
            for code in person.limits.most_shifts:
                if code not in self.shift_by_code:
                    raise ValueError(
                        f"{person.agent_id} has a limit of the shift {code}, which does not exist."
                    )

    def _check_cells(self) -> None:
        for (agent_id, day), cell in self.fixed.items():
            person = self.person_by_id.get(agent_id)
            if person is None or day not in self._day_set or not person.employed(day):
                raise ValueError(f"The fixed cell of {agent_id} on {day} is outside the roster.")
            if not self.allows(person, cell):
                raise ValueError(
                    f"The fixed cell of {agent_id} on {day} holds “{cell}”, which they cannot do."
                )
        for (agent_id, day), cell in self.history.items():
            shift = shift_in(cell)
            if day >= self.days[0] or (shift is not None and shift not in self.shift_by_code):
                raise ValueError(f"The history of {agent_id} on {day} holds “{cell}”, which does not fit.")

    def _check_requests(self) -> None:
        for request in self.requests:
            person = self.person_by_id.get(request.agent_id)
            if person is None or request.day not in self._day_set or not person.employed(request.day):
                raise ValueError(f"The request of {request.agent_id} on {request.day} is outside the roster.")
            if request.cell != REST and request.cell not in self.shift_by_code:
                raise ValueError(f"The request of {request.agent_id} asks for “{request.cell}”.")

    @cached_property
    def _day_set(self) -> frozenset[dt.date]:
        return frozenset(self.days)

    @cached_property
    def shift_by_code(self) -> dict[str, Shift]:
        return {shift.code: shift for shift in self.shifts}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        return {person.agent_id: person for person in self.people}

    @cached_property
    def evenings(self) -> frozenset[str]:
        """The codes of the evening shifts."""
        return frozenset(shift.code for shift in self.shifts if shift.kind == Kind.EVENING)

    def too_close(self, apart: int) -> frozenset[tuple[str, str]]:
        """Pairs of shifts `apart` days from each other, free days between, with less than the minimum rest
        between them; none when the rule is off. With shifts and rests of the lengths allowed `apart` is 3 at
        most."""
        if not self.rules.minimum_rest.on:
            return frozenset()
        least = self.rules.whole("minimum_rest") * 60
        return frozenset(
            (first.code, second.code)
            for first in self.shifts
            for second in self.shifts
            if second.start + apart * MINUTES_A_DAY - first.end < least
        )

    def longest_stretch(self, person: Person) -> int:
        """The person's own limit, else the rule's."""
        own = person.limits.longest_stretch
        return self.rules.whole("longest_stretch") if own is None else own

    def shortest_stretch(self, person: Person) -> int:
        own = person.limits.shortest_stretch
        return self.rules.whole("shortest_stretch") if own is None else own

    def shortest_break(self, person: Person) -> int:
        own = person.limits.shortest_break
        return self.rules.whole("shortest_break") if own is None else own

    def most_weekends(self, person: Person) -> int:
        own = person.limits.most_weekends
        return self.rules.whole("most_weekends") if own is None else own

    @cached_property
    def weekends(self) -> tuple[tuple[dt.date, ...], ...]:
        """The weekends of the roster's days: the days of `weekend` among a week's Saturday and Sunday."""
        found: dict[int, list[dt.date]] = {}
        for day in self.days:
            if day in self.weekend and day.weekday() >= 5:
                found.setdefault(day.toordinal() - day.weekday(), []).append(day)
        return tuple(tuple(days) for days in found.values())

    def allows(self, person: Person, cell: str) -> bool:
        """Whether a cell is one the person could have: a known shift in a group they serve, or off."""
        if cell in (REST, LEAVE):
            return True
        return shift_in(cell) in self.shift_by_code and group_in(cell, person.group) in person.groups

    def knows(self, person: Person, day: dt.date) -> bool:
        """Whether it is known what an employed person does on a day: in the roster, or by the history."""
        told = day in self._day_set or (person.agent_id, day) in self.history
        return told and person.employed(day)

    @cached_property
    def comparable(self) -> Cells:
        """The cells of `reference` that the roster could have too: neither fixed nor leave, of somebody
        employed on that day who can do it."""
        return {
            (person.agent_id, day): cell
            for person in self.people
            for day in self.employed_days(person)
            if (person.agent_id, day) not in self.fixed
            for cell in [self.reference.get((person.agent_id, day), LEAVE)]
            if cell != LEAVE and self.allows(person, cell)
        }

    def employed_days(self, person: Person) -> list[dt.date]:
        return [day for day in self.days if person.employed(day)]

    def available_days(self, person: Person) -> list[dt.date]:
        """Days on which the person is employed and not on leave."""
        return [day for day in self.employed_days(person) if self.fixed.get((person.agent_id, day)) != LEAVE]

    def rest_quota(self, person: Person) -> int:
        """How many `rest` cells the person gets besides leave; 0 when the rule is off or for a temporary.

        The person's own number, else the rule's for a whole month (A1.6). Somebody who starts or leaves
        inside the month gets the share of the days they are employed, rounded half up. Leave changes
        nothing, unless it leaves fewer days than that: then all of those are rest.
        """
        if not self.rules.rest_days.on or person.temporary:
            return 0
        number, own = self.rules.whole("rest_days"), person.limits.rest_days
        employed, month = len(self.employed_days(person)), len(self.days)
        share = (2 * number * employed + month) // (2 * month)
        return min(share if own is None else own, len(self.available_days(person)))

    def leaves_within(self, person: Person) -> bool:
        """Whether the person's last day of work lies in these days and before the last of them.

        Their number of rest days is the share of the days employed. Where they give notice within the month,
        some have passed already and others are due by the days running, so that the share is a reminder
        then: a repair pardons it (`repair_case.Case.pardoned`).
        """
        return person.last_day is not None and self.days[0] <= person.last_day < self.days[-1]

    def least_minutes(self, person: Person) -> int | None:
        """What the person should work at least: their limit's share of the days on which they are employed
        and not on leave, rounded down; None where they have no such limit."""
        least = person.limits.least_minutes
        return None if least is None else least * len(self.available_days(person)) // len(self.days)

    def work_days(self, person: Person) -> int:
        """How many shifts the person has when the rest days are kept."""
        return len(self.available_days(person)) - self.rest_quota(person)

    def components(self) -> list[RosterProblem]:
        """The problem cut into parts that share nobody: groups joined by people who can help in both.

        The parts' costs add up to the whole problem's cost, so each may be solved alone.
        """
        groups = dict.fromkeys([p.group for p in self.people] + [row.group for row in self.cover])
        joined = {group: {group} for group in groups}
        for person in self.people:
            merged = set[str]().union(*(joined.get(group, {group}) for group in person.groups))
            joined |= dict.fromkeys(merged, merged)
        parts = {id(part): part for group in groups for part in [joined[group]]}
        return [self._only(part) for part in parts.values()]

    def _only(self, groups: set[str]) -> RosterProblem:
        people = tuple(person for person in self.people if person.group in groups)
        return self.of_people(people, tuple(row for row in self.cover if row.group in groups))

    def of_people(self, people: tuple[Person, ...], cover: tuple[Cover, ...]) -> RosterProblem:
        """The same with these people and these rows of cover alone."""
        ids = {person.agent_id for person in people}
        return replace(
            self,
            people=people,
            cover=cover,
            fixed={key: cell for key, cell in self.fixed.items() if key[0] in ids},
            requests=tuple(request for request in self.requests if request.agent_id in ids),
            history={key: cell for key, cell in self.history.items() if key[0] in ids},
            reference={key: cell for key, cell in self.reference.items() if key[0] in ids},
        )


def day_after_evening(shifts: Iterable[Shift]) -> frozenset[tuple[str, str]]:
    """Every pair of an evening shift and a full day shift: what A1.8 calls not suitable."""
    every = list(shifts)
    return frozenset(
        (evening.code, day.code)
        for evening in every
        for day in every
        if evening.kind == Kind.EVENING and day.kind == Kind.DAY
    )


def _refuse_twice(what: str, keys: Iterable[object]) -> None:
    seen: set[object] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"The {what} {key} appears twice.")
        seen.add(key)
