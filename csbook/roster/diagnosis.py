"""Why there is no roster, as the errors of a search: clashing cells, and the rules that stand in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from csbook.problems import NoRoster, Words, joined, same
from csbook.roster.clash_words import clash_words, known_words
from csbook.roster.explain import first_clash
from csbook.roster.fixed_clashes import Clash
from csbook.roster.parts import LEAVE, Person
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED
from csbook.roster.rulebook import RULES, Rule
from csbook.roster.solvers import Settings, choose

CLASH_SECONDS = 10.0
"""How long the smallest clash is looked for when there is no roster; `explain-roster` takes its time."""

ADVICE = Words(
    "点“为什么排不出”可看全部冲突和所在的格。", " Press 'Why no roster' for every clash with its cells."
)


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


FEWER_SALES_DAYS = Words(
    "也可以在“节假日”里减少“大促不休”的日子。", " Or take sales days out of sheet 'Holidays'."
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
    said = Words(f"放宽其中一条即可：{names.zh}。", f" Soften one of these: {names.en}.")
    return said + FEWER_SALES_DAYS if "nobody_rests" in rules else said


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
