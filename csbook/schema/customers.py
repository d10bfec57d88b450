"""The customers' sheets: archive, enquiries, follow-ups, after-sales cases, reviews, campaigns."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import (
    OF_PEOPLE,
    Choice,
    Day,
    Filler,
    Flag,
    Moment,
    Money,
    Number,
    Percent,
    Ref,
    Text,
    Whole,
)
from csbook.schema.daily import channel, platform, staff_no
from csbook.schema.table import Table

SUPERVISOR, AGENT, CSBOOK, SHARED = Filler.SUPERVISOR, Filler.AGENT, Filler.CSBOOK, Filler.SHARED


def first_owner() -> Ref:
    """Who had the row before it was handed over: it counts for them."""
    return Ref("first_owner", "原责任客服", "First owner", table="Staff", column="agent_id")


CUSTOMERS = Table(
    "Customers",
    Words("客户档案", "Customers"),
    (
        platform(AGENT),
        Text("account", "买家账号", "Account", AGENT, required=True, longest=100, wide=18),
        Text("name", "客户姓名", "Name", AGENT, longest=100),
        Text("phone", "电话", "Phone", AGENT, longest=40, wide=15),
        Day("virtual_until", "虚拟号有效至", "Virtual until", AGENT, years=OF_PEOPLE),
        Text("address", "地址", "Address", AGENT, wide=26),
        staff_no(SHARED, "owner", "归属客服", "Owner"),
        Day("first_visit", "来访日期", "First visit", AGENT, years=OF_PEOPLE),
        Text("item", "购买/服务项目", "Item", AGENT, wide=20),
        Whole("service_interval", "服务周期（天）", "Service interval (days)", AGENT, least=1, most=3650),
        Day("next_service", "下次服务日", "Next service", AGENT),
        Text("wishes", "客户希望", "Wishes", AGENT, wide=22),
        Text("history", "来往记录", "History", AGENT, wide=30),
        Day("archived", "建档日期", "Archived on", AGENT),
        Whole("orders", "订单数", "Orders"),
        Money("amount", "成交金额", "Amount"),
        Moment("last_order", "最近下单", "Last order"),
        Choice("customer_class", "客户分类", "Class", choices=c.CUSTOMER_CLASS, list_name="customer_class"),
        Day("archive_due", "建档期限", "Archive due"),
        Choice(
            "archive_state", "建档状态", "Archive state", choices=c.ARCHIVE_STATE, list_name="archive_state"
        ),
    ),
    key=("platform", "account"),
    purpose=Words("每位客户一行。", "One row per customer."),
)

FOLLOW_UPS = Table(
    "FollowUps",
    Words("回访登记", "Follow-ups"),
    (
        Text("follow_up_id", "编号", "No.", CSBOOK, longest=20, wide=10),
        Text("rule_id", "规则", "Rule", longest=20, wide=9),
        Text("action", "事项", "What to do", SHARED, wide=46),
        channel(SHARED),
        Choice("platform", "平台", "Platform", SHARED, choices=c.PLATFORM, list_name="platform"),
        Text("customer", "客户", "Customer", SHARED, wide=18),
        Text("source", "来源", "Source", wide=36),
        Moment("event_at", "起算时间", "Counted from"),
        Moment("due_from", "可办时间", "Due from"),
        Moment("due_by", "最迟时间", "Due by", SHARED),
        staff_no(CSBOOK, "owner", "责任客服", "Owner"),
        staff_no(CSBOOK, "stand_in", "建议代办", "Stand-in"),
        staff_no(SUPERVISOR, "assigned", "指定客服", "Assigned"),
        Choice("state", "状态", "State", choices=c.FOLLOW_UP_STATE, list_name="follow_up_state"),
        Number("days_late", "超时天数", "Days late"),
        Moment("as_of", "状态时点", "As of"),
        Text("reason", "说明", "Reason", wide=24),
        Moment("new_due", "改期至", "New due", AGENT),
        Moment("waiting_until", "等客户至", "Waiting until", AGENT),
        Whole("attempts", "未接通次数", "Attempts", least=0, most=99),
        Moment("last_attempt", "上次未接通", "Last attempt"),
        Moment("retry_from", "再拨时间", "Retry from"),
        first_owner(),
        Moment("done_at", "完成时间", "Done at", AGENT),
        Choice("result", "结果", "Result", AGENT, choices=c.CONTACT_RESULT, list_name="contact_result"),
        Whole("satisfaction", "满意度", "Satisfaction", AGENT, least=1, most=5),
        Text("note", "记录要点", "Note", AGENT, wide=30),
    ),
    key=("follow_up_id",),
    numbered=True,
    opened_by_csbook=True,
    purpose=Words(
        "每次该联系的客户一行；状态由日期推出，客服只填右边几列；自己约的新加一行。",
        "One row per contact owed, its state by the dates; agents fill the columns on the right or add rows.",
    ),
)

AFTER_SALES = Table(
    "AfterSales",
    Words("售后登记", "After-sales"),
    (
        Text("case_id", "编号", "No.", SHARED, longest=20, wide=10),
        Choice("kind", "类型", "Kind", AGENT, choices=c.CASE_KIND, list_name="case_kind", required=True),
        platform(AGENT),
        Text("customer", "客户", "Customer", AGENT, wide=18),
        Text("order_id", "订单号", "Order no.", AGENT, wide=23),
        Text("product", "商品", "Product", AGENT, wide=18),
        Moment("opened", "登记时间", "Opened", AGENT, required=True),
        staff_no(SHARED, "owner", "责任客服", "Owner"),
        Choice("responsible", "责任方", "Responsible", AGENT, choices=c.RESPONSIBLE, list_name="responsible"),
        Choice(
            "complaint_class",
            "投诉等级",
            "Complaint class",
            AGENT,
            choices=c.COMPLAINT_CLASS,
            list_name="complaint_class",
        ),
        Text("courier", "快递", "Courier", AGENT),
        Money("claim", "索赔金额", "Claim", AGENT, least=0),
        Flag("claim_paid", "已赔付", "Claim paid", AGENT),
        Money("compensation", "补偿金额", "Compensation", AGENT, least=0),
        Choice(
            "approved",
            "补偿审批",
            "Compensation approved",
            SUPERVISOR,
            choices=c.REQUEST_STATE,
            list_name="request_state",
        ),
        Moment("solution_found", "方案确定", "Solution found", AGENT),
        Moment("closed", "结案时间", "Closed", AGENT),
        Text("note", "处理过程", "Note", AGENT, wide=30),
        Moment("handle_by", "处理期限", "Handle by"),
        Number("hours_left", "剩余小时", "Hours left", digits=1),
        Choice("state", "状态", "State", choices=c.CASE_STATE, list_name="case_state"),
        Whole("callbacks", "回访未解决", "Callbacks in vain"),
        Choice(
            "proposed_class",
            "建议等级",
            "Proposed class",
            choices=c.COMPLAINT_CLASS,
            list_name="complaint_class",
        ),
        Text("attention", "提示", "Attention", wide=44),
        first_owner(),
    ),
    key=("case_id",),
    numbered=True,
    purpose=Words("八类售后各一行一事。", "One row per case of the eight kinds."),
)

ENQUIRIES = Table(
    "Enquiries",
    Words("询单登记", "Enquiries"),
    (
        platform(AGENT),
        Text("customer", "买家账号", "Customer", AGENT, required=True, longest=100, wide=18),
        Moment("asked_at", "咨询时间", "Asked at", AGENT, required=True),
        staff_no(AGENT),
        Text("item", "咨询商品", "Item", AGENT, wide=22),
        Text("note", "备注", "Note", AGENT, wide=30),
        Choice("state", "状态", "State", choices=c.ENQUIRY_STATE, list_name="enquiry_state"),
        Text("order_id", "之后的订单", "Order since", wide=26),
    ),
    key=("platform", "customer", "asked_at"),
    purpose=Words(
        "来问过的客户一行一次；没有下单的由回访规则接着联系。",
        "One row per enquiry; those without an order are contacted by the follow-up rules.",
    ),
)

REVIEWS = Table(
    "Reviews",
    Words("评价登记", "Reviews"),
    (
        platform(AGENT),
        Text("order_id", "订单号", "Order no.", AGENT, required=True, longest=40, wide=23),
        Moment("reviewed_at", "评价时间", "Reviewed at", AGENT, required=True),
        Text("customer", "客户", "Customer", AGENT, longest=100, wide=18),
        Text("product", "商品", "Product", AGENT, wide=20),
        Whole("stars", "星级", "Stars", AGENT, least=1, most=5, required=True),
        Text("content", "评价内容", "Content", AGENT, wide=36),
        Choice("responsible", "责任方", "Responsible", AGENT, choices=c.RESPONSIBLE, list_name="responsible"),
        Text("explanation", "解释", "Explanation", AGENT, wide=36),
        Moment("explained_at", "解释时间", "Explained at", AGENT),
        staff_no(CSBOOK, "handler", "处理人", "Handler"),
        Choice("state", "状态", "State", choices=c.REVIEW_STATE, list_name="review_state"),
    ),
    key=("platform", "order_id", "reviewed_at"),
    purpose=Words(
        "前一天的评价逐条解释；较差的由指定的一人处理。",
        "Yesterday's reviews, each explained; the poor ones go to one named person.",
    ),
)

FOLLOW_UP_RULES = Table(
    "FollowUpRules",
    Words("回访规则", "Follow-up rules"),
    (
        Text("rule_id", "规则", "Rule", SUPERVISOR, required=True, longest=20, wide=9),
        Choice(
            "preset",
            "套餐",
            "Set",
            SUPERVISOR,
            choices=c.FOLLOW_UP_SET,
            list_name="follow_up_set",
            required=True,
        ),
        Flag("active", "启用", "On", SUPERVISOR),
        Choice("event", "事件", "Event", SUPERVISOR, choices=c.EVENT, list_name="event", required=True),
        Text("after_rule", "接在规则之后", "After rule", SUPERVISOR, longest=20),
        channel(SUPERVISOR, required=True),
        Text("action", "事项", "What to do", SUPERVISOR, required=True, wide=34),
        Number("due_from", "可办：事件后", "Due from", SUPERVISOR, digits=0, required=True),
        Number("due_by", "最迟：事件后", "Due by", SUPERVISOR, digits=0, required=True),
        Choice("unit", "单位", "Unit", SUPERVISOR, choices=c.TIME_UNIT, list_name="time_unit", required=True),
        Choice(
            "applies_to", "适用客户", "Applies to", SUPERVISOR, choices=c.ANY_CLASS, list_name="any_class"
        ),
        Money("least_amount", "最低金额", "Least amount", SUPERVISOR, least=0),
        Flag("custom_only", "只限定制/大单", "Custom only", SUPERVISOR),
        Percent("sample", "抽样比例", "Sample", SUPERVISOR, least=0, most=1),
        Whole("daily_cap", "每人每日上限", "Daily cap per agent", SUPERVISOR, least=1, most=10000),
        Number("escalate_after", "超时几天上报", "Escalate after (days)", SUPERVISOR, least=0, most=365),
        Text("source", "出处", "Source", wide=36),
    ),
    key=("rule_id",),
    purpose=Words(
        "每条规则：什么事件之后多久、用什么方式联系谁。",
        "Each rule: after which event, how soon and how, whom to contact.",
    ),
)

CAMPAIGNS = Table(
    "Campaigns",
    Words("活动", "Campaigns"),
    (
        Text("campaign_id", "活动编号", "Campaign", SUPERVISOR, required=True, longest=20, wide=10),
        Text("name", "名称", "Name", SUPERVISOR, required=True, wide=24),
        Day("starts", "开始日期", "Starts", SUPERVISOR, required=True),
        Choice(
            "platform",
            "平台",
            "Platform",
            SUPERVISOR,
            choices=c.ANY_PLATFORM,
            list_name="any_platform",
            required=True,
        ),
        Choice("applies_to", "通知谁", "For whom", SUPERVISOR, choices=c.ANY_CLASS, list_name="any_class"),
        Text("note", "备注", "Note", SUPERVISOR, wide=30),
    ),
    key=("campaign_id",),
    purpose=Words(
        "每次活动一行；提前两周按回访规则通知档案里的客户。",
        "One row per campaign; the archive's customers are told two weeks ahead, by the follow-up rules.",
    ),
)

CASE_LIMITS = Table(
    "CaseLimits",
    Words("售后时限", "Case limits"),
    (
        Choice("kind", "类型", "Kind", choices=c.CASE_KIND, list_name="case_kind", required=True),
        Number("hours", "处理时限（小时）", "Within (hours)", SUPERVISOR, least=1, most=2400, digits=0),
        Text("source", "出处", "Source", wide=30),
    ),
    key=("kind",),
    purpose=Words(
        "每类售后多少小时内办完；空着按“设置”。", "Hours for each kind of case; empty: as Settings say."
    ),
)

CUSTOMER_TABLES: Final[tuple[Table, ...]] = (
    CUSTOMERS,
    ENQUIRIES,
    FOLLOW_UPS,
    AFTER_SALES,
    REVIEWS,
    FOLLOW_UP_RULES,
    CAMPAIGNS,
    CASE_LIMITS,
)
