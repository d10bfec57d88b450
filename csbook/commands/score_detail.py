"""The rows of 评分明细: where each proposed performance comes from, measure by measure."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from csbook.commands.score_frames import MonthScore, frame_of_tuples
from csbook.problems import Language, Words, figure
from csbook.scorecard.card import Scored
from csbook.scorecard.parts import Part

FILLED: Final = (
    "month", "agent_id", "name", "measure", "total", "sample", "value", "unit", "worst", "best", "bands",
    "points", "weight", "share", "contribution", "remark",
)  # fmt: skip


def detail_frame(
    month: MonthScore, before: pd.DataFrame, measures: pd.DataFrame, language: Language
) -> pd.DataFrame:
    """The whole table: the rows of other months (`before`) as they stand, this month's anew, by month.

    `measures`: rows of 考核指标, for the units.
    """
    named = measures.dropna(subset=["measure", "unit"]).drop_duplicates("measure")
    units = dict(zip(named["measure"], named["unit"], strict=True))
    rows = [
        detail_row(month.period.label, one, measure, part, units.get(measure), language)
        for one in month.card
        for measure, part in one.parts.items()
    ]
    filled = (before[before["month"] != month.period.label], frame_of_tuples("ScoreDetail", FILLED, rows))
    kept = [part for part in filled if len(part)]
    whole = pd.concat(kept) if kept else filled[1]
    return whole.sort_values("month", kind="stable", ignore_index=True)


def detail_row(
    label: str, one: Scored, measure: str, part: Part, unit: str | None, language: Language
) -> tuple[Any, ...]:
    """The values of `FILLED`: a month has tens of thousands."""
    found, yardstick = part.figure, part.yardstick
    return (
        label,
        one.agent_id,
        one.member.name,
        measure,
        found and found.total,
        found and found.sample,
        found and found.value,
        unit,
        yardstick.worst,
        yardstick.best,
        yardstick.bands_text or None,
        part.points,
        yardstick.weight,
        part.share,
        part.contribution,
        why_dropped(part)(language) if part.dropped else None,
    )


def why_dropped(part: Part) -> Words:
    """Why the measure does not count."""
    if part.figure is None:
        return Words("没有数据，不计，权重由其他指标分担", "no data: left out, its weight goes to the others")
    least, sample = part.yardstick.least_sample, figure(float(part.figure.sample))
    return Words(
        f"样本 {sample}，少于 {least}，不计，权重由其他指标分担",
        f"sample {sample} below {least}: left out, its weight goes to the others",
    )
