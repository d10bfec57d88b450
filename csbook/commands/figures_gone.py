"""Months whose figures have left the workbook: a year is long, and old logs are moved away. Their rows stand,
and nothing can be worked out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.measure_figures import measured
from csbook.commands.scored_month import ScoredMonth
from csbook.problems import Words, WorkbookUnusable
from csbook.scorecard.measures import MEASURES
from csbook.scorecard.period import Period

Frames = Mapping[str, pd.DataFrame]


class FiguresGone(WorkbookUnusable):
    """What the month was measured by is no longer in the workbook: working it out would empty its rows."""

    def __init__(self, month: str) -> None:
        super().__init__(
            Words(
                f"工作簿里已没有 {month} 的日报和平台数据，再算会清空已有的指标，什么也没有写。"
                "请先用“导入”或 csbook load 补上这个月的数据。",
                f"Neither log nor platform figures of {month} are in the workbook any more: working it out "
                "again would empty its measures, so nothing was written. Bring that month's figures in first "
                "('Import' or csbook load).",
            )
        )


class GoneForGood(WorkbookUnusable):
    """A locked month is not reopened without its figures: it could be neither scored nor locked again."""

    def __init__(self, month: str) -> None:
        super().__init__(
            Words(
                f"工作簿里已没有 {month} 的日报和平台数据：解锁后不能再评分，也不能再锁定，没有解锁。"
                "请先用“导入”或 csbook load 补上这个月的数据。",
                f"Neither log nor platform figures of {month} are in the workbook any more: reopened, it "
                "could be neither scored nor locked again, so it stays locked. Bring that month's figures in "
                "first ('Import' or csbook load).",
            )
        )


def ensure_figures_stay(request: Request, scored: ScoredMonth) -> None:
    """Raises `FiguresGone` where rows of the month have measures and none would be left."""
    after = scored.frames["Scores"]
    left = not after.empty and after[list(MEASURES)].notna().any(axis=None)
    if not left and has_measures(request.tables, scored.month.period.label):
        raise FiguresGone(scored.month.period.label)


def figures_are_gone(tables: Frames, month: str, today: dt.datetime) -> bool:
    """Whether rows of the month have measures and nothing is left to measure it by.

    `tables` holds 考核评分 and what `measured` takes.
    """
    period = Period(dt.date.fromisoformat(month + "-01"), today)
    return has_measures(tables, month) and not measured(tables, period)


def has_measures(tables: Frames, month: str) -> bool:
    rows = tables["Scores"]
    return bool(rows.loc[rows["month"] == month, list(MEASURES)].notna().any(axis=None))
