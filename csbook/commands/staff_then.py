"""员工 as a month that is over had them: role, platform and group by the month's rows.

员工 knows only those of now, and who was promoted or moved since was somebody's agent then all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from csbook.commands.cell_words import cell_words
from csbook.problems import Language, Problem, Severity, Words, same
from csbook.scorecard.period import Period
from csbook.scorecard.team import platforms_of

Frames = Mapping[str, pd.DataFrame]
STORED: Final = (
    ("Scores", "role", "role"),
    ("Scores", "platform", "platforms"),
    ("Commissions", "group", "group"),
)
"""Where a month keeps what 员工 says of somebody: table, its column, the column of 员工."""


def staff_then(tables: Frames, month: str) -> pd.DataFrame:
    """员工 with role, platform and group of the month's rows; of now where a cell is empty."""
    staff = tables["Staff"]
    for table, stored, column in STORED:
        then = staff["agent_id"].map(kept(tables, table, stored, month)[stored])
        staff = staff.assign(**{column: then.where(then.notna(), staff[column])})
    return staff


def kept(tables: Frames, table: str, column: str, month: str) -> pd.DataFrame:
    """The month's rows that have the column filled, by staff number; `row` is the sheet's row number."""
    rows = tables[table].assign(row=tables[table].index)
    rows = rows[(rows["month"] == month) & rows[column].notna()].drop_duplicates("agent_id")
    return rows.set_index("agent_id")


def moved_since(
    tables: Frames, period: Period, served: pd.DataFrame, language: Language
) -> Iterator[Problem]:
    """A warning for each cell by which somebody is scored though 员工 says something else by now.

    `served`: `agent_id`, `platform` of the month's receptions: a platform that somebody served is theirs,
    whatever 员工 names.
    """
    pairs = set(zip(served["agent_id"], served["platform"], strict=True))
    staff = tables["Staff"].drop_duplicates("agent_id").set_index("agent_id")
    for table, stored, column in STORED:
        rows = kept(tables, table, stored, period.label)
        for who, then, row in zip(rows.index, rows[stored], rows["row"], strict=True):
            now = staff[column].get(who)
            own = (who, then) in pairs or then in platforms_of(now) if stored == "platform" else then == now
            if own or who not in staff.index:
                continue
            found = cell_words(table, stored, then)(language)
            expected = KEPT + (PROTECTED if table == "Commissions" else same(""))
            yield Problem(table, int(row), stored, found, expected, Severity.WARNING)


KEPT: Final = Words(
    "与员工表现在的不同，仍按当月这一格评；要按员工表，请清空这一格再评分",
    "other than sheet 'Staff' says now and still counted; to go by 'Staff', empty this cell and score again",
)
PROTECTED: Final = Words("（先撤消工作表保护）", " (unprotect the sheet first)")
