"""Why there is no roster: clashes seen before solving, and the rules that stand in the way after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from csbook.problems import NoRoster, Words, joined, same
from csbook.roster import solution
from csbook.roster.parts import LEAVE, REST, Person, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import RULES, Rule


@dataclass(frozen=True)
class Clash:
    """Fixed cells of one person that cannot stand together with a hard rule."""

    rule: str
    agent_id: str
    days: tuple[dt.date, ...]
    words: Words


class CellsClash(NoRoster):
    """Pins, approved leave or cells typed by a person contradict hard rules."""

    def __init__(self, clashes: list[Clash]) -> None:
        self.clashes = clashes
        listed = joined((clash.words for clash in clashes), "；", "; ")
        super().__init__(
            Words("固定的班次与硬性规则冲突：", "Fixed cells clash with hard rules: ")
            + listed
            + Words("。请改动这些单元格，或放宽规则。", ". Change these cells or soften the rule.")
        )


class NothingFits(NoRoster):
    """The hard rules cannot hold together. `rules`: softening any one of them makes a roster possible."""

    def __init__(self, people: tuple[Person, ...], rules: list[str]) -> None:
        self.people = people
        self.rules = rules
        names = joined(same(person.name) for person in people)
        rest = joined((_name(rule) for rule in rules), "、", ", ")
        way_out = (
            Words(f"放宽其中一条即可：{rest.zh}。", f"Soften one of these: {rest.en}.")
            if rules
            else Words("放宽单独一条规则还不够。", "Softening one rule alone is not enough.")
        )
        super().__init__(
            Words(
                f"排不出班：{names.zh} 的硬性规则无法同时满足。",
                f"There is no roster: the hard rules for {names.en} cannot all hold. ",
            )
            + way_out
        )


class OutOfTime(NoRoster):
    """No roster was found in the time given, and none was ruled out."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            Words(
                f"在 {seconds:.0f} 秒内没有找到排班。请延长求解时间再试。",
                f"No roster was found in {seconds:.0f} seconds. Allow more time and try again.",
            )
        )


FIXED = "fixed"
"""Stands for pins and typed cells where rules are named by their codes."""


def _name(rule: str) -> Words:
    return Words("固定的班次", "the fixed cells") if rule == FIXED else RULES[rule].words


def clashes(problem: RosterProblem) -> list[Clash]:
    """Fixed cells that break a hard rule whatever the other cells are, person by person.

    Cells not fixed count as free of work, the most harmless they can be.
    """
    known = Roster(dict(problem.fixed))
    found = []
    for person in problem.people:
        broken = [
            violation
            for check in (solution.successions, solution.long_breaks, solution.stretches)
            for violation in check(problem, known, person)
            if violation.hard
        ]
        found += [_clash(person, violation.rule, violation.days) for violation in broken]
        found += _rest_clash(problem, person)
    return found


def _rest_clash(problem: RosterProblem, person: Person) -> list[Clash]:
    """More rest cells fixed than the person has, or too few days left for them."""
    if not problem.rules.rest_days.binds:
        return []
    fixed = {day: cell for (agent_id, day), cell in problem.fixed.items() if agent_id == person.agent_id}
    rests = [day for day, cell in fixed.items() if cell == REST]
    worked = [day for day, cell in fixed.items() if shift_in(cell) is not None]
    if len(rests) > problem.rest_quota(person):
        return [_clash(person, "rest_days", tuple(sorted(rests)))]
    if len(worked) > problem.work_days(person):
        return [_clash(person, "rest_days", tuple(sorted(worked)))]
    return []


def _clash(person: Person, rule: str, days: tuple[dt.date, ...]) -> Clash:
    name = RULES[rule].words
    when = f"{days[0]:%m-%d}" if len(days) == 1 else f"{days[0]:%m-%d}…{days[-1]:%m-%d}"
    words = Words(f"{person.name} {when}（{name.zh}）", f"{person.name} {when} ({name.en})")
    return Clash(rule, person.agent_id, days, words)


def culprits(problem: RosterProblem, possible: Callable[[RosterProblem], bool]) -> list[str]:
    """The hard rules (or `FIXED`) without which the problem has a roster, each left out alone.

    `possible` says whether a problem has a roster.
    """
    binding = [code for code in RULES if problem.rules[code].binds]
    found = [code for code in binding if possible(without(problem, code))]
    leave = {key: cell for key, cell in problem.fixed.items() if cell == LEAVE}
    if leave != problem.fixed and possible(replace(problem, fixed=leave)):
        found.append(FIXED)
    return found


def without(problem: RosterProblem, code: str) -> RosterProblem:
    """The problem with one rule switched off."""
    off = Rule(on=False, parameter=problem.rules[code].parameter)
    return replace(problem, rules=replace(problem.rules, **{code: off}))
