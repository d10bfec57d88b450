"""Where in the workbook a supervisor finds what an explanation names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import groupby

import pandas as pd

from csbook.problems import Words, joined, same
from csbook.roster.explain import Member
from csbook.roster.parts import Cover, Request
from csbook.roster.problem import RosterProblem
from csbook.roster.relaxed import FIXED
from csbook.schema.checks import ALL_GROUPS
from csbook.schema.workbook import sheet_title

Frames = Mapping[str, pd.DataFrame]
OWN_LIMITS = {
    "longest_stretch": "longest_stretch",
    "most_weekends": "most_weekends",
    "shift_limits": "shift_limits",
    "most_hours": "most_hours",
    "least_hours": "least_hours",
}
"""The rules for which a person may have a number of their own, with its column of `Staff`."""
BINDING = ("leave", "pin")


def place_of_member(tables: Frames, problem: RosterProblem, member: Member) -> Words:
    """The rows to change: of the requests or the grid for fixed cells, else of the rule and its number."""
    if member.rule == FIXED:
        return _place_of_cells(tables, member)
    rules = tables["RosterRules"]
    places = [_row_words("RosterRules", rules.index[rules["rule"] == member.rule])]
    if member.rule in OWN_LIMITS:
        staff = tables["Staff"]
        own = (staff["agent_id"] == member.agent_id) & staff[OWN_LIMITS[member.rule]].notna()
        places.append(_row_words("Staff", staff.index[own]))
    if member.rule == "nobody_rests":
        days = tables["Holidays"]
        sales = (days["kind"] == "sales") & days["date"].isin([pd.Timestamp(day) for day in member.days])
        places.append(_row_words("Holidays", days.index[sales]))
    if member.rule == "cover_minimum":
        rows = [row for row in problem.cover if row.day in member.days and row.group == member.group]
        asked = [number for row in rows if row.minimum for number in _cover_rows(tables, problem, row)]
        places.append(_row_words("Cover", asked))
    return _listed(places)


def place_of_wish(tables: Frames, asked: Request) -> Words:
    """The requests of that person for that day."""
    rows = _requests(tables, asked.agent_id, asked.day)
    return _row_words("Requests", rows.index[~rows["kind"].isin(BINDING) | (rows["state"] != "approved")])


def place_of_cover(tables: Frames, problem: RosterProblem, asked: Cover) -> Words:
    return _row_words("Cover", _cover_rows(tables, problem, asked))


def _place_of_cells(tables: Frames, member: Member) -> Words:
    """Approved requests for these days; days without one are cells that somebody typed in the grid."""
    requested: list[int] = []
    typed = []
    for day in member.days:
        rows = _requests(tables, member.agent_id, day)
        binding = rows.index[rows["kind"].isin(BINDING) & (rows["state"] == "approved")].tolist()
        requested += binding
        if not binding:
            typed.append(day)
    grid = tables["Roster"]
    cells = _row_words("Roster", grid.index[grid["agent_id"] == member.agent_id] if typed else [])
    if typed and cells.zh:
        first, last = typed[0].day, typed[-1].day
        columns = Words(f" {first} 列", f", column {first}")
        cells += columns if first == last else Words(f" {first}～{last} 列", f", columns {first} to {last}")
    return _listed([_row_words("Requests", requested), cells])


def _requests(tables: Frames, agent_id: str, day: dt.date) -> pd.DataFrame:
    """The requests of a person that speak of a day and are not rejected."""
    rows = tables["Requests"]
    first, at = rows["from_date"], pd.Timestamp(day)
    last = rows["to_date"].fillna(first)
    found: pd.DataFrame = rows[
        (rows["agent_id"] == agent_id) & (first <= at) & (at <= last) & (rows["state"] != "rejected")
    ]
    return found


def _cover_rows(tables: Frames, problem: RosterProblem, asked: Cover) -> list[int]:
    """The rows of the table that ask for this cover: for the date before the day type, then naming the
    group before all groups."""
    rows = tables["Cover"]
    rows = rows[(rows["shift"] == asked.shift) & (rows["group"].isin([asked.group, *ALL_GROUPS]))]
    dated = rows[(rows["day_type"] == "date") & (rows["date"] == pd.Timestamp(asked.day))]
    usual = rows[rows["day_type"] == ("weekend" if asked.day in problem.weekend else "weekday")]
    rows = dated if len(dated) else usual
    named = rows[rows["group"] == asked.group]
    return [int(number) for number in (named if len(named) else rows).index]


def _row_words(table: str, rows: object) -> Words:
    """`“排班规则”第 6 行`; nothing without rows."""
    numbers = sorted({int(row) for row in rows})  # type: ignore[attr-defined]
    if not numbers:
        return Words("", "")
    runs = [list(run) for _, run in groupby(numbers, key=lambda number: number - numbers.index(number))]
    shown = [joined(map(same, run)) if len(run) < 3 else _span(run[0], run[-1]) for run in runs]
    listed = joined(shown)
    several = "s" if len(numbers) > 1 else ""
    return Words(
        f"“{sheet_title(table, 'zh')}”第 {listed.zh} 行",
        f"'{sheet_title(table, 'en')}', row{several} {listed.en}",
    )


def _span(first: int, last: int) -> Words:
    return Words(f"{first}～{last}", f"{first} to {last}")


def _listed(places: list[Words]) -> Words:
    return joined((place for place in places if place.zh), "；", "; ")
