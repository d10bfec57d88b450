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
    movable = {rule.rule_id: rule for rule in rules if rule.event in MOVABLE}
    undone = register[["rule_id", "source", "event_at"]]
    undone = undone[undone["rule_id"].isin(list(movable)) & ~is_done(register, today)]
    dated = events[["event", "source", "event_at"]][events["event"].isin(list(MOVABLE))]
    if undone.empty or dated.empty:
        return register
    moments = dict(zip(zip(dated["event"], dated["source"], strict=True), dated["event_at"], strict=True))
    told = zip(undone["rule_id"], undone["source"], strict=True)
    events_now = [moments.get((movable[rule_id].event, source)) for rule_id, source in told]
    now = pd.Series(events_now, index=undone.index, dtype="datetime64[us]")
    now = now[now.notna() & (now != undone["event_at"])]
    if now.empty:
        return register
    for rule_id, moved in now.groupby(undone["rule_id"]):
        found = window_of(movable[rule_id], moved, hours=hours, calendar=calendar, today=today)
        register = register.copy()
        register.loc[moved.index, ["event_at", *found]] = found.assign(event_at=moved)
    return register
