"""The command line: every button as a command on the closed file, no Excel needed.

Imports of pandas, the solver and the books wait until a command needs them, so that `--help`
answers at once.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from csbook import cli_book, cli_machine, cli_run
from csbook.cli_call import call, ctrl_c, opened
from csbook.cli_errors import UnknownSubcommand, stop, stop_broken_off, stop_by_our_fault
from csbook.memory import collect_rarely
from csbook.problems import CsbookError
from csbook.progress import INTERRUPTED, BrokenOff


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
    collect_rarely()
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
    ctrl_c.ensure_not_pressed()  # what was imported so far may have dropped it
    call.command, call.book_language, call.book = context.invoked_subcommand or "", None, None
    call.told_of, call.at_button = None, False


cli_run.register(app)
cli_book.register(app)
cli_machine.register(app)

if __name__ == "__main__":
    main()
