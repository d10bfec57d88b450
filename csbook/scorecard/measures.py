"""The month's measures of each agent: totals first, rates last (domain A7.3 to A7.6).

Every measure is a total over a sample. Both are summed over the rows where both are filled, so that
a row with half the figures shifts nothing, and rates are weighted by receptions by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.money import exact, rounded
from csbook.scorecard.period import Period

TICKS: Final = ("check_orders", "check_messages", "handover", "leftovers", "shipments", "reviews")


@dataclass(frozen=True)
class Ratio:
    """`scale` x total / sample; without a scale the total itself is the measure."""

    total: str
    sample: str
    scale: int | None = 100


FROM_LOG: Final = {
    "conversion": Ratio("buyers", "enquiries"),
    "response_seconds": Ratio("response_seconds", "answered", 1),
    # whoever asked and did not order (A7.3 gives the name only): the complement of conversion
    "loss": Ratio("not_buying", "enquiries"),
    "order_amount": Ratio("order_amount", "filled_amounts", None),
    "valid_share": Ratio("valid_orders", "orders"),
    "paid_share": Ratio("paid_orders", "orders"),
    # of the orders that were paid: an unpaid order cannot be refunded
    "refund_share": Ratio("refunded_orders", "paid_orders"),
    "order_value": Ratio("sales", "buyers", 1),
    "complaint_share": Ratio("complaints", "receptions"),
    "abnormal_share": Ratio("abnormal_orders", "orders"),
    "answered_share": Ratio("answered", "receptions"),
    "satisfaction": Ratio("satisfied", "ratings"),
    "log_complete": Ratio("complete", "row"),
}
FROM_FOLLOW_UPS: Final = {"follow_ups_in_time": Ratio("in_time", "row")}
FROM_CASES: Final = {"cases_closed": Ratio("finished", "row")}
MEASURES: Final = (
    "conversion",
    "response_seconds",
    "loss",
    "order_amount",
    "valid_share",
    "paid_share",
    "refund_share",
    "order_value",
    "complaint_share",
    "abnormal_share",
    "answered_share",
    "satisfaction",
    "follow_ups_in_time",
    "cases_closed",
    "log_complete",
)
RATIOS: Final = {**FROM_LOG, **FROM_FOLLOW_UPS, **FROM_CASES}


@dataclass(frozen=True)
class Figure:
    """A measure's value with two decimals (rates in percent) and the sample it rests on."""

    value: Decimal
    sample: Decimal


def log_totals(log: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Totals from rows of the daily log dated in the month and not after today.

    Columns of the result: `agent_id`, `measure`, `total`, `sample` (Decimal). A log row is complete
    when its receptions are filled and all six ticks of the daily flow say yes.
    """
    rows = log[period.holds(log["date"])]
    exact_seconds = [None if pd.isna(s) else exact(s) for s in rows["response_seconds"]]
    ticked = rows[list(TICKS)].fillna(False).all(axis=1)
    rows = rows.assign(
        response_seconds=pd.Series(exact_seconds, index=rows.index, dtype="object"),
        not_buying=rows["enquiries"] - rows["buyers"],
        filled_amounts=rows["order_amount"].notna().astype("int64"),
        row=1,
        complete=(rows["receptions"].notna() & ticked).astype("int64"),
    )
    return totals(rows, FROM_LOG)


def follow_up_totals(follow_ups: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Totals from follow-ups due in the month and not after today, per agent assigned, else owner.

    In time is done at or before `due_by`. A row that was closed undone (its reason fell away) was
    not owed and does not count. Columns as in `log_totals`.
    """
    fell_away = (follow_ups["state"] == "closed") & follow_ups["done_at"].isna()
    rows = follow_ups[period.holds(follow_ups["due_by"]) & ~fell_away]
    done = period.past(rows["done_at"]) & (rows["done_at"] <= rows["due_by"])
    rows = pd.DataFrame(
        {
            "agent_id": rows["assigned"].where(rows["assigned"].notna(), rows["owner"]),
            "row": 1,
            "in_time": done.astype("int64"),
        }
    )
    return totals(rows, FROM_FOLLOW_UPS)


def case_totals(cases: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Totals from after-sales cases opened in the month and not after today, per owner; closed by
    today counts as finished. Columns as in `log_totals`."""
    rows = cases[period.holds(cases["opened"])]
    finished = period.past(rows["closed"]).astype("int64")
    return totals(pd.DataFrame({"agent_id": rows["owner"], "row": 1, "finished": finished}), FROM_CASES)


def totals(rows: pd.DataFrame, ratios: dict[str, Ratio]) -> pd.DataFrame:
    """Per agent and measure the sums over the rows where total and sample are both filled."""
    parts = []
    for measure, ratio in ratios.items():
        columns = ["agent_id", ratio.total, ratio.sample]
        filled = rows[columns].dropna().set_axis(["agent_id", "total", "sample"], axis=1)
        summed = filled.groupby("agent_id", as_index=False).sum().assign(measure=measure)
        parts.append(summed.astype({"total": "object", "sample": "object"}))
    found = pd.concat(parts, ignore_index=True)
    for name in ("total", "sample"):
        found[name] = pd.Series([exact(v) for v in found[name]], index=found.index, dtype="object")
    return found[["agent_id", "measure", "total", "sample"]]


def figures(parts: Iterable[pd.DataFrame]) -> dict[str, dict[str, Figure]]:
    """The measures of each agent from frames of totals; a zero sample gives no figure at all."""
    found: dict[str, dict[str, Figure]] = {}
    for part in parts:
        columns = (part[name].tolist() for name in ("agent_id", "measure", "total", "sample"))
        for who, measure, total, sample in zip(*columns, strict=True):
            if sample > 0:
                scale = RATIOS[measure].scale
                value = total if scale is None else scale * total / sample
                found.setdefault(who, {})[measure] = Figure(rounded(value), sample)
    return found


def receptions(log: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Receptions by agent and platform in the month; rows without the figure are left out.

    Columns: `agent_id`, `platform`, `receptions`.
    """
    rows = log.loc[period.holds(log["date"]), ["agent_id", "platform", "receptions"]].dropna()
    return rows.groupby(["agent_id", "platform"], as_index=False).sum()
