"""Wrong use of the command line that typer finds: said in both languages, with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import typer

from csbook.cli_call import opened
from csbook.cli_help import Described, described
from csbook.problems import CsbookError, Words, WrongUse, same

_ERRORS: Final[Any] = import_module(typer.BadParameter.__module__)
"""click's exceptions: newer typer has its own copy of click, of which it names this one class openly."""
_HELP_INSTEAD: Final[Any] = getattr(_ERRORS, "NoArgsIsHelpError", ())
"""Help shown where nothing was typed, which is no refusal; click before 8.2 leaves without it."""
DASHES: Final = "-－—–―"
"""What an option begins with, and what input methods make of that."""


def how(command: str) -> Words:
    """Where a command's usage can be read; "" for csbook as a whole."""
    if not command:
        return Words("csbook --help 列出全部命令。", "csbook --help lists all commands.")
    return Words(f"csbook {command} --help 列出用法。", f"csbook {command} --help shows its usage.")


def meant(names: Sequence[str]) -> Words:
    if not names:
        return Words("", "")
    return Words(f"是不是 {' 或 '.join(names)}？", f" Did you mean {' or '.join(names)}?")


class Misused(WrongUse):
    def __init__(self, command: str, wrong: Words, near: Sequence[str] = ()) -> None:
        super().__init__(wrong + meant(near) + Words("", " ") + how(command))


class UnknownSubcommand(Misused):
    def __init__(self, name: str, near: Sequence[str]) -> None:
        super().__init__("", Words(f"没有命令 {name}。", f"There is no command {name}."), near)


class UnknownOption(Misused):
    def __init__(self, command: str, typed: str, near: Sequence[str]) -> None:
        super().__init__(command, Words(f"没有选项 {typed}。", f"There is no option {typed}."), near)


class ValueMissing(Misused):
    def __init__(self, command: str, name: str, value: Words) -> None:
        wrong = Words(f"{name} 后面要写值：{name} {value.zh}。", f"{name} needs a value: {name} {value.en}.")
        super().__init__(command, wrong)


class ValueNotTaken(Misused):
    def __init__(self, command: str, name: str) -> None:
        super().__init__(command, Words(f"{name} 后面不写值。", f"{name} takes no value."))


class ArgumentMissing(Misused):
    def __init__(self, command: str, names: Words) -> None:
        super().__init__(command, Words(f"缺少 {names.zh}。", f"{names.en} is missing."))


class BadValue(Misused):
    def __init__(self, command: str, name: Words, said: str) -> None:
        why = said.rstrip(". ")
        wrong = Words(f"{name.zh} 的值不能用：{why}。", f"{name.en} cannot be used: {why}.")
        super().__init__(command, wrong)


class TooMany(Misused):
    def __init__(self, command: str, extra: Sequence[str], near: Sequence[str]) -> None:
        typed = " ".join(extra)
        wrong = Words(f"多写了 {typed}。", f"Unexpected: {typed}.")
        if not near:
            wrong += Words("名称里有空格的，请加引号。", " Put names with spaces in quotes.")
        super().__init__(command, wrong, near)


class NoCommand(Misused):
    def __init__(self) -> None:
        super().__init__("", Words("没有写命令。", "There is no command."))


class OtherMisuse(Misused):
    """What typer may find one day, in its own words."""

    def __init__(self, command: str, said: str) -> None:
        said = said.rstrip(". ")
        super().__init__(command, Words(f"{said}。", f"{said}."))


@contextmanager
def worded(command: Any, name: str, typed: Sequence[str]) -> Iterator[None]:
    """Say typer's refusals as csbook's own, in the language of the workbook among what was typed."""
    given = list(typed)  # parsing empties the list
    try:
        yield
    except _HELP_INSTEAD:
        raise
    except _ERRORS.UsageError as error:
        speak_as(given)
        raise refusal(error, command, name, given) from None


def ensure_nothing_left(command: Any, name: str, typed: Sequence[str], left: Sequence[str]) -> None:
    """Raise `TooMany` where something stands behind the last argument."""
    if not left:
        return
    speak_as(typed)
    dashed = next((text for text in left if text.startswith(tuple(DASHES))), "")
    raise TooMany(name, [printable(text) for text in left], nearest(command, dashed))


def speak_as(typed: Sequence[str]) -> None:
    """From here on speak the language of the workbook named, the last one that can be opened."""
    for path in (Path(text) for text in typed if text.endswith(".xlsm")):
        with suppress(CsbookError):
            opened(path, writable=False)


def refusal(error: Any, command: Any, name: str, typed: Sequence[str]) -> Misused:
    parts = described(command)
    if isinstance(error, _ERRORS.NoSuchOption):
        whole = whole_option(error.option_name, typed)
        return UnknownOption(name, printable(whole), nearest(command, whole))
    if isinstance(error, _ERRORS.BadOptionUsage):
        part = next((part for part in parts if error.option_name in options_of(part)), None)
        if part is None or part.parameter.is_flag:
            return ValueNotTaken(name, error.option_name)
        return ValueMissing(name, error.option_name, Words(part.value("zh"), part.value("en")))
    if isinstance(error, _ERRORS.BadParameter):
        part = next((part for part in parts if part.parameter is error.param), None)
        if part is not None:
            shown = shown_in_usage(part)
            missing = isinstance(error, _ERRORS.MissingParameter)
            return ArgumentMissing(name, shown) if missing else BadValue(name, shown, error.message)
    if is_without_command(error.ctx):
        return NoCommand()
    return OtherMisuse(name, error.format_message())


def is_without_command(context: Any) -> bool:
    return (
        hasattr(context, "command")
        and hasattr(context.command, "commands")
        and not context.invoked_subcommand
    )


def shown_in_usage(part: Described) -> Words:
    if part.is_argument:
        return Words(part.in_usage("zh"), part.in_usage("en"))
    return same(part.parameter.opts[0])


def options_of(part: Described) -> list[str]:
    return [] if part.is_argument else [*part.parameter.opts, *part.parameter.secondary_opts]


def whole_option(name: str, typed: Sequence[str]) -> str:
    """What was typed where typer names its first letter only: `-month` for `-m`."""
    return next((text.partition("=")[0] for text in typed if text.startswith(name)), name)


def nearest(command: Any, typed: str) -> list[str]:
    """The options that come closest; their dashes would make all of them alike."""
    known = {name.lstrip("-"): name for part in described(command) for name in options_of(part)}
    return [known[name] for name in get_close_matches(typed.strip(DASHES), [*known, "help"]) if name in known]


def printable(typed: str) -> str:
    """Without what a terminal would obey; in quotes where nothing would be seen."""
    shown = "".join(character if character.isprintable() else "?" for character in typed)
    return shown if shown.strip() else f'"{shown}"'
