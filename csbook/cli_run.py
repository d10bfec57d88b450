"""Buttons as commands on the workbook: `csbook run NAME BOOK`, and the same without `run`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from csbook.cli_call import call, finish, tell_next_step
from csbook.cli_commands import Command
from csbook.cli_help import helped
from csbook.cli_live import chosen, ensure_closed
from csbook.cli_values import moment, parameter_values, with_options
from csbook.commands import registry
from csbook.commands.routines import BUTTONS, ROUTINE_BY_NAME
from csbook.commands.score_commands import exports_sheet
from csbook.problems import Words
from csbook.workplace import user_name

if TYPE_CHECKING:
    from csbook.books.file_book import FileBook
    from csbook.pressing import Press
    from csbook.rendering.paper import Page


def register(app: typer.Typer) -> None:
    does = Words(
        "运行一个命令；工作簿要关闭着，或在 WPS 里打开着（--live）。",
        "Run one command on the workbook, closed or open in WPS (--live).",
    )
    app.command("run", cls=Command)(helped(does)(with_options(run_named)))
    for command in BUTTONS:
        one = with_options(partial(run_named, command=command.name), command)
        app.command(command.name, cls=Command)(helped(command.help)(one))


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
    from csbook.pressing import Press

    call.command = command
    workbook, book = chosen(book, live)
    told = parameter_values(ROUTINE_BY_NAME.get(command) or registry.command(command), given)
    if exports_sheet(command, told):
        ensure_closed(live)
    now = dt.datetime.now()
    press = Press(command, told, moment(today) if today else now, now, Path.cwd(), book.parent, files or ())
    run_pressed(press, workbook, book, as_json=json)


def run_pressed(press: Press, book: FileBook, path: Path, *, as_json: bool) -> NoReturn:
    """Run it with its steps told and leave with what came of it."""
    from csbook.commands.handler import never
    from csbook.commands.snapshots import SnapshotStore
    from csbook.progress import EarlyEnd, Steps

    def printed(titles: Sequence[str], page: Page) -> bytes:
        from csbook.rendering.closed import pdf_of

        return pdf_of(book.content, titles, page)

    searching = EarlyEnd() if press.searching else nullcontext()
    with Steps(call.language, quiet=as_json) as steps, searching as end:
        outcome = press.run(
            book,
            printed,
            SnapshotStore.beside(path),
            user_name(),
            lambda words: tell_next_step(steps, words),
            end.asked if end else never,
        )
    finish(outcome, as_json=as_json)
