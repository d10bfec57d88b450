"""The command line: every button as a command on the closed file, no Excel needed.

Imports of pandas, the solver and the books wait until a command needs them, so that `--help`
answers at once.
"""

from __future__ import annotations

import datetime as dt
import gc
import getpass
import sys
from contextlib import nullcontext, suppress
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperGroup

from csbook import cli_machine
from csbook.cli_errors import Call, UnknownSubcommand, stop, stop_broken_off, stop_by_our_fault
from csbook.cli_live import chosen, ensure_closed
from csbook.cli_show import commands_text, show_table, show_tables
from csbook.cli_values import (
    BookArgument,
    JsonOption,
    first_of_month,
    moment,
    parameter_values,
    with_options,
)
from csbook.commands import registry
from csbook.commands.routines import BUTTONS, ROUTINE_BY_NAME
from csbook.first_words import own_language
from csbook.problems import CsbookError, Language, Words
from csbook.progress import INTERRUPTED, BreakingOff, BrokenOff
from csbook.schema.score_choices import SHEETS_EXPORTED

if TYPE_CHECKING:
    from csbook.books.file_book import FileBook
    from csbook.commands.files import FileWork
    from csbook.commands.outcome import Outcome
    from csbook.commands.routine import Routine
    from csbook.progress import Steps

# A large register is millions of cells and no cycles: looking for cycles as often as Python does by
# itself takes a tenth of the time.
RARE_COLLECTIONS = (200_000, 20, 100)

LANGUAGES: Final[dict[str, Language]] = {"zh": "zh", "en": "en"}

call = Call()
ctrl_c = BreakingOff()


class Commands(TyperGroup):
    """The commands; an unknown one is refused in the language of the workbook named after it."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, *rest = args
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            for path in (Path(text) for text in rest if text.endswith(".xlsm")):
                with suppress(CsbookError):
                    opened(path, writable=False)
            raise UnknownSubcommand(name, get_close_matches(name, self.commands))
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=Commands,
    help="csbook: one Excel workbook runs an online shop's customer-service team.",
    epilog="Exit codes: 0 done; 1 cells or rows to correct; 2 wrong use; 3 the workbook, or a file or "
    "folder, cannot be used, or not for that month (closed, published, locked or not, or another one is "
    "shown); 4 open elsewhere or changed meanwhile; 5 no roster; 70 our fault; 130 broken off by Ctrl-C, "
    "nothing written.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; errors become a sentence and an exit code, never a traceback."""
    gc.set_threshold(*RARE_COLLECTIONS)
    with ctrl_c:
        try:
            app()
        except BrokenOff:
            stop_broken_off(call)
        except CsbookError as error:
            stop(call, error.words, error.exit_code)
        except BrokenPipeError:
            sys.exit(INTERRUPTED)
        except Exception:  # anything else is our fault, and is kept for whoever mends it
            if ctrl_c.pressed:
                stop_broken_off(call)
            stop_by_our_fault(call)


@app.callback()
def begin(context: typer.Context) -> None:
    call.command, call.book_language, call.book = context.invoked_subcommand or "", None, None


def opened(path: Path, *, writable: bool = True) -> FileBook:
    """The workbook read; from here on errors are said in its language.

    `writable`: raise `ReadOnlyFile` or `OpenElsewhere` where it could not be saved.
    """
    from csbook.books.file_book import FileBook

    call.opens(path)
    book = FileBook(path)
    call.book_language = LANGUAGES.get(book.properties.get("csbook.language", ""))
    if writable:
        book.ensure_writable()
    return book


def user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def finish(outcome: Outcome, *, as_json: bool) -> NoReturn:
    """Print an outcome and leave with its exit code."""
    if as_json:
        import json

        typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
    else:
        typer.echo(outcome.text())
    raise typer.Exit(outcome.exit_code)


def run_named(
    *,
    command: str,
    book: Path | None,
    today: str | None,
    json: bool,
    live: str | None = None,
    files: list[Path] | None = None,
    listed: bool = False,  # noqa: ARG001 - the option has printed its list and left
    **given: Any,
) -> NoReturn:
    """Run a command of the registry on the workbook, which says in what language to refuse."""
    from csbook.cli_export import export_sheet_of
    from csbook.commands.files import FileWork

    call.command = command
    workbook, book = chosen(book, live)
    if command in ROUTINE_BY_NAME:
        run_routine_named(ROUTINE_BY_NAME[command], workbook, book, today, files, given, as_json=json)
    known = registry.command(command)
    parameters = parameter_values(known, given)
    if known.name == "export" and parameters.get("what") in SHEETS_EXPORTED:
        ensure_closed(live)
        as_of = moment(today) if today else None
        export_sheet_of(workbook, parameters, Path.cwd(), book.parent, as_of, as_json=json)
    work = FileWork.of(known, files or (), parameters.get("folder"), Path.cwd(), book.parent, call.language)
    with_progress(known, workbook, book, moment(today) if today else None, parameters, work, as_json=json)


def run_routine_named(
    routine: Routine,
    workbook: FileBook,
    path: Path,
    today: str | None,
    files: list[Path] | None,
    given: dict[str, Any],
    *,
    as_json: bool,
) -> NoReturn:
    """Run the steps of a routine on the closed workbook."""
    from csbook.commands.file_refusals import NotTaken
    from csbook.commands.files import FileWork
    from csbook.commands.routine_run import run_routine
    from csbook.commands.snapshots import SnapshotStore
    from csbook.progress import Steps

    if files:
        raise NotTaken(routine.name, files[0])
    now = dt.datetime.now()
    with Steps(call.language, quiet=as_json) as steps:
        outcome = run_routine(
            routine,
            workbook,
            moment(today) if today else now,
            now=now,
            user=user_name(),
            files=lambda command, folder: FileWork.of(
                command, (), folder, Path.cwd(), path.parent, call.language
            ),
            parameters=parameter_values(routine, given),
            store=SnapshotStore.beside(path),
            progress=lambda words: tell_next_step(steps, words),
        )
    finish(outcome, as_json=as_json)


def add_commands() -> None:
    """`csbook run NAME BOOK`, and the same without `run`."""
    app.command("run", help="Run one command on the closed workbook.")(with_options(run_named))
    for command in BUTTONS:
        one = with_options(partial(run_named, command=command.name), command)
        app.command(command.name, help=command.help.en)(one)


add_commands()


def with_progress(
    command: registry.Command,
    book: FileBook,
    path: Path,
    today: dt.datetime | None,
    parameters: dict[str, Any],
    work: FileWork,
    *,
    as_json: bool,
) -> NoReturn:
    from csbook.commands.handler import never
    from csbook.commands.run import run as run_command
    from csbook.commands.snapshots import SnapshotStore
    from csbook.progress import EarlyEnd, Steps

    now = dt.datetime.now()
    searching = EarlyEnd() if command.searches else nullcontext()
    with Steps(call.language, quiet=as_json) as steps, searching as end:
        outcome = run_command(
            command.name,
            book,
            today or now,
            now=now,
            user=user_name(),
            parameters=parameters,
            store=SnapshotStore.beside(path),
            progress=lambda words: tell_next_step(steps, words),
            cancelled=end.asked if end else never,
            files=work.files,
            folder=work.folder,
        )
    finish(outcome, as_json=as_json)


def tell_next_step(steps: Steps, words: Words) -> None:
    """Tell a step, the writing of the workbook included, unless Ctrl-C was pressed before."""
    ctrl_c.ensure_not_pressed()
    steps.tell(words)


@app.command()
def commands() -> None:
    """List the commands that `csbook run` knows."""
    typer.echo(commands_text(own_language()))


@app.command()
def show(
    book: BookArgument,
    table: Annotated[
        str | None, typer.Argument(help="A table's name, e.g. Staff or 员工; all tables' columns without it.")
    ] = None,
    format: Annotated[str, typer.Option(help="table, csv or json.")] = "table",  # noqa: A002 - the option's name
) -> None:
    """Print a table's rows, or every table with its columns, headers, kinds and fillers."""
    workbook = opened(book, writable=False)
    if table is None:
        show_tables(workbook, format)
    else:
        show_table(workbook, table, format)


@app.command()
def load(
    book: BookArgument,
    table: Annotated[
        str,
        typer.Argument(
            help="The table's name in English or Chinese, e.g. Staff or 员工.", show_default=False
        ),
    ],
    file: Annotated[
        Path, typer.Argument(help="A CSV file with headers in its first row.", show_default=False)
    ],
    json: JsonOption = False,
) -> None:
    """Load a CSV file into the columns that people fill: all of it, or nothing."""
    from csbook.commands.load import load as load_file
    from csbook.commands.load import table_named
    from csbook.commands.snapshots import SnapshotStore

    workbook = opened(book)
    outcome = load_file(
        workbook,
        table_named(table),
        file,
        now=dt.datetime.now(),
        user=user_name(),
        store=SnapshotStore.beside(book),
    )
    finish(outcome, as_json=json)


@app.command()
def undo(
    book: BookArgument,
    listed: Annotated[
        bool, typer.Option("--list", help="Only list what can be taken back, the latest first.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Take back what the last command changed."""
    from csbook.commands.snapshots import SnapshotStore
    from csbook.commands.undo import undo as undo_last
    from csbook.commands.undo_words import list_as_json, list_words

    if listed:
        opened(book, writable=False)
        store = SnapshotStore.beside(book)
        typer.echo(list_as_json(store) if json else list_words(store)(call.language))
        return
    outcome = undo_last(opened(book), SnapshotStore.beside(book), now=dt.datetime.now(), user=user_name())
    finish(outcome, as_json=json)


@app.command()
def new(
    path: Annotated[Path, typer.Argument(help="The workbook to make (.xlsm).", show_default=False)],
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    month: Annotated[
        str | None, typer.Option(help="The month to begin with, e.g. 2026-11; this one by default.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="With a made-up shop and month.")] = False,
) -> None:
    """Make a new workbook."""
    from csbook.making import language_named, make_workbook

    call.book_language = LANGUAGES.get(lang)
    start = first_of_month(month) if month else dt.date.today().replace(day=1)
    made = make_workbook(path, lang, start, with_demo=demo)
    typer.echo(made(language_named(lang)))


@app.command(name="demo")
def demo_command(
    path: Annotated[Path, typer.Argument(help="Where to write the workbook.")] = Path("客服台账-演示.xlsm"),
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    replace: Annotated[bool, typer.Option("--replace", help="Replace an earlier demo workbook.")] = False,
) -> None:
    """Write a demo workbook with a made-up month, live it with the commands and sum up."""
    from csbook.demo.tour import tour
    from csbook.progress import Steps

    call.book_language = LANGUAGES.get(lang)
    with Steps(call.language) as steps:
        summary = tour(path, lang, replace=replace, user=user_name(), progress=steps.tell)
    typer.echo(summary(call.language))


@app.command(name="build-template")
def build_template_command(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("workbook_template.xlsm"),
) -> None:
    """Build workbook_template.xlsm from the schema."""
    from csbook.template import build_template

    build_template(path)
    typer.echo(Words(f"已生成 {path}。", f"Built {path}.")(own_language()))


@app.command()
def upgrade(book: BookArgument, json: JsonOption = False) -> None:
    """Add the sheets and columns that a workbook of an earlier version lacks, and nothing else."""
    from csbook.upgrading import upgrade as upgrade_book

    finish(upgrade_book(opened(book), now=dt.datetime.now(), user=user_name()), as_json=json)


@app.command(name="show-settings")
def show_settings(
    book: BookArgument,
    hide: Annotated[bool, typer.Option("--hide", help="Hide them again.")] = False,
) -> None:
    """Show the sheets that are set once (settings, staff, shifts, rules, records), or hide them."""
    from csbook.commands.settings_sheets import show_settings_sheets

    typer.echo(show_settings_sheets(opened(book), visible=not hide)(call.language))


cli_machine.register(app)

if __name__ == "__main__":
    main()
