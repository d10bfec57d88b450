"""Whether the month's tasks were completed: targets of 月计划, its other rows, the daily log.

The self score is about task completion (domain A7.8); how to count it is ours. Every task counts the
same, from 0 to 100, and what nobody said anything about does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

import pandas as pd

from csbook.money import exact, rounded
from csbook.scorecard.measures import Figure

FULL: Final = 100
LOG: Final = "log_complete"
"""The measure that says how complete somebody's daily log is, in percent."""

Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class Attained:
    """A target row's figure and how far it reaches the target, 0 to 1 exactly."""

    actual: Decimal
    share: Fraction


def attainment(actual: Decimal, target: Decimal, *, lower_is_better: bool) -> Fraction:
    """1 where the target is met, else the part of it that is reached, never below 0.

    A target of 0 or less that is not met is not reached at all: there is no part of nothing.
    """
    met = actual <= target if lower_is_better else actual >= target
    if met:
        return Fraction(1)
    if target <= 0:
        return Fraction(0)
    reached = Fraction(target) / Fraction(actual) if lower_is_better else Fraction(actual) / Fraction(target)
    return max(reached, Fraction(0))


def attained_targets(
    plan: pd.DataFrame, figures: Mapping[str, Figures], team: Figures, lower: Collection[str]
) -> dict[int, Attained]:
    """The target rows that name a measure and a target and have a figure, by the plan's index.

    `plan`: rows of 月计划 of one month. A row that names a person is about their figure, any other about
    the `team`'s. `lower`: the measures of which less is better.
    """
    rows = plan[(plan["part"] == "target") & plan["measure"].notna() & plan["target"].notna()]
    found = {}
    columns = (rows[name].tolist() for name in ("agent_id", "measure", "target"))
    for row, who, measure, target in zip(rows.index.tolist(), *columns, strict=True):
        own = team if pd.isna(who) else figures.get(who, {})
        if measure in own:
            actual = own[measure].value
            share = attainment(actual, exact(target), lower_is_better=measure in lower)
            found[row] = Attained(actual, share)
    return found


def self_proposals(
    people: Collection[str],
    plan: pd.DataFrame,
    attained: Mapping[int, Attained],
    figures: Mapping[str, Figures],
) -> dict[str, Decimal]:
    """The mean of each person's tasks, 0 to 100 with two decimals half up; who has none is left out.

    Tasks: the attained targets and the other rows of the plan said to be done or not, those that name the
    person and those that name nobody; and how complete their log is.
    """
    tasks: dict[str | None, list[Fraction]] = defaultdict(list)
    columns = (plan[name].tolist() for name in ("part", "agent_id", "done"))
    for row, part, named, done in zip(plan.index.tolist(), *columns, strict=True):
        who = None if pd.isna(named) else named
        if part == "target":
            if row in attained:
                tasks[who].append(attained[row].share * FULL)
        elif not pd.isna(done):
            tasks[who].append(Fraction(FULL if done else 0))
    found = {}
    for who in people:
        logged = [Fraction(figures[who][LOG].value)] if LOG in figures.get(who, {}) else []
        counted = [*tasks[None], *tasks[who], *logged]
        if counted:
            found[who] = rounded(sum(counted, Fraction(0)) / len(counted))
    return found
