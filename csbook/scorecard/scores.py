"""Self score, manager's score, weighted score (domain A7.8), as the formulas of 考核评分 give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from csbook.money import rounded

MANAGERS: Final = ("performance", "ability", "cooperation", "service")
WIDE_GAP: Final = 15  # points between self and manager that ask for a talk first; our default


@dataclass(frozen=True)
class Shares:
    """The shares of the weighted score (`own` and `manager` add to 1) and, inside the manager's
    part, of the four criteria (adding to 1)."""

    own: Decimal
    manager: Decimal
    criteria: Mapping[str, Decimal]


@dataclass(frozen=True)
class Judgement:
    """What people typed for one agent and month, 0 to 100; None where nobody has yet.

    `performance` is the supervisor's own figure in place of the `proposed` one.
    """

    own: Decimal | None
    proposed: Decimal | None
    performance: Decimal | None
    ability: Decimal | None
    cooperation: Decimal | None
    service: Decimal | None

    @property
    def performance_used(self) -> Decimal | None:
        return self.proposed if self.performance is None else self.performance

    @property
    def overrides(self) -> bool:
        """Whether the supervisor replaced a proposal by another figure."""
        return None not in (self.performance, self.proposed) and self.performance != self.proposed

    @property
    def criteria(self) -> dict[str, Decimal | None]:
        given = (self.performance_used, self.ability, self.cooperation, self.service)
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
        return rounded(total)

    def weighted(self, shares: Shares) -> Decimal | None:
        """Self and the rounded manager's score by their shares, two decimals."""
        manager = self.manager_score(shares)
        if manager is None or self.own is None:
            return None
        return rounded(shares.own * self.own + shares.manager * manager)
