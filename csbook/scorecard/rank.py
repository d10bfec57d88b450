"""Who is ranked, and in which order. The documents give no tie rule, no smallest team and no rule for
newcomers and leave (domain A7.12, D): all of it is ours, and shown in 设置."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from csbook.scorecard.period import Period


class Standing(StrEnum):
    """Why somebody is ranked or not. `LEFT` is somebody whose last day lies in the month; `OUTSIDE` is
    nobody's agent this month: left before it, supervisor now."""

    RANKED = "ranked"
    PROBATION = "probation"
    AWAY = "away"
    LEFT = "left"
    OUTSIDE = "outside"


def standing(
    period: Period,
    away_days: int,
    probation_until: dt.date | None,
    left: dt.date | None = None,
    *,
    rank_newcomers: bool,
) -> Standing:
    """Whoever leaves in the month is out of the ranking: neither bonus nor plan would reach them. On
    probation to the month's end or longer is not ranked unless the setting says so; away (on leave, not
    hired yet) for more than half of the month's days never is."""
    if left is not None and left <= period.last:
        return Standing.LEFT
    if 2 * away_days > period.days:
        return Standing.AWAY
    if probation_until is not None and probation_until >= period.last and not rank_newcomers:
        return Standing.PROBATION
    return Standing.RANKED


ScoreKey = tuple[Decimal, Decimal, Decimal]


def ranks(scores: Mapping[str, ScoreKey]) -> dict[str, int]:
    """The rank of each agent by (weighted, manager's score, performance), the highest first.

    Agents equal in all three share a rank and the next ones are skipped: 1, 2, 2, 4.
    """
    ordered = sorted(scores.values(), reverse=True)
    place: dict[ScoreKey, int] = {}
    for number, key in enumerate(ordered, 1):
        place.setdefault(key, number)
    return {who: place[key] for who, key in scores.items()}


def firsts(ranking: Mapping[str, int]) -> set[str]:
    """Everybody at rank 1, unless all are: then there is no first and no last."""
    return set() if not lasts(ranking) else {who for who, rank in ranking.items() if rank == 1}


def lasts(ranking: Mapping[str, int]) -> set[str]:
    """Everybody at the lowest rank, unless that is rank 1."""
    lowest = max(ranking.values(), default=1)
    return set() if lowest == 1 else {who for who, rank in ranking.items() if rank == lowest}
