"""What a header of an export can mean: a key of its rows, a measure, or a column of ours.

Codes only; their names in both languages are the choices of the table ImportMaps.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from csbook.imports.values import Unit

ROW_TARGETS: Final[dict[str, Unit]] = {
    "account": Unit.IDENTIFIER,
    "shop": Unit.TEXT,
    "days": Unit.DAYS,
    "first_day": Unit.DAYS,
    "last_day": Unit.DAYS,
    "record": Unit.IDENTIFIER,
}
"""What says whose and of when a row is; `record` is a number that each row of a log has of its own."""

ORDER_TARGETS: Final[dict[str, Unit]] = {
    "order_id": Unit.IDENTIFIER,
    "customer": Unit.IDENTIFIER,
    "created": Unit.MOMENT,
    "paid": Unit.MOMENT,
    "cancelled": Unit.MOMENT,
    "order_state": Unit.TEXT,
    "total": Unit.MONEY,
    "paid_amount": Unit.MONEY,
    "refund": Unit.MONEY,
    "region": Unit.TEXT,
    "customer_name": Unit.TEXT,
    "phone": Unit.IDENTIFIER,
    "address": Unit.TEXT,
}
ENQUIRY_TARGETS: Final[dict[str, Unit]] = {
    "asked_at": Unit.MOMENT,
    "item": Unit.TEXT,
    "note": Unit.TEXT,
}

MEASURES: Final[tuple[str, ...]] = (
    "consulted",
    "receptions",
    "received_people",
    "effective_receptions",
    "waiting_sessions",
    "transferred",
    "answered",
    "unanswered",
    "unanswered_3_min",
    "slow_people",
    "long_people",
    "started_by_customers",
    "followed_up",
    "solved",
    "warned_sessions",
    "response_seconds",
    "response_seconds_new",
    "response_seconds_working",
    "first_response_seconds",
    "reception_seconds",
    "talk_seconds",
    "three_minutes",
    "three_minutes_8_23",
    "three_minutes_all_day",
    "three_minutes_working",
    "thirty_seconds",
    "thirty_seconds_8_23",
    "thirty_seconds_all_day",
    "messages",
    "customer_messages",
    "agent_messages",
    "agent_words",
    "enquiries",
    "enquiries_of_day",
    "buyers",
    "payers",
    "payers_of_day",
    "final_payers",
    "lost_enquiries",
    "refunders",
    "orders",
    "pieces",
    "order_amount",
    "sales",
    "gross_sales",
    "sales_after_refunds",
    "sales_24_hours",
    "paid_of_day",
    "final_paid",
    "possible_sales",
    "refunds",
    "invitations",
    "ratings",
    "satisfied",
    "dissatisfied",
    "rating_points",
    "ratings_invited",
    "ratings_own",
    "order_ratings",
    "low_order_ratings",
    "disputes",
    "complaints",
    "online_days",
    "online_hours",
)
"""Totals of a period. Windows of time (8 to 23 h, the whole day, working time) are measures of their own:
figures of different windows are never merged."""

BELOW_ZERO: Final = frozenset({"sales", "sales_after_refunds", "refunds"})
"""Amounts that can be below zero: net ones, where more was refunded than sold, and refunds, which a file may
write with their sign."""

UNITS: Final[dict[str, Unit]] = {
    **ROW_TARGETS,
    **ORDER_TARGETS,
    **ENQUIRY_TARGETS,
    **dict.fromkeys(MEASURES, Unit.PLAIN),
}


class Kind(StrEnum):
    """What the rows of an export become."""

    FIGURES = "figures"
    ORDERS = "orders"
    ENQUIRIES = "enquiries"


NEEDED: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.FIGURES: ("account", "days", "first_day", "last_day"),
    Kind.ORDERS: ("order_id", "created"),
    Kind.ENQUIRIES: ("customer", "asked_at"),
}
"""Cells that must not be empty where the export has them: without them a row is of no use."""


def kind_of(targets: Iterable[str]) -> Kind:
    known = set(targets)
    if "order_id" in known:
        return Kind.ORDERS
    return Kind.ENQUIRIES if "asked_at" in known else Kind.FIGURES
