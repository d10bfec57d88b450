"""The measures of each agent over some days: totals first, rates last (domain A7.3 to A7.6).

Every measure is a total over a sample. Both are summed over the rows where both are filled, so that
a row with half the figures shifts nothing, and rates are weighted by receptions by themselves.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import pandas as pd

from csbook.money import exact, rounded
from csbook.scorecard.period import Span

TICKS: Final = ("check_orders", "check_messages", "handover", "leftovers", "shipments", "reviews")
CENT: Final = 0.01
"""Seconds go into the log with two decimals."""
DIGITS: Final = 6
"""Seconds, and totals of the platforms, are stored with no more; what a float has beyond is noise."""


@dataclass(frozen=True)
class Ratio:
    """`scale` x total / sample; without a scale the total itself is the measure."""

    total: str
    sample: str
    scale: int | None = 100


FROM_LOG: Final = {
    "conversion": Ratio("buyers", "enquiries"),
    "response_seconds": Ratio("response_seconds", "responses", 1),
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
    "answered_share": Ratio("answered_told", "receptions"),
    "satisfaction": Ratio("satisfied", "ratings"),
    "log_complete": Ratio("complete", "row"),
    "log_in_time": Ratio("in_time", "timed"),
    "log_true": Ratio("true", "checked"),
}
COUNTED: Final = sorted({name for ratio in FROM_LOG.values() for name in (ratio.total, ratio.sample)})
FROM_PLATFORMS: Final = {
    "first_response": Ratio("first_response_seconds", "weight", 1),
    "within_30_seconds": Ratio("thirty_seconds", "weight"),
    "within_3_minutes": Ratio("three_minutes", "weight"),
    "invitations": Ratio("invitations", "receptions"),
}
FROM_REGISTERS: Final = {
    "follow_ups_in_time": Ratio("in_time", "owed"),
    "cases_closed": Ratio("finished", "opened"),
}
RATIOS: Final = {**FROM_LOG, **FROM_PLATFORMS, **FROM_REGISTERS}
MEASURES: Final = (
    "conversion",
    "response_seconds",
    "first_response",
    "within_30_seconds",
    "within_3_minutes",
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
    "invitations",
    "follow_ups_in_time",
    "cases_closed",
    "log_complete",
    "log_in_time",
    "log_true",
)
"""In the order of the columns of 考核评分."""


@dataclass(frozen=True, slots=True)
class Total:
    """What a rate is worked out from."""

    total: Decimal
    sample: Decimal

    def __add__(self, other: Total) -> Total:
        return Total(self.total + other.total, self.sample + other.sample)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value with two decimals (rates in percent), the sample it rests on, and its total."""

    value: Decimal
    sample: Decimal
    total: Decimal


Place = tuple[str, str, str]
"""Staff number, platform, shop; an empty text where there is none."""
ByPlace = dict[str, dict[Place, Total]]
"""By measure and place."""
Totals = dict[str, dict[str, Total]]
"""By measure and staff number."""


def log_totals(log: pd.DataFrame, span: Span, imported: pd.DataFrame) -> ByPlace:
    """Totals from rows of the daily log dated in the span and not after its moment.

    `imported` (index as the log's): what the platforms gave for the day's response time, `seconds`, `weight`
    and `answers_told`, all missing where they gave nothing. Seconds of an import are of the import's own
    weight, whatever was typed as answered; and where the platform tells no answered count, the row is left
    out of the answered share. A row is complete when its receptions are filled and all six ticks of the daily
    flow say yes.
    """
    rows = log[span.holds(log["date"]) & log["agent_id"].notna()]
    groups = rows.groupby(["agent_id", "platform", "shop"], dropna=False, sort=False)
    codes = groups.ngroup().to_numpy()
    first = np.unique(codes, return_index=True)[1]
    places = places_of(rows.iloc[first])
    columns = log_columns(rows, imported.loc[rows.index], pd.Timestamp(span.today).normalize())
    there = {name: columns[name].notna().to_numpy() for name in COUNTED}
    cells = {name: cells_of(columns[name]) for name in COUNTED}
    found: ByPlace = {}
    for measure, ratio in FROM_LOG.items():
        both = there[ratio.total] & there[ratio.sample]
        found[measure] = summed(codes[both], cells[ratio.total][both], cells[ratio.sample][both], places)
    return found


def log_columns(rows: pd.DataFrame, imported: pd.DataFrame, today: pd.Timestamp) -> dict[str, pd.Series]:
    """What the ratios of the log name: its own columns, and what follows from them. The log of the day
    `today` is not owed before that is over."""
    ticked = rows[list(TICKS)].fillna(False).all(axis=1)
    same_seconds = (rows["response_seconds"] - imported["seconds"]).abs() < CENT
    answered = rows["answered"].astype("float64")
    own = {name: rows[name] for name in rows.columns}
    complete = rows["receptions"].notna() & ticked
    owed = complete | (rows["date"] < today)
    return own | {
        "responses": answered.mask(same_seconds, imported["weight"]),
        "not_buying": rows["enquiries"] - rows["buyers"],
        "filled_amounts": rows["order_amount"].notna().astype("int64"),
        "answered_told": rows["answered"].mask(imported["answers_told"].eq(False)),
        "row": owed.astype("Int64").where(owed),
        "complete": complete.astype("int64"),
        "in_time": rows["on_time"].astype("Int64"),
        "timed": ones(rows["on_time"]),
        "true": (rows["spot_check"] == "true").astype("int64"),
        "checked": ones(rows["spot_check"]),
    }


def ones(values: pd.Series) -> pd.Series:
    """1 where there is a value."""
    return values.notna().astype("Int64").where(values.notna())


def places_of(rows: pd.DataFrame) -> list[Place]:
    columns = [rows[name].fillna("").tolist() for name in ("agent_id", "platform", "shop")]
    return list(zip(*columns, strict=True))


def cells_of(column: pd.Series) -> np.ndarray:
    """A column's cells: whole numbers (0 where missing), floats or amounts."""
    whole = pd.api.types.is_integer_dtype(column.dtype)
    return column.to_numpy(dtype="int64", na_value=0) if whole else column.to_numpy()


def summed(
    codes: np.ndarray, total: np.ndarray, sample: np.ndarray, places: list[Place]
) -> dict[Place, Total]:
    """The sums of two columns without gaps by the place that each row's code stands for."""
    totals, samples = exact_sums(codes, total, len(places)), exact_sums(codes, sample, len(places))
    present = np.unique(codes).tolist()
    return {places[code]: Total(totals[code], samples[code]) for code in present}


def exact_sums(codes: np.ndarray, values: np.ndarray, count: int) -> list[Decimal]:
    """The sum for each code, as typed: 0.1 three times is 0.3."""
    if np.issubdtype(values.dtype, np.integer):
        sums = np.zeros(count, dtype="int64")
        np.add.at(sums, codes, values)
        return [Decimal(int(each)) for each in sums]
    parts: list[list[float | Decimal]] = [[] for _ in range(count)]
    for code, value in zip(codes.tolist(), values.tolist(), strict=True):
        parts[code].append(value)
    return [exact_sum(each) for each in parts]


def exact_sum(values: Iterable[float | Decimal]) -> Decimal:
    """The sum of amounts, or of numbers to `DIGITS` decimals."""
    parts = list(values)
    if all(isinstance(part, Decimal) for part in parts):
        return sum(map(exact, parts), Decimal(0))
    number = round(math.fsum(parts), DIGITS)
    return Decimal(int(number)) if number.is_integer() else exact(number)


def follow_up_totals(promises: pd.DataFrame) -> Totals:
    """Totals from contacts that were owed.

    `promises`: `agent_id` (may be missing), `owed` and of these `in_time` (whole numbers), in any number of
    rows for each agent.
    """
    return {"follow_ups_in_time": of_agents(promises, "in_time", "owed")}


def case_totals(cases: pd.DataFrame, last_unsolved: pd.Series, span: Span) -> Totals:
    """Totals from after-sales cases (`owner`, `first_owner`, `opened`, `closed`) opened in the span and not
    after its moment. A case handed over counts for its first owner, so that a departure moves no month gone
    by.

    Finished is closed by now, unless a callback at closing or later said that it is unsolved:
    `last_unsolved`, the moment of the last such callback, or missing (index as the cases').
    """
    rows = cases[span.holds(cases["opened"])]
    unsolved = last_unsolved[rows.index] >= rows["closed"]
    finished = (span.past(rows["closed"]) & ~unsolved).astype("int64")
    agents = rows["first_owner"].fillna(rows["owner"])
    counted = pd.DataFrame({"agent_id": agents, "opened": 1, "finished": finished})
    return {"cases_closed": of_agents(counted, "finished", "opened")}


def of_agents(rows: pd.DataFrame, total: str, sample: str) -> dict[str, Total]:
    sums = rows.groupby("agent_id")[[total, sample]].sum()
    columns = (sums.index.tolist(), sums[total].tolist(), sums[sample].tolist())
    return {who: Total(Decimal(int(t)), Decimal(int(s))) for who, t, s in zip(*columns, strict=True)}


def by_agent(totals: ByPlace) -> Totals:
    """The totals over all platforms and shops of each agent."""
    found: Totals = {}
    for measure, places in totals.items():
        added: dict[str, Total] = {}
        for (who, _, _), total in places.items():
            added[who] = added[who] + total if who in added else total
        found[measure] = added
    return found


def together(*parts: Totals) -> Totals:
    """The totals of several sources that have nothing in common."""
    found: Totals = {}
    for part in parts:
        for measure, totals in part.items():
            added = found.setdefault(measure, {})
            for who, total in totals.items():
                added[who] = added[who] + total if who in added else total
    return found


def figures(totals: Totals) -> dict[str, dict[str, Figure]]:
    """The measures of each agent; a zero sample gives no figure at all."""
    found: dict[str, dict[str, Figure]] = {}
    for measure, by_who in totals.items():
        for who, total in by_who.items():
            if total.sample > 0:
                found.setdefault(who, {})[measure] = figure(measure, total)
    return found


def figures_of_all(totals: Totals, agents: Collection[str] | None) -> dict[str, Figure]:
    """The measures of these agents (None: of everybody) as one: totals first, rates last."""
    found = {}
    for measure, by_who in totals.items():
        own = [total for who, total in by_who.items() if agents is None or who in agents]
        added = sum(own[1:], own[0]) if own else None
        if added is not None and added.sample > 0:
            found[measure] = figure(measure, added)
    return found


def figure(measure: str, of: Total) -> Figure:
    scale = RATIOS[measure].scale
    value = of.total if scale is None else scale * of.total / of.sample
    return Figure(rounded(value), of.sample, of.total)


def receptions(log: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Receptions by agent and platform in the span; rows without the figure are left out.

    Columns: `agent_id`, `platform`, `receptions`.
    """
    rows = log.loc[span.holds(log["date"]), ["agent_id", "platform", "receptions"]].dropna()
    return rows.groupby(["agent_id", "platform"], as_index=False).sum()
