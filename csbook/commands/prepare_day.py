"""`prepare-day`: today's log rows, who has not filled yesterday's and whose were in time, today's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from csbook.books.frames import key_of
from csbook.commands.case_desk import judged_cases, judged_reviews
from csbook.commands.desk import desk_of, names_of, rules_of
from csbook.commands.duty import on_duty
from csbook.commands.first_steps import before_a_day, pressed_again
from csbook.commands.handler import Request, Result
from csbook.commands.log_gaps import LogGap, log_gaps
from csbook.commands.log_timeliness import newly_seen, on_time
from csbook.commands.month_dues import renewed_states
from csbook.commands.registry import BY_NAME
from csbook.commands.today_list import list_of_today
from csbook.followups.register import refresh_register
from csbook.problems import Words, counted, same
from csbook.schema.workbook import TABLES

LOG_KEY = TABLES["DailyLog"].key
NO_ROSTER = Words(
    "没有这个月的排班，不知道今天谁当班，没有加日报行。",
    "There is no roster of this month: nobody is known to be on duty, no log rows were added.",
)
EVERYBODY_OFF = Words("今天没有人当班，不用加日报行。", "Nobody is on duty today: no log rows to add.")


def prepare_day(request: Request) -> Result:
    """Log rows for everyone on duty, yesterday's gaps in words, and today's list.

    Follow-ups appear as they stand at the moment; new ones come with `update-followups`.
    """
    tables, day = request.tables, request.today.date()
    duty = on_duty(tables, day, request.month)
    names = names_of(tables["Staff"])
    rows = day_rows(duty, tables["Staff"], day, request.settings["shop"])
    log, of_a_day = tables["DailyLog"], ["date", "agent_id", "platform"]
    typed = ~key_of(rows, LOG_KEY).isin(key_of(log, LOG_KEY)) & key_of(rows, of_a_day).isin(
        key_of(log, of_a_day)
    )
    rows = rows[~typed]  # somebody began the row, perhaps without the shop
    added = int((~key_of(rows, LOG_KEY).isin(key_of(log, LOG_KEY))).sum())
    yesterday = day - dt.timedelta(days=1)
    gaps = log_gaps(tables, yesterday, request.month)
    rostered = bool(on_duty(tables, yesterday, request.month))
    todo = todays(request, gaps)
    figures = {"on_duty": len(duty), "added": added, "unfilled": len(gaps), "todo": len(todo)}
    first = None if duty else before_a_day(request)
    return Result(
        headline=headline(figures, rostered_yesterday=rostered) if duty else nobody(first),
        tables={
            "DailyLog": with_timeliness(with_shifts(rows, request), request),
            "Today": todo,
            **renewed_states(tables["Plans"], request.today),
        },
        notes=tuple(gap_note(gap, names) for gap in gaps),
        details=figures,
        left_out=first is not None,
        then=None if first is None else first + pressed_again(BY_NAME["prepare-day"].label),
    )


def nobody(first: Words | None) -> Words:
    """Why nobody is on duty: no roster says it, or everybody is off."""
    return EVERYBODY_OFF if first is None else NO_ROSTER


def day_rows(duty: Mapping[str, str], staff: pd.DataFrame, day: dt.date, shop: str | None) -> pd.DataFrame:
    """A row of DailyLog for each agent on duty and each platform they serve: key, name, shift."""
    table = TABLES["DailyLog"]
    rows = [
        {
            "date": day,
            "agent_id": agent,
            "name": name,
            "platform": platform,
            "shop": shop,
            "shift": duty[agent],
        }
        for agent, name, platforms in zip(staff["agent_id"], staff["name"], staff["platforms"], strict=True)
        if agent in duty and pd.notna(platforms)
        for platform in platforms.split(",")
    ]
    index = pd.RangeIndex(len(rows))
    names = ["date", "agent_id", "name", "platform", "shop", "shift"]
    return pd.DataFrame({name: table[name].series([row[name] for row in rows], index) for name in names})


def with_shifts(rows: pd.DataFrame, request: Request) -> pd.DataFrame:
    """The day's rows, and those of the log without a shift on days whose roster is known, with it: rows
    that an import opened have none."""
    log, today = request.tables["DailyLog"], pd.Timestamp(request.today)
    bare = log[log["shift"].isna() & (log["date"] <= today) & log["agent_id"].notna()]
    again = key_of(log, LOG_KEY).duplicated().reindex(bare.index)
    bare = bare.loc[~again & ~key_of(bare, LOG_KEY).isin(key_of(rows, LOG_KEY)), rows.columns]
    duty = {day: on_duty(request.tables, day.date(), request.month) for day in bare["date"].unique()}
    shifts = [
        duty[day].get(agent) for day, agent in zip(bare["date"], bare["agent_id"].tolist(), strict=True)
    ]
    found = bare.assign(shift=TABLES["DailyLog"]["shift"].series(shifts, bare.index))
    return pd.concat([rows, found[found["shift"].notna()]], ignore_index=True)


def with_timeliness(rows: pd.DataFrame, request: Request) -> pd.DataFrame:
    """The day's rows and those of the log of which it was seen now, with `on_time`."""
    log = request.tables["DailyLog"]
    seen = on_time(log, request)
    settled = log.loc[newly_seen(log, seen), rows.columns]
    others = settled[~key_of(settled, LOG_KEY).isin(key_of(rows, LOG_KEY))]
    known = pd.Series(seen.array, index=key_of(log, LOG_KEY))
    known = known[~known.index.duplicated()]
    listed = pd.concat([rows, others], ignore_index=True)
    return listed.assign(on_time=known.reindex(key_of(listed, LOG_KEY)).array)


def todays(request: Request, gaps: Sequence[LogGap]) -> pd.DataFrame:
    """The rows of Today as of the moment."""
    rules, _ = rules_of(request)
    register = refresh_register(request.tables["FollowUps"], desk_of(request, rules)).frame
    return list_of_today(request, register, judged_cases(request), judged_reviews(request), gaps)


def headline(figures: Mapping[str, int], *, rostered_yesterday: bool) -> Words:
    """`今天 8 人当班，新增日报 12 行；昨天有 2 人没填完；今日待办先列 20 项。`"""
    unfilled = Words("昨天的日报都填完了", "yesterday's log is complete")
    if figures["unfilled"]:
        unfilled = Words(
            f"昨天有 {figures['unfilled']} 人没填完",
            counted(figures["unfilled"], "has not filled yesterday's", "have not filled yesterday's"),
        )
    elif not rostered_yesterday:
        unfilled = Words("昨天没有排班", "nobody was rostered yesterday")
    return (
        Words(
            f"今天 {figures['on_duty']} 人当班，新增日报 {figures['added']} 行；",
            f"{figures['on_duty']} on duty today, {counted(figures['added'], 'log row')} added; ",
        )
        + unfilled
        + Words(
            f"；今日待办先列 {figures['todo']} 项。",
            f"; {counted(figures['todo'], 'thing')} to do today so far.",
        )
    )


def gap_note(gap: LogGap, names: Mapping[str, str]) -> Words:
    """`张三（A01）11 月 21 日：天猫 缺 接待人数。`"""
    return whose_day(gap, names) + gap.missing + Words("。", ".")


def whose_day(gap: LogGap, names: Mapping[str, str]) -> Words:
    """`张三（A01）11 月 21 日：`"""
    name = names.get(gap.agent_id, "")
    who = Words(f"{name}（{gap.agent_id}）", f"{name} ({gap.agent_id})") if name else same(gap.agent_id)
    return who + Words(f"{gap.day.month} 月 {gap.day.day} 日：", f", {gap.day:%Y-%m-%d}: ")
