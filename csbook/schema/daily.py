"""The sheets of a working day: today, roster, requests, log."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import (
    Choice,
    Day,
    Duration,
    Filler,
    Flag,
    Formula,
    Moment,
    Money,
    Month,
    Number,
    Ref,
    ShiftCell,
    Text,
    Whole,
)
from csbook.schema.score_choices import TRUTH
from csbook.schema.table import Table

SUPERVISOR, AGENT, CSBOOK, SHARED = Filler.SUPERVISOR, Filler.AGENT, Filler.CSBOOK, Filler.SHARED
DAYS: Final = tuple(f"d{n:02d}" for n in range(1, 32))


def staff_no(
    by: Filler, name: str = "agent_id", zh: str = "工号", en: str = "Staff no.", *, required: bool = False
) -> Ref:
    return Ref(name, zh, en, by, table="Staff", column="agent_id", required=required)


def staff_name() -> Formula:
    """The name beside a staff number that a person types."""
    return Formula(
        "name",
        "姓名",
        "Name",
        formula='IFERROR(INDEX({Staff.name},MATCH({agent_id},{Staff.agent_id},0)),"")',
        result=Text("name", "姓名", "Name"),
    )


def month_and_person(*, required: bool = True) -> tuple[Month, Ref, Text]:
    """Whose month a row is about, in tables that csbook opens."""
    return (
        Month("month", "月份", "Month", CSBOOK, required=required),
        staff_no(CSBOOK, required=required),
        Text("name", "姓名", "Name"),
    )


def platform(by: Filler) -> Choice:
    return Choice("platform", "平台", "Platform", by, choices=c.PLATFORM, list_name="platform", required=True)


def channel(by: Filler = CSBOOK, *, required: bool = False) -> Choice:
    return Choice(
        "channel",
        "方式",
        "Channel",
        by,
        choices=c.CHANNEL,
        list_name="channel",
        required=required,
        former=c.FORMER_CHANNEL,
    )


TODAY = Table(
    "Today",
    Words("今日待办", "Today"),
    (
        staff_no(CSBOOK),
        Text("name", "姓名", "Name"),
        Choice("kind", "类别", "Kind", choices=c.TODAY_KIND, list_name="today_kind"),
        Text("reference", "编号", "Reference", wide=17, shrinks=True),
        Choice("state", "状态", "State", choices=c.FOLLOW_UP_STATE, list_name="follow_up_state"),
        Number("days_late", "超时天数", "Days late"),
        Moment("due_by", "最迟时间", "Due by"),
        Text("action", "事项", "What to do", wide=35),
        channel(),
        Choice("platform", "平台", "Platform", choices=c.PLATFORM, list_name="platform"),
        Text("customer", "客户", "Customer", wide=18),
        Text("note", "备注", "Note", wide=26),
    ),
    rewritten=True,
)

HOURS_FORMULA: Final = (
    "SUMPRODUCT((COUNTIF(Roster[[#This Row],[{first}]:[{last}]],{{Shifts.code}})"
    '+COUNTIF(Roster[[#This Row],[{first}]:[{last}]],{{Shifts.code}}&"@*"))*{{Shifts.paid_hours}})'
)
EVENINGS_FORMULA: Final = (
    "SUMPRODUCT((COUNTIF(Roster[[#This Row],[{first}]:[{last}]],{{Shifts.code}})"
    '+COUNTIF(Roster[[#This Row],[{first}]:[{last}]],{{Shifts.code}}&"@*"))*({{Shifts.is_evening}}))'
)
RESTS_FORMULA: Final = (
    'COUNTIF(Roster[[#This Row],[{first}]:[{last}]],"休")+COUNTIF(Roster[[#This Row],[{first}]:[{last}]],"R")'
)


def over_days(formula: str) -> str:
    """The formula over the day cells, whose headers are the same in both languages."""
    return formula.format(first="1", last="31")


ROSTER = Table(
    "Roster",
    Words("排班", "Roster"),
    (
        staff_no(CSBOOK, required=True),
        Text("name", "姓名", "Name"),
        Text("group", "平台组", "Group"),
        *(ShiftCell(d, str(n), str(n), SHARED, wraps=True) for n, d in enumerate(DAYS, 1)),
        Formula("hours", "工时", "Hours", formula=over_days(HOURS_FORMULA), result=Number("", "", "")),
        Formula(
            "evenings", "晚班", "Evenings", formula=over_days(EVENINGS_FORMULA), result=Whole("", "", "")
        ),
        Formula("rests", "休息", "Rests", formula=over_days(RESTS_FORMULA), result=Whole("", "", "")),
    ),
    key=("agent_id",),
    purpose=Words("当月排班：白 半 晚 休 假。", "The month's roster: shifts, R for rest, L for leave."),
)

REQUESTS = Table(
    "Requests",
    Words("请假与调班", "Requests"),
    (
        staff_no(AGENT, required=True),
        staff_name(),
        Choice(
            "kind", "类型", "Kind", AGENT, choices=c.REQUEST_KIND, list_name="request_kind", required=True
        ),
        Day("from_date", "开始日期", "From", AGENT, required=True),
        Day("to_date", "结束日期", "To", AGENT),
        ShiftCell("shift", "班次", "Shift", AGENT),
        Ref("with_agent", "换班对象", "Swap with", AGENT, table="Staff", column="agent_id"),
        Day("with_date", "对方日期", "Their day", AGENT),
        Text("reason", "事由", "Reason", AGENT, wide=24),
        Choice("state", "审批", "State", SUPERVISOR, choices=c.REQUEST_STATE, list_name="request_state"),
        Text("answer", "答复", "Answer", wide=34),
        Moment("carried_out", "已执行", "Carried out"),
    ),
    key=("agent_id", "kind", "from_date"),
    purpose=Words("客服提出，主管审批；固定班次由主管填。", "Agents ask, the supervisor decides and pins."),
)

TICKS: Final = ("check_orders", "check_messages", "handover", "leftovers", "shipments", "reviews")


def total(name: str, zh: str, en: str) -> Whole:
    return Whole(name, zh, en, AGENT, least=0)


def tick(name: str, zh: str, en: str) -> Flag:
    return Flag(name, zh, en, AGENT)


DAILY_LOG = Table(
    "DailyLog",
    Words("客服日报", "Daily log"),
    (
        Day("date", "日期", "Date", CSBOOK, required=True),
        staff_no(CSBOOK, required=True),
        Text("name", "姓名", "Name"),
        platform(CSBOOK),
        Text("shop", "店铺", "Shop", CSBOOK, wide=20),
        Text("shift", "班次", "Shift"),
        total("receptions", "接待人数", "Receptions"),
        total("answered", "应答人数", "Answered"),
        Number("response_seconds", "响应总秒数", "Response seconds", AGENT, least=0, digits=0),
        total("enquiries", "询单人数", "Enquirers"),
        total("buyers", "下单人数", "Buyers"),
        total("orders", "订单数", "Orders"),
        total("valid_orders", "有效订单数", "Valid orders"),
        total("paid_orders", "付款订单数", "Paid orders"),
        total("refunded_orders", "退款订单数", "Refunded orders"),
        total("abnormal_orders", "异常订单数", "Abnormal orders"),
        Money("order_amount", "订单金额", "Order amount", AGENT, least=0),
        Money("sales", "净销售额", "Net sales", AGENT),
        total("ratings", "评价数", "Ratings"),
        total("satisfied", "满意评价数", "Satisfied"),
        total("rating_points", "评分合计", "Rating points"),
        total("complaints", "投诉数", "Complaints"),
        tick("check_orders", "查异常订单", "Orders checked"),
        tick("check_messages", "回留言", "Messages answered"),
        tick("handover", "售后交接", "Handed over"),
        tick("leftovers", "跟进遗留", "Leftovers traced"),
        tick("shipments", "跟进发货", "Shipments traced"),
        tick("reviews", "跟进评价", "Reviews explained"),
        Duration("finished", "实际下班", "Finished", AGENT),
        Flag("on_time", "按时填报", "In time"),
        Choice("spot_check", "抽查", "Spot check", SUPERVISOR, choices=TRUTH, list_name="truth"),
        Whole("late_minutes", "迟到分钟", "Minutes late", SUPERVISOR, least=0),
        Text("note", "备注", "Note", AGENT, wide=24),
    ),
    key=("date", "agent_id", "platform", "shop"),
    purpose=Words(
        "每人每天每平台一行；数字填合计，比率由系统计算。",
        "One row per agent, day and platform; totals are typed, rates are computed.",
    ),
)

DAILY: Final[tuple[Table, ...]] = (
    TODAY,
    ROSTER,
    REQUESTS,
    DAILY_LOG,
)
