"""Whether the rows of the daily log were filled in time, seen when csbook looks at them.

Nobody types when a row was filled. A row that is complete (`log_gaps.NEEDED`) when csbook looks before the
deadline was in time; one that is still incomplete after it was not. A row first seen complete after its
deadline may have been either: it stays unknown and does not count. What was seen once stays.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from csbook.books.frames import key_of
from csbook.commands.handler import Request
from csbook.commands.log_gaps import NEEDED
from csbook.schema.daily import DAILY_LOG

WATCHED: Final = dt.timedelta(days=7)
"""Rows older than this say nothing any more: those that were complete in time would all be unknown, and
only the incomplete ones would count. Ours."""


def on_time(log: pd.DataFrame, request: Request) -> pd.Series:
    """`on_time` of each row of the log (columns of DailyLog) after a look at the request's moment (boolean;
    index as the log's).

    The deadline is the time of day `log_by` of the next day. From the day on which last month can be locked
    its rows stay as they are.
    """
    today = pd.Timestamp(request.today)
    rows = log.loc[watched(log, today, request.settings["lock_on"])]
    complete = rows[list(NEEDED)].notna().all(axis=1)
    past = today >= rows["date"] + pd.Timedelta(days=1) + request.settings["log_by"]
    seen = log["on_time"].copy()
    seen[rows.index[complete & ~past]] = True
    seen[rows.index[~complete & past]] = False
    return seen


def watched(log: pd.DataFrame, today: pd.Timestamp, lock_on: int) -> pd.Index:
    """The rows that can still be judged; of two with one key the first, which is the one written to."""
    first = today.normalize() - WATCHED
    if today.day >= lock_on:
        first = max(first, today.normalize().replace(day=1))
    recent = log[(log["date"] >= first) & (log["date"] <= today) & log["agent_id"].notna()]
    again = key_of(recent, DAILY_LOG.key).duplicated()
    return recent.index[recent["on_time"].isna() & ~again]


def newly_seen(log: pd.DataFrame, seen: pd.Series) -> pd.Index:
    """The rows of the log that a look has settled."""
    return log.index[log["on_time"].isna() & seen.notna()]
