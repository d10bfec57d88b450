"""A month that was locked once keeps its terms: reopened, mended and locked again, only what was mended
moves. Those of now are taken where somebody asks for them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.commands.handler import Request, Result
from csbook.commands.lock_contents import COLUMNS
from csbook.commands.lock_month import lock_month
from csbook.commands.reopen_month import reopen_month
from csbook.commands.score import score
from csbook.commands.terms_reminders import terms_problems
from csbook.commands.verify_month import verify_month
from csbook.problems import Severity
from csbook.schema.terms import TERM_SETTINGS
from tests.commands.locked_shop import after, edit, locked_shop, scored_shop, with_rows
from tests.scorecard.workplace import table

SHEETS = ("Scores", "Commissions", "Pay")


def reopened() -> Request:
    before = locked_shop()
    return after(before, reopen_month(replace(before, parameters={"reason": "补录"})), parameters={})


def with_settings(before: Request, **changed: Any) -> Request:
    assert set(changed) <= set(TERM_SETTINGS)
    return replace(before, settings=replace(before.settings, values={**before.settings.values, **changed}))


def with_new_rules(before: Request) -> Request:
    before = with_settings(before, first_bonus=Decimal(7), self_share=0.5, manager_share=0.5)
    before = edit(before, "CommissionRules", "rate", 0.5, rate=0.01)
    return edit(before, "Measures", "worst", 30.0, measure="conversion")


def figures(now: Request) -> dict[str, list[dict[str, Any]]]:
    """Everything of the month that a lock holds fast but the texts, by sheet."""
    texts = {"remark", "reasons", "warning", "state"}
    found = {}
    for name in SHEETS:
        columns = ["agent_id", *(column for column in COLUMNS[name] if column not in texts)]
        rows = now.tables[name][columns].sort_values("agent_id")
        found[name] = [
            {str(n): None if pd.isna(v) else v for n, v in row.items()} for row in rows.to_dict("records")
        ]
    return found


def told(result: Result, start: str) -> list[str]:
    return [note.zh for note in result.notes if note.zh.startswith(start)]


def test_a_reopened_month_is_scored_and_locked_by_the_terms_it_was_locked_by() -> None:
    before, now = locked_shop(), with_new_rules(reopened())
    scored = score(now)
    assert told(scored, "2026-11 锁定过") == [
        "2026-11 锁定过，仍按当时的口径算；后来改了：自评占比、主管占比、第一名奖励、考核指标、"
        "提成规则；要按现在的核算，请在“操作面板”的“按现在口径”填“是”，再“月度评分”。"
    ]
    now = after(now, scored)
    assert figures(now) == figures(before)
    locked = lock_month(now)
    assert told(locked, "2026-11 锁定过") == told(scored, "2026-11 锁定过")
    now = after(now, locked)
    assert figures(now) == figures(before)
    assert now.tables["ScoreDetail"]["unit"].tolist() == before.tables["ScoreDetail"]["unit"].tolist()
    assert verify_month(now).details["unchanged"]
    marks = now.tables["Locks"]["fingerprint"].tolist()
    assert marks[0] == marks[1]


def test_the_terms_of_now_are_taken_where_they_are_asked_for_and_kept_from_then_on() -> None:
    now = with_new_rules(reopened())
    asked = score(replace(now, parameters={"new_terms": True}))
    assert told(asked, "2026-11 上次评分以后口径改了，这次按现在的算：自评占比、")
    once = after(now, asked)
    first = once.tables["Scores"].set_index("agent_id").at["4", "bonus"]
    assert first == Decimal("7.00")
    assert once.tables["Terms"]["first_bonus"].tolist() == [Decimal("7.00")]
    result = lock_month(once)
    assert not told(result, "2026-11 锁定过")
    assert figures(after(once, result)) == figures(once)
    later = with_settings(once, first_bonus=Decimal(9))
    assert figures(after(later, score(later))) == figures(once)
    assert told(score(later), "2026-11 锁定过")


def test_a_month_never_locked_takes_the_terms_of_now_as_before() -> None:
    now = with_settings(scored_shop(), first_bonus=Decimal(7))
    result = score(now)
    assert told(result, "2026-11 上次评分以后口径改了，这次按现在的算：第一名奖励")
    assert after(now, result).tables["Scores"]["bonus"].dropna().tolist() == [Decimal("7.00")]


def test_terms_that_were_deleted_are_taken_anew_and_it_is_said() -> None:
    now = with_rows(with_settings(reopened(), first_bonus=Decimal(7)), "Terms", lambda rows: rows.iloc[:0])
    result = score(now)
    assert told(result, "2026-11") == ["2026-11 锁定时的口径已被删，这次按现在的设置和规则算。"]
    assert after(now, result).tables["Scores"]["bonus"].dropna().tolist() == [Decimal("7.00")]


def test_check_says_that_the_terms_are_kept_and_how_to_take_those_of_now() -> None:
    now = with_settings(reopened(), first_bonus=Decimal(7))
    (reminder,) = terms_problems(now.tables, now.settings, now.today)
    assert (reminder.table, reminder.expected.zh) == (
        "Terms",
        "锁定过，仍按当时的口径；后来改了：第一名奖励；要按现在的核算，请在“操作面板”的“按现在口径”填“是”"
        "，再“月度评分”",
    )
    assert reminder.expected.en == (
        "locked once, it keeps its terms; changed since: Bonus of the first; to reckon by what holds now put "
        "yes at 'by the terms of now' in the panel and use 'Score month'"
    )


def test_kept_rules_that_are_wrong_stop_the_score_at_their_own_cells() -> None:
    now = edit(reopened(), "TermMeasures", "best", 20.0, measure="conversion")
    row = now.tables["TermMeasures"].index[now.tables["TermMeasures"]["measure"] == "conversion"][0]
    for result in (score(now), lock_month(now)):
        assert [(p.table, p.row, p.column) for p in result.problems] == [("TermMeasures", row, "best")]
        assert not result.tables


def test_kept_steps_that_formulas_cannot_follow_stop_it_as_well() -> None:
    now = edit(reopened(), "TermSteps", "rate", 0.0123456789, from_amount=Decimal(0))
    (wrong,) = score(now).problems
    assert (wrong.table, wrong.column, wrong.severity) == ("TermSteps", "rate", Severity.ERROR)


def test_one_mended_row_moves_only_what_depends_on_it() -> None:
    """2009 instead of 4009 net sales on one day: 2000 yuan less at 1 %, the others as they were."""
    before = locked_shop()
    now = edit(
        with_new_rules(reopened()), "DailyLog", "sales", Decimal("2004"), agent_id="2",
        date=pd.Timestamp("2026-11-04"),
    )  # fmt: skip
    now = after(now, score(now))
    now = after(now, lock_month(now))
    was, is_now = figures(before), figures(now)
    for name in SHEETS:
        assert [r for r in is_now[name] if r["agent_id"] != "2"] == [
            r for r in was[name] if r["agent_id"] != "2"
        ]
    (paid,) = (row for row in is_now["Pay"] if row["agent_id"] == "2")
    (sold,) = (row for row in is_now["Commissions"] if row["agent_id"] == "2")
    assert sold["sales"] == Decimal("10009.00")  # 4002 + 4003 + 2004
    assert paid["commission_due"] == Decimal("100.18")  # 10000 x 1 % + 9 x 2 %


SHARES = st.integers(0, 100).map(lambda share: {"self_share": share / 100, "manager_share": 1 - share / 100})
MONEY = st.integers(0, 50_000).map(lambda cents: Decimal(cents) / 100)
OTHERS = st.fixed_dictionaries(
    {},
    optional={
        "first_bonus": MONEY,
        "last_deduction": MONEY,
        "least_ranked": st.integers(2, 9),
        "rank_newcomers": st.booleans(),
        "away_share": st.integers(0, 10).map(lambda tenths: tenths / 10),
        "commission_source": st.sampled_from(["log", "orders"]),
        "commission_method": st.sampled_from(["slices", "whole"]),
        "commission_floor": MONEY,
        "commission_cap": MONEY,
        "log_sales": st.sampled_from(["own_month", "by_refund_day", "gross"]),
        "discipline": st.booleans(),
    },
)
STEPS = st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 500)), unique_by=lambda step: step[0])
GRADES = st.lists(st.integers(0, 100), unique=True, max_size=4)


@settings(max_examples=10, deadline=None)
@given(SHARES, OTHERS, STEPS, GRADES, st.lists(st.integers(0, 90), min_size=2, max_size=2))
def test_whatever_changed_since_the_lock_moves_no_figure_of_a_month_locked_again(
    shares: dict[str, float],
    others: dict[str, Any],
    steps: list[tuple[int, int]],
    grades: list[int],
    worst: list[int],
) -> None:
    now = with_settings(reopened(), **shares, **others)
    rules = [
        {"group": "全部", "from_amount": Decimal(start), "rate": rate / 1000, "active": True}
        for start, rate in steps
    ]
    letters = [{"grade": f"新{least}", "least": float(least)} for least in grades]
    measures = now.tables["Measures"].assign(worst=[float(w) for w in worst], best=100.0, weight=1.0)
    changed = {
        "CommissionRules": table("CommissionRules", rules), "Grades": table("Grades", letters),
        "Measures": measures,
    }  # fmt: skip
    now = replace(now, tables={**now.tables, **changed})
    now = after(now, score(now))
    now = after(now, lock_month(now))
    assert figures(now) == figures(locked_shop())
