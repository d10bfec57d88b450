"""One line of 排班检查: what is wrong, what says so, what was found, and what would mend it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.problems import Words, joined, same
from csbook.roster.day_ranges import day_ranges

ERROR: Final = "error"
WARNING: Final = "warning"
NONE: Final = same("")


@dataclass(frozen=True)
class Line:
    """One row of `RosterCheck`.

    agent_id: whose days it is about; empty where it is a group's or everybody's. name: of the person or
    group. days: the days concerned; dates: what is written of them, else the days listed. cell: the code
    of a cell that is wrong in itself. law: told from a law rather than a rule. of_row: about the person's
    whole row of the grid, not about one cell.
    """

    severity: str
    subject: Words
    source: Words
    found: Words
    limit: Words = NONE
    mend: Words = NONE
    agent_id: str = ""
    name: str = ""
    days: tuple[dt.date, ...] = ()
    dates: Words | None = None
    cell: str = ""
    law: bool = False
    of_row: bool = False

    @property
    def when(self) -> Words:
        return day_ranges(self.days) if self.dates is None else self.dates

    @property
    def sentence(self) -> Words:
        """Name, rule and dates, as a message tells them."""
        told = joined([same(self.name), self.subject], "：", ": ") if self.name else self.subject
        when = in_brackets(self.when) if self.when.zh else NONE
        return told + when + Words("。", ".")


def table_of(lines: Iterable[Line], request: Request) -> pd.DataFrame:
    """The lines as rows of `RosterCheck`."""
    language = request.language
    return pd.DataFrame(
        [
            {
                "severity": line.severity,
                "agent_id": line.agent_id or None,
                "name": line.name or None,
                "subject": line.subject(language),
                "article": line.source(language) or None,
                "dates": line.when(language) or None,
                "found": line.found(language) or None,
                "limit": line.limit(language) or None,
                "mend": line.mend(language) or None,
            }
            for line in lines
        ],
        columns=["severity", "agent_id", "name", "subject", "article", "dates", "found", "limit", "mend"],
    )


def by_person(lines: Iterable[Line]) -> list[Words]:
    """One sentence for each person: what was found of everything the lines say of them, and the limits."""
    about: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        about[line.agent_id].append(line)
    return [
        joined([same(mine[0].name), joined((_finding(line) for line in mine), "；", "; ")], "：", ": ")
        + Words("。", ".")
        for mine in about.values()
    ]


def _finding(line: Line) -> Words:
    limit = in_brackets(line.limit) if line.limit.zh else NONE
    return joined([line.subject, line.found], " ", ", ") + limit


def in_brackets(words: Words) -> Words:
    return Words(f"（{words.zh}）", f" ({words.en})")


def groups_named(groups: Iterable[str], request: Request) -> str:
    """Several groups in the one column that they have."""
    return ("、" if request.language == "zh" else ", ").join(groups)


def name_of(request: Request, agent_id: str) -> str:
    """The name on sheet 员工, else the number."""
    staff = request.tables["Staff"]
    names = staff.loc[staff["agent_id"] == agent_id, "name"].dropna()
    return str(names.iloc[0]) if len(names) else agent_id
