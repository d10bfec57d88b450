"""The month's plan in its four parts: daily work, weekly training, targets, weekly meetings (domain A9)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.problems import Words, figure


@dataclass(frozen=True)
class Item:
    """One row of 月计划. `at`: when most people are on duty; `measure` and `target` of a target."""

    part: str
    item: Words
    measure: str | None = None
    target: Decimal | None = None
    at: pd.Timestamp | None = None
    note: Words | None = None


DAILY: Final = (
    Words(
        "售前：查前一日订单、回留言、登记售后并转交、催付未付款订单",
        "Pre-sale: yesterday's orders, messages, after-sales handed over, unpaid orders",
    ),
    Words(
        "售后：跟进遗留问题、发货和评价，按回访登记联系客户",
        "After-sale: leftovers, shipments, reviews, the register's contacts",
    ),
    Words("全员：当天填完客服日报", "Everybody: fill the daily log the same day"),
)
"""Domain A4 and A6: the daily flow of pre-sale and after-sale."""
TOPICS: Final = (
    Words("产品知识", "product knowledge"),
    Words("销售技巧", "selling"),
    Words("沟通技巧", "communication"),
    Words("纠纷处理", "handling disputes"),
)
"""Domain A9: training once a week in these, one after another."""
MEETING: Final = Words(
    "上周数据和问题、聊天记录点评、跨部门事项", "last week's figures, chat logs, matters with others"
)


WEEK_NAMED: Final = re.compile(r"\s*第\s*(\d+)\s*周|\s*(?:Training|Meeting)\s+(\d+)", re.IGNORECASE)
"""How the items of trainings and meetings begin."""


def training(number: int, at: pd.Timestamp | None) -> Item:
    topic = TOPICS[(number - 1) % len(TOPICS)]
    return Item("training", Words(f"第 {number} 周培训：{topic.zh}", f"Training {number}: {topic.en}"), at=at)


def meeting(number: int, at: pd.Timestamp | None) -> Item:
    return Item(
        "meeting", Words(f"第 {number} 周例会：{MEETING.zh}", f"Meeting {number}: {MEETING.en}"), at=at
    )


def weeks_of(items: Sequence[str], many: int) -> list[int | None]:
    """The week, from 1, of each training (or meeting) of a plan of so many weeks: that which its text names;
    the others take the weeks that no text names, in their order, None where these are used up."""
    matches = [WEEK_NAMED.match(item) for item in items]
    numbers = [None if found is None else int(found[1] or found[2]) for found in matches]
    free = iter(week for week in range(1, many + 1) if week not in numbers)
    return [next(free, None) if number is None else number for number in numbers]


WEEKDAYS: Final = "一二三四五六日"
WEEKDAY_NAMED: Final = re.compile(
    r"(?:(?<!\d)(?<!\d\s)(?<!第[一二三四五六])周|星期|礼拜)([一二三四五六日天])|\b(mon|tue|wed|thu|fri|sat|sun)\w*day",
    re.IGNORECASE,
)
ENGLISH_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekday_named(item: str) -> int | None:
    """The weekday that a training or meeting is held on by its text, Monday 0: `每周一班前会`; no week's
    number is meant (`第二周：`)."""
    found = WEEKDAY_NAMED.search(item)
    if found is None:
        return None
    if found[1]:
        return WEEKDAYS.index(found[1].replace("天", "日"))
    return ENGLISH_DAYS.index(found[2].lower())


def days_of_item(item: str, week: int, weeks: Sequence[pd.Timestamp]) -> list[pd.Timestamp]:
    """The days on which it is held by the weekday that it names, from `week` on (its first, from 1); of an
    item that names its week only that one. `weeks`: their Mondays. None where it names no weekday."""
    weekday = weekday_named(item)
    if weekday is None:
        return []
    held = weeks[week - 1 : week] if WEEK_NAMED.match(item) else weeks[week - 1 :]
    return [monday + pd.Timedelta(days=weekday) for monday in held]


def target(measure: str, title: Words, value: Decimal, source: Words) -> Item:
    begun = Words(title.zh, title.en[:1].upper() + title.en[1:])
    return Item("target", begun, measure, value, note=proposal(source, value))


def proposal(source: Words, value: Decimal) -> Words:
    """Where a target comes from, and which: `最近三个月里最好的一个月：40.5`."""
    said = figure(float(value))
    return source + Words(f"：{said}", f": {said}")


def drafted(hours: Sequence[Sequence[pd.Timestamp]], targets: Sequence[Item]) -> list[Item]:
    """The whole plan. `hours`: for each week the hour of the training and that of the meeting, where the
    roster gives them."""
    weekly = []
    for number, of_week in enumerate(hours, 1):
        first, second = (*of_week, None, None)[:2]
        weekly += [training(number, first), meeting(number, second)]
    return [*(Item("daily", words) for words in DAILY), *weekly, *targets]


FROM_MEASURES: Final = Words("考核指标的目标", "Target of 'Measures'")
FROM_PLAN: Final = Words("上月计划的目标", "Target of last month's plan")
FROM_MONTHS: Final = Words("最近三个月里最好的一个月", "The best of the last three months")
OWN_PROPOSALS: Final = (FROM_MEASURES, FROM_MONTHS)


def is_own_proposal(note: str, value: Decimal) -> bool:
    """Whether a target still is what csbook proposed by itself, as its note says. One that a person changed
    is theirs, and so is what was taken over from such a one."""
    ours = [proposal(source, value) for source in OWN_PROPOSALS]
    return note.casefold() in {text.casefold() for words in ours for text in (words.zh, words.en)}


def proposed_targets(
    titles: Mapping[str, Words],
    standing: Mapping[str, Decimal],
    planned: Mapping[str, Decimal],
    months: Sequence[Mapping[str, Decimal]],
    lower: frozenset[str],
) -> list[Item]:
    """A target for each measure of `titles` that 考核指标 has one for (`standing`), else people in last
    month's plan (`planned`), else the best that the team reached in the last `months` (domain A7: data of the
    last three); none where nothing is known. Of the measures in `lower` less is better."""
    found = []
    for measure, title in titles.items():
        if measure in standing:
            found.append(target(measure, title, standing[measure], FROM_MEASURES))
            continue
        if measure in planned:
            found.append(target(measure, title, planned[measure], FROM_PLAN))
            continue
        reached = [month[measure] for month in months if measure in month]
        if reached:
            best = min(reached) if measure in lower else max(reached)
            found.append(target(measure, title, best, FROM_MONTHS))
    return found
