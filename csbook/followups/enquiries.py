"""Enquiries 询单登记: who asked, who ordered since, and whom to contact (domain A4: everybody who
asked is kept for later marketing)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

import pandas as pd

from csbook.followups.event_frame import Event, first_true, frame_of

WHOSE: Final = ["platform", "customer"]
OF_ENQUIRY: Final = [*WHOSE, "asked_at", "state", "agent_id"]
Placed = tuple[pd.Timestamp, str]
"""When an order was placed, and its number."""


def judge_enquiries(enquiries: pd.DataFrame, orders: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """The enquiries made by `today` that have their key, with `state` (open, ordered) and `order_id`:
    the first order of the same customer on that platform, created at the enquiry or later and by
    `today`. Columns and index as given."""
    asked = enquiries[enquiries[[*WHOSE, "asked_at"]].notna().all(axis=1)]
    asked = asked[asked["asked_at"] <= today]
    orders_of = orders_by_customer(orders[orders["customer"].isin(asked["customer"])], today)
    found = [
        first_since(orders_of.get((platform, customer), ()), asked_at)
        for platform, customer, asked_at in asked[[*WHOSE, "asked_at"]].itertuples(index=False)
    ]
    order_id = pd.Series(found, index=asked.index, dtype="str")
    state = first_true(asked.index, "open", ordered=order_id.notna())
    return asked.assign(state=state, order_id=order_id)


def orders_by_customer(orders: pd.DataFrame, today: pd.Timestamp) -> dict[tuple[str, str], list[Placed]]:
    """When each customer of a platform ordered by `today`, and which order it was, in that order."""
    placed = orders.loc[orders["created"] <= today, [*WHOSE, "created", "order_id"]].dropna()
    found: dict[tuple[str, str], list[Placed]] = {}
    for platform, customer, created, order_id in placed.itertuples(index=False):
        found.setdefault((platform, customer), []).append((created, order_id))
    for orders_of_one in found.values():
        orders_of_one.sort()
    return found


def first_since(placed: Sequence[Placed], moment: pd.Timestamp) -> str | None:
    """The first order at the moment or later."""
    number = bisect_left(placed, moment, key=itemgetter(0))
    return placed[number][1] if number < len(placed) else None


def enquiry_events(judged: pd.DataFrame) -> pd.DataFrame:
    """Every enquiry of `judge_enquiries`. An order ends it, and so does the customer's next enquiry:
    one person is contacted once. Owner: who answered it."""
    rows = judged.sort_values("asked_at", kind="stable")[OF_ENQUIRY]
    enquiries = list(zip(*(rows[name].tolist() for name in OF_ENQUIRY), strict=True))
    last = {(platform, customer): n for n, (platform, customer, *_) in enumerate(enquiries)}
    return frame_of(
        [
            Event(
                "enquiry",
                f"enquiry:{platform}:{customer}:{asked_at:%Y-%m-%d %H:%M:%S}",
                asked_at,
                "ordered" if state == "ordered" else "asked_again" if last[platform, customer] != n else None,
                platform,
                customer,
                agent,
            )
            for n, (platform, customer, asked_at, state, agent) in enumerate(enquiries)
        ]
    )
