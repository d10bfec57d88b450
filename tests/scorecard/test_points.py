"""Points on a line from worst to best, and their weighted mean."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csbook.problems import Severity
from csbook.schema.workbook import TABLES
from csbook.scorecard.points import Yardstick, chosen, proposed, read_yardsticks
from tests.scorecard.workplace import FIRST_ROW, ruler, table


def yardstick(worst: float, best: float, weight: int = 1, **more: str) -> Yardstick:
    place = {"measure": "m", "role": "any", "platform": "any"} | more
    return Yardstick(**place, worst=Decimal(worst), best=Decimal(best), weight=Decimal(weight))


@pytest.mark.parametrize(
    ("worst", "best", "value", "points"),
    [(20, 60, 20, 0), (20, 60, 60, 100), (20, 60, 50, 75), (20, 60, 10, 0), (20, 60, 99, 100),
     (60, 15, 60, 0), (60, 15, 15, 100), (60, 15, 30, Fraction(200, 3)), (60, 15, 90, 0), (60, 15, 1, 100)],
)  # fmt: skip
def test_points_by_hand_in_both_directions(worst: float, best: float, value: float, points: Fraction) -> None:
    assert yardstick(worst, best).points(Decimal(value)) == points


def test_the_weighted_mean_by_hand() -> None:
    rulers = {"a": yardstick(0, 100, 30), "b": yardstick(60, 15, 15)}
    # (30 * 45.2 + 15 * 66.67) / 45
    assert proposed({"a": Decimal("45.20"), "b": Decimal(30)}, rulers) == Decimal("52.36")


def test_a_missing_measure_drops_out_and_the_others_weigh_more() -> None:
    rulers = {"a": yardstick(0, 100, 10), "b": yardstick(0, 100, 90)}
    assert proposed({"a": Decimal(80)}, rulers) == Decimal("80.00")
    assert proposed({}, rulers) is None
    assert proposed({"a": Decimal(80)}, {"a": yardstick(0, 100, 0)}) is None


def test_three_thirds_of_a_point_make_a_half_cent_that_goes_up() -> None:
    rulers = {name: yardstick(0, 300) for name in "abc"} | {"d": yardstick(0, 100, 197)}
    ones = dict.fromkeys("abc", Decimal(1))
    assert proposed(ones | {"d": Decimal(0)}, rulers) == Decimal("0.01")  # (1 + 0) / 200 = 0.005


def test_the_most_specific_row_wins_whatever_the_order() -> None:
    rows = [
        yardstick(0, 4, role="presale", platform="jd"),
        yardstick(0, 3, role="presale"),
        yardstick(0, 2, platform="jd"),
        yardstick(0, 1),
    ]
    for listed in (rows, rows[::-1]):
        assert chosen(listed, "presale", "jd")["m"].best == 4
        assert chosen(listed, "presale", "tmall")["m"].best == 3
        assert chosen(listed, "aftersale", "jd")["m"].best == 2
        assert chosen(listed, "aftersale", "tmall")["m"].best == 1


def test_a_row_that_is_off_takes_the_measure_out_for_its_role_only() -> None:
    rows = [
        ruler("conversion", 0, 100, 10),
        ruler("conversion", None, None, 10, role="aftersale", active=False),
    ]
    rulers, problems = read_yardsticks(table("Measures", rows))
    assert problems == []
    value = {"conversion": Decimal(40)}
    assert proposed(value, chosen(rulers, "presale", "tmall")) == 40
    assert proposed(value, chosen(rulers, "aftersale", "tmall")) is None


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"best": 20.0}, "best"),
        ({"worst": None}, "worst"),
        ({"best": None}, "best"),
        ({"direction": "lower"}, "best"),
        ({"worst": 60.0, "best": 20.0}, "best"),
    ],
)
def test_a_row_that_cannot_score_is_a_problem_at_its_cell(changed: dict[str, object], column: str) -> None:
    rows = [ruler("answered_share", 0, 100, 1), ruler("conversion", 20, 60, 10) | changed]
    rulers, (problem,) = read_yardsticks(table("Measures", rows))
    assert (problem.table, problem.row, problem.column) == ("Measures", FIRST_ROW + 1, column)
    assert problem.severity is Severity.ERROR
    assert [r.measure for r in rulers] == ["answered_share"]


@pytest.mark.parametrize(
    "rows",
    [[], [ruler("conversion", 20, 60, 0)], [ruler("conversion", 20, 60, 5, active=False)]],
    ids=["no rows", "weight 0", "off"],
)
def test_no_weight_at_all_is_a_warning(rows: list[dict[str, object]]) -> None:
    frame = table("Measures", rows) if rows else TABLES["Measures"].empty()
    _, (problem,) = read_yardsticks(frame)
    assert (problem.table, problem.row, problem.column) == ("Measures", None, "weight")
    assert problem.severity is Severity.WARNING


numbers = st.decimals(-1000, 1000, places=2)


@given(numbers, numbers, numbers, numbers)
def test_a_better_value_never_scores_lower(
    worst: Decimal, best: Decimal, one: Decimal, other: Decimal
) -> None:
    assume(worst != best)
    rulers = {"a": Yardstick("a", "any", "any", worst, best, Decimal(3)), "b": yardstick(0, 100, 7)}
    better, worse = (max(one, other), min(one, other)) if best > worst else (min(one, other), max(one, other))
    with_better = proposed({"a": better, "b": Decimal(50)}, rulers)
    with_worse = proposed({"a": worse, "b": Decimal(50)}, rulers)
    assert with_better is not None and with_worse is not None
    assert 0 <= with_worse <= with_better <= 100
