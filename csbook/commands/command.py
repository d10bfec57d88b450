"""What a command declares: its button, its parameters, the tables it reads and may write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

from csbook.problems import Words, same
from csbook.schema.command_labels import COMMAND

if TYPE_CHECKING:
    from csbook.commands.handler import Handler

Group = Literal["routines", "roster", "daily", "customers", "data", "scores", "tools"]
GROUPS: Final[dict[Group, Words]] = {
    "routines": Words("一键", "In one go"),
    "roster": Words("排班", "Roster"),
    "daily": Words("每日", "Daily"),
    "customers": Words("客户", "Customers"),
    "data": Words("数据", "Data"),
    "scores": Words("绩效", "Scores"),
    "tools": Words("工具", "Tools"),
}
ParameterKind = Literal["month", "day", "flag", "number", "text", "folder"]


@dataclass(frozen=True)
class Parameter:
    """What a command can be told, by an option or in 操作面板.

    A handler finds a date for `month` (its first day) and `day`, True for a `flag` that was given, a
    float of at least `least`, or a text, which is one of `choices` where there are any; `words` are those
    that people may type for them. A `folder` is a path as text; a relative one on the ribbon lies beside
    the workbook. `option`: its name on the command line, where that is another; `placed`: what
    stands for it in usage, where it comes after the workbook without a name.
    """

    name: str
    kind: ParameterKind
    help: Words
    choices: tuple[str, ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    least: float | None = None
    option: str = ""
    placed: Words | None = None

    @property
    def key(self) -> str:
        """What tells it from all others on the command line."""
        return self.option or self.name

    @property
    def flag_name(self) -> str:
        return option_name(self.key)

    @property
    def shown(self) -> Words:
        """As a person types it: `AGENT` after the workbook, `--to` before the value."""
        return self.placed or same(self.flag_name)


def option_name(key: str) -> str:
    """`--new-terms` of the key `new_terms`."""
    return f"--{key.replace('_', '-')}"


@dataclass(frozen=True)
class Listing:
    """An option that prints the text of a function `place` (`module:function`, language to text) and leaves;
    it needs no workbook."""

    option: str
    place: str
    help: Words


MONTH: Final = Parameter(
    "month", "month", Words("处理的月份，默认取设置", "The month; the settings' one by default")
)


WORKED: Final = ("Settings", "Staff", "Shifts", "Roster", "RosterBase", "RosterHistory", "DailyLog")
"""Who is on duty on a day of the grid or the history, and what was logged."""

MONTHS_END: Final = ("Scores", "Plans", "Locks")
"""What 今日待办 says of last month: plans and scores owed, the lock."""


@dataclass(frozen=True)
class Command:
    """One button and subcommand.

    `handler` is `module:function`; `reads` are the tables it is given, `writes` those it may
    change. Problems in the tables read stand in its way, unless it only `reports` them, or they
    stand in a table it `forgives`: there it tells how many and goes on without those cells.
    `searches`: it can be asked for an early end, with the best found so far. `takes`: endings of the files
    that it is given, those named on the command line or those in the folder it is told; `wanted`: which
    files these are, for people. `gives_files`: it makes files, which go into that folder, in the place of
    earlier ones of the same names; with `takes` it is given what stands there; `makes`: endings of the one
    file that can be named in the folder's place.
    `usual_folder`: the one beside the workbook where none is said. `does_without_files`: a folder without
    files, or none at all, is no error. `listing`: what it lists instead of its work. `instead_of_undo`: what
    to do instead, where the command's record stays for good and `undo` takes neither it back nor what was
    done before it. `then`: what a person usually does next, told after success; `then_mend` where it found
    cells or rows to correct. `shows`: the table of the sheet that it fills to be read, which comes to the
    front in Excel; of one that `reports`, where it found something. `told_formulas`: tables whose formula
    cells that somebody typed over are among `Request.found`, as they are of all tables for one that
    `reports`; they do not stand in its way.
    """

    name: str
    help: Words
    group: Group
    image: str
    handler: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    reports: bool = False
    forgives: tuple[str, ...] = ()
    searches: bool = False
    takes: tuple[str, ...] = ()
    wanted: Words | None = None
    gives_files: bool = False
    makes: tuple[str, ...] = ()
    usual_folder: Words | None = None
    does_without_files: bool = False
    listing: Listing | None = None
    instead_of_undo: Words | None = None
    then: Words | None = None
    then_mend: Words | None = None
    shows: str | None = None
    told_formulas: tuple[str, ...] = ()

    @property
    def label(self) -> Words:
        return COMMAND[self.name]

    @property
    def is_given_files(self) -> bool:
        """Whether files can be named for it on the command line."""
        return bool(self.takes) and not self.gives_files

    @property
    def folder(self) -> Parameter | None:
        """The parameter that says its folder."""
        return next((p for p in self.parameters if p.kind == "folder"), None)

    def folder_said(self, told: Mapping[str, Any]) -> str | None:
        """The folder among what is told (parameters by name), where there is any."""
        return told.get(self.folder.name) if self.folder else None

    def load(self) -> Handler:
        found: Handler = imported(self.handler)
        return found


def imported(place: str) -> Any:
    """What `module:name` means."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
