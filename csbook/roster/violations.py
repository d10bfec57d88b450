"""What a breach of a rule is, and a person's days as the checks read them.

The days go back to the first day of history; a day without a cell counts as not worked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from csbook.roster.parts import Person, Roster, shift_in
from csbook.roster.problem import RosterProblem

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Violation:
    """A rule that is broken. `amount` is how often; a soft one costs `amount` x weight.

    agent_id: whose days break it; empty where it is a group's. group: set where the rule is about a group.
    """

    rule: str
    agent_id: str
    days: tuple[dt.date, ...]
    amount: int
    hard: bool
    group: str = ""


def of_person(
    problem: RosterProblem, rule: str, person: Person, days: tuple[dt.date, ...], amount: int = 1
) -> Violation:
    """A breach of a rule by one person's days, as hard as the rule is."""
    return Violation(rule, person.agent_id, days, amount, problem.rules[rule].hard)


def shift_on(problem: RosterProblem, roster: Roster, person: Person, day: dt.date) -> str | None:
    """The code of the shift on a day of the roster or before it; None when there is none."""
    key = person.agent_id, day
    return shift_in(problem.history.get(key) if day < problem.days[0] else roster.cell(*key))


def worked_days(problem: RosterProblem, roster: Roster, person: Person) -> tuple[dt.date, ...]:
    """The roster's days with a shift."""
    return tuple(day for day in problem.days if shift_on(problem, roster, person, day) is not None)


def shifts_of(problem: RosterProblem, roster: Roster, person: Person) -> list[str]:
    """The codes of the person's shifts in the roster's days."""
    cells = [roster.cell(person.agent_id, day) for day in problem.days]
    return [shift for shift in map(shift_in, cells) if shift is not None]


def worked_minutes(problem: RosterProblem, roster: Roster, person: Person) -> int:
    """The person's paid minutes in the roster's days."""
    return sum(problem.shift_by_code[shift].paid for shift in shifts_of(problem, roster, person))


def shifts_in_order(problem: RosterProblem, roster: Roster, person: Person) -> Iterator[tuple[dt.date, str]]:
    """Day and shift of everything known that the person works."""
    for day in _known_days(problem, person):
        shift = shift_on(problem, roster, person, day)
        if shift is not None:
            yield day, shift


def runs(problem: RosterProblem, roster: Roster, person: Person, worked: bool) -> list[list[dt.date]]:
    """Days running with a shift on each, or without any."""
    days = groupby(
        _known_days(problem, person), lambda day: shift_on(problem, roster, person, day) is not None
    )
    return [list(run) for with_shift, run in days if with_shift is worked]


def _known_days(problem: RosterProblem, person: Person) -> Iterator[dt.date]:
    """The days of history and of the roster, in order, without a gap."""
    before = [day for agent_id, day in problem.history if agent_id == person.agent_id]
    first = min(before, default=problem.days[0])
    for number in range(first.toordinal(), problem.days[-1].toordinal() + 1):
        yield dt.date.fromordinal(number)
