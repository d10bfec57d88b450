"""The options of the commands: declared from the registry, read as people type them."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from csbook.cli_help import Help
from csbook.cli_live import BookIfClosed, LiveOption
from csbook.commands.command import Listing, imported, option_name
from csbook.commands.registry import COMMANDS, Command, Parameter
from csbook.commands.routine import Routine
from csbook.first_words import own_language
from csbook.problems import Language, Words, WrongUse, figure, joined, same
from csbook.schema.cells import BadCell, as_number

BookArgument = Annotated[
    Path,
    typer.Argument(),
    Help(
        Words("工作簿（.xlsm），要在 Excel 里关闭着。", "The workbook (.xlsm), closed in Excel."),
        Words("工作簿", "book"),
    ),
]
FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(),
    Help(
        Words("要读的文件，或放它们的文件夹。", "The files to read, or folders of them."),
        Words("文件", "files"),
    ),
]
METAVARS: Final = {
    "folder": Words("<文件夹>", "FOLDER"),
    "month": same("YYYY-MM"),
    "day": same("YYYY-MM-DD"),
    "number": Words("<数字>", "NUMBER"),
}
TodayOption = Annotated[
    str | None,
    typer.Option(),
    Help(
        Words(
            "按哪个时刻来做，如 2026-11-22T09:00；默认是现在。",
            "The moment to work at, e.g. 2026-11-22T09:00; now by default.",
        )
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Help(Words("结果输出成一个 JSON 对象。", "Print the outcome as one JSON object.")),
]
NameArgument = Annotated[
    str,
    typer.Argument(),
    Help(
        Words("`csbook commands` 列出的命令。", "A command of `csbook commands`."), Words("命令", "command")
    ),
]


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


def parameter_values(command: Command | Routine, given: dict[str, Any]) -> dict[str, Any]:
    """The options given (by `Parameter.key`), as the command's handler takes them; refused where it does
    not take them."""
    known = {parameter.key: parameter for parameter in command.parameters}
    values = {}
    for key, value in given.items():
        if value is None or value is False:
            continue
        if key not in known:
            name = option_name(key)
            raise WrongUse(Words(f"{command.name} 不接受 {name}。", f"{command.name} does not take {name}."))
        values[known[key].name] = parameter_value(known[key], value)
    return values


def parameter_value(parameter: Parameter, given: Any) -> Any:
    """What is given for one parameter, as its handler takes it."""
    if parameter.kind == "number":
        return number(parameter, given)
    if parameter.choices:
        return choice(parameter, given)
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
                f"{parameter.flag_name} 要填{expected.zh}，不是 {text}。",
                f"{parameter.flag_name} takes {expected.en}, not {text}.",
            )
        )
    return found


def choice(parameter: Parameter, given: str) -> str:
    """The code of a choice, typed as its code or as its word in either language."""
    typed = given.strip().casefold()
    for code in parameter.choices:
        words = parameter.words.get(code)
        if typed in {code, *((words.zh, words.en.casefold()) if words else ())}:
            return code
    zh, en = (" 或 ".join(choices_shown(parameter, "zh")), " or ".join(choices_shown(parameter, "en")))
    raise WrongUse(
        Words(
            f"{parameter.shown.zh} 只能是 {zh}，不是 {given}。",
            f"{parameter.shown.en} must be {en}, not {given}.",
        )
    )


def choices_shown(parameter: Parameter, language: Language) -> list[str]:
    words = parameter.words
    return [words[code](language) if code in words else code for code in parameter.choices]


def every_parameter() -> dict[str, Parameter]:
    """The parameters of all commands by key, in the order of the registry."""
    return {parameter.key: parameter for command in COMMANDS for parameter in command.parameters}


def with_options(
    function: Callable[..., Any], command: Command | Routine | None = None
) -> Callable[..., Any]:
    """A function for typer: the book, what the command takes, `--today` and `--json`.

    It calls `function` with all of them by name. Without a command, the command's name comes first and the
    parameters of all of them are options.
    """
    kinds: dict[str, Any] = {"command": NameArgument} if command is None else {}
    kinds["book"] = BookIfClosed if command is None else BookArgument
    defaults: dict[str, Any] = {"today": None, "json": False, "live": None}
    if command is None:
        defaults["book"], kinds["live"] = None, LiveOption
    placed = [parameter for parameter in command.parameters if parameter.placed] if command else []
    for parameter in placed:
        kinds[parameter.key] = argument_of(parameter)
        defaults[parameter.key] = None
    if command is None or command.is_given_files:
        kinds["files"], defaults["files"] = FilesArgument, None
    kinds["today"] = TodayOption
    for parameter in command.parameters if command else every_parameter().values():
        if parameter not in placed:
            kinds[parameter.key] = option_of(parameter, command)
            defaults[parameter.key] = False if parameter.kind == "flag" else None
    if command is not None and command.listing:
        kinds["listed"], defaults["listed"] = listing_option(command.listing), False
    kinds["json"] = JsonOption
    return declared(function, kinds, defaults)


def declared(
    function: Callable[..., Any], kinds: dict[str, Any], defaults: dict[str, Any]
) -> Callable[..., Any]:
    """The function as if written with these parameters: annotations by name, some with defaults."""

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


def argument_of(parameter: Parameter) -> Any:
    return Annotated[str | None, typer.Argument(), Help(sentence(parameter.help), parameter.shown)]


def option_of(parameter: Parameter, command: Command | Routine | None) -> Any:
    takes_file = parameter.kind == "folder" and command is not None and command.makes
    metavar = Words("<路径>", "PATH") if takes_file else METAVARS.get(parameter.kind)
    told = Help(option_help(parameter, named=command is None), metavar)
    flag = parameter.kind == "flag"
    return Annotated[bool if flag else str | None, typer.Option(parameter.flag_name), told]


def listing_option(listing: Listing) -> Any:
    """An option that prints a list and leaves, before a workbook is asked for."""

    def tell(asked: bool) -> None:
        if asked:
            typer.echo(imported(listing.place)(own_language()))
            raise typer.Exit

    return Annotated[bool, typer.Option(listing.option, is_eager=True, callback=tell), Help(listing.help)]


def option_help(parameter: Parameter, *, named: bool) -> Words:
    """What an option means; where it stands beside options of other commands, whose it is."""
    if not named or parameter.name == "month":
        return sentence(parameter.help)
    meanings: dict[Words, list[str]] = {}
    for command in COMMANDS:
        for other in command.parameters:
            if other.key == parameter.key:
                meanings.setdefault(other.help, []).append(command.name)
    each = [
        Words(f"{'、'.join(owners)}：{meaning.zh}。", f"{', '.join(owners)}: {meaning.en}.")
        for meaning, owners in meanings.items()
    ]
    return joined(each, "", " ")


def sentence(words: Words) -> Words:
    return words + Words("。", ".")
