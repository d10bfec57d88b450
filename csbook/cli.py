"""The command line: every button as a command on the closed file, no Excel needed.

Imports of pandas, the solver and the books wait until a command needs them, so that `--help`
answers at once.
"""

from __future__ import annotations

import sys

import typer

from csbook import cli_book, cli_machine, cli_run
from csbook.cli_call import call, ctrl_c
from csbook.cli_commands import Commands
from csbook.cli_errors import stop, stop_broken_off, stop_by_our_fault
from csbook.cli_help import helped
from csbook.memory import collect_rarely
from csbook.problems import CsbookError, Words
from csbook.progress import INTERRUPTED, BrokenOff

app = typer.Typer(
    cls=Commands,
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
@helped(
    Words(
        "csbook：一个 Excel 工作簿，管好网店客服团队的全部日常。",
        "csbook: one Excel workbook runs an online shop's customer-service team.",
    )
)
def begin(context: typer.Context) -> None:
    ctrl_c.ensure_not_pressed()  # what was imported so far may have dropped it
    call.command, call.book_language, call.book = context.invoked_subcommand or "", None, None
    call.told_of, call.at_button = None, False


cli_run.register(app)
cli_book.register(app)
cli_machine.register(app)

if __name__ == "__main__":
    main()
