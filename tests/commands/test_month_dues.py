"""Improvement plans owed and what last month waits for: today's list, the problems, the states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from csbook.commands.handler import Request, Result
from csbook.commands.month_dues import late_problems
from csbook.commands.prepare_day import prepare_day
from csbook.commands.update_followups import update_followups
from csbook.commands.who_is_missing import who_is_missing
from tests.commands.daily_shop import STAFF, request
from tests.followups.shop import at

SUPERVISOR = {"agent_id": "K00", "name": "李主管", "platforms": "tmall", "role": "supervisor"}
PLAN = {"month": "2026-01", "agent_id": "K02", "name": "钱二", "due": at("2026-03-04"), "state": "owed"}
WHOLE = {
    "month": "2026-02",
    "standing": "ranked",
    "performance_proposed": 80.0,
    "ability": 80.0,
    "cooperation": 80.0,
    "service": 80.0,
    "self_score": 90.0,
}
LOCK = {"month": "2026-02", "version": 1, "state": "locked"}
WRITERS = (prepare_day, update_followups, who_is_missing)
Listed = list[list[Any]]


def asked(now: str, **tables: Any) -> Request:
    chosen = tables.pop("chosen", None)
    return request(now, settings=chosen, **({"Staff": [SUPERVISOR, *STAFF]} | tables))


def listed(now: str, *columns: str, **tables: Any) -> Listed:
    today = prepare_day(asked(now, **tables)).tables["Today"]
    of_month = today[today["kind"].isin(["plan", "score"])]
    found = of_month[list(columns)].astype("object")
    return found.where(found.notna(), None).to_numpy().tolist()


def warned(now: str, **tables: Any) -> Listed:
    found = late_problems(asked(now, **tables))
    assert {p.severity.value for p in found} <= {"warning"}
    return [[p.table, p.row, p.column] for p in found]


def row(agent: str, **cells: Any) -> dict[str, Any]:
    return WHOLE | {"agent_id": agent, "name": f"{agent}名"} | cells


@pytest.mark.parametrize(
    ("now", "lines"),
    [
        ("2026-03-02 23:59", []),
        ("2026-03-03 08:00", [["K02", "2026-01", "due", None]]),
        ("2026-03-04 23:59", [["K02", "2026-01", "due", None]]),
        ("2026-03-06 12:00", [["K02", "2026-01", "overdue", 1.5]]),
    ],
)
def test_a_plan_stands_in_todays_list_from_the_day_before_it_is_due(now: str, lines: Listed) -> None:
    assert listed(now, "agent_id", "reference", "state", "days_late", Plans=[PLAN]) == lines


def test_a_plan_handed_in_or_not_owed_asks_for_nothing() -> None:
    done = PLAN | {"handed_in": at("2026-03-06")}
    not_owed = PLAN | {"agent_id": "K01", "due": None, "state": "not_owed"}
    assert listed("2026-03-09 08:00", "agent_id", Plans=[done, not_owed]) == []
    assert warned("2026-03-09 08:00", Plans=[done, not_owed]) == []


def test_the_plan_of_somebody_who_left_is_the_supervisors() -> None:
    staff = [SUPERVISOR, *(s | {"left": at("2026-03-01")} if s["agent_id"] == "K02" else s for s in STAFF)]
    lines = listed("2026-03-09 08:00", "agent_id", "action", Staff=staff, Plans=[PLAN])
    assert lines == [["K00", "钱二：交 2026-01 的整改"]]


def test_check_warns_of_a_late_plan_at_its_cell() -> None:
    assert warned("2026-03-04 23:59", Plans=[PLAN]) == []
    (problem,) = late_problems(asked("2026-03-06 12:00", Plans=[PLAN]))
    assert (problem.table, problem.row, problem.column) == ("Plans", 5, "handed_in")
    assert problem.expected.zh == "2026-01 整改的提交日期（3 月 4 日前），已迟 2 天"
    assert problem.expected.en == "the day on which the plan of 2026-01 came in (by 2026-03-04), 2 days late"


@pytest.mark.parametrize("command", WRITERS)
def test_the_commands_of_a_day_renew_the_states_of_plans(command: Callable[[Request], Result]) -> None:
    plans = [
        PLAN,
        PLAN | {"agent_id": "K01", "handed_in": at("2026-03-05")},
        PLAN | {"agent_id": "K03", "handed_in": at("2026-03-04")},
        PLAN | {"agent_id": "K04", "due": at("2026-03-30")},
        PLAN | {"agent_id": "K05", "rank": 1, "due": None, "state": None},  # as version 7 left it
        PLAN | {"agent_id": "K06", "due": None, "state": None},
        PLAN | {"agent_id": "K07", "due": None, "state": "not_owed"},
    ]
    found = command(asked("2026-03-06 12:00", Plans=plans)).tables["Plans"]
    assert dict(zip(found["agent_id"], found["state"], strict=True)) == {
        "K02": "overdue",
        "K01": "handed_in_late",
        "K03": "handed_in",
        "K05": "not_owed",
    }
    assert "Plans" not in command(asked("2026-03-03 12:00", Plans=[PLAN])).tables


def test_who_has_not_given_the_self_score_is_told_from_the_day_after_the_limit() -> None:
    scores = [row("K01", self_score=None), row("K02")]
    assert listed("2026-03-02 23:59", "agent_id", Scores=scores) == []
    lines = listed("2026-03-03 12:00", "agent_id", "reference", "state", "action", Scores=scores)
    assert lines == [["K01", "2026-02", "overdue", "填 2026-02 的自评"]]
    assert warned("2026-03-03 12:00", Scores=scores) == [["Scores", 5, "self_score"]]
    assert listed("2026-03-03 12:00", "agent_id", Scores=scores, chosen={"self_by": 3}) == []


def test_the_managers_scores_missing_are_one_line_of_the_supervisor() -> None:
    people = [row(f"K0{n}", ability=None) for n in (1, 2, 3)] + [row("K04", service=None)]
    scores = [*people, row("K05", performance_proposed=None, performance=70.0)]
    lines = listed("2026-03-04 00:00", "agent_id", "action", Scores=scores)
    assert ["K00", "填 2026-02 的主管评分：K01名、K02名、K03名 等 4 人"] in lines
    assert warned("2026-03-04 00:00", Scores=scores)[:4] == [
        ["Scores", 5, "ability"],
        ["Scores", 6, "ability"],
        ["Scores", 7, "ability"],
        ["Scores", 8, "service"],
    ]
    assert listed("2026-03-03 23:59", "agent_id", Scores=scores) == []


@pytest.mark.parametrize(
    ("now", "lines"),
    [
        ("2026-03-03 12:00", []),
        ("2026-03-04 12:00", [["due", "2026-02 还没有锁定：核对后点“月结”，人事 3 月 5 日取数"]]),
        ("2026-03-05 12:00", [["overdue", "2026-02 还没有锁定：核对后点“月结”，人事 3 月 5 日取数"]]),
        ("2026-03-06 12:00", [["overdue", "2026-02 还没有锁定，人事 3 月 5 日就要取数：核对后点“月结”"]]),
    ],
)
def test_a_month_waits_for_its_lock_and_for_hr(now: str, lines: Listed) -> None:
    assert listed(now, "state", "action", Scores=[row("K01")]) == lines
    assert listed(now, "state", Scores=[row("K01")], Locks=[LOCK]) == []


def test_a_reopened_month_waits_again() -> None:
    locks = [LOCK, LOCK | {"version": 2, "state": "reopened"}]
    assert listed("2026-03-05 12:00", "state", Scores=[row("K01")], Locks=locks) == [["overdue"]]


def reopened(month: str, day: str) -> list[dict[str, Any]]:
    return [{"month": month, "version": 1, "state": "reopened", "reopened_at": at(day)}]


def test_every_reopened_month_is_named_until_it_is_locked_again() -> None:
    locks = [*reopened("2025-11", "2026-03-10 10:00"), *reopened("2026-01", "2026-03-01 10:00")]
    tables = {"Locks": locks, "Scores": [row("K01", month="2026-01", self_score=None)]}
    columns = ("agent_id", "reference", "state", "action")
    assert listed("2026-03-10 12:00", *columns, **tables) == [
        ["K00", "2026-01", "overdue", "2026-01 已解锁，还没有再锁定：改好后“月度评分”，再“锁定月份”"],
        ["K00", "2025-11", "due", "2025-11 已解锁，还没有再锁定：改好后“月度评分”，再“锁定月份”"],
    ]
    assert warned("2026-03-10 12:00", **tables) == [["Locks", 6, "state"]]
    again = [lock | {"version": 2, "state": "locked", "reopened_at": None} for lock in locks]
    assert listed("2026-03-10 12:00", "reference", **tables | {"Locks": [*locks, *again]}) == []


def test_a_plan_handed_in_on_a_day_to_come_is_told_with_that_day() -> None:
    plan = PLAN | {"handed_in": at("2026-03-29")}
    for now in ("2026-03-02 08:00", "2026-03-06 12:00"):
        (problem,) = late_problems(asked(now, Plans=[plan]))
        assert (problem.table, problem.row, problem.column) == ("Plans", 5, "handed_in")
        assert problem.found == "2026-03-29"
        assert problem.expected.zh == "交上来的那一天，不晚于今天；还没有交就留空"
    assert warned("2026-03-29 08:00", Plans=[plan]) == []


def test_a_month_that_has_only_a_log_waits_to_be_scored() -> None:
    log = [{"date": at("2026-02-27"), "agent_id": "K01", "platform": "tmall"}]
    tables = {"DailyLog": log, "Scores": [row("K01", month="2025-11")]}
    assert listed("2026-03-02 12:00", "agent_id", **tables) == []
    (line,) = listed("2026-03-03 12:00", "agent_id", "action", **tables)
    assert line == ["K00", "2026-02 还没有评分：点“月度评分”，再填自评和主管评分"]
    assert warned("2026-03-03 12:00", **tables) == [["DailyLog", 5, "date"]]


def test_a_shop_that_has_never_scored_is_not_told_that_it_is_late() -> None:
    log = [{"date": at("2026-02-27"), "agent_id": "K01", "platform": "tmall"}]
    assert listed("2026-03-20 12:00", "agent_id", DailyLog=log) == []
    assert warned("2026-03-20 12:00", DailyLog=log) == []


def test_a_new_workbook_and_who_is_no_agent_of_the_month_wait_for_nothing() -> None:
    assert listed("2026-03-20 12:00", "agent_id") == []
    outside = row("K01", standing="outside", self_score=None, ability=None)
    assert listed("2026-03-04 00:00", "kind", "state", Scores=[outside, row("K02")]) == [["score", "due"]]


def test_months_before_the_last_one_wait_for_nothing() -> None:
    assert listed("2026-04-20 12:00", "agent_id", Scores=[row("K01", self_score=None)]) == []


def test_both_languages_tell_it() -> None:
    tables: dict[str, Any] = {"Staff": [SUPERVISOR, *STAFF], "Scores": [row("K01", self_score=None)]}
    today = prepare_day(request("2026-03-06 12:00", language="en", **tables)).tables["Today"]
    assert today["action"].tolist() == [
        "2026-02 is not locked and HR was to pull it on 2026-03-05: look it over and press 'Settle month'",
        "Fill in the self score of 2026-02",
    ]
    assert pd.isna(today["channel"]).all()
