"""Whose daily log of a day is not filled in, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.commands.duty import on_duty
from csbook.problems import Words, joined
from csbook.schema.choices import PLATFORM
from csbook.schema.columns import Filler
from csbook.schema.daily import DAILY_LOG, TICKS

NEEDED: Final = ("receptions", *TICKS)  # a row is filled once these are: answered no is an answer
OF_AGENTS: Final = tuple(column.name for column in DAILY_LOG.columns if column.by is Filler.AGENT)
OF_WHOM: Final = ("agent_id", "platform")
NO_ROW: Final = Words("没有日报行", "no row in the log")


@dataclass(frozen=True)
class LogGap:
    """What an agent's log of `day` lacks; `on_shift`: it can still be filled before they leave."""

    agent_id: str
    day: dt.date
    missing: Words
    on_shift: bool = False


def log_gaps(tables: Mapping[str, pd.DataFrame], day: dt.date, month: dt.date) -> list[LogGap]:
    """The gaps of everyone on duty on `day`, by number; having no row is one.

    Where no roster says who was on duty, everyone with a row of that day is looked at.
    """
    log = tables["DailyLog"]
    rows = log.loc[(log["date"] == pd.Timestamp(day)) & log["agent_id"].notna(), [*OF_WHOM, *OF_AGENTS]]
    own: dict[str, list[Mapping[Hashable, Any]]] = {}
    for row in rows.to_dict("records"):
        own.setdefault(row["agent_id"], []).append(row)
    gaps = []
    for agent in sorted(on_duty(tables, day, month) or own):
        missing = [gap for row in own[agent] if (gap := missing_in(row))] if agent in own else [NO_ROW]
        if missing:
            gaps.append(LogGap(agent, day, joined(missing, "；", "; ")))
    return gaps


def missing_in(row: Mapping[Hashable, Any]) -> Words | None:
    """The empty ones of the `NEEDED` columns, with the platform: `天猫 缺 接待人数、回留言`.

    A row with other figures, as an import leaves it, was begun: it lacks what is still empty.
    """
    headers = [Words(DAILY_LOG[name].zh, DAILY_LOG[name].en) for name in NEEDED if pd.isna(row[name])]
    if not headers:
        return None
    if all(pd.isna(row[name]) for name in OF_AGENTS):
        return PLATFORM.get(row["platform"], Words("", "")) + Words(" 整行没填", " not begun")
    return PLATFORM.get(row["platform"], Words("", "")) + Words(" 缺 ", " lacks ") + joined(headers)
