"""Slips in orders, cases and reviews that show only across columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from csbook.problems import Problem, Severity, Words
from csbook.schema.checks import cross_checks
from csbook.schema.checks_of_customers import customer_checks, moments_to_come
from tests.followups.shop import at, frame

OPENED = at("2026-03-04 10:00")


def of_case(**cells: Any) -> list[Problem]:
    case = {"case_id": "A1", "kind": "damage", "platform": "jd", "opened": OPENED}
    return cross_checks({"AfterSales": frame("AfterSales", case | cells)})


def of_review(**cells: Any) -> list[Problem]:
    review = {"platform": "jd", "order_id": "1", "reviewed_at": OPENED, "stars": 2}
    return cross_checks({"Reviews": frame("Reviews", review | cells)})


def short(problems: list[Problem]) -> list[tuple[int | None, str | None, str, str]]:
    return [(p.row, p.column, p.found, p.severity.value) for p in problems]


def test_a_whole_case_has_no_problem() -> None:
    assert not of_case(
        order_id="1",
        courier="迅风快递",
        claim=Decimal(30),
        claim_paid=True,
        compensation=Decimal(10),
        approved="approved",
        solution_found=OPENED,
        closed=OPENED,
    )


def test_a_case_closed_before_it_was_opened_names_both_moments() -> None:
    (problem,) = of_case(closed=at("2026-03-04 09:59"))
    assert short([problem]) == [(5, "closed", "2026-03-04 09:59", "error")]
    assert problem.expected.zh == "不早于登记时间（2026-03-04 10:00）"
    assert problem.expected.en == "not before 'Opened' (2026-03-04 10:00)"


def test_a_solution_lies_between_opening_and_closing() -> None:
    early = of_case(solution_found=at("2026-03-04 09:59"))
    assert short(early) == [(5, "solution_found", "2026-03-04 09:59", "error")]
    late = of_case(solution_found=at("2026-03-05 10:00"), closed=at("2026-03-05 09:00"))
    assert short(late) == [(5, "closed", "2026-03-05 09:00", "error")]
    assert "方案确定" in late[0].expected.zh


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"claim_paid": True}, "claim"),
        ({"claim_paid": True, "claim": Decimal(0)}, "claim"),
        ({"claim": Decimal(30)}, "courier"),
        ({"compensation": Decimal(5)}, "order_id"),
        ({"approved": "approved"}, "compensation"),
    ],
)
def test_money_without_what_it_belongs_to_is_pointed_out(cells: dict[str, Any], column: str) -> None:
    assert short(of_case(**cells)) == [(5, column, "", "warning")]


@pytest.mark.parametrize(
    "cells",
    [
        {"claim_paid": False},
        {"compensation": Decimal(0)},
        {"approved": "rejected"},
        {"approved": "pending"},
    ],
)
def test_what_is_not_money_yet_is_no_slip(cells: dict[str, Any]) -> None:
    assert not of_case(**cells)


def test_a_review_is_not_explained_before_it_is_written_nor_by_a_time_alone() -> None:
    early = of_review(explained_at=at("2026-03-04 09:00"), explanation="已致歉")
    assert short(early) == [(5, "explained_at", "2026-03-04 09:00", "error")]
    assert short(of_review(explained_at=OPENED)) == [(5, "explanation", "", "warning")]
    assert not of_review(explanation="已致歉")


def of_orders(*orders: dict[str, Any]) -> list[Problem]:
    plain = {"platform": "tmall", "created": OPENED}
    placed = [plain | {"order_id": str(number)} | order for number, order in enumerate(orders)]
    return cross_checks({"Orders": frame("Orders", *placed)})


def test_an_order_paid_or_cancelled_before_it_was_made_is_pointed_out_at_the_cell() -> None:
    found = of_orders(
        {"paid": at("2026-03-04 09:59:58")},
        {"cancelled": at("2026-03-03 18:00")},
        {"paid": at("2026-03-01"), "cancelled": at("2026-03-02")},
    )
    assert short(found) == [
        (5, "paid", "2026-03-04 09:59:58", "warning"),
        (7, "paid", "2026-03-01 00:00", "warning"),
        (6, "cancelled", "2026-03-03 18:00", "warning"),
        (7, "cancelled", "2026-03-02 00:00", "warning"),
    ]
    assert {problem.table for problem in found} == {"Orders"}
    assert found[0].expected == Words(
        "不早于创建时间（2026-03-04 10:00）：请按平台上的订单改正",
        "not before 'Created' (2026-03-04 10:00): look the order up on the platform and correct it",
    )


def test_orders_in_their_natural_sequence_have_no_problem() -> None:
    later = at("2026-03-04 10:01")
    assert not of_orders(
        {}, {"paid": OPENED}, {"paid": later}, {"cancelled": OPENED}, {"paid": later, "cancelled": OPENED}
    )


def test_an_order_refunded_more_than_it_came_to_is_pointed_out_at_the_refund() -> None:
    (problem,) = of_orders({"total": Decimal(100), "paid_amount": Decimal(100), "refund": Decimal(150)})
    assert short([problem]) == [(5, "refund", "150", "warning")]
    assert problem.expected == Words(
        "不大于订单金额（100）：请按平台上的订单改正",
        "at most what the order came to (100): look the order up on the platform and correct it",
    )


def test_a_refund_that_platforms_take_off_the_paid_amount_is_no_slip() -> None:
    assert not of_orders(
        {"total": Decimal(64), "paid_amount": Decimal(0), "refund": Decimal(64)},  # as Tmall exports it
        {"total": Decimal(102), "paid_amount": Decimal(32), "refund": Decimal(70)},
        {"total": Decimal(100), "paid_amount": Decimal(110), "refund": Decimal(110)},  # postage on top
        {"paid_amount": Decimal(0), "refund": Decimal(64)},
        {"total": Decimal(64), "refund": Decimal(64)},
    )


def test_an_order_of_a_day_to_come_is_pointed_out_at_each_of_its_moments() -> None:
    today, later = at("2026-03-04 09:00"), at("2026-03-05 00:00")
    placed = [
        {"created": at("2026-03-04 23:59")},  # the clocks of platform and shop may differ
        {"created": later},
        {"created": OPENED, "paid": later, "cancelled": later},
    ]
    plain = {"platform": "tmall"}
    orders = frame("Orders", *(plain | {"order_id": str(n)} | order for n, order in enumerate(placed)))
    found = list(moments_to_come(orders, today))
    assert short(found) == [
        (6, "created", "2026-03-05 00:00", "warning"),
        (7, "paid", "2026-03-05 00:00", "warning"),
        (7, "cancelled", "2026-03-05 00:00", "warning"),
    ]
    assert found[0].expected.zh == "不晚于今天（2026-03-04）：请按平台上的订单改正"


def test_warnings_stop_no_command() -> None:
    assert all(p.severity is Severity.WARNING for p in of_case(claim_paid=True, compensation=Decimal(5)))


def test_tables_that_were_not_read_are_left_out() -> None:
    assert not list(customer_checks({}))
    assert not list(customer_checks({"Customers": frame("Customers")}))


def test_an_order_of_another_customer_is_pointed_out() -> None:
    order = {"platform": "jd", "created": OPENED}
    orders = frame(
        "Orders",
        order | {"order_id": "1", "customer": "nick"},
        order | {"order_id": "2", "customer": "lily"},
    )
    archive = frame("Customers", {"platform": "jd", "account": "anna"})
    cases = [
        {"customer": "lily", "order_id": "1"},  # an account of the orders
        {"customer": "anna", "order_id": "1"},  # one of the archive
        {"customer": "nick", "order_id": "1"},
        {"customer": "李四", "order_id": "1"},  # a name says nothing
        {"customer": "lily", "order_id": "9"},  # an order that nobody knows
        {"customer": "lily", "order_id": "1", "platform": "tmall"},
        {"order_id": "1"},
        {"customer": "lily"},
    ]
    plain = {"kind": "damage", "platform": "jd", "opened": OPENED}
    registers = {"AfterSales": frame("AfterSales", *(plain | case for case in cases))}
    found = list(customer_checks({"Orders": orders, "Customers": archive} | registers))
    assert short(found) == [(5, "order_id", "1", "warning"), (6, "order_id", "1", "warning")]
    assert list(customer_checks(registers)) == []


def test_cells_left_empty_are_not_taken_for_one_and_the_same_order_or_customer() -> None:
    order = {"platform": "jd", "created": OPENED}
    orders = frame("Orders", order | {"customer": "nick"}, order | {"order_id": "1"})
    plain = {"kind": "damage", "platform": "jd", "opened": OPENED}
    cases = frame("AfterSales", plain | {"customer": "nick"}, plain | {"order_id": "1"}, plain)
    contacts = frame("FollowUps", {"follow_up_id": "F1", "platform": "jd", "customer": "lily"})
    assert not list(customer_checks({"Orders": orders, "AfterSales": cases, "FollowUps": contacts}))


def of_contact(*orders: dict[str, Any], **cells: Any) -> list[Problem]:
    return list(customer_checks({"FollowUps": frame("FollowUps", cells), "Orders": frame("Orders", *orders)}))


def test_a_contact_begun_without_a_customer_is_pointed_out() -> None:
    assert short(of_contact(done_at=OPENED)) == [(5, "customer", "", "warning")]
    assert not of_contact(customer="nick")


def test_a_contact_of_nobody_s_platform_is_pointed_out_once_it_is_numbered() -> None:
    assert short(of_contact(follow_up_id="F1", customer="nick")) == [(5, "platform", "", "warning")]


def test_a_contact_that_names_another_than_the_order_s_buyer_is_pointed_out() -> None:
    order = {"platform": "jd", "order_id": "1", "customer": "nick", "created": OPENED}
    row = {"follow_up_id": "F1", "platform": "jd", "source": "order:jd:1"}
    assert not of_contact(order, **row, customer="nick")
    (problem,) = of_contact(order, **row, customer="lily")
    assert short([problem]) == [(5, "customer", "lily", "warning")]
    assert problem.expected.zh.startswith("nick")
