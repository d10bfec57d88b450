"""The formulas' values from the cells as they stand are those that `score` wrote beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.live_figures import LIVE, SOURCES, figures_that_follow, live_figures
from csbook.commands.lock_contents import rows_of
from csbook.commands.month_terms import by_kept_terms
from csbook.schema.term_names import KEPT_IN, TERM_TABLES
from csbook.schema.terms import RULE_COLUMNS, TERM_SETTINGS
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
    tables = {name: written_back(before.tables[name], frames[name], name) for name in LIVE if name in frames}
    kept = {name: frames.get(name, before.tables[name]) for name in TERM_TABLES if name not in LIVE}
    found = live_figures({**before.tables, **kept, **tables})
    assert sorted(found) == sorted(LIVE)
    for name, stands in tables.items():
        pd.testing.assert_frame_equal(found[name], stands[list(found[name].columns)])


def scored(given: dict[str, Any] | None = None) -> dict[str, pd.DataFrame]:
    """The tables with a scored month written into them."""
    before, frames = asked(given, **complete()), month(given, **complete()).frames
    return {**before.tables, **{n: written_back(before.tables[n], f, n) for n, f in frames.items()}}


def test_rules_that_are_gone_since_leave_the_floor() -> None:
    """As the formula does: their steps add to nothing."""
    tables = scored({"commission_floor": Decimal(5)})
    found = live_figures({**tables, "TermSteps": table("TermSteps", [])})
    assert found["Commissions"]["computed"].tolist() == [Decimal("5.00")] * len(PEOPLE)


def test_a_month_without_terms_has_no_figures_but_what_was_typed() -> None:
    tables = scored()
    found = live_figures({**tables, "Terms": table("Terms", [])})
    for name, column in (("Scores", "weighted"), ("Scores", "rank"), ("Commissions", "computed"),
                         ("Pay", "score"), ("Pay", "grade"), ("Pay", "discipline")):  # fmt: skip
        assert found[name][column].isna().all(), column
    assert found["Pay"]["total"].tolist() == [Decimal(v) for v in ("12.34", "0.00", "0.00", "0.00", "0.00")]


def test_terms_are_added_where_a_month_has_none_and_others_stand() -> None:
    tables, settings = scored(), asked().settings
    dearer = replace(settings, values=settings.values | {"first_bonus": Decimal(7)})
    assert not {*KEPT_IN.values()} & set(figures_that_follow(tables, dearer))
    assert figures_that_follow(tables, dearer)["Terms"]["first_bonus"].tolist() == [Decimal("100.00")]
    found = figures_that_follow({**tables, "Terms": table("Terms", [])}, dearer)
    assert found["Terms"]["first_bonus"].tolist() == [Decimal(7)]
    assert found["Scores"]["bonus"].dropna().tolist() == [Decimal("7.00")]
    assert found["TermSteps"]["extra"].tolist() == pytest.approx([0.01, 0.0025, 0, 0.02])


def test_what_a_month_keeps_is_read_back_as_settings_and_rules_say_it() -> None:
    before = asked(GIVEN["fines, all of the sales at one rate, floor and cap"], **complete())
    written = month(GIVEN["fines, all of the sales at one rate, floor and cap"], **complete()).frames
    later = replace(before, settings=asked().settings, tables={**before.tables, **written, **NO_RULES})
    kept = by_kept_terms(later)
    assert {n: kept.settings[n] for n in TERM_SETTINGS} == {n: before.settings[n] for n in TERM_SETTINGS}
    for name, columns in RULE_COLUMNS.items():
        assert rows_of(kept.tables[name], columns) == rows_of(before.tables[name], columns)
    assert by_kept_terms(replace(later, month=dt.date(2026, 10, 1))) is not kept


NO_RULES = {name: table(name, []) for name in RULE_COLUMNS}


def test_a_written_month_has_ranks_and_money_to_compare() -> None:
    pay = month({"least_ranked": 4}, **complete()).frames["Pay"].set_index("agent_id")
    assert [none_for_missing(rank) for rank in pay["rank"]] == [1, 2, 3, 3, None]
    assert pay["commission_due"].tolist() == [
        Decimal(amount) for amount in ("141.82", "50.00", "12.34", "0.01", "0.09")
    ]


def test_without_rows_there_are_no_figures() -> None:
    empty = {name: table(name, []) for name in SOURCES}
    assert all(frame.empty for frame in live_figures(empty).values())
