"""The month's calendar: who still has to fill what by when, who is late, when the month can be locked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from csbook.commands.handler import Result
from csbook.commands.score import score
from tests.scorecard.workplace import agent, level, request, typed

FOUR = [agent(n) for n in "1234"]
LEVELS = [level("1", 90), level("2", 80), level("3", 70), level("4", 60)]
WAITING = [*LEVELS[:2], typed("3", None, 70, 70, 70, 70), typed("4", 60, 60, 60, None, 60)]
OTHER_DAYS = {"self_by": 5, "manager_by": 6, "lock_on": 8, "hr_by": 10}


def on(
    day: int, scores: list[dict[str, Any]], given: dict[str, Any] | None = None, month: int = 12
) -> Result:
    return score(request(dt.datetime(2026, month, day, 9), given=given, Staff=FOUR, Scores=scores))


def told(result: Result) -> str:
    return "\n".join(note.zh for note in result.notes)


@pytest.mark.parametrize(
    ("day", "own", "manager"),
    [
        (2, "待填自评（客服，12 月 2 日前）：王五。", "待填主管评分（店长，12 月 3 日前）：赵六（协作性）。"),
        (3, "已迟 1 天，请补自评（客服，应在 12 月 2 日前）：王五。", "待填主管评分（店长，12 月 3 日前）"),
        (5, "已迟 3 天，请补自评（客服", "已迟 2 天，请补主管评分（店长，应在 12 月 3 日前）：赵六"),
    ],
)  # fmt: skip
def test_who_still_has_to_fill_what_and_who_is_late(day: int, own: str, manager: str) -> None:
    result = on(day, WAITING)
    assert own in told(result)
    assert manager in told(result)
    late = {"self_score": ["3"] if day > 2 else [], "manager_score": ["4"] if day > 3 else []}
    assert result.details["late"] == late


def test_the_days_and_who_scores_are_settings() -> None:
    assert "待填自评（客服，12 月 5 日前）：王五。" in told(on(5, WAITING, OTHER_DAYS))
    named = on(8, WAITING, OTHER_DAYS | {"manager_role": "运营主管"})
    assert "已迟 2 天，请补主管评分（运营主管，应在 12 月 6 日前）：赵六（协作性）。" in told(named)
    assert [note.en for note in named.notes[:2]] == [
        "3 days late: self score (agents, due by 2026-12-05): 王五.",
        "2 days late: manager's score (运营主管, due by 2026-12-06): 赵六 (cooperation).",
    ]


def test_until_the_lock_day_the_month_is_provisional() -> None:
    assert "平台的付款数据约到 12 月 4 日才定，现在的结果是暂定的，到时请再评一次。" in told(on(3, LEVELS))
    assert "暂定" not in told(on(4, LEVELS))
    assert "约到 12 月 8 日才定" in told(on(7, LEVELS, OTHER_DAYS))


def test_from_the_lock_day_on_a_whole_month_should_be_locked() -> None:
    assert "锁定月份" not in told(on(3, LEVELS))
    assert "都已评完，核对后请点“锁定月份”；人事 12 月 5 日取数。" in told(on(4, LEVELS))
    assert "都已评完，核对后请点“锁定月份”；人事 12 月 5 日取数。" in told(on(5, LEVELS))
    assert "人事 12 月 5 日取数，2026-11 还没有锁定" in told(on(6, LEVELS))
    assert "锁定月份" not in told(on(6, WAITING))


def test_the_next_step_names_what_is_still_to_fill_and_when_to_settle() -> None:
    """Not to complete scores where all are there."""

    def then(result: Result) -> str:
        assert result.then is not None
        return result.then.zh

    paid = [{"month": "2026-11", "agent_id": n, "commission": Decimal(0)} for n in "1234"]

    def scored(day: int, scores: list[dict[str, Any]], month: int = 12) -> Result:
        return score(request(dt.datetime(2026, month, day, 9), Staff=FOUR, Scores=scores, Pay=paid))

    assert then(scored(2, WAITING)) == "填齐自评、主管评分，核对“绩效核算表”；没有问题再点“月结”。"
    assert then(scored(4, [*LEVELS[:3], WAITING[3]])).startswith("填齐主管评分，核对")
    assert then(on(4, LEVELS)).startswith("填齐提成，核对"), "neither typed nor by rules"
    assert then(scored(3, LEVELS)) == "核对“绩效核算表”；12 月 4 日起点“月结”。"
    assert then(scored(4, LEVELS)) == "核对“绩效核算表”；没有问题就点“月结”。"
    later = score(request(dt.datetime(2027, 1, 20, 9), Staff=FOUR, Scores=LEVELS, Pay=paid))
    assert then(later) == "核对“绩效核算表”；没有问题就点“锁定月份”。", (
        "'Settle month' is about December then"
    )
    assert later.then is not None
    assert later.then.en == "look over the pay sheet, then press 'Lock month'."


def test_without_an_agent_the_next_step_is_to_fill_some() -> None:
    nobody = score(request(dt.datetime(2026, 11, 20, 9), Staff=[agent("1", role="supervisor")]))
    assert nobody.then is not None
    assert nobody.then.en == "fill the agents in sheet 'Staff', then press 'Score month' again."


def test_nobody_is_late_while_the_month_is_running() -> None:
    result = on(20, WAITING, month=11)
    assert "待填自评（客服，12 月 2 日前）：王五。" in told(result)
    assert result.details["late"] == {"self_score": [], "manager_score": []}
