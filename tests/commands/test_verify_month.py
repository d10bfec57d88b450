"""Verifying a locked month: unchanged, or what changed, by part and person, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.export import export
from csbook.commands.handler import Request, Result
from csbook.commands.leave_shop import leave_shop
from csbook.commands.live_figures import live_figures
from csbook.commands.lock_month import lock_month
from csbook.commands.lock_typed import typed_at_lock
from csbook.commands.locked_months import MonthNotLocked, RecordContradicted, record_edited, standing_lock
from csbook.commands.reopen_month import UNKNOWN, reopen_month
from csbook.commands.score import score
from csbook.commands.verify_month import verify_month
from csbook.problems import Words
from csbook.schema.workbook import TABLES
from tests.commands.locked_shop import (
    GIVEN,
    LOCKING,
    after,
    edit,
    locked_shop,
    logged,
    scored_shop,
    with_rows,
)
from tests.scorecard.workplace import table

SECOND, THIRD = pd.Timestamp("2026-11-02"), pd.Timestamp("2026-11-03")


DUE = {
    "follow_up_id": "F1", "rule_id": "R1", "platform": "tmall", "customer": "甲", "owner": "1",
    "event_at": pd.Timestamp("2026-11-13 18:00"), "due_from": pd.Timestamp("2026-11-16 18:00"),
    "due_by": pd.Timestamp("2026-11-20 18:00"), "state": "due",
}  # fmt: skip
CASE = {"case_id": "A1", "kind": "return", "owner": "2", "opened": pd.Timestamp("2026-11-20 10:00")}


def told(result: Result) -> list[str]:
    return [note.zh for note in result.notes]


def changed_parts(result: Result) -> set[tuple[str, str]]:
    return {(found["part"], found["agent_id"]) for found in result.details["changed"]}


def shown_by_formulas(now: Request) -> Request:
    """What a spreadsheet shows: the values of all formulas."""
    figures = live_figures(now.tables)
    tables = {name: now.tables[name].assign(**frame.to_dict("series")) for name, frame in figures.items()}
    return replace(now, tables={**now.tables, **tables})


def added(before: Request, name: str, *rows: dict[str, Any]) -> Request:
    """The request with rows added to a table."""
    return with_rows(before, name, lambda f: pd.concat([f, table(name, rows)], ignore_index=True))


def test_a_locked_month_is_as_it_was_locked() -> None:
    result = verify_month(locked_shop())
    assert result == Result(
        Words(
            "2026-11 与锁定时一致（第 1 版，2026-12-05 09:30，店长）。",
            "2026-11 is as it was locked (version 1, 2026-12-05 09:30, by 店长).",
        ),
        details={"month": "2026-11", "locked": True, "version": 1, "unchanged": True, "changed": []},
    )


def test_neither_the_order_of_rows_nor_columns_that_are_not_paid_make_a_change() -> None:
    now = locked_shop()
    for name in ("Scores", "Pay", "DailyLog", "Measures", "LockParts", "CommissionRules"):
        now = with_rows(now, name, lambda frame: frame.iloc[::-1])
    now = edit(now, "Pay", "note", "已发", agent_id="1")
    now = edit(now, "Pay", "wage", Decimal("5000.00"), agent_id="1")
    now = edit(now, "DailyLog", "issues", "备注", agent_id="1", date=SECOND)
    assert verify_month(now).details["unchanged"]


def test_a_row_edited_by_hand_is_told_with_its_old_and_new_figure() -> None:
    result = verify_month(edit(locked_shop(), "Pay", "bonus", Decimal("500.00"), agent_id="4"))
    assert told(result) == ["赵六 4：“绩效核算表”的行被改过：奖励 100.00 → 500.00。"]
    assert [note.en for note in result.notes] == [
        "赵六 4: the row of 'Pay' was edited: Bonus 100.00 → 500.00."
    ]
    assert changed_parts(result) == {("pay", "4")}
    assert result.left_out
    assert result.tables == {}
    assert result.headline.zh == "2026-11 锁定（第 1 版，2026-12-05 09:30，店长）以后有改动，涉及 1 人。"


@pytest.mark.parametrize(
    ("name", "column", "value", "said"),
    [
        ("Scores", "rank", 1, "“考核评分”的行被改过：名次 2 → 1"),
        (
            "Scores",
            "remark",
            "很好",
            "“考核评分”的行被改过：说明 自评与主管评分相差超过 15 分，先面谈 → 很好",
        ),
        ("Commissions", "computed", Decimal(1), "“提成”的行被改过：按规则提成 260.18 → 1.00"),
        ("Pay", "state", "provisional", "“绩效核算表”的行被改过：状态 已锁定 → 暂定"),
        ("Pay", "days_worked", 26, "“绩效核算表”的行被改过：出勤天数 空 → 26"),
    ],
)
def test_each_sheet_of_the_lock_is_watched(name: str, column: str, value: object, said: str) -> None:
    result = verify_month(edit(locked_shop(), name, column, value, agent_id="3"))
    assert told(result) == [f"王五 3：{said}。"]


def test_an_edited_figure_of_the_log_is_told_with_its_total_and_what_it_would_bring() -> None:
    result = verify_month(edit(locked_shop(), "DailyLog", "buyers", 20, agent_id="2", date=THIRD))
    assert told(result) == [
        "李四 2：考核数据有改动（咨询转化率 合计 42 → 48）；照现在的数据会是：加权总分 69.5 → 72.65。"
    ]
    assert changed_parts(result) == {("measures", "2")}


def test_an_edited_figure_that_moves_the_ranking_tells_everybody_it_moves() -> None:
    result = verify_month(edit(locked_shop(), "Scores", "self_score", 99.0, agent_id="1"))
    assert changed_parts(result) == {("typed", "1")}
    one, two = told(result)
    assert one.startswith("张三 1：人工填写的分数或提成有改动（自评 75 → 99）")
    assert "加权总分 64.75 → 71.95，名次 4 → 3，扣提成 60.09 → 空，绩效合计 0.00 → 60.09" in one
    assert two == "李四 2：照现在的数据会是：名次 3 → 4，扣提成 空 → 100.00，绩效合计 140.18 → 40.18。"


def test_commission_that_hr_types_after_the_lock_is_an_input_that_changed() -> None:
    result = verify_month(edit(locked_shop(), "Pay", "commission", Decimal("1.00"), agent_id="3"))
    assert changed_parts(result) == {("typed", "3")}
    assert told(result) == [
        "王五 3：人工填写的分数或提成有改动（提成 空 → 1.00）；"
        "照现在的数据会是：应发提成 260.18 → 1.00，绩效合计 260.18 → 1.00。"
    ]


def test_amounts_that_followed_a_typed_commission_are_told_before_and_after() -> None:
    """A spreadsheet, or `load`, works the amounts out at once; the text beside them stays as it was."""
    now = edit(locked_shop(), "Pay", "commission", Decimal("999.99"), agent_id="3")
    now = edit(now, "Pay", "commission_due", Decimal("999.99"), agent_id="3")
    now = edit(now, "Pay", "total", Decimal("999.99"), agent_id="3")
    result = verify_month(now)
    assert changed_parts(result) == {("typed", "3"), ("pay", "3")}
    assert told(result) == [
        "王五 3：人工填写的分数或提成有改动（提成 空 → 999.99）；"
        "“绩效核算表”的行已随之改变：应发提成 260.18 → 999.99，绩效合计 260.18 → 999.99。"
    ]


def test_scores_that_followed_a_typed_one_are_told_before_and_after() -> None:
    before = locked_shop()
    now = edit(before, "Scores", "self_score", 60.5, agent_id="2")
    now = shown_by_formulas(now)
    result = verify_month(now)
    typed_first, between, follower = told(result)
    assert typed_first == (
        "李四 2：人工填写的分数或提成有改动（自评 80 → 60.5）；"
        "“考核评分”的行已随之改变：加权总分 69.5 → 63.65，名次 3 → 4，扣提成 空 → 100.00；"
        "“绩效核算表”的行已随之改变：加权总分 69.5 → 63.65，名次 3 → 4，扣提成 空 → 100.00，"
        "绩效合计 140.18 → 40.18。"
    )
    assert between == "下面各人的行只是随之变动："
    assert follower.startswith("张三 1：“考核评分”的行已随之改变：名次 4 → 3，扣提成 100.00 → 空；")
    assert result.then is not None
    assert result.then.zh.startswith("最先列出的改动，从备份或导出的文件改回来，再点“核对锁定”")


def with_commission_replaced() -> Request:
    """300 yuan typed at the lock; 999.99 stand there since, and another total."""
    paid = {"month": "2026-11", "agent_id": "3", "commission": Decimal("300.00"), "commission_reason": "补"}
    now = edit(locked_shop(Pay=[paid]), "Pay", "commission", Decimal("999.99"), agent_id="3")
    return edit(now, "Pay", "total", Decimal("888.88"), agent_id="3")


def test_a_commission_replaced_by_another_is_told_before_and_after() -> None:
    assert told(verify_month(with_commission_replaced())) == [
        "王五 3：人工填写的分数或提成有改动（提成 300.00 → 999.99）；"
        "“绩效核算表”的行被改过：绩效合计 300.00 → 888.88。"
    ]


def test_several_cells_typed_since_are_all_told_before_and_after() -> None:
    now = edit(locked_shop(), "Scores", "ability", 12.5, agent_id="2")
    now = edit(now, "Scores", "service", None, agent_id="2")
    now = edit(now, "Scores", "override_reason", "面谈\n后", agent_id="2")
    said = next(line for line in told(verify_month(now)) if line.startswith("李四 2"))
    assert "（工作能力 80 → 12.5，服务性 77 → 空，改分理由 空 → 面谈\n后）" in said


def test_a_lock_of_an_earlier_version_tells_what_stands_and_that_it_kept_no_values() -> None:
    now = edit(with_commission_replaced(), "LockParts", "typed", None, part="typed", agent_id="3")
    (said,) = told(verify_month(now))
    assert "“绩效核算表”的行与锁定时不同：应发提成 现为 300.00，按现在的填写和数据是 999.99" in said
    assert "人工填写的分数或提成有改动（锁定时填的没有记下，现在：" in said
    assert "提成 999.99" in said


def test_kept_values_that_do_not_fit_the_fingerprint_are_not_believed() -> None:
    now = locked_shop()
    lock = standing_lock(now.tables, "2026-11")
    assert typed_at_lock(now.tables, lock, ["3"])["3"]["Scores", "self_score"] == 85
    for kept in (None, "", "300", "[1]", '{"Pay":[]}', '{"Pay":{"commission":"x"}}', '{"Pay":{}}'):
        edited = edit(now, "LockParts", "typed", kept, part="typed", agent_id="3")
        assert typed_at_lock(edited.tables, lock, ["3"]) == {}


def test_sales_that_changed_are_told_apart_from_the_commission_that_stands() -> None:
    result = verify_month(edit(locked_shop(), "DailyLog", "sales", Decimal("9999"), agent_id="2", date=THIRD))
    assert ("sales", "2") in changed_parts(result)
    assert "销售和退款有改动（净销售额 12009.00 → 18005.00）" in told(result)[0]
    assert "应发提成 140.18 → 260.10，绩效合计 140.18 → 260.10" in told(result)[0]


def test_quality_conduct_and_attendance_count_as_inputs() -> None:
    mark = {"date": SECOND, "agent_id": "1", "method": "chat", "step": "greeting", "score": 90.0}
    result = verify_month(added(locked_shop(), "Quality", mark))
    assert changed_parts(result) == {("quality", "1")}
    assert told(result) == ["张三 1：质检有改动（服务建议分 空 → 90）。"]
    breach = {"date": SECOND, "agent_id": "1", "kind": "discipline", "what": "玩游戏"}
    assert changed_parts(verify_month(added(locked_shop(), "Conduct", breach))) == {("conduct", "1")}
    worked = {"date": SECOND, "agent_id": "1", "shift": "白"}
    assert ("attendance", "1") in changed_parts(verify_month(added(locked_shop(), "RosterHistory", worked)))


def test_a_date_that_moves_the_month_is_told_where_an_earlier_version_locked_it() -> None:
    """Locks of this version keep the dates (`test_kept_facts`)."""
    earlier = with_rows(locked_shop(), "LockParts", lambda rows: rows.assign(typed=None))
    result = verify_month(edit(earlier, "Staff", "left", pd.Timestamp("2026-11-28"), agent_id="2"))
    assert ("attendance", "2") in changed_parts(result)
    assert "出勤有改动（参评 参加排名 → 本月离职）" in "".join(told(result))


def test_later_settings_and_rules_are_no_change_of_a_locked_month() -> None:
    now = locked_shop()
    for table_, column, value, where in (
        ("Measures", "worst", 25.0, {"measure": "conversion"}),
        ("Measures", "best", 20.0, {"measure": "answered_share"}),  # no longer fit to score by
        ("CommissionRules", "rate", 0.5, {"rate": 0.01}),
        ("Grades", "least", 1.0, {"grade": "甲"}),
    ):
        now = edit(now, table_, column, value, **where)
    others = {"first_bonus": Decimal(1), "self_share": 0.5, "manager_share": 0.5, "least_ranked": 9}
    others |= {"commission_method": "whole", "commission_floor": Decimal(500), "discipline": True}
    now = replace(now, settings=replace(now.settings, values={**now.settings.values, **others}))
    assert verify_month(now).details["unchanged"]
    assert verify_month(shown_by_formulas(now)).details["unchanged"]


def test_kept_rules_that_were_edited_are_told_with_the_figures_that_stand() -> None:
    result = verify_month(edit(locked_shop(), "TermMeasures", "worst", 25.0, measure="conversion"))
    assert changed_parts(result) == {("rules", "")}
    assert told(result)[0] == "规则或设置有改动：咨询转化率 最差（0 分） 20 → 25。"
    assert told(result)[1] == "张三 1：照现在的数据会是：加权总分 64.75 → 62.04。"
    assert result.headline.zh.endswith("以后有改动。")


def test_kept_settings_that_were_edited_are_told() -> None:
    result = verify_month(edit(locked_shop(), "Terms", "first_bonus", Decimal("150.00"), month="2026-11"))
    assert changed_parts(result) == {("rules", "")}
    assert told(result) == [
        "规则或设置有改动（考核指标、提成规则、等级，或影响分数和金额的设置）。",
        "赵六 4：照现在的数据会是：奖励 100.00 → 150.00，绩效合计 480.18 → 530.18。",
    ]


def test_days_of_the_calendar_are_no_rules() -> None:
    now = locked_shop()
    later = replace(now.settings, values={**now.settings.values, "lock_on": 9, "wide_gap": 30.0})
    assert verify_month(replace(now, settings=later)).details["unchanged"]


def test_a_lock_whose_terms_were_deleted_is_compared_by_the_settings_of_now() -> None:
    now = with_rows(locked_shop(), "Terms", lambda frame: frame.iloc[:0])
    assert verify_month(now).details["unchanged"]
    higher = replace(now.settings, values={**now.settings.values, "first_bonus": Decimal("150.00")})
    assert changed_parts(verify_month(replace(now, settings=higher))) == {("rules", "")}


def test_rows_that_follow_their_formulas_are_no_edits_by_hand() -> None:
    """In a spreadsheet the live formulas show at once what an edited term brings."""
    now = edit(locked_shop(), "Terms", "first_bonus", Decimal("150.00"), month="2026-11")
    for name, column, value in (
        ("Scores", "bonus", Decimal("150.00")),
        ("Pay", "bonus", Decimal("150.00")),
        ("Pay", "total", Decimal("530.18")),
    ):
        now = edit(now, name, column, value, agent_id="4")
    result = verify_month(now)
    assert changed_parts(result) == {("rules", ""), ("scores", "4"), ("pay", "4")}
    assert "“考核评分”的行已是按现在的填写和数据算出的" in told(result)[1]
    assert "行被改过" not in "".join(told(result))


def test_rows_deleted_and_added_are_named() -> None:
    result = verify_month(with_rows(locked_shop(), "Pay", lambda frame: frame.iloc[1:]))
    assert "张三 1：“绩效核算表”的行被删除" in "".join(told(result))
    row = {
        "month": "2026-11",
        "agent_id": "9",
        "name": "外人",
        "total": Decimal("1000.00"),
        "state": "locked",
    }
    result = verify_month(added(locked_shop(), "Pay", row))
    assert ("pay", "9") in changed_parts(result)
    assert "“绩效核算表”多了一行" in "".join(told(result))


def test_a_record_of_the_lock_that_was_edited_is_told_first() -> None:
    parts = edit(locked_shop(), "LockParts", "fingerprint", "0" * 64, part="pay", agent_id="1")
    mark = edit(locked_shop(), "Locks", "fingerprint", "0" * 64, version=1)
    moment = edit(locked_shop(), "Locks", "locked_at", pd.Timestamp("2026-12-06"), version=1)
    emptied = edit(locked_shop(), "Locks", "locked_at", None, version=1)
    for now in (parts, mark, moment, emptied):
        result = verify_month(now)
        assert result.left_out
        assert told(result)[0].startswith("“锁定记录”“锁定内容”或“计算时点”本身被改过")


def test_what_came_after_the_lock_is_no_change() -> None:
    """A follow-up done late, a case closed, a log row and a refund of a later day."""
    order = {
        "platform": "tmall", "order_id": "T1", "agent_id": "1", "created": SECOND, "paid": SECOND,
        "paid_amount": Decimal("300.00"),
    }  # fmt: skip
    on_orders = {"commission_source": "orders"}
    now = locked_shop(Orders=[order], FollowUps=[DUE], AfterSales=[CASE], given=on_orders)
    assert now.tables["Commissions"]["sales"].iloc[0] == Decimal("300.00")
    now = edit(now, "FollowUps", "done_at", pd.Timestamp("2026-12-18 10:00"), owner="1")
    now = edit(now, "AfterSales", "closed", pd.Timestamp("2026-12-18 10:00"), owner="2")
    now = edit(now, "Orders", "refund", Decimal("300.00"), order_id="T1")
    now = added(now, "DailyLog", {**logged("1", 2), "date": pd.Timestamp("2026-12-08")})
    assert verify_month(now).details["unchanged"]


def test_people_who_change_role_group_or_platform_later_keep_those_of_the_locked_month() -> None:
    now = locked_shop()
    now = edit(now, "Staff", "role", "supervisor", agent_id="1")
    now = edit(now, "Staff", "group", "京东", agent_id="2")
    now = edit(now, "Staff", "platforms", "jd", agent_id="3")
    now = edit(now, "Staff", "left", pd.Timestamp("2026-12-10"), agent_id="4")
    assert verify_month(now).details["unchanged"]


def test_a_departure_hands_the_months_open_work_over_and_changes_nothing_of_it() -> None:
    of_platform = {"platform": "tmall", "customer": "甲"}
    now = locked_shop(FollowUps=[{**DUE, "owner": "2"}], AfterSales=[CASE | of_platform])
    empty = {name: each.empty() for name, each in TABLES.items()}
    leaving = {"agent": "2", "date": dt.date(2026, 12, 10)}
    left = leave_shop(replace(now, tables={**empty, **now.tables}, parameters=leaving))
    assert left.details["handed_over"].keys() == {"FollowUps", "AfterSales"}
    assert verify_month(after(now, left)).details["unchanged"]


def test_the_next_month_scored_and_locked_leaves_this_one_as_it_was() -> None:
    november = locked_shop()
    log = [{**logged(who, 2), "date": pd.Timestamp("2026-12-02")} for who in "1234"]
    given = [{**row, "month": "2026-12"} for row in GIVEN]
    december = added(added(november, "DailyLog", *log), "Scores", *given)
    december = replace(december, month=dt.date(2026, 12, 1), today=dt.datetime(2027, 1, 5))
    december = after(december, score(december))
    december = after(december, lock_month(december))
    assert verify_month(december).details["unchanged"]
    assert verify_month(replace(december, month=november.month)).details["unchanged"]


def test_an_old_follow_up_entered_later_is_a_change() -> None:
    result = verify_month(edit(locked_shop(FollowUps=[DUE]), "FollowUps", "done_at", SECOND, owner="1"))
    assert changed_parts(result) == {("measures", "1")}


def test_a_month_that_is_not_locked_is_refused() -> None:
    """With an exit code that a script tells from `unchanged`."""
    with pytest.raises(MonthNotLocked) as refused:
        verify_month(scored_shop())
    assert (refused.value.exit_code, refused.value.words.zh) == (
        3,
        "2026-11 没有锁定。锁定以后才能核对：先点“锁定月份”。",
    )
    once = locked_shop()
    now = after(once, reopen_month(replace(once, parameters={"reason": "改"})))
    with pytest.raises(MonthNotLocked, match="2026-11 is not locked: it was reopened"):
        verify_month(now)


def test_a_lock_that_was_taken_off_by_hand_is_noticed() -> None:
    result = verify_month(edit(locked_shop(), "Locks", "state", "reopened", version=1))
    assert result.left_out
    assert result.headline.zh == (
        "2026-11 在“锁定记录”里没有锁定，绩效核算表的行却写着已锁定：记录或“状态”被人改过。"
    )


def test_scoring_and_exporting_say_so_too() -> None:
    edited = edit(locked_shop(), "Locks", "state", "reopened", version=1)
    result = export(edited)
    assert result.left_out
    assert record_edited("2026-11") in result.notes
    reopened = after(locked_shop(), reopen_month(replace(locked_shop(), parameters={"reason": "改"})))
    for command in (score, export):
        result = command(replace(reopened, parameters={}))
        assert not result.left_out
        assert record_edited("2026-11") not in result.notes


def test_neither_scoring_nor_locking_overwrites_rows_that_the_record_contradicts() -> None:
    edited = edit(locked_shop(), "Locks", "state", "reopened", version=1)
    deleted = with_rows(locked_shop(), "Locks", lambda rows: rows.iloc[:0])
    row = locked_shop().tables["Locks"].index[0]
    for now, told_of in ((edited, f"“锁定记录”第 {row} 行的“锁定状态”是“已解锁”"),
                         (deleted, "“锁定记录”没有这个月的行")):  # fmt: skip
        for command in (score, lock_month):
            with pytest.raises(RecordContradicted) as refused:
                command(now)
            assert told_of in refused.value.words.zh
            assert refused.value.exit_code == 3


def test_reopening_settles_a_record_that_contradicts_the_rows() -> None:
    edited = edit(locked_shop(), "Locks", "state", "reopened", version=1)
    deleted = with_rows(locked_shop(), "Locks", lambda rows: rows.iloc[:0])
    for now in (edited, deleted):
        asked = replace(now, parameters={"reason": "记录被改过"})
        settled = after(asked, reopen_month(asked), parameters={})
        assert settled.tables["Locks"][["version", "state", "reason"]].to_numpy().tolist() == [
            [1, "reopened", "记录被改过"]
        ]
        locked = after(settled, score(settled))
        assert lock_month(locked).details["version"] == 2


def test_a_version_is_not_given_twice_where_the_record_of_locks_is_gone() -> None:
    """HR may have the sheet of the version whose record was deleted: the journal still names it."""
    messages = [
        "2026-11 已锁定（第 1 版）：4 人。",
        "2026-11 is locked (version 3): 4 people, 1 yuan in all.",
    ]
    lines = [
        {"at": LOCKING, "command": "lock-month", "month": "2026-11", "outcome": "done", "message": said}
        for said in messages
    ] + [
        {"at": LOCKING, "command": "lock-month", "month": "2026-10", "outcome": "done", "message": "第 9 版"},
        {"at": LOCKING, "command": "export", "month": "2026-11", "outcome": "done", "message": "第 8 版"},
    ]  # fmt: skip
    gone = with_rows(locked_shop(), "Locks", lambda rows: rows.iloc[:0])
    gone = with_rows(gone, "LockParts", lambda rows: rows.iloc[:0])
    known = with_rows(gone, "Journal", lambda _: table("Journal", lines))
    for now, version in ((known, 3), (gone, 1)):
        asked = replace(now, parameters={"reason": "表被删了"})
        result = reopen_month(asked)
        assert result.details["version"] == version
        assert (UNKNOWN in result.notes) == (now is gone)
        settled = after(asked, result, parameters={})
        locked = after(settled, score(settled))
        assert lock_month(locked).details["version"] == version + 1
    assert "it was" not in reopen_month(replace(gone, parameters={"reason": "表被删了"})).headline.en


def test_exporting_by_an_edited_fingerprint_is_told() -> None:
    mark = edit(locked_shop(), "Locks", "fingerprint", "abc", version=1)
    result = export(mark)
    assert result.left_out
    assert result.notes[1].zh.startswith("“锁定记录”的指纹与“锁定内容”不符")
    assert not export(locked_shop()).left_out


def test_kept_rules_that_are_wrong_are_problems_with_their_cells() -> None:
    result = verify_month(edit(locked_shop(), "TermMeasures", "best", 20.0, measure="conversion"))
    assert [(p.table, p.column) for p in result.problems] == [("TermMeasures", "best")]


def test_scoring_a_later_month_tells_of_a_locked_one_that_is_no_longer_as_it_was() -> None:
    december = replace(locked_shop(), month=dt.date(2026, 12, 1))
    assert "2026-11" not in "".join(told(score(december)))
    edited = edit(december, "Pay", "total", Decimal("999.00"), agent_id="2")
    assert told(score(edited))[-1] == "2026-11 与锁定时不同的行：2。请先“核对锁定”。"
    of_october = {**logged("1", 2), "date": pd.Timestamp("2026-10-02")}
    october = replace(added(edited, "DailyLog", of_october), month=dt.date(2026, 10, 1))
    assert "核对锁定" not in "".join(told(score(october)))
