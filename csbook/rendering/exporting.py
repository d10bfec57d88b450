"""`csbook export BOOK roster|report|todo`: a sheet as PDF or pictures, for the team's chat group.

No handler does it: a handler never touches a book, and here the book itself is what is shown. It is only
read: 操作记录 gets no row and nothing is saved.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from csbook.books.book import Book
from csbook.commands import registry
from csbook.commands.file_refusals import FilesNotPut, replaced
from csbook.commands.files import FileWork, file_named, with_files, written
from csbook.commands.handler import File, Progress, silent
from csbook.commands.outcome import DONE, Outcome
from csbook.commands.run import language_of
from csbook.problems import Words, counted
from csbook.rendering.contents import SENT, looked_at
from csbook.rendering.opened import Printer
from csbook.rendering.paper import Page
from csbook.rendering.refusals import NotPut

COMMAND: Final = "export"
PDF, PNG = ENDINGS = (".pdf", ".png")
MAKING: Final = Words("正在排版，可能要半分钟……", "Making the pages, which may take half a minute ...")


def export_sheet(
    book: Book,
    printer: Printer,
    parameters: Mapping[str, Any],
    here: Path,
    beside: Path,
    *,
    now: dt.datetime,
    progress: Progress = silent,
) -> Outcome:
    """Write the sheet that `what` names, as a PDF or, where the file said ends so, as PNG.

    `folder`: a file or a folder from `here`; by default the command's usual folder in `beside`.
    `now`: the moment that decides what is of today. Raises what
    `looked_at`, `FileWork.of`, `written` and the printer raise, and `NotPut`.
    """
    from csbook.rendering.pages import pictures

    language, what = language_of(book), parameters["what"]
    ready = looked_at(what, book, parameters.get("month"), now, language)
    said = parameters.get("folder")
    command = replace(registry.command(COMMAND), makes=ENDINGS)
    work = FileWork.of(command, (), said, here, beside, language)
    assert work.folder is not None
    name = file_named(str(said or ""), ENDINGS) or f"{SENT[what].stem(language)}-{ready.suffix}{PDF}"
    progress(MAKING)
    pdf = printer([SENT[what].sheet(language)], Page(ready.heading(language), SENT[what].table, language))
    files = named(name, pictures(pdf)) if name.lower().endswith(PNG) else [File(name, pdf)]
    over = [file.name for file in files if said and (work.folder / file.name).is_file()]
    put(work.folder, files)
    notes = (*ready.notes, *left_over(work.folder, name, files), *([replaced(over)] if over else []))
    headline = said_of(what, files)(language)
    outcome = Outcome(COMMAND, language, DONE, headline, tuple(note(language) for note in notes))
    return with_files(outcome, work.folder, files)


def named(name: str, pages: Sequence[bytes]) -> list[File]:
    """One picture under the name said; several as `name-1.png`, `name-2.png`, ... in the order of the pages.

    A chat group makes one tall picture too small to read, and shows several in their order.
    """
    if len(pages) == 1:
        return [File(name, pages[0])]
    path = Path(name)
    return [File(f"{path.stem}-{number}{path.suffix}", page) for number, page in enumerate(pages, 1)]


def put(folder: Path, files: Sequence[File]) -> None:
    try:
        with written(folder, files):
            pass
    except FilesNotPut as error:
        raise NotPut(folder) from error


def left_over(folder: Path, name: str, files: Sequence[File]) -> list[Words]:
    """Pictures of an earlier export with another number of pages: not deleted, but told."""
    path = Path(name)
    page = re.compile(rf"{re.escape(path.stem)}(-\d+)?{re.escape(path.suffix)}")
    made = {file.name for file in files}
    old = sorted(other.name for other in folder.iterdir() if page.fullmatch(other.name))
    listed = ", ".join(other for other in old if other not in made)
    if not listed or path.suffix.lower() != PNG:
        return []
    return [
        Words(
            f"{listed} 是以前导出的，不是这一次的，别发错。",
            f"{listed}: from an earlier export, not of this one.",
        )
    ]


def said_of(what: str, files: Sequence[File]) -> Words:
    sheet, names = SENT[what].sheet, [file.name for file in files]
    if len(names) == 1:
        return Words(f"“{sheet.zh}”已导出为 {names[0]}。", f"Sheet '{sheet.en}' is in {names[0]}.")
    span = f"{names[0]} … {names[-1]}"
    return Words(
        f"“{sheet.zh}”已导出为 {len(names)} 张图片：{span}。",
        f"Sheet '{sheet.en}' is in {counted(len(names), 'picture')}: {span}.",
    )
