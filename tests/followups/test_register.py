"""The register as a whole: rows made, closed, chained, typed; their states."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from csbook.followups.rules import FollowUpRule
from tests.followups.shop import CHASE, FIRST, SECOND, Shop, at, frame, order, rule

REPORT = rule("P1", "complaint", 0, 2, channel="report")
TELL = rule("P2", "solution_found", 0, 0)
ARCHIVE = rule("A1", "customer_new", 0, 2, channel="archive")
REMIND = rule("S1", "next_service", -14, -12)


def unpaid(created: str = "2026-03-04 10:00", **more: object) -> Shop:
    return Shop(orders=frame("Orders", order(1, created, **more)))


def deal(paid: str = "2026-03-04 10:00", **more: object) -> Shop:
    return Shop(orders=frame("Orders", order(1, "2026-03-04 09:59", paid=paid, **more)))


@pytest.mark.parametrize(
    ("today", "states"),
    [
        ("2026-03-04 21:59:59", []),
        ("2026-03-04 22:00:00", ["due"]),  # unpaid for 12 hours, to the second
        ("2026-03-05 10:00:00", ["due"]),
        ("2026-03-05 10:00:01", ["overdue"]),
        ("2026-03-08 09:59:59", ["overdue"]),
        ("2026-03-08 10:00:00", ["escalated"]),  # overdue for three days
    ],
)
def test_an_unpaid_order_is_chased_once_it_is_unpaid_for_twelve_hours(today: str, states: list[str]) -> None:
    assert unpaid().states(today) == states


def test_orders_paid_cancelled_or_refunded_in_time_make_no_row() -> None:
    today = "2026-03-05 08:00"
    assert unpaid(paid="2026-03-04 20:00").update(today).frame["rule_id"].tolist() == ["C1"]
    assert unpaid(cancelled="2026-03-04 20:00").states(today) == []
    assert unpaid(refund=Decimal("5.00")).states(today) == []


def test_what_is_later_than_today_has_not_happened() -> None:
    assert unpaid(paid="2026-03-05 08:01").states("2026-03-05 08:00") == ["due"]
    assert unpaid(cancelled="2026-03-05 08:01").states("2026-03-05 08:00") == ["due"]
    assert unpaid("2026-03-05 08:01").states("2026-03-05 08:00") == []
    shop = unpaid().after("2026-03-05 08:00").typed(0, done_at=at("2026-03-05 09:00"), result="reached")
    assert shop.states("2026-03-05 08:59") == ["due"]
    assert shop.states("2026-03-05 09:00") == ["done"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"paid": "2026-03-05 09:00"}, "已付款"),
        ({"cancelled": "2026-03-05 09:00"}, "订单已关闭"),
        ({"refund": Decimal("1.00")}, "已退款"),
    ],
)
def test_a_row_closes_with_its_reason_and_keeps_its_moment(change: dict[str, str], reason: str) -> None:
    before = unpaid().after("2026-03-05 08:00")
    changed = frame("Orders", order(1, "2026-03-04 10:00", **change))
    closed = replace(before, orders=changed, rules=(CHASE,)).after("2026-03-05 10:00")
    later = closed.update("2026-04-01 10:00").frame.iloc[0]
    assert (later["state"], later["reason"]) == ("closed", reason)
    assert later["as_of"] == at("2026-03-05 10:00")
    assert pd.isna(later["days_late"])


def test_a_contact_made_before_the_payment_stays_done() -> None:
    shop = unpaid().after("2026-03-05 08:00").typed(0, done_at=at("2026-03-05 08:30"), result="reached")
    paid = replace(shop, orders=frame("Orders", order(1, "2026-03-04 10:00", paid="2026-03-05 09:00")))
    assert paid.states("2026-03-05 10:00")[0] == "done"


@pytest.mark.parametrize(
    ("today", "state", "late"),
    [
        ("2026-03-06 23:59:59", "planned", None),
        ("2026-03-07 00:00:00", "due", None),  # day 3
        ("2026-03-11 23:59:59", "due", None),  # day 7
        ("2026-03-12 00:00:00", "overdue", 0.01),  # late, if only by a moment
        ("2026-03-13 12:00:00", "overdue", 1.5),
        ("2026-03-15 00:00:00", "escalated", 3.0),
    ],
)
def test_a_first_call_is_due_from_day_three_to_day_seven(today: str, state: str, late: float | None) -> None:
    row = deal().update(today).frame.iloc[0]
    assert row["state"] == state
    assert row["days_late"] == late or (late is None and pd.isna(row["days_late"]))


def test_a_deal_undone_closes_its_call_but_a_small_refund_does_not() -> None:
    called = deal().after("2026-03-05 08:00")
    full = order(1, "2026-03-04 09:59", paid="2026-03-04 10:00", refund=Decimal("100.00"))
    part = full | {"refund": Decimal("10.00")}
    assert replace(called, orders=frame("Orders", full)).states("2026-03-05 09:00") == ["closed"]
    assert replace(called, orders=frame("Orders", part)).states("2026-03-05 09:00") == ["planned"]


def test_the_second_call_counts_from_the_first_one_done() -> None:
    first = deal().after("2026-03-08 10:00").typed(0, done_at=at("2026-03-08 09:00"), result="reached")
    second = first.update("2026-03-08 12:00").frame.iloc[1]
    assert second[["rule_id", "source", "follow_up_id"]].tolist() == ["C2", "follow_up:F000001", "F000002"]
    assert second["due_from"] == at("2026-03-15 00:00")
    assert second["due_by"] == at("2026-03-22 23:59:59")
    assert second["customer"] == "nick"


@pytest.mark.parametrize("result", ["unreachable", "refused"])
def test_nobody_is_called_again_who_was_not_reached_or_refused(result: str) -> None:
    first = deal().after("2026-03-08 10:00").typed(0, done_at=at("2026-03-08 09:00"), result=result)
    assert first.update("2026-03-08 12:00").made == 0


def test_the_amount_of_a_chain_is_that_of_its_order() -> None:
    large = replace(SECOND, least_amount=100.0)
    shop = replace(deal(), rules=(FIRST, large)).after("2026-03-08 10:00")
    done = shop.typed(0, done_at=at("2026-03-08 09:00"), result="reached")
    assert done.update("2026-03-08 12:00").made == 1
    assert (
        replace(done, rules=(FIRST, replace(SECOND, least_amount=100.01))).update("2026-03-08 12:00").made
        == 0
    )


def test_a_call_nobody_answered_is_not_done() -> None:
    shop = deal().after("2026-03-08 10:00")
    tried = shop.typed(0, done_at=at("2026-03-08 09:00"), result="unreachable")
    assert tried.states("2026-03-08 12:59") == ["planned"]
    assert tried.states("2026-03-08 13:00") == ["due"]


def test_a_rule_may_escalate_sooner_than_the_settings() -> None:
    shop = replace(deal(), rules=(replace(FIRST, escalate_after=0.5),), language="en")
    assert shop.states("2026-03-12 11:00") == ["overdue"]
    row = shop.update("2026-03-12 12:00").frame.iloc[0]
    assert (row["state"], row["reason"]) == ("escalated", "overdue for 0.5 days or more")


def test_a_new_due_date_replaces_the_deadline_and_stays() -> None:
    shop = deal().after("2026-03-12 08:00").typed(0, new_due=at("2026-03-20 14:00"))
    assert shop.states("2026-03-13 08:00") == ["due"]
    moved = shop.after("2026-03-13 08:00")
    assert moved.register["due_by"].tolist() == [at("2026-03-20 14:00")]
    assert moved.states("2026-03-20 14:00") == ["due"]
    assert moved.states("2026-03-20 14:01") == ["overdue"]


def test_a_new_due_date_before_the_window_makes_the_row_due_that_day() -> None:
    shop = deal().after("2026-03-04 12:00").typed(0, new_due=at("2026-03-05 16:00"))
    assert shop.states("2026-03-04 13:00") == ["planned"]
    assert shop.states("2026-03-05 08:00") == ["due"]
    assert shop.states("2026-03-06 08:00") == ["overdue"]


def test_a_customer_who_asked_to_wait_pauses_the_row_for_that_day() -> None:
    shop = deal().after("2026-03-12 08:00").typed(0, waiting_until=at("2026-03-20 14:00"))
    waiting = shop.update("2026-03-20 13:59").frame.iloc[0]
    assert (waiting["state"], waiting["reason"]) == ("planned", "等客户")
    assert shop.states("2026-03-20 14:00") == ["due"]
    assert shop.states("2026-03-20 23:59:59") == ["due"]
    assert shop.states("2026-03-21 00:00") == ["overdue"]


def test_switching_a_rule_off_closes_its_open_rows_and_on_again_opens_them() -> None:
    shop = deal().after("2026-03-08 10:00")
    off: tuple[FollowUpRule, ...] = (replace(FIRST, active=False),)
    closed = replace(shop, rules=off).after("2026-03-08 11:00")
    assert closed.register["reason"].tolist() == ["规则已停用"]
    assert replace(shop, rules=()).states("2026-03-08 11:00") == ["closed"]
    assert replace(closed, rules=(FIRST,)).states("2026-03-08 12:00") == ["due"]


def test_a_row_whose_order_left_the_workbook_goes_on_by_its_dates() -> None:
    shop = deal().after("2026-03-08 10:00")
    assert replace(shop, orders=frame("Orders")).states("2026-03-12 08:00") == ["overdue"]


def case(**more: object) -> dict[str, object]:
    plain = {
        "case_id": "A001",
        "kind": "refund",
        "platform": "tmall",
        "customer": "nick",
        "opened": at("2026-03-04 23:30"),
        "complaint_class": "general",
        "owner": "K01",
    }
    return plain | more


def test_a_complaint_is_reported_within_two_days_unless_solved() -> None:
    shop = Shop(
        rules=(REPORT, TELL), cases=frame("AfterSales", case(), case(case_id="A2", complaint_class=None))
    )
    row = shop.update("2026-03-05 09:00").frame
    assert row[["source", "owner", "state"]].to_numpy().tolist() == [["case:A001", "K01", "due"]]
    assert row["due_by"].tolist() == [at("2026-03-06 23:59:59")]
    solved = replace(
        shop.after("2026-03-05 09:00"),
        cases=frame("AfterSales", case(solution_found=at("2026-03-05 20:00"))),
    ).update("2026-03-05 21:00")
    assert solved.frame["rule_id"].tolist() == ["P1", "P2"]
    assert solved.frame["state"].tolist() == ["closed", "due"]
    assert solved.frame["due_by"].tolist()[1] == at("2026-03-05 23:59:59")  # on the day (B1.5)


def test_a_closed_case_is_called_back_within_three_days() -> None:
    callback = rule("P3", "case_closed", 0, 3)
    closed = case(complaint_class=None, closed=at("2026-03-04 23:59"))
    shop = Shop(rules=(callback,), cases=frame("AfterSales", closed, case(case_id="A2")))
    assert shop.states("2026-03-04 23:58") == []
    row = shop.update("2026-03-04 23:59").frame.iloc[0]
    assert row[["source", "owner", "state"]].tolist() == ["case:A001", "K01", "due"]
    assert row["due_by"] == at("2026-03-07 23:59:59")


def customer(**more: object) -> dict[str, object]:
    return {"platform": "jd", "account": "lily", "owner": "K02", "first_visit": at("2026-03-04")} | more


def test_a_new_customer_is_archived_within_two_days() -> None:
    shop = Shop(rules=(ARCHIVE,), customers=frame("Customers", customer()))
    row = shop.update("2026-03-04 09:00").frame.iloc[0]
    assert row[["source", "owner", "state"]].tolist() == ["customer:jd:lily", "K02", "due"]
    assert row["due_by"] == at("2026-03-06 23:59:59")
    archived = frame("Customers", customer(archived=at("2026-03-05")))
    assert replace(shop.after("2026-03-04 09:00"), customers=archived).states("2026-03-05 09:00") == [
        "closed"
    ]
    assert replace(shop, customers=archived).states("2026-03-05 09:00") == []


def test_each_service_is_reminded_of_two_weeks_ahead_and_a_moved_one_anew() -> None:
    shop = Shop(rules=(REMIND,), customers=frame("Customers", customer(next_service=at("2026-06-20"))))
    assert shop.states("2026-06-05 23:59") == []
    reminded = shop.after("2026-06-06 00:00")
    assert reminded.register["source"].tolist() == ["customer:jd:lily:2026-06-20"]
    assert reminded.register["due_by"].tolist() == [at("2026-06-08 23:59:59")]
    moved = replace(reminded, customers=frame("Customers", customer(next_service=at("2026-07-10"))))
    assert moved.states("2026-06-07 09:00") == ["closed"]
    assert moved.states("2026-06-26 09:00") == ["closed", "due"]


def test_a_row_typed_by_hand_gets_a_number_and_keeps_its_deadline() -> None:
    typed = frame(
        "FollowUps",
        {"customer": "lily", "platform": "jd", "new_due": at("2026-03-06 15:00")},
        {"follow_up_id": "F000007", "customer": "old", "due_by": at("2026-03-01"), "state": "overdue"},
        {"customer": "bob"},
        {"note": "只有备注"},
    )
    shop = Shop(register=typed, customers=frame("Customers", customer()))
    update = shop.update("2026-03-05 10:00")
    rows = update.frame
    assert update.numbered == 2
    assert rows.index.tolist() == [5, 6, 7, 8]
    assert rows["follow_up_id"].tolist()[:3] == ["F000008", "F000007", "F000009"]
    assert rows["due_by"].tolist()[::2][0] == at("2026-03-06 15:00")
    assert rows["due_by"].tolist()[2] == at("2026-03-05 23:59:59")  # no deadline: today
    assert rows["owner"].tolist()[0] == "K02"
    assert rows["state"].tolist()[:3] == ["due", "escalated", "due"]
    assert rows.loc[8].drop("note").isna().all()  # nothing but a note: left as it is


def test_new_rows_are_numbered_on_and_stand_below_what_is_there() -> None:
    shop = deal().after("2026-03-05 08:00")
    more = replace(
        shop,
        orders=frame(
            "Orders",
            order(1, "2026-03-04 09:59", paid="2026-03-04 10:00"),
            order(3, "2026-03-05 07:00", paid="2026-03-05 07:30"),
            order(2, "2026-03-05 06:00", paid="2026-03-05 06:30"),
        ),
    ).update("2026-03-05 09:00")
    assert more.frame.index.tolist() == [5, -1, -2]
    assert more.frame["follow_up_id"].tolist() == ["F000001", "F000002", "F000003"]
    assert more.frame["source"].tolist()[1:] == ["order:tmall:2", "order:tmall:3"]


def test_the_second_run_of_a_moment_changes_nothing() -> None:
    shop = Shop(orders=frame("Orders", *(order(n, f"2026-03-0{n} 10:00") for n in range(1, 6))))
    once = shop.after("2026-03-07 12:00")
    again = once.update("2026-03-07 12:00")
    assert (again.made, again.numbered) == (0, 0)
    pd.testing.assert_frame_equal(again.frame, once.register)


CALL_BACK = rule("P3", "case_closed", 0, 3)


def closed_case(closed: str | None, solved: str | None = "2026-03-04 09:00") -> pd.DataFrame:
    moments = {"solution_found": solved and at(solved), "closed": closed and at(closed)}
    return frame("AfterSales", case(opened=at("2026-03-04 08:00"), complaint_class=None, **moments))


def called_back(closed: str = "2026-03-04 12:00") -> Shop:
    """A case closed and called back in vain the day after, at 15:00."""
    shop = Shop(rules=(CALL_BACK,), cases=closed_case(closed)).after("2026-03-05 09:00")
    return shop.typed(0, done_at=at("2026-03-05 15:00"), result="unsolved")


def test_a_case_closed_again_after_its_callback_is_called_back_again() -> None:
    reopened = replace(called_back(), cases=closed_case(None)).after("2026-03-05 16:00")
    assert reopened.register["state"].tolist() == ["done"]
    again = replace(reopened, cases=closed_case("2026-03-06 11:00")).after("2026-03-06 12:00")
    rows = again.register
    assert rows["source"].tolist() == ["case:A001", "case:A001"]
    assert rows["state"].tolist() == ["done", "due"]
    assert rows["due_by"].tolist()[1] == at("2026-03-09 23:59:59")
    assert again.update("2026-03-06 12:00").made == 0
    in_vain = again.typed(1, done_at=at("2026-03-07 10:00"), result="unsolved")
    third = replace(in_vain, cases=closed_case("2026-03-08 10:00")).update("2026-03-08 11:00")
    assert third.frame["state"].tolist() == ["done", "done", "due"]


@pytest.mark.parametrize("closed", ["2026-03-04 10:00", "2026-03-05 14:59", "2026-03-04"])
def test_a_closing_corrected_to_another_moment_before_the_callback_asks_for_no_other(closed: str) -> None:
    assert replace(called_back(), cases=closed_case(closed)).update("2026-03-06 12:00").made == 0


def test_a_closing_typed_without_a_time_counts_for_the_whole_day() -> None:
    shop = replace(called_back(), cases=closed_case("2026-03-05"))
    assert shop.update("2026-03-05 18:00").frame["state"].tolist() == ["done", "due"]


def test_a_contact_not_made_yet_moves_with_its_event() -> None:
    tell = Shop(rules=(TELL,), cases=closed_case(None, "2026-03-04 20:00")).after("2026-03-04 21:00")
    moved = replace(tell, cases=closed_case(None, "2026-03-06 10:00")).update("2026-03-06 11:00").frame
    assert moved["follow_up_id"].tolist() == ["F000001"]
    assert moved[["event_at", "due_from", "due_by"]].iloc[0].tolist() == [
        at("2026-03-06 10:00"),
        at("2026-03-06"),
        at("2026-03-06 23:59:59"),
    ]
    assert moved["state"].tolist() == ["due"]


def test_a_solution_taken_back_closes_its_contact_until_the_next_one() -> None:
    tell = Shop(rules=(TELL,), cases=closed_case(None, "2026-03-04 20:00")).after("2026-03-04 21:00")
    without = replace(tell, cases=closed_case(None, None)).after("2026-03-05 09:00")
    assert without.register[["state", "reason"]].iloc[0].tolist() == ["closed", "方案或结案时间已清空"]
    again = replace(without, cases=closed_case(None, "2026-03-06 10:00")).update("2026-03-06 11:00").frame
    assert again["state"].tolist() == ["due"]
    assert again["due_by"].tolist() == [at("2026-03-06 23:59:59")]


def test_who_becomes_a_regular_was_not_owed_the_call_after_an_older_order() -> None:
    regulars = replace(deal(), rules=(replace(FIRST, applies_to="old"),))
    old = replace(regulars, classes={"tmall:nick": "old"})
    assert regulars.update("2026-03-11 23:59:59").made == 0
    assert old.update("2026-03-11 23:59:59").made == 1  # the last second of day 7
    assert old.update("2026-03-12 00:00").made == 0
    assert replace(old, rules=(FIRST,)).update("2026-03-12 00:00").made == 1  # owed by everybody's rule


@pytest.mark.parametrize(
    ("done", "states"),
    [
        ("2026-03-04 09:59", ["due"]),  # paid at 10:00
        ("2026-03-03", ["due"]),
        ("2026-03-04 10:00", ["done", "planned"]),
        ("2026-03-04", ["done", "planned"]),  # a day without a time is the whole day
        ("2026-03-06 10:00", ["done", "planned"]),  # before the window: early, but possible
    ],
)
def test_a_contact_dated_before_its_event_is_not_done(done: str, states: list[str]) -> None:
    shop = deal().after("2026-03-08 10:00").typed(0, done_at=at(done), result="reached")
    assert shop.states("2026-03-08 11:00") == states


def test_a_reminder_is_done_before_the_service_it_is_about_but_not_before_its_window() -> None:
    shop = Shop(rules=(REMIND,), customers=frame("Customers", customer(next_service=at("2026-06-20"))))
    reminded = shop.after("2026-06-06 10:00")
    for done, state in (("2026-06-06 11:00", "done"), ("2026-06-05 11:00", "due")):
        assert reminded.typed(0, done_at=at(done), result="reached").states("2026-06-06 12:00") == [state]


def test_a_try_dated_before_the_event_is_no_attempt() -> None:
    shop = deal().after("2026-03-08 10:00").typed(0, done_at=at("2026-03-04 09:00"), result="unreachable")
    row = shop.update("2026-03-08 11:00").frame.iloc[0]
    assert pd.isna(row["attempts"])
    assert row["state"] == "due"


def test_a_person_may_write_down_what_was_done_before_the_row_was_numbered() -> None:
    typed = frame("FollowUps", {"customer": "bob", "done_at": at("2026-03-05 09:30"), "result": "reached"})
    assert Shop(register=typed).after("2026-03-05 10:00").states("2026-03-05 10:00") == ["done"]
