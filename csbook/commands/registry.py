"""Every command, declared once: ribbon buttons, subcommands and docs/commands.md are made from this.

Handlers are import strings, so that listing commands imports no domain code.
"""

from __future__ import annotations

from typing import Final

from csbook.commands.command import GROUPS, MONTH, MONTHS_END, WORKED, Command, Group, Parameter
from csbook.commands.customer_commands import CUSTOMER_COMMANDS, DAILY_FOLDER, SHEETS
from csbook.commands.rostering.roster_commands import ROSTER_COMMANDS
from csbook.commands.score_commands import SCORE_COMMANDS
from csbook.problems import Words, WrongUse

__all__ = ["BY_NAME", "COMMANDS", "GROUPS", "MONTH", "Command", "Group", "Parameter", "command"]

DAYS_WORK: Final = ("FollowUpRules", "CaseLimits", "FollowUps", "AfterSales", "Customers", "Reviews")
"""What a day asks for besides the log."""

COMMANDS: Final[tuple[Command, ...]] = (
    *ROSTER_COMMANDS,
    Command(
        "prepare-day",
        Words(
            "为今天当班的人加日报行，列出昨天没填的人，刷新今日待办。",
            "Adds today's log rows for the people on duty, lists who has not filled yesterday's, "
            "refreshes today's list.",
        ),
        "daily",
        "NewAppointment",
        "csbook.commands.prepare_day:prepare_day",
        (*WORKED, *DAYS_WORK, *MONTHS_END),
        ("DailyLog", "Today", "Plans"),
        forgives=("DailyLog", "AfterSales", "Customers", "Reviews", *MONTHS_END),
        then=Words(
            "点“更新回访”，今天到期的就都在“今日待办”里。",
            "press 'Update follow-ups': all that is due today then stands in 'Today'.",
        ),
    ),
    Command(
        "who-is-missing",
        Words(
            "下班前看：今天当班的人谁还没填日报、缺哪几项，发出的日报表填了没有；同时列入今日待办。",
            "Before closing: who on duty today has not filled the log, what it lacks and whether the daily "
            "sheet handed out is filled; put into today's list, too.",
        ),
        "daily",
        "FindDialog",
        "csbook.commands.who_is_missing:who_is_missing",
        (*WORKED, *DAYS_WORK, *MONTHS_END),
        ("Today", "Plans"),
        (Parameter("daily_folder", "folder", DAILY_FOLDER, option="folder"),),
        forgives=("DailyLog", "AfterSales", "Customers", "Reviews", *MONTHS_END),
        takes=(".xlsx",),
        usual_folder=SHEETS,
        does_without_files=True,
        then=Words(
            "请缺填的人补上再下班；都齐了就点“起草报告”。",
            "have what is missing filled before people leave; once all is there press 'Draft report'.",
        ),
    ),
    *CUSTOMER_COMMANDS,
    *SCORE_COMMANDS,
    Command(
        "check",
        Words(
            "列出整个工作簿里需要人改的地方，包括被改成数值的公式。",
            "Lists everything in the workbook that a person should correct, formulas overwritten by "
            "numbers included.",
        ),
        "tools",
        "ErrorChecking",
        "csbook.commands.check:check",
        (),
        ("Problems",),
        reports=True,
        shows="Problems",
        then_mend=Words(
            "按“填写检查”逐条改，改好再点“填写检查”。",
            "correct cell by cell as sheet 'Problems' says, then press 'Check' again.",
        ),
    ),
)
BY_NAME: Final = {command.name: command for command in COMMANDS}


class UnknownCommand(WrongUse):
    def __init__(self, name: str) -> None:
        known = "、".join(BY_NAME)
        super().__init__(
            Words(
                f"没有命令 {name}。可用的有：{known}。",
                f"There is no command {name}. Known: {known.replace('、', ', ')}.",
            )
        )


def command(name: str) -> Command:
    if name not in BY_NAME:
        raise UnknownCommand(name)
    return BY_NAME[name]
