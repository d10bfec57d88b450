"""What the roster is made from: staff, shifts, cover, rules, calendar. Each is set once and kept up."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import (
    OF_PEOPLE,
    Choice,
    Choices,
    Day,
    Duration,
    Filler,
    Flag,
    Formula,
    Number,
    Ref,
    Text,
    Whole,
)
from csbook.schema.table import Table

SUPERVISOR, SHARED = Filler.SUPERVISOR, Filler.SHARED

STAFF = Table(
    "Staff",
    Words("员工", "Staff"),
    (
        Text("agent_id", "工号", "Staff no.", SUPERVISOR, required=True, longest=20, wide=9),
        Text("name", "姓名", "Name", SUPERVISOR, required=True, longest=40, wide=10),
        Text("group", "平台组", "Group", SUPERVISOR, required=True, longest=40, wide=12),
        Text("helps", "可支援的组", "Can help", SUPERVISOR, longest=200, wide=14),
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
        Flag("rostered", "参加排班", "Rostered", SUPERVISOR),
        Flag("temporary", "临时", "Temporary", SUPERVISOR),
        Number("contract_hours", "合同月工时", "Contract hours", SUPERVISOR, least=0, most=400),
        Day("hired", "入职日期", "Hired", SUPERVISOR, years=OF_PEOPLE),
        Day("probation_until", "试用期至", "Probation until", SUPERVISOR, years=OF_PEOPLE),
        Day("left", "离职日期", "Left", SHARED, years=OF_PEOPLE),
        Flag("complaints", "可处理投诉", "Handles complaints", SUPERVISOR),
        Number("most_hours", "月最多工时", "Most hours", SUPERVISOR, least=0, most=744),
        Number("least_hours", "月最少工时", "Least hours", SUPERVISOR, least=0, most=744),
        Whole("most_weekends", "月最多上班周末", "Most weekends", SUPERVISOR, least=0, most=6),
        Whole("longest_stretch", "最多连上天数", "Most days running", SUPERVISOR, least=1, most=31),
        Text("shift_limits", "各班次上限", "Shift limits", SUPERVISOR, longest=200, wide=16),
        Text("accounts", "平台账号", "Accounts", SUPERVISOR, wide=30),
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
        Duration("end", "下班", "End", SUPERVISOR, required=True),
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
        Day("date", "日期", "Date", SUPERVISOR),
        Text("group", "平台组", "Group", SUPERVISOR, required=True, longest=40, wide=12),
        Ref("shift", "班次", "Shift", SUPERVISOR, table="Shifts", column="code", required=True),
        Whole("minimum", "最少人数", "Minimum", SUPERVISOR, least=0, most=1000, required=True),
        Whole("preferred", "期望人数", "Preferred", SHARED, least=0, most=1000),
        Whole("weight", "缺人权重", "Weight of a gap", SUPERVISOR, least=0, most=1000),
        Whole("over", "超员权重", "Weight of excess", SUPERVISOR, least=0, most=1_000_000),
    ),
    key=("day_type", "date", "group", "shift"),
    purpose=Words("每个组每个班次要几个人。", "How many people each group needs on each shift."),
)

ROSTER_RULES = Table(
    "RosterRules",
    Words("排班规则", "Roster rules"),
    (
        Choice(
            "rule",
            "规则",
            "Rule",
            choices=c.ROSTER_RULE,
            list_name="roster_rule",
            former=c.FORMER_ROSTER_RULE,
            required=True,
        ),
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
        "放假与调休上班日，以国务院通知为准；大促不休的日子由主管加。",
        "Holidays and adjusted working days, as published; sales days are the supervisor's.",
    ),
)

STAFFING: Final[tuple[Table, ...]] = (STAFF, SHIFTS, COVER, ROSTER_RULES, HOLIDAYS)
