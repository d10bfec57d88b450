"""The rows that 排班规则 starts with.

The documents give the rules (domain A1); weights, and every parameter marked ours, are ours, and the
sheet says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from csbook.problems import Language, Words

DAYS: Final = Words("天", "days")
OURS: Final = Words("本软件默认", "our default")


def documents(zh: str, en: str) -> Words:
    return Words(f"制度：{zh}", f"documents: {en}")


@dataclass(frozen=True)
class Default:
    """One rule as it starts. A soft rule's breach costs its weight; hard ones carry the weight they
    take when they are made soft."""

    rule: str
    hard: bool
    parameter: int | None
    weight: int
    meaning: Words
    source: Words


DEFAULTS: Final = (
    Default(
        "rest_days",
        True,
        4,
        200,
        Words("每人每月正好休息的天数（请假另计）", "Rest days that everybody has in a month, leave apart"),
        documents("每月四天休息", "four rest days a month"),
    ),
    Default(
        "no_day_after_evening",
        True,
        None,
        100,
        Words("上了晚班，第二天不排全白班", "No full day shift on the day after an evening"),
        documents("值晚班客服第二天不适合上全白班", "not suitable for the full day shift next day"),
    ),
    Default(
        "long_break",
        True,
        7,
        50,
        Words(
            "每个周期（参数为天数）有一次整天连休：一个全白班加一个晚班都不上；"
            "月初不是周一的月份每人可缺一次，会列出",
            "In each period of so many days one break of a whole day: a full day shift and an evening off; "
            "a month that begins inside a week may miss one for each person, and says so",
        ),
        documents(
            "至少有一整天的休息时间；周期为本软件默认", "a whole day's rest; the period is our default"
        ),
    ),
    Default(
        "longest_stretch",
        True,
        7,
        100,
        Words("最多连续上班的天数", "Most days worked without a day off between"),
        OURS,
    ),
    Default(
        "cover_minimum",
        False,
        None,
        1000,
        Words("每缺一人计一次，缺口都列出来", "Counted for each person missing; gaps are listed"),
        documents("避免人手不足；人数和权重为本软件默认", "avoid shortage; numbers and weight are ours"),
    ),
    Default(
        "cover_preferred",
        False,
        None,
        10,
        Words("每比期望少一人计一次", "Counted for each person below the preferred number"),
        OURS,
    ),
    Default(
        "wishes",
        False,
        None,
        20,
        Words("每个没照顾到的意愿计一次", "Counted for each wish that is not met"),
        OURS,
    ),
    Default(
        "equal_hours",
        False,
        None,
        2,
        Words(
            "客服之间当月工时的差距，每小时计一次", "Counted for each hour between the agents' monthly hours"
        ),
        documents("当月总工作时间相差不大", "monthly hours should differ little"),
    ),
    Default(
        "near_hours",
        False,
        None,
        1,
        Words(
            "与“设置”里其他岗位月工时的差距，每小时计一次",
            "Counted for each hour from the other posts' monthly hours on Settings",
        ),
        documents("与其他岗位工时相差不大", "hours near the other posts'"),
    ),
    Default(
        "fair_evenings",
        False,
        None,
        1,
        Words("客服之间晚班数的差距", "The difference in evenings between agents"),
        documents("白晚班轮换", "day and evening shifts rotate"),
    ),
    Default(
        "fair_weekends",
        False,
        None,
        2,
        Words("客服之间周末班数的差距", "The difference in weekend shifts between agents"),
        OURS,
    ),
)


def default_roster_rules(language: Language) -> list[dict[str, Any]]:
    """The first rows of `RosterRules`, all on, in the order that the supervisor reads them."""
    return [
        {
            "rule": default.rule,
            "active": True,
            "strength": "hard" if default.hard else "soft",
            "parameter": default.parameter,
            "unit": "" if default.parameter is None else DAYS(language),
            "weight": default.weight,
            "meaning": default.meaning(language),
            "source": default.source(language),
        }
        for default in DEFAULTS
    ]
