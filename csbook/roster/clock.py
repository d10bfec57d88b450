"""How long a search may go on, and what it tells of itself on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Standing:
    """How far a search has come. Costs are of the component in work; None while it has no roster.

    part: which of the `parts` components is in work, from 1. short: how many people its best roster so far
    leaves missing of the minimum cover, where that was counted. seconds: since the whole search began.
    """

    part: int
    parts: int
    cost: int | None
    bound: int
    short: int | None = None
    seconds: float = field(default=0.0, compare=False)

    @property
    def gap(self) -> float | None:
        """(cost - bound) / cost."""
        if self.cost is None:
            return None
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


Progress = Callable[[Standing], None]
Cancelled = Callable[[], bool]


def unheard(standing: Standing) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Clock:
    """The end of a search: a moment of `time.monotonic`, or somebody's wish to stop.

    seconds: how long it is in all. begun: the moment of its beginning. rounds: how many neighbourhoods may be
    searched; None for no limit. Ended by rounds and not by time, a search with the same seed finds the same
    roster.
    """

    until: float
    seconds: float
    cancelled: Cancelled = lambda: False
    report: Progress = unheard
    rounds: int | None = None
    part: int = 1
    parts: int = 1
    begun: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, seconds: float, cancelled: Cancelled = lambda: False) -> Clock:
        """One that ends so many seconds from now."""
        return cls(time.monotonic() + seconds, seconds, cancelled)

    def left(self) -> float:
        """Seconds, never less than a tenth, which is what a solver may take to say that time is up."""
        return max(0.1, self.until - time.monotonic())

    @property
    def over(self) -> bool:
        return self.cancelled() or time.monotonic() >= self.until

    def within(self, seconds: float) -> Clock:
        """The same, ending after so many seconds if that is sooner."""
        until = time.monotonic() + seconds
        return self if until >= self.until else replace(self, until=until, seconds=seconds)

    def extended(self, seconds: float) -> Clock:
        """The same, ending after so many seconds from now."""
        return replace(self, until=time.monotonic() + seconds, seconds=seconds)

    def share(self, parts: int) -> Clock:
        """The same with an equal part of what is left."""
        return self.within((self.until - time.monotonic()) / max(1, parts))

    def for_part(self, number: int, of: int, least: float = 0.0) -> Clock:
        """An equal share of what is left for one of the parts that remain, counted from 0; `least` seconds in
        any case, even beyond the end."""
        share = (self.until - time.monotonic()) / (of - number)
        return replace(self.extended(max(least, share)), part=number + 1, parts=of)

    def tell(self, cost: int | None, bound: int, short: int | None = None) -> None:
        taken = time.monotonic() - self.begun
        self.report(Standing(self.part, self.parts, cost, bound, short, taken))
