"""Rows not done yet whose event was given another moment: they get their window anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from csbook.followups.due import OfficeHours
from csbook.followups.events import is_done
from csbook.followups.making import window_of
from csbook.followups.rules import FollowUpRule
from csbook.workdays import WorkCalendar

MOVABLE: Final = ("campaign", "complaint", "solution_found", "case_closed")
"""Events whose moment people type and may change."""


def with_moved_events(
    register: pd.DataFrame,
    events: pd.DataFrame,
    rules: Iterable[FollowUpRule],
    *,
    hours: OfficeHours,
    calendar: WorkCalendar,
    today: pd.Timestamp,
) -> pd.DataFrame:
    """The register with new windows for contacts not made yet: of campaigns whose start was changed, of
    cases that were entered, solved or closed at another moment. Raises `CalendarMissing`."""
    undone = ~is_done(register, today)
    for rule in rules:
        if rule.event not in MOVABLE:
            continue
        rows = undone & (register["rule_id"] == rule.rule_id)
        if not rows.any():
            continue
        moments = events[events["event"] == rule.event].set_index("source")["event_at"]
        if moments.empty:
            continue
        now = register.loc[rows, "source"].map(moments)
        now = now[now.notna() & (now != register.loc[rows, "event_at"])]
        if now.empty:
            continue
        found = window_of(rule, now, hours=hours, calendar=calendar, today=today)
        register = register.copy()
        register.loc[now.index, ["event_at", *found]] = found.assign(event_at=now)
    return register
