"""From measures to the proposed performance: points on a line from worst to best, weighted.

Lines rather than bands: 44.9 % and 45 % must not be twenty points apart. A measure that is missing
drops out and the other weights grow in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from csbook.money import exact, rounded
from csbook.problems import Problem, Severity, Words

ANY: Final = "any"
FULL: Final = 100


@dataclass(frozen=True)
class Yardstick:
    """One row of 考核指标: the values that score 0 and 100, and the weight.

    A yardstick that is off, or whose weight is 0, takes its measure out of the score of the agents
    it is for.
    """

    measure: str
    role: str
    platform: str
    worst: Decimal
    best: Decimal
    weight: Decimal
    least_sample: int = 0

    def points(self, value: Decimal) -> Fraction:
        """0 at worst or beyond, 100 at best or beyond, straight between; either may be larger.

        Exact, so that a weighted mean of thirds still rounds a half up.
        """
        share = Fraction(value - self.worst) / Fraction(self.best - self.worst)
        return min(max(share, Fraction(0)), Fraction(1)) * FULL


def read_yardsticks(frame: pd.DataFrame) -> tuple[list[Yardstick], list[Problem]]:
    """The yardsticks of a frame of 考核指标 (index: sheet rows) and what is wrong with them.

    A row that is off needs no worst and best. Problems: worst or best missing or equal, worst and
    best against the direction (errors); no weight in any row that is on (a warning: performance
    must then be typed).
    """
    found: list[Yardstick] = []
    problems: list[Problem] = []
    for row, line in zip(frame.index, frame.to_dict("records"), strict=True):
        counts = bool(line["active"]) and not pd.isna(line["weight"]) and line["weight"] > 0
        wrong = problem_of(int(row), line) if counts else None
        if wrong is not None:
            problems.append(wrong)
            continue
        found.append(
            Yardstick(
                line["measure"],
                line["role"],
                line["platform"],
                exact(line["worst"]) if counts else Decimal(0),
                exact(line["best"]) if counts else Decimal(FULL),
                exact(line["weight"]) if counts else Decimal(0),
                0 if pd.isna(line["least_sample"]) else int(line["least_sample"]),
            )
        )
    if not problems and not any(y.weight for y in found):
        expected = Words(
            "至少一项启用且权重大于 0，否则没有绩效建议分",
            "at least one measure that is on with a weight above 0; performance is not proposed otherwise",
        )
        problems.append(Problem("Measures", None, "weight", "0", expected, Severity.WARNING))
    return found, problems


def problem_of(row: int, line: Mapping[Any, Any]) -> Problem | None:
    """Why a row that counts cannot be scored by."""
    worst, best = line["worst"], line["best"]
    for column, value in (("worst", worst), ("best", best)):
        if pd.isna(value):
            return Problem(
                "Measures",
                row,
                column,
                "",
                Words("启用的指标要填最差和最好", "worst and best of a measure that is on"),
            )
    if worst == best:
        expected = Words("与最差不同的值", "a value other than the worst")
        return Problem("Measures", row, "best", f"{best:g}", expected)
    if (best > worst) != (line["direction"] == "higher"):
        expected = Words(
            "越高越好时最好大于最差，越低越好时相反",
            "best above worst where higher is better, below it where lower is better",
        )
        return Problem("Measures", row, "best", f"{best:g}", expected)
    return None


def chosen(yardsticks: Iterable[Yardstick], role: str, platform: str | None) -> dict[str, Yardstick]:
    """The yardstick of each measure for an agent: the most specific row wins (role and platform,
    then role, then platform, then any)."""
    fitting = [y for y in yardsticks if y.role in (ANY, role) and y.platform in (ANY, platform)]
    fitting.sort(key=lambda y: (y.role != ANY, y.platform != ANY))
    return {y.measure: y for y in fitting}


def proposed(values: Mapping[str, Decimal], yardsticks: Mapping[str, Yardstick]) -> Decimal | None:
    """The weighted mean of the points of the measures present, two decimals; None without any."""
    weighed = [(Fraction(y.weight), y.points(values[m])) for m, y in yardsticks.items() if m in values]
    weight = sum(w for w, _ in weighed)
    return rounded(sum(w * p for w, p in weighed) / weight) if weight else None
