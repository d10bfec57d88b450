"""The smallest clash of random problems, against every roster there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.roster import solution
from csbook.roster.clock import Clock
from csbook.roster.model import Reason
from csbook.roster.parts import LEAVE, REST, Cover, Limits, Person, Roster, shift_in
from csbook.roster.problem import RosterProblem, day_after_evening
from csbook.roster.relaxed import FIXED, Reasons, Relaxed
from csbook.roster.rulebook import Rule, Rules
from csbook.roster.smallest import Core, Known, smallest_core
from csbook.roster.solution import Violation
from csbook.roster.solvers import Settings, choose

from .shop import DAY, EVENING

SHIFTS = (DAY, EVENING)
FIRST = dt.date(2026, 6, 1)
OFF = ("cover_preferred", "wishes", "equal_hours", "near_hours", "fair_evenings", "fair_weekends")
EXAMPLES = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@st.composite
def crowded(draw: st.DrawFn) -> RosterProblem:
    """One person for five days or two for three, with tight hard rules, pins and leave."""
    number = draw(st.integers(1, 2))
    days = tuple(FIRST + dt.timedelta(days=n) for n in range(5 if number == 1 else 3))
    people = tuple(
        Person(f"K{n}", f"客服{n}", "jd", limits=draw(_limits()), newcomer=n == 1 and draw(st.booleans()))
        for n in range(number)
    )
    cells = st.sampled_from([None, None, LEAVE, REST, "day", "evening", "day"])
    drawn = {(person.agent_id, day): draw(cells) for person in people for day in days}
    cover = tuple(Cover(day, "jd", "evening", 1, 1) for day in days if draw(st.booleans()))
    history = {("K0", FIRST - dt.timedelta(days=1)): draw(st.sampled_from(["evening", REST]))}
    return RosterProblem(
        days=days,
        shifts=SHIFTS,
        people=people,
        cover=cover,
        rules=draw(_rules()),
        forbidden=day_after_evening(SHIFTS),
        fixed={key: cell for key, cell in drawn.items() if cell is not None},
        history=history,
        weekend=frozenset(days[-2:]),
        no_rest=frozenset(days[1:2]),
    )


@st.composite
def _limits(draw: st.DrawFn) -> Limits:
    return Limits(
        most_shifts=draw(st.sampled_from([{}, {"evening": 1}])),
        least_minutes=draw(st.sampled_from([None, 20 * 60])),
        most_minutes=draw(st.sampled_from([None, 24 * 60])),
    )


@st.composite
def _rules(draw: st.DrawFn) -> Rules:
    hard = {"rest_days": (0, 4), "minimum_rest": (8, 16), "long_break": (2, 4), "longest_stretch": (1, 4)}
    hard |= {"shortest_stretch": (2, 3), "shortest_break": (2, 2)}
    numbers = {code: draw(st.integers(*limits)) for code, limits in hard.items()}
    plain = ("no_day_after_evening", "shift_limits", "most_hours", "least_hours", "nobody_rests")
    joining = ("cover_minimum", "newcomer_not_alone")
    chosen = {code: Rule(draw(st.booleans()), True, number) for code, number in numbers.items()}
    chosen |= {code: Rule(draw(st.booleans()), True) for code in (*plain, *joining)}
    return Rules(**chosen, **{code: Rule(on=False) for code in OFF})


class EveryRoster:
    """All rosters of a small problem: which reasons each breaks, and whether one keeps every hard rule and
    what is fixed. Leave let go of may be taken still."""

    def __init__(self, problem: RosterProblem, reasons: Reasons) -> None:
        rosters = list(every_roster(problem, reasons))
        self.found = {broken_by(problem, roster, reasons) for roster in rosters}
        self.fits = any(_keeps_fixed(problem, r) and _keeps_hard_rules(problem, r) for r in rosters)

    def has(self, held: Reasons) -> bool:
        return any(not broken & held for broken in self.found)


def every_roster(problem: RosterProblem, reasons: Reasons) -> Iterator[Roster]:
    """Rosters with whatever in the cells; leave where it is fixed, and nothing else where it must stay."""
    options = {}
    for person in problem.people:
        for day in problem.days:
            key = person.agent_id, day
            options[key] = ["day", "evening", REST]
            if problem.fixed.get(key) == LEAVE:
                free = Reason(FIXED, person.agent_id, (day,)) in reasons
                options[key] = [*options[key], LEAVE] if free else [LEAVE]
    for cells in product(*options.values()):
        yield Roster(dict(zip(options, cells, strict=True)))


def broken_by(problem: RosterProblem, roster: Roster, reasons: Reasons) -> Reasons:
    """Each reason stated without a solver."""
    found = [violation for violation in solution.violations(problem, roster) if violation.hard]
    gaps = {gap.cover.day for gap in solution.unmet_cover(problem, roster)}
    return frozenset(r for r in reasons if _is_broken(problem, roster, r, found, gaps))


def _is_broken(
    problem: RosterProblem, roster: Roster, reason: Reason, found: list[Violation], gaps: set[dt.date]
) -> bool:
    if reason.rule == FIXED:
        key = reason.agent_id, reason.days[0]
        return roster.cells[key] != problem.fixed[key]
    if reason.rule == "cover_minimum":
        return reason.days[0] in gaps
    if reason.rule in ("longest_stretch", "shortest_stretch", "shortest_break"):
        off = [_is_off(problem, roster, reason.agent_id, day) for day in reason.days]
        outside = reason.rule == "shortest_stretch"
        short = [off[0], off[1], off[-1]] == [outside, not outside, outside]
        return not any(off) if reason.rule == "longest_stretch" else short
    mine = [v for v in found if (v.rule, v.agent_id) == (reason.rule, reason.agent_id)]
    if reason.rule in ("no_day_after_evening", "minimum_rest", "newcomer_not_alone"):
        return any(v.days == reason.days for v in mine)
    return any(set(v.days) & set(reason.days) for v in mine) or (reason.rule == "rest_days" and bool(mine))


def _is_off(problem: RosterProblem, roster: Roster, agent_id: str, day: dt.date) -> bool:
    cells = problem.history if day < problem.days[0] else roster.cells
    return shift_in(cells.get((agent_id, day))) is None


def core_of(problem: RosterProblem) -> tuple[Reasons, Core | None]:
    relaxed = Relaxed(problem, Settings(choose(None)))
    return relaxed.reasons, smallest_core(relaxed, relaxed.reasons, Clock.of(60))


@EXAMPLES
@given(crowded())
def test_a_clash_is_found_where_there_is_one_and_is_what_it_says(problem: RosterProblem) -> None:
    """One look at every roster for all that is claimed of a clash; drawing and enumerating take longest."""
    reasons, core = core_of(problem)
    rosters = EveryRoster(problem, reasons)
    assert (core is None) == rosters.fits
    if core is not None:
        assert_it_cannot_hold_and_without_any_one_member_it_can(core, rosters)
        assert_none_is_smaller(core, reasons, rosters)
        assert_it_stands_with_nothing_else_fixed_and_its_rules_alone(core, reasons, problem)


def _keeps_hard_rules(problem: RosterProblem, roster: Roster) -> bool:
    missing = problem.rules.cover_minimum.binds and solution.unmet_cover(problem, roster)
    return not missing and not any(v.hard for v in solution.violations(problem, roster))


def _keeps_fixed(problem: RosterProblem, roster: Roster) -> bool:
    return all(roster.cells[key] == cell for key, cell in problem.fixed.items())


def assert_it_cannot_hold_and_without_any_one_member_it_can(core: Core, rosters: EveryRoster) -> None:
    assert not rosters.has(core.reasons)
    for reason in core.reasons:
        assert rosters.has(core.reasons - {reason}), reason


def assert_none_is_smaller(core: Core, reasons: Reasons, rosters: EveryRoster) -> None:
    if len(core.reasons) > 4:
        return
    assert core.known is Known.SMALLEST
    smaller = combinations(sorted(reasons, key=repr), max(0, len(core.reasons) - 1))
    assert all(rosters.has(frozenset(some)) for some in smaller)


def assert_it_stands_with_nothing_else_fixed_and_its_rules_alone(
    core: Core, reasons: Reasons, problem: RosterProblem
) -> None:
    named = {reason.rule for reason in core.reasons}
    held = {(reason.agent_id, reason.days[0]) for reason in core.reasons if reason.rule == FIXED}
    loose = {(r.agent_id, r.days[0]) for r in reasons if r.rule == FIXED} - held
    rules = {code: replace(rule, on=rule.on and code in named) for code, rule in vars(problem.rules).items()}
    alone = replace(
        problem,
        rules=Rules(**rules),
        fixed={key: cell for key, cell in problem.fixed.items() if key not in loose},
    )
    fitting = (roster for roster in every_roster(alone, frozenset()) if _keeps_fixed(alone, roster))
    assert not any(_keeps_hard_rules(alone, roster) for roster in fitting)


def test_rules_that_leave_makes_possible_are_no_clash() -> None:
    """No rest days and long breaks could not hold without the leave; with it they do, but it is too short."""
    codes = ("rest_days", "long_break", "shortest_break")
    off = {code: replace(rule, on=False) for code, rule in vars(Rules()).items() if code not in codes}
    numbers = {"rest_days": 0, "long_break": 2, "shortest_break": 2}
    days = tuple(FIRST + dt.timedelta(days=n) for n in range(5))
    problem = RosterProblem(
        days=days,
        shifts=SHIFTS,
        people=(Person("K0", "客服0", "jd"),),
        rules=Rules(**off, **{code: Rule(True, True, number) for code, number in numbers.items()}),
        fixed={("K0", days[3]): LEAVE},
        history={("K0", FIRST - dt.timedelta(days=1)): "evening"},
    )
    _, core = core_of(problem)
    assert core is not None
    assert core.known is Known.SMALLEST
    assert {reason.rule for reason in core.reasons} == {"rest_days", "shortest_break", FIXED}
