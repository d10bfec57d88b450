"""The rows that 排班规则 starts with.

The documents give the rules (domain A1); weights, and every parameter marked ours, are ours, and the
sheet says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from csbook.problems import Language, Words

DAYS: Final = Words("天", "days")
HOURS: Final = Words("小时", "hours")
WEEKENDS: Final = Words("个周末", "weekends")
OURS: Final = Words("本软件默认", "our default")


def documents(zh: str, en: str) -> Words:
    return Words(f"制度：{zh}", f"documents: {en}")


@dataclass(frozen=True)
class Default:
    """One rule as it starts. A soft rule's breach costs its weight; hard ones carry the weight they
    take when they are made soft. `unit` is the parameter's."""

    rule: str
    meaning: Words
    source: Words = OURS
    weight: int = 0
    hard: bool = False
    on: bool = True
    parameter: int | None = None
    unit: Words = DAYS


DEFAULTS: Final = (
    Default(
        "rest_days",
        Words(
            "每人每月正好休息的天数；请假另计，临时人员不计",
            "Rest days that everybody but temporary staff has in a month, leave apart",
        ),
        documents("每月四天休息", "four rest days a month"),
        weight=200,
        hard=True,
        parameter=4,
    ),
    Default(
        "no_day_after_evening",
        Words("上了晚班，第二天不排全白班", "No full day shift on the day after an evening"),
        documents("值晚班客服第二天不适合上全白班", "not suitable for the full day shift next day"),
        weight=100,
        hard=True,
    ),
    Default(
        "minimum_rest",
        Words(
            "前一班下班到后一班上班至少隔这么久，不够的两班不连着排",
            "At least so long from the end of a shift to the start of the person's next",
        ),
        weight=100,
        hard=True,
        parameter=8,
        unit=HOURS,
    ),
    Default(
        "long_break",
        Words(
            "每个周期（参数为天数）有一次整天连休：一个全白班加一个晚班都不上；"
            "月初不是周一的月份每人可缺一次，会列出",
            "In each period of so many days one break of a whole day: a full day shift and an evening off; "
            "a month that begins inside a week may miss one for each person, and says so",
        ),
        documents(
            "至少有一整天的休息时间；周期为本软件默认", "a whole day's rest; the period is our default"
        ),
        weight=50,
        hard=True,
        parameter=7,
    ),
    Default(
        "longest_stretch",
        Words(
            "最多连续上班的天数；“员工”里另填的按各人的算",
            "Most days worked without a day off between; a person's own number on Staff goes first",
        ),
        weight=100,
        hard=True,
        parameter=7,
    ),
    Default(
        "shortest_stretch",
        Words(
            "上班至少连着这么多天，每少一天计一次",
            "Work lasts at least so many days; counted for each missing",
        ),
        weight=10,
        on=False,
        parameter=2,
    ),
    Default(
        "shortest_break",
        Words(
            "休息至少连着这么多天，每少一天计一次",
            "Time off lasts at least so many days; counted for each missing",
        ),
        weight=10,
        on=False,
        parameter=2,
    ),
    Default(
        "most_weekends",
        Words(
            "每月最多有几个周末要上班；“员工”里另填的按各人的算",
            "Most weekends with a shift in a month; a person's own number on Staff goes first",
        ),
        weight=20,
        on=False,
        parameter=4,
        unit=WEEKENDS,
    ),
    Default(
        "shift_limits",
        Words(
            "“员工”里“各班次上限”填了的，每月不超过",
            "Never more of a shift in a month than 'Shift limits' on Staff says",
        ),
        weight=100,
        hard=True,
    ),
    Default(
        "most_hours",
        Words(
            "“员工”里“月最多工时”填了的，当月不超过；超出的每小时计一次",
            "Never more hours in a month than 'Most hours' on Staff; each begun hour beyond counts",
        ),
        weight=20,
        hard=True,
    ),
    Default(
        "least_hours",
        Words(
            "“员工”里“月最少工时”填了的，当月尽量排够；不够的每小时计一次",
            "As many hours in a month as 'Least hours' on Staff; each begun hour short counts",
        ),
        weight=20,
    ),
    Default(
        "nobody_rests",
        Words(
            "“节假日”里标为大促不休的日子，除请假外都上班；临时人员不受限",
            "On the sales days of sheet Holidays everybody works who is not on leave; "
            "only temporary staff are exempt",
        ),
        weight=200,
        hard=True,
    ),
    Default(
        "cover_minimum",
        Words(
            "少于最少人数时，每缺一人计一次，缺口都列出来",
            "Counted for each person missing below the minimum; gaps are listed",
        ),
        documents("避免人手不足；人数和权重为本软件默认", "avoid shortage; numbers and weight are ours"),
        weight=1000,
    ),
    Default(
        "cover_preferred",
        Words("每比期望少一人计一次", "Counted for each person below the preferred number"),
        weight=10,
    ),
    Default(
        "newcomer_not_alone",
        Words(
            "试用期的新人上晚班时，同组要有老员工也上晚班",
            "A newcomer on probation has an experienced colleague of the group on the same evening",
        ),
        weight=50,
    ),
    Default(
        "complaints_present",
        Words(
            "有人可处理投诉的组，每天至少有一位这样的人上班",
            "Each day somebody works who handles complaints, in groups that have such people",
        ),
        weight=30,
    ),
    Default(
        "late_watch",
        Words(
            "每晚从上晚班的人里指定一人值班，写进“值班表”",
            "One person of each evening has the late watch, on sheet 'Late watch'",
        ),
        documents(
            "下班以 23:30 为准，值班除外；还有客户在咨询则接待自动延长",
            "evenings end at 23:30, duty excepted; reception goes on while customers ask",
        ),
    ),
    Default(
        "temporary_last",
        Words(
            "临时人员每上一班计一次，所以别人排得开时不排他们",
            "Counted for each shift of temporary staff, so that they come last",
        ),
        weight=15,
    ),
    Default(
        "wishes",
        Words("每个没照顾到的意愿计一次", "Counted for each wish that is not met"),
        weight=20,
    ),
    Default(
        "equal_hours",
        Words(
            "客服之间当月工时的差距，每小时计一次；临时人员不算",
            "Counted for each hour between the agents' monthly hours, temporary staff apart",
        ),
        documents("当月总工作时间相差不大", "monthly hours should differ little"),
        weight=2,
    ),
    Default(
        "near_hours",
        Words(
            "与“设置”里其他岗位月工时的差距，每小时计一次",
            "Counted for each hour from the other posts' monthly hours on Settings",
        ),
        documents("与其他岗位工时相差不大", "hours near the other posts'"),
        weight=1,
    ),
    Default(
        "fair_evenings",
        Words("客服之间晚班数的差距", "The difference in evenings between agents"),
        documents("白晚班轮换", "day and evening shifts rotate"),
        weight=1,
    ),
    Default(
        "fair_weekends",
        Words("客服之间周末班数的差距", "The difference in weekend shifts between agents"),
        weight=2,
    ),
    Default(
        "fair_holidays",
        Words("客服之间节假日班数的差距", "The difference in holiday shifts between agents"),
        weight=2,
    ),
    Default(
        "closeness",
        Words(
            "每有一格与上月同一星期几的班不同计一次，让班表少变",
            "Counted for each cell unlike last month's on the same weekday: the roster should change little",
        ),
        documents("排班表不宜经常更换，应适用于大多数月份", "the roster should suit most months"),
        weight=1,
        on=False,
    ),
)


def default_roster_rules(language: Language) -> list[dict[str, Any]]:
    """The first rows of `RosterRules`, in the order that the supervisor reads them."""
    return [
        {
            "rule": default.rule,
            "active": default.on,
            "strength": "hard" if default.hard else "soft",
            "parameter": default.parameter,
            "unit": "" if default.parameter is None else default.unit(language),
            "weight": default.weight,
            "meaning": default.meaning(language),
            "source": default.source(language),
        }
        for default in DEFAULTS
    ]
