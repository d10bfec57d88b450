"""How the proposed performance adds up: each measure's points, the share its weight has, what it brings.

A measure without data, or with too small a sample, drops out, and the other weights grow in proportion.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from csbook.money import rounded
from csbook.scorecard.measures import MEASURES, Figure
from csbook.scorecard.points import Yardstick


class Dropped(StrEnum):
    """Why a measure does not count."""

    NO_DATA = "no_data"
    SMALL_SAMPLE = "small_sample"


@dataclass(frozen=True, slots=True)
class Part:
    """One measure of an agent's yardsticks that are on.

    `points` (0 to 100) and `contribution` have two decimals, `share` (of 1) has four; all three are None
    for a measure that is `dropped`, whose `figure` is there where only its sample is too small.
    """

    yardstick: Yardstick
    figure: Figure | None
    points: Decimal | None = None
    share: Decimal | None = None
    contribution: Decimal | None = None
    dropped: Dropped | None = None


def weighed(yardsticks: Mapping[str, Yardstick]) -> dict[str, Yardstick]:
    """The yardsticks that have a weight, in the order of `MEASURES`."""
    return {name: yardsticks[name] for name in MEASURES if name in yardsticks and yardsticks[name].weight > 0}


def parts(figures: Mapping[str, Figure], on: Mapping[str, Yardstick]) -> dict[str, Part]:
    """Every measure of the yardsticks, in their order; `on` has only those with a weight.

    The shares add to 1, the contributions to the weighted mean of the points, half up.
    """
    why = {name: dropped(figures.get(name), yardstick) for name, yardstick in on.items()}
    counted = [name for name in on if why[name] is None]
    points = [on[name].points(figures[name].value) for name in counted]
    weights, _ = over_one_denominator([on[name].weight for name in counted])
    whole = sum(weights)
    scored, denominator = over_one_denominator(points)
    shares = apportioned(weights, whole, 4)
    weighted = [weight * point for weight, point in zip(weights, scored, strict=True)]
    brought = apportioned(weighted, whole * denominator, 2)
    found = {
        name: Part(on[name], figures[name], rounded(point), share, contribution)
        for name, point, share, contribution in zip(counted, points, shares, brought, strict=True)
    }
    return {
        name: found.get(name) or Part(yardstick, figures.get(name), dropped=why[name])
        for name, yardstick in on.items()
    }


def dropped(figure: Figure | None, yardstick: Yardstick) -> Dropped | None:
    if figure is None:
        return Dropped.NO_DATA
    return Dropped.SMALL_SAMPLE if figure.sample < yardstick.least_sample else None


def proposal(measured: Iterable[Part]) -> Decimal | None:
    """The proposed performance: the sum of the contributions, None where nothing counts."""
    brought = [part.contribution for part in measured if part.contribution is not None]
    return sum(brought, Decimal(0)) if brought else None


def over_one_denominator(amounts: Sequence[Fraction | Decimal]) -> tuple[list[int], int]:
    """The numerators of the amounts over their least common denominator, and that."""
    ratios = [amount.as_integer_ratio() for amount in amounts]
    common = math.lcm(*(under for _, under in ratios))
    return [over * (common // under) for over, under in ratios], common


def apportioned(amounts: Sequence[int], denominator: int, digits: int) -> list[Decimal]:
    """The amounts (over the denominator, none below 0) with so many decimals, adding exactly to their sum
    rounded half up.

    Each is rounded down, and what is left over goes to those with the largest remainder (the first of
    equal ones), so that none is off by a whole unit of the last digit.
    """
    if not amounts:
        return []
    down, remainders = zip(*(divmod(amount * 10**digits, denominator) for amount in amounts), strict=True)
    left_over = (2 * sum(remainders) + denominator) // (2 * denominator)
    largest = sorted(range(len(amounts)), key=lambda place: -remainders[place])
    up = set(largest[:left_over])
    return [Decimal(units + (place in up)).scaleb(-digits) for place, units in enumerate(down)]
