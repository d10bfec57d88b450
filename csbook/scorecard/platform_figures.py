"""Measures from the totals that the platforms export, for periods of one day or many.

Files overlap: a month, its weeks, its days. For each account and measure those periods are taken that lie
wholly in the span, do not overlap and cover most days. What the daily log holds is not counted again.
Figures of different windows (8 to 23 h, the whole day, working time) are never mixed: each agent's measure
rests on one of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from csbook.scorecard.measures import ByPlace, Place, Total, Totals, exact_sums
from csbook.scorecard.period import Span

WEIGHT: Final = ":weight"
"""After a measure's name: the column of its weight, which is what a mean or a rate is of."""
ACCOUNT: Final = ["platform", "shop", "account"]
PERIOD: Final = ["period_from", "period_to"]
KEY: Final = [*ACCOUNT, *PERIOD]
DAY: Final = ["period_from", "agent_id", "platform"]


@dataclass(frozen=True)
class Source:
    """Where the platforms give a measure: the columns of its total and of its sample. Without a weight,
    `otherwise` is the sample."""

    total: str
    sample: str
    otherwise: str | None = None


def weighted(name: str, otherwise: str | None = None) -> Source:
    return Source(name, name + WEIGHT, otherwise)


def windows(name: str, *suffixes: str) -> tuple[Source, ...]:
    """The same rate in several windows. Counts that came without a weight are of the receptions."""
    return tuple(weighted(name + suffix, "receptions") for suffix in suffixes)


RESPONSES: Final = ("response_seconds", "response_seconds_new", "response_seconds_working")
SOURCES: Final[Mapping[str, tuple[Source, ...]]] = {
    "conversion": (Source("buyers", "enquiries"),),
    "response_seconds": tuple(map(weighted, RESPONSES)),
    "loss": (Source("not_buying", "enquiries"),),
    "order_amount": (Source("order_amount", "days"),),
    "order_value": (Source("sales", "buyers"),),
    "complaint_share": (Source("complaints", "receptions"),),
    "answered_share": (Source("answered_told", "receptions"),),
    "satisfaction": (Source("satisfied", "ratings"),),
    "first_response": (weighted("first_response_seconds"),),
    "within_30_seconds": windows("thirty_seconds", "_8_23", "", "_all_day"),
    "within_3_minutes": windows("three_minutes", "_8_23", "", "_all_day", "_working"),
    "invitations": (Source("invitations", "receptions"),),
}
"""Of each measure its sources, the preferred one first; the log holds the plain ones (the first)."""
WANTED: Final = frozenset(
    {
        *("enquiries", "buyers", "order_amount", "sales", "complaints", "receptions", "answered"),
        *("unanswered", "satisfied", "ratings", "invitations", "first_response_seconds", *RESPONSES),
        *(source.total for name in ("within_30_seconds", "within_3_minutes") for source in SOURCES[name]),
    }
)


def by_period(figures: pd.DataFrame, span: Span) -> pd.DataFrame:
    """The figures of accounts whose periods lie wholly in the span, side by side.

    `figures`: columns of PlatformFigures. The result has one row for each platform, shop, account and
    period (`KEY`), a column for each measure that there is and one for its weight, `not_buying`, `days`, and
    `answered_told`, the answered count where the platform tells it. A figure without a shop has that of the
    account where it has only one, and is left out where it has several: it may be part of any of them.
    """
    inside = figures[span.holds(figures["period_from"]) & span.holds(figures["period_to"])]
    own = inside[inside["account"].notna() & inside["measure"].isin(WANTED)]
    if own.empty:
        return told(own[KEY].reset_index(drop=True))
    own = in_its_shop(own.assign(shop=own["shop"].fillna(""))).drop_duplicates([*KEY, "measure"])
    keyed = own.set_index([*KEY, "measure"])
    totals, weights = keyed["total"].unstack("measure"), keyed["weight"].unstack("measure")
    return told(totals.join(weights.add_suffix(WEIGHT)).reset_index())


def in_its_shop(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures without a shop in the only shop of their account, after those that name it."""
    without = figures["shop"] == ""
    if not without.any():
        return figures
    named = figures[~without]
    shops = named.groupby(["platform", "account"])["shop"].agg(["min", "nunique"])
    known = shops.reindex(pd.MultiIndex.from_frame(figures[["platform", "account"]]))
    unclear = without & (known["nunique"] > 1).to_numpy()
    only = known["min"].set_axis(figures.index)
    named_first = figures.assign(shop=figures["shop"].mask(without & only.notna(), only), without=without)
    return named_first[~unclear].sort_values("without", kind="stable").drop(columns="without")


def told(wide: pd.DataFrame) -> pd.DataFrame:
    """The figures with what follows from them."""
    missing = pd.Series(np.nan, index=wide.index)

    def column(name: str) -> pd.Series:
        return wide.get(name, missing)

    answered = column("answered").fillna(column("receptions") - column("unanswered"))
    return wide.assign(
        not_buying=column("enquiries") - column("buyers"),
        answered_told=answered,
        days=(wide["period_to"] - wide["period_from"]).dt.days + 1.0,
    )


def imported_responses(rows: pd.DataFrame) -> pd.DataFrame:
    """What the import had for the response time of single days: index day, staff number and platform.

    `seconds` and their `weight` over all accounts, of the source that goes into the log; `answers_told`:
    whether the platform also gives an answered count. Where it gives none the import took the weight, which
    makes an answered share of 100 % by construction. `rows`: those of `by_period` with `agent_id`.
    """
    days = rows[rows["period_from"] == rows["period_to"]]
    seconds = pd.Series(np.nan, index=days.index)
    weight = seconds.copy()
    for name in RESPONSES:
        if name in days:
            new = seconds.isna() & days[name].notna()
            seconds, weight = seconds.mask(new, days[name]), weight.mask(new, days[name + WEIGHT])
    told = days["answered"].notna() if "answered" in days else pd.Series(False, index=days.index)
    found = days[DAY].assign(seconds=seconds, weight=weight, answers_told=told)
    found = found[weight.notna()].rename(columns={"period_from": "date"})
    sums = found.groupby(["date", "agent_id", "platform"])
    return sums.agg(
        seconds=("seconds", "sum"), weight=("weight", "sum"), answers_told=("answers_told", "all")
    )


def platform_totals(rows: pd.DataFrame, logged: ByPlace) -> Totals:
    """The totals of each agent, beside those of the log.

    `rows`: those of `by_period` with `agent_id`. A measure that the log gives for an agent, platform and
    shop is not taken from here: most of the log's figures came from the same files. Where a shop is missing
    on either side, the platform decides. Of several windows an agent has the preferred one with any
    figures; beside figures in the log, the plain one only.
    """
    found: Totals = {}
    if rows.empty:
        return found
    rows = rows.assign(group=rows.groupby(ACCOUNT, sort=False).ngroup())
    codes, known = pd.MultiIndex.from_frame(rows[["agent_id", "platform", "shop"]]).factorize()
    served: list[Place] = [(who, platform, shop) for who, platform, shop in known]
    for measure, sources in SOURCES.items():
        in_log = logged.get(measure, {})
        agents = {who for who, _, _ in in_log}
        new = rows[~covered(served, in_log)[codes]]
        chosen: dict[str, Total] = {}
        for number, source in enumerate(sources):
            for who, total in totals_from(new, source).items():
                if total.sample > 0 and (number == 0 or who not in agents):
                    chosen.setdefault(who, total)
        found[measure] = chosen
    return found


def covered(places: Sequence[Place], logged: Collection[Place]) -> np.ndarray:
    """Whether the log has each of the places (bool)."""
    whole = {(who, platform) for who, platform, shop in logged if not shop}
    any_shop = {(who, platform) for who, platform, _ in logged}
    return np.array(
        [
            place in logged or place[:2] in whole or (not place[2] and place[:2] in any_shop)
            for place in places
        ],
        dtype="bool",
    )


def totals_from(rows: pd.DataFrame, source: Source) -> dict[str, Total]:
    """The sums over the periods chosen for each account."""
    if source.total not in rows:
        return {}
    total, sample = rows[source.total], sample_of(rows, source)
    filled = rows[total.notna() & sample.notna()]
    taken = filled.iloc[without_overlap(filled)]
    codes, agents = pd.factorize(taken["agent_id"])
    totals = exact_sums(codes, total[taken.index].to_numpy(), len(agents))
    samples = exact_sums(codes, sample[taken.index].to_numpy(), len(agents))
    return {str(who): Total(t, s) for who, t, s in zip(agents, totals, samples, strict=True)}


def sample_of(rows: pd.DataFrame, source: Source) -> pd.Series:
    missing = pd.Series(np.nan, index=rows.index)
    sample = rows.get(source.sample, missing)
    return sample.fillna(rows[source.otherwise]) if source.otherwise in rows else sample


def without_overlap(rows: pd.DataFrame) -> list[int]:
    """Places of the rows chosen: of each account (`group`) periods that do not overlap (`most_days`)."""
    accounts = rows["group"].to_numpy()
    first, last = (rows[name].to_numpy("datetime64[D]").astype("int64") for name in PERIOD)
    order = np.lexsort((last, first, accounts))
    chosen: list[int] = []
    for group in np.split(order, np.flatnonzero(np.diff(accounts[order])) + 1):
        chosen.extend(group[at] for at in most_days(first[group].tolist(), last[group].tolist()))
    return sorted(map(int, chosen))


def most_days(first: Sequence[int], last: Sequence[int]) -> list[int]:
    """Places of periods (first and last day, in order of the first) that do not overlap and cover most
    days; of equal coverings the one of most periods."""
    if all(end < start for end, start in zip(last, first[1:], strict=False)):
        return list(range(len(first)))
    order = sorted(range(len(first)), key=lambda place: last[place])
    ends = [last[place] for place in order]
    best, fits = [(0, 0)], []
    for place in order:
        before = bisect_left(ends, first[place])
        days, periods = best[before]
        with_it = (days + last[place] - first[place] + 1, periods + 1)
        fits.append(before if with_it > best[-1] else None)
        best.append(max(with_it, best[-1]))
    return sorted(walked_back(order, fits))


def walked_back(order: Sequence[int], fits: Sequence[int | None]) -> Iterator[int]:
    """The periods of the best choice, from its end: `fits` says how many of the earlier ones stay possible
    with each, None where it is better left out."""
    left = len(order)
    while left:
        before = fits[left - 1]
        if before is None:
            left -= 1
        else:
            yield order[left - 1]
            left = before
