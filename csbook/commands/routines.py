"""The routines of a day and of a month, declared once as the commands are."""

from __future__ import annotations

from typing import Final

from csbook.commands.command import Command, Parameter
from csbook.commands.registry import BY_NAME, COMMANDS
from csbook.commands.routine import Routine, Settled, Step, Then
from csbook.problems import Words

NO_FILES: Final = ("csbook.commands.file_refusals:NoFiles",)
NO_ROSTER: Final = ("csbook.commands.rostering.close_month:NoRosterKept",)
LOCKED: Final = ("csbook.commands.locked_months:MonthLocked",)


def no_files(command: str) -> Words:
    """That the usual folder of a command is empty, or not there."""
    usual = BY_NAME[command].usual_folder
    assert usual is not None
    return Words(f"“{usual.zh}”里没有文件", f"no files in '{usual.en}'")


def taken_by(command: str, *names: str) -> tuple[Parameter, ...]:
    """Parameters of a command, by their names."""
    return tuple(p for p in BY_NAME[command].parameters if p.name in names)


ROUTINES: Final[tuple[Routine, ...]] = (
    Routine(
        "start-day",
        Words(
            "早上点一次：导入平台文件、准备当天、更新回访。哪一步做不了就停下说明，改好再点就接着做。",
            "Once in the morning: Import, Prepare day, Update follow-ups. It stops at a step that cannot be "
            "done and says why; pressed again after mending it goes on from there.",
        ),
        "routines",
        "MacroPlay",
        (
            Step("import", nothing_to_do=NO_FILES, lacking=no_files("import"), each_time=True),
            Step("prepare-day"),
            Step("update-followups"),
        ),
        (
            Then(Words("看“今日待办”", "look at sheet 'Today'")),
            Then(
                Words("催昨天没填日报的人", "remind whoever has not filled yesterday's log"),
                "prepare-day",
                ("unfilled",),
            ),
            Then(
                Words(
                    "客服用小工作簿的，点“发日报表”",
                    "press 'Hand out sheets' for agents with sheets of their own",
                ),
                "prepare-day",
                ("on_duty",),
            ),
        ),
        "Today",
        taken_by("import", "platform", "shop", "folder", "first", "last", "replace"),
        summed=("Orders", "Customers", "Enquiries", "DailyLog", "FollowUps"),
    ),
    Routine(
        "end-day",
        Words(
            "下班前点一次：收日报表、缺填名单、当天的报告。哪一步做不了就停下说明，改好再点就接着做。",
            "Once before closing: Collect sheets, Who is missing, the day's report. It stops at a step that "
            "cannot be done and says why; pressed again after mending it goes on from there.",
        ),
        "routines",
        "AcceptInvitation",
        (
            Step("collect", nothing_to_do=NO_FILES, lacking=no_files("collect"), each_time=True),
            Step("who-is-missing", each_time=True),
            Step("report", {"span": "day"}),
        ),
        (
            Then(
                Words("催没填的人补上日报", "remind whoever is missing"),
                "who-is-missing",
                ("missing", "on_shift"),
            ),
            Then(Words("在“月报”里给当天的报告定稿", "settle the day's lines on sheet 'Report'")),
        ),
        "Report",
        taken_by("collect", "daily_folder"),
    ),
    Routine(
        "settle-month",
        Words(
            "每月 4 日点一次：上月的月度结转、月度评分、锁定月份。哪一步做不了就停下说明，改好再点就接着做。",
            "Once on the 4th: Close month, Score month and Lock month, of last month. It stops at a step "
            "that cannot be done and says why; pressed again after mending it goes on from there.",
        ),
        "routines",
        "DateAndTimeInsert",
        (
            Step("close-month", nothing_to_do=NO_ROSTER, lacking=Words("没有排班", "no roster")),
            Step("score"),
            Step("lock-month", nothing_to_do=LOCKED, rests_on="score"),
        ),
        (
            Then(Words("点“导出”把绩效核算表交给人事", "press 'Export' for HR's pay sheet")),
            Then(Words("通报名次和整改", "make ranking and improvement plans known")),
        ),
        "Pay",
        (Parameter("month", "month", Words("处理的月份，默认上个月", "The month; last month by default")),),
        of_last_month=True,
        settled=Settled(
            Words("已经结好：这个月已锁定。", ": the month is locked already."),
            Words(
                "不用再点；要改动先“解锁月份”，要结别的月份，在操作面板“月份”写那个月。",
                "nothing; 'Reopen month' first to change it, or say another month at 'month' in the panel.",
            ),
            Words("早已锁定，但有要看的地方。", ": locked before, but some things need a look."),
        ),
    ),
)
ROUTINE_BY_NAME: Final = {routine.name: routine for routine in ROUTINES}
BUTTONS: Final[tuple[Routine | Command, ...]] = (*ROUTINES, *COMMANDS)
"""What has a button and a subcommand."""
