"""What csbook shows of the customers' work: the hand-over, the summary, one customer's history."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import Choice, Day, Filler, Moment, Money, Month, Percent, Text, Whole
from csbook.schema.daily import channel, staff_no
from csbook.schema.table import Table

CSBOOK = Filler.CSBOOK


def shown_platform() -> Choice:
    return Choice("platform", "平台", "Platform", choices=c.PLATFORM, list_name="platform")


HAND_OVER = Table(
    "HandOver",
    Words("交接班", "Hand-over"),
    (
        staff_no(CSBOOK, "to_agent", "今晚接手", "Takes over"),
        Text("to_name", "接手人", "Taken over by"),
        staff_no(CSBOOK, "from_agent", "交班", "Hands over"),
        Text("from_name", "交班人", "Handed over by"),
        Choice("kind", "类别", "Kind", choices=c.TODAY_KIND, list_name="today_kind"),
        Text("reference", "编号", "Reference", wide=16),
        Choice("state", "状态", "State", choices=c.FOLLOW_UP_STATE, list_name="follow_up_state"),
        Moment("due_by", "最迟时间", "Due by"),
        Text("action", "事项", "What to do", wide=36),
        channel(),
        shown_platform(),
        Text("customer", "客户", "Customer", wide=18),
        Text("note", "备注", "Note", wide=36),
    ),
    rewritten=True,
    purpose=Words(
        "交班时：没办完的售后和今晚约好要联系的客户，谁交给谁。",
        "At the change of shift: open cases and tonight's promised contacts, from whom to whom.",
    ),
)

FOLLOW_UP_SUMMARY = Table(
    "FollowUpSummary",
    Words("回访汇总", "Follow-up summary"),
    (
        Day("week", "周（周一）", "Week (Monday)"),
        staff_no(CSBOOK),
        Text("name", "姓名", "Name"),
        Text("rule_id", "规则", "Rule", wide=9),
        Text("action", "事项", "What to do", wide=40),
        Whole("promised", "应办", "Promised"),
        Whole("in_time", "按时", "In time"),
        Whole("late", "迟办", "Late"),
        Whole("open", "未办", "Open"),
        Percent("in_time_share", "按时率", "In time %"),
        Whole("ratings", "评分数", "Ratings"),
        Whole("satisfied", "4 和 5 分", "Rated 4 or 5"),
        Percent("satisfied_share", "满意率", "Satisfied %"),
    ),
    rewritten=True,
    purpose=Words(
        "当月每周、每人、每条规则应办多少、按时多少；最迟时间前就不用办的（已付款等）不算应办。",
        "The month's promises by week, agent and rule, but for those that fell away before their deadline.",
    ),
)

PRODUCT_COMPLAINTS = Table(
    "ProductComplaints",
    Words("商品投诉", "Complaints by product"),
    (
        Month("month", "月份", "Month"),
        Text("product", "商品", "Product", wide=28),
        Whole("complaints", "投诉", "Complaints"),
        Whole("cases", "售后件数", "Cases"),
        Whole("poor_reviews", "差评", "Poor reviews"),
        Money("compensation", "补偿金额", "Compensation"),
    ),
    rewritten=True,
    purpose=Words("每月投诉最多的商品。", "The products with most complaints each month."),
)

CUSTOMER_HISTORY = Table(
    "CustomerHistory",
    Words("客户往来", "Customer history"),
    (
        shown_platform(),
        Text("customer", "客户", "Customer", wide=18),
        Moment("at", "时间", "At"),
        Choice("kind", "类别", "Kind", choices=c.HISTORY_KIND, list_name="history_kind"),
        Text("reference", "编号", "Reference", wide=23),
        Text("what", "内容", "What", wide=36),
        Text("state", "状态", "State", wide=12),
        staff_no(CSBOOK),
        Money("amount", "金额", "Amount"),
        Text("note", "备注", "Note", wide=36),
    ),
    rewritten=True,
    purpose=Words(
        "一位客户的全部往来：订单、询单、回访、售后、评价，按时间排列。",
        "All of one customer: orders, enquiries, contacts, cases and reviews, in order of time.",
    ),
)

CUSTOMER_VIEWS: Final[tuple[Table, ...]] = (
    HAND_OVER,
    FOLLOW_UP_SUMMARY,
    PRODUCT_COMPLAINTS,
    CUSTOMER_HISTORY,
)
