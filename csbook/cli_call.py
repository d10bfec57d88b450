"""What the commands of the command line share: the call, the workbook opened, steps told, the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import typer

from csbook.cli_errors import Call
from csbook.problems import Language, Words
from csbook.progress import BreakingOff

if TYPE_CHECKING:
    from csbook.books.file_book import FileBook
    from csbook.commands.outcome import Outcome
    from csbook.progress import Steps

LANGUAGES: Final[dict[str, Language]] = {"zh": "zh", "en": "en"}

call = Call()
ctrl_c = BreakingOff()


def opened(path: Path, *, writable: bool = True) -> FileBook:
    """The workbook read; from here on errors are said in its language.

    `writable`: raise `ReadOnlyFile` or `OpenElsewhere` where it could not be saved, `CopyBesideOriginal`
    where it should not be.
    """
    from csbook.books.file_book import FileBook

    call.opens(path)
    book = FileBook(path)
    call.book_language = LANGUAGES.get(book.properties.get("csbook.language", ""))
    if call.book_language is not None:
        tell_without_buttons(book, path, writable=writable)
    if writable:
        book.ensure_writable()
    return book


def tell_without_buttons(book: FileBook, path: Path, *, writable: bool) -> None:
    """Say once in a call, beside what it prints, that a workbook of csbook's has no buttons."""
    from csbook.books.without_macros import ensure_the_only_one, no_buttons

    if writable:
        ensure_the_only_one(path)
    said = no_buttons(book.content, path)
    if said is not None and call.told_of != path:
        call.told_of = path
        typer.echo(said(call.language), err=True)


def tell_next_step(steps: Steps, words: Words) -> None:
    """Tell a step, the writing of the workbook included, unless Ctrl-C was pressed before."""
    ctrl_c.ensure_not_pressed()
    steps.tell(words)


def finish(outcome: Outcome, *, as_json: bool) -> NoReturn:
    """Print an outcome and leave with its exit code."""
    if as_json:
        import json

        typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
    else:
        typer.echo(call.said(outcome.text()))
    raise typer.Exit(outcome.exit_code)
