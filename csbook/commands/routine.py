"""What a routine declares: one button that runs several commands, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from csbook.commands.command import Group, Listing, Parameter
from csbook.problems import Words
from csbook.schema.command_labels import COMMAND


@dataclass(frozen=True)
class Step:
    """A command of the registry with what it is told each time.

    `nothing_to_do`: errors (`module:class`) that mean so; the step is passed over then, and the next begins.
    `lacking`: what is said of it then, without an end; by default the error's words.
    `rests_on`: an earlier step that is done once more when the routine goes on with this one, for what people
    corrected meanwhile. `each_time`: it is done again whenever the routine goes on, for the files that came
    or the shifts that ended meanwhile; where it changes anything, all that follows is done again too.
    """

    command: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    nothing_to_do: tuple[str, ...] = ()
    lacking: Words | None = None
    rests_on: str = ""
    each_time: bool = False


@dataclass(frozen=True)
class Then:
    """What a person does once a routine is done, without an end.

    Where a `step` is named, only if one of its `figures` (of `Result.details`) is of anything, or if the
    step was done the time before and tells none now.
    """

    words: Words
    step: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settled:
    """What is said instead of 完成 where the last step was passed over, and what to do `then`; of a step that
    found something to look at the headline is `but`, and the step says what to do."""

    headline: Words
    then: Words
    but: Words


@dataclass(frozen=True)
class Routine:
    """One button and subcommand for several steps.

    `parameters`: each goes to the steps whose commands take it. `of_last_month`: without a month said it is
    about the month before today's; a routine that takes none is about a day. `summed`: the tables whose rows
    added by all steps together are told at the end. `settled`: where the last step can be passed over.
    `then`: what a person does once it is done, and `shows`: the table of the sheet to be read then. The rest
    is as in `Command`; a routine is given no files but by its steps' folders.
    """

    name: str
    help: Words
    group: Group
    image: str
    steps: tuple[Step, ...]
    then: tuple[Then, ...]
    shows: str
    parameters: tuple[Parameter, ...] = ()
    of_last_month: bool = False
    summed: tuple[str, ...] = ()
    settled: Settled | None = None

    @property
    def label(self) -> Words:
        return COMMAND[self.name]

    is_given_files: ClassVar[bool] = False
    makes: ClassVar[tuple[str, ...]] = ()
    listing: ClassVar[Listing | None] = None
