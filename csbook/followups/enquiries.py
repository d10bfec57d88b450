"""Enquiries 询单登记: who asked, who ordered since, and whom to contact (domain A4: everybody who
asked is kept for later marketing)."""

from __future__ import annotations

import pandas as pd

from csbook.followups.event_frame import event_frame


def judge_enquiries(enquiries: pd.DataFrame, orders: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """The enquiries made by `today` that have their key, with `state` (open, ordered) and `order_id`:
    the first order of the same customer on that platform, created at the enquiry or later and by
    `today`. Columns and index as given."""
    asked = enquiries.dropna(subset=["platform", "customer", "asked_at"])
    asked = asked[asked["asked_at"] <= today]
    placed = orders.dropna(subset=["platform", "customer", "created", "order_id"])
    placed = placed.loc[placed["created"] <= today, ["platform", "customer", "created", "order_id"]]
    found = pd.merge_asof(
        asked.drop(columns="order_id").reset_index(names="row").sort_values("asked_at", kind="stable"),
        placed.sort_values(["created", "order_id"], kind="stable"),
        left_on="asked_at",
        right_on="created",
        by=["platform", "customer"],
        direction="forward",
    ).set_index("row")
    order_id = found["order_id"].reindex(asked.index).astype("str")
    state = pd.Series("open", index=asked.index, dtype="str").mask(order_id.notna(), "ordered")
    return asked.assign(state=state, order_id=order_id)


def enquiry_events(judged: pd.DataFrame) -> pd.DataFrame:
    """Every enquiry of `judge_enquiries`. An order ends it, and so does the customer's next enquiry:
    one person is contacted once. Owner: who answered it."""
    in_order = judged.sort_values("asked_at", kind="stable")
    again = in_order.duplicated(["platform", "customer"], keep="last").reindex(judged.index)
    ended = pd.Series(None, index=judged.index, dtype="str").mask(again, "asked_again")
    asked_at = judged["asked_at"].dt.strftime("%Y-%m-%d %H:%M:%S").astype("str")
    return event_frame(
        "enquiry",
        judged.index,
        source="enquiry:" + judged["platform"] + ":" + judged["customer"] + ":" + asked_at,
        event_at=judged["asked_at"],
        ended=ended.mask(judged["state"] == "ordered", "ordered"),
        platform=judged["platform"],
        customer=judged["customer"],
        owner=judged["agent_id"],
    )
