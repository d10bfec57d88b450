"""Every command, declared once: ribbon buttons, subcommands and docs/commands.md are made from this.

Handlers are import strings, so that listing commands imports no domain code.
"""

from __future__ import annotations

from typing import Final

from csbook.commands.command import GROUPS, MONTH, WORKED, Command, Group, Parameter
from csbook.commands.customer_commands import CUSTOMER_COMMANDS
from csbook.commands.rostering.roster_commands import ROSTER_COMMANDS
from csbook.commands.score_commands import SCORE_COMMANDS
from csbook.problems import Words, WrongUse

__all__ = ["BY_NAME", "COMMANDS", "GROUPS", "MONTH", "Command", "Group", "Parameter", "command"]

COMMANDS: Final[tuple[Command, ...]] = (
    *ROSTER_COMMANDS,
    Command(
        "prepare-day",
        Words("准备当天", "Prepare day"),
        Words(
            "为今天当班的人加日报行，列出昨天没填的人，刷新今日待办。",
            "Adds today's log rows for the people on duty, lists who has not filled yesterday's, "
            "refreshes today's list.",
        ),
        "daily",
        "NewAppointment",
        "csbook.commands.prepare_day:prepare_day",
        (*WORKED, "FollowUpRules", "CaseLimits", "FollowUps", "AfterSales", "Customers", "Reviews"),
        ("DailyLog", "Today"),
        forgives=("DailyLog", "AfterSales", "Customers", "Reviews"),
    ),
    *CUSTOMER_COMMANDS,
    *SCORE_COMMANDS,
    Command(
        "check",
        Words("填写检查", "Check"),
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
