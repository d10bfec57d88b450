"""What csbook keeps and tells about the roster: who has the late watch, what a check and an explanation
found, who is to be told of a change, the grid as built and as published, how far each month is."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import Choice, Day, Filler, Flag, Moment, Month, Number, ShiftCell, Text, Whole
from csbook.schema.daily import DAYS, staff_no
from csbook.schema.table import Table

CSBOOK, SHARED = Filler.CSBOOK, Filler.SHARED

LATE_WATCH = Table(
    "LateWatch",
    Words("值班表", "Late watch"),
    (
        Day("date", "日期", "Date", required=True),
        staff_no(SHARED),
        Text("name", "姓名", "Name"),
        Text("group", "平台组", "Group"),
        Flag("by_hand", "手改", "By hand"),
    ),
    key=("date",),
    purpose=Words(
        "每晚谁值班到最后一位客户；要换人，改工号即可。",
        "Who stays each evening until the last customer is served; type another staff number to change it.",
    ),
)

ROSTER_CHECK = Table(
    "RosterCheck",
    Words("排班检查", "Roster check"),
    (
        Choice("severity", "程度", "Severity", choices=c.SEVERITY, list_name="severity"),
        staff_no(CSBOOK),
        Text("name", "姓名", "Name"),
        Text("subject", "规则", "Rule", wide=42),
        Text("article", "出处", "Source", wide=40),
        Text("dates", "日期", "Dates", wide=44),
        Text("found", "现状", "Found", wide=40),
        Text("limit", "限度", "Limit", wide=34),
        Text("mend", "怎样改", "What would mend it", wide=52),
    ),
    rewritten=True,
    purpose=Words(
        "现在的班表违反了哪些规则和法律；改好后再点一次检查。",
        "Which rules and laws the roster breaks as it stands; check again after mending it.",
    ),
)

ROSTER_ANSWERS = Table(
    "RosterAnswers",
    Words("排班说明", "Roster explained"),
    (
        Choice("kind", "类型", "Kind", choices=c.ROSTER_ANSWER, list_name="roster_answer"),
        Whole("set_no", "组号", "Set"),
        Text("subject", "规则或意愿", "Rule or wish", wide=38),
        staff_no(CSBOOK),
        Text("name", "姓名", "Name"),
        Text("group", "平台组", "Group"),
        Text("dates", "日期", "Dates", wide=36),
        Text("place", "在哪里改", "Where", wide=28),
        Number("cost", "代价", "Cost", digits=0),
        Text("instead", "照办会怎样", "What it would take", wide=52),
    ),
    rewritten=True,
    purpose=Words(
        "为什么排不出、哪里缺人、哪些意愿没满足，以及照办要付出什么。",
        "Why there is no roster, where people are missing, which wishes were refused, at what price.",
    ),
)

NOTICES = Table(
    "Notices",
    Words("调班通知", "Roster notices"),
    (
        staff_no(CSBOOK),
        Text("name", "姓名", "Name"),
        Day("date", "日期", "Date"),
        Text("before", "原班次", "Before"),
        Text("after", "新班次", "After"),
        Text("reason", "原因", "Reason", wide=40),
        Flag("told", "已通知", "Told", SHARED),
    ),
    key=("agent_id", "date"),
    rewritten=True,
    opened_by_csbook=True,
    purpose=Words(
        "发布之后改动的班次，要逐个通知本人。",
        "Shifts changed since the roster was published; each person is to be told.",
    ),
)

ROSTER_HISTORY = Table(
    "RosterHistory",
    Words("排班历史", "Roster history"),
    (
        Day("date", "日期", "Date", required=True),
        staff_no(CSBOOK, required=True),
        Text("name", "姓名", "Name"),
        Text("group", "平台组", "Group"),
        ShiftCell("shift", "班次", "Shift"),
        Flag("typed", "手改", "Typed"),
    ),
    key=("date", "agent_id"),
    purpose=Words("以往各月的排班，每人每天一行。", "Rosters of earlier months, one row per agent and day."),
)


def kept_grid(name: str, title: Words, purpose: Words) -> Table:
    """A month's grid as csbook knows it beside what stands on 排班."""
    days = (ShiftCell(day, str(number), str(number)) for number, day in enumerate(DAYS, 1))
    columns = (staff_no(CSBOOK, required=True), Month("month", "月份", "Month"), *days)
    return Table(name, title, columns, rewritten=True, purpose=purpose)


ROSTER_BASE = kept_grid(
    "RosterBase",
    Words("排班底稿", "Roster as built"),
    Words(
        "系统最近写入的排班，用来认出主管手改的格。",
        "The roster as csbook wrote it last; it tells which cells a person changed since.",
    ),
)

PUBLISHED = kept_grid(
    "Published",
    Words("已发布排班", "Roster as published"),
    Words(
        "最近一次发布的排班，用来认出发布之后的改动。",
        "The roster as last published; it tells what was changed since.",
    ),
)

ROSTER_STATES = Table(
    "RosterStates",
    Words("排班状态", "Roster states"),
    (
        Month("month", "月份", "Month", required=True),
        Choice(
            "state",
            "状态",
            "State",
            choices=c.ROSTER_STATE,
            list_name="roster_state",
            former=c.FORMER_ROSTER_STATE,
            required=True,
        ),
        Whole("version", "版本", "Version"),
        Moment("at", "时间", "At"),
    ),
    key=("month",),
    purpose=Words("每个月的排班到了哪一步。", "How far each month's roster is."),
)

ROSTERING: Final[tuple[Table, ...]] = (
    LATE_WATCH,
    ROSTER_CHECK,
    ROSTER_ANSWERS,
    NOTICES,
    ROSTER_HISTORY,
    ROSTER_BASE,
    PUBLISHED,
    ROSTER_STATES,
)
