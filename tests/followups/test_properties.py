"""What holds for every register, whatever people type."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.schema.choices import FOLLOW_UP_STATE
from tests.followups.shop import CHASE, FIRST, SECOND, Shop, frame, order, rule, team

START = dt.datetime(2026, 2, 10)
REPORT = rule("P1", "complaint", 0, 2, "workdays", channel="report")
REMIND = rule("U3D", "order_unpaid", 3, 4, channel="letter")
ASKED = rule("E1", "enquiry", 24, 72, "hours", channel="wangwang")
ANNOUNCE = rule("M1", "campaign", -14, -12)
LETTER = rule("M2", "follow_up_done", 0, 2, channel="letter", after_rule="M1")
RULES = (CHASE, REMIND, SECOND, REPORT, ASKED, ANNOUNCE, LETTER)
CUSTOMERS = frame(
    "Customers",
    {"platform": "tmall", "account": "nick", "owner": "K01", "virtual_until": dt.datetime(2026, 2, 20)},
    {"platform": "jd", "account": "nick", "owner": "K02"},
)
AGENTS = st.sampled_from([None, "K01", "K02", "K09"])


def moments(days: int = 40) -> st.SearchStrategy[dt.datetime]:
    return st.integers(0, days * 24 * 4).map(lambda quarters: START + dt.timedelta(minutes=15 * quarters))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


ORDERS = st.builds(
    lambda created, paid, cancelled, agent, platform: {
        "created": created, "paid": paid, "cancelled": cancelled, "agent_id": agent, "platform": platform
    },
    moments(), maybe(moments()), maybe(moments()), AGENTS, st.sampled_from(["tmall", "jd", "pdd"]),
)  # fmt: skip
CASES = st.builds(
    lambda opened, solved, closed: {
        "platform": "jd", "kind": "refund", "complaint_class": "general",
        "opened": opened, "solution_found": solved, "closed": closed,
    },
    moments(), maybe(moments()), maybe(moments()),
)  # fmt: skip
ENQUIRIES = st.builds(
    lambda asked_at, platform: {"asked_at": asked_at, "platform": platform, "customer": "nick"},
    moments(), st.sampled_from(["tmall", "jd"]),
)  # fmt: skip
CAMPAIGNS = st.builds(
    lambda days, platform: {"starts": START + dt.timedelta(days=days), "platform": platform},
    st.integers(0, 60), st.sampled_from(["any", "jd"]),
)  # fmt: skip
TYPED = st.builds(
    lambda **cells: {"customer": "hand"} | cells,
    new_due=maybe(moments(60)),
    waiting_until=maybe(moments(60)),
    attempts=maybe(st.integers(0, 5)),
    done_at=maybe(moments(60)),
    result=maybe(st.sampled_from(["reached", "unreachable", "refused"])),
    assigned=AGENTS,
)
SHOPS = st.builds(
    lambda orders, cases, enquiries, campaigns, typed, cap: Shop(
        rules=(replace(FIRST, daily_cap=cap), *RULES),
        customers=CUSTOMERS,
        enquiries=frame("Enquiries", *enquiries),
        campaigns=frame("Campaigns", *({"campaign_id": f"B{n}"} | c for n, c in enumerate(campaigns))),
        orders=frame("Orders", *(order(n, "2026-02-10") | cells for n, cells in enumerate(orders))),
        cases=frame("AfterSales", *({"case_id": f"A{n}"} | cells for n, cells in enumerate(cases))),
        register=frame("FollowUps", *typed),
        team=team(K01="tmall", K02="tmall,jd"),
    ),
    st.lists(ORDERS, max_size=6),
    st.lists(CASES, max_size=3),
    st.lists(ENQUIRIES, max_size=3),
    st.lists(CAMPAIGNS, max_size=2),
    st.lists(TYPED, max_size=3),
    maybe(st.integers(1, 3)),
)


@settings(max_examples=25, deadline=None)
@given(shop=SHOPS, days=st.lists(moments(60), min_size=1, max_size=3).map(sorted))
def test_the_register_keeps_its_rules_from_moment_to_moment(shop: Shop, days: list[dt.datetime]) -> None:
    """Most of the time goes into updating, so that every rule is asked after each update."""
    for today in days:
        before, shop = shop.register, shop.after(str(today))
        assert_time_alone_takes_no_row_back(before, shop.register)
        assert_every_row_has_one_state_that_its_dates_explain(shop.register, pd.Timestamp(today))
        assert_an_order_unpaid_has_one_open_row_at_most(shop.register)
        again = shop.update(str(today))
        pd.testing.assert_frame_equal(again.frame, shop.register)
        assert again.made == 0


def assert_time_alone_takes_no_row_back(before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Rows stay, keep what people typed and their numbers; late rows do not become early ones, but for
    a customer who asked to wait and for a call that was made in vain and counted since."""
    people = ["new_due", "waiting_until", "done_at", "result", "satisfaction", "note", "assigned"]
    fixed = [*people, "follow_up_id", "rule_id", "source", "event_at", "due_from"]
    rows = after.loc[before.index]
    numbered = before["follow_up_id"].notna()
    pd.testing.assert_frame_equal(rows.loc[numbered, fixed], before.loc[numbered, fixed])
    assert (rows["attempts"].fillna(0) >= before["attempts"].fillna(0)).all()
    counted = rows["last_attempt"].notna() & rows["last_attempt"].ne(before["last_attempt"])
    paused = before["waiting_until"].notna() | counted
    late = before["state"].isin(["overdue", "escalated"]) & ~paused
    assert not rows.loc[late, "state"].isin(["planned", "due"]).any()
    assert not rows.loc[(before["state"] == "due") & ~paused, "state"].eq("planned").any()


def assert_every_row_has_one_state_that_its_dates_explain(register: pd.DataFrame, now: pd.Timestamp) -> None:
    state = register["state"]
    assert set(state) <= set(FOLLOW_UP_STATE)
    assert register["follow_up_id"].is_unique
    assert (register["due_by"] < now)[state == "overdue"].all()
    assert (register["due_by"] >= now)[state == "due"].all()
    assert (register["done_at"] <= now)[state == "done"].all()
    assert register.loc[state == "closed", "reason"].notna().all()
    assert (register["days_late"].notna() == state.isin(["overdue", "escalated"])).all()
    assert not (register["days_late"] < 0).any()
    assert (register["due_from"] <= register["due_by"])[register["new_due"].isna()].all()
    assert not (register["retry_from"] < register["last_attempt"]).any()
    assert (state == "planned")[(register["retry_from"] > now)].all()


def assert_an_order_unpaid_has_one_open_row_at_most(register: pd.DataFrame) -> None:
    steps = register[register["rule_id"].isin(["U12", "U3D"])]
    owed = steps[~steps["state"].isin(["done", "closed"])]
    assert owed["source"].is_unique
