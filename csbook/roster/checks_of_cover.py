"""Who is there, counted without a solver: cover, help, company, complaints."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from csbook.roster.parts import LEAVE, Cover, Roster, group_in, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.violations import Violation, worked_days


@dataclass(frozen=True)
class Unmet:
    """A day, group and shift with fewer people than asked for."""

    cover: Cover
    present: int

    @property
    def below_minimum(self) -> int:
        return max(0, self.cover.minimum - self.present)

    @property
    def below_preferred(self) -> int:
        return max(0, self.cover.preferred - self.present)


def unmet_cover(problem: RosterProblem, roster: Roster) -> list[Unmet]:
    """Every requirement with somebody missing (of the minimum or the preferred), in the cover's order.

    Requirements of a rule that is switched off are not looked at.
    """
    present = _present(problem, roster)
    gaps = [Unmet(row, present[row.day, row.group, row.shift]) for row in problem.cover]
    rules = problem.rules
    return [
        gap
        for gap in gaps
        if (rules.cover_minimum.on and gap.below_minimum)
        or (rules.cover_preferred.on and gap.below_preferred)
    ]


def people_missing(problem: RosterProblem, roster: Roster) -> int:
    """How many people are missing of the minimum, over all days, groups and shifts."""
    return sum(gap.below_minimum for gap in unmet_cover(problem, roster))


def newcomers_alone(problem: RosterProblem, roster: Roster) -> list[Violation]:
    """Newcomers' evenings without an experienced colleague on an evening of the same group."""
    rule = problem.rules.newcomer_not_alone
    if not rule.on:
        return []
    evenings = list(_evenings(problem, roster))
    company = {
        (day, group) for agent_id, day, group in evenings if not problem.person_by_id[agent_id].newcomer
    }
    return [
        Violation("newcomer_not_alone", agent_id, (day,), 1, rule.hard, group)
        for agent_id, day, group in evenings
        if problem.person_by_id[agent_id].newcomer and (day, group) not in company
    ]


def complaints_unanswered(problem: RosterProblem, roster: Roster) -> list[Violation]:
    """Days on which a group's people who handle complaints are there, not on leave, and none has a shift."""
    rule = problem.rules.complaints_present
    if not rule.on:
        return []
    missing: dict[tuple[str, dt.date], bool] = {}
    for person in problem.people:
        for day in problem.employed_days(person) if person.handles_complaints else ():
            cell = roster.cell(person.agent_id, day)
            if cell != LEAVE:
                place = person.group, day
                missing[place] = missing.get(place, True) and shift_in(cell) is None
    return [
        Violation("complaints_present", "", (day,), 1, rule.hard, group)
        for (group, day), nobody in sorted(missing.items())
        if nobody
    ]


def shifts_elsewhere(problem: RosterProblem, roster: Roster) -> int:
    """How many shifts people have in other groups than their own."""
    homes = {person.agent_id: person.group for person in problem.people}
    return sum(
        shift_in(cell) is not None and group_in(cell, homes[agent_id]) != homes[agent_id]
        for (agent_id, _), cell in roster.cells.items()
    )


def price_of_too_many(problem: RosterProblem, roster: Roster) -> int:
    """What people above the preferred cover cost."""
    present = _present(problem, roster)
    return sum(
        row.over * max(0, present[row.day, row.group, row.shift] - row.preferred) for row in problem.cover
    )


def temporary_shifts(problem: RosterProblem, roster: Roster) -> int:
    """How many shifts temporary people have."""
    return sum(len(worked_days(problem, roster, person)) for person in problem.people if person.temporary)


def _present(problem: RosterProblem, roster: Roster) -> Counter[tuple[dt.date, str, str]]:
    present: Counter[tuple[dt.date, str, str]] = Counter()
    for (agent_id, day), cell in roster.cells.items():
        shift = shift_in(cell)
        person = problem.person_by_id.get(agent_id)
        if shift is not None and person is not None:
            present[day, group_in(cell, person.group), shift] += 1
    return present


def _evenings(problem: RosterProblem, roster: Roster) -> Iterator[tuple[str, dt.date, str]]:
    """Person, day and group served of each evening shift."""
    for person in problem.people:
        for day in problem.days:
            cell = roster.cell(person.agent_id, day)
            if cell is not None and shift_in(cell) in problem.evenings:
                yield person.agent_id, day, group_in(cell, person.group)
