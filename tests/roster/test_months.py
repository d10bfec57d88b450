"""The documents' shop has a roster in every month, one month following the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from csbook.roster import solution
from csbook.roster.parts import Roster
from csbook.roster.solve import Status, solve

from .shop import shop, two_wishes_each

MONTHS = [dt.date(year, month, 1) for year in (2026, 2027) for month in range(1, 13)]


@pytest.mark.long
@pytest.mark.parametrize("months", [8, pytest.param(24, marks=pytest.mark.minutes)])
def test_rosters_of_two_years_follow_each_other_without_a_shift_missing(months: int) -> None:
    """Each month starts from the month before; every roster is proven best."""
    before = Roster({})
    for month in MONTHS[:months]:
        history = {key: cell for key, cell in before.cells.items() if month - key[1] <= dt.timedelta(days=14)}
        problem = shop(month, history=history)
        problem = replace(problem, requests=two_wishes_each(problem))
        result = solve(problem)
        assert result.status is Status.OPTIMAL, month
        assert not [gap for gap in result.unmet if gap.below_minimum], month
        hours = [solution.worked_minutes(problem, result.roster, person) for person in problem.people]
        assert max(hours) - min(hours) <= 60, month
        before = result.roster
