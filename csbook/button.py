"""What the ribbon's callback calls: `csbook.button.press("build-roster")`.

Imports nothing but Python's own until it is called, so that an installation that does not start (a package
missing, or blocked by an antivirus program) is told in a message too.
"""

from __future__ import annotations

import atexit
import datetime as dt
import sys
from contextlib import suppress
from typing import Final

from csbook.first_words import own_language
from csbook.memory import collect_rarely
from csbook.message_box import show_without_excel
from csbook.problems import Words

NOT_STARTED: Final = Words(
    "csbook 启动不了：{error}。工作簿没有改动。请运行 csbook doctor 看哪里不对{log}。",
    "csbook cannot start: {error}. The workbook is as it was. Run csbook doctor to see what is wrong{log}.",
)
LOG: Final = Words("，记录在 {path}", "; the log is {path}")


def press(name: str) -> None:
    """Run the command of a button and tell what came of it."""
    collect_rarely()
    try:
        from csbook.excel import run
    except Exception as error:
        spare_excels_of_others()
        tell_that_it_does_not_start(error)
        return
    run(name)


def spare_excels_of_others() -> None:
    """As `csbook.books.excel_book.spare_other_excels`, where that could not be imported but xlwings was."""
    windows = getattr(sys.modules.get("xlwings"), "_xlwindows", None)
    if windows is not None:
        atexit.unregister(windows.cleanup)


def tell_that_it_does_not_start(error: Exception) -> None:
    from csbook.faults import write_log

    language, log = own_language(), ""
    with suppress(OSError):
        log = LOG(language).format(path=write_log(dt.datetime.now()))
    show_without_excel(NOT_STARTED(language).format(error=error, log=log), "csbook")
