"""How far targets are reached, and the self score that the month's tasks propose."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.scorecard.measures import Figure
from csbook.scorecard.tasks import attained_targets, attainment, self_proposals
from tests.scorecard.workplace import FIRST_ROW, table


def figure(value: str) -> Figure:
    return Figure(Decimal(value), Decimal(10), Decimal(1))


def row(part: str, item: str, **more: Any) -> dict[str, Any]:
    return {"month": "2026-11", "part": part, "item": item} | more


@pytest.mark.parametrize(
    ("actual", "target", "lower", "share"),
    [
        ("45", "60", False, Fraction(3, 4)),
        ("75", "60", False, 1),  # more than met is met
        ("60", "60", False, 1),
        ("40", "30", True, Fraction(3, 4)),
        ("20", "30", True, 1),
        ("0", "30", True, 1),
        ("0", "60", False, 0),
        ("0", "0", False, 1),
        ("0", "0", True, 1),
        ("3", "0", True, 0),  # no complaint was wanted, there were some
        ("-5", "0", False, 0),
        ("-5", "-10", False, 1),
        ("-20", "-10", False, 0),
        ("-20", "100", False, 0),  # refunds beyond the sales
    ],
)
def test_how_far_a_target_is_reached(actual: str, target: str, lower: bool, share: Fraction) -> None:
    assert attainment(Decimal(actual), Decimal(target), lower_is_better=lower) == share


amounts = st.decimals(-1000, 1000, places=2)


@settings(max_examples=50, deadline=None)
@given(amounts, amounts, st.decimals(0, 100, places=2), st.booleans())
def test_a_better_figure_never_reaches_less(
    actual: Decimal, target: Decimal, better_by: Decimal, lower: bool
) -> None:
    better = actual - better_by if lower else actual + better_by
    first, second = (attainment(a, target, lower_is_better=lower) for a in (actual, better))
    assert 0 <= first <= second <= 1


def test_a_row_is_about_whom_it_names_else_about_the_team() -> None:
    plan = table(
        "Plan",
        [
            row("target", "a", measure="conversion", target=50.0, agent_id="1"),
            row("target", "b", measure="conversion", target=50.0),
            row("target", "c", measure="satisfaction", target=50.0),  # nobody has a figure
            row("target", "d", measure="conversion"),
            row("target", "e", target=50.0),
            row("daily", "f", measure="conversion", target=50.0),
        ],
    )
    figures = {"1": {"conversion": figure("40")}}
    found = attained_targets(plan, figures, {"conversion": figure("60")}, set())
    assert {at - FIRST_ROW: (a.actual, a.share) for at, a in found.items()} == {
        0: (Decimal(40), Fraction(4, 5)),
        1: (Decimal(60), Fraction(1)),
    }


def test_every_task_counts_the_same_and_silence_does_not_count() -> None:
    plan = table(
        "Plan",
        [
            row("target", "a", measure="conversion", target=60.0, agent_id="1"),
            row("daily", "b", done=True),
            row("training", "c", done=False, agent_id="1"),
            row("meeting", "d"),
            row("target", "e", measure="conversion", done=True),  # no target: nothing to reach
        ],
    )
    figures = {"1": {"conversion": figure("45"), "log_complete": figure("33.33")}, "3": {}}
    attained = attained_targets(plan, figures, {}, set())
    found = self_proposals(["1", "2", "3"], plan, attained, figures)
    assert found == {"1": Decimal("52.08"), "2": Decimal(100), "3": Decimal(100)}  # (75+100+0+33.33)/4
    assert self_proposals(["2"], plan.iloc[:0], {}, figures) == {}
