"""What people read about the columns of commission, pay, locks and the terms of a month."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema.terms import RULE_COLUMNS

KEPT: Final = Words(
    "评分时照原表记下；以后改原表，这个月不变", "As its own sheet had it when the month was scored"
)

HELP_PAY: Final[dict[str, dict[str, Words]]] = {
    "CommissionRules": {
        "group": Words("员工表中的平台组，或 全部", "A group of sheet 'Staff', or all"),
        "from_amount": Words(
            "这一档从多少净销售额起；第一档填 0", "Net sales from which the step holds; 0 for the first"
        ),
        "rate": Words("这一档的比例，如 1.5%", "The step's rate, such as 1.5 %"),
        "active": Words("填“是”才生效", "Only yes counts"),
        "note": Words("从哪天起、谁定的", "Since when, by whom"),
    },
    "Commissions": {
        "group": Words("当月的平台组", "The group of the month"),
        "rule_group": Words(
            "用了哪一组的规则，自己组的或“全部”", "Whose rules hold: the group's own, or those for all"
        ),
        "sales": Words(
            "当月净销售额，按“设置”的提成依据", "Net sales of the month, by 'Commission on' in Settings"
        ),
        "refunds_back": Words(
            "以前月份订单后来的退款，明细在右边",
            "Later refunds of earlier months' orders, listed at the right",
        ),
        "base": Words("净销售额减追回退款", "Net sales less refunds taken back"),
        "computed": Words("基数按“提成规则”的档算", "The base by the steps of 'Commission rules'"),
        "remark": Words("用了哪些档，有没有保底封顶", "The steps used, and floor or cap"),
        "key": Words("月份加工号，公式查找用", "Month and staff number, for formulas"),
    },
    "RefundsTaken": {
        "month": Words("算在哪个月的提成里", "The month whose commission has it"),
        "platform": Words("订单的平台", "The order's platform"),
        "order_id": Words("退款的订单", "The order refunded"),
        "agent_id": Words("订单的归属客服", "The order's agent"),
        "paid": Words("订单付款的日子", "When the order was paid"),
        "kind": Words(
            "当月的、以前月份的，还是不追回的", "Of the month, of an earlier one, or not taken back"
        ),
        "amount": Words("这个月新知道的退款", "What became known in the month"),
    },
    "Pay": {
        "days_due": Words("排班里有班或假的天数", "Days with a shift or leave in the roster"),
        "days_worked": Words("到今天为止上了班的，按排班", "Worked up to today, by the roster"),
        "evenings": Words("出勤里的晚班", "Evenings among them"),
        "holidays_worked": Words("法定节日上了班的天数", "Statutory holidays worked"),
        "leave_days": Words("排班里的假", "Leave in the roster"),
        "hours": Words("排班的计薪小时", "Paid hours of the roster"),
        "overtime_hours": Words(
            "日报的实际下班晚于排班的部分", "'Finished' of the log beyond the end of the shift"
        ),
        "lieu_hours": Words("当月给了多少小时调休，抵加班", "Hours given as time off, against the overtime"),
        "score": Words("取自“考核评分”", "From 'Scores'"),
        "grade": Words(
            "按加权总分，见“考核指标”右边的等级", "By the score: grades at the right of 'Measures'"
        ),
        "rank": Words("取自“考核评分”", "From 'Scores'"),
        "commission": Words(
            "空着即按提成规则；填了就以此为准，并写改提成理由",
            "Empty: by the rules; what is typed counts instead, with its reason",
        ),
        "commission_reason": Words(
            "填的提成与规则不同时必写，否则不能锁定",
            "Needed where the commission differs from the rules, or the month cannot be locked",
        ),
        "commission_due": Words("填了的提成，否则按规则", "The commission typed, else by the rules"),
        "bonus": Words("第一名的奖励", "Of the first"),
        "deduction": Words("末名扣的，最多扣完提成", "Of the last, never more than the commission"),
        "discipline": Words(
            "当月“奖惩登记”的罚款；默认关闭", "The month's fines of 'Conduct'; off by default"
        ),
        "total": Words("提成 + 奖励 − 扣提成 − 罚款", "Commission + bonus - deduction - fines"),
        "wage": Words(
            "本人当月工资；填了才核对扣款上限",
            "What they earn that month; needed to check the limits of deductions",
        ),
        "reasons": Words("各项怎么来的", "Where the figures come from"),
        "warning": Words("发之前要核对的，附法律条文", "What to check before paying, with the law"),
        "state": Words("暂定还会变；已锁定的才发", "Provisional may change; pay what is locked"),
        "computed_at": Words("这一行按哪个时点算的", "The moment the row is of"),
        "note": Words("人事自己看，锁定后也可改", "For HR; may change after the lock"),
    },
    "PayExplained": {
        "item": Words("说明的是哪一项", "What is explained"),
        "amount": Words("表上的数", "The figure on the sheet"),
        "why": Words("怎么算出来的", "How it came about"),
    },
    "Locks": {
        "month": Words("锁定的是哪个月", "The month that was locked"),
        "version": Words("同一个月第几次锁定", "Which lock of the month it is"),
        "state": Words("已锁定或已解锁", "Locked or reopened"),
        "locked_at": Words("什么时候锁的", "When it was locked"),
        "locked_by": Words("谁锁的", "Who locked it"),
        "program": Words("用哪个版本的 csbook 算的", "The csbook that worked it out"),
        "fingerprint": Words(
            "数据一改就会变的短码，“核对锁定”用", "A code that any change alters; 'Verify month' compares it"
        ),
        "reopened_at": Words("什么时候解锁的", "When it was reopened"),
        "reopened_by": Words("谁解锁的", "Who reopened it"),
        "reason": Words("解锁时写的理由", "Why it was reopened"),
    },
    "LockParts": {
        "month": Words("锁定的是哪个月", "The month that was locked"),
        "version": Words("第几次锁定", "Which lock it is"),
        "part": Words("哪一类数据", "Which kind of data"),
        "agent_id": Words("谁的；空着是大家共用的", "Whose; empty: everybody's"),
        "fingerprint": Words("这部分的短码", "The code of the part"),
        "typed": Words("锁定时人填的内容", "What people had typed"),
    },
    "Terms": {
        "month": Words("这一行管哪个月", "The month the row is for"),
        "competing": Words("参加排名的人数", "People to be ranked"),
        "scored": Words("其中有加权总分的", "Those with a weighted score"),
        "last": Words("最后一名是第几", "The number of the last place"),
        "firsts": Words("并列第一的人数", "People who share the first place"),
        "lasts": Words("并列末位的人数", "People who share the last place"),
    },
    "TermSteps": {
        "month": Words("这一档管哪个月", "The month the step is for"),
        **dict.fromkeys(RULE_COLUMNS["CommissionRules"], KEPT),
        "extra": Words(
            "这一档比下一档多的比例，分段公式用", "The rate above that of the step below, for the formulas"
        ),
    },
    "TermGrades": {
        "month": Words("这个等级管哪个月", "The month the grade is for"),
        **dict.fromkeys(RULE_COLUMNS["Grades"], KEPT),
    },
    "TermMeasures": {
        "month": Words("这项指标管哪个月", "The month the measure is for"),
        **dict.fromkeys(RULE_COLUMNS["Measures"], KEPT),
    },
}
