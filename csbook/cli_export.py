"""`csbook export BOOK roster|report|todo` on the closed workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from csbook.books.file_book import FileBook


def export_sheet_of(
    workbook: FileBook,
    parameters: Mapping[str, Any],
    here: Path,
    beside: Path,
    today: dt.datetime | None,
    *,
    as_json: bool,
) -> NoReturn:
    """A sheet of the closed workbook for the chat group; `here`: where the file said is looked for."""
    from csbook.cli_call import call, finish, tell_next_step
    from csbook.progress import Steps
    from csbook.rendering.closed import pdf_of
    from csbook.rendering.exporting import export_sheet

    with Steps(call.language, quiet=as_json) as steps:
        outcome = export_sheet(
            workbook,
            lambda titles: pdf_of(workbook.content, titles),
            parameters,
            here,
            beside,
            now=today or dt.datetime.now(),
            progress=lambda words: tell_next_step(steps, words),
        )
    finish(outcome, as_json=as_json)
