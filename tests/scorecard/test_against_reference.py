"""Random months scored by csbook and by an independent reckoning agree to the cent, and what is shared
out adds up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from csbook.commands.scored_month import scored_month
from tests.scorecard import reference, reference_pay
from tests.scorecard.reference_shop import GRADES, MONTH, Shop
from tests.scorecard.workplace import none_for_missing, request

TEAMS, ALL_TEAMS = 40, 200
SEEDS = [
    *range(TEAMS),
    *(pytest.param(seed, marks=pytest.mark.minutes) for seed in range(TEAMS, ALL_TEAMS)),
]
Rows = dict[str, dict[str, Any]]


def month_of(shop: Shop) -> dict[str, Rows]:
    """Table -> staff number -> csbook's row of November, missing values as None."""
    frames = scored_month(request(shop.today, given=shop.set_to, **shop.rows())).frames
    return {name: by_agent(frames[name]) for name in ("Scores", "Commissions", "Pay", "Plans")} | {
        "ScoreDetail": detail(frames["ScoreDetail"])
    }


def by_agent(frame: pd.DataFrame) -> Rows:
    rows = [{n: none_for_missing(v) for n, v in row.items()} for row in frame.to_dict("records")]
    return {row["agent_id"]: row for row in rows if row["month"] == MONTH}


def detail(frame: pd.DataFrame) -> Rows:
    """Staff number -> measure -> row."""
    rows = [{n: none_for_missing(v) for n, v in row.items()} for row in frame.to_dict("records")]
    found: Rows = {}
    for row in rows:
        if row["month"] == MONTH:
            found.setdefault(row["agent_id"], {})[row["measure"]] = row
    return found


def exact(row: dict[str, Any], *names: str) -> dict[str, Any]:
    values = {name: row[name] for name in names}
    return {n: Fraction(str(v)) if isinstance(v, (float, int, Decimal)) else v for n, v in values.items()}


def yuan(cents: int | None) -> Fraction | None:
    return None if cents is None else Fraction(cents, 100)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_month_agrees_with_an_independent_reckoning(seed: int) -> None:
    shop = Shop(seed)
    month = month_of(shop)
    assert set(month["Scores"]) == set(shop.agents) == set(month["Pay"])
    standing = {who: row["standing"] for who, row in month["Scores"].items()}
    expected = shop.scored(standing)
    check_scores(shop, month["Scores"], expected)
    check_detail(shop, month["ScoreDetail"], month["Scores"])
    check_pay(shop, month, expected)
    check_sums(shop, month)
    assert set(month["Plans"]) == {who for who, one in expected.items() if one["owes"]}


def check_scores(shop: Shop, scores: Rows, expected: Rows) -> None:
    placed = [*shop.earlier, {who: one["rank"] for who, one in expected.items()}]
    for who, one in expected.items():
        figures, _, proposed = shop.proposals(who)
        row = scores[who]
        for name, rule in shop.rules_of(who).items():
            value, sample = figures.get(name, (None, 0))
            if sample >= rule["least"]:
                assert exact(row, name) == {name: value}, who
        assert exact(row, *proposed) == proposed, who
        wanted = {
            "performance_used": one["performance"],
            "service_used": one["service"],
            "manager_score": one["manager"],
            "weighted": one["weighted"],
            "rank": one["rank"],
            "bonus": yuan(one["bonus"]),
            "deduction": yuan(one["deduction"]),
            "last_streak": reference.streak(who, placed),
        }
        assert exact(row, *wanted) == wanted, who
        given = [row[n] for n in ("performance_proposed", "service_proposed", "manager_score", "weighted")]
        assert all(0 <= score <= 100 for score in given if score is not None)


def check_detail(shop: Shop, found: Rows, scores: Rows) -> None:
    """Each measure that counts, its points and share; shares add to the whole, contributions to the score."""
    for who in shop.agents:
        _, parts, proposed = shop.proposals(who)
        counting = {name: row for name, row in found.get(who, {}).items() if row["contribution"] is not None}
        assert set(counting) == set(parts), who
        for name, (points, share) in parts.items():
            row = counting[name]
            assert exact(row, "points")["points"] == reference.two_places(points), name
            assert abs(exact(row, "share")["share"] - share) < Fraction(1, 10_000), name
        if parts:
            assert sum(Fraction(str(row["share"])) for row in counting.values()) == 1
            assert (
                sum(Fraction(str(r["contribution"])) for r in counting.values())
                == (proposed["performance_proposed"])
            )


def check_pay(shop: Shop, month: dict[str, Rows], expected: Rows) -> None:
    for who, one in expected.items():
        base, computed = shop.commission(who)
        row = month["Commissions"][who]
        assert exact(row, "base", "computed") == {"base": base, "computed": yuan(computed)}, who
        wanted = {name: yuan(value) for name, value in shop.paid(who, one).items()}
        wanted |= {"score": one["weighted"], "rank": one["rank"]}
        wanted["grade"] = reference_pay.grade(one["weighted"], GRADES)
        assert exact(month["Pay"][who], *wanted) == wanted, who


def check_sums(shop: Shop, month: dict[str, Rows]) -> None:
    """What is given to the first and owed by the last adds to the settings' amounts, or is nothing."""
    for column, setting in (("bonus", "first_bonus"), ("deduction", "last_deduction")):
        given = [row[column] for row in month["Scores"].values() if row[column] is not None]
        assert not given or sum(given) == shop.set_to[setting]
        ranked = {row["rank"] for row in month["Scores"].values()} - {None}
        assert bool(given) == (len(ranked) > 1)
