"""A row of the pay sheet: grade, commission, bonus, deduction, fines and their total (domain A7.9, A8).

The figures are those of the live formulas in schema/pay_formulas.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from csbook.money import NOTHING, exact, rounded


@dataclass(frozen=True)
class Grade:
    """What a score of at least `least` is called."""

    name: str | None
    least: Decimal


def read_grades(grades: pd.DataFrame) -> list[Grade]:
    """The rows of 等级 (`grade`, `least`) that have a least score, the highest first."""
    rows = grades.dropna(subset=["least"])
    names = rows["grade"].astype("object").where(rows["grade"].notna(), None).tolist()
    found = [Grade(name, exact(least)) for name, least in zip(names, rows["least"].tolist(), strict=True)]
    return sorted(found, key=lambda grade: grade.least, reverse=True)


def grade_of(score: Decimal | None, grades: Sequence[Grade]) -> str | None:
    """The first whose least score is reached; `grades` come from `read_grades`."""
    if score is None:
        return None
    return next((grade.name for grade in grades if grade.least <= score), None)


@dataclass(frozen=True)
class Earned:
    """What a month brings somebody; None where there is none.

    `by_rules`: the commission that the rules give; `typed`: HR's own figure, which counts instead. `owed`:
    the last one's deduction before its limit. `fines`: None while they are off.
    """

    score: Decimal | None
    rank: int | None
    by_rules: Decimal | None
    typed: Decimal | None
    bonus: Decimal | None
    owed: Decimal | None
    fines: Decimal | None


@dataclass(frozen=True)
class PayFigures:
    """The formulas of one row of 绩效核算表, by their columns' names; amounts in yuan."""

    score: Decimal | None
    grade: str | None
    rank: int | None
    commission_due: Decimal | None
    bonus: Decimal | None
    deduction: Decimal | None
    discipline: Decimal | None
    total: Decimal


def pay_figures(earned: Earned, grades: Sequence[Grade]) -> PayFigures:
    """The row of one person; the deduction is never more than the commission (domain A7.9)."""
    due = earned.by_rules if earned.typed is None else earned.typed
    commission = due or NOTHING
    deduction = None if earned.owed is None else min(earned.owed, commission)
    less = (deduction or NOTHING) + (earned.fines or NOTHING)
    return PayFigures(
        score=earned.score,
        grade=grade_of(earned.score, grades),
        rank=earned.rank,
        commission_due=due,
        bonus=earned.bonus,
        deduction=deduction,
        discipline=earned.fines,
        total=rounded(commission + (earned.bonus or NOTHING) - less),
    )
