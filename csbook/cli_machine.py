"""The commands about this computer: doctor, install, and what the launchers call."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from csbook.cli_commands import Command
from csbook.cli_help import Help, helped
from csbook.cli_live import BOOK
from csbook.cli_values import JsonOption
from csbook.problems import FileMissing, Language, NotAWorkbook, Words, WrongUse
from csbook.workplace import user_name

if TYPE_CHECKING:
    from csbook.doctor.examination import Examination
    from csbook.doctor.ports import Machine

NamedBook = Annotated[
    Path | None, typer.Argument(), Help(Words("工作簿（.xlsm）。", "The workbook (.xlsm)."), BOOK)
]


class NeedsBook(WrongUse):
    def __init__(self, option: str) -> None:
        super().__init__(
            Words(f"{option} 要指定工作簿。", f"{option} needs a workbook: csbook install BOOK {option}.")
        )


class OnlyAlone(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "--remove 不能与 --yes、--launchers、--lang、--keep-python 同用。",
                "--remove goes with none of --yes, --launchers, --lang and --keep-python.",
            )
        )


class OtherLanguage(WrongUse):
    def __init__(self, name: str, language: Language) -> None:
        zh, en = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}[language]
        super().__init__(
            Words(
                f"{name} 已经有了，是{zh}的，语言不能换。去掉 --lang；要另一种语言，请写一个新的文件名。",
                f"{name} is there already, in {en}, and keeps its language. Leave --lang out, or give a new "
                "workbook another name.",
            )
        )


def register(app: typer.Typer) -> None:
    app.command("doctor", cls=Command)(doctor)
    app.command("install", cls=Command)(install)
    app.command("press", cls=Command, hidden=True)(press)


@helped(
    Words(
        "查明按钮在这台电脑上为什么不能用、该怎么办；写明工作簿的，也查那个工作簿。",
        "Look up why buttons do not work here, and what to do: this computer, and a workbook where named.",
    )
)
def doctor(book: NamedBook = None, json: JsonOption = False) -> None:
    from csbook.cli_call import call
    from csbook.doctor.this_machine import this_machine

    finish_with(examined(this_machine(), book), call.language, as_json=json)


@helped(
    Words(
        "新建工作簿，或把已有的连到这个 Python；询问要不要快捷方式和受信任位置，最后检查一遍。",
        "Make a workbook or connect one to this Python, offer a shortcut and a trusted location, and "
        "examine.",
    )
)
def install(
    book: Annotated[
        Path | None,
        typer.Argument(),
        Help(
            Words(
                "工作簿（.xlsm）：没有就新建，有就连到这个 Python。",
                "The workbook (.xlsm): made where it is not there, else connected to this Python.",
            ),
            BOOK,
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(),
        Help(
            Words(
                "新工作簿的语言：zh 中文（默认）或 en 英文。",
                "The language of a new workbook: zh (default) or en.",
            )
        ),
    ] = None,
    launchers: Annotated[
        bool,
        typer.Option("--launchers"),
        Help(
            Words(
                "另外为每个命令写一个双击就运行的文件。",
                "Also write one file to double-click for each command.",
            )
        ),
    ] = False,
    keep_python: Annotated[
        bool | None,
        typer.Option("--keep-python/--no-keep-python"),
        Help(
            Words(
                "让一个 Python 一直运行，点按钮都用它；或每点一次启动一次（Windows）。",
                "Keep one Python for all clicks, or start it at each (Windows).",
            )
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes"), Help(Words("所有询问都答“是”。", "Answer every question with yes."))
    ] = False,
    remove: Annotated[
        bool,
        typer.Option("--remove"),
        Help(
            Words(
                "把快捷方式、受信任位置和命令文件去掉。",
                "Take shortcut, trusted location and launchers away again.",
            )
        ),
    ] = False,
) -> None:
    from csbook.cli_call import call
    from csbook.doctor.this_machine import this_machine

    machine = this_machine()
    if book is None:
        given = {
            "--launchers": launchers,
            "--remove": remove,
            "--keep-python": keep_python is not None,
            "--yes": yes,
            "--lang": lang is not None,
        }
        if named := next((option for option, is_given in given.items() if is_given), None):
            raise NeedsBook(named)
    elif remove:
        if yes or launchers or lang or keep_python is not None:
            raise OnlyAlone
        take_away(machine, book)
        return
    else:
        prepare(machine, book, lang, keep_python)
        put_around(machine, book.resolve(), launchers=launchers, yes=yes)
    finish_with(examined(machine, book), call.language, as_json=False)


@helped(
    Words(
        "像点按钮一样在关闭着的工作簿上运行命令，选项取首页“操作面板”里填的。",
        "Run a command on the closed workbook as its button does, with what stands in the panel on 首页.",
    )
)
def press(
    command: Annotated[
        str, typer.Argument(), Help(Words("按钮的命令。", "A button's command."), Words("命令", "command"))
    ],
    book: Annotated[
        Path,
        typer.Argument(),
        Help(Words("工作簿（.xlsm），要关闭着。", "The workbook (.xlsm), closed."), Words("工作簿", "book")),
    ],
) -> None:
    from csbook.cli_call import call, finish, opened
    from csbook.cli_run import run_pressed
    from csbook.commands.run import language_of
    from csbook.commands.settings_sheets import show_settings_sheets
    from csbook.commands.snapshots import SnapshotStore
    from csbook.commands.undo import undo
    from csbook.panel import panel_values, taken, told_by_panel, told_with_errors
    from csbook.pressing import Press

    call.at_button = True
    workbook, now, beside = opened(book), dt.datetime.now(), book.parent
    if command == "show-settings":
        typer.echo(show_settings_sheets(workbook)(call.language))
        return
    if command == "undo":
        store = SnapshotStore.beside(book)
        finish(undo(workbook, store, now=now, user=user_name()), as_json=False)
    panel = panel_values(workbook, language_of(workbook), command)
    told = told_by_panel(command, panel)
    with told_with_errors(told), told_at_the_end(told):
        pressed = Press(command, taken(command, panel), panel.get("today") or now, now, beside, beside)
        run_pressed(pressed, workbook, book, as_json=False)


@contextmanager
def told_at_the_end(line: Words | None) -> Iterator[None]:
    """Say the line below the outcome that the block has printed."""
    from csbook.cli_call import call

    try:
        yield
    except typer.Exit:
        if line is not None:
            typer.echo(line(call.language))
        raise


def examined(machine: Machine, path: Path | None) -> Examination:
    """Everything looked up; from here on the workbook's language is spoken. A workbook that cannot be read is
    one of the findings."""
    from csbook.cli_call import opened
    from csbook.doctor.case import BookFacts, Case
    from csbook.doctor.examination import examine

    if path is None:
        return examine(Case(machine))
    try:
        workbook = opened(path, writable=False)
    except NotAWorkbook as error:
        return examine(Case(machine, unusable=error))
    if not workbook.properties.get("csbook.schema", "").isdigit():
        from csbook.commands.run import language_of

        language_of(workbook)  # raises: csbook did not make it
    language: Language = "en" if workbook.properties.get("csbook.language") == "en" else "zh"
    return examine(Case(machine, BookFacts(path.resolve(), workbook.content, language)))


def finish_with(examination: Examination, language: Language, *, as_json: bool) -> NoReturn:
    from csbook import first_words

    code = examination.exit_code
    if as_json:
        import json

        details = examination.as_json(language)
        said = first_words.as_json("doctor", examination.headline(language), code, details)
        typer.echo(json.dumps(said, ensure_ascii=False))
    else:
        typer.echo(examination.text(language, sys.stdout.encoding or "ascii"))
    raise typer.Exit(code)


def prepare(machine: Machine, book: Path, lang: str | None, keep_python: bool | None) -> None:
    """The workbook made, Chinese unless said, or connected."""
    from csbook.cli_call import call, opened
    from csbook.installing.connecting import KeptOnWindowsOnly, connect
    from csbook.making import language_named, make_workbook

    if keep_python and machine.system != "windows":
        raise KeptOnWindowsOnly
    wanted = language_named(lang) if lang is not None else None
    is_there = book.exists()
    if not is_there:
        call.book_language = wanted or "zh"
        made = make_workbook(book, call.book_language, dt.date.today().replace(day=1))
        typer.echo(made(call.language))
    if is_there or keep_python is not None:
        workbook = opened(book)
        if wanted not in (None, call.language):
            raise OtherLanguage(book.name, call.language)
        typer.echo(connect(workbook, machine, keep_python=keep_python)(call.language))


def put_around(machine: Machine, book: Path, *, launchers: bool, yes: bool) -> None:
    """Launchers where asked for, then what is offered on this computer."""
    from csbook.cli_call import call
    from csbook.installing.launchers import write_launchers
    from csbook.installing.steps import Offer, attempted, offers

    language = call.language
    if launchers:
        typer.echo(write_launchers(book, language, machine.system, machine.python)(language))
    for offer in offers(machine, book):
        if not isinstance(offer, Offer):
            typer.echo(offer(language))
        elif agreed(offer.question(language), language, yes=yes):
            typer.echo(attempted(offer.accept)(language))


def agreed(question: str, language: Language, *, yes: bool) -> bool:
    """Whether the person says yes; where nobody sits in front, no, and how to say yes is told."""
    if yes:
        return True
    if not somebody_sits_here():
        more = Words("没有人可问，跳过；要做请加 --yes。", "Nobody to ask: left out; add --yes to do it.")
        typer.echo(f"{question} {more(language)}")
        return False
    return typer.confirm(question, default=False)


def somebody_sits_here() -> bool:
    return sys.stdin.isatty()


def take_away(machine: Machine, book: Path) -> None:
    """What stands beside a workbook that is gone is taken away too. Raises `FileMissing` where neither is."""
    from csbook.cli_call import call, opened
    from csbook.installing.launchers import language_of_folder
    from csbook.installing.steps import removals

    book = book.resolve()
    if book.exists():
        opened(book, writable=False)
    else:
        call.book_language = language_of_folder(book)
    lines = [line for words in removals(machine, book) if (line := words(call.language))]
    if not lines and not book.exists():
        raise FileMissing(book)
    nothing = Words("没有可以去掉的。", "There is nothing to take away.")
    typer.echo("\n".join(lines) or nothing(call.language))
