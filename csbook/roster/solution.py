"""Every rule once more, in plain Python and without a solver.

Whatever a solver returns is checked and priced here before anybody sees it; a roster that was changed by
hand can be checked in the same way. Nothing here shares code with the integer programs but the
definitions of what is fair (`targets`) and of what a long break is (`breaks.is_long`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from csbook.roster import breaks, targets
from csbook.roster.parts import LEAVE, REST, Cover, Person, Request, Roster, group_in, shift_in
from csbook.roster.problem import RosterProblem

CELLS = "cells"
"""The code of violations that are no rule's: a cell that is blank, unknown or not what was fixed."""


@dataclass(frozen=True)
class Violation:
    """A rule that one person's days break. `amount` is how often; a soft one costs `amount` x weight."""

    rule: str
    agent_id: str
    days: tuple[dt.date, ...]
    amount: int
    hard: bool


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


def violations(problem: RosterProblem, roster: Roster) -> list[Violation]:
    """Every rule about one person that the roster breaks, hard and soft, person by person."""
    return [
        violation
        for person in problem.people
        for check in (_cells, rest_days, successions, long_breaks, stretches)
        for violation in check(problem, roster, person)
    ]


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


def refused_requests(problem: RosterProblem, roster: Roster) -> list[Request]:
    """The requests that the roster does not meet."""
    return [request for request in problem.requests if _is_met(roster, request) != request.wanted]


def cost(problem: RosterProblem, roster: Roster) -> int:
    """What the roster costs: the sum of `costs`."""
    return sum(costs(problem, roster).values())


def costs(problem: RosterProblem, roster: Roster) -> dict[str, int]:
    """The cost of each rule by its code, with `help` and `over` for shifts elsewhere and too many people."""
    rules = problem.rules
    total: Counter[str] = Counter()
    for violation in violations(problem, roster):
        if not violation.hard:
            total[violation.rule] += violation.amount * rules[violation.rule].weight
    for gap in unmet_cover(problem, roster):
        weight = gap.cover.weight
        if rules.cover_minimum.on and not rules.cover_minimum.hard:
            total["cover_minimum"] += gap.below_minimum * weight * rules.cover_minimum.weight
        if rules.cover_preferred.on:
            total["cover_preferred"] += gap.below_preferred * weight * rules.cover_preferred.weight
    if rules.wishes.on:
        refused = refused_requests(problem, roster)
        total["wishes"] = sum(request.weight for request in refused) * rules.wishes.weight
    for part in problem.components():
        total.update(_fairness(part, roster))
    total["help"] = problem.help_weight * _helped(problem, roster)
    total["over"] = _over(problem, roster)
    return dict(total)


def worked_minutes(problem: RosterProblem, roster: Roster, person: Person) -> int:
    """The person's paid minutes in the roster's days."""
    return sum(problem.shift_by_code[shift].paid for shift in _shifts(problem, roster, person))


def rest_days(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """More or fewer `rest` cells than the person's quota."""
    rule = problem.rules.rest_days
    days = tuple(day for day in problem.days if roster.cell(person.agent_id, day) == REST)
    amount = abs(len(days) - problem.rest_quota(person))
    broken = rule.on and amount > 0
    return [Violation("rest_days", person.agent_id, days, amount, rule.hard)] if broken else []


def successions(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """A forbidden pair of shifts on neighbouring days."""
    rule = problem.rules.no_day_after_evening
    found = []
    for day in problem.days if rule.on else ():
        before = day - dt.timedelta(days=1)
        pair = (_shift_on(problem, roster, person, before), _shift_on(problem, roster, person, day))
        if pair in problem.successions:
            found.append(Violation("no_day_after_evening", person.agent_id, (before, day), 1, rule.hard))
    return found


def long_breaks(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """A period without one break that holds a whole day shift and a whole evening."""
    if not problem.rules.long_break.on:
        return []
    gaps = list(_gaps(problem, roster, person))
    missed = [
        period
        for period in breaks.periods(problem)
        if not any(breaks.is_long(problem, *gap, period.days) for gap in gaps)
    ]
    allowed = breaks.may_miss(problem)
    too_many = allowed is not None and sum(not period.begun_before for period in missed) > allowed
    return [
        Violation("long_break", person.agent_id, period.days, 1, too_many and not period.begun_before)
        for period in missed
    ]


def stretches(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    """More days running than allowed; `amount` is how many days too many fall into the roster's days."""
    rule = problem.rules.longest_stretch
    if not rule.on:
        return []
    most = problem.rules.whole("longest_stretch")
    found = []
    for run in _runs(problem, roster, person):
        amount = sum(day >= problem.days[0] for day in run[most:])
        if amount:
            found.append(Violation("longest_stretch", person.agent_id, tuple(run), amount, rule.hard))
    return found


def _cells(problem: RosterProblem, roster: Roster, person: Person) -> list[Violation]:
    wrong = []
    for day in problem.days:
        cell = roster.cell(person.agent_id, day)
        fixed = problem.fixed.get((person.agent_id, day))
        if not person.employed(day):
            right = cell is None
        elif fixed is not None:
            right = cell == fixed
        else:
            right = cell is not None and cell != LEAVE and problem.allows(person, cell)
        if not right:
            wrong.append(day)
    return [Violation(CELLS, person.agent_id, tuple(wrong), len(wrong), hard=True)] if wrong else []


def _shift_on(problem: RosterProblem, roster: Roster, person: Person, day: dt.date) -> str | None:
    key = person.agent_id, day
    return shift_in(problem.history.get(key) if day < problem.days[0] else roster.cell(*key))


def _shifts(problem: RosterProblem, roster: Roster, person: Person) -> list[str]:
    cells = [roster.cell(person.agent_id, day) for day in problem.days]
    return [shift for shift in map(shift_in, cells) if shift is not None]


def _known_days(problem: RosterProblem, person: Person) -> Iterator[dt.date]:
    """The days of history and of the roster, in order, without a gap."""
    before = [day for agent_id, day in problem.history if agent_id == person.agent_id]
    first = min(before, default=problem.days[0])
    for number in range(first.toordinal(), problem.days[-1].toordinal() + 1):
        yield dt.date.fromordinal(number)


def _runs(problem: RosterProblem, roster: Roster, person: Person) -> list[list[dt.date]]:
    """Stretches of days running with a shift on each."""
    runs: list[list[dt.date]] = [[]]
    for day in _known_days(problem, person):
        if _shift_on(problem, roster, person, day) is not None:
            runs[-1].append(day)
        elif runs[-1]:
            runs.append([])
    return runs


def _gaps(problem: RosterProblem, roster: Roster, person: Person) -> Iterator[tuple[int, int]]:
    """The breaks between shifts, in minutes; before the first known day nobody has worked."""
    start = 0
    for day in _known_days(problem, person):
        code = _shift_on(problem, roster, person, day)
        if code is not None:
            shift = problem.shift_by_code[code]
            yield start, breaks.midnight(day) + shift.start
            start = breaks.midnight(day) + shift.end
    tomorrow = problem.days[-1] + dt.timedelta(days=1)
    yield start, breaks.midnight(tomorrow) + breaks.earliest_start(problem)


def _present(problem: RosterProblem, roster: Roster) -> Counter[tuple[dt.date, str, str]]:
    present: Counter[tuple[dt.date, str, str]] = Counter()
    for (agent_id, day), cell in roster.cells.items():
        shift = shift_in(cell)
        person = problem.person_by_id.get(agent_id)
        if shift is not None and person is not None:
            present[day, group_in(cell, person.group), shift] += 1
    return present


def _is_met(roster: Roster, request: Request) -> bool:
    shift = shift_in(roster.cell(request.agent_id, request.day))
    return shift is None if request.cell == REST else shift == request.cell


def _helped(problem: RosterProblem, roster: Roster) -> int:
    homes = {person.agent_id: person.group for person in problem.people}
    return sum(
        shift_in(cell) is not None and group_in(cell, homes[agent_id]) != homes[agent_id]
        for (agent_id, _), cell in roster.cells.items()
    )


def _over(problem: RosterProblem, roster: Roster) -> int:
    present = _present(problem, roster)
    return sum(
        row.over * max(0, present[row.day, row.group, row.shift] - row.preferred) for row in problem.cover
    )


def _fairness(part: RosterProblem, roster: Roster) -> dict[str, int]:
    """The cost of unequal hours, evenings and weekends among the people of one component."""
    rules = part.rules
    equal = near = evenings = 0
    for person in part.people:
        minutes = worked_minutes(part, roster, person)
        away = targets.begun_steps(minutes - targets.hour_goal(part, person), targets.hour_step(part))
        equal += targets.distance_cost(away)
        goal = targets.month_goal(part, person)
        near += targets.begun_steps(minutes - goal, 60) if goal is not None else 0
        fewest, most = targets.evening_range(part, person)
        count = sum(shift in part.evenings for shift in _shifts(part, roster, person))
        evenings += targets.distance_cost(max(fewest - count, count - most, 0))
    return {
        "equal_hours": equal * rules.equal_hours.weight * rules.equal_hours.on,
        "near_hours": near * rules.near_hours.weight * rules.near_hours.on,
        "fair_evenings": evenings * rules.fair_evenings.weight * rules.fair_evenings.on,
        "fair_weekends": _weekend_spread(part, roster) * rules.fair_weekends.weight * rules.fair_weekends.on,
    }


def _weekend_spread(part: RosterProblem, roster: Roster) -> int:
    worked = [
        sum(_shift_on(part, roster, person, day) is not None for day in part.days if day in part.weekend)
        for person in targets.compared_on_weekends(part)
    ]
    return max(0, max(worked) - min(worked) - targets.FREE_WEEKEND_SPREAD) if worked else 0
