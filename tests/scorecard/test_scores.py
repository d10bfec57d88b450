"""Self 30 %, manager 70 %, and inside the manager's part 60 / 10 / 15 / 15."""

from __future__ import annotations

from decimal import Decimal

import pytest

from csbook.scorecard.scores import Judgement, Shares, settled

SHARES = Shares(
    Decimal("0.3"),
    Decimal("0.7"),
    {
        "performance": Decimal("0.6"),
        "ability": Decimal("0.1"),
        "cooperation": Decimal("0.15"),
        "service": Decimal("0.15"),
    },
)


def judgement(own: str | None, proposed: str | None, *manager: str | None) -> Judgement:
    """Self, proposed performance, the four criteria, proposed service."""
    return Judgement(*(None if v is None else Decimal(v) for v in (own, proposed, *manager)))


@pytest.mark.parametrize(
    ("given", "manager", "weighted"),
    [
        (("90", "80", None, "70", "60", "50"), "71.50", "77.05"),  # 48 + 7 + 9 + 7.5; 27 + 50.05
        (("90", "80", "100", "70", "60", "50"), "83.50", "85.45"),  # the supervisor's figure counts
        (("90", None, "100", "70", "60", "50"), "83.50", "85.45"),
        (("84.75", "84.25", None, "84.25", "84.25", "84.25"), "84.25", "84.40"),  # 25.425 + 58.975
        (("80.05", "80", None, "80", "80", "80"), "80.00", "80.02"),  # 24.015 + 56 = 80.015: half up
        (("80", "80.01", None, "80", "80", "79.99"), "80.00", "80.00"),  # 80.0045 is 80.00 before weighing
        (("0", "0.01", None, "0", "0", "0"), "0.01", "0.01"),  # 0.006 -> 0.01, then 0.007 -> 0.01
    ],
)  # fmt: skip
def test_scores_by_hand(given: tuple[str | None, ...], manager: str, weighted: str) -> None:
    found = judgement(*given)
    assert str(found.manager_score(SHARES)) == manager
    assert str(found.weighted(SHARES)) == weighted


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((None, "80", None, "70", "60", "50"), ("self_score",)),
        (("90", None, None, "70", "60", "50"), ("performance",)),
        ((None, "80", None, None, "60", None), ("self_score", "ability", "service")),
    ],
)
def test_a_missing_figure_leaves_the_row_unscored(
    given: tuple[str | None, ...], missing: tuple[str, ...]
) -> None:
    found = judgement(*given)
    assert found.missing == missing
    assert found.weighted(SHARES) is None
    assert (found.manager_score(SHARES) is None) == (missing != ("self_score",))


def test_typing_the_proposal_again_is_no_override() -> None:
    assert not judgement("1", "80", "80.00", "1", "1", "1").overrides
    assert not judgement("1", None, "80", "1", "1", "1").overrides
    assert judgement("1", "80", "80.01", "1", "1", "1").overrides == {"performance": Decimal("80")}


def test_service_is_proposed_like_performance_and_may_be_typed_instead() -> None:
    found = judgement("1", "80", None, "1", "1", None, "70.5")
    assert (found.service_used, found.missing, dict(found.overrides)) == (Decimal("70.5"), (), {})
    typed = judgement("1", "80", "81", "1", "1", "71", "70.5")
    assert typed.service_used == 71
    assert typed.overrides == {"performance": Decimal("80"), "service": Decimal("70.5")}


def test_more_decimals_than_anybody_types_settle_as_the_formula_does() -> None:
    """By way of six decimals, which take away what binary fractions add in the workbook."""
    assert str(settled(Decimal("80.0049994"))) == "80.00"
    assert str(settled(Decimal("80.0049995"))) == "80.01"
    assert str(settled(Decimal("80.0149995"))) == "80.02"
