"""The sheets of conduct, quality, scores and improvement plans."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema import score_formulas as live
from csbook.schema.columns import (
    Choice,
    Day,
    Filler,
    Formula,
    Money,
    Number,
    Percent,
    Text,
    Whole,
)
from csbook.schema.daily import month_and_person, staff_name, staff_no
from csbook.schema.score_choices import STANDING
from csbook.schema.table import Table

SUPERVISOR, AGENT, CSBOOK = Filler.SUPERVISOR, Filler.AGENT, Filler.CSBOOK

CONDUCT = Table(
    "Conduct",
    Words("奖惩登记", "Conduct"),
    (
        Day("date", "日期", "Date", SUPERVISOR, required=True),
        staff_no(SUPERVISOR, required=True),
        staff_name(),
        Choice(
            "kind",
            "类型",
            "Kind",
            SUPERVISOR,
            choices=c.CONDUCT_KIND,
            list_name="conduct_kind",
            required=True,
        ),
        Text("what", "事由", "What", SUPERVISOR, required=True, wide=40),
        Whole("step", "第几次", "Step"),
        Money("amount", "金额", "Amount"),
        Text("remark", "处理意见", "Consequence", wide=44),
        Text("note", "备注", "Note", SUPERVISOR, wide=24),
    ),
    key=("date", "agent_id", "what"),
    purpose=Words(
        "违规与表扬；罚款默认关闭（见“设置”）。",
        "Discipline and praise; fines are off unless Settings switch them on.",
    ),
)

QUALITY = Table(
    "Quality",
    Words("质检", "Quality"),
    (
        Day("date", "日期", "Date", SUPERVISOR, required=True),
        staff_no(SUPERVISOR, required=True),
        staff_name(),
        Choice(
            "method",
            "方式",
            "Method",
            SUPERVISOR,
            choices=c.QUALITY_METHOD,
            list_name="quality_method",
            required=True,
        ),
        Choice(
            "step",
            "接待环节",
            "Step",
            SUPERVISOR,
            choices=c.RECEPTION_STEP,
            list_name="reception_step",
            required=True,
        ),
        Number("score", "得分", "Score", SUPERVISOR, least=0, most=100, required=True),
        Text("note", "点评", "Note", SUPERVISOR, wide=40),
    ),
    key=("date", "agent_id", "method", "step"),
    purpose=Words("每周点评聊天记录与神秘客户。", "The weekly reading of chat logs and mystery customers."),
)


def given(name: str, zh: str, en: str, by: Filler) -> Number:
    return Number(name, zh, en, by, least=0, most=100)


def figure(name: str, zh: str, en: str) -> Number:
    """A measure's value of the month."""
    return Number(name, zh, en)


def score(name: str, zh: str, en: str, formula: str) -> Formula:
    return Formula(name, zh, en, formula=formula, result=Number("", "", ""))


def row_key() -> Formula:
    """Month and staff number in one text, by which the pay sheet finds the row."""
    return Formula("key", "查找键", "Key", formula=live.KEY, result=Text("", "", "", wide=8))


SCORES = Table(
    "Scores",
    Words("考核评分", "Scores"),
    (
        *month_and_person(),
        Choice("role", "岗位", "Role", choices=c.ROLE, list_name="role"),
        Choice("platform", "主平台", "Main platform", choices=c.PLATFORM, list_name="platform"),
        Choice("standing", "参评", "Standing", choices=STANDING, list_name="standing"),
        Whole("tie_order", "工号顺序", "Tie order"),
        Whole("receptions", "接待人数", "Receptions"),
        figure("conversion", "咨询转化率%", "Conversion %"),
        figure("response_seconds", "平均响应秒", "Response s"),
        figure("first_response", "首次响应秒", "First response s"),
        figure("within_30_seconds", "30 秒应答%", "Answered in 30 s %"),
        figure("within_3_minutes", "3 分钟回复%", "Answered in 3 min %"),
        figure("loss", "流失率%", "Loss %"),
        Money("order_amount", "订单总金额", "Order amount"),
        figure("valid_share", "有效订单%", "Valid %"),
        figure("paid_share", "付款%", "Paid %"),
        figure("refund_share", "退款%", "Refund %"),
        figure("order_value", "客单价", "Order value"),
        figure("complaint_share", "投诉%", "Complaint %"),
        figure("abnormal_share", "异常订单%", "Abnormal %"),
        figure("answered_share", "应答率%", "Answered %"),
        figure("satisfaction", "满意率%", "Satisfaction %"),
        figure("invitations", "邀评率%", "Invited %"),
        figure("follow_ups_in_time", "回访及时%", "In time %"),
        figure("cases_closed", "结案率%", "Cases closed %"),
        figure("log_complete", "日报完整%", "Log complete %"),
        figure("log_in_time", "日报及时%", "Log in time %"),
        figure("log_true", "日报属实%", "Log true %"),
        Number("performance_proposed", "绩效建议分", "Performance proposed"),
        Number("service_proposed", "服务建议分", "Service proposed"),
        Number("self_proposed", "自评建议分", "Self proposed"),
        given("self_score", "自评", "Self score", AGENT),
        given("performance", "工作绩效", "Performance", SUPERVISOR),
        given("ability", "工作能力", "Ability", SUPERVISOR),
        given("cooperation", "协作性", "Cooperation", SUPERVISOR),
        given("service", "服务性", "Service", SUPERVISOR),
        Text("override_reason", "改分理由", "Reason for override", SUPERVISOR, wide=24),
        score(
            "performance_used",
            "采用绩效",
            "Performance used",
            live.typed_or("performance", "performance_proposed"),
        ),
        score("service_used", "采用服务性", "Service used", live.typed_or("service", "service_proposed")),
        score("manager_score", "主管评分", "Manager score", live.manager_score()),
        score("weighted", "加权总分", "Weighted", live.weighted_score()),
        Formula("rank", "名次", "Rank", formula=live.rank(), result=Whole("", "", "")),
        Formula("bonus", "奖励", "Bonus", formula=live.bonus(), result=Money("", "", "")),
        Formula("deduction", "扣提成", "Deduction", formula=live.last_deduction(), result=Money("", "", "")),
        Whole("last_streak", "连续末位月数", "Months last"),
        Text("remark", "说明", "Remark", wide=40),
        row_key(),
        Formula("place", "排名用数", "Ranked by", formula=live.place(), result=Whole("", "", "")),
        Formula("order", "名次数", "Rank or 0", formula=live.order(), result=Whole("", "", "")),
    ),
    key=("month", "agent_id"),
    opened_by_csbook=True,
    purpose=Words(
        "每人每月一行：自评 30%，主管 70%。",
        "One row per agent and month: self 30 %, manager 70 %.",
    ),
)

SCORE_DETAIL = Table(
    "ScoreDetail",
    Words("评分明细", "Score detail"),
    (
        *month_and_person(required=False),
        Choice("measure", "指标", "Measure", choices=c.MEASURE, list_name="measure"),
        Number("total", "合计", "Total"),
        Number("sample", "样本", "Sample"),
        Number("value", "数值", "Value"),
        Text("unit", "单位", "Unit", wide=8),
        Number("worst", "最差（0 分）", "Worst (0)"),
        Number("best", "最好（100 分）", "Best (100)"),
        Text("bands", "分档", "Bands", wide=24),
        Number("points", "得分", "Points"),
        Number("weight", "权重", "Weight"),
        Percent("share", "实际占比", "Share used"),
        Number("contribution", "贡献分", "Contribution"),
        Text("remark", "说明", "Remark", wide=44),
    ),
    key=("month", "agent_id", "measure"),
    rewritten=True,
    purpose=Words(
        "每人每项指标的来历：合计 ÷ 样本 = 数值，按最差到最好计分，按权重折合。",
        "Where each proposed score comes from: total / sample = value, points from worst to best, by weight.",
    ),
)

PLANS = Table(
    "Plans",
    Words("整改", "Improvement plans"),
    (
        *month_and_person(),
        Whole("rank", "名次", "Rank"),
        Day("notice", "通报日期", "Notice", SUPERVISOR),
        Day("due", "提交期限", "Due"),
        Text("causes", "原因分析", "Causes", AGENT, wide=36),
        Text("measures", "改进措施", "Measures", AGENT, wide=36),
        Day("handed_in", "提交日期", "Handed in", AGENT),
        Choice("state", "状态", "State", choices=c.PLAN_STATE, list_name="plan_state"),
    ),
    key=("month", "agent_id"),
    opened_by_csbook=True,
    purpose=Words("每月末两名一周内提交整改方案。", "The last two owe a plan within a week of the notice."),
)

SCORING: Final[tuple[Table, ...]] = (CONDUCT, QUALITY, SCORES, SCORE_DETAIL, PLANS)
