"""What ends a call of the command line early, said as a sentence or as one JSON object."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import typer

from csbook.faults import write_log
from csbook.first_words import NOTHING_WRITTEN, as_json, own_language
from csbook.problems import Language, Words
from csbook.progress import INTERRUPTED

OUR_FAULT: Final = 70


@dataclass
class Call:
    """What is known of the call so far: its command, the workbook once opened, with its language and the
    state of its file then. `told_of`: the workbook of which it was said that it has no buttons. `at_button`:
    a launcher called, in a button's place."""

    command: str = ""
    book_language: Language | None = None
    book: Path | None = None
    book_before: tuple[int, int] | None = None
    told_of: Path | None = None
    at_button: bool = False

    def opens(self, book: Path) -> None:
        self.book, self.book_before = book, state_of_file(book)

    @property
    def has_written(self) -> bool:
        """Whether the workbook's file was saved since it was opened."""
        return self.book is not None and state_of_file(self.book) != self.book_before

    @property
    def language(self) -> Language:
        return self.book_language or own_language()

    def said(self, text: str) -> str:
        """A text as whoever called reads it: a launcher's person knows no options."""
        if not self.at_button:
            return text
        from csbook.message_room import without_options

        return without_options(text)


def state_of_file(path: Path) -> tuple[int, int] | None:
    """The file's time and size; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def stop(call: Call, words: Words, exit_code: int, details: Mapping[str, Any] | None = None) -> NoReturn:
    """Say what is wrong and leave."""
    tell(call, words, exit_code, details)
    sys.exit(exit_code)


def tell(call: Call, words: Words, exit_code: int, details: Mapping[str, Any] | None = None) -> None:
    """One sentence on stderr, or with `--json` an object on stdout."""
    headline = call.said(words(call.language))
    if "--json" in sys.argv:
        typer.echo(json.dumps(as_json(call.command, headline, exit_code, details or {}), ensure_ascii=False))
    else:
        typer.echo(headline, err=True)


def stop_broken_off(call: Call) -> NoReturn:
    """Say in one line that Ctrl-C was pressed, and what that means for the workbook."""
    if call.has_written:
        words = Words(
            "已中断，但工作簿已经保存；用 csbook undo 可以撤销。",
            "Broken off, but the workbook was saved already; csbook undo takes it back.",
        )
    else:
        words = Words(**NOTHING_WRITTEN)
    tell(call, words, INTERRUPTED)
    sys.stdout.flush()
    os._exit(INTERRUPTED)  # threads of a search, which Python would wait for, are given up


def stop_by_our_fault(call: Call) -> NoReturn:
    """Keep the exception being handled in a log, say where, and leave with `OUR_FAULT`."""
    try:
        log = write_log(dt.datetime.now())
    except OSError as error:
        unkept = Words(
            f"程序出错，连记录也写不下（{error.strerror}）：请先看磁盘是否已满。",
            f"csbook failed, and not even a log could be written ({error.strerror}): is the disk full?",
        )
        stop(call, unkept, OUR_FAULT)
    words = Words(
        f"程序出错，记录在 {log}。请把它发给维护人。",
        f"csbook failed; the log is {log}. Please report it.",
    )
    stop(call, words, OUR_FAULT, {"log": str(log)})
