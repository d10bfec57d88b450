"""A message within the room of a message box; what has none is kept whole in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby, takewhile
from pathlib import Path
from typing import Final

from csbook.commands.outcome import FACT, NEXT
from csbook.commands.snapshots import LONG_MESSAGE
from csbook.panel import BY_PANEL
from csbook.problems import Language, Words

MESSAGE_ROOM: Final = 900  # a message box of Excel cuts off at 1,024 characters
OPTION: Final = re.compile(r"（--[^（）]*）| \(--[^()]*\)")
MOST_FACTS: Final = 8
"""Facts told of one step of several, where there is not room for all."""


def without_options(text: str) -> str:
    """A message as a person at a button reads it: what the panel calls a value is followed by its option, in
    parentheses, which only the command line knows."""
    return OPTION.sub("", text)


def fitted(text: str, language: Language, folder: Path) -> str:
    """The text as far as a message box shows it: fewer facts of each step, else cut at a line. What to do
    next and what the panel said stay; the whole goes into a file in the folder, which is named."""
    if len(text) <= MESSAGE_ROOM:
        return text
    lines = text.split("\n")
    at = first_of_the_last(lines, language)
    ending = [where_the_rest_is(kept_whole(text, folder))(language), *lines[at:]]
    room = MESSAGE_ROOM - sum(len(line) + 1 for line in ending)
    shorter = ["\n".join(with_facts(lines[:at], most, language)) for most in range(MOST_FACTS, -1, -1)]
    body = next((each for each in shorter if len(each) <= room), shorter[-1])
    if len(body) > room:
        body = body[: room + 1].rpartition("\n")[0] or body[:room]
    return "\n".join([body, *ending])


def first_of_the_last(lines: Sequence[str], language: Language) -> int:
    """Where the lines begin that stay last: what to do next, what the panel said."""
    stay = (NEXT(language), BY_PANEL(language))
    return len(lines) - sum(1 for _ in takewhile(lambda line: line.startswith(stay), reversed(lines[1:])))


def with_facts(lines: Sequence[str], most: int, language: Language) -> Iterator[str]:
    """The lines with the first so many facts of each step, and how many more there are."""
    for are_facts, some in groupby(lines, key=lambda line: line.startswith(FACT)):
        told = list(some)
        yield from told[:most] if are_facts else told
        if are_facts and (more := len(told[most:])):
            yield FACT + Words(f"……另有 {more} 条。", f"... {more} more.")(language)


def kept_whole(text: str, folder: Path) -> Path | None:
    """The file with the whole text; None where it cannot be written."""
    file = folder / LONG_MESSAGE
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8-sig")  # so that every Notepad reads the Chinese
        return file
    return None


def where_the_rest_is(file: Path | None) -> Words:
    if file is None:
        return Words("……其余放不下。", "... the rest has no room here.")
    return Words(f"……全部内容在 {file}", f"... all of it is in {file}")


def forget_whole(folder: Path) -> None:
    """Delete the last message's file: it may name customers, and would be taken for the next one's."""
    with suppress(OSError):
        (folder / LONG_MESSAGE).unlink(missing_ok=True)
