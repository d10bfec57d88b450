"""Random teams scored by the command and by an independent reckoning agree to the cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.commands.score import score
from tests.scorecard import reference
from tests.scorecard.workplace import agent, by_agent, log, request, ruler

COUNTS = (
    "receptions", "answered", "enquiries", "buyers", "orders", "valid_orders", "paid_orders",
    "refunded_orders", "abnormal_orders", "ratings", "satisfied", "complaints",
)  # fmt: skip
RULERS = {
    "conversion": (20, 60, 25, 2),
    "response_seconds": (60, 15, 15, 0),
    "valid_share": (80, 100, 5, 0),
    "paid_share": (60, 95, 10, 3),
    "refund_share": (20, 0, 5, 0),
    "order_value": (10, 90, 7, 0),
    "complaint_share": (2, 0, 10, 0),
    "abnormal_share": (10, 0, 5, 0),
    "answered_share": (80, 100, 10, 0),
    "satisfaction": (70, 95, 5, 4),
}
count = st.none() | st.integers(0, 12)
# few different scores, so that ties are common; hundredths, so that halves of a cent are
score_typed = st.sampled_from(["0", "60.05", "80", "80.01", "99.95", "100"])


@st.composite
def log_rows(draw: st.DrawFn, agents: list[str]) -> list[dict[str, Any]]:
    rows = []
    for who in agents:
        for day in draw(st.lists(st.integers(1, 30), max_size=3, unique=True)):
            figures: dict[str, Any] = {name: draw(count) for name in COUNTS}
            figures["response_seconds"] = draw(st.none() | st.integers(0, 6000).map(lambda n: n / 10))
            figures["sales"] = draw(st.none() | st.decimals(0, 900, places=2))
            rows.append(log(who, day, **figures))
    return rows


@st.composite
def teams(draw: st.DrawFn) -> dict[str, Any]:
    agents = [str(n) for n in range(1, draw(st.integers(1, 6)) + 1)]
    complete = draw(st.booleans())
    maybe = score_typed if complete else st.none() | score_typed
    typed = {a: (draw(maybe), draw(maybe), *(draw(maybe) for _ in range(3))) for a in agents}
    commissions = {
        a: draw(st.integers(0, 20000)) for a in draw(st.lists(st.sampled_from(agents), unique=True))
    }
    return {"agents": agents, "log": draw(log_rows(agents)), "typed": typed, "commissions": commissions}


def exactly(values: dict[str, Any]) -> dict[str, Fraction | None]:
    return {who: None if v is None else Fraction(str(v)) for who, v in values.items()}


@settings(deadline=None, max_examples=80)
@given(teams())
def test_the_month_agrees_with_an_independent_reckoning(team: dict[str, Any]) -> None:
    names = ("self_score", "performance", "ability", "cooperation", "service")
    typed_rows = [
        {"month": "2026-11", "agent_id": a}
        | {n: None if v is None else float(v) for n, v in zip(names, values, strict=True)}
        for a, values in team["typed"].items()
    ]
    result = score(
        request(
            Staff=[agent(a) for a in team["agents"]],
            DailyLog=team["log"],
            Measures=[
                ruler(name, worst, best, weight, least_sample=least)
                for name, (worst, best, weight, least) in RULERS.items()
            ],
            Scores=typed_rows,
            Pay=[
                {"month": "2026-11", "agent_id": a, "commission": Decimal(cents) / 100}
                for a, cents in team["commissions"].items()
            ],
        )
    )
    scores, pay, plans = (result.tables[n] for n in ("Scores", "Pay", "Plans"))
    expected = reference.month(team["agents"], team["log"], RULERS, team["typed"], team["commissions"])

    for who in team["agents"]:
        rates = reference.rates(team["log"], who)
        for name, (*_, least) in RULERS.items():
            value, sample = rates.get(name, (None, 0))
            shown = value if sample >= least else None
            assert exactly(by_agent(scores, name))[who] == shown, name
    for column, name in (
        ("performance_proposed", "proposed"),
        ("manager_score", "manager"),
        ("weighted", "weighted"),
    ):
        assert exactly(by_agent(scores, column)) == {a: r[name] for a, r in expected.items()}, column
    assert by_agent(scores, "rank") == {a: r["rank"] for a, r in expected.items()}
    assert set(plans["agent_id"]) == {a for a, r in expected.items() if r["owes"]}
    for frame in (scores, pay):
        for name in ("bonus", "deduction"):
            cents = {a: None if r[name] is None else Fraction(r[name], 100) for a, r in expected.items()}
            assert exactly(by_agent(frame, name)) == cents
    assert exactly(by_agent(pay, "total")) == {a: Fraction(r["total"], 100) for a, r in expected.items()}
    bonuses = [b for b in scores["bonus"] if b is not None]
    assert not bonuses or sum(bonuses) == Decimal("100.00")
