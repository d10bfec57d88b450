"""操作面板 on the first sheet: what the ribbon's buttons take, as the command line takes options."""

from __future__ import annotations

from contextlib import suppress
from typing import Any as AnyValue
from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.cells import BadCell, as_moment
from csbook.schema.columns import (
    OF_PEOPLE,
    YEARS,
    Any,
    Choice,
    Column,
    Day,
    Filler,
    Flag,
    Moment,
    Month,
    Number,
    Text,
)
from csbook.schema.score_choices import EXPORTED, SPAN
from csbook.schema.table import Table


class PanelMonth(Month):
    """A month; a day of it will do, also as the number that a pasted date is in a cell without a date's
    format."""

    def parse(self, value: AnyValue) -> str:
        return super().parse(as_day(self, value))


def as_day(kind: Column, value: AnyValue) -> AnyValue:
    """A number where a date or month belongs as the day that it stands for, from 1950 on; anything else
    as it is."""
    if isinstance(kind, (Day, Moment, Month)) and isinstance(value, (int, float)):
        with suppress(BadCell):
            moment = as_moment(value)
            if OF_PEOPLE.start <= moment.year < YEARS.stop:
                return moment
    return value


PANEL_KINDS: Final[dict[str, Column]] = {
    "month": PanelMonth("", "", ""),
    "today": Moment("", "", ""),
    "replace": Flag("", "", ""),
    "seconds": Number("", "", "", least=1, most=3600, digits=0),
    "agent": Text("", "", "", longest=40),
    "first": Day("", "", ""),
    "last": Day("", "", ""),
    "leaves": Flag("", "", ""),
    "method": Choice("", "", "", choices=c.COVER_METHOD, list_name="cover_method"),
    "folder": Text("", "", "", longest=400),
    "platform": Choice("", "", "", choices=c.PLATFORM, list_name="platform"),
    "shop": Text("", "", "", longest=100),
    "customer": Text("", "", "", longest=100),
    "date": Day("", "", ""),
    "before": Day("", "", ""),
    "confirm": Text("", "", "", longest=20),
    "reason": Text("", "", "", longest=200),
    "span": Choice("", "", "", choices=SPAN, list_name="span"),
    "what": Choice("", "", "", choices=EXPORTED, list_name="exported"),
    "new_terms": Flag("", "", ""),
    "daily_folder": Text("", "", "", longest=400),
    "report_date": Day("", "", ""),
}
"""What the value of each parameter may be, in the order of the panel's rows."""

PANEL_MEANINGS: Final = {
    "month": Words(
        "按这个月处理，如 2026-11；空着取“设置”的月份，“月结”取上个月",
        "The month to work on, such as 2026-11; empty takes that of Settings, Settle month takes last month",
    ),
    "today": Words(
        "把这个时点当作今天，补做以前的日子时用；空着取现在",
        "Taken as today, to make up for an earlier day; empty takes now",
    ),
    "replace": Words(
        "填“是”：生成排班时连主管手改过的格也重排；导入、开工时用新数替换不同的旧数",
        "yes: Build roster also replaces cells that a person changed; Import and Start day, figures that "
        "differ",
    ),
    "seconds": Words(
        "排班最多算这么多秒；空着取“设置”",
        "The roster takes at most so many seconds; empty takes that of Settings",
    ),
    "agent": Words(
        "临时调班、离职交接、核算说明：是谁，填工号或姓名",
        "Repair roster, Leave shop, Explain pay: who it is, by staff number or name",
    ),
    "first": Words(
        "临时调班：从哪一天起不能来；导入、开工：文件没写日期时的第一天",
        "Repair roster: the first day they cannot come; Import, Start day: that of a file that names none",
    ),
    "last": Words(
        "临时调班、导入、开工：到哪一天为止；空着即只有一天",
        "Repair roster, Import, Start day: the last such day; empty means one day",
    ),
    "leaves": Words(
        "临时调班：填“是”则从开始那天起离职，不再排班",
        "Repair roster: yes means that they leave for good on the first day",
    ),
    "method": Words(
        "建议人数：按历史接待量，或按排队公式；空着按历史",
        "Suggest cover: from history, or by the Erlang formula; empty takes history",
    ),
    "folder": Words(
        "导入（开工）、导出：文件夹；空着取工作簿旁边的“导入”“导出”",
        "Import (Start day), Export: the folder; empty takes 'imports', 'exports' beside the workbook",
    ),
    "platform": Words("导入：文件没写明平台时", "Import: the platform, where the file does not say it"),
    "shop": Words("导入：文件没写明店铺时", "Import: the shop, where the file does not say it"),
    "customer": Words(
        "客户往来：买家账号、姓名或电话", "Customer history: account, name or telephone number"
    ),
    "date": Words("离职交接：最后上班的一天", "Leave shop: the last day of work"),
    "before": Words(
        "清除客户资料：这天以后没有往来的客户", "Purge customers: those without any contact since this day"
    ),
    "confirm": Words(
        "清除客户资料：先显示有多少，填那个数才真的清除；做完自动清空",
        "Purge customers: the number that it shows first removes them indeed; it is emptied then",
    ),
    "reason": Words("解锁月份：为什么要解锁", "Reopen month: why it is reopened"),
    "span": Words(
        "起草报告：按日、周、月还是年；空着按月",
        "Draft report: for a day, a week, a month or a year; empty takes the month",
    ),
    "what": Words(
        "导出：导出什么；空着即绩效核算表，其余几样是 PDF",
        "Export: what; empty takes the pay sheet, the others are PDFs",
    ),
    "new_terms": Words(
        "月度评分：填“是”则锁定过、已解锁的月份也按现在的设置、规则、人员和班次算",
        "Score month: yes takes the settings, rules, people and shifts of now for a reopened month too",
    ),
    "daily_folder": Words(
        "发和收日报表（收工）、缺填名单：文件夹；空着取工作簿旁边的“日报表”",
        "Hand out, Collect (End day), Who is missing: the folder; empty takes 'daily-sheets' beside the "
        "workbook",
    ),
    "report_date": Words(
        "起草报告：报告这一天所在的日、周、月、年；空着取“月份”，或今天",
        "Draft report: a day of what it is about; empty takes the month, or today",
    ),
}

PARAMETER: Final = Choice(
    "parameter",
    "参数",
    "Parameter",
    Filler.CSBOOK,
    choices={
        "month": Words("月份", "month"),
        "today": Words("今天", "today"),
        "replace": Words("覆盖手改格", "replace typed cells"),
        "seconds": Words("最长秒数", "time limit"),
        "agent": Words("人员", "person"),
        "first": Words("开始日期", "first day"),
        "last": Words("结束日期", "last day"),
        "leaves": Words("离职", "leaves for good"),
        "method": Words("人数算法", "cover method"),
        "folder": Words("文件夹", "folder"),
        "platform": Words("平台", "platform"),
        "shop": Words("店铺", "shop"),
        "customer": Words("客户", "customer"),
        "date": Words("离职日期", "leaving date"),
        "before": Words("清除早于", "purge before"),
        "confirm": Words("确认清除", "confirm purge"),
        "reason": Words("理由", "reason"),
        "span": Words("报告范围", "report span"),
        "what": Words("导出内容", "what to export"),
        "new_terms": Words("按现在口径", "by the terms of now"),
        "daily_folder": Words("日报表文件夹", "daily sheets folder"),
        "report_date": Words("报告日期", "report date"),
    },
    list_name="parameter",
    required=True,
)

PANEL: Final = Table(
    "Panel",
    Words("操作面板", "Panel"),
    (
        PARAMETER,
        Any("value", "取值", "Value", Filler.SUPERVISOR),
        Text("meaning", "说明", "Meaning", wide=52),
    ),
    key=("parameter",),
    purpose=Words(
        "功能区按钮使用的参数；留空即用默认值。", "What the ribbon buttons take; empty means the default."
    ),
)
