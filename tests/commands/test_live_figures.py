"""The formulas' values from the cells as they stand are those that `score` wrote beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.live_figures import LIVE, live_figures
from tests.commands.pay_month import FINES, FOUR, asked, month, sold, typed_pay
from tests.scorecard.workplace import agent, level, none_for_missing, table, typed, written_back

STEPS = [
    {"group": group, "from_amount": Decimal(start), "rate": rate, "active": active}
    for group, start, rate, active in (
        ("全部", 0, 0.01, True),
        ("全部", 5000, 0.0125, True),
        ("全部", 9000, 0.5, False),
        ("京东", 1000, 0.02, True),
    )
]
PEOPLE = [*FOUR[:3], FOUR[3] | {"group": "京东"}, agent("5", probation_until=pd.Timestamp("2027-01-01"))]
MARKS = [level("1", 90), typed("2", 80, 70.25, 66.66, 71, 80), level("3", 60), level("4", 60), level("5", 75)]
SALES = [sold("1", "12345.67"), sold("2", "4999.99"), sold("3", "-20"), sold("4", "1000.49"), sold("5", "9")]


def complete(**changed: Any) -> dict[str, Any]:
    rows: dict[str, Any] = {
        "Staff": PEOPLE, "Scores": MARKS, "DailyLog": SALES, "CommissionRules": STEPS, "Conduct": FINES,
        "Grades": [{"grade": "甲", "least": 80.0}, {"grade": "乙", "least": 60.0}],
        "Pay": [typed_pay("3", commission=Decimal("12.34"), commission_reason="补")],
    }  # fmt: skip
    return rows | changed


CASES = {
    "two share the last place": complete(),
    "one has not scored": complete(Scores=[*MARKS[:2], typed("3", None, 60, 60, 60, 60), *MARKS[3:]]),
    "nobody has": complete(Scores=[]),
    "no rules": complete(CommissionRules=[]),
    "only those of others": complete(CommissionRules=STEPS[3:]),
    "nobody at all": {"Staff": [], "Scores": [], "CommissionRules": []},
}
GIVEN = {
    "as delivered": {},
    "fines, all of the sales at one rate, floor and cap": {
        "discipline": True,
        "commission_method": "whole",
        "commission_floor": Decimal(5),
        "commission_cap": Decimal(120),
        "first_bonus": Decimal("0.03"),
        "least_ranked": 5,
    },
}


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
@pytest.mark.parametrize("rows", CASES.values(), ids=CASES)
def test_the_cells_that_score_wrote_give_its_own_figures(rows: dict[str, Any], given: dict[str, Any]) -> None:
    before, frames = asked(given, **rows), month(given, **rows).frames
    tables = {
        name: written_back(before.tables[name], frames[name], name)
        for name in ("Scores", "Commissions", "Pay")
    }
    found = live_figures({**before.tables, **tables}, before.settings)
    assert sorted(found) == sorted(LIVE)
    for name, stands in tables.items():
        pd.testing.assert_frame_equal(found[name], stands[list(found[name].columns)])


def test_rules_that_are_gone_since_leave_the_floor() -> None:
    """As the formula does: their steps add to nothing."""
    given = {"commission_floor": Decimal(5)}
    before, frames = asked(given, **complete()), month(given, **complete()).frames
    found = live_figures(
        {**before.tables, **frames, "Pay": table("Pay", []), "CommissionRules": table("CommissionRules", [])}
        | {"Scores": table("Scores", [])},
        before.settings,
    )
    assert found["Commissions"]["computed"].tolist() == [Decimal("5.00")] * len(PEOPLE)


def test_a_written_month_has_ranks_and_money_to_compare() -> None:
    pay = month({"least_ranked": 4}, **complete()).frames["Pay"].set_index("agent_id")
    assert [none_for_missing(rank) for rank in pay["rank"]] == [1, 2, 3, 3, None]
    assert pay["commission_due"].tolist() == [
        Decimal(amount) for amount in ("141.82", "50.00", "12.34", "0.01", "0.09")
    ]


def test_without_rows_there_are_no_figures() -> None:
    empty = {name: table(name, []) for name in (*LIVE, "Grades", "Conduct")}
    assert all(frame.empty for frame in live_figures(empty, asked().settings).values())
