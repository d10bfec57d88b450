"""The rows of 评分明细: where each proposed performance comes from, measure by measure."""

from __future__ import annotations

from typing import Any

import pandas as pd

from csbook.commands.score_frames import MonthScore, frame_of
from csbook.problems import Language, Words, figure
from csbook.scorecard.card import Scored
from csbook.scorecard.parts import Part


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
    filled = (before[before["month"] != month.period.label], frame_of("ScoreDetail", rows))
    kept = [part for part in filled if len(part)]
    whole = pd.concat(kept) if kept else filled[1]
    return whole.sort_values("month", kind="stable", ignore_index=True)


def detail_row(
    label: str, one: Scored, measure: str, part: Part, unit: str | None, language: Language
) -> dict[str, Any]:
    found, yardstick = part.figure, part.yardstick
    return {
        "month": label,
        "agent_id": one.agent_id,
        "name": one.member.name,
        "measure": measure,
        "total": found and found.total,
        "sample": found and found.sample,
        "value": found and found.value,
        "unit": unit,
        "worst": yardstick.worst,
        "best": yardstick.best,
        "bands": yardstick.bands_text or None,
        "points": part.points,
        "weight": yardstick.weight,
        "share": part.share,
        "contribution": part.contribution,
        "remark": why_dropped(part)(language) if part.dropped else None,
    }


def why_dropped(part: Part) -> Words:
    """Why the measure does not count."""
    if part.figure is None:
        return Words("没有数据，不计，权重由其他指标分担", "no data: left out, its weight goes to the others")
    least, sample = part.yardstick.least_sample, figure(float(part.figure.sample))
    return Words(
        f"样本 {sample}，少于 {least}，不计，权重由其他指标分担",
        f"sample {sample} below {least}: left out, its weight goes to the others",
    )
