"""`check` lists what the commands of the day would warn of."""

from __future__ import annotations

from pathlib import Path

from csbook.commands.check import check
from csbook.commands.update_followups import update_followups
from csbook.problems import Problem
from tests.commands.daily_shop import request, run_on
from tests.followups.shop import at, order
from tests.workbooks import rows, type_rows

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
