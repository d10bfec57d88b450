"""An unpaid order is chased, reminded, warned: of these steps only the last one reached is owed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pandas as pd

from tests.followups.shop import CHASE, FIRST, Shop, at, frame, order, rule

REMIND = rule("U3D", "order_unpaid", 3, 4, channel="letter")
WARN = rule("U7D", "order_unpaid", 7, 8, channel="letter")
STEPS = (CHASE, REMIND, WARN)
UNPAID = Shop(rules=STEPS, orders=frame("Orders", order(1, "2026-03-04 10:00", agent_id="K01")))


def by_rule(shop: Shop, today: str) -> dict[str, str]:
    rows = shop.update(today).frame
    return dict(zip(rows["rule_id"], rows["state"], strict=True))


def test_each_step_closes_the_one_before_to_the_second() -> None:
    chased = UNPAID.after("2026-03-05 09:00")
    assert by_rule(chased, "2026-03-07 09:59:59") == {"U12": "overdue"}
    assert by_rule(chased, "2026-03-07 10:00:00") == {"U12": "closed", "U3D": "due"}
    reminded = chased.after("2026-03-07 10:00")
    assert reminded.register["reason"].tolist()[0] == "已到下一步"
    assert reminded.register["as_of"].tolist()[0] == at("2026-03-07 10:00")
    assert by_rule(reminded, "2026-03-11 10:00") == {"U12": "closed", "U3D": "closed", "U7D": "due"}


def test_a_step_that_was_made_stays_made() -> None:
    chased = UNPAID.after("2026-03-05 09:00").typed(0, done_at=at("2026-03-05 09:30"), result="reached")
    assert by_rule(chased, "2026-03-07 10:00") == {"U12": "done", "U3D": "due"}


def test_an_earlier_step_does_not_come_back_once_the_later_one_was_made() -> None:
    reminded = UNPAID.after("2026-03-07 10:00").typed(1, done_at=at("2026-03-07 11:00"), result="reached")
    assert by_rule(reminded, "2026-03-07 12:00") == {"U12": "closed", "U3D": "done"}


def test_an_order_that_is_seen_late_has_one_open_row_and_the_rest_is_told() -> None:
    update = UNPAID.update("2026-03-12 10:00")
    assert (update.made, update.overtaken) == (3, 2)
    assert update.frame["state"].tolist() == ["closed", "closed", "due"]


def test_paying_is_the_reason_where_it_ended_the_order() -> None:
    reminded = UNPAID.after("2026-03-07 10:00")
    paid = order(1, "2026-03-04 10:00", paid="2026-03-07 11:00")
    rows = replace(reminded, orders=frame("Orders", paid)).update("2026-03-07 12:00").frame
    assert rows["reason"].tolist() == ["已付款", "已付款"]


def test_a_later_step_that_does_not_mean_the_order_overtakes_nothing() -> None:
    large = replace(REMIND, least_amount=500.0)
    assert by_rule(replace(UNPAID, rules=(CHASE, large)), "2026-03-07 10:00") == {"U12": "overdue"}
    orders = frame("Orders", order(1, "2026-03-04 10:00", total=Decimal("500.00")))
    shop = replace(UNPAID, rules=(CHASE, large), orders=orders)
    assert by_rule(shop, "2026-03-07 10:00") == {"U12": "closed", "U3D": "due"}


def test_a_later_step_that_is_switched_off_gives_the_earlier_one_back() -> None:
    reminded = UNPAID.after("2026-03-07 10:00")
    off = replace(reminded, rules=(CHASE, replace(REMIND, active=False)))
    assert by_rule(off, "2026-03-07 10:30") == {"U12": "overdue", "U3D": "closed"}


def test_other_orders_and_contacts_of_their_own_are_not_overtaken() -> None:
    orders = frame("Orders", order(1, "2026-03-04 10:00"), order(2, "2026-03-06 20:00"))
    rows = replace(UNPAID, orders=orders).update("2026-03-07 10:00").frame
    assert rows[["rule_id", "source", "state"]].to_numpy().tolist() == [
        ["U12", "order:tmall:1", "closed"],
        ["U3D", "order:tmall:1", "due"],
        ["U12", "order:tmall:2", "due"],
    ]
    calls = (FIRST, rule("V1", "order_paid", 0, 3, "workdays"))
    deal = frame("Orders", order(1, "2026-03-04 09:59", paid="2026-03-04 10:00"))
    assert Shop(rules=calls, orders=deal).states("2026-03-07 10:00") == ["due", "due"]


def test_rows_of_nothing_overtake_nothing() -> None:
    """Two steps whose source somebody emptied are no steps of one order."""
    reminded = UNPAID.after("2026-03-07 10:00")
    emptied = reminded.typed(0, source=None).typed(1, source=None)
    assert by_rule(replace(emptied, orders=frame("Orders")), "2026-03-07 12:00") == {
        "U12": "overdue",
        "U3D": "due",
    }


def test_the_second_reminder_of_a_service_replaces_the_first() -> None:
    reminders = (rule("S1", "next_service", -14, -12), rule("S2", "next_service", -2, -1))
    customers = frame(
        "Customers", {"platform": "jd", "account": "lily", "owner": "K02", "next_service": at("2026-06-20")}
    )
    shop = Shop(rules=reminders, customers=customers)
    assert by_rule(shop, "2026-06-17 23:59:59") == {"S1": "escalated"}
    assert by_rule(shop, "2026-06-18 00:00:00") == {"S1": "closed", "S2": "due"}


def test_a_second_run_changes_nothing() -> None:
    once = UNPAID.after("2026-03-15 10:00")
    pd.testing.assert_frame_equal(once.update("2026-03-15 10:00").frame, once.register)
