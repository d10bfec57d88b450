"""typer's command and group, speaking the person's language: their help, and what they refuse."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, ClassVar

from typer.core import TyperCommand, TyperGroup

from csbook.cli_page import help_page
from csbook.cli_usage import UnknownSubcommand, ensure_nothing_left, printable, speak_as, worded
from csbook.problems import Words


class Command(TyperCommand):
    allow_extra_args = True  # so that csbook itself refuses them

    def get_help(self, ctx: Any) -> str:
        return help_page(self, ctx.command_path)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        name, typed = info_name or "", list(args)
        with worded(self, name, typed):
            context = super().make_context(info_name, args, parent, **extra)
        ensure_nothing_left(self, name, typed, context.args)
        return context


class Commands(TyperGroup):
    """All commands; an unknown one is refused in the language of the workbook named after it."""

    epilogue: ClassVar = Words(
        "退出码：0 做完；1 有单元格或行要改；2 用法不对；3 工作簿、文件或文件夹不能用，或不适用于那个月"
        "（已关账、已发布、已锁定或没有锁定，或显示的是别的月份）；4 正在别处打开，或中途被改动；5 排不出班；"
        "70 程序的错；130 用 Ctrl-C 中断，什么都没写。",
        "Exit codes: 0 done; 1 cells or rows to correct; 2 wrong use; 3 the workbook, or a file or "
        "folder, cannot be used, or not for that month (closed, published, locked or not, or another one is "
        "shown); 4 open elsewhere or changed meanwhile; 5 no roster; 70 our fault; 130 broken off by Ctrl-C, "
        "nothing written.",
    )

    def get_help(self, ctx: Any) -> str:
        return help_page(self, ctx.command_path)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        with worded(self, "", args):
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        with worded(self, "", ()):
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, *rest = args
        if self.get_command(ctx, name) is None:
            speak_as(rest)
            raise UnknownSubcommand(printable(name), get_close_matches(name, self.commands))
        return super().resolve_command(ctx, args)
