"""When the reason of a contact that was closed undone fell away: before its deadline, or only after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from csbook.followups.event_frame import ENDED
from csbook.followups.events import root_sources

CODE_OF: Final = {text: code for code, words in ENDED.items() for text in (words.zh, words.en)}


def fell_away_at(register: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """For each closed row of the register when its reason fell away; missing for the others.

    The moment at which the customer paid, ordered, ... where `tables` (Orders, AfterSales, Customers)
    still say it, for a row may be closed hours later, at the next update; else the `as_of` of closing.
    """
    closed = register["state"] == "closed"
    if not closed.any():
        return pd.Series(pd.NaT, register.index, dtype="datetime64[us]")
    why = register["reason"].map(CODE_OF).where(closed)
    source = root_sources(register["source"], register)
    orders, cases, customers = (tables[name] for name in ("Orders", "AfterSales", "Customers"))
    order = "order:" + orders["platform"] + ":" + orders["order_id"]
    case = "case:" + cases["case_id"]
    customer = "customer:" + customers["platform"] + ":" + customers["account"]
    known = {
        "paid": of_source(source, order, orders["paid"]),
        "cancelled": of_source(source, order, orders["cancelled"]),
        "solved": of_source(source, case, cases["solution_found"]),
        "case_closed": of_source(source, case, cases["closed"]),
        "archived": of_source(source, customer, customers["archived"]),
        "ordered": first_order_since(register, orders),
        "started": register["event_at"],
    }
    at = register["as_of"].where(closed)
    for code, moments in known.items():
        at = at.mask((why == code) & moments.notna(), moments)
    return at.astype("datetime64[us]")


def of_source(source: pd.Series, names: pd.Series, moments: pd.Series) -> pd.Series:
    """The moment of what each source names (datetime64; index as given)."""
    known = dict(zip(names, moments, strict=True))
    return pd.to_datetime(source.map(known))


def first_order_since(register: pd.DataFrame, orders: pd.DataFrame) -> pd.Series:
    """When the customer of each row first ordered at its event or later."""
    keys = ["platform", "customer"]
    asked = register[[*keys, "event_at"]].dropna().reset_index(names="row").sort_values("event_at")
    placed = orders[[*keys, "created"]].dropna().sort_values("created")
    found = pd.merge_asof(
        asked, placed, left_on="event_at", right_on="created", by=keys, direction="forward"
    ).set_index("row")
    return found["created"].reindex(register.index)
