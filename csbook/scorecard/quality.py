"""The service score that 质检 proposes: the weekly reading of chat logs, mystery customers (domain A9).

The documents ask for the readings and give no way to turn them into a score. Ours: a reading is what one
person was given on one day by one method, and counts once, however many reception steps it has.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from csbook.money import exact, rounded
from csbook.scorecard.period import Span

READING = ("agent_id", "date", "method")


def service_proposals(quality: pd.DataFrame, span: Span) -> dict[str, Decimal]:
    """The mean of the readings' means, 0 to 100 with two decimals half up, by staff number.

    `quality`: rows of 质检 (`date`, `agent_id`, `method`, `step`, `score`). Readings outside the span, or
    after its today, do not count; who was not read is left out.
    """
    rows = quality[span.holds(quality["date"])].dropna(subset=[*READING, "score"])
    steps: dict[tuple[str, ...], list[Fraction]] = defaultdict(list)
    keys = zip(*(rows[name].tolist() for name in READING), strict=True)
    for key, score in zip(keys, rows["score"].tolist(), strict=True):
        steps[key].append(Fraction(exact(score)))
    readings: dict[str, list[Fraction]] = defaultdict(list)
    for (who, *_), scores in steps.items():
        readings[who].append(sum(scores, Fraction(0)) / len(scores))
    return {who: rounded(sum(means, Fraction(0)) / len(means)) for who, means in readings.items()}
