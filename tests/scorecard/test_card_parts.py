"""The proposed performance adds up from its parts, whatever they are."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.scorecard.measures import MEASURES, Figure
from csbook.scorecard.parts import Dropped, apportioned, parts, proposal, weighed
from csbook.scorecard.points import Yardstick

THREE = MEASURES[:3]


def yardstick(measure: str, weight: str, least_sample: int = 0) -> Yardstick:
    return Yardstick(measure, "any", "any", Decimal(0), Decimal(100), Decimal(weight), least_sample)


def figure(value: str, sample: int = 100) -> Figure:
    return Figure(Decimal(value), Decimal(sample), Decimal(value))


def test_thirds_are_shown_so_that_they_add_up() -> None:
    found = parts({name: figure("50.01") for name in THREE}, {name: yardstick(name, "1") for name in THREE})
    assert [str(part.share) for part in found.values()] == ["0.3334", "0.3333", "0.3333"]
    assert [str(part.contribution) for part in found.values()] == ["16.67", "16.67", "16.67"]
    assert str(proposal(found.values())) == "50.01"


def test_what_drops_out_stays_visible_and_the_weights_of_the_rest_grow() -> None:
    first, second, third = THREE
    rulers = {
        first: yardstick(first, "60"),
        second: yardstick(second, "30", 30),
        third: yardstick(third, "0"),
    }
    on = weighed(rulers)
    found = parts({first: figure("80"), second: figure("10", 29)}, on)
    assert list(found) == [first, second]  # a weight of 0 is no part
    assert (found[first].share, found[first].contribution) == (1, 80)
    assert (found[second].dropped, found[second].points) == (Dropped.SMALL_SAMPLE, None)
    assert parts({}, on)[first].dropped is Dropped.NO_DATA
    assert proposal(parts({}, on).values()) is None


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 10**6), max_size=8), st.integers(1, 10**4), st.integers(0, 4))
def test_apportioned_amounts_add_to_the_sum_half_up_and_none_is_off_by_a_unit(
    amounts: list[int], denominator: int, digits: int
) -> None:
    found = [Fraction(amount) for amount in apportioned(amounts, denominator, digits)]
    unit = Fraction(1, 10**digits)
    assert sum(found) == (Fraction(sum(amounts), denominator) / unit + Fraction(1, 2)).__floor__() * unit
    for amount, shown in zip(amounts, found, strict=True):
        assert abs(shown - Fraction(amount, denominator)) < unit
        assert shown >= 0


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10000), st.integers(1, 50)), min_size=1, max_size=8),
    st.integers(1, 5000),
)
def test_a_better_figure_never_lowers_the_proposal_which_stays_within_0_and_100(
    drawn: list[tuple[int, int]], better_by: int
) -> None:
    names = MEASURES[: len(drawn)]
    rulers = {name: yardstick(name, str(weight)) for name, (_, weight) in zip(names, drawn, strict=True)}
    values = {name: figure(f"{value / 100:.2f}") for name, (value, _) in zip(names, drawn, strict=True)}
    raised = values | {names[0]: figure(f"{(drawn[0][0] + better_by) / 100:.2f}")}
    before, after = (proposal(parts(each, rulers).values()) for each in (values, raised))
    assert before is not None
    assert after is not None
    assert 0 <= before <= after <= 100
    exact = sum((Fraction(v, 100) * w for v, w in drawn), Fraction(0)) / sum(w for _, w in drawn)
    assert abs(Fraction(before) - exact) <= Fraction(1, 200)
