"""The demo's month before the two that it lives through: who worked when, from a plain rotation.

Its roster was not built with csbook, so that the demo need not solve a third one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from csbook.demo.shop import AGENTS, GROUPS, Person, filled, shifted
from csbook.problems import Language
from csbook.schema.columns import REST
from csbook.schema.daily import DAYS
from csbook.schema.workbook import TABLES

WEEK: Final = 7
RESTS: Final = 2  # days of each week
TURNS: Final = ("day", "evening", "half")


def earlier_roster(
    demo_month: dt.date, month: dt.date, codes: Mapping[str, str], language: Language
) -> pd.DataFrame:
    """A grid like that of 排班 for a month before the demo's: in each group one rests after another, and
    after their rest they change from one shift to the next. Days before somebody was hired are empty.

    `codes`: the shift codes of the workbook by kind of shift.
    """
    days = (shifted(month, 1) - month).days
    records: list[dict[str, Any]] = []
    for group in GROUPS:
        for place, person in enumerate(p for p in AGENTS if p.group == group.name):
            cells = {DAYS[n]: cell_of(person, place, n, demo_month, month, codes) for n in range(days)}
            name, own = person.name(language), person.group(language)
            records.append({"agent_id": person.agent_id, "name": name, "group": own, **cells})
    return filled(TABLES["Roster"], records)


def cell_of(
    person: Person, place: int, number: int, demo_month: dt.date, month: dt.date, codes: Mapping[str, str]
) -> str | None:
    if month + dt.timedelta(days=number) < shifted(demo_month, person.hired, 14):
        return None
    week, day = divmod(number + WEEK - RESTS * place, WEEK)
    return REST if day < RESTS else codes[TURNS[(week + place) % len(TURNS)]]


def closed_months(months: Sequence[dt.date]) -> pd.DataFrame:
    """Rows of the months' states: published once, closed on their last evening."""
    records = [
        {
            "month": f"{month:%Y-%m}",
            "state": "closed",
            "version": 1,
            "at": pd.Timestamp(shifted(month, 1)) - pd.Timedelta(hours=6),
        }
        for month in months
    ]
    return filled(TABLES["RosterStates"], records)


def history_rows(roster: pd.DataFrame, month: dt.date) -> pd.DataFrame:
    """The grid as rows of 排班历史, as the month's close writes them."""
    records = [
        {
            "date": pd.Timestamp(month + dt.timedelta(days=number)),
            **{name: line[name] for name in ("agent_id", "name", "group")},
            "shift": line[day],
        }
        for line in roster.to_dict("records")
        for number, day in enumerate(DAYS)
        if not pd.isna(line[day])
    ]
    return filled(TABLES["RosterHistory"], records)
