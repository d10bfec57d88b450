"""The months that the pictures show, as formulas in column A of the hidden sheet `lists`.

`A3` and `A4` there are the roster's month, as its first day and as text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from csbook.drawing.formulas import in_language
from csbook.problems import Language
from csbook.schema.cells import EXCEL_EPOCH


@dataclass(frozen=True)
class ShownMonth:
    """A name of the workbook, its cell's row in column A counted from 1, and the formula there.
    `{=...}` is an array formula."""

    name: str
    row: int
    formula: str


CLOSED = "{RosterStates.state}={RosterStates.state=closed}"


def first_day(value: str) -> str:
    typed = f"DATE(VALUE(LEFT({value},4)),VALUE(MID({value},6,2)),1)"
    dated = f"DATE(YEAR({value}),MONTH({value}),1)"
    return f'IFERROR(IF({value}="","",IF(ISNUMBER({value}),{dated},{typed})),"")'


def latest(column: str, condition: str) -> str:
    """The latest month of the rows that fulfil a condition, as text; "" without any."""
    newest = f'MAX(IF({condition},VALUE(SUBSTITUTE({{{column}}},"-",""))))'
    return f'{{=IFERROR(IF({newest}=0,"",TEXT({newest},"0000-00")),"")}}'


def running_month() -> str:
    """The roster's month, or that of the last daily log while there is none in it: the next roster is
    made before its month begins."""
    logs = 'COUNTIFS({DailyLog.date},">="&A3,{DailyLog.date},"<"&EDATE(A3,1))'
    last = "MAX({DailyLog.date})"
    return f'=IF(A3="","",IF({last}=0,A3,IF({logs}>0,A3,{last}-DAY({last})+1)))'


def to_date() -> str:
    """Whether the running month has proposed scores and no ranking yet."""
    proposed, ranked = (
        f'SUMPRODUCT(({{Scores.month}}=A9)*({{Scores.{name}}}<>""))>0'
        for name in ("performance_proposed", "rank")
    )
    return f'=IF(A9="",FALSE,AND({proposed},NOT({ranked})))'


def card_month() -> str:
    """As typed, else the last ranked month, else the last one with points."""
    typed, default = first_day("INDEX({CardChoice.month},1)"), first_day('IF(A6="",A12,A6)')
    return f'=IF({typed}="",{default},{typed})'


def open_since() -> str:
    """The first day after the last month that was closed, as a number; 0 while none was."""
    return f'=IF(A14="",0,EDATE({first_day("A14")},1))'


SHOWN_MONTHS = (
    ShownMonth("csbook_running_month", 8, running_month()),
    ShownMonth("csbook_running_month_text", 9, '=IF(A8="","",YEAR(A8)&"-"&TEXT(MONTH(A8),"00"))'),
    ShownMonth("csbook_ranked_month", 6, latest("Scores.month", '{Scores.rank}<>""')),
    ShownMonth("csbook_to_date", 10, to_date()),
    ShownMonth("csbook_standing_month", 11, "=IF(A10,A9,A6)"),
    ShownMonth("csbook_detailed_month", 12, latest("ScoreDetail.month", '{ScoreDetail.points}<>""')),
    ShownMonth("csbook_card_month", 13, card_month()),
    ShownMonth("csbook_closed_month", 14, latest("RosterStates.month", CLOSED)),
    ShownMonth("csbook_open_since", 15, open_since()),
)


def write_shown_months(book: Any, sheet: Any, title: str, language: Language, month: dt.date | None) -> None:
    """The cells of `sheet`, whose name is `title`, and their names. `month` is what the roster's month is
    in the workbook as it is built, without logs and scores."""
    built: dict[str, Any] = {"csbook_to_date": False, "csbook_open_since": 0}
    if month is not None:
        serial = (month - EXCEL_EPOCH.date()).days
        built |= {"csbook_running_month": serial, "csbook_running_month_text": f"{month:%Y-%m}"}
    for shown in SHOWN_MONTHS:
        text, value = in_language(shown.formula, language), built.get(shown.name, "")
        if text.startswith("{"):
            sheet.write_array_formula(shown.row - 1, 0, shown.row - 1, 0, text, None, value)
        else:
            sheet.write_formula(shown.row - 1, 0, text, None, value)
        book.define_name(shown.name, f"={title}!$A${shown.row}")
