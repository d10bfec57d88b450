"""How many people each group needs on each shift, from what the team took before.

What is assumed, and what a reader of the figures must know:

* Only **full days** count: everybody in the group who worked has receptions for that day.
* A **busy day** is the 80th percentile of the full days of a kind (weekday or weekend): four days in five
  are no busier. Fewer than 6 full days of a kind suggest nothing.
* `history`: a person handles on a shift what is usual in this group on this shift, the median receptions
  per person and paid hour. That is what people *did* handle, which is less than they could where time
  was slack (domain A2.4), and more than they should where they were overrun. Sharing is rounded half up,
  and a shift that takes anything gets one person.
* `erlang`: chats come at random through an hour, and a share of them is answered in time (`erlang`).
* Where receptions are known by the hour, people are found for every hour first, and then the shifts of
  least paid time that put so many there. Where they are not, `history` keeps to what each shift took, and
  `erlang` spreads a person's receptions evenly over the shift; both know nothing of peaks within a shift
  then.

The percentile, the median and the 6 days are ours; the documents name no figures (domain D).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from csbook.roster.covering import HOUR, Span, cheapest_shifts, spans_of
from csbook.roster.erlang import ErlangAssumptions, people_needed
from csbook.roster.parts import Shift

BUSY = 0.8
LEAST_DAYS = 6


@dataclass(frozen=True)
class Suggestion:
    """How many people one shift needs.

    receptions: what the shift takes on a busy day; per hour, in its busiest hour, where people were found
    by the hour. per_person: what one person takes of them, in the same unit; None by the queueing formula.
    days: from how many full days.
    """

    day_type: str
    group: str
    shift: str
    people: int
    receptions: float
    per_person: float | None
    days: int


@dataclass(frozen=True)
class TooLittle:
    """A group and kind of day with too few full days to say anything."""

    day_type: str
    group: str
    days: int


@dataclass(frozen=True)
class Demand:
    """What is suggested, by group, kind of day and shift, in that order.

    outside: by group, the share of hourly receptions that come when no shift is on; only shares above 0.
    """

    suggestions: tuple[Suggestion, ...]
    too_little: tuple[TooLittle, ...]
    outside: Mapping[str, float]


def suggest(
    stints: pd.DataFrame,
    groups: Iterable[str],
    shifts: Sequence[Shift],
    day_types: Mapping[dt.date, str],
    *,
    erlang: ErlangAssumptions | None = None,
    by_hour: pd.DataFrame | None = None,
) -> Demand:
    """People by the team's own history, or with `erlang` by the queueing formula.

    stints: columns date, agent_id, group, shift (a code; missing where not known), receptions (missing
        where the log is not filled); one row for each person and day worked, in any order.
    groups: those to speak of. shifts: at least one.
    day_types: the kind of each day that counts; other days are left out.
    by_hour: columns date, group, hour (0 to 23), receptions; an hour without a row had none.

    A shift that nobody of a group worked on such days gets no suggestion by `history` alone: nothing is
    known of it.
    """
    full = _of_kinds(full_days(stints, shifts), day_types)
    hourly = None if by_hour is None else _of_kinds(by_hour, day_types)
    suggestions: list[Suggestion] = []
    too_little: list[TooLittle] = []
    for group in sorted(set(groups)):
        own = full[full["group"] == group]
        figures = own if hourly is None else hourly[hourly["group"] == group]
        for kind in sorted(set(day_types.values())):
            daily = figures[figures["day_type"] == kind]
            days = daily["date"].nunique() if own["receptions"].any() else 0
            if days < LEAST_DAYS:
                too_little.append(TooLittle(kind, group, days))
            elif hourly is None and erlang is None:
                suggestions += _by_shift(daily, own, shifts)
            else:
                suggestions += _by_hour(daily, own, shifts, erlang)
    outside = {} if hourly is None else _outside(hourly, shifts)
    return Demand(tuple(suggestions), tuple(too_little), outside)


def full_days(stints: pd.DataFrame, shifts: Sequence[Shift]) -> pd.DataFrame:
    """The stints of those days and groups in which everybody has a known shift and receptions."""
    known = stints["receptions"].notna() & stints["shift"].isin([shift.code for shift in shifts])
    whole = known.groupby([stints["date"], stints["group"]]).transform("all")
    return stints[whole.astype("bool")]


def pace(full: pd.DataFrame, shifts: Sequence[Shift]) -> float:
    """The median receptions per person and paid hour.

    Somebody who took nothing had other work that day and is left out.
    """
    hours = full["shift"].map({shift.code: shift.paid / HOUR for shift in shifts})
    return float((full["receptions"] / hours)[full["receptions"] > 0].median())


def people_for(receptions: float, *, per_person: float) -> int:
    """Receptions shared out: rounded half up, one person at least where there are any."""
    return max(1, math.floor(receptions / per_person + 0.5)) if receptions > 0 else 0


def _of_kinds(frame: pd.DataFrame, day_types: Mapping[dt.date, str]) -> pd.DataFrame:
    """The rows of days that count, with their `day_type`."""
    kinds = {pd.Timestamp(day): kind for day, kind in day_types.items()}
    return frame.assign(day_type=frame["date"].map(kinds)).dropna(subset=["day_type"])


def _by_shift(daily: pd.DataFrame, own: pd.DataFrame, shifts: Sequence[Shift]) -> list[Suggestion]:
    """People for what each shift took itself; a day on which nobody worked it counts as none taken."""
    taken = _table(daily, "shift")
    found = []
    for shift in shifts:
        if shift.code in taken:
            receptions = float(taken[shift.code].quantile(BUSY))
            per_person = pace(own[own["shift"] == shift.code], shifts) * shift.paid / HOUR
            people = people_for(receptions, per_person=per_person)
            found.append(_suggestion(daily, shift, people, receptions, per_person))
    return found


def _by_hour(
    daily: pd.DataFrame, own: pd.DataFrame, shifts: Sequence[Shift], erlang: ErlangAssumptions | None
) -> list[Suggestion]:
    """People for the receptions per hour of every span, then the cheapest shifts that put them there."""
    spans = spans_of(shifts)
    rates = _hourly_rates(daily, spans) if "hour" in daily else _even_rates(daily, shifts, spans)
    per_person: float | None = None
    if erlang is None:
        per_person = pace(own, shifts)
        need = partial(people_for, per_person=per_person)
    else:
        need = partial(people_needed, assumed=erlang)
    people = cheapest_shifts(shifts, spans, [need(rate) for rate in rates])
    peaks = {
        shift.code: max(rate for rate, span in zip(rates, spans, strict=True) if shift.code in span.on)
        for shift in shifts
    }
    return [_suggestion(daily, shift, people[shift.code], peaks[shift.code], per_person) for shift in shifts]


def _hourly_rates(daily: pd.DataFrame, spans: Sequence[Span]) -> list[float]:
    """Receptions per hour on a busy day in each span, from hourly figures."""
    busy = _table(daily, "hour").quantile(BUSY)
    return [float(busy.get(span.hour, 0.0)) for span in spans]


def _even_rates(daily: pd.DataFrame, shifts: Sequence[Shift], spans: Sequence[Span]) -> list[float]:
    """The same with each person's receptions spread evenly over the shift."""
    taken = _table(daily, "shift").reindex(columns=[shift.code for shift in shifts], fill_value=0.0)
    each_hour = [
        [HOUR / (shift.end - shift.start) * (shift.code in span.on) for span in spans] for shift in shifts
    ]
    rates = taken.to_numpy("float64") @ np.array(each_hour)
    return [float(rate) for rate in np.quantile(rates, BUSY, axis=0)]


def _table(daily: pd.DataFrame, by: str) -> pd.DataFrame:
    """Receptions of each day (rows) by shift or hour (columns), 0 where there were none."""
    return daily.pivot_table("receptions", "date", by, aggfunc="sum", fill_value=0.0)


def _suggestion(
    daily: pd.DataFrame, shift: Shift, people: int, receptions: float, per_person: float | None
) -> Suggestion:
    day_type, group = daily[["day_type", "group"]].iloc[0]
    days = daily["date"].nunique()
    return Suggestion(day_type, group, shift.code, people, receptions, per_person, days)


def _outside(hourly: pd.DataFrame, shifts: Sequence[Shift]) -> dict[str, float]:
    """The share of each group's receptions in hours that no shift touches."""
    staffed = {span.hour for span in spans_of(shifts) if span.on}
    alone = hourly["receptions"].where(~hourly["hour"].isin(staffed), 0)
    shares = alone.groupby(hourly["group"]).sum() / hourly["receptions"].groupby(hourly["group"]).sum()
    return {str(group): float(share) for group, share in shares.items() if share > 0}
