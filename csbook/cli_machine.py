"""The commands about this computer: doctor, install, and what the launchers call."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from csbook.cli_values import JsonOption
from csbook.problems import FileMissing, Language, Words, WrongUse
from csbook.workplace import user_name

if TYPE_CHECKING:
    from csbook.doctor.examination import Examination
    from csbook.doctor.ports import Machine

NamedBook = Annotated[
    Path | None, typer.Argument(metavar="[BOOK]", help="The workbook (.xlsm).", show_default=False)
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
    app.command("doctor")(doctor)
    app.command("install")(install)
    app.command("press", hidden=True)(press)


def doctor(book: NamedBook = None, json: JsonOption = False) -> None:
    """Look up why buttons do not work here, and what to do: this computer, and a workbook where named."""
    from csbook.cli_call import call
    from csbook.doctor.this_machine import this_machine

    finish_with(examined(this_machine(), book), call.language, as_json=json)


def install(
    book: Annotated[
        Path | None,
        typer.Argument(
            metavar="[BOOK]",
            help="The workbook (.xlsm): made where it is not there, else connected to this Python.",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="The language of a new workbook: zh (default) or en.")
    ] = None,
    launchers: Annotated[
        bool, typer.Option("--launchers", help="Also write one file to double-click for each command.")
    ] = False,
    keep_python: Annotated[
        bool | None,
        typer.Option(
            "--keep-python/--no-keep-python",
            help="Keep one Python for all clicks, or start it at each (Windows).",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Answer every question with yes.")] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take shortcut, trusted location and launchers away again.")
    ] = False,
) -> None:
    """Make a workbook or connect one to this Python, offer a shortcut and a trusted location, and examine."""
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


def press(
    command: Annotated[str, typer.Argument(help="A button's command.", show_default=False)],
    book: Annotated[Path, typer.Argument(help="The workbook (.xlsm), closed.", show_default=False)],
) -> None:
    """Run a command on the closed workbook as its button does, with what stands in the panel on 首页."""
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
    """Everything looked up; from here on the workbook's language is spoken."""
    from csbook.cli_call import opened
    from csbook.doctor.case import BookFacts, Case
    from csbook.doctor.examination import examine

    if path is None:
        return examine(Case(machine))
    workbook = opened(path, writable=False)
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
