"""The settings of scores and pay: shares, ranking, the calendar of the month, commission, fines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from csbook.problems import Words
from csbook.schema.columns import Choice, Day, Duration, Flag, Money, Number, Percent, Text, Whole
from csbook.schema.score_choices import COMMISSION_METHOD, COMMISSION_SOURCE, LOG_SALES
from csbook.schema.setting import CLOCK, DAYS_UNIT, NONE, OURS, PERCENT, YUAN, Setting, source

SHARE: Final = Percent("", "", "", least=0, most=1)
SCORE_CHECK: Final = Words("与其他占比合计须为 100%", "With the other shares it must add to 100 %")
DAY_OF_NEXT_MONTH: Final = Words("次月第几日", "day of the next month")


def deadline(name: str, words: Words, default: int, help: Words) -> Setting:  # noqa: A002 - the setting's word
    """A day of the month's calendar; ours, the documents name none (domain A7.12)."""
    kind = Whole("", "", "", least=1, most=28)
    return Setting(name, words, kind, default, DAY_OF_NEXT_MONTH, OURS, help)


SCORE_SETTINGS: Final[tuple[Setting, ...]] = (
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
        Words(
            "是：试用期的人和新人也参加排名；否：只评分，不排名",
            "yes: people on probation and newcomers are ranked too; no: they are scored only",
        ),
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
        "newcomer_days",
        Words("新人天数", "Newcomer's days"),
        Whole("", "", "", least=0, most=366),
        30,
        DAYS_UNIT,
        OURS,
        Words("到月末入职不满这么多天的不排名", "Hired fewer days before the month's end: not ranked"),
    ),
    Setting(
        "away_share",
        Words("不排名的缺勤比例", "Away share"),
        Percent("", "", "", least=0, most=1),
        0.5,
        PERCENT,
        OURS,
        Words(
            "请假或不在职超过当月天数的这一比例就不排名",
            "On leave or not employed for more of the month: not ranked",
        ),
    ),
    Setting(
        "wide_gap",
        Words("自评差距", "Wide gap"),
        Number("", "", "", least=0, most=100),
        15.0,
        Words("分", "points"),
        OURS,
        Words("自评与主管评分相差超过它，先面谈", "Self and manager further apart: talk first"),
    ),
    deadline(
        "self_by",
        Words("自评截止日", "Self scores by"),
        2,
        Words("客服填完自评", "Agents fill their self score"),
    ),
    deadline(
        "manager_by", Words("主管评分截止日", "Manager by"), 3, Words("主管评完分", "The manager has scored")
    ),
    deadline(
        "lock_on",
        Words("锁定日", "Lock on"),
        4,
        Words("从这一天起可以锁定；平台付款数据约晚四天", "From this day; platforms' payments lag four days"),
    ),
    deadline("hr_by", Words("人事取数日", "HR on"), 5, Words("人事取绩效核算表", "HR pulls the pay sheet")),
    Setting(
        "log_by",
        Words("日报最迟", "Log by"),
        Duration("", "", ""),
        dt.timedelta(hours=12),
        CLOCK,
        OURS,
        Words("次日这个时间前填好的日报算按时", "Filled before this time of the next day is in time"),
    ),
    Setting(
        "commission_source",
        Words("提成依据", "Commission on"),
        Choice("", "", "", choices=COMMISSION_SOURCE, list_name="commission_source"),
        "log",
        NONE,
        OURS,
        Words(
            "客服日报的净销售额，或订单的实付减退款（订单要有归属客服）",
            "Net sales of the daily log, or what orders paid less refunds (orders must name their agent)",
        ),
    ),
    Setting(
        "log_sales",
        Words("日报净销售额", "Sales of the log"),
        Choice("", "", "", choices=LOG_SALES, list_name="log_sales"),
        "own_month",
        NONE,
        OURS,
        Words(
            "以日报计提成时：日报已减哪些退款；平台的净销售额多按退款当天",
            "With the log: which refunds are off; platforms' net sales mostly by the day of refund",
        ),
    ),
    Setting(
        "commission_method",
        Words("计提方式", "Commission by"),
        Choice("", "", "", choices=COMMISSION_METHOD, list_name="commission_method"),
        "slices",
        NONE,
        OURS,
        Words(
            "分段：每一段按自己的比例；全额：全部按达到的那一档",
            "Each slice at its own rate, or all at the rate reached",
        ),
    ),
    Setting(
        "commission_floor",
        Words("提成保底", "Commission floor"),
        Money("", "", "", least=0),
        None,
        YUAN,
        OURS,
        Words("每人每月至少；空着即没有", "At least, each month; empty: none"),
        required=False,
    ),
    Setting(
        "commission_cap",
        Words("提成封顶", "Commission cap"),
        Money("", "", "", least=0),
        None,
        YUAN,
        OURS,
        Words("每人每月至多；空着即没有", "At most, each month; empty: none"),
        required=False,
    ),
    Setting(
        "minimum_wage",
        Words("当地最低工资", "Local minimum wage"),
        Money("", "", "", least=0),
        None,
        YUAN,
        OURS,
        Words("每月；填了才核对扣款后是否低于它", "Each month; needed to check what deductions leave"),
        required=False,
    ),
    Setting(
        "discipline",
        Words("启用违规罚款", "Fines for discipline"),
        Flag("", "", ""),
        False,
        NONE,
        OURS,
        Words(
            "是 或 否；用人单位没有罚款权，请先问法律顾问",
            "yes or no; employers have no right to fine: ask a lawyer first",
        ),
    ),
    Setting(
        "first_fine",
        Words("第一次违规罚款", "First fine"),
        Money("", "", "", least=0),
        Decimal("10.00"),
        YUAN,
        source("第一次罚款 10 元", "first time 10 yuan"),
        Words("只在启用时计算", "Counts only when switched on"),
    ),
    Setting(
        "second_fine",
        Words("第二次违规罚款", "Second fine"),
        Money("", "", "", least=0),
        Decimal("30.00"),
        YUAN,
        source("第二次罚款 30 元；第三次考虑开除", "second 30 yuan, third: dismissal considered"),
        Words("只在启用时计算", "Counts only when switched on"),
    ),
)
