"""The sheets of commission, pay and locked months."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema import pay_formulas as live
from csbook.schema.columns import (
    Choice,
    Day,
    Filler,
    Flag,
    Formula,
    Moment,
    Money,
    Month,
    Number,
    Percent,
    Text,
    Whole,
)
from csbook.schema.daily import month_and_person, staff_no
from csbook.schema.score_choices import EXPLAINED, LOCK_PART, LOCK_STATE, REFUND_KIND
from csbook.schema.scores import row_key
from csbook.schema.table import Table

SUPERVISOR, HR, CSBOOK = Filler.SUPERVISOR, Filler.HR, Filler.CSBOOK


def amount(name: str, zh: str, en: str, formula: str) -> Formula:
    return Formula(name, zh, en, formula=formula, result=Money("", "", ""))


GRADES = Table(
    "Grades",
    Words("等级", "Grades"),
    (
        Text("grade", "等级", "Grade", SUPERVISOR, required=True, longest=20, wide=14),
        Number("least", "起始分", "From score", SUPERVISOR, least=0, most=100, required=True),
        Text("note", "等级备注", "Note on grade", SUPERVISOR, wide=24),
    ),
    key=("grade",),
)

COMMISSION_RULES = Table(
    "CommissionRules",
    Words("提成规则", "Commission rules"),
    (
        Text("group", "平台组", "Group", SUPERVISOR, required=True, longest=40),
        Money("from_amount", "净销售额起", "From net sales", SUPERVISOR, least=0, required=True),
        Percent("rate", "提成比例", "Rate", SUPERVISOR, least=0, most=1, required=True),
        Flag("active", "启用", "On", SUPERVISOR, required=True),
        Text("note", "备注", "Note", SUPERVISOR, wide=40),
    ),
    key=("group", "from_amount"),
    purpose=Words(
        "按组、按净销售额分档；有自己组的规则就不用“全部”的。",
        "By group and steps of net sales; a group with rules of its own does not use those for all.",
    ),
)

COMMISSIONS = Table(
    "Commissions",
    Words("提成", "Commission"),
    (
        *month_and_person(),
        Text("group", "平台组", "Group"),
        Text("rule_group", "适用规则", "Rules of"),
        Money("sales", "净销售额", "Net sales"),
        Money("refunds_back", "追回退款", "Refunds taken back"),
        amount("base", "提成基数", "Base", "ROUND(N({sales})-N({refunds_back}),2)"),
        amount("computed", "按规则提成", "By the rules", live.computed_commission()),
        Text("remark", "说明", "Remark", wide=44),
        row_key(),
    ),
    key=("month", "agent_id"),
    opened_by_csbook=True,
    purpose=Words(
        "净销售额减去以前月份订单的退款，按规则计提。",
        "Net sales less refunds of earlier months' orders, by the rules.",
    ),
)

REFUNDS_TAKEN = Table(
    "RefundsTaken",
    Words("退款明细", "Refunds counted"),
    (
        Month("month", "计入月份", "Counted in", CSBOOK),
        Choice("platform", "平台", "Platform", choices=c.PLATFORM, list_name="platform"),
        Text("order_id", "订单编号", "Order no.", longest=40, wide=23),
        staff_no(CSBOOK),
        Day("paid", "付款日", "Paid on"),
        Choice("kind", "类型", "Kind", choices=REFUND_KIND, list_name="refund_kind"),
        Money("amount", "退款金额", "Refund"),
    ),
    key=("month", "platform", "order_id"),
    rewritten=True,
)

PAY = Table(
    "Pay",
    Words("绩效核算表", "Pay"),
    (
        *month_and_person(),
        Whole("days_due", "应出勤天数", "Days due"),
        Whole("days_worked", "出勤天数", "Days worked"),
        Whole("evenings", "晚班数", "Evenings"),
        Whole("holidays_worked", "法定节日出勤", "Holidays worked"),
        Whole("leave_days", "请假天数", "Leave days"),
        Number("hours", "工时", "Hours"),
        Number("overtime_hours", "加班工时", "Overtime hours"),
        Number("lieu_hours", "调休工时", "Time off in lieu", HR, least=0, most=400),
        Formula(
            "score",
            "加权总分",
            "Score",
            formula=live.looked_up("Scores", "weighted"),
            result=Number("", "", ""),
        ),
        Formula("grade", "等级", "Grade", formula=live.grade(), result=Text("", "", "")),
        Formula("rank", "名次", "Rank", formula=live.looked_up("Scores", "rank"), result=Whole("", "", "")),
        Money("commission", "提成", "Commission", HR, least=0),
        Text("commission_reason", "改提成理由", "Reason for commission", HR, wide=24),
        amount("commission_due", "应发提成", "Commission due", live.commission_due()),
        amount("bonus", "奖励", "Bonus", live.looked_up("Scores", "bonus")),
        amount("deduction", "扣提成", "Deduction", live.deduction_taken()),
        amount("discipline", "违规罚款", "Fines", live.fines()),
        amount("total", "绩效合计", "Total", live.pay_total()),
        Money("wage", "当月工资", "Month's wage", HR, least=0),
        Text("reasons", "说明", "Reasons", wide=36),
        Text("warning", "提醒", "To look at", wide=44),
        Choice("state", "状态", "State", choices=c.PAY_STATE, list_name="pay_state"),
        Moment("computed_at", "计算时点", "Computed as of"),
        Text("note", "人事备注", "HR note", HR, wide=24),
    ),
    key=("month", "agent_id"),
    opened_by_csbook=True,
    purpose=Words("人事核算工资用：每人每月一行。", "For payroll: one row per agent and month."),
)

PAY_EXPLAINED = Table(
    "PayExplained",
    Words("核算说明", "Pay explained"),
    (
        *month_and_person(required=False),
        Choice("item", "项目", "Item", choices=EXPLAINED, list_name="explained"),
        Number("amount", "数值", "Figure"),
        Text("why", "为什么", "Why", wide=100),
    ),
    rewritten=True,
    purpose=Words("每一项为什么是这个数，逐行说明。", "Why each figure is what it is, row by row."),
)

LOCKS = Table(
    "Locks",
    Words("锁定记录", "Locks"),
    (
        Month("month", "月份", "Month", CSBOOK, required=True),
        Whole("version", "第几版", "Version", CSBOOK, required=True),
        Choice("state", "锁定状态", "Lock state", choices=LOCK_STATE, list_name="lock_state"),
        Moment("locked_at", "锁定时间", "Locked at"),
        Text("locked_by", "锁定人", "Locked by"),
        Text("program", "程序版本", "Program", wide=10),
        Text("fingerprint", "指纹", "Fingerprint", wide=68),
        Moment("reopened_at", "解锁时间", "Reopened at"),
        Text("reopened_by", "解锁人", "Reopened by"),
        Text("reason", "解锁理由", "Reason", wide=40),
    ),
    key=("month", "version"),
    purpose=Words(
        "每次锁定的版本、时间、操作人和指纹；用“核对锁定”比对。",
        "Each lock's version, time, user and fingerprint; 'Verify month' compares them.",
    ),
)

LONGEST_TEXT: Final = 32_767
"""Characters of a cell."""

LOCK_PARTS = Table(
    "LockParts",
    Words("锁定内容", "Locked parts"),
    (
        Month("month", "锁定月份", "Locked month", CSBOOK, required=True),
        Whole("version", "版本号", "Version no.", CSBOOK, required=True),
        Choice("part", "内容", "Part", CSBOOK, choices=LOCK_PART, list_name="lock_part", required=True),
        Text("agent_id", "人员", "Person", CSBOOK, longest=20),
        Text("fingerprint", "内容指纹", "Fingerprint of part", wide=68),
        Text("typed", "锁定时所填", "Typed at the lock", longest=LONGEST_TEXT, wide=20),
    ),
    key=("month", "version", "part", "agent_id"),
)

PAYING: Final[tuple[Table, ...]] = (
    GRADES,
    COMMISSION_RULES,
    COMMISSIONS,
    REFUNDS_TAKEN,
    PAY,
    PAY_EXPLAINED,
    LOCKS,
    LOCK_PARTS,
)
