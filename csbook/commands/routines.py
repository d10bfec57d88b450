"""The routines of a day and of a month, declared once as the commands are."""

from __future__ import annotations

from typing import Final

from csbook.commands.command import Command, Parameter
from csbook.commands.registry import BY_NAME, COMMANDS
from csbook.commands.routine import Routine, Step
from csbook.problems import Words

NO_FILES: Final = ("csbook.commands.file_refusals:NoFiles",)
LOCKED: Final = ("csbook.commands.locked_months:MonthLocked",)


def taken_by(command: str, *names: str) -> tuple[Parameter, ...]:
    """Parameters of a command, by their names."""
    return tuple(p for p in BY_NAME[command].parameters if p.name in names)


ROUTINES: Final[tuple[Routine, ...]] = (
    Routine(
        "start-day",
        Words("开工", "Start day"),
        Words(
            "早上点一次：导入平台文件、准备当天、更新回访。哪一步做不了就停下说明，改好再点就接着做。",
            "Once in the morning: Import, Prepare day, Update follow-ups. It stops at a step that cannot be "
            "done and says why; pressed again after mending it goes on from there.",
        ),
        "routines",
        "MacroPlay",
        (
            Step("import", nothing_to_do=NO_FILES, each_time=True),
            Step("prepare-day"),
            Step("update-followups"),
        ),
        Words(
            "看“今日待办”，催昨天没填日报的人；客服用小工作簿的，点“发日报表”。",
            "look at sheet 'Today' and remind whoever has not filled yesterday's log; press 'Hand out "
            "sheets' for agents with sheets of their own.",
        ),
        "Today",
        taken_by("import", "platform", "shop", "folder", "first", "last", "replace"),
    ),
    Routine(
        "end-day",
        Words("收工", "End day"),
        Words(
            "下班前点一次：收日报表、缺填名单、当天的报告。哪一步做不了就停下说明，改好再点就接着做。",
            "Once before closing: Collect sheets, Who is missing, the day's report. It stops at a step that "
            "cannot be done and says why; pressed again after mending it goes on from there.",
        ),
        "routines",
        "AcceptInvitation",
        (
            Step("collect", nothing_to_do=NO_FILES, each_time=True),
            Step("who-is-missing"),
            Step("report", {"span": "day"}),
        ),
        Words(
            "催没填的人补上日报，在“月报”里给当天的报告定稿。",
            "remind whoever is missing, and settle the day's lines on sheet 'Report'.",
        ),
        "Report",
        taken_by("collect", "folder"),
    ),
    Routine(
        "settle-month",
        Words("月结", "Settle month"),
        Words(
            "每月 4 日点一次：上月的月度结转、月度评分、锁定月份。哪一步做不了就停下说明，改好再点就接着做。",
            "Once on the 4th: Close month, Score month and Lock month, of last month. It stops at a step "
            "that cannot be done and says why; pressed again after mending it goes on from there.",
        ),
        "routines",
        "DateAndTimeInsert",
        (Step("close-month"), Step("score"), Step("lock-month", nothing_to_do=LOCKED, rests_on="score")),
        Words(
            "点“导出”把绩效核算表交给人事，通报名次和整改。",
            "press 'Export' for HR's pay sheet; make ranking and improvement plans known.",
        ),
        "Pay",
        (Parameter("month", "month", Words("处理的月份，默认上个月", "The month; last month by default")),),
        of_last_month=True,
    ),
)
ROUTINE_BY_NAME: Final = {routine.name: routine for routine in ROUTINES}
BUTTONS: Final[tuple[Routine | Command, ...]] = (*ROUTINES, *COMMANDS)
"""What has a button and a subcommand."""
