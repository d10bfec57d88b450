"""The report in words and figures, the month's plan."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import (
    Choice,
    Filler,
    Flag,
    Moment,
    Month,
    Number,
    Percent,
    Text,
    Whole,
)
from csbook.schema.daily import staff_no
from csbook.schema.score_choices import SPAN
from csbook.schema.table import Table

SUPERVISOR, AGENT, CSBOOK = Filler.SUPERVISOR, Filler.AGENT, Filler.CSBOOK


def span() -> Choice:
    return Choice("span", "范围", "Span", CSBOOK, choices=SPAN, list_name="span", required=True)


def period() -> Text:
    """`2026-11-22`, `2026-W47`, `2026-11` or `2026`."""
    return Text("period", "时段", "Period", CSBOOK, required=True, longest=10, wide=12)


REPORT = Table(
    "Report",
    Words("月报", "Report"),
    (
        span(),
        period(),
        Choice("part", "部分", "Part", CSBOOK, choices=c.REPORT_PART, list_name="report_part", required=True),
        Whole("line", "序号", "Line", CSBOOK, required=True),
        Text("proposed", "系统草稿", "Proposed", wide=60),
        Text("countermeasure", "建议对策", "Counter-measure", wide=48),
        Text("final", "定稿", "Final", SUPERVISOR, wide=48),
        Text("final_measure", "对策定稿", "Counter-measure, final", SUPERVISOR, wide=36),
    ),
    key=("span", "period", "part", "line"),
    opened_by_csbook=True,
    purpose=Words(
        "总体问题、售前要点、售后要点、目标；草稿由系统写，定稿由主管改。",
        "Overall problems, pre-sale, after-sale, goals: csbook drafts, the supervisor settles.",
    ),
)

REPORT_FIGURES = Table(
    "ReportFigures",
    Words("月报数据", "Report figures"),
    (
        span(),
        period(),
        Choice("measure", "指标", "Measure", CSBOOK, choices=c.MEASURE, list_name="measure", required=True),
        Text("unit", "单位", "Unit", wide=8),
        Number("value", "本期", "Value"),
        Number("before", "上期", "Before"),
        Number("target", "目标", "Target"),
        Choice("direction", "方向", "Direction", choices=c.DIRECTION, list_name="direction"),
    ),
    key=("span", "period", "measure"),
    opened_by_csbook=True,
)

PLAN = Table(
    "Plan",
    Words("月计划", "Plan"),
    (
        Month("month", "月份", "Month", SUPERVISOR, required=True),
        Choice("part", "部分", "Part", SUPERVISOR, choices=c.PLAN_PART, list_name="plan_part", required=True),
        Text("item", "内容", "Item", SUPERVISOR, required=True, wide=36),
        staff_no(SUPERVISOR),
        Choice("measure", "指标", "Measure", SUPERVISOR, choices=c.MEASURE, list_name="measure"),
        Number("target", "目标", "Target", SUPERVISOR),
        Number("actual", "实际", "Actual"),
        Percent("attainment", "达成率", "Attainment"),
        Flag("done", "完成", "Done", AGENT),
        Moment("proposed_time", "建议时间", "Proposed time"),
        Text("note", "备注", "Note", SUPERVISOR, wide=30),
    ),
    key=("month", "part", "item"),
    purpose=Words(
        "日常工作、每周培训、本月指标、团队会议四部分。",
        "Daily work, weekly training, monthly targets, meetings.",
    ),
)


REPORTING: Final[tuple[Table, ...]] = (REPORT, REPORT_FIGURES, PLAN)
