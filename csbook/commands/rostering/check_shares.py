"""Lines of 排班检查 about everybody together: fair shares, temporary staff, closeness to last month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from csbook.commands.handler import Request
from csbook.commands.rostering.check_line import NONE, WARNING, Line, groups_named
from csbook.commands.rostering.standing import Standing
from csbook.problems import Words, joined
from csbook.roster import solution, targets
from csbook.roster.amounts import number_range
from csbook.roster.checks_of_fairness import compared, days_worked, fairness
from csbook.roster.parts import LEAVE, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES
from csbook.roster.violations import shifts_of, worked_minutes

OF_EVERYBODY: Final = ("temporary_last", "closeness")
SPREAD: Final = Words(f"相差不超过 {targets.FREE_SPREAD} 天", f"{targets.FREE_SPREAD} day apart at most")


def lines_of_shares(request: Request, month: Standing, source: Callable[[str], Words]) -> Iterator[Line]:
    """One line for each rule that costs something; a fair share's one for each set of groups that share
    people, with the least and the most that somebody has.

    Temporary people and those away the whole month are not compared; leave in the grid that nobody approved
    is leave here. source: of a rule, by its code.
    """
    problem, roster = _with_typed_leave(month), month.worked
    costs = solution.costs(problem, roster)
    for rule in OF_EVERYBODY:
        if costs.get(rule, 0):
            yield _line(rule, source, NONE, costs[rule])
    parts = problem.components()
    for part in parts:
        groups = dict.fromkeys([p.group for p in part.people] + [row.group for row in part.cover])
        name = groups_named(groups, request) if len(parts) > 1 else ""
        for rule, cost in fairness(part, roster).items():
            if cost:
                yield replace(
                    _line(rule, source, _span(rule, part, roster), cost), limit=_limit(rule, part), name=name
                )


def _line(rule: str, source: Callable[[str], Words], span: Words, cost: int) -> Line:
    price = Words(f"代价 {cost}", f"cost {cost}")
    found = joined([span, price], "，", ", ") if span.zh else price
    return Line(WARNING, RULES[rule].words, source(rule), found)


def _with_typed_leave(month: Standing) -> RosterProblem:
    leave = {key: cell for key, cell in month.roster.cells.items() if cell == LEAVE}
    return replace(month.problem, fixed={**month.problem.fixed, **leave})


def _span(rule: str, part: RosterProblem, roster: Roster) -> Words:
    """The least and the most of what a rule compares."""
    match rule:
        case "fair_evenings":
            shifts = [shifts_of(part, roster, person) for person in compared(part)]
            span = _between([sum(shift in part.evenings for shift in mine) for mine in shifts])
            return Words(f"晚班 {span.zh} 个", f"{span.en} evenings")
        case "fair_weekends":
            span = _between(days_worked(part, roster, part.weekend))
            return Words(f"周末上班 {span.zh} 天", f"{span.en} weekend days")
        case "fair_holidays":
            span = _between(days_worked(part, roster, part.holidays))
            return Words(f"节假日上班 {span.zh} 天", f"{span.en} holidays")
    minutes = [worked_minutes(part, roster, person) for person in compared(part)]
    span = _between([round(worked / 60, 2) for worked in minutes])
    return Words(f"工时 {span.zh} 小时", f"{span.en} hours")


def _between(numbers: Sequence[float]) -> Words:
    return number_range(min(numbers), max(numbers))


def _limit(rule: str, part: RosterProblem) -> Words:
    """What is fair: how far apart people may be, else the least and the most that somebody should have."""
    match rule:
        case "fair_weekends" | "fair_holidays":
            return SPREAD
        case "fair_evenings":
            ranges = [targets.evening_range(part, person) for person in compared(part)]
            span = _between([number for fair in ranges for number in fair])
            return Words(f"各 {span.zh} 个", f"{span.en} each")
        case "equal_hours":
            goals = [targets.hour_goal(part, person) for person in compared(part)]
        case _:
            goals = [targets.month_goal(part, person) or 0 for person in compared(part)]
    span = _between([round(goal / 60, 2) for goal in goals])
    return Words(f"各 {span.zh} 小时", f"{span.en} hours each")
