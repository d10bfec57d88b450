"""Steps, fines and remarks of 奖惩登记."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.problems import Language
from csbook.scorecard.conduct import Fines, consequences, fines_by_month
from tests.followups.shop import at, frame

OFF = Fines(Decimal("10.00"), Decimal("30.00"))
ON = Fines(Decimal("10.00"), Decimal("30.00"), on=True)


def breach(day: str, agent: str = "K01", **cells: Any) -> dict[str, Any]:
    return {"date": at(day), "agent_id": agent, "kind": "discipline", "what": "上班玩游戏"} | cells


def found(
    *rows: dict[str, Any], fines: Fines = OFF, today: str = "2026-12-31", language: Language = "zh"
) -> pd.DataFrame:
    return consequences(frame("Conduct", *rows), fines, today=at(today), language=language)


def steps(*rows: dict[str, Any], today: str = "2026-12-31") -> list[int | None]:
    return [None if pd.isna(step) else int(step) for step in found(*rows, today=today)["step"]]


def test_each_persons_breaches_are_counted_in_order_of_days() -> None:
    rows = breach("2026-05-02"), breach("2026-03-01"), breach("2026-04-01", "K02"), breach("2026-04-01")
    assert steps(*rows) == [3, 1, 1, 2]


def test_breaches_of_one_day_count_in_the_order_of_the_sheet() -> None:
    assert steps(breach("2026-03-01"), breach("2026-03-01", what="私聊")) == [1, 2]


def test_each_calendar_year_begins_anew() -> None:
    assert steps(breach("2025-12-31"), breach("2026-01-01"), breach("2026-12-31")) == [1, 1, 2]


def test_praise_has_no_step_and_does_not_count() -> None:
    praise = breach("2026-03-01", kind="praise", what="客户来信感谢")
    table = found(praise, breach("2026-03-02"), fines=ON)
    assert table["step"].isna().tolist() == [True, False]
    assert table["step"].iloc[1] == 1
    assert table["amount"].tolist() == [None, Decimal("10.00")]
    assert pd.isna(table["remark"].iloc[0])


@pytest.mark.parametrize(("today", "step"), [("2026-03-01 23:59", None), ("2026-03-02 00:00", 1)])
def test_a_later_day_has_not_come(today: str, step: int | None) -> None:
    assert steps(breach("2026-03-02"), today=today) == [step]


def test_without_fines_there_are_no_amounts() -> None:
    rows = [breach(f"2026-03-0{day}") for day in (1, 2, 3)]
    assert found(*rows)["amount"].tolist() == [None, None, None]


def test_with_fines_the_first_two_cost_what_the_settings_say_and_the_third_nothing() -> None:
    rows = [breach(f"2026-03-0{day}") for day in (1, 2, 3, 4)]
    assert found(*rows, fines=ON)["amount"].tolist() == [Decimal("10.00"), Decimal("30.00"), None, None]
    own = Fines(Decimal("5.5"), Decimal("0"), on=True)
    assert found(*rows[:2], fines=own)["amount"].tolist() == [Decimal("5.50"), Decimal("0.00")]


def test_the_remark_names_the_year_the_step_and_that_fines_are_off() -> None:
    first, second = found(breach("2026-03-01"), breach("2026-03-02"))["remark"]
    assert first == "2026 年第 1 次：制度为罚款 10 元，未启用，不罚。"
    assert second == "2026 年第 2 次：制度为罚款 30 元，未启用，不罚。"
    english = found(breach("2026-03-01"), language="en")["remark"].item()
    assert english == "No. 1 of 2026: the documents fine 10 yuan; fines are off, so there is none."


def test_a_fine_carries_the_legal_note() -> None:
    remark = found(breach("2026-03-01"), fines=ON)["remark"].item()
    assert remark.startswith("2026 年第 1 次：罚款 10 元；")
    for part in ("2008", "没有法定罚款权", "第十六条", "20%", "最低工资", "律师"):
        assert part in remark


@pytest.mark.parametrize("fines", [OFF, ON])
def test_the_third_considers_dismissal_with_the_law_whether_or_not_there_are_fines(fines: Fines) -> None:
    remark = found(*(breach(f"2026-03-0{day}") for day in (1, 2, 3)), fines=fines)["remark"].iloc[2]
    assert remark.startswith("2026 年第 3 次：制度为考虑开除，由主管决定；")
    for part in ("第三十九条", "第四条", "律师"):
        assert part in remark


ROWS = st.lists(
    st.builds(
        breach,
        st.dates(
            min_value=pd.Timestamp("2025-06-01").date(), max_value=pd.Timestamp("2026-06-30").date()
        ).map(str),
        st.sampled_from(["K01", "K02"]),
        kind=st.sampled_from(["discipline", "praise"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=50, deadline=None)
@given(ROWS, st.booleans())
def test_the_steps_of_a_person_and_year_run_from_one_without_a_gap(
    rows: list[dict[str, Any]], on: bool
) -> None:
    table = frame("Conduct", *rows)
    fines = Fines(OFF.first, OFF.second, on=on)
    result = consequences(table, fines, today=at("2026-12-31"), language="zh")
    assert result.index.equals(table.index)
    told = table.assign(step=result["step"], year=table["date"].dt.year)
    assert told.loc[told["kind"] == "praise", "step"].isna().all()
    for _, group in told[told["kind"] == "discipline"].groupby(["agent_id", "year"]):
        assert sorted(group["step"]) == list(range(1, len(group) + 1))
        assert group.sort_values("step")["date"].is_monotonic_increasing
    amounts = [amount for amount in result["amount"] if amount is not None]
    assert all(isinstance(amount, Decimal) for amount in amounts)
    assert len(amounts) == (int((result["step"] <= 2).sum()) if on else 0)
    again = consequences(table.assign(**result), fines, today=at("2026-12-31"), language="zh")
    pd.testing.assert_frame_equal(again, result)


def test_fines_add_up_by_month_and_person() -> None:
    rows = frame(
        "Conduct",
        breach("2026-03-01", amount=Decimal(10)),
        breach("2026-03-31", amount=Decimal("30.50")),
        breach("2026-04-01", amount=Decimal(30)),
        breach("2026-04-01", "K02", amount=None),
        breach("2026-04-02", "K02", amount=Decimal(5)) | {"kind": "praise"},
    )
    assert fines_by_month(rows) == {("2026-03", "K01"): Decimal("40.50"), ("2026-04", "K01"): Decimal(30)}
