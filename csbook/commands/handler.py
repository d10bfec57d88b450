"""What a handler is given and what it gives back. Handlers never touch a book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import pandas as pd

from csbook.problems import Language, Problem, Words
from csbook.schema.settings import Settings

Progress = Callable[[Words], None]


def silent(words: Words) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    """Nobody can ask for an early end."""
    return False


@dataclass(frozen=True)
class File:
    """A file that a command is given or makes: its name without a folder, and its content.

    `over`: what is said where it replaces a file of its name with another content, by that content; it
    raises where that file is to stay.
    """

    name: str
    data: bytes
    over: Callable[[bytes], Words] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Request:
    """One call of a command.

    `tables` are the frames read (index: sheet rows, columns: inside names). `today` is a local
    moment; what is later has not happened. `month` is the first day of the month to work on.
    `cancelled` says whether somebody asks for an early end with the best found so far.
    `user` is who runs it. `found` are the problems in the tables read, for a command that reports them.
    `files` are those that the command is given. `now` is the clock's moment: `today` may be an earlier day
    that is made up for.
    """

    tables: Mapping[str, pd.DataFrame]
    settings: Settings
    today: dt.datetime
    month: dt.date
    language: Language
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    progress: Progress = silent
    cancelled: Callable[[], bool] = never
    found: tuple[Problem, ...] = ()
    files: tuple[File, ...] = ()
    user: str = ""
    now: dt.datetime | None = None


NOTHING_NEXT: Final = Words("", "")


@dataclass(frozen=True)
class Result:
    """What a handler wants written and said.

    `tables`: frames by table name with the key columns and the columns to write; rows with a known
    key change csbook's columns there, others are appended; a `rewritten` table is replaced whole.
    `headline` sums up in one sentence; `notes` are single facts worth telling; `problems` stop the
    command when any is an error: nothing is written then. `details` are figures for `--json`. `fresh`
    says that all is new, so that no cell is worth colouring as changed. `files` are those that the command
    makes. `typed`: the tables in which columns that people fill are written too, on their behalf: from
    the files they gave, or because they asked to hand work over. `forgets`: what the cells held is to be
    kept nowhere, in no snapshot and no backup; frames (but those of rewritten tables) name their rows by
    the index, and all their columns are written, keys too. `left_out`: something of what was given did not
    go in or differs from what stands, although the rest was written: somebody has to look. `then`: the next
    step to do, where it is not the command's usual one; `NOTHING_NEXT` where there is none or the notes tell.
    """

    headline: Words
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    notes: tuple[Words, ...] = ()
    problems: tuple[Problem, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    fresh: bool = False
    files: tuple[File, ...] = ()
    typed: frozenset[str] = frozenset()
    forgets: bool = False
    left_out: bool = False
    then: Words | None = None


class Handler(Protocol):
    def __call__(self, request: Request, /) -> Result:
        """Work on the frames of the request; no book, no clock, no randomness outside it."""
