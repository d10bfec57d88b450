"""Why there is no roster: the smallest sets of rules and fixed cells that cannot hold together.

A member is one hard rule for one person (or group) on certain days, or one fixed cell. Without any one
member of a set the others can hold, so each is a way out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from csbook.problems import Words, counted, joined, same
from csbook.roster.amounts import hour_words
from csbook.roster.clock import Clock
from csbook.roster.day_ranges import day_ranges
from csbook.roster.model import Reason
from csbook.roster.parts import LEAVE, REST, Person, shift_in
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED, Demand, Relaxed, TimeIsUp
from csbook.roster.rulebook import RULES
from csbook.roster.smallest import Core, Known, smallest_core
from csbook.roster.solvers import Settings, SolverName, choose

JOINING = ("cover_minimum", "newcomer_not_alone", "complaints_present")
"""The hard rules that speak of several people at once; without them everybody can be looked at alone."""

DEFAULT_SECONDS = 30.0
Progress = Callable[[int, int], None]
"""Told how many of how many parts are looked at."""


@dataclass(frozen=True)
class Member:
    """One of the things that cannot hold together.

    rule: a code of `RULES`, or `FIXED`, and then `cell` is what is fixed on each of `days`.
    agent_id: whom it is about; empty where it is about a group.
    """

    rule: str
    agent_id: str
    days: tuple[date, ...]
    group: str = ""
    cell: str | None = None


@dataclass(frozen=True)
class ClashSet:
    """What cannot hold together, and how well that is known. Cells fixed alike on days running are one
    member: any of the cells is a way out."""

    members: tuple[Member, ...]
    known: Known


@dataclass(frozen=True)
class Explanation:
    """Clashes that share no member: with a way out of each, the rest has a roster.

    undecided: people, group by group, of whom it is not known in time whether they clash further.
    """

    sets: tuple[ClashSet, ...]
    undecided: tuple[tuple[Person, ...], ...]


def explain(
    problem: RosterProblem,
    *,
    solver: SolverName | None = None,
    clock: Clock | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Explanation:
    """Every independent clash of a problem's hard rules, each as small as can be found until the
    clock is over: in half a minute where there is none."""
    settings, clock = Settings(choose(solver), seed), clock or Clock.of(DEFAULT_SECONDS)
    parts = list(_parts(problem))
    sets: list[ClashSet] = []
    undecided = []
    for done, part in enumerate(parts):
        try:
            _add_clashes(sets, part, settings, clock.share(len(parts) - done))
        except TimeIsUp:
            undecided.append(part.people)
        if progress is not None:
            progress(done + 1, len(parts))
    return Explanation(tuple(sets), tuple(undecided))


def first_clash(problem: RosterProblem, settings: Settings, seconds: float) -> ClashSet | None:
    """The smallest clash of the first part that has one; None when there is none or the time is over."""
    clock = Clock.of(seconds)
    try:
        for part in _parts(problem):
            relaxed = Relaxed(part, settings)
            core = smallest_core(relaxed, relaxed.reasons, clock)
            if core is not None:
                return _clash_set(part, core)
    except TimeIsUp:
        pass
    return None


def clash_with(
    problem: RosterProblem,
    demand: Demand,
    settings: Settings,
    clock: Clock,
    agent_id: str = "",
    since: date = date.min,
) -> ClashSet | None:
    """The smallest set that cannot hold beside `demand`; None when it can, or the time is over.

    No member at all: the demand cannot be met whatever is given up. `agent_id`: whom alone the demand is
    about, if anybody. Cells fixed on days before `since` are facts that nobody can give up.
    """
    together = not agent_id or _people_are_joined(problem)
    part = problem if together else _alone(problem, problem.person_by_id[agent_id])
    relaxed = Relaxed(part, settings, demand, since)
    try:
        core = smallest_core(relaxed, relaxed.reasons, clock)
    except TimeIsUp:
        return None
    return None if core is None else _clash_set(part, core)


def _add_clashes(sets: list[ClashSet], part: RosterProblem, settings: Settings, clock: Clock) -> None:
    """One clash after the other, each without the members of those before, until the rest can hold."""
    relaxed = Relaxed(part, settings)
    among = relaxed.reasons
    while (core := smallest_core(relaxed, among, clock)) is not None:
        sets.append(_clash_set(part, core))
        among -= core.reasons


def _parts(problem: RosterProblem) -> Iterable[RosterProblem]:
    for component in problem.components():
        if _people_are_joined(problem):
            yield component
        else:
            yield from (_alone(component, person) for person in component.people)


def _people_are_joined(problem: RosterProblem) -> bool:
    return any(problem.rules[code].binds for code in JOINING)


def _alone(problem: RosterProblem, person: Person) -> RosterProblem:
    """The problem of one person, with nobody to cover for."""
    mine = person.agent_id
    return replace(
        problem,
        people=(person,),
        cover=(),
        requests=(),
        fixed={key: cell for key, cell in problem.fixed.items() if key[0] == mine},
        history={key: cell for key, cell in problem.history.items() if key[0] == mine},
        reference={},
    )


def _clash_set(problem: RosterProblem, core: Core) -> ClashSet:
    return ClashSet(tuple(_merged(_member(problem, reason) for reason in core.reasons)), core.known)


def _member(problem: RosterProblem, reason: Reason) -> Member:
    cell = problem.fixed[reason.agent_id, reason.days[0]] if reason.rule == FIXED else None
    return Member(reason.rule, reason.agent_id, reason.days, reason.group, cell)


def _merged(members: Iterable[Member]) -> list[Member]:
    """Rules first, in the order of people; cells fixed alike on days running as one member."""
    found: list[Member] = []
    for member in sorted(members, key=lambda m: (m.rule == FIXED, m.agent_id, m.group, m.rule, m.days)):
        last = found[-1] if found else None
        if last is not None and _goes_on(last, member):
            found[-1] = replace(last, days=last.days + member.days)
        else:
            found.append(member)
    return found


def _goes_on(one: Member, other: Member) -> bool:
    alike = one.rule == other.rule == FIXED and (one.agent_id, one.cell) == (other.agent_id, other.cell)
    return alike and other.days[0] - one.days[-1] == timedelta(days=1)


def clash_words(problem: RosterProblem, clash: ClashSet) -> Words:
    """A set in plain words: 最多连续上班天数 7（张三，6月2日至9日）；张三 6月2日至9日 固定 白."""
    return joined((member_words(problem, member) for member in clash.members), "；", "; ")


def member_words(problem: RosterProblem, member: Member) -> Words:
    who, when = who_is_meant(problem, member), day_ranges(member.days)
    if member.rule == FIXED:
        return same(f"{who} ") + when + same(" ") + cell_words(member.cell or REST)
    rule = RULES[member.rule].words + number_words(problem, member)
    return Words(f"{rule.zh}（{who}，{when.zh}）", f"{rule.en} ({who}, {when.en})")


def known_words(known: Known) -> Words:
    """How well a set is known; nothing to say of the smallest."""
    match known:
        case Known.SMALLEST:
            return same("")
        case Known.IRREDUCIBLE:
            return Words(
                "（每一条都少不了；时间内未能证明没有更小的组合）",
                " (each is needed; that there is no smaller set was not proven in the time given)",
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
            shown = joined(same(f"{row.shift} {row.minimum}") for row in rows if row.minimum)
            return same(" ") + shown
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
