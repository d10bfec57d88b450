"""Self score, manager's score, weighted score (domain A7.8), as the formulas of 考核评分 give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from csbook.money import rounded
from csbook.scorecard.rank import ScoreKey

MANAGERS: Final = ("performance", "ability", "cooperation", "service")
SIXTH: Final = Decimal("0.000001")


@dataclass(frozen=True)
class Shares:
    """The shares of the weighted score (`own` and `manager` add to 1) and, inside the manager's
    part, of the four criteria (adding to 1)."""

    own: Decimal
    manager: Decimal
    criteria: Mapping[str, Decimal]


@dataclass(frozen=True)
class ScoreFigures:
    """The formulas of one row of 考核评分 besides its ranking, by their columns' names."""

    performance_used: Decimal | None
    service_used: Decimal | None
    manager_score: Decimal | None
    weighted: Decimal | None

    @property
    def sort_key(self) -> ScoreKey | None:
        """By which somebody is ranked, None while a score is missing."""
        if self.weighted is None or self.manager_score is None or self.performance_used is None:
            return None
        return self.weighted, self.manager_score, self.performance_used


@dataclass(frozen=True)
class Judgement:
    """What people typed for one agent and month, 0 to 100; None where nobody has yet.

    `performance` and `service` are the supervisor's own figures in place of `proposed` (from the
    measures) and `service_proposed` (from 质检).
    """

    own: Decimal | None
    proposed: Decimal | None
    performance: Decimal | None
    ability: Decimal | None
    cooperation: Decimal | None
    service: Decimal | None
    service_proposed: Decimal | None = None

    @property
    def performance_used(self) -> Decimal | None:
        return self.proposed if self.performance is None else self.performance

    @property
    def service_used(self) -> Decimal | None:
        return self.service_proposed if self.service is None else self.service

    @property
    def overrides(self) -> dict[str, Decimal]:
        """The proposals that the supervisor replaced by another figure, by criterion."""
        pairs = (
            ("performance", self.performance, self.proposed),
            ("service", self.service, self.service_proposed),
        )
        return {
            name: proposed
            for name, typed, proposed in pairs
            if typed is not None and proposed is not None and typed != proposed
        }

    @property
    def criteria(self) -> dict[str, Decimal | None]:
        given = (self.performance_used, self.ability, self.cooperation, self.service_used)
        return dict(zip(MANAGERS, given, strict=True))

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns somebody still has to fill, `self_score` first."""
        own = ("self_score",) if self.own is None else ()
        return own + tuple(name for name, value in self.criteria.items() if value is None)

    def manager_score(self, shares: Shares) -> Decimal | None:
        """The four criteria by their shares, two decimals; None while one is missing."""
        total = Decimal(0)
        for name, value in self.criteria.items():
            if value is None:
                return None
            total += shares.criteria[name] * value
        return settled(total)

    def weighted(self, shares: Shares) -> Decimal | None:
        """Self and the rounded manager's score by their shares, two decimals."""
        return self.figures(shares).weighted

    def figures(self, shares: Shares) -> ScoreFigures:
        """All that follows from what was typed and proposed."""
        manager, weighted = self.manager_score(shares), None
        if manager is not None and self.own is not None:
            weighted = settled(shares.own * self.own + shares.manager * manager)
        return ScoreFigures(self.performance_used, self.service_used, manager, weighted)


def settled(total: Decimal) -> Decimal:
    """Two decimals, half up, by way of six as the live formulas do: their binary fractions need it.

    It makes a difference only to a score that was typed with more decimals than anybody types.
    """
    return rounded(total.quantize(SIXTH, ROUND_HALF_UP))
