"""Rules about one person's days, alone and worked out by hand; the letters are those of `one_rule`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from csbook.roster import solution
from csbook.roster.parts import Limits, Person, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule

from .one_rule import MONDAY, NIGHT, case, cells, judged
from .shop import SHIFTS

BOTH = pytest.mark.parametrize("hard", [True, False])


def alone(line: str, rule: str, hard: bool, parameter: int | None = None, **changes: Any) -> Any:
    """One person under one rule at weight 10, with this history and these limits; what is found."""
    limits = changes.pop("limits", Limits())
    terms = changes.pop("employed", {})
    before = changes.pop("before", "")
    history = cells("K01", MONDAY - dt.timedelta(days=len(before)), before)
    person = Person("K01", "甲", "jd", limits=limits, **terms)
    problem, roster = case(
        line,
        rules={rule: Rule(hard=hard, parameter=parameter, weight=10)},
        people=(person,),
        history=history,
        **changes,
    )
    return problem, roster


def amount(problem: RosterProblem, roster: Roster) -> int:
    """The breaches of the only rule, which the program counts or forbids as well."""
    (rule,) = [code for code in problem.rules.__dataclass_fields__ if problem.rules[code].on]
    broken = judged(problem, roster)
    hard = problem.rules[rule].hard
    assert {entry[:2] + entry[3:] for entry in broken} <= {(rule, "K01", hard)}
    total = sum(entry[2] for entry in broken)
    assert hard or solution.cost(problem, roster) == 10 * total
    return total


@BOTH
@pytest.mark.parametrize(
    ("hours", "before", "line", "pairs"),
    [
        (10, "", "edeheree", 1),  # 9.5 h from an evening to a day, 10.5 h to a half day
        (11, "", "edeheree", 2),
        (11, "e", "hr", 1),  # the evening of the month before
        (11, "eh", "rr", 0),  # both before the roster
        (24, "", "eed", 2),  # 17.5 h from evening to evening
    ],
)
def test_each_pair_of_shifts_too_close_breaks_the_minimum_rest(
    hours: int, before: str, line: str, pairs: int, hard: bool
) -> None:
    assert amount(*alone(line, "minimum_rest", hard, hours, before=before)) == pairs


@BOTH
@pytest.mark.parametrize(
    ("hours", "before", "line", "pairs"),
    [
        (24, "", "nrdr", 1),  # from 10:00 on the second day to 9:00 on the third
        (23, "", "nrdr", 0),
        (24, "", "nrrd", 0),
        (10, "", "ehnr", 0),  # only a day shift is too early after an evening; after a night all are
        (10, "", "edrr", 1),
        (24, "n", "rd", 1),
        (24, "nr", "d", 1),
        (48, "", "nrrd", 1),  # 47 h
        (48, "n", "rrd", 1),
        (24, "", "nldr", 1),  # leave is free of work, no more
        (36, "", "nndr", 2),  # night to night 12 h, night to day less than none; not the first to the day
    ],
)
def test_a_night_shift_is_looked_at_over_free_days(
    hours: int, before: str, line: str, pairs: int, hard: bool
) -> None:
    found = alone(line, "minimum_rest", hard, hours, before=before, shifts=(*SHIFTS, NIGHT))
    assert amount(*found) == pairs


@BOTH
def test_a_pair_that_is_forbidden_already_counts_for_both_rules(hard: bool) -> None:
    """The program says it once where both are hard; the price is right in every mixture."""
    for other in (True, False):
        rules = {
            "no_day_after_evening": Rule(hard=hard, weight=100),
            "minimum_rest": Rule(hard=other, parameter=10, weight=10),
        }
        problem, roster = case("ed", rules=rules)
        assert judged(problem, roster) == [
            ("no_day_after_evening", "K01", 1, hard),
            ("minimum_rest", "K01", 1, other),
        ]
        problem, roster = case("eh", rules=rules)
        assert judged(problem, roster) == []


@BOTH
def test_the_longest_stretch_is_the_persons_own(hard: bool) -> None:
    own = Limits(longest_stretch=2)
    assert amount(*alone("dddrddr", "longest_stretch", hard, 4, limits=own)) == 1
    assert amount(*alone("dddrddr", "longest_stretch", hard, 2, limits=Limits(longest_stretch=3))) == 0
    assert amount(*alone("dddd", "longest_stretch", hard, 7, limits=own, before="dd")) == 4


STRETCHES = [
    ("rdrrddr", "", 3, 2 + 1),  # one and two days of three
    ("drrdddr", "", 3, 0),  # the first run touches the edge: nobody knows the day before
    ("rrddd", "", 4, 0),  # the last run may go on
    ("drrrddd", "r", 3, 2),  # the day before is known to be free
    ("drrrddd", "rd", 3, 1),
    ("drrrddd", "d", 3, 0),  # two days, and maybe more before them
    ("rddd", "rd", 3, 2),  # ended by the roster's first day
    ("dddd", "rdr", 3, 0),  # ended before the roster
    ("rdlrrrr", "", 3, 2),  # leave is free of work
    ("rdrdrdr", "", 2, 3),
]


@BOTH
@pytest.mark.parametrize(("line", "before", "least", "missing"), STRETCHES)
def test_each_day_missing_of_the_shortest_stretch_counts(
    line: str, before: str, least: int, missing: int, hard: bool
) -> None:
    assert amount(*alone(line, "shortest_stretch", hard, least, before=before)) == missing


@BOTH
@pytest.mark.parametrize(("line", "before", "least", "missing"), STRETCHES)
def test_the_shortest_break_is_the_same_with_free_days(
    line: str, before: str, least: int, missing: int, hard: bool
) -> None:
    """The same cases with work and rest exchanged; leave, which is never work, aside."""
    exchanged = str.maketrans("dr", "rd")
    line = line.replace("l", "r").translate(exchanged)
    found = alone(line, "shortest_break", hard, least, before=before.translate(exchanged))
    assert amount(*found) == missing


@BOTH
def test_leave_makes_a_break_longer(hard: bool) -> None:
    assert amount(*alone("drld", "shortest_break", hard, 2)) == 0
    assert amount(*alone("dldd", "shortest_break", hard, 2)) == 1


@BOTH
def test_a_blank_day_of_history_is_no_known_end_of_a_stretch(hard: bool) -> None:
    assert amount(*alone("drr", "shortest_stretch", hard, 3, before="r-d")) == 0
    assert amount(*alone("rdd", "shortest_break", hard, 4, before="d-r")) == 1  # blank, rest, rest


@BOTH
def test_runs_at_the_edge_of_the_employment_are_excused(hard: bool) -> None:
    second, last = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=3)
    employed = {"first_day": second, "last_day": last}
    for line in ("-drd--", "-rdr--"):
        assert amount(*alone(line, "shortest_stretch", hard, 3, employed=employed)) == 2 * (line[2] == "d")
        assert amount(*alone(line, "shortest_break", hard, 3, employed=employed)) == 2 * (line[2] == "r")


@BOTH
def test_shortest_stretches_and_breaks_are_the_persons_own(hard: bool) -> None:
    own = Limits(shortest_stretch=3, shortest_break=1)
    assert amount(*alone("rddrddd", "shortest_stretch", hard, 1, limits=own)) == 1
    assert amount(*alone("drdd", "shortest_break", hard, 3, limits=own)) == 0


@BOTH
@pytest.mark.parametrize(
    ("line", "most", "too_many"),
    [
        ("rrrrrddrrrrrdr", 2, 0),
        ("rrrrrddrrrrrdr", 1, 1),  # both days of a weekend count once, one of them too
        ("rrrrrrdrrrrrld", 0, 2),
        ("dddddrrdddddll", 0, 0),
    ],
)
def test_each_weekend_beyond_the_most_counts(line: str, most: int, too_many: int, hard: bool) -> None:
    assert amount(*alone(line, "most_weekends", hard, most)) == too_many
    own = Limits(most_weekends=most)
    assert amount(*alone(line, "most_weekends", hard, 6, limits=own)) == too_many


@BOTH
def test_an_adjusted_sunday_is_no_weekend(hard: bool) -> None:
    problem, roster = alone("rrrrrrd", "most_weekends", hard, 0)
    saturday = frozenset({MONDAY + dt.timedelta(days=5)})
    assert amount(problem, roster) == 1
    assert amount(replace(problem, weekend=saturday), roster) == 0


@BOTH
def test_each_shift_beyond_the_persons_limit_counts(hard: bool) -> None:
    own = Limits({"evening": 2, "day": 0, "half": 7})
    assert amount(*alone("eerhhh", "shift_limits", hard, limits=own)) == 0
    assert amount(*alone("eeeedh", "shift_limits", hard, limits=own)) == 2 + 1
    assert amount(*alone("eeeedh", "shift_limits", hard)) == 0


@BOTH
@pytest.mark.parametrize(("most", "begun"), [(17 * 60, 0), (17 * 60 - 1, 1), (15 * 60 - 1, 3)])
def test_begun_hours_beyond_the_most_count(most: int, begun: int, hard: bool) -> None:
    """Two day shifts of 8.5 hours; a hard limit holds to the minute."""
    assert amount(*alone("ddr", "most_hours", hard, limits=Limits(most_minutes=most))) == begun


@BOTH
@pytest.mark.parametrize(("least", "begun"), [(17 * 60, 0), (17 * 60 + 1, 1), (19 * 60 + 1, 3)])
def test_begun_hours_short_of_the_least_count(least: int, begun: int, hard: bool) -> None:
    assert amount(*alone("ddr", "least_hours", hard, limits=Limits(least_minutes=least))) == begun


@BOTH
def test_nobody_rests_on_a_sales_day_but_leave_stands(hard: bool) -> None:
    sales = frozenset(MONDAY + dt.timedelta(days=day) for day in (1, 2, 3, 40))
    assert amount(*alone("rrldr", "nobody_rests", hard, no_rest=sales)) == 1
    assert amount(*alone("rrrdr", "nobody_rests", hard, no_rest=sales)) == 2


@BOTH
def test_a_temporary_person_has_no_number_of_rest_days(hard: bool) -> None:
    employed = {"temporary": True}
    for line in ("rrrr", "dddd"):
        assert amount(*alone(line, "rest_days", hard, 2, employed=employed)) == 0


@BOTH
@pytest.mark.parametrize(("line", "begun"), [("lllllll", 0), ("llllllr", 3), ("lllllld", 0), ("lllllrr", 5)])
def test_least_hours_count_in_the_share_of_the_days_that_are_not_leave(
    line: str, begun: int, hard: bool
) -> None:
    # 1050 minutes in seven days are 150 for each day without leave.
    assert amount(*alone(line, "least_hours", hard, limits=Limits(least_minutes=1050))) == begun
