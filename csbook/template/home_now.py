"""One line of the first sheet: the next thing to do, by what is filled, built and still open."""

from __future__ import annotations

from typing import Any, Final

from csbook.drawing.formulas import in_language, quoted
from csbook.drawing.looks import BLUE, Looks
from csbook.problems import Language, Words
from csbook.template.home_duty import THIS_MONTH, TODAY_KNOWN

ROW: Final = 2
COLUMN: Final = 1
HEIGHT: Final = 24  # points, so that the line stands apart from the tiles below
NOW: Final = Words("现在：", "Now: ")
COUNTED: Final = "{n}"
"""Where the number of what is open stands in a text."""

OVERDUE: Final = "COUNTIF({Today.state},{Today.state=overdue})"
ERRORS: Final = "COUNTIF({Problems.severity},{Problems.severity=error})"
DUE: Final = "COUNTIF({Today.state},{Today.state=due})"

TODAYS_MONTH: Final = 'YEAR(TODAY())&"-"&TEXT(MONTH(TODAY()),"00")'
TODAY_MISSING: Final = (
    f"IF({THIS_MONTH},NOT({TODAY_KNOWN}),ISNA(MATCH({TODAYS_MONTH},{{RosterStates.month}},0)))"
)
"""No roster says anything of today: not 排班, and no month before it or after it."""

STEPS: Final[tuple[tuple[str, str, Words], ...]] = (
    (
        "COUNTA({Staff.agent_id})=0",
        "",
        Words("点“显示设置”，在“员工”里每人填一行。", "click Show settings, then fill Staff, a row each."),
    ),
    (
        'AND(csbook_roster_state="",N(csbook_month)>0,'
        "DATE(YEAR(N(csbook_month)),MONTH(N(csbook_month))+1,1)<=TODAY())",
        "",
        Words(
            "“设置”里的月份已经过去：改成本月，再点“生成排班”。",
            "the month on Settings is over: set this one, then click Build roster.",
        ),
    ),
    (
        'csbook_roster_state=""',
        "",
        Words("本月还没有排班，点“生成排班”。", "the month has no roster yet: click Build roster."),
    ),
    (
        "csbook_roster_state={RosterStates.state=draft}",
        "",
        Words(
            "排班还是草稿：点“检查排班”，没问题再点“发布排班”。",
            "the roster is a draft: click Check roster, then Publish roster.",
        ),
    ),
    (
        TODAY_MISSING,
        "",
        Words(
            "今天没有排班：在“设置”里把月份改成本月，点“生成排班”，再点“发布排班”。",
            "today has no roster: set the month to this one on Settings, click Build roster, then Publish "
            "roster.",
        ),
    ),
    (
        "COUNTIF({DailyLog.date},TODAY())=0",
        "",
        Words("今天还没开工，点“开工”。", "today has not been started: click Start day."),
    ),
    (
        f"{ERRORS}>0",
        ERRORS,
        Words("“填写检查”里有 {n} 处要改。", "{n} to correct on Problems."),
    ),
    (
        f"{OVERDUE}>0",
        OVERDUE,
        Words("“今日待办”里有 {n} 件已超时，先办。", "{n} overdue on Today: these first."),
    ),
    (
        f"{DUE}>0",
        DUE,
        Words("“今日待办”里还有 {n} 件今日应办。", "{n} more to do on Today."),
    ),
)
"""From the first to the last: what is so, what is counted, what is said."""
DONE: Final = Words("今天的都办完了，下班前点“收工”。", "all of today is done; before closing click End day.")


def draw_now(sheet: Any, looks: Looks, language: Language) -> None:
    sheet.set_row(ROW, HEIGHT)
    look = looks.get(font_color=BLUE, bold=True, font_size=11)
    sheet.write_formula(ROW, COLUMN, formula(language), look, "")


def formula(language: Language) -> str:
    """The first step that is so, in words; the last words where none is."""
    said = quoted(DONE(language))
    for so, counted, words in reversed(STEPS):
        said = f"IF({so},{text(words(language), counted)},{said})"
    return "=" + quoted(NOW(language)) + "&" + in_language(said, language)


def text(words: str, counted: str) -> str:
    """The words as part of a formula, with the number in its place."""
    if not counted:
        return quoted(words)
    before, after = words.split(COUNTED)
    return f"{quoted(before)}&({counted})&{quoted(after)}"
