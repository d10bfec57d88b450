"""What follows from collected cells: the values of the scores' formulas."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.live_figures import SOURCES, figures_that_follow
from csbook.commands.month_terms import RULES
from csbook.problems import Severity

Frames = Mapping[str, pd.DataFrame]


def with_live_scores(frames: Frames, after: Request) -> dict[str, pd.DataFrame]:
    """The frames with the values of all formulas of scores and pay where self scores came in, and terms for
    months that have none.

    `after`: the request with the tables as they stand once the frames are written. Where a table that the
    formulas look into has cells to correct, their values wait for `score`.
    """
    unread = {p.table for p in after.found if p.severity is Severity.ERROR} & {*SOURCES, *RULES, "Settings"}
    if "Scores" not in frames or unread:
        return dict(frames)
    figures = figures_that_follow(after.tables, after.settings)
    typed = after.tables["Scores"][frames["Scores"].columns]
    formulas = figures["Scores"].drop(columns=[name for name in typed if name in figures["Scores"]])
    return {**frames, **figures, "Scores": typed.join(formulas)}
