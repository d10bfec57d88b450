"""Clashes in plain words: what cannot hold together, for whom, on which days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from csbook.problems import Words, counted, joined, same
from csbook.roster.amounts import hour_words
from csbook.roster.day_ranges import day_ranges
from csbook.roster.explain import ClashSet, Member
from csbook.roster.parts import LEAVE, REST, Person, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED
from csbook.roster.rulebook import RULES
from csbook.roster.smallest import Known


@dataclass(frozen=True)
class _Told:
    """One thing of a set as it is told: of everybody about whom the same is true on the same days."""

    rule: str
    number: Words
    cell: str | None
    days: tuple[date, ...]
    who: tuple[str, ...]

    @property
    def words(self) -> Words:
        names, when = joined(map(same, self.who)), day_ranges(self.days)
        if self.rule == FIXED:
            return names + same(" ") + when + same(" ") + cell_words(self.cell or REST)
        rule = RULES[self.rule].words + self.number
        return Words(f"{rule.zh}（{names.zh}，{when.zh}）", f"{rule.en} ({names.en}, {when.en})")


def clash_words(problem: RosterProblem, clash: ClashSet) -> Words:
    """A set in plain words: 最多连续上班天数 7（张三，6月2日至9日）；张三 6月2日至9日 固定 白. The dates of a
    rule and person are told together, and people of whom the same is true on the same days."""
    told: dict[tuple[str, str, str | None, tuple[date, ...]], _Told] = {}
    for member in whole_members(problem, clash, cells_too=True):
        number = number_words(problem, member)
        key = member.rule, number.zh, member.cell, member.days
        who = (*(told[key].who if key in told else ()), who_is_meant(problem, member))
        told[key] = _Told(member.rule, number, member.cell, member.days, who)
    return joined((each.words for each in told.values()), "；", "; ") + surplus_words(clash)


def whole_members(problem: RosterProblem, clash: ClashSet, *, cells_too: bool = False) -> list[Member]:
    """The members with the days of a rule and person (or group) together, where it has the same number on all
    of them; `cells_too`: also cells fixed alike on days that do not run together."""
    found: dict[object, Member] = {}
    for place, member in enumerate(clash.members):
        apart = place if member.rule == FIXED and not cells_too else 0
        number = number_words(problem, member).zh
        key = member.rule, member.agent_id, member.group, member.cell, number, apart
        days = (*(found[key].days if key in found else ()), *member.days)
        found[key] = replace(member, days=tuple(sorted(set(days))))
    return list(found.values())


def surplus_words(clash: ClashSet) -> Words:
    """How many of the fixed cells have to go, where one is not enough."""
    if not clash.surplus:
        return same("")
    days = fixed_days(clash)
    return Words(
        f"（这 {days} 天要去掉 {clash.surplus} 天）", f" ({clash.surplus} of these {days} days must go)"
    )


def fixed_days(clash: ClashSet) -> int:
    """How many cells of a set are fixed."""
    return sum(len(member.days) for member in clash.members if member.rule == FIXED)


def known_words(known: Known) -> Words:
    """How well a set is known; nothing to say of the smallest."""
    match known:
        case Known.SMALLEST:
            return same("")
        case Known.IRREDUCIBLE:
            return Words(
                "（每一条都少不了，但未必是最小的组合）",
                " (each is needed, though there may be a smaller set)",
            )
        case Known.CLASH:
            return Words(
                "（时间不够，其中可能有多余的条目）", " (out of time: some of these may not be needed)"
            )


def who_is_meant(problem: RosterProblem, member: Member) -> str:
    return problem.person_by_id[member.agent_id].name if member.agent_id else member.group


def cell_words(cell: str) -> Words:
    """A fixed cell."""
    if cell == LEAVE:
        return Words("请假", "on leave")
    return Words("固定 休", "fixed to rest") if cell == REST else Words(f"固定 {cell}", f"fixed to {cell}")


def number_words(problem: RosterProblem, member: Member) -> Words:
    """The number that a rule holds the person or group to, with a space before it; mostly a parameter."""
    person = problem.person_by_id.get(member.agent_id)
    match member.rule:
        case "cover_minimum":
            rows = [row for row in problem.cover if row.day in member.days and row.group == member.group]
            each = dict.fromkeys(f"{row.shift} {row.minimum}" for row in rows if row.minimum)
            return same(" ") + joined(map(same, each))
        case "long_break":
            return Words(f" {problem.rules.whole('long_break')} 天一次", "")
        case "minimum_rest":
            return Words(" ", " of ") + hour_words(60 * problem.rules.whole("minimum_rest"))
    if person is None:
        return same("")
    number = _personal_number(problem, person, member.rule)
    return number + _run_before(problem, member) if member.rule == "longest_stretch" else number


def _run_before(problem: RosterProblem, member: Member) -> Words:
    """The days running worked up to the end of the month before, where the member's days reach back to it."""
    day = first = problem.days[0]
    while shift_in(problem.history.get((member.agent_id, day - timedelta(days=1)))) is not None:
        day -= timedelta(days=1)
    worked = (first - day).days
    if not worked or member.days[0] > first:
        return same("")
    return Words(
        f"（接上月末已连上 {worked} 天）",
        f" (after {counted(worked, 'day')} running at the last month's end)",
    )


def _personal_number(problem: RosterProblem, person: Person, rule: str) -> Words:
    limits = person.limits
    minutes = {"most_hours": limits.most_minutes, "least_hours": problem.least_minutes(person)}.get(rule)
    if minutes is not None:
        return Words(" ", " of ") + hour_words(minutes)
    if rule == "shift_limits":
        return same(" ") + joined(same(f"{code}={most}") for code, most in limits.most_shifts.items())
    numbers: dict[str, Callable[[Person], object]] = {
        "rest_days": problem.rest_quota,
        "longest_stretch": problem.longest_stretch,
        "shortest_stretch": problem.shortest_stretch,
        "shortest_break": problem.shortest_break,
        "most_weekends": problem.most_weekends,
    }
    return same(f" {numbers[rule](person)}") if rule in numbers else same("")
