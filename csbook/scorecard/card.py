"""One month's scorecard: each agent's measures, scores, rank and what it brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from csbook.money import exact
from csbook.scorecard.measures import Figure
from csbook.scorecard.points import Yardstick, chosen, proposed
from csbook.scorecard.rank import Standing, ranks
from csbook.scorecard.rewards import bonuses, deductions, last_streaks, owing_plans
from csbook.scorecard.scores import Judgement, Shares
from csbook.scorecard.team import Member

TYPED = ("self_score", "performance", "ability", "cooperation", "service")


@dataclass(frozen=True)
class Scored:
    """One agent's measures (those present) and scores."""

    member: Member
    measures: Mapping[str, Decimal]
    judgement: Judgement
    manager_score: Decimal | None
    weighted: Decimal | None

    @property
    def agent_id(self) -> str:
        return self.member.agent_id

    @property
    def is_ranked(self) -> bool:
        return self.member.standing is Standing.RANKED


@dataclass(frozen=True)
class Outcome:
    """What the ranking brings, by staff number; everything is empty while there is no ranking."""

    ranks: Mapping[str, int]
    bonuses: Mapping[str, Decimal]
    deductions: Mapping[str, Decimal]
    streaks: Mapping[str, int]
    owing: frozenset[str]


def scored(
    members: Sequence[Member],
    figures: Mapping[str, Mapping[str, Figure]],
    yardsticks: Sequence[Yardstick],
    typed: pd.DataFrame,
    shares: Shares,
) -> list[Scored]:
    """Measures and scores of the members.

    `typed`: the month's rows of 考核评分 by staff number, with `self_score`, `performance`,
    `ability`, `cooperation`, `service`. A measure that rests on fewer than its yardstick's smallest
    sample is missing.
    """
    found = []
    for member in members:
        rulers = chosen(yardsticks, member.role or "", member.platform)
        measures = {
            name: figure.value
            for name, figure in figures.get(member.agent_id, {}).items()
            if member.standing is not Standing.OUTSIDE
            and (name not in rulers or figure.sample >= rulers[name].least_sample)
        }
        own, *manager = typed_scores(typed, member.agent_id)
        judgement = Judgement(own, proposed(measures, rulers), *manager)
        found.append(
            Scored(member, measures, judgement, judgement.manager_score(shares), judgement.weighted(shares))
        )
    return found


def typed_scores(typed: pd.DataFrame, agent_id: str) -> list[Decimal | None]:
    if agent_id not in typed.index:
        return [None] * len(TYPED)
    values = [typed[name].get(agent_id) for name in TYPED]
    return [None if pd.isna(value) else exact(value) for value in values]


def ranked(
    card: Sequence[Scored],
    least: int,
    month: str,
    earlier: pd.DataFrame,
    *,
    first_bonus: Decimal,
    last_deduction: Decimal,
) -> Outcome:
    """The ranking and what it brings.

    There is none while one of those to be ranked lacks a score (money must not move by accident),
    nor for fewer than `least` of them. `earlier`: rows of 考核评分 of earlier months.
    """
    competing = [s for s in card if s.is_ranked]
    complete = all(s.weighted is not None for s in competing)
    ranking = (
        ranks({s.agent_id: sort_key(s) for s in competing}) if complete and len(competing) >= least else {}
    )
    return Outcome(
        ranking,
        bonuses(ranking, first_bonus),
        deductions(ranking, last_deduction),
        last_streaks(ranking, month, earlier),
        frozenset(owing_plans(ranking)),
    )


def sort_key(one: Scored) -> tuple[Decimal, Decimal, Decimal]:
    """Weighted score, then the manager's, then performance."""
    parts = (one.weighted, one.manager_score, one.judgement.performance_used)
    weighted, manager, performance = (p for p in parts if p is not None)
    return weighted, manager, performance
