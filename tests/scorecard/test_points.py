"""Points on a line from worst to best or by bands, and the rows they come from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from csbook.problems import Severity, Words
from csbook.schema.workbook import TABLES
from csbook.scorecard.points import Band, Yardstick, chosen, read_bands, read_yardsticks
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
    assert chosen(rulers, "presale", "tmall")["conversion"].weight == 10
    assert chosen(rulers, "aftersale", "tmall")["conversion"].weight == 0


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"best": 20.0}, "best"),
        ({"worst": None}, "worst"),
        ({"best": None}, "best"),
        ({"direction": "lower"}, "best"),
        ({"worst": 60.0, "best": 20.0}, "best"),
        ({"bands": "60以上=100"}, "bands"),
        ({"bands": "60=100; 60=90"}, "bands"),
        ({"bands": "60=101"}, "bands"),
        ({"bands": "60=-1"}, "bands"),
        ({"bands": "60=70; 50=85"}, "bands"),
        ({"bands": "60=100; 50=85", "direction": "lower"}, "bands"),
        ({"bands": "；"}, "bands"),
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


def test_a_row_that_is_on_without_a_weight_is_told() -> None:
    rows = [ruler("answered_share", 0, 100, 1), ruler("conversion", 20, 60, 1) | {"weight": None}]
    rulers, (problem,) = read_yardsticks(table("Measures", rows))
    assert (problem.row, problem.column, problem.severity) == (FIRST_ROW + 1, "weight", Severity.WARNING)
    assert [r.weight for r in rulers] == [1, 0]


def test_a_row_whose_switch_cannot_be_read_is_off() -> None:
    """The cell itself is a problem already."""
    rulers, _ = read_yardsticks(table("Measures", [ruler("conversion", 20, 60, 5) | {"active": None}]))
    assert rulers[0].weight == 0


def banded(text: str, **changed: object) -> Yardstick:
    (found,), problems = read_yardsticks(
        table("Measures", [ruler("conversion", None, None, 1, bands=text) | changed])
    )
    assert problems == []
    return found


@pytest.mark.parametrize(
    ("value", "points"),
    [("60", 100), ("75.5", 100), ("59.99", 85), ("50", 85), ("45", 70), ("44.99", 0), ("-3", 0)],
)
def test_bands_by_hand_where_higher_is_better(value: str, points: int) -> None:
    assert banded("60=100; 50=85; 45=70").points(Decimal(value)) == points


@pytest.mark.parametrize(
    ("value", "points"), [("6", 100), ("0", 100), ("6.01", 80), ("20", 50), ("20.01", 0)]
)
def test_bands_by_hand_where_lower_is_better(value: str, points: int) -> None:
    assert banded("6=100; 12=80; 20=50", direction="lower").points(Decimal(value)) == points


@pytest.mark.parametrize(
    "text",
    [
        "45=70; 60=100; 50=85",
        "60％＝100；50％＝85；45％＝70；",
        "60%=100%，50%=85%，45%=70%",
        " 60 = 100 , 50.0 = 85 ,\n45=70.00 ",
    ],
)
def test_bands_are_understood_in_any_order_and_with_the_signs_people_type(text: str) -> None:
    yardstick = banded(text)
    assert yardstick.bands == tuple(Band(Decimal(b), Decimal(p)) for b, p in ((60, 100), (50, 85), (45, 70)))
    assert yardstick.bands_text == "60=100; 50=85; 45=70"


def test_bands_take_the_place_of_worst_and_best() -> None:
    yardstick = banded("60=100", worst=60.0, best=60.0)
    assert (yardstick.worst, yardstick.best) == (None, None)


def test_equal_points_in_two_bands_are_allowed() -> None:
    assert banded("60=90; 50=90").points(Decimal(55)) == 90


numbers = st.decimals(-60, 60, places=2)


@given(numbers, numbers, numbers, numbers)
def test_a_better_value_never_scores_lower(
    worst: Decimal, best: Decimal, one: Decimal, other: Decimal
) -> None:
    assume(worst != best)
    line = Yardstick("a", "any", "any", worst, best, Decimal(3))
    better, worse = (max(one, other), min(one, other)) if best > worst else (min(one, other), max(one, other))
    assert 0 <= line.points(worse) <= line.points(better) <= 100


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.integers(-50, 50), st.integers(0, 100), min_size=1, max_size=6),
    st.booleans(),
    st.booleans(),
    st.lists(numbers, min_size=2, max_size=8),
)
def test_a_better_value_never_scores_lower_by_bands(
    given_bands: dict[int, int], falls: bool, sound: bool, values: list[Decimal]
) -> None:
    """Whatever bands are accepted: those that are not monotone are refused."""
    if sound:
        ordered = sorted(given_bands.values(), reverse=falls)
        given_bands = dict(zip(sorted(given_bands), ordered, strict=True))
    read = read_bands("; ".join(f"{bound}={points}" for bound, points in given_bands.items()), falls=falls)
    best_first = sorted(given_bands, reverse=not falls)
    points = [given_bands[bound] for bound in best_first]
    assert isinstance(read, Words) is (points != sorted(points, reverse=True))
    if isinstance(read, Words):
        return
    yardstick = Yardstick("a", "any", "any", None, None, Decimal(1), 0, read, falls)
    scored = [yardstick.points(value) for value in sorted(values, reverse=falls)]
    assert scored == sorted(scored)
    assert all(0 <= each <= 100 for each in scored)
