"""What happened that may ask for a contact: one row per event, from orders, enquiries, archive,
campaigns, cases and the register. The shape of the frames is told in `event_frame`.

What is later than `today` has not happened, but for services and campaigns, which lie in the future.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from csbook.followups.calling import UNREACHABLE
from csbook.followups.campaigns import campaign_events
from csbook.followups.enquiries import enquiry_events
from csbook.followups.event_frame import event_frame
from csbook.followups.possible import is_impossible

LONGEST_CHAIN: Final = 500  # ends the search when ids typed by hand point at each other


def collect_events(
    orders: pd.DataFrame,
    customers: pd.DataFrame,
    cases: pd.DataFrame,
    register: pd.DataFrame,
    *,
    enquiries: pd.DataFrame,
    campaigns: pd.DataFrame,
    chained: Iterable[str],
    today: pd.Timestamp,
) -> pd.DataFrame:
    """All events up to `today`, each source once per event.

    Frames have the columns of Orders, Customers (class as of today), AfterSales, FollowUps, Enquiries
    (those of `judge_enquiries`) and Campaigns. `chained` are the rules after which another contact
    follows. An event without an owner has the customer's.
    """
    placed = placed_orders(orders, today)
    events = [
        unpaid_orders(placed),
        paid_orders(placed),
        new_customers(customers, today),
        services(customers),
        enquiry_events(enquiries),
        *campaign_events(campaigns, customers, today),
        *case_events(cases, placed, today),
    ]
    known = pd.concat(events, ignore_index=True)
    known = pd.concat([known, done_follow_ups(register, known, chained, today)], ignore_index=True)
    known = known.drop_duplicates(["event", "source"], ignore_index=True)
    known["owner"] = known["owner"].fillna(customer_owners(known["platform"], known["customer"], customers))
    return known


def placed_orders(orders: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """The orders created by `today`, with a `source`, amounts as numbers, and later dates removed."""
    placed = orders[orders["created"] <= today]
    return placed.assign(
        source="order:" + placed["platform"] + ":" + placed["order_id"],
        paid=placed["paid"].where(placed["paid"] <= today),
        cancelled=placed["cancelled"].where(placed["cancelled"] <= today),
        **{name: placed[name].astype("float64") for name in ("total", "paid_amount", "refund")},
        custom=placed["custom"].fillna(False).astype("bool"),
    )


def unpaid_orders(placed: pd.DataFrame) -> pd.DataFrame:
    """Every order from its creation; paying, cancelling or a refund ends it (domain A4.4, A5)."""
    ended = pd.Series(None, index=placed.index, dtype="str")
    ended = ended.mask(placed["refund"] > 0, "refunded")
    ended = ended.mask(placed["cancelled"].notna(), "cancelled").mask(placed["paid"].notna(), "paid")
    return order_events("order_unpaid", placed, placed["created"], placed["total"], ended)


def paid_orders(placed: pd.DataFrame) -> pd.DataFrame:
    """Every deal from its payment; cancelling it or refunding all of it ends it."""
    deals = placed[placed["paid"].notna()]
    undone = (deals["refund"] > 0) & (deals["refund"] >= deals["total"].fillna(0))
    ended = pd.Series(None, index=deals.index, dtype="str").mask(undone, "refunded")
    ended = ended.mask(deals["cancelled"].notna(), "cancelled")
    amount = deals["paid_amount"].fillna(deals["total"])
    return order_events("order_paid", deals, deals["paid"], amount, ended)


def order_events(
    event: str, orders: pd.DataFrame, event_at: pd.Series, amount: pd.Series, ended: pd.Series
) -> pd.DataFrame:
    return event_frame(
        event,
        orders.index,
        source=orders["source"],
        event_at=event_at,
        ended=ended,
        platform=orders["platform"],
        customer=orders["customer"],
        owner=orders["agent_id"],
        amount=amount,
        custom=orders["custom"],
    )


def new_customers(customers: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Every customer from the first visit; having the archive ends it (domain B1.1)."""
    visited = customers[customers["first_visit"] <= today]
    ended = pd.Series(None, index=visited.index, dtype="str").mask(visited["archived"] <= today, "archived")
    return customer_events("customer_new", visited, visited["first_visit"], ended=ended)


def services(customers: pd.DataFrame) -> pd.DataFrame:
    """The next service of every customer that has one; its day belongs to its identity, so that
    each service is reminded of anew (domain B1.13)."""
    due = customers[customers["next_service"].notna()]
    day = ":" + due["next_service"].dt.strftime("%Y-%m-%d").astype("str")
    return customer_events("next_service", due, due["next_service"], suffix=day)


def customer_events(
    event: str,
    customers: pd.DataFrame,
    event_at: pd.Series,
    *,
    ended: pd.Series | None = None,
    suffix: pd.Series | str = "",
) -> pd.DataFrame:
    return event_frame(
        event,
        customers.index,
        source="customer:" + customers["platform"] + ":" + customers["account"] + suffix,
        event_at=event_at,
        ended=ended,
        platform=customers["platform"],
        customer=customers["account"],
        owner=customers["owner"],
        amount=customers["amount"].astype("float64"),
    )


def case_events(cases: pd.DataFrame, placed: pd.DataFrame, today: pd.Timestamp) -> list[pd.DataFrame]:
    """Complaints, solutions found and cases closed (domain B1.5). Amount and custom are the order's."""
    opened = cases[cases["opened"] <= today]
    order = "order:" + opened["platform"] + ":" + opened["order_id"]
    known = placed.drop_duplicates("source").set_index("source")
    opened = opened.assign(
        amount=order.map(known["total"]),
        custom=custom_of(order, known),
        solution_found=opened["solution_found"].where(opened["solution_found"] <= today),
        closed=opened["closed"].where(opened["closed"] <= today),
    )
    closed = pd.Series(None, index=opened.index, dtype="str").mask(opened["closed"].notna(), "case_closed")
    solved = closed.mask(opened["solution_found"].notna(), "solved")
    return [
        of_cases("complaint", opened[opened["complaint_class"].notna()], "opened", solved),
        of_cases("solution_found", opened[opened["solution_found"].notna()], "solution_found", closed),
        of_cases("case_closed", opened[opened["closed"].notna()], "closed", None),
    ]


def of_cases(event: str, cases: pd.DataFrame, moment: str, ended: pd.Series | None) -> pd.DataFrame:
    return event_frame(
        event,
        cases.index,
        source="case:" + cases["case_id"],
        event_at=cases[moment],
        ended=None if ended is None else ended.loc[cases.index],
        platform=cases["platform"],
        customer=cases["customer"],
        owner=cases["owner"],
        amount=cases["amount"],
        custom=cases["custom"],
    )


def done_follow_ups(
    register: pd.DataFrame, known: pd.DataFrame, chained: Iterable[str], today: pd.Timestamp
) -> pd.DataFrame:
    """Follow-ups done by rules that have a next link. A customer who refused is not called again."""
    links = register[register["rule_id"].isin(list(chained)) & register["follow_up_id"].notna()]
    links = links[is_done(links, today) & links["result"].ne("refused")]
    first = known.drop_duplicates("source", keep="last").set_index("source")  # a deal beats its order
    root = root_sources(links["source"], register)
    return event_frame(
        "follow_up_done",
        links.index,
        source="follow_up:" + links["follow_up_id"],
        event_at=links["done_at"],
        platform=links["platform"],
        customer=links["customer"],
        owner=links["owner"],
        amount=root.map(first["amount"]),
        custom=custom_of(root, first),
        after_rule=links["rule_id"],
    )


def custom_of(sources: pd.Series, by_source: pd.DataFrame) -> pd.Series:
    return sources.map(by_source["custom"]).astype("boolean").fillna(False).astype("bool")


def is_done(register: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Whether the contact has been made by `today`: a call that nobody answered is none, nor is one dated
    before there was a reason for it."""
    made = (register["done_at"] <= today) & register["result"].ne(UNREACHABLE)
    return made & ~is_impossible(register) if made.any() else made


def root_sources(sources: pd.Series, register: pd.DataFrame) -> pd.Series:
    """The order, customer or case at the beginning of each chain."""
    by_id = register.dropna(subset=["follow_up_id"]).drop_duplicates("follow_up_id")
    earlier = pd.Series(by_id["source"].array, index="follow_up:" + by_id["follow_up_id"])
    root = sources
    for _ in range(LONGEST_CHAIN):
        linked = root.isin(earlier.index)
        if not linked.any():
            break
        root = root.where(~linked, root.map(earlier))
    return root


def customer_owners(platform: pd.Series, account: pd.Series, customers: pd.DataFrame) -> pd.Series:
    """The archive's owner of each customer, missing where there is none."""
    keys = customers["platform"] + ":" + customers["account"]
    owners = pd.Series(customers["owner"].array, index=keys)
    owners = owners[owners.notna().to_numpy() & owners.index.notna()]
    owners = owners[~owners.index.duplicated()]
    return (platform + ":" + account).map(owners).astype("str")
