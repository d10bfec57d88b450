"""The tables that are set once, beside those of the roster: settings, follow-up rules, measures, maps."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import (
    Any,
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
    FOLLOW_UP_RULES,
    MEASURES,
    IMPORT_MAPS,
    ORDERS,
    PLATFORM_FIGURES,
)
