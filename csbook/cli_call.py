"""What the commands of the command line share: the call, the workbook opened, steps told, the end."""

from __future__ import annotations

import getpass
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
        typer.echo(outcome.text())
    raise typer.Exit(outcome.exit_code)
