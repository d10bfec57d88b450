"""The tables that are set once, beside those of roster and customers; what is imported."""

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
    Ref,
    Text,
    Whole,
)
from csbook.schema.daily import platform
from csbook.schema.import_choices import COUNTED, FIGURE, TARGET
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
        Text("bands", "分档", "Bands", SUPERVISOR, longest=200, wide=24),
        Number("weight", "权重", "Weight", SUPERVISOR, least=0, most=1000),
        Number("target", "目标", "Target", SUPERVISOR),
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
        Text("window", "口径", "Window", wide=24),
        Text("source", "出处", "Source", wide=30),
    ),
    key=("measure", "role", "platform"),
    purpose=Words(
        "每项指标从最差到最好按直线计 0 到 100 分，或按分档计；没有数据的指标不计，其余权重按比例放大。",
        "Each measure scores 0 to 100 from worst to best, or by bands; without data the others weigh more.",
    ),
)

IMPORT_MAPS = Table(
    "ImportMaps",
    Words("导入映射", "Import maps"),
    (
        Text("profile", "导出表", "Profile", SUPERVISOR, required=True, longest=60, wide=18),
        Choice("platform", "平台", "Platform", SUPERVISOR, choices=c.PLATFORM, list_name="platform"),
        Text("header", "导出表头", "Header", SUPERVISOR, required=True, longest=100, wide=24),
        Choice(
            "target", "对应", "Means", SUPERVISOR, choices=TARGET, list_name="import_target", required=True
        ),
        Choice("unit", "单位", "Unit", SUPERVISOR, choices=c.MAP_UNIT, list_name="map_unit"),
        Choice("counted", "怎样计数", "Counted", SUPERVISOR, choices=COUNTED, list_name="counted"),
        Text("weight_header", "权重表头", "Weight header", SUPERVISOR, longest=100, wide=20),
        Flag("recognises", "据此辨认", "Recognises", SUPERVISOR),
    ),
    key=("profile", "header", "target"),
    purpose=Words(
        "自己添加的导出表：每个表头一行，说明它对应什么。",
        "Exports you add yourself: one row per header says what it means.",
    ),
)

ORDERS = Table(
    "Orders",
    Words("订单", "Orders"),
    (
        platform(SUPERVISOR),
        Text("shop", "店铺", "Shop", SUPERVISOR, wide=20),
        Text("order_id", "订单编号", "Order no.", SUPERVISOR, required=True, longest=40, wide=23),
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
        Text("shop", "店铺", "Shop", wide=20),
        Text("account", "平台账号", "Account", wide=20),
        Day("period_from", "开始日", "From"),
        Day("period_to", "结束日", "To"),
        Choice("measure", "指标", "Measure", choices=FIGURE, list_name="figure"),
        Number("total", "合计", "Total"),
        Number("weight", "权重", "Weight"),
        Text("source_file", "来源文件", "Source file", wide=28),
        Moment("imported_at", "导入时间", "Imported at"),
    ),
    key=("platform", "shop", "account", "period_from", "period_to", "measure"),
)

SETUP: Final[tuple[Table, ...]] = (
    SETTINGS_TABLE,
    MEASURES,
    IMPORT_MAPS,
    ORDERS,
    PLATFORM_FIGURES,
)
