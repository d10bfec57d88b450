"""Who is ranked, and in which order. The documents give no tie rule, no smallest team and no rule for
newcomers and leave (domain A7.12, D): all of it is ours, and shown in 设置."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from csbook.scorecard.period import Period


class Standing(StrEnum):
    """Why somebody is ranked or not. `LEFT` is somebody whose last day lies in the month; `OUTSIDE` is
    nobody's agent this month: left before it, supervisor now."""

    RANKED = "ranked"
    PROBATION = "probation"
    NEWCOMER = "newcomer"
    AWAY = "away"
    LEFT = "left"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Admission:
    """Who takes part in the ranking: whether newcomers and people on probation do, how many days in the
    shop make somebody no newcomer, and which share of the month's days one may be away."""

    rank_newcomers: bool
    newcomer_days: int
    away_share: Decimal


@dataclass(frozen=True)
class Employment:
    """The days that decide on somebody's standing; None where there is none."""

    hired: dt.date | None = None
    probation_until: dt.date | None = None
    left: dt.date | None = None

    def days_until(self, last: dt.date) -> int | None:
        """Days in the shop up to and with `last`, by the calendar; None where nobody wrote the first."""
        return None if self.hired is None else (last - self.hired).days + 1


def standing(period: Period, away_days: int, person: Employment, admission: Admission) -> Standing:
    """Whoever leaves in the month is out of the ranking: neither bonus nor plan would reach them. Away
    (on leave, not hired yet) for more than the share of the month's days is never ranked. On probation to
    the month's end or longer, or a newcomer, is not unless the setting says so."""
    if person.left is not None and person.left <= period.last:
        return Standing.LEFT
    if away_days > admission.away_share * period.days:
        return Standing.AWAY
    if admission.rank_newcomers:
        return Standing.RANKED
    if person.probation_until is not None and person.probation_until >= period.last:
        return Standing.PROBATION
    days = person.days_until(period.last)
    return Standing.NEWCOMER if days is not None and days < admission.newcomer_days else Standing.RANKED


ScoreKey = tuple[Decimal, Decimal, Decimal]
"""Weighted score, manager's score, performance."""
MONTH_STEP, SCORE_STEP = 10**10, 10**5


def place_number(month: str, key: ScoreKey | None) -> int:
    """The column `place` of 考核评分, by which its formulas rank: the month (`2026-11`), the weighted and the
    manager's score in one number; 0 without a key. Performance is compared apart."""
    if key is None:
        return 0
    weighted, manager, _ = key
    months = int(month[:4]) * 12 + int(month[5:])
    return months * MONTH_STEP + int(weighted * 100) * SCORE_STEP + int(manager * 100)


def ranks(scores: Mapping[str, ScoreKey]) -> dict[str, int]:
    """The rank of each agent by (weighted, manager's score, performance), the highest first.

    Agents equal in all three share a rank and the next ones are skipped: 1, 2, 2, 4.
    """
    ordered = sorted(scores.values(), reverse=True)
    place: dict[ScoreKey, int] = {}
    for number, key in enumerate(ordered, 1):
        place.setdefault(key, number)
    return {who: place[key] for who, key in scores.items()}


def ranking(scores: Mapping[str, ScoreKey | None], least: int) -> dict[str, int]:
    """The rank of each of those to be ranked, by staff number.

    There is none while one of them lacks a score (money must not move by accident), nor for fewer than
    `least` of them.
    """
    known = {who: score for who, score in scores.items() if score is not None}
    return ranks(known) if len(known) == len(scores) >= least else {}


def firsts(ranking: Mapping[str, int]) -> set[str]:
    """Everybody at rank 1, unless all are: then there is no first and no last."""
    return set() if not lasts(ranking) else {who for who, rank in ranking.items() if rank == 1}


def lasts(ranking: Mapping[str, int]) -> set[str]:
    """Everybody at the lowest rank, unless that is rank 1."""
    lowest = max(ranking.values(), default=1)
    return set() if lowest == 1 else {who for who, rank in ranking.items() if rank == lowest}
