"""Bounds and targets of shares that were written as fractions, or beyond the whole: 20 % is 20 there.

Excel keeps a typed `20%` as 0.2, and everybody would get full points for 0.2 %. Both are told, not refused:
only the shop knows its figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from csbook.problems import Problem, Severity, Words, figure
from csbook.schema.default_measures import ABOUT, PERCENT

BOUNDS: Final = ("worst", "best", "target")
WHOLE: Final = 100
FAR_BELOW: Final = 50
"""A share of which less is better may well be below 1 %: half a per cent of complaints. What worst is by our
defaults, divided by this, is nearer to a fraction than to a bound."""
BOUND_OF_BAND: Final = re.compile(r"([0-9.]+)\s*%?\s*=")


def unlikely_bounds(measures: pd.DataFrame) -> Iterator[Problem]:
    """Bounds, targets and bands of the measures that are on."""
    on = measures[measures["active"].fillna(value=False).astype("bool")]
    for name in BOUNDS:
        for row, measure, value in cells(on, name):
            if expected := unlikely(measure, value, name):
                yield Problem("Measures", row, name, figure(value), expected, Severity.WARNING)
    for row, measure, bands in cells(on, "bands"):
        if ABOUT[measure].direction == "higher" and are_fractions(bands):
            expected = Words("按百分数写，如 60=100（单位是 %）", "written as 60=100: the unit is %")
            yield Problem("Measures", row, "bands", bands, expected, Severity.WARNING)


def are_fractions(bands: str) -> bool:
    """Whether no bound of the bands is above 1."""
    bounds = BOUND_OF_BAND.findall(unicodedata.normalize("NFKC", bands))
    return bool(bounds) and all(bound.count(".") <= 1 and float(f"0{bound}") <= 1 for bound in bounds)


def unlikely_targets(plan: pd.DataFrame) -> Iterator[Problem]:
    """Targets of the plan that name a measure."""
    for row, measure, value in cells(plan[plan["part"] == "target"], "target"):
        if expected := unlikely(measure, value, "target"):
            yield Problem("Plan", row, "target", figure(value), expected, Severity.WARNING)


def cells(rows: pd.DataFrame, name: str) -> Iterator[tuple[int, str, Any]]:
    """Sheet row, measure and value of each filled cell whose measure is a share."""
    filled = rows.dropna(subset=["measure", name])
    for row, measure, value in zip(filled.index.tolist(), filled["measure"], filled[name], strict=True):
        if measure in ABOUT and ABOUT[measure].unit == PERCENT:
            yield row, measure, value


def unlikely(measure: str, value: float, name: str) -> Words | None:
    """What is told of a share's bound or target; None where it is one that can be."""
    if value > WHOLE:
        return Words("不超过 100（单位是 %）", "at most 100: the unit is %")
    if not 0 < value <= most_of_a_fraction(measure, name):
        return None
    meant = figure(value * 100)
    return Words(
        f"{meant}（单位是 %，填 {figure(value)} 就是 {figure(value)}%）",
        f"{meant}: the unit is %, and {figure(value)} means {figure(value)}%",
    )


def most_of_a_fraction(measure: str, name: str) -> float:
    """Up to where a value is taken for a fraction of the whole."""
    about = ABOUT[measure]
    if about.direction == "higher":
        return 1
    return about.worst / FAR_BELOW if name == "worst" and about.worst is not None else 0
