"""Two people ask to exchange their days: allowed, or what forbids it.

On each of the days (one, or two) the two exchange what stands in their cells, shift and group served; so
cover never changes. What an exchange costs is what the rules say of the grid before and after it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from csbook.roster import solution
from csbook.roster.model import Key
from csbook.roster.parts import LEAVE, Person, Roster, cell_of, group_in, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.repair import Passed, hard_breaches, same_breach
from csbook.roster.solution import Violation


class Bar(StrEnum):
    """What makes an exchange impossible before any rule is asked."""

    UNKNOWN = "somebody is not in the roster"
    SAME = "both are the same person"
    OUTSIDE = "a day is not in the roster's month"
    PAST = "a day has passed"
    BEGUN = "a shift of today has begun"
    BLANK = "somebody has no cell on a day"
    LEAVE = "somebody is on approved leave"
    PINNED = "a cell is pinned"
    UNABLE = "somebody cannot serve the other's group"
    NOTHING = "the cells are the same"


@dataclass(frozen=True)
class Barred:
    """A bar and whom and which day it is about."""

    bar: Bar
    agent_id: str = ""
    day: dt.date | None = None
    group: str = ""


@dataclass(frozen=True)
class Exchange:
    """Two people and the days, one or two, on which they exchange their cells."""

    one: str
    other: str
    days: tuple[dt.date, ...]


@dataclass(frozen=True)
class Verdict:
    """What an exchange comes to.

    cells: what each cell becomes; none where it is barred. broken: hard rules that it breaks anew.
    worse: how much more each soft rule costs, by its code (`solution.costs`); only what gets worse.
    """

    barred: tuple[Barred, ...]
    cells: Mapping[Key, str]
    broken: tuple[Violation, ...]
    worse: Mapping[str, int]

    @property
    def allowed(self) -> bool:
        return not self.barred and not self.broken


def judge(
    problem: RosterProblem,
    roster: Roster,
    exchange: Exchange,
    *,
    today: dt.date,
    begun: frozenset[str] = frozenset(),
) -> Verdict:
    """Whether the exchange is allowed in `roster`.

    problem: the month with approved leave and pins as its fixed cells. today: the first day that may change.
    begun: the shifts of that day that have begun, which nobody gives away.
    """
    barred = tuple(_bars(problem, roster, exchange, Passed(today, begun)))
    if barred:
        return Verdict(barred, {}, (), {})
    cells = exchanged(problem, roster, exchange)
    part = _part_of(problem, exchange)
    before = Roster({key: cell for key, cell in roster.cells.items() if key[0] in part.person_by_id})
    after = Roster({**before.cells, **cells})
    known = hard_breaches(part, before)
    broken = [v for v in hard_breaches(part, after) if not any(same_breach(old, v) for old in known)]
    cost, then = solution.costs(part, before), solution.costs(part, after)
    worse = {code: amount - cost.get(code, 0) for code, amount in then.items()}
    return Verdict((), cells, tuple(broken), {code: more for code, more in worse.items() if more > 0})


def _part_of(problem: RosterProblem, exchange: Exchange) -> RosterProblem:
    """The component of both people, which is all that the exchange changes."""
    both = {exchange.one, exchange.other}
    return next((part for part in problem.components() if both <= set(part.person_by_id)), problem)


def exchanged(problem: RosterProblem, roster: Roster, exchange: Exchange) -> dict[Key, str]:
    """What each cell of the exchange becomes; all of them are filled."""
    cells = {}
    for day in exchange.days:
        for giver, taker in ((exchange.one, exchange.other), (exchange.other, exchange.one)):
            cell = roster.cells[giver, day]
            people = problem.person_by_id[giver], problem.person_by_id[taker]
            cells[taker, day] = _taken_over(cell, *people)
    return cells


def _taken_over(cell: str, giver: Person, taker: Person) -> str:
    """The cell of one person as it stands in another's row."""
    shift = shift_in(cell)
    return cell if shift is None else cell_of(shift, group_in(cell, giver.group), taker.group)


def _bars(problem: RosterProblem, roster: Roster, exchange: Exchange, passed: Passed) -> list[Barred]:
    both = (exchange.one, exchange.other)
    if exchange.one == exchange.other:
        return [Barred(Bar.SAME, exchange.one)]
    unknown = [agent_id for agent_id in both if agent_id not in problem.person_by_id]
    if unknown:
        return [Barred(Bar.UNKNOWN, agent_id) for agent_id in unknown]
    found = []
    for day in exchange.days:
        if day not in problem.days:
            found.append(Barred(Bar.OUTSIDE, day=day))
        elif day < passed.today:
            found.append(Barred(Bar.PAST, day=day))
        else:
            found += [b for agent_id in both for b in _bars_of_cell(problem, roster, agent_id, day, passed)]
    if found:
        return found
    cells = exchanged(problem, roster, exchange)
    if all(roster.cells[key] == cell for key, cell in cells.items()):
        return [Barred(Bar.NOTHING, day=exchange.days[0])]
    return [
        Barred(Bar.UNABLE, agent_id, day, group_in(cell, problem.person_by_id[agent_id].group))
        for (agent_id, day), cell in cells.items()
        if not problem.allows(problem.person_by_id[agent_id], cell)
    ]


def _bars_of_cell(
    problem: RosterProblem, roster: Roster, agent_id: str, day: dt.date, passed: Passed
) -> list[Barred]:
    cell, fixed = roster.cell(agent_id, day), problem.fixed.get((agent_id, day))
    if cell is None or not problem.person_by_id[agent_id].employed(day):
        return [Barred(Bar.BLANK, agent_id, day)]
    if LEAVE in (cell, fixed):
        return [Barred(Bar.LEAVE, agent_id, day)]
    if passed.holds(day, cell):
        return [Barred(Bar.BEGUN, agent_id, day)]
    return [Barred(Bar.PINNED, agent_id, day)] if fixed is not None else []
