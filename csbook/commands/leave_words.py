"""What is said of a departure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from csbook.commands.leave_roster import RosterPart
from csbook.commands.leave_work import HandedOver
from csbook.problems import Words, counted, joined, same
from csbook.roster.day_ranges import day_ranges, day_words
from csbook.roster.reading import Row
from csbook.schema.choices import PLATFORM, REQUEST_KIND
from csbook.schema.settings import SETTING_WORDS
from csbook.schema.workbook import TABLES

SHOWN: Final = 10
"""So many rows are named one by one."""
NOT_ENTERED: Final = Words(
    "“员工”里没有填此人的平台账号：请到各平台后台核对并停用。",
    "Sheet 'Staff' has none of their platform accounts: look in the back offices and disable them.",
)


def headline(
    person: Row, last_day: dt.date, work: HandedOver | None, roster: RosterPart, *, elsewhere: bool
) -> Words:
    """`赵一（K01）离职，最后上班 2026-11-20：“员工”里已写入离职日期；转交客户档案 4；排班改动 5 格。`
    elsewhere: shifts of other months are left."""
    name, number = person["name"], person["agent_id"]
    parts = []
    if person["left"] != last_day:
        parts.append(Words("“员工”里已写入离职日期", "the leaving day is on sheet 'Staff'"))
    moved = {table: sum(to.values()) for table, to in (work.to if work else {}).items()}
    if moved:
        parts.append(Words("转交", "handed over: ") + each(moved))
    if cells := len(roster.details.get("changed", ())):
        parts.append(Words(f"排班改动 {cells} 格", f"{counted(cells, 'cell')} of the roster changed"))
    if elsewhere:
        parts.append(Words("别的月份还有班要处理", "shifts of other months are left to see to"))
    done = joined(parts, "；", "; ") if parts else Words("没有要再改的内容", "nothing more to change")
    return (
        Words(
            f"{name}（{number}）离职，最后上班 {last_day}：",
            f"{name} ({number}) leaves, last day {last_day}: ",
        )
        + done
        + Words("。", ".")
    )


def each(rows: Mapping[str, int]) -> Words:
    """`客户档案 4、回访登记 3`."""
    return joined(TABLES[table].title + same(f" {number}") for table, number in rows.items())


def corrected(person: Row, last_day: dt.date) -> Iterator[Words]:
    """Another leaving day stood in Staff."""
    if person["left"] not in (None, last_day):
        yield Words(
            f"“员工”里的离职日期原为 {person['left']}，已改为 {last_day}。",
            f"Sheet 'Staff' had {person['left']} as the leaving day; it is {last_day} now.",
        )


PUBLISH: Final = Words(
    "核对“排班”里标色的格，点“发布排班”，按“调班通知”告诉本人。",
    "look over the coloured cells of 'Roster', press 'Publish roster' and tell people by 'Roster notices'.",
)
UPDATE_FOLLOW_UPS: Final = Words(
    "点“更新回访”，今日待办就按新的责任客服列出。",
    "press 'Update follow-ups': today's list then shows the new owners.",
)
GIVE_BACK: Final = Words(
    "先照上面说的把空着的班补回来。", "first fill the days without a shift again, as said above."
)
AND_THEN: Final = Words("再", " Then ")


def next_step(
    *, moved_shifts: bool, moved_contacts: bool, emptied: bool = False, elsewhere: Words | None = None
) -> Words | None:
    """What the supervisor does next: shifts that a wrong date emptied come back, others are told of shifts or
    customers that they do not know of, months that are not shown get their turn."""
    if emptied:
        return GIVE_BACK
    steps = [
        *([PUBLISH] if moved_shifts else []),
        *([UPDATE_FOLLOW_UPS] if moved_contacts else []),
        *([elsewhere] if elsewhere else []),
    ]
    if not steps:
        return None
    first, *more = steps
    return sum((AND_THEN + step for step in more), first)


def handed_over(work: HandedOver, names: Mapping[str, str]) -> Iterator[Words]:
    """Who takes over how much; what nobody can take; what the supervisor has to assign anew."""
    for table, to in work.to.items():
        people = joined(same(f"{names.get(agent, agent)} {number}") for agent, number in to.items())
        yield TABLES[table].title + Words(f"转交：{people.zh}。", f" handed to: {people.en}.")
    for table, rows in work.left.items():
        title, some = TABLES[table].title, listed(rows)
        yield Words(
            f"{title.zh}有 {len(rows)} 行没有人能接（在职的人都不接待该平台）：{some.zh}。"
            "请定好谁接待，再运行一次。",
            f"{title.en}: {counted(len(rows), 'row')} nobody can take, for nobody serves the platform: "
            f"{some.en}. Decide who does, then run again.",
        )
    if work.unassigned:
        some = listed(work.unassigned)
        yield Words(
            f"主管指定给此人的 {len(work.unassigned)} 条回访已取消指定，按责任客服办：{some.zh}。",
            f"Back with the owner, no longer assigned to them by hand: "
            f"{counted(len(work.unassigned), 'contact')}, {some.en}.",
        )


def handed_over_later(waiting: Mapping[str, int], last_day: dt.date) -> Iterator[Words]:
    """Until the last day has passed the work is the leaver's."""
    mine = {table: number for table, number in waiting.items() if number}
    if mine:
        day, open_now = day_words(last_day + dt.timedelta(days=1)), each(mine)
        yield Words(
            f"最后一天还没过，名下的{open_now.zh} 仍由此人负责；{day.zh}起再运行一次，就转交给在职的人。",
            f"Until the last day has passed they look after {open_now.en}: run again from {day.en} on to "
            "hand them over.",
        )


def listed(rows: Sequence[str]) -> Words:
    some = joined(same(row) for row in rows[:SHOWN])
    more = len(rows) - SHOWN
    return some if more <= 0 else some + Words(f"等 {len(rows)} 个", f" and {more} more")


def accounts(names: Sequence[str], last_day: dt.date, today: dt.date) -> Iterator[Words]:
    if not names:
        yield NOT_ENTERED
        return
    day, some = day_words(last_day), joined(map(same, names))
    when = Words("现在", "now") if today > last_day else Words(f"{day.zh}下班后", f"after {day.en}")
    yield Words(
        f"{when.zh}停用平台账号 {len(names)} 个：{some.zh}。",
        f"Disable {counted(len(names), 'platform account')} {when.en}: {some.en}.",
    )


def settings_naming(names: Sequence[str]) -> Iterator[Words]:
    for name in names:
        setting = SETTING_WORDS[name]
        yield Words(
            f"“设置”里的“{setting.zh}”仍是此人，请改。",
            f"Setting '{setting.en}' still names them: change it.",
        )


def unserved(platforms: Sequence[str]) -> Iterator[Words]:
    if platforms:
        named = joined(PLATFORM[code] for code in platforms)
        yield Words(
            f"没有人再接待：{named.zh}。请在“员工”的“接待平台”里安排。",
            f"Nobody serves {named.en} any more: see 'Platforms' on sheet 'Staff'.",
        )


def requests_open(rows: pd.DataFrame) -> Iterator[Words]:
    if len(rows):
        asked = joined(
            REQUEST_KIND[kind] + same(" ") + day_words(day)
            for kind, day in zip(rows["kind"], rows["from_date"], strict=True)
        )
        yield Words(
            f"“请假与调班”里还有 {len(rows)} 条离职之后的申请：{asked.zh}。请驳回或删除。",
            f"Sheet 'Requests' still has {counted(len(rows), 'request')} after the last day: {asked.en}. "
            "Reject or delete them.",
        )


def watches(days: Sequence[dt.date]) -> Iterator[Words]:
    if days:
        said = day_ranges(days)
        yield Words(
            f"值班表里{said.zh}还是此人，请换人。",
            f"The late watch of {said.en} is still theirs: name another.",
        )


def ranking(last_day: dt.date, *, ranked: bool) -> Words:
    following = (last_day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    month, next_month = f"{last_day:%Y-%m}", f"{following:%Y-%m}"
    if ranked:
        return Words(
            f"考核：{month} 还参加排名，{next_month} 起不再评分。",
            f"Scores: still ranked in {month}, not scored from {next_month} on.",
        )
    return Words(
        f"考核：{month} 不参加排名，{next_month} 起不再评分。",
        f"Scores: not ranked in {month}, not scored from {next_month} on.",
    )
