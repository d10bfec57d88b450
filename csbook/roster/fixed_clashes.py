"""Fixed cells that break a hard rule by themselves, seen before any solver runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from csbook.problems import Words
from csbook.roster import checks_of_people as checks
from csbook.roster.day_ranges import day_ranges
from csbook.roster.parts import REST, Person, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES


@dataclass(frozen=True)
class Clash:
    """Fixed cells of one person that cannot stand together with a hard rule. surplus: of rest cells beyond
    the person's number, how many have to go; 0 of everything else."""

    rule: str
    agent_id: str
    days: tuple[dt.date, ...]
    words: Words
    surplus: int = 0


CHECKED_AHEAD: tuple[checks.Check, ...] = (
    checks.successions,
    checks.short_rests,
    checks.long_breaks,
    checks.stretches,
    checks.worked_weekends,
    checks.shift_limits,
    checks.rests_on_sales_days,
)
"""What a person's further shifts and free days cannot mend, so that fixed cells alone show it."""


def clashes(problem: RosterProblem) -> list[Clash]:
    """Fixed cells that break a hard rule whatever the other cells are, person by person.

    Cells not fixed count as free of work, the most harmless they can be.
    """
    known = Roster(dict(problem.fixed))
    found = []
    for person in problem.people:
        broken = [v for check in CHECKED_AHEAD for v in check(problem, known, person) if v.hard]
        found += [_clash(person, violation.rule, violation.days) for violation in broken]
        found += _rest_clash(problem, person)
    return found


def _rest_clash(problem: RosterProblem, person: Person) -> list[Clash]:
    """More rest cells fixed than the person has, or too few days left for them."""
    if not problem.rules.rest_days.binds or person.temporary:
        return []
    fixed = {day: cell for (agent_id, day), cell in problem.fixed.items() if agent_id == person.agent_id}
    rests = [day for day, cell in fixed.items() if cell == REST]
    worked = [day for day, cell in fixed.items() if shift_in(cell) is not None]
    if len(rests) > problem.rest_quota(person):
        surplus = len(rests) - problem.rest_quota(person)
        return [replace(_clash(person, "rest_days", tuple(sorted(rests))), surplus=surplus)]
    if len(worked) > problem.work_days(person):
        return [_clash(person, "rest_days", tuple(sorted(worked)))]
    return []


def _clash(person: Person, rule: str, days: tuple[dt.date, ...]) -> Clash:
    name, when = RULES[rule].words, day_ranges(days)
    words = Words(f"{person.name} {when.zh}（{name.zh}）", f"{person.name} {when.en} ({name.en})")
    return Clash(rule, person.agent_id, days, words)
