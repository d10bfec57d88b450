"""What is owed around a month's end: improvement plans, scores, the lock (domain A7.8, A7.10).

Scores and lock are looked at for last month, by the days of the settings, and only where the workbook has
rows of it, or a log and any month that was scored; the lock also for every earlier month that was reopened.
From what stands in the tables: nothing is scored anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.locked_months import is_locked, last_lock
from csbook.commands.month_calendar import MonthCalendar, calendar_of
from csbook.commands.plans_fallen_away import plan_states
from csbook.commands.told_apart import told_apart
from csbook.problems import Problem, Severity, Words, counted, joined, same
from csbook.schema.workbook import TABLES
from csbook.scorecard.period import Period
from csbook.scorecard.rank import Standing
from csbook.scorecard.team import day

DAY: Final = dt.timedelta(days=1)
TOLD_BEFORE: Final = DAY  # a plan is listed from the day before it is due: our default
NAMED: Final = 3  # so many people are named in a line of today's list
KEY: Final = ["month", "agent_id"]


@dataclass(frozen=True)
class Due:
    """Something owed by the end of the day `by`. `who`: a staff number, None for the supervisor; `what`: to
    be done; `expected` in each of `cells`, which are rows of the sheet and columns of `table`; `kind` as in
    今日待办."""

    kind: str
    month: str
    who: str | None
    by: dt.date
    what: Words
    expected: Words
    table: str
    cells: tuple[tuple[int, str], ...]

    def is_late(self, today: dt.datetime) -> bool:
        return today.date() > self.by


def dues_of(request: Request) -> list[Due]:
    """All that is owed at the request's moment. `tables` has Scores, Plans, Locks, DailyLog and Staff."""
    return [
        *plans_due(request.tables["Plans"], request.today),
        *month_due(request),
        *reopened_due(request),
    ]


def plans_due(plans: pd.DataFrame, today: dt.datetime) -> Iterator[Due]:
    """Plans not handed in whose day due has come, is past, or is tomorrow."""
    for row, month, who, due, state in zip(
        plans.index.tolist(),
        plans["month"],
        plans["agent_id"],
        plans["due"],
        plan_states(plans, today),
        strict=True,
    ):
        by = day(due)
        if state in ("owed", "overdue") and by is not None and by - TOLD_BEFORE <= today.date():
            what = Words(f"交 {month} 的整改", f"Hand in the improvement plan of {month}")
            expected = Words(f"{month} 整改的提交日期", f"the day on which the plan of {month} came in")
            yield Due("plan", month, who, by, what, expected, "Plans", ((row, "handed_in"),))


def renewed_states(plans: pd.DataFrame, today: dt.datetime) -> dict[str, pd.DataFrame]:
    """The rows of 整改 whose state is another by now, as a command's `tables`; nothing where none is."""
    now = TABLES["Plans"]["state"].series(plan_states(plans, today), plans.index)
    is_other = now.fillna("") != plans["state"].fillna("")
    found = plans.loc[is_other & plans[KEY].notna().all(axis=1), KEY]
    return {"Plans": found.assign(state=now)} if len(found) else {}


def month_due(request: Request) -> Iterator[Due]:
    """What last month still waits for, until it is locked."""
    today = request.today.date()
    period = last_month(request.today)
    month, calendar = period.label, calendar_of(period, request.settings)
    if is_locked(request.tables, month):
        return
    scores, log = request.tables["Scores"], request.tables["DailyLog"]
    rows = scores[(scores["month"] == month) & scores["agent_id"].notna()]
    if rows.empty:
        logged = log.index[period.holds(log["date"])].tolist()
        if logged and scores["month"].notna().any() and today > calendar.self_by:
            yield not_scored(month, calendar.self_by, logged[0])
        return
    of_month = rows[rows["standing"] != Standing.OUTSIDE.value]
    if today > calendar.self_by:
        yield from self_scores_due(of_month, month, calendar.self_by)
    if today > calendar.manager_by:
        yield from managers_scores_due(of_month, month, calendar.manager_by)
    if today >= calendar.lock_on:
        yield not_locked(month, calendar, rows.index.tolist()[0], today)


def last_month(today: dt.datetime) -> Period:
    return Period((today.date().replace(day=1) - DAY).replace(day=1), today)


def reopened_due(request: Request) -> Iterator[Due]:
    """A line for each month before the last whose lock was taken back, from the day on which it was."""
    locks, last = request.tables["Locks"], last_month(request.today).label
    for month in sorted(locks["month"].dropna().unique().tolist()):
        lock = last_lock(request.tables, month)
        if lock is None or lock.is_locked or month >= last:
            continue
        since = day(locks.at[lock.row, "reopened_at"]) or request.today.date()
        what = Words(
            f"{month} 已解锁，还没有再锁定：改好后“月度评分”，再“锁定月份”",
            f"{month} was reopened and is not locked again: once mended, 'Score month', then 'Lock month'",
        )
        expected = Words(
            f"{month} 已再锁定：请点“月度评分”，再点“锁定月份”",
            f"{month} locked again: press 'Score month', then 'Lock month'",
        )
        yield Due("score", month, None, since, what, expected, "Locks", ((lock.row, "state"),))


def not_scored(month: str, by: dt.date, row: int) -> Due:
    what = Words(
        f"{month} 还没有评分：点“月度评分”，再填自评和主管评分",
        f"{month} is not scored: press 'Score month', then fill self and manager's scores",
    )
    expected = Words(f"{month} 已评分：请点“月度评分”", f"a scored {month}: press 'Score month'")
    return Due("score", month, None, by, what, expected, "DailyLog", ((row, "date"),))


def self_scores_due(rows: pd.DataFrame, month: str, by: dt.date) -> Iterator[Due]:
    lacking = rows[rows["self_score"].isna()]
    for row, who in zip(lacking.index.tolist(), lacking["agent_id"], strict=True):
        what = Words(f"填 {month} 的自评", f"Fill in the self score of {month}")
        expected = Words(f"{month} 的自评", f"the self score of {month}")
        yield Due("score", month, who, by, what, expected, "Scores", ((row, "self_score"),))


def managers_scores_due(rows: pd.DataFrame, month: str, by: dt.date) -> Iterator[Due]:
    """One for all whose manager's score is not whole; its cells: the first criterion that each lacks."""
    given = pd.DataFrame(
        {
            "performance": rows["performance"].fillna(rows["performance_proposed"]),
            "ability": rows["ability"],
            "cooperation": rows["cooperation"],
            "service": rows["service"].fillna(rows["service_proposed"]),
        }
    )
    lacking = given.isna()
    lacking = lacking[lacking.any(axis=1)]
    if lacking.empty:
        return
    people = rows.loc[lacking.index]
    what = Words(f"填 {month} 的主管评分：", f"Fill in the manager's scores of {month}: ") + named(people)
    firsts = lacking.idxmax(axis=1).astype("str").tolist()
    cells = tuple(zip(lacking.index.tolist(), firsts, strict=True))
    expected = Words(f"{month} 的主管评分", f"the manager's score of {month}")
    yield Due("score", month, None, by, what, expected, "Scores", cells)


def named(rows: pd.DataFrame) -> Words:
    """The first few names; how many there are where these are more."""
    people = dict(zip(rows["agent_id"], rows["name"].fillna(rows["agent_id"]), strict=True))
    called = told_apart(people)
    first = joined(called[who] for who in list(people)[:NAMED])
    more = len(people) - NAMED
    return first if more <= 0 else first + Words(f" 等 {len(people)} 人", f" and {more} more")


def not_locked(month: str, calendar: MonthCalendar, row: int, today: dt.date) -> Due:
    """HR pulls the pay sheet of a locked month only."""
    hr_by, expected = (
        calendar.hr_by,
        Words(f"{month} 已锁定：请点“月结”", f"a locked {month}: press 'Settle month'"),
    )
    zh = f"{hr_by.month} 月 {hr_by.day} 日"
    what = Words(
        f"{month} 还没有锁定：核对后点“月结”，人事 {zh}取数",
        f"{month} is not locked: look it over, press 'Settle month'; HR pulls it on {hr_by:%Y-%m-%d}",
    )
    if today > hr_by:
        what = Words(
            f"{month} 还没有锁定，人事 {zh}就要取数：核对后点“月结”",
            f"{month} is not locked and HR was to pull it on {hr_by:%Y-%m-%d}: look it over and press "
            "'Settle month'",
        )
    return Due("score", month, None, calendar.lock_on, what, expected, "Scores", ((row, "month"),))


def late_problems(request: Request) -> list[Problem]:
    """A warning at each cell of what is late, and at each plan handed in on a day to come."""
    today = request.today
    found = to_come_problems(request.tables["Plans"], today)
    to_come = {(problem.row, problem.column) for problem in found}
    for due in dues_of(request):
        if not due.is_late(today) or (due.table == "Plans" and to_come.issuperset(due.cells)):
            continue
        days = (today.date() - due.by).days
        expected = due.expected + Words(
            f"（{due.by.month} 月 {due.by.day} 日前），已迟 {days} 天",
            f" (by {due.by:%Y-%m-%d}), {counted(days, 'day')} late",
        )
        found += [
            Problem(due.table, row, column, found_in(due, column), expected, Severity.WARNING)
            for row, column in due.cells
        ]
    return found


def to_come_problems(plans: pd.DataFrame, today: dt.datetime) -> list[Problem]:
    """Plans are handed in by the day written there; one to come counts as none (`plan_state`)."""
    said = Words(
        "交上来的那一天，不晚于今天；还没有交就留空", "the day it came in, today at the latest; empty before"
    )
    days = ((row, day(value)) for row, value in plans["handed_in"].items())
    return [
        Problem("Plans", int(str(row)), "handed_in", f"{by:%Y-%m-%d}", said, Severity.WARNING)
        for row, by in days
        if by is not None and by > today.date()
    ]


def found_in(due: Due, column: str) -> str:
    """What a cell shows that lacks nothing itself but stands for its month."""
    return due.month if column in ("month", "date", "state") else ""


def owner_named(due: Due, names: Mapping[str, str]) -> Words:
    """Whose it is, before what is owed, for the one who sees to it in their place."""
    who = due.who or ""
    return same(names.get(who, who)) + Words("：", ": ") + due.what
