"""Grades and the figures of a pay row."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.scorecard.pay import Earned, PayFigures, grade_of, pay_figures, read_grades
from tests.scorecard.workplace import table

GRADES = read_grades(
    table(
        "Grades",
        [{"grade": "铜", "least": 70.0}, {"grade": "金", "least": 90.0}, {"grade": "银", "least": 80.5}],
    )
)
AMOUNTS = st.none() | st.decimals("0", "500", places=2)


def earned(**changed: Decimal | int | None) -> Earned:
    nothing: dict[str, Decimal | int | None] = dict.fromkeys(
        ("score", "rank", "by_rules", "typed", "bonus", "owed", "fines")
    )
    return Earned(**(nothing | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "金"), ("90", "金"), ("89.99", "银"), ("80.50", "银"), ("80.49", "铜"), ("69.99", None)],
)
def test_a_grade_begins_at_its_least_score(score: str, grade: str | None) -> None:
    assert grade_of(Decimal(score), GRADES) == grade


def test_nobody_without_a_score_has_a_grade() -> None:
    assert grade_of(None, GRADES) is None


def test_a_grade_without_a_least_score_or_name_is_nobodys() -> None:
    rows = [{"grade": "空", "least": None}, {"grade": None, "least": 50.0}]
    grades = read_grades(table("Grades", rows))
    assert [grade_of(Decimal(score), grades) for score in (49, 60)] == [None, None]


def test_a_row_with_everything_by_hand() -> None:
    """120 + 100 - 50 - 10."""
    figures = pay_figures(
        earned(
            score=Decimal("91.25"),
            rank=1,
            by_rules=Decimal(90),
            typed=Decimal(120),
            bonus=Decimal(100),
            owed=Decimal(50),
            fines=Decimal(10),
        ),
        GRADES,
    )
    assert figures == PayFigures(
        Decimal("91.25"), "金", 1, Decimal(120), Decimal(100), Decimal(50), Decimal(10), Decimal("160.00")
    )


def test_what_nobody_knows_stays_empty_and_the_total_is_nothing() -> None:
    assert pay_figures(earned(), GRADES) == PayFigures(
        None, None, None, None, None, None, None, Decimal("0.00")
    )


def test_a_commission_of_nothing_that_hr_types_counts_instead_of_the_rules() -> None:
    figures = pay_figures(earned(by_rules=Decimal(90), typed=Decimal(0), owed=Decimal(50)), GRADES)
    assert (figures.commission_due, figures.deduction, figures.total) == (0, 0, 0)


@settings(max_examples=50)
@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_no_deduction_takes_more_than_the_commission(
    by_rules: Decimal | None, typed: Decimal | None, bonus: Decimal | None, owed: Decimal | None
) -> None:
    figures = pay_figures(earned(by_rules=by_rules, typed=typed, bonus=bonus, owed=owed), GRADES)
    assert (figures.deduction or 0) <= (figures.commission_due or 0)
    assert figures.total >= (bonus or 0)
