"""Who is proposed when the owner is away."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from csbook.followups.owner import Team, team_of
from tests.followups.shop import CHASE, Shop, at, frame, order, team

TODAY = "2026-03-05 08:00"


def chased(*changes: dict[str, Any], on_duty: Team) -> Shop:
    rows = [order(n, "2026-03-04 10:00", **change) for n, change in enumerate(changes, 1)]
    return Shop(rules=(CHASE,), orders=frame("Orders", *rows), team=on_duty)


def proposed(shop: Shop, today: str = TODAY) -> list[str | None]:
    stand_in = shop.update(today).frame["stand_in"]
    return stand_in.astype("object").where(stand_in.notna(), None).tolist()


def test_an_owner_on_duty_needs_no_stand_in() -> None:
    assert proposed(chased({"agent_id": "K01"}, on_duty=team(K01="tmall", K02="tmall"))) == [None]


def test_rows_without_an_owner_go_round_by_load_and_number() -> None:
    shop = chased({}, {}, {}, {"agent_id": "K01"}, on_duty=team(K01="tmall", K02="tmall", K03="jd"))
    assert proposed(shop) == ["K02", "K01", "K02", None]  # K01 has one of their own


def test_the_reason_says_why_somebody_else_is_proposed() -> None:
    there = team(K01="tmall")
    away = Team(there.serving, there.present, there.staff | {"K02"})
    shop = chased({}, {"agent_id": "K02"}, {"agent_id": "K03"}, on_duty=away)
    assert shop.update(TODAY).frame["reason"].tolist() == [
        "没有责任客服",
        "责任客服今天不当班",
        "责任客服已离职",
    ]


def test_only_those_who_serve_the_platform_are_proposed() -> None:
    shop = chased({"platform": "jd"}, {"platform": "pdd"}, on_duty=team(K01="tmall", K02="jd"))
    assert proposed(shop) == ["K02", None]
    assert shop.update(TODAY).unplaced == 1


def test_a_row_without_a_platform_may_go_to_anyone() -> None:
    typed = frame("FollowUps", {"customer": "bob"})
    assert proposed(Shop(register=typed, team=team(K05="jd"))) == ["K05"]


def test_what_the_supervisor_assigned_is_not_proposed_over() -> None:
    shop = chased({}, on_duty=team(K01="tmall", K02="tmall")).after(TODAY).typed(0, assigned="K09")
    assert proposed(shop) == [None]


def test_a_proposal_stands_while_that_person_is_on_duty() -> None:
    shop = chased({}, {}, on_duty=team(K02="tmall", K03="tmall")).after(TODAY)
    assert shop.register["stand_in"].tolist() == ["K02", "K03"]
    assert proposed(replace(shop, team=team(K01="tmall", K02="tmall", K03="tmall"))) == ["K02", "K03"]
    assert proposed(replace(shop, team=team(K01="tmall", K03="tmall"))) == ["K01", "K03"]


def test_proposals_are_for_due_and_overdue_rows_only() -> None:
    shop = chased({}, on_duty=team(K01="tmall"))
    assert proposed(shop, "2026-03-09 08:00") == [None]  # escalated at first sight
    assert proposed(shop.after("2026-03-05 11:00"), "2026-03-09 08:00") == ["K01"]  # the record of who had it
    waiting = shop.after(TODAY).typed(0, waiting_until=at("2026-03-06"))
    assert proposed(waiting) == [None]


def test_with_nobody_on_duty_nothing_is_proposed_and_all_are_counted() -> None:
    update = chased({}, {"agent_id": "K01"}, on_duty=team()).update(TODAY)
    assert update.unplaced == 2
    assert update.frame[["stand_in", "reason"]].isna().all(axis=None)


def test_the_owner_is_the_orders_agent_else_the_customers() -> None:
    shop = chased({"agent_id": "K01"}, {}, {"customer": None}, on_duty=team(K01="tmall"))
    archive = frame("Customers", {"platform": "tmall", "account": "nick", "owner": "K02"})
    owners = replace(shop, customers=archive).update(TODAY).frame["owner"]
    assert owners.astype("object").where(owners.notna(), None).tolist() == ["K01", "K02", None]


@pytest.mark.parametrize(("left", "there"), [("2026-03-04", False), ("2026-03-05", True), (None, True)])
def test_the_leaving_day_is_still_worked(left: str | None, there: bool) -> None:
    staff = frame("Staff", {"agent_id": "K01", "platforms": "tmall,jd", "left": left and pd.Timestamp(left)})
    assert ("K01" in team_of(staff, {"K01": "白"}, dt.date(2026, 3, 5)).present) is there


def test_who_is_not_rostered_looks_after_their_own_customers_but_stands_in_for_nobody() -> None:
    staff = frame("Staff", {"agent_id": "K01", "platforms": "tmall", "rostered": False})
    found = team_of(staff, {}, dt.date(2026, 3, 5))
    assert found.present == {"K01"}
    assert found.candidates("tmall") == []
