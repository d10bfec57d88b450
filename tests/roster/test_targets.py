"""Fair shares of the documents' shop, worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

from csbook.roster import targets
from csbook.roster.parts import Kind, Shift

from .shop import DAY, HALF, shop


def test_thirty_days_give_everybody_183_hours() -> None:
    # A group works 78 shifts: 30 days, 30 evenings and 18 half days; 143 + 3 x 10 + 10 hours each.
    part = shop(dt.date(2026, 6, 1)).components()[0]
    assert [targets.hour_goal(part, person) for person in part.people] == [183 * 60] * 3
    assert targets.hour_step(part) == 60
    assert targets.evening_range(part, part.people[0]) == (9, 11)


def test_thirty_one_days_round_to_hours_that_can_be_worked() -> None:
    # 31 x 8.5 + 31 x 6.5 + 19 x 5.5 = 569.5 hours; a third is 189.83. 27 shifts reach 148.5 + whole hours.
    part = shop(dt.date(2026, 7, 1)).components()[0]
    assert targets.hour_goal(part, part.people[0]) == 189.5 * 60
    assert targets.evening_range(part, part.people[0]) == (9, 12)  # a share of 10.33


def test_leave_lowers_the_goal_with_the_shifts() -> None:
    problem = shop(dt.date(2026, 6, 1))
    leave = {("K01", day): "leave" for day in problem.days[:13]}
    part = replace(problem, fixed=leave).components()[0]
    goals = [targets.hour_goal(part, person) for person in part.people]
    assert goals[0] < goals[1] == goals[2]


def test_without_cover_every_kind_of_shift_counts_alike() -> None:
    part = replace(shop(), cover=()).components()[0]
    assert targets.mean_per_shift(part, lambda shift: shift.paid) == Fraction(510 + 330 + 390, 3)


def test_more_people_than_the_cover_asks_for_work_the_covers_mean() -> None:
    part = shop().components()[0]
    few = replace(part, cover=tuple(row for row in part.cover if row.shift != "half"))
    assert targets.mean_per_shift(few, lambda shift: shift.paid) == (510 + 390) / Fraction(2)


def test_shifts_with_no_common_measure_are_counted_in_hours() -> None:
    odd = Shift("odd", 0, 337, Kind.HALF)
    assert targets.hour_step(replace(shop(), shifts=(DAY, HALF, odd), cover=(), forbidden=frozenset())) == 60
    assert targets.begun_steps(-61, 60) == 2
