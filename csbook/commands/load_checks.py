"""What the roster and the scores would refuse in a file's rows, found before they stand on the sheet."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from csbook.books.frames import found_text
from csbook.problems import Problem, Severity, Words, same
from csbook.roster.parts import group_in
from csbook.roster.reading import Notes, rows
from csbook.roster.tables import read_limits, read_rules, read_shifts
from csbook.schema.cells import BadCell
from csbook.schema.columns import ShiftCell
from csbook.schema.panel import PANEL_KINDS, PARAMETER, as_day
from csbook.schema.settings import colon
from csbook.schema.workbook import TABLES
from csbook.scorecard.points import read_yardsticks


def own_problems(table: str, frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Problems of the table's rows on their own: those of `roster_problems`, and measures that cannot be
    scored by (worst equal to best, bands that do not fall); of the panel, values that their row cannot
    have."""
    if table == "Panel":
        return panel_problems(frames["Panel"])
    if table == "Measures":
        return [p for p in read_yardsticks(frames["Measures"])[1] if p.severity is Severity.ERROR]
    return roster_problems(table, frames)


def panel_problems(panel: pd.DataFrame) -> list[Problem]:
    """Values of 操作面板 that are not of their parameter's kind: the buttons that take them stop there."""
    found = []
    for row, name, value in zip(panel.index.tolist(), panel["parameter"], panel["value"], strict=True):
        kind = PANEL_KINDS.get(name)
        if kind is None or pd.isna(value) or value == "":
            continue
        try:
            kind.parse(value)
        except BadCell as wrong:
            either = Words("，或留空", ", or nothing")
            expected = PARAMETER.choices[name] + colon() + (wrong.expected or kind.expected) + either
            found.append(Problem("Panel", row, "value", found_text(as_day(kind, value)), expected))
    return found


def roster_problems(table: str, frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Problems of the table's rows on their own: shifts without length or all break, rules that cannot be
    so, limits of people that nobody can keep, help in groups that there are not. Tables that say nothing of
    the roster have none.

    `frames` holds the table as it would be, Staff and Shifts.
    """
    notes = Notes()
    if table == "Shifts":
        read_shifts(frames["Shifts"], notes)
    elif table == "RosterRules":
        read_rules(frames["RosterRules"], notes)
    elif table == "Staff":
        codes = frames["Shifts"]["code"].dropna().tolist()
        for number, row in rows(frames["Staff"]):
            read_limits(number, row, codes, notes)
    elif table in ("Roster", "Requests"):
        read_helped_groups(table, frames, notes)
    return notes.found


def read_helped_groups(table: str, frames: Mapping[str, pd.DataFrame], notes: Notes) -> None:
    """The group behind the @ of each shift cell must be one of the staff's."""
    groups = sorted(set(frames["Staff"]["group"].dropna()))
    columns = [column.name for column in TABLES[table].columns if isinstance(column, ShiftCell)]
    expected = Words("@ 后面是员工表中的平台组：", "a group of sheet 'Staff' after the @: ") + same(
        " / ".join(groups)
    )
    for number, row in rows(frames[table][columns]):
        for name, cell in row.items():
            if cell is not None and "@" in cell and group_in(cell, "") not in groups:
                notes.error(table, number, name, cell, expected)
