"""From measures to points: on a line from worst to best, or by bands where a row has some.

Lines are the default: 44.9 % and 45 % must not be twenty points apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from csbook.money import exact
from csbook.problems import Problem, Severity, Words

ANY: Final = "any"
FULL: Final = 100
NUMBER: Final = r"([+-]?\d+(?:\.\d+)?)\s*%?"
BAND: Final = re.compile(rf"\s*{NUMBER}\s*=\s*{NUMBER}\s*")
BETWEEN_BANDS: Final = re.compile(r"[;,\n]")
EXAMPLE: Final = "60=100; 50=85; 45=70"


@dataclass(frozen=True)
class Band:
    """The points of a value that reaches the bound."""

    bound: Decimal
    points: Decimal


@dataclass(frozen=True)
class Yardstick:
    """One row of 考核指标: the values that score 0 and 100, or bands in their place (best bound first, then
    `worst` and `best` are None); the weight.

    A yardstick that is off, or whose weight is 0, takes its measure out of the score of the agents
    it is for.
    """

    measure: str
    role: str
    platform: str
    worst: Decimal | None
    best: Decimal | None
    weight: Decimal
    least_sample: int = 0
    bands: tuple[Band, ...] = ()
    falls: bool = False
    """Whether lower is better."""

    def points(self, value: Decimal) -> Fraction:
        """0 at worst or beyond, 100 at best or beyond, straight between; either may be larger. With bands
        those of the best bound that is reached, 0 where none is.

        Exact, so that a weighted mean of thirds still rounds a half up.
        """
        if self.bands:
            reached = (b.points for b in self.bands if (value <= b.bound if self.falls else value >= b.bound))
            return Fraction(next(reached, 0))
        assert self.worst is not None
        assert self.best is not None
        way, whole = value - self.worst, self.best - self.worst
        if way * whole <= 0:
            return Fraction(0)
        if abs(way) >= abs(whole):
            return Fraction(FULL)
        (over, under), (best, of) = way.as_integer_ratio(), whole.as_integer_ratio()
        return Fraction(FULL * over * of, under * best)

    @cached_property
    def bands_text(self) -> str:
        """As in the cell: `60=100; 50=85`; empty without bands."""
        return "; ".join(f"{plain(b.bound)}={plain(b.points)}" for b in self.bands)


def plain(number: Decimal) -> str:
    """`45` for 45.00, `100` never as 1E+2."""
    return f"{number.normalize():f}"


def read_yardsticks(frame: pd.DataFrame) -> tuple[list[Yardstick], list[Problem]]:
    """The yardsticks of a frame of 考核指标 (index: sheet rows) and what is wrong with them.

    A row that is off needs neither bounds nor bands. Problems: worst or best missing or equal, or against
    the direction; bands that cannot be read or do not fall with their bounds (errors); a row that is on
    without a weight, and no weight in any of them, so that performance must be typed (warnings).
    """
    found: list[Yardstick] = []
    problems: list[Problem] = []
    for row, line in zip(frame.index, frame.to_dict("records"), strict=True):
        read = yardstick_of(int(row), line)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            found.append(read)
    weightless = frame["active"].fillna(False).astype("bool") & frame["weight"].isna()
    problems += [without_weight(int(row)) for row in frame.index[weightless]]
    if not problems and not any(y.weight for y in found):
        expected = Words(
            "至少一项启用且权重大于 0，否则没有绩效建议分",
            "at least one measure that is on with a weight above 0; performance is not proposed otherwise",
        )
        problems.append(Problem("Measures", None, "weight", "0", expected, Severity.WARNING))
    return found, problems


def without_weight(row: int) -> Problem:
    expected = Words(
        "启用的指标要填权重；空着不计分", "a weight for a measure that is on; empty, it does not count"
    )
    return Problem("Measures", row, "weight", "", expected, Severity.WARNING)


def yardstick_of(row: int, line: Mapping[Any, Any]) -> Yardstick | Problem:
    key = (line["measure"], line["role"], line["platform"])
    least_sample = 0 if pd.isna(line["least_sample"]) else int(line["least_sample"])
    missing = pd.isna(line["active"]) or pd.isna(line["weight"])
    if missing or not line["active"] or line["weight"] <= 0:
        return Yardstick(*key, Decimal(0), Decimal(FULL), Decimal(0), least_sample)
    weight, falls = exact(line["weight"]), line["direction"] == "lower"
    if not pd.isna(line["bands"]):
        bands = read_bands(line["bands"], falls=falls)
        if isinstance(bands, Words):
            return Problem("Measures", row, "bands", str(line["bands"]), bands)
        return Yardstick(*key, None, None, weight, least_sample, bands, falls)
    wrong = problem_of_line(row, line)
    if wrong is not None:
        return wrong
    return Yardstick(*key, exact(line["worst"]), exact(line["best"]), weight, least_sample, (), falls)


def read_bands(text: str, *, falls: bool) -> tuple[Band, ...] | Words:
    """The bands of a text such as `60=100; 50=85; 45=70`, the best bound first; else what is expected.

    Full-width signs, commas and percent signs are understood, and any order. `falls`: lower is better.
    """
    parts = [part for part in BETWEEN_BANDS.split(unicodedata.normalize("NFKC", text)) if part.strip()]
    matches = [BAND.fullmatch(part) for part in parts]
    if not parts or None in matches:
        return Words(f"分档，如 {EXAMPLE}", f"bands such as {EXAMPLE}")
    bands = sorted(
        (Band(Decimal(m[1]), Decimal(m[2])) for m in matches if m), key=lambda b: b.bound, reverse=not falls
    )
    return problem_of_bands(bands) or tuple(bands)


def problem_of_bands(bands: Sequence[Band]) -> Words | None:
    """Why bands, the best bound first, cannot be scored by."""
    if any(not 0 <= band.points <= FULL for band in bands):
        return Words("每档得分在 0 到 100 之间", "points from 0 to 100 in each band")
    for better, worse in pairwise(bands):
        if better.bound == worse.bound:
            bound = plain(better.bound)
            return Words(f"界限 {bound} 只写一次", f"the bound {bound} only once")
        if better.points < worse.points:
            one, other = plain(better.bound), plain(worse.bound)
            return Words(
                f"{one} 比 {other} 好，得分不能更低；请核对分档和“方向”",
                f"at least the points of {other} for {one}, which is better; check bands and 'Direction'",
            )
    return None


def problem_of_line(row: int, line: Mapping[Any, Any]) -> Problem | None:
    """Why a row that counts cannot be scored by its worst and best."""
    worst, best = line["worst"], line["best"]
    for column, value in (("worst", worst), ("best", best)):
        if pd.isna(value):
            expected = Words(
                "启用的指标要填最差和最好，或者填分档", "worst and best, or bands, of a measure that is on"
            )
            return Problem("Measures", row, column, "", expected)
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
