"""Rosters written in letters, under one rule or a few: what the check finds, and what the program says.

One letter a day: d h e n shifts, r rest, l leave, - blank; D and E are a day and an evening for group pdd.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from csbook.roster import rules as programs
from csbook.roster import solution
from csbook.roster.model import Model, Whole
from csbook.roster.parts import REST, Kind, Person, Roster, Shift
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.solvers import Found, Settings, run

from .shop import SHIFTS

NIGHT = Shift("night", 22 * 60, 34 * 60, Kind.EVENING)
"""Until 10:00 on the next day."""

MONDAY = dt.date(2026, 6, 1)
LETTERS = {
    "d": "day",
    "h": "half",
    "e": "evening",
    "r": "rest",
    "l": "leave",
    "n": "night",
    "D": "day@pdd",
    "E": "evening@pdd",
}
OFF = {code: Rule(on=False, parameter=Rules()[code].parameter) for code in Rules.__dataclass_fields__}


def cells(agent_id: str, first: dt.date, letters: str) -> dict[tuple[str, dt.date], str]:
    return {
        (agent_id, first + dt.timedelta(days=number)): LETTERS[letter]
        for number, letter in enumerate(letters)
        if letter != "-"
    }


def case(*lines: str, **changes: Any) -> tuple[RosterProblem, Roster]:
    """People K01, K02, ... of group jd with these days from Monday, under the named rules alone."""
    days = tuple(MONDAY + dt.timedelta(days=number) for number in range(len(lines[0])))
    people = tuple(Person(f"K{number:02}", f"客服{number}", "jd") for number in range(1, len(lines) + 1))
    rules = Rules(**(OFF | changes.pop("rules", {})))
    roster = Roster(
        {
            key: cell
            for person, line in zip(people, lines, strict=True)
            for key, cell in cells(person.agent_id, MONDAY, line).items()
        }
    )
    fixed = {key: cell for key, cell in roster.cells.items() if cell == "leave"}
    problem = RosterProblem(
        days=days,
        shifts=changes.pop("shifts", SHIFTS),
        people=changes.pop("people", people),
        rules=rules,
        forbidden=day_after_evening(SHIFTS),
        fixed=changes.pop("fixed", fixed),
        weekend=frozenset(day for day in days if day.weekday() >= 5),
        **changes,
    )
    return problem, roster


def found(problem: RosterProblem, roster: Roster) -> list[tuple[str, str, int, bool]]:
    return [(v.rule, v.agent_id, v.amount, v.hard) for v in solution.violations(problem, roster)]


def price_in_program(problem: RosterProblem, roster: Roster) -> int | None:
    """What the integer program says that a roster costs; None when it does not allow it."""
    prices = [_price(_held(programs.whole(part), roster)) for part in problem.components()]
    return None if None in prices else sum(price or 0 for price in prices)


def price_in_outline(problem: RosterProblem, roster: Roster) -> int | None:
    """What the outline says that a roster with these rest days costs at least; None for none at all."""
    prices = []
    for part in problem.components():
        model = programs.outline(part)
        for key, rest in model.rests.items():
            rest.bounds(int(roster.cells[key] == REST), int(roster.cells[key] == REST))
        prices.append(_price(model))
    return None if None in prices else sum(price or 0 for price in prices)


def _held(model: Whole, roster: Roster) -> Whole:
    for key in model.rests:
        for cell, variable in model.options(key).items():
            variable.bounds(int(roster.cells[key] == cell), int(roster.cells[key] == cell))
    return model


def _price(model: Model) -> int | None:
    answer = run(model.lp, Settings("highs"), 30)
    return answer.bound if answer.found is Found.ROSTER else None


def stands(problem: RosterProblem, roster: Roster) -> bool:
    """Whether the check finds that every hard rule is kept."""
    short = any(gap.below_minimum for gap in solution.unmet_cover(problem, roster))
    broken = any(violation.hard for violation in solution.violations(problem, roster))
    return not broken and not (short and problem.rules.cover_minimum.binds)


def judged(problem: RosterProblem, roster: Roster) -> list[tuple[str, str, int, bool]]:
    """What the check finds, once the program is of the same mind."""
    assert price_in_program(problem, roster) == (
        solution.cost(problem, roster) if stands(problem, roster) else None
    )
    return found(problem, roster)
