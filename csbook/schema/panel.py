"""操作面板 on the first sheet: what the ribbon's buttons take, as the command line takes options."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.columns import Any, Choice, Column, Day, Filler, Flag, Moment, Month, Number, Text
from csbook.schema.table import Table

PANEL_KINDS: Final[dict[str, Column]] = {
    "month": Month("", "", ""),
    "today": Moment("", "", ""),
    "replace": Flag("", "", ""),
    "seconds": Number("", "", "", least=1, most=3600, digits=0),
    "agent": Text("", "", "", longest=40),
    "first": Day("", "", ""),
    "last": Day("", "", ""),
    "leaves": Flag("", "", ""),
    "method": Choice("", "", "", choices=c.COVER_METHOD, list_name="cover_method"),
}
"""What the value of each parameter may be, in the order of the panel's rows."""

PANEL_MEANINGS: Final = {
    "month": Words(
        "按这个月处理，如 2026-11；空着取“设置”的月份",
        "The month to work on, such as 2026-11; empty takes that of Settings",
    ),
    "today": Words(
        "把这个时点当作今天，补做以前的日子时用；空着取现在",
        "Taken as today, to make up for an earlier day; empty takes now",
    ),
    "replace": Words(
        "填“是”则连主管手改过的排班格也重排",
        "yes builds the roster anew over cells that a person changed",
    ),
    "seconds": Words(
        "排班最多算这么多秒；空着取“设置”",
        "The roster takes at most so many seconds; empty takes that of Settings",
    ),
    "agent": Words(
        "临时调班：谁不能来，填工号或姓名",
        "Repair roster: who cannot come, by staff number or name",
    ),
    "first": Words("临时调班：从哪一天起不能来", "Repair roster: the first day they cannot come"),
    "last": Words(
        "临时调班：到哪一天为止；空着即只有一天",
        "Repair roster: the last such day; empty means one day",
    ),
    "leaves": Words(
        "临时调班：填“是”则从开始那天起离职，不再排班",
        "Repair roster: yes means that they leave for good on the first day",
    ),
    "method": Words(
        "建议人数：按历史接待量，或按排队公式；空着按历史",
        "Suggest cover: from history, or by the Erlang formula; empty takes history",
    ),
}

PANEL: Final = Table(
    "Panel",
    Words("操作面板", "Panel"),
    (
        Choice(
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
            },
            list_name="parameter",
            required=True,
        ),
        Any("value", "取值", "Value", Filler.SUPERVISOR),
        Text("meaning", "说明", "Meaning", wide=52),
    ),
    key=("parameter",),
    purpose=Words(
        "功能区按钮使用的参数；留空即用默认值。", "What the ribbon buttons take; empty means the default."
    ),
)
