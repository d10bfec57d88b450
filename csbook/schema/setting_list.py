"""Every setting of a workbook, declared once: name, words, kind, default, unit, source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from csbook.problems import Words, same
from csbook.schema.columns import (
    Column,
    Day,
    Duration,
    Flag,
    Money,
    Month,
    Number,
    Percent,
    Text,
    Whole,
)

OURS: Final = Words("本软件默认", "our default")


@dataclass(frozen=True)
class Setting:
    """One setting. `kind` parses and limits its value; `default` is a frame value or None."""

    name: str
    words: Words
    kind: Column
    default: Any
    unit: Words
    source: Words
    help: Words
    required: bool = True


def source(zh: str, en: str) -> Words:
    return Words(f"制度：{zh}", f"documents: {en}")


YUAN, PERCENT, NONE = Words("元", "yuan"), Words("%", "%"), same("")
DAYS_UNIT, CLOCK = Words("天", "days"), Words("时：分", "h:mm")
SHARE: Final = Percent("", "", "", least=0, most=1)
SCORE_CHECK: Final = Words("与其他占比合计须为 100%", "with the other shares it must add to 100 %")

SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "month",
        Words("月份", "Month"),
        Month("", "", ""),
        None,
        NONE,
        NONE,
        Words("命令处理的月份；空着即今天所在的月份", "The month to work on; empty: the month of today"),
        required=False,
    ),
    Setting(
        "shop",
        Words("店铺名称", "Shop"),
        Text("", "", ""),
        None,
        NONE,
        NONE,
        Words("写进日报和订单", "Written into the daily log"),
        required=False,
    ),
    Setting(
        "company",
        Words("公司名称", "Company"),
        Text("", "", ""),
        None,
        NONE,
        NONE,
        Words("打印在表头", "Printed in the heading"),
        required=False,
    ),
    Setting(
        "opens",
        Words("开始营业", "Opens"),
        Duration("", "", ""),
        dt.timedelta(hours=9),
        CLOCK,
        source("在线时间 9:00 起", "on line from 9:00"),
        Words("按小时计的期限顺延到营业时间", "Dues in hours roll into opening hours"),
    ),
    Setting(
        "closes",
        Words("结束营业", "Closes"),
        Duration("", "", ""),
        dt.timedelta(hours=23),
        CLOCK,
        source("晚班到 23:00 或 23:30", "evenings until 23:00 or 23:30"),
        Words("按小时计的期限顺延到营业时间", "Dues in hours roll into opening hours"),
    ),
    Setting(
        "calls_from",
        Words("最早拨打", "Calls from"),
        Duration("", "", ""),
        dt.timedelta(hours=9),
        CLOCK,
        OURS,
        Words("电话只在此时间之后拨打", "No call before this time"),
    ),
    Setting(
        "calls_until",
        Words("最晚拨打", "Calls until"),
        Duration("", "", ""),
        dt.timedelta(hours=21),
        CLOCK,
        OURS,
        Words("电话只在此时间之前拨打", "No call after this time"),
    ),
    Setting(
        "target_hours",
        Words("其他岗位月工时", "Other posts' monthly hours"),
        Number("", "", "", least=0, most=400),
        None,
        Words("小时", "hours"),
        source("工时与其他岗位相差不大", "hours near the other posts'"),
        Words("空着就只在客服之间平均", "Empty: equal among the agents only"),
        required=False,
    ),
    Setting(
        "solver_seconds",
        Words("排班最长秒数", "Roster time limit"),
        Number("", "", "", least=1, most=3600, digits=0),
        60.0,
        Words("秒", "seconds"),
        OURS,
        Words("到时给出当时最好的排班", "The best roster so far when time is up"),
    ),
    Setting(
        "self_share",
        Words("自评占比", "Self share"),
        SHARE,
        0.3,
        PERCENT,
        source("自评 30%", "self 30 %"),
        SCORE_CHECK,
    ),
    Setting(
        "manager_share",
        Words("主管占比", "Manager share"),
        SHARE,
        0.7,
        PERCENT,
        source("店长 70%", "store manager 70 %"),
        SCORE_CHECK,
    ),
    Setting(
        "manager_role",
        Words("评分人称谓", "Who scores"),
        Text("", "", ""),
        None,
        NONE,
        source("店长", "store manager"),
        Words("占 70% 的评分人；空着即店长", "Who gives the 70 %; empty: the store manager"),
        required=False,
    ),
    Setting(
        "performance_share",
        Words("工作绩效占比", "Performance share"),
        SHARE,
        0.6,
        PERCENT,
        OURS,
        SCORE_CHECK,
    ),
    Setting("ability_share", Words("工作能力占比", "Ability share"), SHARE, 0.1, PERCENT, OURS, SCORE_CHECK),
    Setting(
        "cooperation_share", Words("协作性占比", "Cooperation share"), SHARE, 0.15, PERCENT, OURS, SCORE_CHECK
    ),
    Setting("service_share", Words("服务性占比", "Service share"), SHARE, 0.15, PERCENT, OURS, SCORE_CHECK),
    Setting(
        "first_bonus",
        Words("第一名奖励", "Bonus of the first"),
        Money("", "", "", least=0),
        Decimal("100.00"),
        YUAN,
        source("奖励 100 元", "+100 yuan"),
        Words("综合排名第一名", "For the first in the ranking"),
    ),
    Setting(
        "last_deduction",
        Words("末名扣提成", "Deduction of the last"),
        Money("", "", "", least=0),
        Decimal("100.00"),
        YUAN,
        source("提成中扣 100 元", "-100 yuan from commission"),
        Words("从提成扣，不超过提成", "From commission, never more than it"),
    ),
    Setting(
        "least_ranked",
        Words("最少参评人数", "Smallest ranked team"),
        Whole("", "", "", least=1, most=1000),
        3,
        Words("人", "people"),
        OURS,
        Words("人数更少则只评分不排名", "Fewer are scored but not ranked"),
    ),
    Setting(
        "rank_newcomers",
        Words("试用期参加排名", "Rank probation"),
        Flag("", "", ""),
        False,
        NONE,
        OURS,
        Words("是 或 否", "yes or no"),
    ),
    Setting(
        "plan_days",
        Words("整改期限", "Plan due"),
        Whole("", "", "", least=1, most=60),
        7,
        DAYS_UNIT,
        source("通报后一周内", "within a week of the notice"),
        Words("末两名自通报日起", "For the last two, from the notice"),
    ),
    Setting(
        "notice_date",
        Words("绩效通报日期", "Notice date"),
        Day("", "", ""),
        None,
        NONE,
        NONE,
        Words("空着即用评分当天", "Empty: the day of scoring"),
        required=False,
    ),
    Setting(
        "archive_days",
        Words("建档期限", "Archive within"),
        Whole("", "", "", least=0, most=60),
        2,
        DAYS_UNIT,
        source("二日内建立档案", "within two days"),
        Words("自来访日期起", "From the first visit"),
    ),
    Setting(
        "regular_orders",
        Words("老客户最少订单", "Orders of a regular"),
        Whole("", "", "", least=1, most=1000),
        2,
        Words("单", "orders"),
        OURS,
        Words("达到即为老客户", "From this many on a regular"),
    ),
    Setting(
        "lost_days",
        Words("流失天数", "Lost after"),
        Whole("", "", "", least=1, most=3650),
        180,
        DAYS_UNIT,
        OURS,
        Words("多久没有下单算流失", "Without an order for so long"),
    ),
    Setting(
        "case_hours",
        Words("售后处理期限", "Case handled within"),
        Number("", "", "", least=1, most=2400),
        48.0,
        Words("小时", "hours"),
        OURS,
        Words("自登记时间起", "From the opening"),
    ),
    Setting(
        "escalate_days",
        Words("超时上报天数", "Escalate after"),
        Number("", "", "", least=0, most=365),
        3.0,
        DAYS_UNIT,
        OURS,
        Words("超时这么久后报主管", "Overdue for so long goes to the supervisor"),
    ),
    Setting(
        "most_attempts",
        Words("最多拨打次数", "Most attempts"),
        Whole("", "", "", least=1, most=99),
        3,
        Words("次", "times"),
        OURS,
        Words("仍未接通则报主管", "Then it goes to the supervisor"),
    ),
    Setting(
        "handling_seconds",
        Words("一次接待时长", "Handling time"),
        Number("", "", "", least=1, most=86400),
        600.0,
        Words("秒", "seconds"),
        OURS,
        Words(
            "用公式建议人数时：一次接待从开始到结束", "For cover by formula: one chat from beginning to end"
        ),
    ),
    Setting(
        "chats_at_once",
        Words("同时接待人数", "Chats at once"),
        Whole("", "", "", least=1, most=50),
        4,
        Words("人", "chats"),
        OURS,
        Words(
            "用公式建议人数时：一个客服同时接待几位", "For cover by formula: chats one agent holds at a time"
        ),
    ),
    Setting(
        "answer_seconds",
        Words("应答时限", "Answered within"),
        Number("", "", "", least=0, most=3600),
        30.0,
        Words("秒", "seconds"),
        OURS,
        Words("用公式建议人数时：多久内应答算及时", "For cover by formula: answered in time within so long"),
    ),
    Setting(
        "answer_share",
        Words("及时应答比例", "Answered in time"),
        Percent("", "", "", least=0.01, most=0.99),
        0.9,
        PERCENT,
        OURS,
        Words("用公式建议人数时：至少这么多的咨询及时应答", "For cover by formula: at least so many in time"),
    ),
    Setting(
        "supervisor",
        Words("主管姓名", "Supervisor"),
        Text("", "", ""),
        None,
        NONE,
        NONE,
        Words("上报给谁", "Who escalations go to"),
        required=False,
    ),
)
