"""Buttons as commands on the workbook: `csbook run NAME BOOK`, and the same without `run`."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from csbook.cli_call import call, finish, tell_next_step, user_name
from csbook.cli_live import chosen, ensure_closed
from csbook.cli_values import moment, parameter_values, with_options
from csbook.commands import registry
from csbook.commands.routines import BUTTONS, ROUTINE_BY_NAME
from csbook.schema.score_choices import SHEETS_EXPORTED

if TYPE_CHECKING:
    from csbook.books.file_book import FileBook
    from csbook.commands.files import FileWork
    from csbook.commands.routine import Routine


def register(app: typer.Typer) -> None:
    app.command("run", help="Run one command on the closed workbook.")(with_options(run_named))
    for command in BUTTONS:
        one = with_options(partial(run_named, command=command.name), command)
        app.command(command.name, help=command.help.en)(one)


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
