"""What the roster would refuse in a file's rows, found before they stand on the sheet."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from csbook.problems import Problem
from csbook.roster.reading import Notes, rows
from csbook.roster.tables import read_limits, read_rules, read_shifts


def roster_problems(table: str, frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Problems of the table's rows on their own: shifts without length or all break, rules that cannot be
    so, limits of people that nobody can keep. Tables that say nothing of the roster have none.

    `frames` holds the table as it would be, and Shifts.
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
    return notes.found
