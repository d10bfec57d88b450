"""What people may expect, priced without a solver: wishes, cells that stay, fair shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from csbook.roster import targets
from csbook.roster.parts import REST, Person, Request, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.violations import shifts_of, worked_days, worked_minutes


def refused_requests(problem: RosterProblem, roster: Roster) -> list[Request]:
    """The requests that the roster does not meet."""
    return [request for request in problem.requests if _is_met(roster, request) != request.wanted]


def _is_met(roster: Roster, request: Request) -> bool:
    shift = shift_in(roster.cell(request.agent_id, request.day))
    return shift is None if request.cell == REST else shift == request.cell


def changed_cells(problem: RosterProblem, roster: Roster) -> list[tuple[str, dt.date]]:
    """Person and day of each cell other than in the reference, where it could be the same."""
    return [key for key, cell in problem.comparable.items() if roster.cell(*key) != cell]


def compared(part: RosterProblem) -> list[Person]:
    """The people whose hours and evenings are compared: neither temporary nor away on every day."""
    return [person for person in targets.sharing(part) if part.available_days(person)]


def fairness(part: RosterProblem, roster: Roster) -> dict[str, int]:
    """The price of unequal hours, evenings, weekends and holidays among the people of one component.

    By the rules' codes, those switched off left out.
    """
    amounts = {
        "equal_hours": _unequal_hours(part, roster),
        "near_hours": _hours_away(part, roster),
        "fair_evenings": _unequal_evenings(part, roster),
        "fair_weekends": _spread(part, roster, part.weekend),
        "fair_holidays": _spread(part, roster, part.holidays),
    }
    rules = part.rules
    return {code: amount * rules[code].weight for code, amount in amounts.items() if rules[code].on}


def _unequal_hours(part: RosterProblem, roster: Roster) -> int:
    step = targets.hour_step(part)
    return sum(
        targets.distance_cost(
            targets.begun_steps(worked_minutes(part, roster, person) - targets.hour_goal(part, person), step)
        )
        for person in compared(part)
    )


def _hours_away(part: RosterProblem, roster: Roster) -> int:
    goals = {person: targets.month_goal(part, person) for person in compared(part)}
    return sum(
        targets.begun_steps(worked_minutes(part, roster, person) - goal, 60)
        for person, goal in goals.items()
        if goal is not None
    )


def _unequal_evenings(part: RosterProblem, roster: Roster) -> int:
    total = 0
    for person in compared(part):
        fewest, most = targets.evening_range(part, person)
        count = sum(shift in part.evenings for shift in shifts_of(part, roster, person))
        total += targets.distance_cost(max(fewest - count, count - most, 0))
    return total


def _spread(part: RosterProblem, roster: Roster, days: Collection[dt.date]) -> int:
    """How many more of these days one person works than another, beyond what is fair."""
    worked = days_worked(part, roster, days)
    return max(0, max(worked) - min(worked) - targets.FREE_SPREAD) if worked else 0


def days_worked(part: RosterProblem, roster: Roster, days: Collection[dt.date]) -> list[int]:
    """How many of these days each of the people has who are there all the time (`targets.always_there`)."""
    return [
        sum(day in days for day in worked_days(part, roster, person)) for person in targets.always_there(part)
    ]
