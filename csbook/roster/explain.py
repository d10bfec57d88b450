"""Why there is no roster: the smallest sets of rules and fixed cells that cannot hold together.

A member is one hard rule for one person (or group) on certain days, or one fixed cell. Without any one
member of a set the others can hold, so each is a way out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from csbook.roster.clock import Clock
from csbook.roster.fixed_clashes import Clash, clashes
from csbook.roster.model import Reason
from csbook.roster.parts import Person
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED, Demand, Reasons, Relaxed, TimeIsUp
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
    member: any of the cells is a way out. surplus: where one of the fixed cells is not enough, how many
    of them have to go; else 0."""

    members: tuple[Member, ...]
    known: Known
    surplus: int = 0


@dataclass(frozen=True)
class Explanation:
    """Clashes that share no member, each of which needs a way out. Once it has one, what was in its way
    may show another.

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
    since: date = date.min,
) -> Explanation:
    """Every independent clash of a problem's hard rules, each as small as can be found until the
    clock is over: in half a minute where there is none. Cells fixed on days before `since` are facts that
    nobody can give up."""
    settings, clock = Settings(choose(solver), seed), clock or Clock.of(DEFAULT_SECONDS)
    parts = list(_parts(problem))
    clashing: list[tuple[RosterProblem, Relaxed]] = []
    sets: list[ClashSet] = []
    undecided = []
    soon = clock.share(2)
    for done, part in enumerate(parts):
        relaxed = Relaxed(part, settings, None, since)
        try:
            if not relaxed.possible(relaxed.reasons, soon.share(len(parts) - done)):
                clashing.append((part, relaxed))
        except TimeIsUp:
            undecided.append(part.people)
        if progress is not None:
            progress(done + 1, len(parts))
    for done, (part, relaxed) in enumerate(clashing):
        try:
            _add_clashes(sets, part, relaxed, clock.share(len(clashing) - done))
        except TimeIsUp:
            undecided.append(part.people)
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


def _add_clashes(sets: list[ClashSet], part: RosterProblem, relaxed: Relaxed, clock: Clock) -> None:
    """One clash after the other, each without the members of those before, until the rest can hold: first
    those of one person's cells with one rule, which a supervisor sees at a glance."""
    among = relaxed.reasons
    for clash in clashes(part):
        about = _about(clash, among)
        if clash.surplus and about:
            sets.append(_too_many_rests(part, clash, about))
            among -= about
        elif (core := smallest_core(relaxed, about, clock)) is not None:
            sets.append(_clash_set(part, core))
            among -= core.reasons
    while (core := smallest_core(relaxed, among, clock)) is not None:
        sets.append(_clash_set(part, core))
        among -= core.reasons


def _about(clash: Clash, among: Reasons) -> Reasons:
    """What of `among` a clash seen before solving is of: its rule and its cells. None without any cell."""
    days = set(clash.days)
    mine = [reason for reason in among if reason.agent_id == clash.agent_id and days & set(reason.days)]
    found = frozenset(reason for reason in mine if reason.rule in (FIXED, clash.rule))
    return found if {FIXED, clash.rule} <= {reason.rule for reason in found} else frozenset()


def _too_many_rests(problem: RosterProblem, clash: Clash, about: Reasons) -> ClashSet:
    """More rest days fixed than the person has; where too few of them can go, only the rule is a way out."""
    fixed = sum(reason.rule == FIXED for reason in about)
    kept = about if fixed >= clash.surplus else {reason for reason in about if reason.rule != FIXED}
    surplus = clash.surplus if 1 < clash.surplus <= fixed else 0
    return ClashSet(tuple(_merged(_member(problem, reason) for reason in kept)), Known.SMALLEST, surplus)


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
