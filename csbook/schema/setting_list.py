"""Every setting of a workbook, declared once: name, words, kind, default, unit, source."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema.columns import (
    Month,
    Number,
    Percent,
    Text,
    Whole,
)
from csbook.schema.setting import NONE, OURS, PERCENT, Setting, source
from csbook.schema.setting_customers import CUSTOMER_SETTINGS
from csbook.schema.setting_scores import SCORE_SETTINGS

GENERAL: Final[tuple[Setting, ...]] = (
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
        Words("写进日报和订单的“店铺”", "Written as 'Shop' into daily log and orders"),
        required=False,
    ),
    Setting(
        "company",
        Words("公司名称", "Company"),
        Text("", "", ""),
        None,
        NONE,
        NONE,
        Words("印在导出的排班、月报和待办的页眉", "Heads the pages of the exported roster, report and list"),
        required=False,
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
SETTINGS: Final = (*GENERAL, *SCORE_SETTINGS, *CUSTOMER_SETTINGS)
