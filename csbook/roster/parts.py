"""The parts of a roster: shifts, people, cover, requests, and the cells of the grid.

Each part refuses bad values where it is made, with a sentence that says which value and why.

A **cell** is text: a shift's code (`day`), a shift in another group (`day@tmall`), `rest` or `leave`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

REST = "rest"
LEAVE = "leave"
MINUTES_A_DAY = 24 * 60


class Kind(StrEnum):
    """What a shift is to the rules: A1.8 speaks of the full day shift and the evening shift."""

    DAY = "day"
    HALF = "half"
    EVENING = "evening"
    OTHER = "other"


@dataclass(frozen=True)
class Shift:
    """A shift of at most 24 hours. Times are minutes after midnight of the day it begins.

    `end` is beyond 1440 for a shift that ends on the next day. `unpaid` is the break in minutes.
    """

    code: str
    start: int
    end: int
    kind: Kind
    unpaid: int = 0

    def __post_init__(self) -> None:
        if self.code in ("", REST, LEAVE) or "@" in self.code:
            raise ValueError(f"A shift cannot have the code “{self.code}”.")
        if not 0 <= self.start < MINUTES_A_DAY:
            raise ValueError(f"Shift {self.code} starts at minute {self.start}, which is not in its day.")
        if not 0 < self.end - self.start <= MINUTES_A_DAY:
            raise ValueError(
                f"Shift {self.code} lasts {self.end - self.start} minutes; 1 to 1440 are possible."
            )
        if not 0 <= self.unpaid < self.end - self.start:
            raise ValueError(
                f"Shift {self.code} has an unpaid break of {self.unpaid} minutes, out of its length."
            )

    @property
    def paid(self) -> int:
        """Paid minutes."""
        return self.end - self.start - self.unpaid


@dataclass(frozen=True)
class Limits:
    """What one person may work at most and should work at least; None where only the rules speak.

    most_shifts: by shift code, in the roster's days. least_minutes, most_minutes: paid, in these days; of
    the least only the share of the days on which the person is there (`RosterProblem.least_minutes`).
    longest_stretch, shortest_stretch: days running with a shift. shortest_break: days running without.
    most_weekends: weekends with a shift on Saturday or Sunday. rest_days: the number of `rest` cells in place
    of the rule's.
    """

    most_shifts: Mapping[str, int] = field(default_factory=dict, hash=False)
    least_minutes: int | None = None
    most_minutes: int | None = None
    longest_stretch: int | None = None
    shortest_stretch: int | None = None
    shortest_break: int | None = None
    most_weekends: int | None = None
    rest_days: int | None = None

    def __post_init__(self) -> None:
        numbers = [*self.most_shifts.values(), self.least_minutes, self.most_minutes]
        numbers += [self.most_weekends, self.rest_days]
        if any(number is not None and number < 0 for number in numbers):
            raise ValueError(f"Limits cannot be negative: {self}.")
        lengths = (self.longest_stretch, self.shortest_stretch, self.shortest_break)
        if any(days is not None and days < 1 for days in lengths):
            raise ValueError(f"Stretches and breaks last at least a day: {self}.")
        if self.least_minutes and self.most_minutes is not None and self.least_minutes > self.most_minutes:
            raise ValueError(f"At least {self.least_minutes} and at most {self.most_minutes} minutes.")
        if (self.shortest_stretch or 1) > (self.longest_stretch or 366):
            raise ValueError(f"The shortest stretch is longer than the longest: {self}.")


@dataclass(frozen=True)
class Person:
    """Somebody to be rostered: a home group, other groups they can help, first and last day of work.

    newcomer: should not be alone on an evening. handles_complaints: may answer complaints.
    temporary: works as needed, without a quota of rest days or a share of hours, evenings, weekends.
    """

    agent_id: str
    name: str
    group: str
    helps: tuple[str, ...] = ()
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    limits: Limits = Limits()
    newcomer: bool = False
    handles_complaints: bool = False
    temporary: bool = False

    def __post_init__(self) -> None:
        if not self.agent_id or not self.group:
            raise ValueError(f"Person “{self.agent_id}” {self.name} needs a number and a group.")
        if self.group in self.helps or len(set(self.helps)) < len(self.helps):
            raise ValueError(f"Person {self.agent_id} lists a group twice.")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError(f"Person {self.agent_id} leaves on {self.last_day}, before the first day.")

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group the person can serve, home first."""
        return (self.group, *self.helps)

    def employed(self, day: dt.date) -> bool:
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


@dataclass(frozen=True)
class Cover:
    """How many people a group needs on a day and shift.

    Each person short of `minimum` costs `weight` times the weight of the rule `cover_minimum`, each one
    short of `preferred` costs `weight` times that of `cover_preferred` (somebody short of both costs
    both), and each one above `preferred` costs `over`.
    """

    day: dt.date
    group: str
    shift: str
    minimum: int
    preferred: int
    weight: int = 1
    over: int = 0

    def __post_init__(self) -> None:
        place = f"Cover of {self.group} on {self.day}, shift {self.shift}"
        if self.minimum < 0 or self.preferred < self.minimum:
            raise ValueError(
                f"{place}: minimum {self.minimum}, preferred {self.preferred} do not fit together."
            )
        if self.weight < 0 or self.over < 0:
            raise ValueError(f"{place}: weights cannot be negative.")


@dataclass(frozen=True)
class Request:
    """A soft request: `wanted` (or unwanted) shift code, or `rest` for a day off, on one day.

    Not meeting it costs `weight` times the weight of the rule `wishes`. A day on leave is a day off.
    """

    agent_id: str
    day: dt.date
    cell: str
    wanted: bool = True
    weight: int = 1

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError(f"The request of {self.agent_id} on {self.day} has a negative weight.")


@dataclass(frozen=True)
class Roster:
    """Who does what on which day: one cell for each (agent_id, day) on which the person is employed."""

    cells: Mapping[tuple[str, dt.date], str]

    def cell(self, agent_id: str, day: dt.date) -> str | None:
        return self.cells.get((agent_id, day))


def shift_in(cell: str | None) -> str | None:
    """The shift's code in a cell; None when the cell is blank, `rest` or `leave`."""
    if cell is None or cell in (REST, LEAVE):
        return None
    return cell.partition("@")[0]


def group_in(cell: str, home: str) -> str:
    """The group that a shift's cell serves."""
    return cell.partition("@")[2] or home


def cell_of(shift: str, group: str, home: str) -> str:
    """The cell for a shift in a group: the bare code at home, `code@group` elsewhere."""
    return shift if group == home else f"{shift}@{group}"
