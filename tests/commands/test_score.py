"""The month's scores as the supervisor gets them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from csbook.commands.figures_gone import FiguresGone
from csbook.commands.handler import Request, Result
from csbook.commands.registry import command
from csbook.commands.score import MonthNotBegun, NothingToScore, score
from csbook.problems import Severity, Words
from csbook.schema.default_measures import default_measures
from csbook.schema.workbook import TABLES
from tests.scorecard.workplace import (
    FIRST_ROW,
    TODAY,
    agent,
    by_agent,
    level,
    log,
    request,
    ruler,
    typed,
    written_back,
)

FOUR = [agent(n) for n in "1234"]
LEVELS = [level("1", 90), level("2", 80), level("3", 70), level("4", 60)]


def run(**tables: Any) -> Result:
    return score(request(**{"Staff": FOUR, "Scores": LEVELS} | tables))


def told(result: Result) -> str:
    return "\n".join(note.zh for note in result.notes)


def again(first: Request, result: Result, **changed: Any) -> Result:
    """Score once more after a book wrote the result."""
    tables = {n: written_back(first.tables[n], result.tables[n], n) for n in ("Scores", "Pay", "Plans")}
    rest = {n: f for n, f in first.tables.items() if n not in tables}
    return score(request(**{**rest, **tables, **changed}))


def test_a_ranked_month_by_hand() -> None:
    result = run(Pay=[{"month": "2026-11", "agent_id": "4", "commission": Decimal("350.50")}])
    scores, pay, plans = (result.tables[n] for n in ("Scores", "Pay", "Plans"))
    assert by_agent(scores, "weighted") == {"1": 90, "2": 80, "3": 70, "4": 60}
    assert by_agent(scores, "rank") == {"1": 1, "2": 2, "3": 3, "4": 4}
    assert by_agent(scores, "bonus") == {"1": Decimal("100.00"), "2": None, "3": None, "4": None}
    assert by_agent(scores, "deduction") == {"1": None, "2": None, "3": None, "4": Decimal("100.00")}
    assert by_agent(scores, "last_streak") == {"1": 0, "2": 0, "3": 0, "4": 1}
    assert by_agent(pay, "total") == {
        "1": Decimal("100.00"), "2": Decimal("0.00"), "3": Decimal("0.00"), "4": Decimal("250.50"),
    }  # fmt: skip
    assert by_agent(pay, "reasons")["1"] == "第 1 名（共 4 人）；第一名奖励 100 元"
    assert by_agent(pay, "reasons")["4"] == "第 4 名（共 4 人）；末名从提成扣 100 元"
    assert set(pay["state"]) == {"provisional"}
    assert set(pay["computed_at"]) == {pd.Timestamp(TODAY)}
    assert by_agent(plans, "state") == {"3": "owed", "4": "owed"}
    assert by_agent(plans, "due")["4"] == pd.Timestamp("2026-12-12")
    assert result.headline.zh == (
        "2026-11 共 4 人已评分：第一名 张三 90.00（奖励 100 元），末名 赵六 60.00（扣提成 100 元）。"
    )
    assert "待交整改方案：王五（12 月 12 日前）、赵六（12 月 12 日前）。" in told(result)


def test_the_first_sentence_tells_what_the_last_really_lose() -> None:
    """No more than their commission; where it is not known yet, what it would be."""
    people = [agent(n) for n in "12345"]
    tied = [level("1", 90), level("2", 80), *(level(n, 60) for n in "345")]
    pay = [
        {"month": "2026-11", "agent_id": who, "commission": Decimal(typed)}
        for who, typed in (("3", "20"), ("4", "0"))
    ]
    result = run(Staff=people, Scores=tied, Pay=pay)
    assert result.headline.zh == (
        "2026-11 共 5 人已评分：第一名 张三 90.00（奖励 100 元），末名 王五、赵六、钱七 60.00"
        "（共扣提成 53.33 元，本应 100 元，提成不够扣）。"
    )
    assert result.headline.en.endswith(
        "(53.33 yuan together off commission; it would be 100 yuan, but there is less commission)."
    )


def test_only_columns_of_csbook_are_written_apart_from_a_new_plans_notice() -> None:
    result = run()
    for name, frame in result.tables.items():
        people = {c.name for c in TABLES[name].person_columns} & set(frame.columns)
        assert people - set(TABLES[name].key) <= ({"notice"} if name == "Plans" else set())
        assert set(frame.columns) <= set(TABLES[name].names)
    assert set(result.tables) <= set(command("score").writes)


def test_the_same_day_again_changes_nothing() -> None:
    first = request(
        Staff=FOUR,
        Scores=LEVELS,
        Measures=default_measures("zh"),
        DailyLog=[
            log(n, d, receptions=9, answered=8, enquiries=30, buyers=10 + d) for n in "1234" for d in (2, 3)
        ],
        Plans=[{"month": "2026-10", "agent_id": "1", "due": pd.Timestamp("2026-11-12")}],
    )
    once = score(first)
    twice = again(first, once)
    for name in ("Scores", "Pay", "Plans"):
        keys = list(TABLES[name].key)
        one, two = (r.tables[name].sort_values(keys, ignore_index=True) for r in (once, twice))
        assert_frame_equal(one, two)
    assert (once.headline, once.notes, once.details) == (twice.headline, twice.notes, twice.details)


def test_the_first_run_makes_a_row_for_each_agent_with_the_proposal() -> None:
    staff = [*FOUR, agent("5", role="supervisor"), agent("6", left=pd.Timestamp("2026-10-31")),
             agent("7", hired=pd.Timestamp("2026-12-01"))]  # fmt: skip
    result = run(
        Staff=staff,
        Scores=[],
        Measures=[ruler("conversion", 20, 60, 25), ruler("answered_share", 80, 100, 75)],
        DailyLog=[
            log("1", enquiries=100, buyers=45, receptions=100, answered=90),
            log("2", enquiries=4, buyers=1),
        ],
    )
    assert list(result.tables["Scores"]["agent_id"]) == ["1", "2", "3", "4"]
    proposed = by_agent(result.tables["Scores"], "performance_proposed")
    assert proposed == {"1": 53.13, "2": 12.5, "3": None, "4": None}  # (25 * 62.5 + 75 * 50) / 100 = 53.125
    assert result.headline.zh == "2026-11 已评分 0 人，还有 4 人待评，暂不排名。"
    assert "自评（客服，应在 12 月 2 日前）：张三、李四、王五、赵六。" in told(result)
    assert "主管评分（店长，应在 12 月 3 日前）：张三（工作能力、协作性、服务性）" in told(result)
    assert "王五（工作绩效、工作能力、协作性、服务性）" in told(result)


def test_one_missing_score_withholds_the_ranking_and_its_money_from_everybody() -> None:
    result = run(Scores=[*LEVELS[:3], typed("4", None, 60, 60, 60, 60)])
    scores = result.tables["Scores"]
    assert by_agent(scores, "manager_score")["4"] == 60
    for name in ("rank", "bonus", "deduction", "last_streak"):
        assert scores[name].isna().all(), name
    assert result.tables["Plans"].empty
    assert result.headline.zh == "2026-11 已评分 3 人，还有 1 人待评，暂不排名。"
    assert "自评（客服，应在 12 月 2 日前）：赵六。" in told(result)
    assert by_agent(result.tables["Pay"], "reasons") == {
        "1": "本月没有排名", "2": "本月没有排名", "3": "本月没有排名", "4": "尚未评分",
    }  # fmt: skip


def test_a_ranking_that_falls_away_takes_money_and_plans_with_it() -> None:
    first = request(Staff=FOUR, Scores=LEVELS)
    once = score(first)
    scores = written_back(first.tables["Scores"], once.tables["Scores"], "Scores")
    scores.loc[FIRST_ROW, "self_score"] = None
    result = again(first, once, Scores=scores)
    assert result.tables["Pay"]["bonus"].isna().all()
    assert by_agent(result.tables["Pay"], "total")["1"] == 0
    assert result.tables["Plans"][["due", "state", "rank"]].isna().all(axis=None)
    assert set(result.tables["Plans"]["agent_id"]) == {"3", "4"}


def test_who_is_on_probation_or_long_away_is_scored_and_not_ranked() -> None:
    staff = [*FOUR, agent("5", probation_until=pd.Timestamp("2026-11-30")), agent("6")]
    away = {"agent_id": "6"} | {f"d{n:02d}": "leave" for n in range(1, 17)}
    tables: dict[str, Any] = {
        "Staff": staff,
        "Scores": [*LEVELS, level("5", 99), level("6", 1)],
        "Roster": [away],
        "RosterBase": [{"agent_id": "6", "month": "2026-11"}],
    }
    result = run(**tables)
    scores = result.tables["Scores"]
    assert by_agent(scores, "rank") == {"1": 1, "2": 2, "3": 3, "4": 4, "5": None, "6": None}
    assert by_agent(scores, "remark")["5"] == "试用期内，不参加排名"
    assert by_agent(scores, "remark")["6"] == "请假或不在职天数超过设置的比例，不参加排名"
    assert by_agent(result.tables["Pay"], "leave_days")["6"] == 16
    newcomers_too = score(request(given={"rank_newcomers": True}, **tables))
    assert by_agent(newcomers_too.tables["Scores"], "rank")["5"] == 1


def test_a_newcomers_missing_score_does_not_hold_up_the_others() -> None:
    result = run(Staff=[*FOUR, agent("5", probation_until=pd.Timestamp("2026-12-31"))])
    assert by_agent(result.tables["Scores"], "rank")["1"] == 1
    assert "自评（客服，应在 12 月 2 日前）：钱七。" in told(result)


def test_a_small_team_is_scored_and_not_ranked() -> None:
    result = run(Staff=FOUR[:2], Scores=LEVELS[:2])
    assert by_agent(result.tables["Scores"], "weighted") == {"1": 90, "2": 80}
    assert result.tables["Scores"]["rank"].isna().all()
    assert result.headline.zh == "2026-11 共 2 人已评分，不排名。"
    assert "参加排名的只有 2 人，少于设置的 3 人：只评分，不排名。" in told(result)


def test_ties_share_and_the_words_say_so() -> None:
    result = run(Scores=[level("1", 90), level("2", 90), level("3", 90), level("4", 60)])
    assert by_agent(result.tables["Scores"], "bonus") == {
        "1": Decimal("33.34"), "2": Decimal("33.33"), "3": Decimal("33.33"), "4": None,
    }  # fmt: skip
    assert (
        by_agent(result.tables["Pay"], "reasons")["1"]
        == "第 1 名（共 4 人）；第一名奖励 33.34 元（并列 3 人平分）"
    )
    assert "第一名 张三、李四、王五 90.00（共奖励 100 元）" in result.headline.zh


def test_two_of_one_name_are_told_apart_by_their_numbers() -> None:
    staff = [agent("1", name="王"), agent("2", name="王"), agent("3"), agent("4", name="王")]
    result = run(Staff=staff, Scores=[level("1", 90), level("2", 80), level("3", 70), level("4", 60)])
    assert "第一名 王（1） 90.00" in result.headline.zh
    assert "first 王 (1) 90.00" in result.headline.en
    assert "、王（4）（12 月 12 日前）。" in told(result)
    # The commission of the four is missing.
    assert "王（1）、王（2）、王五、王（4）。" in told(result)
    unscored = [typed("2", None, 80, 80, 80, 80), level("3", 70), typed("4", 60, None)]
    waiting = run(Staff=staff, Scores=unscored)
    assert "自评（客服，应在 12 月 2 日前）：王（1）、王（2）。" in told(waiting)
    assert "王（4）（" in told(waiting)


def test_where_all_are_equal_nobody_is_first_or_last() -> None:
    result = run(Scores=[level(n, 80) for n in "1234"])
    assert set(result.tables["Scores"]["rank"]) == {1}
    assert result.tables["Scores"][["bonus", "deduction"]].isna().all(axis=None)
    assert result.tables["Plans"].empty
    assert result.headline.zh == "2026-11 共 4 人已评分：总分全部相同，不分先后。"


def test_the_third_month_last_is_remarked_with_the_legal_reminder() -> None:
    before = [
        {"month": month, "agent_id": who, "rank": rank}
        for month in ("2026-09", "2026-10")
        for who, rank in (("1", 1), ("4", 2))
    ]
    result = run(Scores=[*LEVELS, *before])
    assert by_agent(result.tables["Scores"], "last_streak")["4"] == 3
    assert (
        by_agent(result.tables["Scores"], "remark")["4"] == "连续三个月末位，考虑调岗（末位本身不是辞退理由）"
    )
    assert len(result.tables["Scores"]) == 4  # earlier months are read, not written


@pytest.mark.parametrize(("own", "remarked"), [(95.0, False), (95.01, True), (64.99, True), (65.0, False)])
def test_self_and_manager_far_apart_ask_for_a_talk(own: float, remarked: bool) -> None:
    result = run(Scores=[typed("1", own, 80, 80, 80, 80), *LEVELS[1:]])
    remark = by_agent(result.tables["Scores"], "remark")["1"]
    assert remark == ("自评与主管评分相差超过 15 分，先面谈" if remarked else None)


def test_an_override_without_a_reason_is_a_warning_at_its_cell() -> None:
    measured = {"Measures": [ruler("conversion", 0, 100, 1)], "DailyLog": [log("1", enquiries=10, buyers=5)]}
    (problem,) = run(**measured).problems
    assert (problem.table, problem.row, problem.column) == ("Scores", FIRST_ROW, "override_reason")
    assert problem.severity is Severity.WARNING
    assert "50.00" in problem.expected.zh
    explained = [level("1", 90, override_reason="大促"), *LEVELS[1:]]
    assert run(Scores=explained, **measured).problems == ()


def test_a_locked_month_is_left_alone_but_for_the_plans_states() -> None:
    plans = [
        {
            "month": "2026-11",
            "agent_id": "3",
            "due": pd.Timestamp("2026-12-04"),
            "notice": pd.Timestamp("2026-11-27"),
        },
        {
            "month": "2026-11",
            "agent_id": "4",
            "due": pd.Timestamp("2026-12-04"),
            "handed_in": pd.Timestamp("2026-12-02"),
        },
    ]
    lock = {"month": "2026-11", "version": 1, "state": "locked", "program": "0.1.0", "fingerprint": "0" * 64}
    result = run(Locks=[lock], Plans=plans)
    assert set(result.tables) == {"Plans"}
    assert by_agent(result.tables["Plans"], "state") == {"3": "overdue", "4": "handed_in"}
    assert by_agent(result.tables["Plans"], "due")["3"] == pd.Timestamp("2026-12-04")
    assert result.headline.zh == "2026-11 已锁定，后来有改动，没有重新评分。"  # this lock holds no rows
    assert result.notes[-1] == Words(
        "“整改”表里的状态已按今天更新。", "The states on sheet 'Improvement plans' are those of today."
    )


def test_another_months_lock_or_one_that_was_reopened_does_not_matter() -> None:
    locks = [
        {"month": "2026-10", "version": 1, "state": "locked"},
        {"month": "2026-11", "version": 1, "state": "locked"},
        {"month": "2026-11", "version": 2, "state": "reopened"},
    ]
    assert set(run(Locks=locks).tables["Pay"]["month"]) == {"2026-11"}


@pytest.mark.parametrize(
    ("plan", "given", "due"),
    [
        ({}, {}, "2026-12-12"),
        ({}, {"notice_date": pd.Timestamp("2026-12-03")}, "2026-12-10"),
        ({}, {"notice_date": pd.Timestamp("2026-11-03")}, "2026-12-12"),  # an old notice
        ({}, {"plan_days": 10}, "2026-12-15"),
        ({"notice": pd.Timestamp("2026-12-02")}, {"notice_date": pd.Timestamp("2026-12-03")}, "2026-12-09"),
        ({"due": pd.Timestamp("2026-12-08")}, {}, "2026-12-08"),  # the notice was cleared: the day stays
    ],
)
def test_a_plan_is_due_a_week_after_the_notice(plan: dict[str, Any], given: dict[str, Any], due: str) -> None:
    plans = [{"month": "2026-11", "agent_id": "4"} | plan] if plan else []
    result = score(request(given=given, Staff=FOUR, Scores=LEVELS, Plans=plans))
    assert by_agent(result.tables["Plans"], "due")["4"] == pd.Timestamp(due)


def test_a_plans_notice_stays_when_scored_again_later() -> None:
    first = request(Staff=FOUR, Scores=LEVELS)
    once = score(first)
    plans = written_back(first.tables["Plans"], once.tables["Plans"], "Plans")
    later = score(request(dt.datetime(2026, 12, 13), Staff=FOUR, Scores=LEVELS, Plans=plans))
    assert set(later.tables["Plans"]["due"]) == {pd.Timestamp("2026-12-12")}
    assert set(later.tables["Plans"]["state"]) == {"overdue"}


def test_a_plan_that_fell_away_says_so_in_its_state_and_is_told_once_with_its_row() -> None:
    """The best of the month would stand among the last two, with a notice and nothing more."""
    first = request(Staff=FOUR, Scores=LEVELS)
    plans = written_back(first.tables["Plans"], score(first).tables["Plans"], "Plans")
    plans.loc[plans["agent_id"] == "3", "causes"] = "话术不熟"
    turned = [level("1", 60), level("2", 70), level("3", 80), level("4", 90)]
    result = score(request(Staff=FOUR, Scores=turned, Plans=plans))
    rows = dict(zip(plans["agent_id"], plans.index, strict=True))
    assert (
        f"名次变了，不用再交整改：王五（“整改”第 {rows['3']} 行写过内容，留作记录）、"
        f"赵六（“整改”第 {rows['4']} 行可以删除）。"
    ) in told(result)
    now = written_back(plans, result.tables["Plans"], "Plans")
    assert by_agent(now, "state") == {"1": "owed", "2": "owed", "3": "not_owed", "4": "not_owed"}
    assert now[now["state"] == "not_owed"]["due"].isna().all()
    later = score(request(Staff=FOUR, Scores=turned, Plans=now))
    assert by_agent(later.tables["Plans"], "state") == by_agent(now, "state")
    assert "不用再交" not in told(later)
    assert "不用再交" not in told(score(request(Staff=FOUR, Scores=turned)))


def test_a_plan_that_fell_away_and_is_owed_again_is_due_again() -> None:
    first = request(Staff=FOUR, Scores=LEVELS)
    plans = written_back(first.tables["Plans"], score(first).tables["Plans"], "Plans")
    turned = [level("1", 60), level("2", 70), level("3", 80), level("4", 90)]
    once = score(request(Staff=FOUR, Scores=turned, Plans=plans))
    now = written_back(plans, once.tables["Plans"], "Plans")
    back = score(request(Staff=FOUR, Scores=LEVELS, Plans=now)).tables["Plans"]
    assert by_agent(back, "state") == {"1": "not_owed", "2": "not_owed", "3": "owed", "4": "owed"}
    assert by_agent(back, "due")["3"] == pd.Timestamp("2026-12-12")


def test_a_row_of_somebody_who_is_no_agent_any_more_loses_rank_and_money() -> None:
    staff = [*FOUR[:3], agent("4", role="supervisor")]
    result = run(Staff=staff, Scores=[*LEVELS[:3], level("4", 99)])
    assert by_agent(result.tables["Scores"], "rank") == {"1": 1, "2": 2, "3": 3, "4": None}
    assert by_agent(result.tables["Scores"], "remark")["4"] == "不在本月评分名单内"
    assert by_agent(result.tables["Pay"], "total")["4"] == 0


def test_wrong_measures_stop_the_command() -> None:
    result = run(Measures=[ruler("conversion", 50, 50, 10)])
    assert result.tables == {}
    assert [p.severity for p in result.problems] == [Severity.ERROR]


def test_platform_rows_apply_to_who_mostly_serves_that_platform() -> None:
    rules = [ruler("conversion", 0, 100, 1), ruler("conversion", 0, 50, 1, platform="jd")]
    logs = [
        log("1", platform="jd", receptions=9, enquiries=10, buyers=2),
        log("1", platform="tmall", receptions=1, enquiries=10, buyers=2),
        log("2", receptions=9, enquiries=10, buyers=2),
    ]
    result = run(Measures=rules, DailyLog=logs)
    proposed = by_agent(result.tables["Scores"], "performance_proposed")
    assert (proposed["1"], proposed["2"]) == (40, 20)


def test_a_sample_too_small_leaves_the_measure_out() -> None:
    rules = [ruler("conversion", 0, 100, 1, least_sample=10)]
    result = run(Measures=rules, DailyLog=[log("1", enquiries=9, buyers=9), log("2", enquiries=10, buyers=9)])
    assert by_agent(result.tables["Scores"], "conversion") == {"1": None, "2": 90, "3": None, "4": None}
    assert by_agent(result.tables["Scores"], "performance_proposed")["1"] is None


def test_figures_without_an_owner_are_told() -> None:
    result = run(
        FollowUps=[{"follow_up_id": "F1", "due_by": pd.Timestamp("2026-11-03")}],
        AfterSales=[{"case_id": "C1", "opened": pd.Timestamp("2026-11-03")}],
    )
    assert "没有责任客服的回访 1 条、售后 1 件，没有计入任何人。" in told(result)


def test_a_month_whose_figures_are_gone_keeps_the_measures_it_has() -> None:
    measured = [{**row, "conversion": 45.57} for row in LEVELS]
    with pytest.raises(FiguresGone, match="2026-11"):
        run(Scores=measured)
    assert run(Scores=LEVELS).tables["Scores"]["conversion"].isna().all(), "nothing is lost"


def test_a_month_to_come_is_not_scored() -> None:
    asked = request(Staff=FOUR, Scores=LEVELS)
    with pytest.raises(MonthNotBegun) as refused:
        score(replace(asked, month=dt.date(2027, 1, 1)))
    assert (refused.value.exit_code, refused.value.words.zh) == (
        3,
        "2027-01 还没有开始，没有评分：1 月 1 日起才能评。请核对“月份”。",
    )


def test_a_month_that_is_over_without_anything_on_record_is_not_scored() -> None:
    asked = request(Staff=FOUR, Scores=LEVELS)
    with pytest.raises(NothingToScore) as refused:
        score(replace(asked, month=dt.date(2020, 1, 1)))
    assert (refused.value.exit_code, refused.value.words.zh) == (
        3,
        "工作簿里没有 2020-01 的排班、日报和评分，没有评分。请核对“月份”。",
    )
    assert score(request(Staff=FOUR, DailyLog=[log("1", 2)])).tables["Scores"]["agent_id"].size == 4


def test_without_agents_there_is_nothing_to_score() -> None:
    result = run(Staff=[agent("1", role="supervisor")], Scores=[], DailyLog=[log("1", 2)])
    assert result.headline.zh == "2026-11 没有可评分的客服。"
    assert result.tables["Scores"].empty


def test_the_words_follow_the_workbooks_language() -> None:
    base = request(Staff=FOUR, Scores=LEVELS)
    result = score(Request(base.tables, base.settings, base.today, base.month, "en"))
    assert by_agent(result.tables["Pay"], "reasons")["1"] == "rank 1 of 4; bonus for first place: 100 yuan"
    assert result.headline.en == (
        "2026-11: 4 scored; first 张三 90.00 (bonus 100 yuan), last 赵六 60.00 (100 yuan off commission)."
    )
