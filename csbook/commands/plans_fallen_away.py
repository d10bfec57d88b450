"""Rows of 整改 whose plan nobody owes any more, since the ranking is another.

csbook deletes no row of a sheet that people write in: their state says so, and which can go is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import pandas as pd

from csbook.commands.told_apart import told_apart
from csbook.problems import Words, joined
from csbook.scorecard.rewards import plan_state
from csbook.scorecard.team import day

NOT_OWED: Final = "not_owed"
WRITTEN: Final = ["causes", "measures", "handed_in"]
"""What the agent fills: a row with any of it is a record that stays."""


def fallen_away(plans: pd.DataFrame) -> pd.Series:
    """Which rows have somebody's rank and no plan owed, or were found so before."""
    return plans["due"].isna() & (plans["rank"].notna() | (plans["state"] == NOT_OWED))


def plan_states(plans: pd.DataFrame, today: dt.datetime) -> list[str | None]:
    """The state of each plan as of the moment."""
    columns = plans["due"], plans["handed_in"], fallen_away(plans)
    return [
        plan_state(day(due), day(done), today, fell_away=bool(gone))
        for due, done, gone in zip(*columns, strict=True)
    ]


def fallen_away_notes(standing: pd.DataFrame, frame: pd.DataFrame, month: str) -> Iterator[Words]:
    """One note that names the people and their rows, the first time. `standing`: 整改 as it stands, `frame`:
    as it is going to be written."""
    gone = frame[(frame["month"] == month) & (frame["state"] == NOT_OWED)]
    called = told_apart(dict(zip(gone["agent_id"], gone["name"], strict=True)))
    is_new = standing["agent_id"].isin(called) & (standing["state"] != NOT_OWED)
    rows = standing[(standing["month"] == month) & is_new]
    if rows.empty:
        return
    filled = rows[WRITTEN].notna().any(axis=1)
    told = [
        called[who] + (stays(row) if is_record else can_go(row))
        for who, row, is_record in zip(rows["agent_id"], rows.index.tolist(), filled, strict=True)
    ]
    yield (
        Words("名次变了，不用再交整改：", "Ranked otherwise now, no plan owed any more: ")
        + joined(told)
        + Words("。", ".")
    )


def can_go(row: int) -> Words:
    return Words(f"（“整改”第 {row} 行可以删除）", f" (row {row} of 'Improvement plans' can be deleted)")


def stays(row: int) -> Words:
    return Words(
        f"（“整改”第 {row} 行写过内容，留作记录）",
        f" (row {row} of 'Improvement plans' was written in and stays as a record)",
    )
