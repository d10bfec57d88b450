"""What a command declares: its button, its parameters, the tables it reads and may write."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal

from csbook.problems import Words

if TYPE_CHECKING:
    from csbook.commands.handler import Handler

Group = Literal["roster", "daily", "customers", "scores", "tools"]
GROUPS: Final[dict[Group, Words]] = {
    "roster": Words("排班", "Roster"),
    "daily": Words("每日", "Daily"),
    "customers": Words("客户", "Customers"),
    "scores": Words("绩效", "Scores"),
    "tools": Words("工具", "Tools"),
}
ParameterKind = Literal["month", "day", "flag", "number", "text"]


@dataclass(frozen=True)
class Parameter:
    """What a command can be told, by an option or in 操作面板.

    A handler finds a date for `month` (its first day) and `day`, True for a `flag` that was given, a
    float of at least `least`, or a text, which is one of `choices` where there are any.
    """

    name: str
    kind: ParameterKind
    help: Words
    choices: tuple[str, ...] = ()
    least: float | None = None


MONTH: Final = Parameter(
    "month", "month", Words("处理的月份，默认取设置", "The month; the settings' one by default")
)


WORKED: Final = ("Settings", "Staff", "Shifts", "Roster", "RosterBase", "RosterHistory", "DailyLog")
"""Who is on duty on a day of the grid or the history, and what was logged."""


@dataclass(frozen=True)
class Command:
    """One button and subcommand.

    `handler` is `module:function`; `reads` are the tables it is given, `writes` those it may
    change. Problems in the tables read stand in its way, unless it only `reports` them, or they
    stand in a table it `forgives`: there it tells how many and goes on without those cells.
    `searches`: it can be asked for an early end, with the best found so far.
    """

    name: str
    label: Words
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

    def load(self) -> Handler:
        module, _, function = self.handler.partition(":")
        found: Handler = getattr(import_module(module), function)
        return found
