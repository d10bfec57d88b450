"""Why there is no roster: clashes seen before solving, and the rules that stand in the way after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from csbook.problems import NoRoster, Words, joined, same
from csbook.roster import checks_of_people as checks
from csbook.roster.day_ranges import day_ranges
from csbook.roster.explain import clash_words, first_clash, known_words
from csbook.roster.parts import LEAVE, REST, Person, Roster, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED
from csbook.roster.rulebook import RULES, Rule
from csbook.roster.solvers import Settings, choose

CLASH_SECONDS = 10.0
"""How long the smallest clash is looked for when there is no roster; `explain-roster` takes its time."""

ADVICE = Words(
    "点“为什么排不出”可看全部冲突和所在的格。", " Press 'Why no roster' for every clash with its cells."
)


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
            + ADVICE
        )


@dataclass(frozen=True)
class Culprits:
    """rules: softening any one of them makes a roster possible. clash: the smallest set of rules, people
    and dates that cannot hold together; None where it was not found in time."""

    rules: list[str]
    clash: Words | None = None


class NothingFits(NoRoster):
    """The hard rules cannot hold together."""

    def __init__(self, people: tuple[Person, ...], culprits: Culprits) -> None:
        self.people = people
        self.rules = culprits.rules
        super().__init__(_why(people, culprits.clash) + _way_out(culprits.rules) + ADVICE)


def _why(people: tuple[Person, ...], clash: Words | None) -> Words:
    if clash is not None:
        return Words(
            f"排不出班，这几条不能同时成立：{clash.zh}。",
            f"There is no roster: these cannot hold together: {clash.en}.",
        )
    names = joined(same(person.name) for person in people)
    return Words(
        f"排不出班：{names.zh} 的硬性规则无法同时满足。",
        f"There is no roster: the hard rules for {names.en} cannot all hold.",
    )


def _way_out(rules: list[str]) -> Words:
    if not rules:
        return Words("放宽单独一条规则还不够。", " Softening one rule alone is not enough.")
    names = joined(_name(rule) for rule in rules)
    return Words(f"放宽其中一条即可：{names.zh}。", f" Soften one of these: {names.en}.")


class OutOfTime(NoRoster):
    """No roster was found in the time given, and none was ruled out."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            Words(
                f"在 {seconds:.0f} 秒内没有找到排班。请延长求解时间再试。",
                f"No roster was found in {seconds:.0f} seconds. Allow more time and try again.",
            )
        )


def _name(rule: str) -> Words:
    return Words("固定的班次", "the fixed cells") if rule == FIXED else RULES[rule].words


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
        return [_clash(person, "rest_days", tuple(sorted(rests)))]
    if len(worked) > problem.work_days(person):
        return [_clash(person, "rest_days", tuple(sorted(worked)))]
    return []


def _clash(person: Person, rule: str, days: tuple[dt.date, ...]) -> Clash:
    name, when = RULES[rule].words, day_ranges(days)
    words = Words(f"{person.name} {when.zh}（{name.zh}）", f"{person.name} {when.en} ({name.en})")
    return Clash(rule, person.agent_id, days, words)


def culprits(problem: RosterProblem, possible: Callable[[RosterProblem], bool]) -> Culprits:
    """The hard rules (or `FIXED`) without which the problem has a roster, each left out alone, and the
    smallest clash.

    `possible` says whether a problem has a roster. A rule that helps is in every clash, so where one is
    known only its rules are tried.
    """
    clash = first_clash(problem, Settings(choose(None)), CLASH_SECONDS)
    tried = {member.rule for member in clash.members} if clash else {*RULES, FIXED}
    binding = [code for code in RULES if code in tried and problem.rules[code].binds]
    found = [code for code in binding if possible(without(problem, code))]
    leave = {key: cell for key, cell in problem.fixed.items() if cell == LEAVE}
    if FIXED in tried and leave != problem.fixed and possible(replace(problem, fixed=leave)):
        found.append(FIXED)
    said = clash_words(problem, clash) + known_words(clash.known) if clash else None
    return Culprits(found, said)


def without(problem: RosterProblem, code: str) -> RosterProblem:
    """The problem with one rule switched off."""
    off = Rule(on=False, parameter=problem.rules[code].parameter)
    return replace(problem, rules=replace(problem.rules, **{code: off}))
