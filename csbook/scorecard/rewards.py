"""What a rank brings: bonus, deduction, improvement plan, months running at the end (A7.9 to A7.11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.money import shared
from csbook.scorecard.period import month_before
from csbook.scorecard.rank import ScoreKey, firsts, lasts, ranking

OWING: Final = 2  # the last two (A7.10)
MOVE_AFTER: Final = 3  # months running at the end (A7.11)


@dataclass(frozen=True)
class Awards:
    """What a ranking brings, by staff number; everything is empty while there is no ranking."""

    ranks: Mapping[str, int]
    bonuses: Mapping[str, Decimal]
    deductions: Mapping[str, Decimal]

    def of(self, who: str) -> dict[str, int | Decimal | None]:
        """The formulas of one row of 考核评分 that need the ranking, by their columns' names."""
        return {
            "order": self.ranks.get(who, 0),
            "rank": self.ranks.get(who),
            "bonus": self.bonuses.get(who),
            "deduction": self.deductions.get(who),
        }

    def counts(self, scores: Mapping[str, ScoreKey | None]) -> dict[str, int]:
        """The formulas of the month's row of 月度口径, by their columns' names: how many are to be ranked
        (`scores` holds them), have all scores, are first and last; and the last one's rank."""
        ranks = list(self.ranks.values())
        last = max(ranks, default=0)
        return {
            "competing": len(scores),
            "scored": sum(key is not None for key in scores.values()),
            "last": last,
            "firsts": ranks.count(1),
            "lasts": ranks.count(last),
        }


NO_AWARDS: Final = Awards({}, {}, {})


@dataclass(frozen=True)
class AwardTerms:
    """How many there must be to rank, and the yuan of the first and of the last."""

    least: int
    first_bonus: Decimal
    last_deduction: Decimal


def awards(scores: Mapping[str, ScoreKey | None], terms: AwardTerms) -> Awards:
    """The ranking of those to be ranked (`rank.ranking`) and the money that it moves."""
    placed = ranking(scores, terms.least)
    return Awards(placed, bonuses(placed, terms.first_bonus), deductions(placed, terms.last_deduction))


def bonuses(ranking: Mapping[str, int], amount: Decimal) -> dict[str, Decimal]:
    """`amount` to the first; several firsts share it. Nobody where all tie (A7.9)."""
    return shared(amount, firsts(ranking))


def deductions(ranking: Mapping[str, int], amount: Decimal) -> dict[str, Decimal]:
    """`amount` from the last one's commission; several lasts share it. Nobody where all tie (A7.9)."""
    return shared(amount, lasts(ranking))


def owing_plans(ranking: Mapping[str, int]) -> set[str]:
    """Who owes an improvement plan: the last two and whoever ties with them, never a first (A7.10)."""
    if not lasts(ranking):
        return set()
    boundary = sorted(ranking.values())[-OWING:][0]
    return {who for who, rank in ranking.items() if rank >= max(boundary, 2)}


def last_streaks(ranking: Mapping[str, int], month: str, earlier: pd.DataFrame) -> dict[str, int]:
    """For each ranked agent how many months running, up to and with `month`, they were last.

    `earlier`: rows of 考核评分 (`month`, `agent_id`, `rank`). A month without a ranking, or without
    the agent in it, ends the run.
    """
    ranked = earlier.dropna(subset=["rank"])
    before = {
        str(label): lasts({str(a): int(r) for a, r in zip(rows["agent_id"], rows["rank"], strict=True)})
        for label, rows in ranked.groupby("month")
    }
    last_now = lasts(ranking)
    streaks = dict.fromkeys(ranking, 0)
    for who in last_now:
        label = month
        while who in (last_now if label == month else before.get(label, set())):
            streaks[who] += 1
            label = month_before(label)
    return streaks


def plan_state(
    due: dt.date | None, handed_in: dt.date | None, today: dt.datetime, *, fell_away: bool = False
) -> str | None:
    """`handed_in`, `handed_in_late` after the day due; without it `overdue` after that day, else `owed`.
    Where none is owed, `not_owed` once the month is ranked otherwise (`fell_away`), else None."""
    if due is None:
        return "not_owed" if fell_away else None
    if handed_in is not None and handed_in <= today.date():
        return "handed_in" if handed_in <= due else "handed_in_late"
    return "overdue" if today.date() > due else "owed"


def plan_notice(
    typed: dt.date | None, setting: dt.date | None, month_end: dt.date, today: dt.datetime
) -> dt.date:
    """The day the notice went out: what stands in the plan's row, else the setting if it lies after
    the month, else today."""
    if typed is not None:
        return typed
    return setting if setting is not None and setting > month_end else today.date()
