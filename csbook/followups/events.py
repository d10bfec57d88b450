"""What happened that may ask for a contact: one row per event, from orders, enquiries, archive,
campaigns, cases and the register. The shape of the frames is told in `event_frame`.

What is later than `today` has not happened, but for services and campaigns, which lie in the future.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from csbook.followups.calling import UNREACHABLE
from csbook.followups.campaigns import campaign_events
from csbook.followups.enquiries import enquiry_events
from csbook.followups.event_frame import Event, event_frame, first_true, frame_of
from csbook.followups.possible import is_impossible

LINK: Final = "follow_up:"
ORDERED: Final = [
    "platform", "order_id", "customer", "created", "paid", "cancelled", "total", "paid_amount", "refund",
    "custom", "agent_id",
]  # fmt: skip
OF_CASE: Final = [
    "case_id", "platform", "order_id", "customer", "owner", "opened", "complaint_class", "solution_found",
    "closed",
]  # fmt: skip
OF_LINK: Final = ("follow_up_id", "done_at", "platform", "customer", "owner", "rule_id")
"""The columns of Orders, AfterSales and FollowUps from which events are made."""
NO_ORDER: Final = (None, False)
"""Amount and custom where nothing is known of an order."""
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
        case_events(cases, placed, today),
    ]
    known = pd.concat(events, ignore_index=True)
    done = done_follow_ups(register, known, chained, today)
    known = pd.concat([known, done], ignore_index=True) if len(done) else known
    known = known.drop_duplicates(["event", "source"], ignore_index=True)
    known["owner"] = known["owner"].fillna(customer_owners(known["platform"], known["customer"], customers))
    return known


def placed_orders(orders: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """The orders created by `today`, with a `source`, amounts as numbers, and later dates removed."""
    placed = orders[ORDERED][orders["created"] <= today]
    return placed.assign(
        source="order:" + placed["platform"] + ":" + placed["order_id"],
        paid=placed["paid"].where(placed["paid"] <= today),
        cancelled=placed["cancelled"].where(placed["cancelled"] <= today),
        **{name: placed[name].astype("float64") for name in ("total", "paid_amount", "refund")},
        custom=placed["custom"].fillna(False).astype("bool"),
    )


def unpaid_orders(placed: pd.DataFrame) -> pd.DataFrame:
    """Every order from its creation; paying, cancelling or a refund ends it (domain A4.4, A5)."""
    ended = first_true(
        placed.index,
        paid=placed["paid"].notna(),
        cancelled=placed["cancelled"].notna(),
        refunded=placed["refund"] > 0,
    )
    return order_events("order_unpaid", placed, placed["created"], placed["total"], ended)


def paid_orders(placed: pd.DataFrame) -> pd.DataFrame:
    """Every deal from its payment; cancelling it or refunding all of it ends it."""
    deals = placed[placed["paid"].notna()]
    undone = (deals["refund"] > 0) & (deals["refund"] >= deals["total"].fillna(0))
    ended = first_true(deals.index, cancelled=deals["cancelled"].notna(), refunded=undone)
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
    ended = first_true(visited.index, archived=visited["archived"] <= today)
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


def case_events(cases: pd.DataFrame, placed: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Complaints, solutions found and cases closed (domain B1.5). Amount and custom are the order's."""
    orders = amounts_of(placed.iloc[::-1], "total")  # the earlier of two rows of one order counts
    opened = cases[OF_CASE][cases["opened"] <= today]
    found: list[Event] = []
    for number, platform, order_id, customer, owner, opened_at, complaint, solved_at, closed_at in zip(
        *(opened[name].tolist() for name in OF_CASE), strict=True
    ):
        source, order = f"case:{number}", orders.get(f"order:{platform}:{order_id}", NO_ORDER)
        is_solved, is_closed = solved_at <= today, closed_at <= today
        closed = "case_closed" if is_closed else None
        about = (platform, customer, owner, *order)
        if isinstance(complaint, str):
            found.append(Event("complaint", source, opened_at, "solved" if is_solved else closed, *about))
        if is_solved:
            found.append(Event("solution_found", source, solved_at, closed, *about))
        if is_closed:
            found.append(Event("case_closed", source, closed_at, None, *about))
    return frame_of(found)


def done_follow_ups(
    register: pd.DataFrame, known: pd.DataFrame, chained: Iterable[str], today: pd.Timestamp
) -> pd.DataFrame:
    """Follow-ups done by rules that have a next link. A customer who refused is not called again."""
    links = register[register["rule_id"].isin(list(chained)) & register["follow_up_id"].notna()]
    links = links[is_done(links, today) & links["result"].ne("refused")]
    amounts = amounts_of(known, "amount")  # a deal beats its order
    roots = root_sources(links["source"], register).tolist()
    rows = zip(roots, *(links[name].tolist() for name in OF_LINK), strict=True)
    return frame_of(
        [
            Event(
                "follow_up_done", f"{LINK}{number}", done_at, None, platform, customer, owner,
                *amounts.get(root, NO_ORDER), rule_id,
            )
            for root, number, done_at, platform, customer, owner, rule_id in rows
        ]
    )  # fmt: skip


def amounts_of(rows: pd.DataFrame, amount: str) -> dict[str, tuple[float | None, bool]]:
    """Amount and custom by source, as the last of its rows has them."""
    values = zip(rows[amount].tolist(), rows["custom"].tolist(), strict=True)
    return dict(zip(rows["source"].tolist(), values, strict=True))


def is_done(register: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Whether the contact has been made by `today`: a call that nobody answered is none, nor is one dated
    before there was a reason for it."""
    made = (register["done_at"] <= today) & register["result"].ne(UNREACHABLE)
    return made & ~is_impossible(register) if made.any() else made


def root_sources(sources: pd.Series, register: pd.DataFrame) -> pd.Series:
    """The order, customer or case at the beginning of each chain."""
    texts = sources.tolist()
    if not any(str(source).startswith(LINK) for source in texts):
        return sources
    rows = zip(register["follow_up_id"].tolist()[::-1], register["source"].tolist()[::-1], strict=True)
    earlier = {f"{LINK}{number}": source for number, source in rows if isinstance(number, str)}
    for _ in range(LONGEST_CHAIN):
        if not any(source in earlier for source in texts):
            break
        texts = [earlier.get(source, source) for source in texts]
    return pd.Series(texts, index=sources.index, dtype="str")


def customer_owners(platform: pd.Series, account: pd.Series, customers: pd.DataFrame) -> pd.Series:
    """The archive's owner of each customer, missing where there is none."""
    owners: dict[tuple[Any, Any], str] = {}
    columns = (customers[name].tolist() for name in ("platform", "account", "owner"))
    for where, who, owner in zip(*columns, strict=True):
        if isinstance(owner, str):
            owners.setdefault((where, who), owner)
    pairs = zip(platform.tolist(), account.tolist(), platform.notna() & account.notna(), strict=True)
    found = [owners.get((where, who)) if is_whole else None for where, who, is_whole in pairs]
    return pd.Series(found, index=platform.index, dtype="str")
