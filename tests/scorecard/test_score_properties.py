"""What holds of every month's scores: halves go up, better input never lowers one, none leaves 0 to 100."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pandas as pd
import pytest

from csbook.commands.scored_month import scored_month
from tests.scorecard import reference
from tests.scorecard.workplace import agent, by_agent, level, log, request, ruler, typed

CRITERIA = ("performance", "ability", "cooperation", "service")
# Measure -> the log's total above the line, the one below it, worst, best.
MEASURES = {
    "conversion": ("buyers", "enquiries", 20, 60),
    "response_seconds": ("response_seconds", "answered", 60, 15),
    "valid_share": ("valid_orders", "orders", 80, 100),
    "refund_share": ("refunded_orders", "paid_orders", 20, 0),
    "complaint_share": ("complaints", "receptions", 2, 0),
    "satisfaction": ("satisfied", "ratings", 70, 95),
}
BANDS = {"conversion": "60=100; 50=85; 45=70", "response_seconds": "15=100; 40=62.5; 60=10"}


def scores_of(**tables: Any) -> pd.DataFrame:
    return scored_month(request(**tables)).frames["Scores"]


def half_cents(self_share: int, manager_share: int, step: int) -> list[tuple[str, str]]:
    """Self and manager's scores whose weighted sum ends in 5 at the third decimal."""
    found = []
    for own in range(0, 10001, step):
        manager = next(
            m for m in range((own * 7) % 9990, 10001) if (self_share * own + manager_share * m) % 10 == 5
        )
        found.append((f"{own / 100:.2f}", f"{manager / 100:.2f}"))
    return found


def test_half_a_cent_of_a_score_goes_up() -> None:
    """Two hundred pairs at 30/70, and by hand: 0.3 x 85.05 + 0.7 x 90.10 = 88.585."""
    pairs = [("85.05", "90.10"), ("65.10", "64.95"), *half_cents(3, 7, 50)]
    people = [f"{n:03d}" for n in range(len(pairs))]
    rows = [typed(who, float(own), *[float(m)] * 4) for who, (own, m) in zip(people, pairs, strict=True)]
    scored = by_agent(scores_of(Staff=[agent(who) for who in people], Scores=rows), "weighted")
    for who, (own, manager) in zip(people, pairs, strict=True):
        thousandths = 300 * Fraction(own) + 700 * Fraction(manager)
        assert thousandths % 10 == 5
        assert Fraction(str(scored[who])) == (thousandths + 5) / 1000, (own, manager)
    assert (scored["000"], scored["001"]) == (88.59, 65.0)


def test_half_a_cent_of_the_managers_score_goes_up() -> None:
    """0.6 x 80.05 + 0.1 x 80 + 0.15 x 80 + 0.15 x 80.10 = 80.045, and others beside it."""
    draw = Random(7)
    given = [("80.05", "80", "80", "80.10")]
    while len(given) < 200:
        four = [draw.randrange(10001) for _ in CRITERIA]
        if (60 * four[0] + 10 * four[1] + 15 * four[2] + 15 * four[3]) % 100 == 50:
            given.append(tuple(f"{score / 100:.2f}" for score in four))
    people = [f"{n:03d}" for n in range(len(given))]
    rows = [typed(who, 80.0, *map(float, four)) for who, four in zip(people, given, strict=True)]
    scored = by_agent(scores_of(Staff=[agent(who) for who in people], Scores=rows), "manager_score")
    shares = (Fraction(3, 5), Fraction(1, 10), Fraction(3, 20), Fraction(3, 20))
    for who, four in zip(people, given, strict=True):
        exact = sum(share * Fraction(score) for share, score in zip(shares, four, strict=True))
        assert Fraction(str(scored[who])) == exact + Fraction(1, 200), four
    assert scored["000"] == 80.05


def pairs_of_logs(draw: Random, count: int) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """A measure, a day's log, and the same day with a better total above the line."""
    found = []
    for n in range(count):
        measure = list(MEASURES)[n % len(MEASURES)]
        above, below, worst, best = MEASURES[measure]
        size = draw.choice((1, 7, 30, 100))
        highest = size * (60 if measure == "response_seconds" else 1)
        less, more = sorted(draw.randrange(highest + 1) for _ in range(2))
        worse, better = (less, more) if best > worst else (more, less)
        found.append((measure, {below: size, above: worse}, {below: size, above: better}))
    return found


@pytest.mark.parametrize("bands", [{}, BANDS], ids=["lines", "bands"])
def test_a_better_measure_never_lowers_the_proposal(bands: dict[str, str]) -> None:
    """Each pair of people differs in one total of one measure, and in its direction."""
    pairs = pairs_of_logs(Random(11), 120)
    staff, logs = [], []
    for n, (_, worse, better) in enumerate(pairs):
        for who, figures in ((f"{n:03d}a", worse), (f"{n:03d}b", better)):
            staff.append(agent(who))
            # A second measure beside the one that differs, the same for both.
            logs.append(log(who, **{"orders": 10, "abnormal_orders": n % 10} | figures))
    measures = [
        ruler(name, worst, best, 5, bands=bands.get(name)) for name, (*_, worst, best) in MEASURES.items()
    ]
    rows = scores_of(Staff=staff, DailyLog=logs, Measures=[*measures, ruler("abnormal_share", 100, 0, 5)])
    proposed = by_agent(rows, "performance_proposed")
    assert all(0 <= score <= 100 for score in proposed.values())
    differing = 0
    for n, (measure, worse, better) in enumerate(pairs):
        low, high = proposed[f"{n:03d}a"], proposed[f"{n:03d}b"]
        assert low <= high, (measure, worse, better)
        differing += low < high
    assert differing > 20


def test_a_better_typed_score_lowers_neither_score_nor_rank() -> None:
    """Each pair of people of a team differs in one typed score, by little or much."""
    draw, rows = Random(5), []
    for n in range(150):
        given = [draw.choice((0.0, 60.05, 80.0, 99.99, 100.0)) for _ in range(5)]
        higher, which = list(given), n % 5
        higher[which] = min(100.0, given[which] + draw.choice((0.01, 5.0, 60.0)))
        rows += [typed(f"{n:03d}a", *given), typed(f"{n:03d}b", *higher)]
    scores = scores_of(Staff=[agent(row["agent_id"]) for row in rows], Scores=rows)
    columns = {name: by_agent(scores, name) for name in ("manager_score", "weighted", "rank")}
    for n in range(150):
        low, high = f"{n:03d}a", f"{n:03d}b"
        assert columns["manager_score"][low] <= columns["manager_score"][high]
        assert columns["weighted"][low] <= columns["weighted"][high]
        assert columns["rank"][low] >= columns["rank"][high]
    found = [*columns["manager_score"].values(), *columns["weighted"].values()]
    assert all(0 <= score <= 100 for score in found)
    assert len(set(columns["rank"].values())) > 100


def test_the_extremes_are_0_and_100() -> None:
    logs = [
        log("1", enquiries=10, buyers=10, sales=-5000, receptions=5, complaints=0),
        log("2", enquiries=10, buyers=0, sales=9_000_000, receptions=5, complaints=5),
    ]
    measures = [ruler("conversion", 20, 60, 5), ruler("complaint_share", 2, 0, 1)]
    rows = [level("1", 100), level("2", 0)]
    scored = scores_of(Staff=[agent("1"), agent("2")], DailyLog=logs, Measures=measures, Scores=rows)
    assert by_agent(scored, "performance_proposed") == {"1": 100, "2": 0}
    assert by_agent(scored, "weighted") == {"1": 100, "2": 0}


def test_amounts_that_do_not_divide_are_given_out_whole() -> None:
    """Teams of 2 to 30 with many first and many last."""
    draw = Random(3)
    for size in (2, 3, 7, 30):
        people = [f"{n}" for n in range(size)]
        rows = [level(who, draw.choice((70, 90))) for who in people[2:]]
        rows += [level(people[0], 70), level(people[1], 90)]
        scored = scores_of(Staff=[agent(who) for who in people], Scores=rows, given={"least_ranked": 2})
        for column in ("bonus", "deduction"):
            parts = {who: p for who, p in by_agent(scored, column).items() if p is not None}
            assert sum(parts.values()) == 100
            cents = {who: reference.cents(Fraction(part)) for who, part in parts.items()}
            assert cents == reference.divided(10000, list(parts))
