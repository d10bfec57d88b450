"""The sheets of scores, pay, conduct and quality."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import (
    Choice,
    Day,
    Filler,
    Formula,
    Moment,
    Money,
    Month,
    Number,
    Text,
    Whole,
)
from csbook.schema.daily import staff_name, staff_no
from csbook.schema.table import Table

SUPERVISOR, AGENT, HR, CSBOOK = Filler.SUPERVISOR, Filler.AGENT, Filler.HR, Filler.CSBOOK

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


def manager_formula() -> str:
    parts = (
        ("performance_share", 'IF({performance}="",{performance_proposed},{performance})'),
        ("ability_share", "{ability}"),
        ("cooperation_share", "{cooperation}"),
        ("service_share", "{service}"),
    )
    total = "+".join(f"{{setting.{share}}}*{cell}" for share, cell in parts)
    complete = (
        'OR(AND({performance}="",{performance_proposed}=""),{ability}="",{cooperation}="",{service}="")'
    )
    return f'IF({complete},"",ROUND({total},2))'


def weighted_formula() -> str:
    total = "{setting.self_share}*{self_score}+{setting.manager_share}*{manager_score}"
    return f'IF(OR({{self_score}}="",{{manager_score}}=""),"",ROUND({total},2))'


SCORES = Table(
    "Scores",
    Words("考核评分", "Scores"),
    (
        Month("month", "月份", "Month", CSBOOK, required=True),
        staff_no(CSBOOK, required=True),
        Text("name", "姓名", "Name"),
        Choice("role", "岗位", "Role", choices=c.ROLE, list_name="role"),
        Whole("receptions", "接待人数", "Receptions"),
        Number("conversion", "咨询转化率%", "Conversion %"),
        Number("response_seconds", "平均响应秒", "Response s"),
        Number("loss", "流失率%", "Loss %"),
        Money("order_amount", "订单总金额", "Order amount"),
        Number("valid_share", "有效订单%", "Valid %"),
        Number("paid_share", "付款%", "Paid %"),
        Number("refund_share", "退款%", "Refund %"),
        Number("order_value", "客单价", "Order value"),
        Number("complaint_share", "投诉%", "Complaint %"),
        Number("abnormal_share", "异常订单%", "Abnormal %"),
        Number("answered_share", "应答率%", "Answered %"),
        Number("satisfaction", "满意率%", "Satisfaction %"),
        Number("follow_ups_in_time", "回访及时%", "In time %"),
        Number("cases_closed", "结案率%", "Cases closed %"),
        Number("log_complete", "日报完整%", "Log complete %"),
        Number("performance_proposed", "绩效建议分", "Performance proposed"),
        given("self_score", "自评", "Self score", AGENT),
        given("performance", "工作绩效", "Performance", SUPERVISOR),
        given("ability", "工作能力", "Ability", SUPERVISOR),
        given("cooperation", "协作性", "Cooperation", SUPERVISOR),
        given("service", "服务性", "Service", SUPERVISOR),
        Formula(
            "manager_score", "主管评分", "Manager score", formula=manager_formula(), result=Number("", "", "")
        ),
        Formula("weighted", "加权总分", "Weighted", formula=weighted_formula(), result=Number("", "", "")),
        Whole("rank", "名次", "Rank"),
        Money("bonus", "奖励", "Bonus"),
        Money("deduction", "扣提成", "Deduction"),
        Whole("last_streak", "连续末位月数", "Months last"),
        Text("remark", "说明", "Remark", wide=40),
        Text("override_reason", "改分理由", "Reason for override", SUPERVISOR, wide=24),
    ),
    key=("month", "agent_id"),
    opened_by_csbook=True,
    purpose=Words(
        "每人每月一行：自评 30%，主管 70%。",
        "One row per agent and month: self 30 %, manager 70 %.",
    ),
)

PAY = Table(
    "Pay",
    Words("绩效核算表", "Pay"),
    (
        Month("month", "月份", "Month", CSBOOK, required=True),
        staff_no(CSBOOK, required=True),
        Text("name", "姓名", "Name"),
        Whole("days_worked", "出勤天数", "Days worked"),
        Whole("evenings", "晚班数", "Evenings"),
        Whole("leave_days", "请假天数", "Leave days"),
        Number("hours", "工时", "Hours"),
        Number("score", "加权总分", "Score"),
        Whole("rank", "名次", "Rank"),
        Money("commission", "提成", "Commission", HR, least=0),
        Money("bonus", "奖励", "Bonus"),
        Money("deduction", "扣提成", "Deduction"),
        Formula(
            "total",
            "绩效合计",
            "Total",
            formula="ROUND(N({commission})+N({bonus})-MIN(N({deduction}),N({commission})),2)",
            result=Money("", "", ""),
        ),
        Text("reasons", "说明", "Reasons", wide=36),
        Choice("state", "状态", "State", choices=c.PAY_STATE, list_name="pay_state"),
        Moment("computed_at", "计算时点", "Computed as of"),
        Text("note", "人事备注", "HR note", HR, wide=24),
    ),
    key=("month", "agent_id"),
    opened_by_csbook=True,
    purpose=Words("人事核算工资用：每人每月一行。", "For payroll: one row per agent and month."),
)

PLANS = Table(
    "Plans",
    Words("整改", "Improvement plans"),
    (
        Month("month", "月份", "Month", CSBOOK, required=True),
        staff_no(CSBOOK, required=True),
        Text("name", "姓名", "Name"),
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

SCORING: Final[tuple[Table, ...]] = (CONDUCT, QUALITY, SCORES, PAY, PLANS)
