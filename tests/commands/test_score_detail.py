"""评分明细: every proposed score can be followed from totals to points to what it brings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.handler import Result
from csbook.commands.score import score
from csbook.problems import Severity
from tests.scorecard.workplace import FIRST_ROW, agent, by_agent, log, request, ruler, typed

TWO = [agent("1"), agent("2", role="aftersale")]
RULES = [
    ruler("conversion", 20, 60, 25, unit="%"),
    ruler("response_seconds", 60, 15, 15, unit="秒"),
    ruler("satisfaction", 70, 95, 10, least_sample=30),
    ruler("valid_share", None, None, 5, bands="98=100; 95=80"),
    ruler("cases_closed", 60, 100, 20, role="aftersale"),
    ruler("loss", 80, 40, 15, active=False),
]
FIGURES = [
    log("1", enquiries=100, buyers=45, answered=10, response_seconds=330, ratings=12, satisfied=12,
        orders=100, valid_orders=96),
    log("2", enquiries=50, buyers=35),
]  # fmt: skip


def run(**tables: Any) -> Result:
    return score(request(**{"Staff": TWO, "Measures": RULES, "DailyLog": FIGURES} | tables))


def of(result: Result, who: str) -> dict[str, dict[str, Any]]:
    rows = result.tables["ScoreDetail"]
    return {row["measure"]: row for row in rows[rows["agent_id"] == who].to_dict("records")}


def test_each_measure_shows_where_its_points_come_from() -> None:
    result = run()
    mine = of(result, "1")
    # 62.5 points of 25, 60 of 15, 80 of 5: (1562.5 + 900 + 400) / 45 = 63.611...
    shown = ("total", "sample", "value", "unit", "worst", "best", "points", "weight", "share", "contribution")
    assert [mine["conversion"][name] for name in shown] == [
        45, 100, 45, "%", 20, 60, 62.5, 25, 0.5556, 34.72,
    ]  # fmt: skip
    assert [mine["response_seconds"][name] for name in shown] == [
        330, 10, 33, "秒", 60, 15, 60, 15, 0.3333, 20.0,
    ]  # fmt: skip
    assert (mine["valid_share"]["bands"], mine["valid_share"]["points"]) == ("98=100; 95=80", 80)
    assert mine["valid_share"]["contribution"] == 8.89
    assert pd.isna(mine["valid_share"]["worst"])
    assert by_agent(result.tables["Scores"], "performance_proposed")["1"] == 63.61


def test_what_drops_out_says_why_and_gives_its_weight_to_the_others() -> None:
    result = run()
    small = of(result, "1")["satisfaction"]
    assert small["remark"] == "样本 12，少于 30，不计，权重由其他指标分担"
    assert (small["sample"], small["value"]) == (12, 100)
    assert pd.isna([small[name] for name in ("points", "share", "contribution")]).all()
    others = of(result, "2")
    assert others["response_seconds"]["remark"] == "没有数据，不计，权重由其他指标分担"
    assert others["conversion"]["share"] == 1
    assert by_agent(result.tables["Scores"], "performance_proposed")["2"] == 100


def test_the_yardsticks_that_are_on_for_the_role_are_listed_and_no_others() -> None:
    result = run()
    assert list(of(result, "1")) == ["conversion", "response_seconds", "valid_share", "satisfaction"]
    assert set(of(result, "2")) == {*of(result, "1"), "cases_closed"}


def test_the_rows_of_other_months_stay_and_those_of_this_one_are_made_anew() -> None:
    before = [
        {"month": month, "agent_id": "9", "measure": "conversion", "points": 50.0}
        for month in ("2026-12", "2026-11", "2026-10")
    ]
    rows = run(ScoreDetail=before).tables["ScoreDetail"]
    assert rows["month"].is_monotonic_increasing
    assert rows[rows["agent_id"] == "9"]["month"].tolist() == ["2026-10", "2026-12"]
    again = run(ScoreDetail=rows)
    pd.testing.assert_frame_equal(again.tables["ScoreDetail"], rows)


def test_service_is_proposed_from_the_readings_of_the_month() -> None:
    def reading(day: int, who: str, step: str, points: float, method: str = "chat_log") -> dict[str, Any]:
        date = pd.Timestamp(2026, 11, day)
        return {"date": date, "agent_id": who, "method": method, "step": step, "score": points}

    readings = [
        reading(6, "1", "opening", 100), reading(6, "1", "product", 60), reading(6, "1", "closing", 80.005),
        reading(13, "1", "opening", 91), reading(13, "1", "opening", 70, "mystery"),
    ]  # fmt: skip
    result = run(Quality=readings, Scores=[typed("1", 80, 80, 80, 80, None)])
    scores = result.tables["Scores"]
    assert by_agent(scores, "service_proposed") == {"1": 80.33, "2": None}  # (80.0016 + 91 + 70) / 3
    assert by_agent(scores, "service_used") == {"1": 80.33, "2": None}
    assert by_agent(scores, "manager_score")["1"] == 80.05  # 48 + 8 + 12 + 12.0495


@pytest.mark.parametrize("reason", [None, "神秘客户复核"])
def test_another_service_than_the_proposed_one_asks_for_a_reason(reason: str | None) -> None:
    quality = [
        {
            "date": pd.Timestamp(2026, 11, 6),
            "agent_id": "1",
            "method": "chat_log",
            "step": "opening",
            "score": 60.0,
        }
    ]
    scores = [typed("1", 80, None, 80, 80, 90, override_reason=reason)]
    result = run(Quality=quality, Scores=scores)
    assert by_agent(result.tables["Scores"], "service_used")["1"] == 90
    found = [(p.table, p.row, p.column, p.severity) for p in result.problems]
    warning = ("Scores", FIRST_ROW, "override_reason", Severity.WARNING)
    assert found == ([] if reason else [warning])


def test_the_self_score_is_proposed_from_plan_and_log() -> None:
    def row(part: str, item: str, **more: Any) -> dict[str, Any]:
        return {"month": "2026-11", "part": part, "item": item} | more

    plan = [
        row("target", "转化", measure="conversion", target=60.0, agent_id="1"),  # 45 of 60
        row("target", "全队转化", measure="conversion", target=50.0),  # 80 of 150: 53.33, met
        row("target", "响应", measure="response_seconds", target=22.0),  # 33 where 22 was wanted
        row("target", "空", measure="conversion"),
        row("daily", "清洁办公桌", done=True),
        row("training", "产品知识", done=False, agent_id="2"),
        row("meeting", "周会"),
        row("daily", "十月的事", done=False) | {"month": "2026-10"},
    ]
    result = run(Plan=plan)
    filled = result.tables["Plan"]
    assert filled["item"].tolist() == [line["item"] for line in plan[:-1]]
    assert filled["actual"].tolist()[:3] == [45, 53.33, 33]
    assert filled["attainment"].tolist()[:3] == [0.75, 1, 0.6667]
    assert filled[["actual", "attainment"]][3:].isna().all(axis=None)
    # of 1: 75, 100, 66.67, done, log 0 % complete; of 2: 100, 66.67, done, not done, log 0 %
    assert by_agent(result.tables["Scores"], "self_proposed") == {"1": 68.33, "2": 53.33}


def test_odd_cents_of_a_tie_go_by_the_order_that_the_sheet_shows() -> None:
    people = [agent(n) for n in ("3", "10", "2")]
    scores = score(request(Staff=people, DailyLog=[log("3")])).tables["Scores"]
    assert by_agent(scores, "tie_order") == {"3": 3, "10": 1, "2": 2}
    assert by_agent(scores, "standing") == dict.fromkeys(("3", "10", "2"), "ranked")
    assert by_agent(scores, "platform") == dict.fromkeys(("3", "10", "2"), "tmall")


def test_money_adds_up_in_what_is_shown() -> None:
    rows = run().tables["ScoreDetail"]
    brought = rows.dropna(subset=["contribution"]).groupby("agent_id")["contribution"]
    sums = {who: sum(Decimal(str(v)) for v in values) for who, values in brought}
    assert sums == {"1": Decimal("63.61"), "2": Decimal(100)}
