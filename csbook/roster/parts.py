"""The parts of a roster: shifts, people, cover, requests, and the cells of the grid.

Each part refuses bad values where it is made, with a sentence that says which value and why.

A **cell** is text: a shift's code (`day`), a shift in another group (`day@tmall`), `rest` or `leave`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
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
class Person:
    """Somebody to be rostered: a home group, other groups they can help, first and last day of work."""

    agent_id: str
    name: str
    group: str
    helps: tuple[str, ...] = ()
    first_day: dt.date | None = None
    last_day: dt.date | None = None

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
