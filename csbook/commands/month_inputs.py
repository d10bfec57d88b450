"""Who has inputs in a month: rows that name them and that its measures, attendance or pay rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from csbook.commands.attendance import days_of
from csbook.commands.cell_words import cell_words
from csbook.commands.handler import Request
from csbook.commands.measure_figures import measured
from csbook.problems import Problem, Severity, Words
from csbook.schema.columns import REST
from csbook.scorecard.period import Period
from csbook.scorecard.team import NOT_SCORED, day, days_outside

Frames = Mapping[str, pd.DataFrame]
DATED: Final = (("DailyLog", "date"), ("Quality", "date"), ("Conduct", "date"), ("Orders", "paid"))
"""The tables whose rows name an agent, and the column that says of which month they are."""


def with_inputs(tables: Frames, period: Period) -> set[str]:
    """The staff numbers that rows of the month name: log, roster, orders, quality, conduct, and whatever else
    gives them a measure."""
    found = with_days(tables, period) | {str(who) for who in measured(tables, period)}
    for name, column in DATED:
        rows = tables[name]
        found |= set(rows.loc[period.holds(rows[column]), "agent_id"].dropna())
    return found


def with_days(tables: Frames, period: Period) -> set[str]:
    """Who has a day with a shift or leave in the month's roster."""
    days = days_of(tables, period.first)
    return set(days.loc[days["cell"].notna() & (days["cell"] != REST), "agent_id"].dropna())


def is_there(line: Mapping[Any, Any], period: Period) -> bool:
    """Whether the dates of a row of 员工 leave somebody a day of the month."""
    return days_outside(period, day(line["hired"]), day(line["left"])) is not None


def left_out_though_logged(request: Request, counted: pd.DataFrame) -> Iterator[Problem]:
    """A warning for each person whose dates in 员工 leave them out of the month that they have rows of
    客服日报 in: a date was mistyped, mostly. `counted`: 员工 with the dates that the month goes by."""
    period = Period(request.month, request.today)
    log, staff = request.tables["DailyLog"], request.tables["Staff"]
    logged = log.loc[period.holds(log["date"]), "agent_id"]
    rows = staff[staff["agent_id"].isin(logged) & (staff["role"] != NOT_SCORED)]
    then = counted.loc[rows.index].to_dict("records")
    for row, line, kept in zip(rows.index.tolist(), rows.to_dict("records"), then, strict=True):
        if is_there(line, period) or is_there(kept, period):
            continue
        left = day(line["left"])
        column = "left" if left is not None and left < period.first else "hired"
        found = cell_words("Staff", column, line[column])(request.language)
        yield Problem("Staff", row, column, found, logged_outside(line, period), Severity.WARNING)


def logged_outside(line: Mapping[Any, Any], period: Period) -> Words:
    who, label = line["agent_id"], period.label
    return Words(
        f"{who} 有 {label} 的客服日报，按这个日期却不在当月：不评分、不发绩效；日期错了请改正",
        f"{who} has rows of the daily log in {label} and was not in the shop by this date, so is neither "
        "scored nor paid: correct the date if it is wrong",
    )
