"""Orders and their buyers from an export.

A frame of orders has `platform`, `shop`, `order_id`, `customer`, `created`, `paid`, `cancelled`, `total`,
`paid_amount`, `refund` (Decimal), `region`, and for the buyers `customer_name`, `phone`, `address`; `file`,
`sheet`, `row`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

import pandas as pd

from csbook.imports.extract import Extract

COLUMNS: Final = {
    "platform": "str",
    "shop": "str",
    "order_id": "str",
    "customer": "str",
    "created": "datetime64[us]",
    "paid": "datetime64[us]",
    "cancelled": "datetime64[us]",
    "total": "object",
    "paid_amount": "object",
    "refund": "object",
    "region": "str",
    "customer_name": "str",
    "phone": "str",
    "address": "str",
    "file": "str",
    "sheet": "str",
    "row": "int64",
}
BUYER_COLUMNS: Final = {
    "platform": "str",
    "account": "str",
    "name": "str",
    "phone": "str",
    "virtual_until": "datetime64[us]",
    "address": "str",
    "first_visit": "datetime64[us]",
}
STORED: Final = tuple(COLUMNS)[: tuple(COLUMNS).index("customer_name")]
CLOSED: Final = re.compile("关闭|取消")
PROVINCE: Final = re.compile(r"^(.{2,3}?(?:省|市)|内蒙古(?:自治区)?|.{2,7}?(?:自治区|特别行政区))")
VIRTUAL: Final = re.compile(r"1\d{10}[-_,#转]\s*\d{2,6}")
LONGEST_REGION: Final = 8


def orders_of(table: Extract, platform: str, shop: str | None, now: dt.datetime) -> pd.DataFrame:
    """The orders of one sheet (columns: see the module).

    An order whose state says that it is closed, without saying since when, is cancelled `now`. Masked
    names and numbers (`张**`, `138****0000`) say nothing and are left out.
    """
    sheet = table.match.sheet
    found: dict[str, list[Any]] = {
        name: table.values(name) for name in COLUMNS if name not in ("platform", "file", "sheet", "row")
    }
    found["shop"] = [value or shop for value in found["shop"]]
    found["region"] = [region_of(value) for value in found["region"]]
    for name in ("customer", "customer_name", "phone", "address"):
        found[name] = [unmasked(value) for value in found[name]]
    states = table.values("order_state")
    found["cancelled"] = [
        at or (now if state and CLOSED.search(state) else None)
        for at, state in zip(found["cancelled"], states, strict=True)
    ]
    count = len(table.rows)
    constants = {"platform": [platform] * count, "file": [sheet.file] * count, "sheet": [sheet.name] * count}
    frame = pd.DataFrame({**found, **constants, "row": table.rows}, columns=list(COLUMNS))
    return frame.astype(COLUMNS)


def region_of(address: str | None) -> str | None:
    """The province of an address: the rest is the buyer's own and belongs into the archive."""
    if address is None:
        return None
    first = address.split()[0]
    if len(first) <= LONGEST_REGION:
        return first
    province = PROVINCE.match(first)
    return province[1] if province else None


def masked_rows(table: Extract) -> int:
    """How many rows name a buyer with stars."""
    names = ("customer", "customer_name", "phone", "address")
    rows = zip(*(table.values(name) for name in names), strict=True)
    return sum(any(text is not None and "*" in text for text in row) for row in rows)


def unmasked(text: str | None) -> str | None:
    return None if text is None or "*" in text else text


def is_virtual(phone: object) -> bool:
    """A platform's number that can be called for some days: `17012345678-1234`."""
    return isinstance(phone, str) and VIRTUAL.fullmatch(phone.replace(" ", "")) is not None


def buyers_of(orders: pd.DataFrame, virtual_days: int) -> pd.DataFrame:
    """The buyers of a frame of orders, one row each: `platform`, `account`, `name`, `phone`,
    `virtual_until`, `address`, `first_visit` (days); what the latest order says first."""
    who = ["platform", "customer"]
    named = orders[orders["customer"].notna()].sort_values("created", kind="stable", ascending=False)
    grouped = named.groupby(who, sort=False)
    buyers = grouped[["customer_name", "phone", "address"]].first()
    called = named[named["phone"].notna()].drop_duplicates(who).set_index(who)
    lasting = called["created"].dt.normalize() + pd.Timedelta(days=virtual_days)
    buyers["virtual_until"] = lasting[called["phone"].map(is_virtual).astype("bool")]
    buyers["first_visit"] = grouped["created"].min().dt.normalize()
    names = {"customer": "account", "customer_name": "name"}
    return buyers.reset_index().rename(columns=names)[list(BUYER_COLUMNS)].astype(BUYER_COLUMNS)
