"""A first roster, a few people at a time.

Each team of a few people of one group gets the cover that those before have left, as if nobody could help
elsewhere; then those who can help get theirs anew. It leans on last month's pattern, for a roster should not
change often (A1.11). That is seldom the best roster, but there is one soon, however many people there are;
the search goes on from it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from csbook.roster import rules, solution
from csbook.roster.clock import Clock
from csbook.roster.model import Place
from csbook.roster.parts import Cover, Person, Roster, group_in, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.solvers import Found, Settings, run

Cells = dict[tuple[str, dt.date], str]

TEAM = 8
"""People at a time, at most: such a program is solved in a fraction of a second."""
GAP = 0.05
"""How near to its best a team's roster need be: the search goes on from there."""
DEAR = 1000
"""What a missing person costs where a rule about the whole group is hard: a team alone may not keep it."""
RULES_OF_A_GROUP = ("cover_minimum", "complaints_present", "newcomer_not_alone")


def few_at_a_time(problem: RosterProblem, settings: Settings, clock: Clock) -> Roster | None:
    """A roster that keeps every hard rule; None where this way leads to none, or the clock is over before."""
    settings = replace(settings, gap=max(GAP, settings.gap))
    cells: Cells = {}
    at_home = [[replace(p, helps=_bound_to(problem, p)) for p in team] for team in _teams(problem)]
    helping = list(_parts([person for person in problem.people if person.helps]))
    teams = [*at_home, *helping]
    for number, team in enumerate(teams):
        others = _without(cells, team)
        part = _left_for(problem, team, others)
        found = _team_roster(part, settings, clock.for_part(number, len(teams)))
        if found is not None:
            cells = others | dict(found.cells)
        elif number < len(at_home):
            return None
    roster = Roster(cells)
    return None if solution.hard_faults(problem, roster) else roster


def _teams(problem: RosterProblem) -> Iterator[list[Person]]:
    """Everybody once, with people of the same group."""
    for group in dict.fromkeys(person.group for person in problem.people):
        yield from _parts([person for person in problem.people if person.group == group])


def _parts(people: list[Person]) -> Iterator[list[Person]]:
    """In teams of about the same size."""
    number = -(-len(people) // TEAM)
    return (people[each::number] for each in range(number))


def _without(cells: Cells, team: Iterable[Person]) -> Cells:
    ids = {person.agent_id for person in team}
    return {key: cell for key, cell in cells.items() if key[0] not in ids}


def _left_for(problem: RosterProblem, team: list[Person], cells: Cells) -> RosterProblem:
    """The problem of a team, with its part of the cover that others' cells leave open: those of their groups
    who have no cells yet share it."""
    groups = {group for person in team for group in person.groups}
    begun = {agent_id for agent_id, _ in cells}
    waiting = sum(p.group in groups and p.agent_id not in begun for p in problem.people)
    there = Counter(_places(problem, cells))

    def part(number: int, row: Cover) -> int:
        left = max(0, number - there[row.day, row.group, row.shift])
        return -(-left * len(team) // waiting)

    cover = tuple(
        replace(row, minimum=part(row.minimum, row), preferred=part(row.preferred, row))
        for row in problem.cover
        if row.group in groups
    )
    return replace(problem.of_people(tuple(team), cover), rules=_of_a_start(problem))


def _bound_to(problem: RosterProblem, person: Person) -> tuple[str, ...]:
    """The other groups in which a fixed cell puts the person."""
    cells = [cell for key, cell in problem.fixed.items() if key[0] == person.agent_id]
    groups = {group_in(cell, person.group) for cell in cells if shift_in(cell) is not None}
    return tuple(group for group in person.helps if group in groups)


def _places(problem: RosterProblem, cells: Cells) -> Iterator[Place]:
    for (agent_id, day), cell in cells.items():
        shift = shift_in(cell)
        if shift is not None:
            yield day, group_in(cell, problem.person_by_id[agent_id].group), shift


def _of_a_start(problem: RosterProblem) -> Rules:
    """The rules of groups made soft, and closeness on."""
    known = problem.rules
    changed = {
        code: replace(known[code], hard=False, weight=max(DEAR, known[code].weight))
        for code in RULES_OF_A_GROUP
        if known[code].hard
    }
    if not known.closeness.on:
        changed["closeness"] = Rule(weight=1)
    return replace(known, **changed)


def _team_roster(part: RosterProblem, settings: Settings, clock: Clock) -> Roster | None:
    """The outline's rest days with the cheapest shifts; where that fails, any roster."""
    sketch, model = rules.outline(part), rules.whole(part)
    if run(sketch.lp, settings, clock.left() / 3, cancelled=clock.cancelled).found is Found.ROSTER:
        model.rest_as(sketch.roster())
        if run(model.lp, settings, clock.left() / 2, cancelled=clock.cancelled).found is Found.ROSTER:
            return model.roster()
        model.rest_as(None)
    answer = run(model.lp, replace(settings, gap=1.0), clock.left(), cancelled=clock.cancelled)
    return model.roster() if answer.found is Found.ROSTER else None
