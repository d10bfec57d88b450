"""Times of leaving that have not come: overtime that nobody can have worked yet.

People fill the log shortly before they leave, so that the end of their shift may stand there before it has
come; anything later is paid as overtime.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.problems import Problem, Severity, Words

DAY: Final = dt.timedelta(days=1)
FINISHED: Final = "finished"


def looked_at(request: Request) -> dt.datetime:
    """The moment by which a shift is over: the request's. A day said without a time is over, unless it is
    the clock's own day (or that of a night shift still on): then it is the clock's moment."""
    if request.today.time() != dt.time():
        return request.today
    every_shift_over = request.today + 2 * DAY
    return every_shift_over if request.now is None else max(request.today, min(request.now, every_shift_over))


def shift_ends(shifts: pd.DataFrame) -> dict[str, dt.timedelta]:
    """When each shift ends, from the midnight on which its day began."""
    known = shifts.dropna(subset=["code", "start", "end"])
    rows = zip(known["code"], known["start"], known["end"], strict=True)
    return {code: end + DAY if end <= start else end for code, start, end in rows}


def latest_finishes(request: Request) -> dict[int, dt.timedelta]:
    """The latest time of leaving that can be, by sheet row of the request's day in the log: that of the
    moment, or the end of the row's shift where that is later. Of a day that is over nothing is known, nor
    where nobody knows when the shift ends."""
    since_midnight = looked_at(request) - dt.datetime.combine(request.today.date(), dt.time())
    if since_midnight >= DAY:
        return {}
    log, ends = request.tables["DailyLog"], shift_ends(request.tables["Shifts"])
    rows = log[(log["date"] == pd.Timestamp(request.today.date())) & log["shift"].notna()]
    known = [
        (row, shift.partition("@")[0]) for row, shift in zip(rows.index.tolist(), rows["shift"], strict=True)
    ]
    return {row: max(since_midnight, ends[code]) for row, code in known if code in ends}


def finished_to_come(request: Request) -> Iterator[Problem]:
    """Such times in the log (warnings)."""
    typed = request.tables["DailyLog"][FINISHED].dropna()
    times: dict[int, dt.timedelta] = dict(zip(typed.index.tolist(), typed.tolist(), strict=True))
    for row, latest in latest_finishes(request).items():
        if (value := times.get(row, latest)) > latest:
            yield Problem("DailyLog", row, FINISHED, clock(value), not_after(latest), Severity.WARNING)


def not_after(latest: dt.timedelta) -> Words:
    return Words(
        f"不晚于 {clock(latest)}：下班以后的时间，到了再填",
        f"at most {clock(latest)}: a time after the end of the shift is filled in once it has come",
    )


def clock(time: dt.timedelta) -> str:
    """`23:05`."""
    minutes = round(time.total_seconds() / 60)
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"
