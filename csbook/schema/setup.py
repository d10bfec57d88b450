"""The tables that are set once: staff, shifts and cover, rules, measures, calendar, settings, maps."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import (
    Any,
    Choice,
    Choices,
    Day,
    Duration,
    Filler,
    Flag,
    Formula,
    Moment,
    Money,
    Number,
    Percent,
    Ref,
    Text,
    Whole,
)
from csbook.schema.daily import platform
from csbook.schema.settings import setting_choice
from csbook.schema.table import Table

SUPERVISOR, CSBOOK = Filler.SUPERVISOR, Filler.CSBOOK

SETTINGS_TABLE = Table(
    "Settings",
    Words("设置", "Settings"),
    (
        setting_choice(),
        Any("value", "取值", "Value", SUPERVISOR),
        Text("unit", "单位", "Unit"),
        Text("default", "默认值", "Default", wide=12),
        Text("meaning", "说明", "Meaning", wide=34),
        Text("source", "出处", "Source", wide=30),
    ),
    key=("name",),
    purpose=Words("每项设置一行；空着即用默认值。", "One row per setting; empty means the default."),
)

STAFF = Table(
    "Staff",
    Words("员工", "Staff"),
    (
        Text("agent_id", "工号", "Staff no.", SUPERVISOR, required=True, longest=20, wide=9),
        Text("name", "姓名", "Name", SUPERVISOR, required=True, longest=40, wide=10),
        Text(
            "group",
            "平台组",
            "Group",
            SUPERVISOR,
            required=True,
            longest=40,
            wide=12,
            help=Words("同组的人互相顶班，如 天猫", "People of a group share its cover, e.g. Tmall"),
        ),
        Text(
            "helps",
            "可支援的组",
            "Can help",
            SUPERVISOR,
            longest=200,
            wide=14,
            help=Words("可填多个，用顿号隔开", "Several, with commas between"),
        ),
        Choices(
            "platforms",
            "接待平台",
            "Platforms",
            SUPERVISOR,
            choices=c.PLATFORM,
            list_name="platform",
            required=True,
        ),
        Choice("role", "岗位", "Role", SUPERVISOR, choices=c.ROLE, list_name="role", required=True),
        Flag(
            "rostered",
            "参加排班",
            "Rostered",
            SUPERVISOR,
            help=Words("空着即参加", "Empty means yes"),
        ),
        Number("contract_hours", "合同月工时", "Contract hours", SUPERVISOR, least=0, most=400),
        Day("hired", "入职日期", "Hired", SUPERVISOR),
        Day("probation_until", "试用期至", "Probation until", SUPERVISOR),
        Day("left", "离职日期", "Left", SUPERVISOR),
        Flag("complaints", "可处理投诉", "Handles complaints", SUPERVISOR),
        Text(
            "accounts",
            "平台账号",
            "Accounts",
            SUPERVISOR,
            wide=30,
            help=Words("各平台的客服账号，用顿号隔开", "The accounts on the platforms, with commas between"),
        ),
        Text("note", "备注", "Note", SUPERVISOR, wide=20),
    ),
    key=("agent_id",),
    purpose=Words(
        "每人一行；离职填日期，不要删行。", "One row per person; type the leaving date, never delete the row."
    ),
)

SHIFTS = Table(
    "Shifts",
    Words("班次", "Shifts"),
    (
        Text("code", "班次", "Shift", SUPERVISOR, required=True, longest=6, wide=8),
        Text("name", "名称", "Shift name", SUPERVISOR, longest=20, wide=10),
        Choice(
            "kind", "种类", "Kind", SUPERVISOR, choices=c.SHIFT_KIND, list_name="shift_kind", required=True
        ),
        Duration("start", "上班", "Start", SUPERVISOR, required=True),
        Duration(
            "end",
            "下班",
            "End",
            SUPERVISOR,
            required=True,
            help=Words("早于上班时间即次日", "Earlier than the start means the next day"),
        ),
        Whole("unpaid_break", "无薪休息（分）", "Unpaid break (min)", SUPERVISOR, least=0, most=600),
        Formula(
            "paid_hours",
            "计薪小时",
            "Paid hours",
            formula='IF({start}="",0,ROUND(({end}-{start}+IF({end}<={start},1,0))*24-N({unpaid_break})/60,2))',
            result=Number("", "", ""),
        ),
        Formula(
            "is_evening",
            "算晚班",
            "Counts as evening",
            formula='IF(OR({kind}="晚班",{kind}="evening"),1,0)',
            result=Whole("", "", ""),
        ),
    ),
    key=("code",),
    purpose=Words("班次的起止时间。", "When shifts begin and end."),
)

COVER = Table(
    "Cover",
    Words("人数要求", "Cover requirements"),
    (
        Choice(
            "day_type",
            "日子",
            "Day type",
            SUPERVISOR,
            choices=c.DAY_TYPE,
            list_name="day_type",
            required=True,
        ),
        Day("date", "日期", "Date", SUPERVISOR, help=Words("只在“指定日期”时填", "Only for “date”")),
        Text(
            "group",
            "平台组",
            "Group",
            SUPERVISOR,
            required=True,
            longest=40,
            wide=12,
            help=Words("填 全部 即每个组", "“all” means every group"),
        ),
        Ref("shift", "班次", "Shift", SUPERVISOR, table="Shifts", column="code", required=True),
        Whole("minimum", "最少人数", "Minimum", SUPERVISOR, least=0, most=1000, required=True),
        Whole("preferred", "期望人数", "Preferred", SUPERVISOR, least=0, most=1000),
    ),
    key=("day_type", "date", "group", "shift"),
    purpose=Words("每个组每个班次要几个人。", "How many people each group needs on each shift."),
)

ROSTER_RULES = Table(
    "RosterRules",
    Words("排班规则", "Roster rules"),
    (
        Choice("rule", "规则", "Rule", choices=c.ROSTER_RULE, list_name="roster_rule", required=True),
        Flag("active", "启用", "On", SUPERVISOR, required=True),
        Choice(
            "strength",
            "强度",
            "Strength",
            SUPERVISOR,
            choices=c.STRENGTH,
            list_name="strength",
            required=True,
        ),
        Number("parameter", "参数", "Parameter", SUPERVISOR, least=0, digits=0),
        Text("unit", "单位", "Unit", wide=8),
        Whole("weight", "权重", "Weight", SUPERVISOR, least=0, most=1_000_000),
        Text("meaning", "说明", "Meaning", wide=44),
        Text("source", "出处", "Source", wide=34),
    ),
    key=("rule",),
    purpose=Words("每条规则可开关、可改参数。", "Each rule can be switched, hardened and given a parameter."),
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
        Flag("active", "启用", "On", SUPERVISOR, required=True),
        Choice("event", "事件", "Event", SUPERVISOR, choices=c.EVENT, list_name="event", required=True),
        Text("after_rule", "接在规则之后", "After rule", SUPERVISOR, longest=20),
        Choice(
            "channel", "方式", "Channel", SUPERVISOR, choices=c.CHANNEL, list_name="channel", required=True
        ),
        Text("action", "事项", "What to do", SUPERVISOR, required=True, wide=34),
        Number(
            "due_from",
            "可办：事件后",
            "Due from",
            SUPERVISOR,
            digits=0,
            required=True,
            help=Words("负数即事件之前", "Negative: before the event"),
        ),
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

MEASURES = Table(
    "Measures",
    Words("考核指标", "Measures"),
    (
        Choice(
            "measure", "指标", "Measure", SUPERVISOR, choices=c.MEASURE, list_name="measure", required=True
        ),
        Choice("role", "岗位", "Role", SUPERVISOR, choices=c.ANY_ROLE, list_name="any_role", required=True),
        Choice(
            "platform",
            "平台",
            "Platform",
            SUPERVISOR,
            choices=c.ANY_PLATFORM,
            list_name="any_platform",
            required=True,
        ),
        Flag("active", "启用", "On", SUPERVISOR, required=True),
        Number("worst", "最差（0 分）", "Worst (0)", SUPERVISOR),
        Number("best", "最好（100 分）", "Best (100)", SUPERVISOR),
        Number("weight", "权重", "Weight", SUPERVISOR, least=0, most=1000),
        Choice(
            "direction",
            "方向",
            "Direction",
            SUPERVISOR,
            choices=c.DIRECTION,
            list_name="direction",
            required=True,
        ),
        Whole("least_sample", "最少样本", "Smallest sample", SUPERVISOR, least=0),
        Text("unit", "单位", "Unit", wide=8),
        Text("definition", "定义", "Definition", wide=50),
        Text("source", "出处", "Source", wide=30),
    ),
    key=("measure", "role", "platform"),
    purpose=Words(
        "每项指标从最差到最好按直线计 0 到 100 分。",
        "Each measure scores 0 to 100 on a line from worst to best.",
    ),
)

HOLIDAYS = Table(
    "Holidays",
    Words("节假日", "Holidays"),
    (
        Day("date", "日期", "Date", SUPERVISOR, required=True),
        Choice(
            "kind",
            "类型",
            "Kind",
            SUPERVISOR,
            choices=c.HOLIDAY_KIND,
            list_name="holiday_kind",
            required=True,
        ),
        Text("name", "名称", "Holiday", SUPERVISOR, wide=20),
    ),
    key=("date",),
    purpose=Words(
        "放假与调休上班日，以国务院通知为准。", "Holidays and adjusted working days, as published."
    ),
)

IMPORT_MAPS = Table(
    "ImportMaps",
    Words("导入映射", "Import maps"),
    (
        Text("profile", "导出表", "Profile", SUPERVISOR, required=True),
        Text("header", "导出表头", "Header", SUPERVISOR, required=True, wide=24),
        Text("target_table", "目标表", "Table", SUPERVISOR, required=True),
        Text("target_column", "目标列", "Column", SUPERVISOR, required=True),
        Choice("unit", "单位", "Unit", SUPERVISOR, choices=c.MAP_UNIT, list_name="map_unit"),
        Choice(
            "aggregation", "汇总", "Aggregation", SUPERVISOR, choices=c.AGGREGATION, list_name="aggregation"
        ),
        Text("weight_header", "权重表头", "Weight header", SUPERVISOR, wide=20),
    ),
    key=("profile", "header"),
)

ORDERS = Table(
    "Orders",
    Words("订单", "Orders"),
    (
        platform(SUPERVISOR),
        Text("shop", "店铺", "Shop", SUPERVISOR),
        Text("order_id", "订单编号", "Order no.", SUPERVISOR, required=True, longest=40, wide=20),
        Text("customer", "买家账号", "Customer", SUPERVISOR, longest=100, wide=18),
        Ref("agent_id", "归属客服", "Agent", SUPERVISOR, table="Staff", column="agent_id"),
        Moment("created", "创建时间", "Created", SUPERVISOR, required=True),
        Moment("paid", "付款时间", "Paid", SUPERVISOR),
        Moment("cancelled", "关闭时间", "Cancelled", SUPERVISOR),
        Money("total", "总金额", "Total", SUPERVISOR, least=0),
        Money("paid_amount", "实付金额", "Paid amount", SUPERVISOR, least=0),
        Money("refund", "退款金额", "Refund", SUPERVISOR, least=0),
        Flag("custom", "定制/大单", "Custom", SUPERVISOR),
        Text("region", "收货地址", "Region", SUPERVISOR, wide=16),
    ),
    key=("platform", "order_id"),
    purpose=Words("平台导出的订单。", "Orders as the platforms export them."),
)

PLATFORM_FIGURES = Table(
    "PlatformFigures",
    Words("平台数据", "Platform figures"),
    (
        platform(CSBOOK),
        Text("shop", "店铺", "Shop"),
        Text("account", "平台账号", "Account", wide=20),
        Day("period_from", "开始日", "From"),
        Day("period_to", "结束日", "To"),
        Text("measure", "指标", "Measure", wide=18),
        Number("total", "合计", "Total"),
        Number("weight", "权重", "Weight"),
        Text("source_file", "来源文件", "Source file", wide=28),
        Moment("imported_at", "导入时间", "Imported at"),
    ),
    key=("platform", "shop", "account", "period_from", "period_to", "measure"),
)

SETUP: Final[tuple[Table, ...]] = (
    SETTINGS_TABLE,
    STAFF,
    SHIFTS,
    COVER,
    ROSTER_RULES,
    FOLLOW_UP_RULES,
    MEASURES,
    HOLIDAYS,
    IMPORT_MAPS,
    ORDERS,
    PLATFORM_FIGURES,
)
