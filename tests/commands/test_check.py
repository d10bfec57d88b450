"""`check` lists what the commands of the day would warn of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd

from csbook.commands.check import check
from csbook.commands.handler import Request
from csbook.commands.reopen_month import reopen_month
from csbook.commands.update_followups import update_followups
from csbook.problems import Problem, Severity, Words
from csbook.schema.columns import Formula
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import request, run_on
from tests.commands.locked_shop import after, edit, locked_shop, with_rows
from tests.followups.shop import at, order
from tests.workbooks import put, rows, type_rows

NOW = "2026-03-10 12:00"
CONTACT = {
    "platform": "tmall",
    "customer": "nick",
    "event_at": at("2026-03-08"),
    "due_from": at("2026-03-08"),
    "due_by": at("2026-03-12"),
    "owner": "K01",
}
REGISTER = [
    CONTACT | {"follow_up_id": "F1", "result": "reached"},  # and when?
    CONTACT | {"follow_up_id": "F2", "result": "unreachable"},
    CONTACT | {"follow_up_id": "F3", "result": "reached", "done_at": at("2026-03-10 12:01")},
    CONTACT | {"follow_up_id": "F4", "result": "reached", "done_at": at("2026-03-10 12:00")},
    CONTACT
    | {
        "follow_up_id": "F5",
        "rule_id": "C1",
        "source": "order:tmall:1",
        "result": "reached",
        "done_at": at("2026-03-01 12:00"),  # before there was an order
    },
]


READING = {
    "date": at("2026-11-06"),
    "agent_id": "K01",
    "method": "chat_log",
    "step": "opening",
    "score": 60.0,
}


def of_register(problems: tuple[Problem, ...]) -> set[tuple[int | None, str | None]]:
    return {(p.row, p.column) for p in problems if p.table == "FollowUps"}


def test_check_lists_the_contacts_whose_time_is_missing_or_cannot_be() -> None:
    asked = request(NOW, FollowUps=REGISTER)
    result = check(asked)
    assert of_register(result.problems) == {(row, "done_at") for row in (5, 6, 7, 9)}
    listed = result.tables["Problems"]
    listed = listed[listed["sheet"] == "回访登记"]
    assert listed["found"].tolist() == ["", "", "2026-03-01 12:00", "2026-03-10 12:01"]
    assert set(listed["severity"]) == {"warning"}


def test_whatever_update_followups_warns_of_stands_in_check_too() -> None:
    asked = request(NOW, FollowUps=REGISTER)
    warned = of_register(update_followups(asked).problems)
    assert warned
    assert warned <= of_register(check(asked).problems)


def test_whatever_score_warns_of_stands_in_check_too(shop: Path) -> None:
    """But for a locked month, which is left alone."""
    type_rows(shop, "Quality", [READING])
    type_rows(shop, "Scores", [{"month": "2026-11", "agent_id": "K01", "service": 90.0}])
    told = [(p.sheet, p.column, p.expected) for p in run_on(shop, "check").problems]
    warning = ("考核评分", "改分理由", "服务性与建议分 60.00 不同，请写改分理由")
    assert warning in told
    assert warning in [(p.sheet, p.column, p.expected) for p in run_on(shop, "score").problems]
    type_rows(shop, "Locks", [{"month": "2026-11", "version": 1}])
    put(shop, "Locks", 0, "state", "已锁定")
    assert warning not in [(p.sheet, p.column, p.expected) for p in run_on(shop, "check").problems]


def looked_at(asked: Request) -> tuple[Problem, ...]:
    """All that check reads, and no problem found while reading."""
    tables = {name: asked.tables.get(name, TABLES[name].empty()) for name in TABLES}
    return check(replace(asked, tables=tables)).problems


def test_check_tells_once_of_each_locked_month_whose_rows_are_not_those_locked() -> None:
    """A bonus of December typed into the settings moves the live formulas of November too."""
    now = locked_shop()
    assert of_locks(looked_at(now)) == []
    for name, column, value in (("Scores", "bonus", "150.00"), ("Pay", "total", "530.18")):
        now = edit(now, name, column, Decimal(value), agent_id="4")
    now = edit(now, "Pay", "total", Decimal("1.00"), agent_id="1")
    warning = Problem(
        "Locks",
        5,
        "state",
        "locked",
        Words(
            "2026-11 的行与锁定时一致；有 2 人的行不同，请用“核对锁定”查看",
            "rows of 2026-11 as they were locked: those of 2 people are not, use 'Verify month'",
        ),
        Severity.WARNING,
    )
    assert of_locks(looked_at(now)) == [warning]
    assert of_locks(looked_at(replace(now, month=dt.date(2026, 12, 1)))) == [warning]
    reopened = after(now, reopen_month(replace(now, parameters={"reason": "改"})))
    assert of_locks(looked_at(reopened)) == []


def of_locks(problems: tuple[Problem, ...]) -> list[Problem]:
    return [p for p in problems if p.table == "Locks"]


def test_check_tells_of_pay_rows_whose_formulas_hold_no_values() -> None:
    formulas = [c.name for c in TABLES["Pay"].columns if isinstance(c, Formula)]
    now = with_rows(locked_shop(), "Pay", lambda frame: frame.assign(**dict.fromkeys(formulas)))
    problems = looked_at(now)
    assert [(p.table, p.row, p.column, p.severity) for p in problems if p.table in ("Pay", "Locks")] == [
        ("Pay", 5, "total", Severity.ERROR)
    ]
    assert "请用 Excel 或 WPS 打开并保存一次" in next(p for p in problems if p.table == "Pay").expected.zh
    unread = Problem("Conduct", 5, "amount", "十", Words("金额", "an amount"))
    assert all(p.table != "Pay" for p in looked_at(replace(now, found=(unread,))))


def test_in_a_workbook_an_order_paid_before_it_was_made_is_told_and_stops_nothing(shop: Path) -> None:
    type_rows(shop, "Orders", [order(1, "2026-11-21 10:00:30", paid="2026-11-21 10:00:29")])
    assert run_on(shop, "check").exit_code == 0
    told = rows(shop, "Problems")
    told = told.loc[told["sheet"] == "订单", ["severity", "row", "column", "found", "expected"]]
    assert told.to_numpy().tolist() == [
        [
            "warning",
            rows(shop, "Orders").index.item(),
            "付款时间",
            "2026-11-21 10:00:29",
            "不早于创建时间（2026-11-21 10:00:30）：请按平台上的订单改正",
        ]
    ]
    assert run_on(shop, "update-followups").exit_code == 0


def test_in_a_workbook_an_order_of_a_day_to_come_is_told_and_stops_nothing(shop: Path) -> None:
    type_rows(shop, "Orders", [order(1, "2027-11-21 10:00")])
    assert run_on(shop, "check").exit_code == 0
    told = rows(shop, "Problems")
    told = told.loc[told["sheet"] == "订单", ["severity", "column", "found"]]
    assert told.to_numpy().tolist() == [["warning", "创建时间", "2027-11-21 10:00"]]
    assert run_on(shop, "update-followups").exit_code == 0


def test_a_time_of_leaving_that_has_not_come_is_pointed_out() -> None:
    day = {"code": "白", "kind": "day", "start": pd.Timedelta(hours=9), "end": pd.Timedelta(hours=17.5)}
    row = {"platform": "tmall", "shift": "白@天猫", "agent_id": "K01"}
    log = [
        row | {"date": at("2026-03-10"), "finished": pd.Timedelta(hours=17.5)},
        row | {"date": at("2026-03-10"), "finished": pd.Timedelta(hours=17.6), "shop": "二店"},
        row | {"date": at("2026-03-09"), "finished": pd.Timedelta(hours=23)},
        row | {"date": at("2026-03-10"), "finished": pd.Timedelta(hours=23), "shift": None, "shop": "三店"},
    ]
    found = [p for p in check(request(NOW, Shifts=[day], DailyLog=log)).problems if p.column == "finished"]
    assert [(p.row, p.found, p.severity) for p in found] == [(6, "17:36", Severity.WARNING)]
    assert found[0].expected == Words(
        "不晚于 17:30：下班以后的时间，到了再填",
        "at most 17:30: a time after the end of the shift is filled in once it has come",
    )


def test_a_person_without_platforms_is_a_cell_to_fill_and_no_fault_of_the_program(shop: Path) -> None:
    put(shop, "Staff", 0, "platforms", None)
    outcome = run_on(shop, "check")
    assert ("员工", "接待平台") in {(p.sheet, p.column) for p in outcome.problems}


def test_a_staff_number_that_became_a_number_is_told_at_staff_alone(shop: Path) -> None:
    type_rows(shop, "DailyLog", [{"date": at("2026-11-03"), "agent_id": "001", "platform": "tmall"}])
    row, _ = put(shop, "Staff", 0, "agent_id", 1)
    problems = run_on(shop, "check").problems
    (problem,) = (p for p in problems if p.found in ("1", "001"))
    assert (problem.sheet, problem.row, problem.column, problem.found) == ("员工", row, "工号", "1")
    assert problem.expected.startswith("文本 001")


def test_a_date_of_another_century_stops_what_would_count_without_its_row(shop: Path) -> None:
    type_rows(shop, "DailyLog", [{"date": at("2026-11-03"), "agent_id": "K01", "platform": "tmall"}])
    row, _ = put(shop, "DailyLog", 0, "date", 1)  # shown as 1900-01-01
    told = [(p.sheet, p.row, p.column, p.expected) for p in run_on(shop, "check").problems]
    assert ("客服日报", row, "日期", "2000 到 2100 年的日期") in told
    assert run_on(shop, "score").stopped
