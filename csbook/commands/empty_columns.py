"""Columns of 客服日报 that hold nothing in a whole month although scores or commission rest on them: deleted
and put back by `upgrade`, say, their figures would be missing without a word. What the shop never filled is
nothing to be told of each month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from csbook.problems import Problem, Severity, Words, counted, joined
from csbook.schema.choices import MEASURE
from csbook.schema.column import Filler
from csbook.schema.columns import Text
from csbook.schema.workbook import TABLES
from csbook.scorecard.measures import FROM_LOG, TICKS
from csbook.scorecard.period import Period

LOG: Final = TABLES["DailyLog"]
FIGURES: Final = tuple(
    c.name for c in LOG.columns if c.by is Filler.AGENT and c.name not in LOG.key and not isinstance(c, Text)
)
"""What agents fill on every day that they serve."""
LEAST_DAYS: Final = 7  # in the first days of a month nobody may have been rated or refunded yet
FOLLOWS_FROM: Final = {
    "responses": ("answered",),
    "answered_told": ("answered",),
    "not_buying": ("enquiries", "buyers"),
    "complete": ("receptions", *TICKS),
}
"""The log's columns behind what the ratios name otherwise."""
COMMISSION: Final = Words("提成", "commission")


Frames = Mapping[str, pd.DataFrame]


def empty_columns(
    tables: Frames, period: Period, scores: pd.DataFrame, *, earlier: Frames, sales_pay: bool
) -> list[Problem]:
    """A warning for each column that nobody filled in the month and that a measure lacks that the month is
    scored by or plans for, and that an earlier month had.

    `tables`: DailyLog of the month, Measures, Plan; `scores`: the month's rows of 考核评分, whose measures
    may have come from the platforms all the same. `earlier`: DailyLog, Scores and Commissions of the months
    before. `sales_pay`: commission is worked out from the log's sales.
    """
    log = tables["DailyLog"]
    filled = log[log[list(FIGURES)].notna().any(axis=1) & (log["date"] <= pd.Timestamp(period.today))]
    if filled["date"].nunique() < LEAST_DAYS:
        return []
    lacking: dict[str, list[Words]] = {}
    for measure in asked_for(tables, period):
        if measure == "log_complete" or scores[measure].isna().all():
            for column in once_filled(measure, earlier):
                lacking.setdefault(column, []).append(MEASURE[measure])
    if sales_pay and had_sales(earlier):
        lacking.setdefault("sales", []).append(COMMISSION)
    return [
        Problem("DailyLog", None, column, "", expected(period.label, len(filled), uses), Severity.WARNING)
        for column, uses in lacking.items()
        if filled[column].isna().all()
    ]


def before(tables: Frames, period: Period) -> Frames:
    """The log, scores and commissions of the months before."""
    log = tables["DailyLog"]
    months = {name: tables[name] for name in ("Scores", "Commissions")}
    return {
        "DailyLog": log[log["date"] < pd.Timestamp(period.first)],
        **{name: rows[(rows["month"] < period.label).fillna(value=False)] for name, rows in months.items()},
    }


def asked_for(tables: Frames, period: Period) -> Iterator[str]:
    """The log's measures that have a weight in 考核指标, or a target in the month's plan."""
    measures, plan = tables["Measures"], tables["Plan"]
    on = measures["active"].fillna(value=False).astype("bool") & (measures["weight"] > 0).fillna(value=False)
    of_month = (plan["month"] == period.label) & plan["target"].notna()
    wanted = {*measures.loc[on, "measure"], *plan.loc[of_month, "measure"].dropna()}
    return (measure for measure in FROM_LOG if measure in wanted)


def once_filled(measure: str, earlier: Frames) -> list[str]:
    """The log's columns behind a measure that an earlier month had: filled there, or all of them where the
    measure was scored, for its score outlives a column that is gone from the whole log."""
    scores, log = earlier["Scores"], earlier["DailyLog"]
    if measure in scores and scores[measure].notna().any():
        return columns_of(measure)
    return [column for column in columns_of(measure) if log[column].notna().any()]


def had_sales(earlier: Frames) -> bool:
    paid = earlier["Commissions"]["sales"].dropna()
    return bool(earlier["DailyLog"]["sales"].notna().any() or any(sales > 0 for sales in paid))


def columns_of(measure: str) -> list[str]:
    ratio = FROM_LOG[measure]
    behind = [name for part in (ratio.total, ratio.sample) for name in FOLLOWS_FROM.get(part, (part,))]
    return [name for name in dict.fromkeys(behind) if name in FIGURES]


def expected(month: str, rows: int, uses: list[Words]) -> Words:
    used = joined(uses)
    return Words(
        f"{month} 的数（已填的 {rows} 行日报里这一列全空，{used.zh}因此没有数；列被误删过的，请从备份恢复）",
        f"the figures of {month} (none in {counted(rows, 'row')} of the log, so {used.en} cannot be worked "
        "out; where the column was deleted, take it from a backup)",
    )
