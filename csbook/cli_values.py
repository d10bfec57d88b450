"""The options of the commands: declared from the registry, read as people type them."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from csbook.commands.registry import COMMANDS, Command, Parameter
from csbook.problems import Words, WrongUse, figure
from csbook.schema.cells import BadCell, as_number

BookArgument = Annotated[
    Path, typer.Argument(help="The workbook (.xlsm), closed in Excel.", show_default=False)
]
METAVARS: Final = {"month": "YYYY-MM", "day": "YYYY-MM-DD", "number": "NUMBER"}
TodayOption = Annotated[
    str | None, typer.Option(help="The moment to work at, e.g. 2026-11-22T09:00; now by default.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the outcome as one JSON object.")]
NameArgument = Annotated[str, typer.Argument(help="A command of `csbook commands`.", show_default=False)]


def moment(text: str) -> dt.datetime:
    """A moment as people type it; a bare date means 00:00."""
    try:
        found = dt.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        raise WrongUse(
            Words(
                f"看不懂时间 {text}。写法如 2026-11-22T09:00。",
                f"{text} is no moment. Write 2026-11-22T09:00.",
            )
        ) from None
    ensure_known_year(found.year, text)
    return found


def first_of_month(text: str) -> dt.date:
    try:
        found = dt.date.fromisoformat(text.strip() + "-01")
    except ValueError:
        raise WrongUse(
            Words(f"看不懂月份 {text}。写法如 2026-11。", f"{text} is no month. Write 2026-11.")
        ) from None
    ensure_known_year(found.year, text)
    return found


def day(text: str) -> dt.date:
    try:
        found = dt.date.fromisoformat(text.strip())
    except ValueError:
        raise WrongUse(
            Words(f"看不懂日期 {text}。写法如 2026-11-22。", f"{text} is no day. Write 2026-11-22.")
        ) from None
    ensure_known_year(found.year, text)
    return found


def ensure_known_year(year: int, text: str) -> None:
    from csbook.schema.columns import YEARS

    if year not in YEARS:
        raise WrongUse(
            Words(
                f"{text} 不在 {YEARS[0]} 到 {YEARS[-1]} 年之间，请检查年份。",
                f"{text} lies outside the years {YEARS[0]} to {YEARS[-1]}. Check the year.",
            )
        )


READ: Final[dict[str, Callable[[str], Any]]] = {"month": first_of_month, "day": day}


def parameter_values(command: Command, given: dict[str, Any]) -> dict[str, Any]:
    """The options given, as the command's handler takes them; refused where it does not take them."""
    known = {parameter.name: parameter for parameter in command.parameters}
    values = {}
    for name, value in given.items():
        if value is None or value is False:
            continue
        if name not in known:
            raise WrongUse(
                Words(f"{command.name} 不接受 --{name}。", f"{command.name} does not take --{name}.")
            )
        values[name] = parameter_value(known[name], value)
    return values


def parameter_value(parameter: Parameter, given: Any) -> Any:
    """What is given for one parameter, as its handler takes it."""
    if parameter.kind == "number":
        return number(parameter, given)
    ensure_choice(parameter, given)
    return READ[parameter.kind](given) if parameter.kind in READ else given


def number(parameter: Parameter, text: str) -> float:
    least = parameter.least
    expected = Words("数字", "a number")
    if least is not None:
        expected = Words(f"不小于 {figure(least)} 的数字", f"a number of at least {figure(least)}")
    try:
        found = as_number(text)
    except BadCell:
        found = None
    if found is None or (least is not None and found < least):
        raise WrongUse(
            Words(
                f"--{parameter.name} 要填{expected.zh}，不是 {text}。",
                f"--{parameter.name} takes {expected.en}, not {text}.",
            )
        )
    return found


def ensure_choice(parameter: Parameter, value: Any) -> None:
    if parameter.choices and value not in parameter.choices:
        zh, en = " 或 ".join(parameter.choices), " or ".join(parameter.choices)
        raise WrongUse(
            Words(
                f"--{parameter.name} 只能是 {zh}，不是 {value}。", f"--{parameter.name} is {en}; not {value}."
            )
        )


def every_parameter() -> dict[str, Parameter]:
    """The parameters of all commands by name, in the order of the registry."""
    return {parameter.name: parameter for command in COMMANDS for parameter in command.parameters}


def with_options(
    function: Callable[..., Any], parameters: Iterable[Parameter], *, named: bool = False
) -> Callable[..., Any]:
    """A function for typer: the book, `--today`, `--json` and an option for each parameter.

    It calls `function` with all of them by name; `named` puts the command's name first.
    """
    kinds: dict[str, Any] = {"command": NameArgument} if named else {}
    kinds["book"] = BookArgument
    defaults: dict[str, Any] = {"today": None}
    kinds["today"] = TodayOption
    for parameter in parameters:
        flag = parameter.kind == "flag"
        told = option_help(parameter, named=named)
        option = typer.Option(f"--{parameter.name}", help=told, metavar=METAVARS.get(parameter.kind))
        kinds[parameter.name] = Annotated[bool if flag else str | None, option]
        defaults[parameter.name] = False if flag else None
    kinds["json"], defaults["json"] = JsonOption, False

    def called(**given: Any) -> None:
        function(**given)

    empty, by_name = inspect.Parameter.empty, inspect.Parameter.KEYWORD_ONLY
    called.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, by_name, default=defaults.get(name, empty), annotation=kind)
            for name, kind in kinds.items()
        ]
    )
    called.__annotations__ = kinds
    return called


def option_help(parameter: Parameter, *, named: bool) -> str:
    """What an option means; where it stands beside options of other commands, whose it is."""
    if not named or parameter.name == "month":
        return f"{parameter.help.en}."
    owners = [command.name for command in COMMANDS if parameter in command.parameters]
    return f"{', '.join(owners)}: {parameter.help.en}."
