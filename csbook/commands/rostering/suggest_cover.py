"""`suggest-cover`: preferred people per shift from what the team received before."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import pandas as pd

from csbook.commands.handler import Request, Result
from csbook.commands.rostering import suggest_words as words
from csbook.commands.rostering.cover_rows import Effect, suggested_cover
from csbook.commands.rostering.stated import rostered_staff
from csbook.commands.rostering.stints import stints_of
from csbook.problems import NoRoster, Words
from csbook.roster.demand import Demand, suggest
from csbook.roster.erlang import ErlangAssumptions
from csbook.roster.reading import Notes
from csbook.roster.tables import read_shifts, read_special_days

DAYS_BACK: Final = 91
"""Thirteen weeks up to yesterday: long enough for weekends, short enough for today's team. Ours."""


class NothingToSuggest(NoRoster):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "没有可用的班次或排班人员。请检查“班次与人数”和“员工”。",
                "There is no usable shift, or nobody takes part in the roster. Check Shifts and Staff.",
            )
        )


def suggest_cover(request: Request) -> Result:
    """Write `preferred` of Cover by `method`: `history` (default) or `erlang`; minimums stay as typed.

    Groups and kinds of day with too few full days keep what they have and are named. Raises
    `NothingToSuggest` where there is no shift or nobody to roster.
    """
    tables, found = request.tables, Notes()
    shifts = read_shifts(tables["Shifts"], found)
    staff = rostered_staff(tables["Staff"])
    groups = staff["group"][
        staff["rostered"] & ~(staff["left"] < pd.Timestamp(request.today.date()))
    ].dropna()
    if not shifts or groups.empty:
        raise NothingToSuggest
    last = request.today.date() - dt.timedelta(days=1)
    days = tuple(last - dt.timedelta(days=back) for back in reversed(range(DAYS_BACK)))
    stints = stints_of(tables, request.month, days[0], last)
    special = read_special_days(tables["Holidays"], days)
    kinds = {day: "weekend" if day in special.weekend else "weekday" for day in days}
    by_formula = assumptions(request) if request.parameters.get("method") == "erlang" else None
    demand = suggest(
        stints,
        groups,
        shifts,
        {day: kind for day, kind in kinds.items() if day not in special.sales},
        erlang=by_formula,
    )
    cover, effects = suggested_cover(tables["Cover"], demand.suggestions, sorted(set(groups)))
    return Result(
        headline=words.headline(demand, effects),
        tables={"Cover": cover} if len(cover) else {},
        notes=tuple(words.notes(demand, effects, by_formula, DAYS_BACK)),
        problems=tuple(found.found),
        details=details(demand, effects),
    )


def assumptions(request: Request) -> ErlangAssumptions:
    """What parameters or settings of the same names say of chats; the defaults elsewhere."""
    usual = asdict(ErlangAssumptions())
    given = {**request.settings.values, **request.parameters}
    stated = {name: given[name] for name in usual if given.get(name) is not None}
    return ErlangAssumptions(**{name: type(usual[name])(value) for name, value in stated.items()})


def details(demand: Demand, effects: Sequence[Effect]) -> dict[str, Any]:
    """The figures for `--json`, every suggestion on its own."""
    return {
        "suggestions": [
            {
                "day_type": effect.suggestion.day_type,
                "group": effect.suggestion.group,
                "shift": effect.suggestion.shift,
                "people": effect.suggestion.people,
                "receptions": round(effect.suggestion.receptions, 2),
                "per_person": effect.suggestion.per_person and round(effect.suggestion.per_person, 2),
                "days": effect.suggestion.days,
                "minimum": effect.minimum,
                "before": effect.before,
                "after": effect.after,
            }
            for effect in effects
        ],
        "too_little": [vars(one) for one in demand.too_little],
        "changed": Counter(effect.before != effect.after for effect in effects)[True],
    }
