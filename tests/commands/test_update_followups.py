"""The whole update of follow-ups, archive figures and cases, as a command gives it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.commands.handler import NOTHING_NEXT, Request, Result
from csbook.commands.outcome import Changed
from csbook.commands.update_followups import update_followups
from csbook.schema.columns import Filler
from csbook.schema.workbook import TABLES
from csbook.workdays import CalendarMissing
from tests.commands.daily_shop import RULE, request, roster, run_on, texts
from tests.followups.shop import at, frame, order
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

GRID = roster(K01="白白白白白白", K02="休休休休休休")
ORDERS = [
    order(1, "2026-03-04 10:00", agent_id="K01"),  # due
    order(2, "2026-03-03 20:00", agent_id="K02"),  # overdue by half a day; K02 is off
    order(3, "2026-03-04 10:00", platform="pdd", customer="lily"),  # nobody on duty serves it
    order(4, "2026-02-20 10:00", agent_id="K01"),  # escalated
    order(5, "2026-03-05 08:01"),  # later
    order(6, "2026-02-01 10:00", paid="2026-02-01 10:05", paid_amount=Decimal("88.00")),
]
TODAY = "2026-03-05 08:00"


def updated(today: str = TODAY, **tables: Any) -> Result:
    return update_followups(request(today, **{"Roster": GRID, "Orders": ORDERS} | tables))


def test_the_headline_and_notes_say_what_a_supervisor_needs() -> None:
    result = updated()
    assert result.headline.zh == "新增回访 4 条，今日应办 2 条，已超时 1 条，已报主管 1 条（最久 11.9 天）。"
    assert (
        result.headline.en
        == "4 follow-ups added, 2 due today, 1 overdue, 1 with the supervisor (longest 11.9 days)."
    )
    assert texts(result.notes) == [
        "1 条建议了代办人，请主管在“指定客服”里确认或另派。",
        "1 条应办回访没有人能接：责任客服不在，也没有接待该平台的人当班。",
        "1 个订单晚于本次时点，未计入。",
    ]


def test_with_nothing_to_do_it_says_so_plainly() -> None:
    result = updated(Orders=[])
    assert result.headline.zh == "新增回访 0 条，今日应办 0 条，已超时 0 条。"
    assert result.notes == ()


def test_whoever_has_nothing_to_do_today_is_told_to_begin_with_nothing() -> None:
    assert updated().then is None
    nothing = updated(Orders=[], Roster=roster(K01="休" * 31), RosterHistory=[])
    assert nothing.tables["Today"].empty
    assert nothing.then == NOTHING_NEXT


def test_a_contact_dated_done_in_the_future_is_pointed_out() -> None:
    once = updated().tables["FollowUps"].reset_index(drop=True)
    typed = once.assign(done_at=pd.Timestamp("2026-03-09 10:00"), result="reached").to_dict("records")
    result = updated(FollowUps=typed[:1])
    assert "1 条回访的完成时间晚于本次时点，还不算完成；请核对。" in texts(result.notes)


@pytest.mark.parametrize("days", [{}, {"K01": "白白休休休休休休休休"}])
def test_with_nobody_on_duty_it_says_to_build_the_roster_where_there_is_none(days: dict[str, str]) -> None:
    """There may be one, and everybody off."""
    result = updated(Roster=roster(**days))
    assert texts(result.notes)[0] == "今天没有人当班，没有建议代办人；还没排班的，请先生成排班。"
    assert result.tables["FollowUps"]["stand_in"].isna().all()


def test_the_daily_cap_is_told_by_rule() -> None:
    result = updated(
        FollowUpRules=[RULE | {"daily_cap": 1}],
        Orders=[*ORDERS, order(7, "2026-03-04 11:00", agent_id="K01")],
    )
    assert "因每人每日上限没有生成：U12 1 条。" in texts(result.notes)
    assert "Kept out by the daily cap: U12: 1." in texts(result.notes, "en")
    assert result.details["capped"] == 1


def test_only_csbooks_columns_are_handed_back() -> None:
    result = updated(Customers=[{"platform": "tmall", "account": "nick"}])
    for name, written in result.tables.items():
        table = TABLES[name]
        people = {c.name for c in table.columns if c.by not in (Filler.CSBOOK, Filler.SHARED)}
        people -= set(table.key)
        assert not people & set(written.columns), name


def test_the_archive_has_figures_class_and_deadline() -> None:
    customers = [{"platform": "tmall", "account": "nick", "first_visit": at("2026-03-01")}]
    row = updated(Customers=customers).tables["Customers"].iloc[0]
    assert row[["orders", "amount", "customer_class"]].tolist() == [1, Decimal("88.00"), "ordinary"]
    assert row[["archive_due", "archive_state"]].tolist() == [at("2026-03-03"), "overdue"]


@pytest.mark.parametrize(
    ("contact", "state"),
    [
        ({}, "done"),
        ({"customer": "other"}, "overdue"),
        ({"channel": "phone"}, "overdue"),
        ({"result": "unreachable"}, "overdue"),
        ({"done_at": at("2027-03-04 09:00")}, "overdue"),
    ],
)
def test_the_contact_to_build_the_archive_builds_it(contact: dict[str, Any], state: str) -> None:
    """An agent who fills a small workbook has no other place to say so."""
    made = {
        "follow_up_id": "F1", "rule_id": "A1", "channel": "archive", "platform": "tmall", "customer": "nick",
        "event_at": at("2026-03-01"), "due_from": at("2026-03-01"), "due_by": at("2026-03-03"),
        "owner": "K01", "result": "reached", "done_at": at("2026-03-02 10:00"),
    }  # fmt: skip
    customers = [{"platform": "tmall", "account": "nick", "first_visit": at("2026-03-01")}]
    result = updated(Customers=customers, FollowUps=[made | contact])
    assert result.tables["Customers"].iloc[0]["archive_state"] == state


def test_rules_by_class_see_buyers_who_are_not_in_the_archive() -> None:
    deals = [order(n, f"2026-03-0{n} 10:00", paid=f"2026-03-0{n} 10:01") for n in (1, 2)]
    regulars = RULE | {
        "event": "order_paid",
        "applies_to": "old",
        "unit": "days",
        "due_from": 3.0,
        "due_by": 7.0,
    }
    result = updated(Orders=deals, FollowUpRules=[regulars])
    assert result.details["made"] == 2


def test_cases_have_limit_hours_and_state() -> None:
    cases = [
        {
            "case_id": "A1",
            "kind": "refund",
            "platform": "jd",
            "opened": at("2026-03-03 07:00"),
            "owner": "K01",
        }
    ]
    result = updated(AfterSales=cases, Orders=[])
    row = result.tables["AfterSales"].iloc[0]
    assert row[["case_id", "handle_by", "hours_left", "state"]].tolist() == [
        "A1",
        at("2026-03-05 09:00"),
        1.0,
        "open",
    ]
    assert result.tables["Today"]["reference"].tolist() == ["2026-03-04", "A1"]


def test_the_list_of_today_goes_by_who_has_the_contact() -> None:
    today = updated(DailyLog=[]).tables["Today"]
    shown = today[["agent_id", "kind", "reference", "state"]].astype("object")
    assert shown.where(shown.notna(), None).to_numpy().tolist() == [
        ["K01", "follow_up", "F000001", "escalated"],
        ["K01", "follow_up", "F000002", "overdue"],
        ["K01", "log", "2026-03-04", "overdue"],
        ["K01", "follow_up", "F000004", "due"],
        [None, "follow_up", "F000003", "due"],
    ]


ASKED = RULE | {"rule_id": "E1", "event": "enquiry", "due_from": 24.0, "due_by": 72.0, "active": None}
ANNOUNCE = RULE | {
    "rule_id": "M1",
    "event": "campaign",
    "channel": "phone",
    "unit": "days",
    "due_from": -14.0,
    "due_by": -12.0,
    "active": None,
}


def test_enquiries_are_followed_up_and_told_which_order_came() -> None:
    enquiries = [
        {"platform": "tmall", "customer": "nick", "asked_at": at("2026-03-03 10:00")},  # order 1 since
        {"platform": "tmall", "customer": "joe", "asked_at": at("2026-03-03 10:00"), "agent_id": "K01"},
    ]
    result = updated(FollowUpRules=[ASKED], Enquiries=enquiries)
    written = result.tables["Enquiries"]
    assert written.columns.tolist() == ["platform", "customer", "asked_at", "state", "order_id"]
    assert written["state"].tolist() == ["ordered", "open"]
    assert written["order_id"].tolist()[0] == "2"  # 3 March, 20:00
    assert result.tables["FollowUps"]["source"].tolist() == ["enquiry:tmall:joe:2026-03-03 10:00:00"]


def test_campaigns_go_to_the_class_that_the_orders_give() -> None:
    customers = [{"platform": "tmall", "account": name, "owner": "K01"} for name in ("nick", "joe")]
    campaign = {
        "campaign_id": "B1",
        "name": "春茶节",
        "starts": at("2026-03-19"),
        "platform": "any",
        "applies_to": "old",
    }
    result = updated(
        FollowUpRules=[ANNOUNCE],
        Campaigns=[campaign],
        Customers=customers,
        Orders=[order(n, f"2026-02-0{n} 10:00", paid=f"2026-02-0{n} 10:01") for n in (1, 2)],
    )
    assert result.tables["FollowUps"]["source"].tolist() == ["campaign:B1:tmall:nick"]


def test_the_settings_choose_the_set_of_rules() -> None:
    rules = [RULE | {"active": None}, RULE | {"rule_id": "V9", "preset": "car_service", "active": None}]
    asked = request(TODAY, settings={"follow_up_set": "汽车售后"}, Orders=ORDERS, FollowUpRules=rules)
    assert set(update_followups(asked).tables["FollowUps"]["rule_id"]) == {"V9"}
    assert set(updated(FollowUpRules=rules).tables["FollowUps"]["rule_id"]) == {"U12"}


def test_poor_reviews_go_to_whom_the_settings_name() -> None:
    review = {"platform": "jd", "order_id": "9", "reviewed_at": at("2026-03-04 10:00"), "stars": 1}
    asked = request(TODAY, settings={"review_handler": "K01"}, Roster=GRID, Reviews=[review])
    result = update_followups(asked)
    assert result.tables["Reviews"][["handler", "state"]].to_numpy().tolist() == [["K01", "open"]]
    assert "review" in result.tables["Today"]["kind"].tolist()


def test_a_case_typed_without_a_number_gets_one_and_its_follow_ups_name_it() -> None:
    case = {
        "kind": "refund",
        "platform": "jd",
        "opened": at("2026-03-04 10:00"),
        "complaint_class": "general",
    }
    report = RULE | {"rule_id": "P1", "event": "complaint", "channel": "report", "unit": "days"}
    result = updated(AfterSales=[case], Orders=[], FollowUpRules=[report | {"due_from": 0.0, "due_by": 2.0}])
    (number,) = result.tables["AfterSales"]["case_id"]
    assert result.tables["FollowUps"]["source"].tolist() == [f"case:{number}"]
    assert "1 件手工登记的售后已编号。" in texts(result.notes)


def test_what_was_overtaken_at_once_and_dead_numbers_are_told() -> None:
    steps = [RULE, RULE | {"rule_id": "U3D", "channel": "phone", "due_from": 72.0, "due_by": 96.0}]
    customers = [{"platform": "tmall", "account": "nick", "virtual_until": at("2026-03-01")}]
    result = updated(Orders=[ORDERS[3]], FollowUpRules=steps, Customers=customers)
    assert "1 条新增回访已到下一步，直接关闭。" in texts(result.notes)
    assert "1 条电话回访的虚拟号已失效，改用在线消息。" in texts(result.notes)
    assert (result.details["made"], result.details["overtaken"]) == (2, 1)


def test_a_rule_that_cannot_work_stops_the_command() -> None:
    result = updated(FollowUpRules=[RULE | {"unit": "workdays", "due_by": 12.5}])
    assert [(p.table, p.column, p.severity) for p in result.problems] == [
        ("FollowUpRules", "due_by", "error")
    ]
    assert not result.tables


def test_a_result_without_its_time_is_a_warning() -> None:
    typed = [{"customer": "bob", "result": "reached"}, {"customer": "eve", "result": "unreachable"}]
    found = updated(FollowUps=typed).problems
    assert [(p.row, p.column, p.severity) for p in found] == [
        (5, "done_at", "warning"),
        (6, "done_at", "warning"),
    ]


def test_working_days_without_a_calendar_stop_the_command_with_words() -> None:
    rule = RULE | {"event": "order_paid", "unit": "workdays", "due_from": 0.0, "due_by": 3.0}
    with pytest.raises(CalendarMissing) as missing:
        updated(FollowUpRules=[rule], Holidays=[])
    assert "2026 年" in missing.value.words.zh


def written_back(asked: Request, result: Result) -> Request:
    """The request as the next run sees it, once the result was written."""
    register = result.tables["FollowUps"].reindex(columns=TABLES["FollowUps"].names)
    return replace(
        asked, tables={**asked.tables, "FollowUps": frame("FollowUps", *register.to_dict("records"))}
    )


def test_running_twice_gives_the_same() -> None:
    asked = request(TODAY, Roster=GRID, Orders=ORDERS, Customers=[{"platform": "tmall", "account": "nick"}])
    first = update_followups(asked)
    again = update_followups(written_back(asked, first))
    for name, written in first.tables.items():
        pd.testing.assert_frame_equal(
            again.tables[name].reset_index(drop=True), written.reset_index(drop=True), obj=name
        )
    assert again.details == first.details | {"made": 0}


def test_english_workbooks_have_english_reasons() -> None:
    asked = request(TODAY, language="en", Roster=GRID, Orders=ORDERS)
    reasons = update_followups(asked).tables["FollowUps"]["reason"].dropna()
    assert set(reasons) == {"overdue for 3 days or more", "the owner is off today"}


def test_in_a_workbook_rows_typed_by_hand_are_numbered_in_place_and_a_second_run_changes_nothing(
    shop: Path,
) -> None:
    deal = order(1, "2026-11-18 09:00", paid="2026-11-18 10:00", platform="jd", paid_amount=Decimal("600.00"))
    chased = order(2, "2026-11-21 20:00", platform="jd", agent_id="K01")
    type_rows(shop, "Orders", [deal, chased])
    type_rows(shop, "Customers", [{"platform": "jd", "account": "nick", "owner": "K02"}])
    offset = len(rows(shop, "FollowUps"))
    put(shop, "FollowUps", offset, "waiting_until", dt.datetime(2026, 11, 25))
    put(shop, "FollowUps", offset, "customer", "手工客户")
    assert run_on(shop, "update-followups").changed["FollowUps"] == Changed(added=2, changed=1)
    register = rows(shop, "FollowUps")
    assert register["follow_up_id"].tolist() == ["F000001", "F000002", "F000003"]
    assert register["customer"].tolist() == ["手工客户", "nick", "nick"]
    assert register["rule_id"].astype("object").where(register["rule_id"].notna(), None).tolist() == [
        None,
        "C1L",
        "U12",
    ]
    assert register["state"].tolist() == ["planned", "due", "due"]
    assert rows(shop, "Customers")["amount"].tolist() == [Decimal("600.00")]
    before = every_table(shop, but=SHOWS_THE_PRESS)
    assert not run_on(shop, "update-followups").changed
    assert every_table(shop, but=SHOWS_THE_PRESS) == before


def test_in_a_workbook_attempts_enquiries_and_campaigns_are_written_once(shop: Path) -> None:
    deal = order(1, "2026-11-18 09:00", paid="2026-11-18 10:00", platform="jd", paid_amount=Decimal("600.00"))
    nick = {"platform": "jd", "account": "nick", "owner": "K02", "virtual_until": at("2026-11-21")}
    lily = {"platform": "jd", "customer": "lily", "asked_at": at("2026-11-20 15:00"), "agent_id": "K01"}
    campaign = {"campaign_id": "B12", "name": "双十二", "starts": at("2026-12-06"), "platform": "jd"}
    type_rows(shop, "Orders", [deal])
    type_rows(shop, "Customers", [nick])
    type_rows(shop, "Enquiries", [lily])
    type_rows(shop, "Campaigns", [campaign])
    run_on(shop, "update-followups")
    assert rows(shop, "Enquiries")["state"].tolist() == ["open"]
    first = rows(shop, "FollowUps")
    assert first["rule_id"].tolist() == ["C1L", "E1", "M1"]
    assert first["source"].tolist()[1:] == ["enquiry:jd:lily:2026-11-20 15:00:00", "campaign:B12:jd:nick"]
    put(shop, "FollowUps", 0, "result", "未接通")
    put(shop, "FollowUps", 0, "done_at", dt.datetime(2026, 11, 22, 10))
    run_on(shop, "update-followups")
    called = rows(shop, "FollowUps").iloc[0]
    assert (called["attempts"], called["last_attempt"]) == (1, at("2026-11-22 10:00"))
    assert (called["state"], called["retry_from"]) == ("planned", at("2026-11-22 14:00"))
    assert called["reason"] == "再拨；虚拟号已失效，改用在线消息"
    before = every_table(shop, but=SHOWS_THE_PRESS)
    assert not run_on(shop, "update-followups").changed
    assert every_table(shop, but=SHOWS_THE_PRESS) == before


def test_a_contact_dated_before_its_event_is_a_warning_at_the_cell() -> None:
    made = updated(Orders=ORDERS[:1]).tables["FollowUps"].reset_index(drop=True)
    typed = made.assign(done_at=at("2026-03-04 09:00"), result="reached").to_dict("records")
    result = updated(Orders=ORDERS[:1], FollowUps=typed)
    (warned,) = result.problems
    assert (warned.row, warned.column, warned.severity) == (5, "done_at", "warning")
    assert warned.found == "2026-03-04 09:00"
    assert "2026-03-04 10:00" in warned.expected.zh
    assert result.tables["FollowUps"]["state"].tolist() == ["due"]


def test_in_a_workbook_a_telephone_number_typed_by_hand_becomes_the_account(shop: Path) -> None:
    lily = {"platform": "jd", "account": "lily", "owner": "K02", "phone": "13812345678"}
    type_rows(shop, "Customers", [lily])
    offset = len(rows(shop, "FollowUps"))
    put(shop, "FollowUps", offset, "customer", "138 1234 5678")
    put(shop, "FollowUps", offset, "channel", "旺旺")
    run_on(shop, "update-followups")
    (row,) = rows(shop, "FollowUps").to_dict("records")
    assert [row[name] for name in ("follow_up_id", "platform", "customer", "owner", "channel")] == [
        "F000001",
        "jd",
        "lily",
        "K02",
        "wangwang",
    ]
    before = every_table(shop, but=SHOWS_THE_PRESS)
    assert not run_on(shop, "update-followups").changed
    assert every_table(shop, but=SHOWS_THE_PRESS) == before
