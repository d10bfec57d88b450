"""Rows of 整改 whose plan nobody owes any more, since the ranking is another.

csbook deletes no row of a sheet that people write in; it says which can go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from csbook.commands.told_apart import told_apart
from csbook.problems import Problem, Severity, Words, joined

WRITTEN: Final = ["causes", "measures", "handed_in"]
"""What the agent fills: a row with any of it is a record that stays."""


def fallen_away(plans: pd.DataFrame) -> pd.Series:
    """Which rows have somebody's rank and no plan owed."""
    return plans["rank"].notna() & plans["due"].isna() & plans["state"].isna()


def fallen_away_notes(standing: pd.DataFrame, frame: pd.DataFrame, month: str) -> Iterator[Words]:
    """One note that names the people and their rows. `standing`: 整改 as it stands, `frame`: as it is going
    to be written."""
    gone = frame[(frame["month"] == month) & fallen_away(frame)]
    called = told_apart(dict(zip(gone["agent_id"], gone["name"], strict=True)))
    rows = standing[(standing["month"] == month) & standing["agent_id"].isin(called)]
    if rows.empty:
        return
    filled = rows[WRITTEN].notna().any(axis=1)
    told = [
        called[who] + (stays(row) if is_record else can_go(row))
        for who, row, is_record in zip(rows["agent_id"], rows.index.tolist(), filled, strict=True)
    ]
    yield (
        Words("名次变了，不再欠整改：", "Ranked otherwise now, no plan owed any more: ")
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


def fallen_away_problems(plans: pd.DataFrame) -> list[Problem]:
    """A warning at each such row that nobody wrote in."""
    expected = Words(
        "还欠整改的人：名次变了，这一行不再欠，可以删除",
        "somebody who owes a plan: ranked otherwise now, so this row can be deleted",
    )
    rows = plans[fallen_away(plans) & plans[WRITTEN].isna().all(axis=1)]
    return [
        Problem("Plans", row, "agent_id", who, expected, Severity.WARNING)
        for row, who in zip(rows.index.tolist(), rows["agent_id"].tolist(), strict=True)
    ]
