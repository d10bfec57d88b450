"""A small team's tables, for tests: frames with the schema's dtypes from short rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.score_commands import SCORED
from csbook.schema.setting_list import SETTINGS
from csbook.schema.settings import Settings
from csbook.schema.workbook import TABLES

FIRST_ROW = 5
NOVEMBER = dt.date(2026, 11, 1)
TODAY = dt.datetime(2026, 12, 5, 9, 0)
NAMES = ("张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "吴十", "郑一")


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame of the table, as a book gives it: all columns, index from sheet row 5 on."""
    rows = list(rows)
    index = pd.Index(range(FIRST_ROW, FIRST_ROW + len(rows)), dtype="int64")
    if not rows:
        return TABLES[name].empty().set_axis(index)
    columns = TABLES[name].columns
    for row in rows:
        assert set(row) <= {c.name for c in columns}, row
    return pd.DataFrame({c.name: c.series([row.get(c.name) for row in rows], index) for c in columns})


def agent(agent_id: str, **changed: Any) -> dict[str, Any]:
    """A row of 员工: a pre-sale agent on Tmall since 2025."""
    name = NAMES[int(agent_id) - 1] if agent_id.isdigit() and 0 < int(agent_id) <= len(NAMES) else agent_id
    return {
        "agent_id": agent_id, "name": name, "group": "天猫", "platforms": "tmall", "role": "presale",
        "hired": pd.Timestamp("2025-01-01"),
    } | changed  # fmt: skip


def log(agent_id: str, day: int = 2, **figures: Any) -> dict[str, Any]:
    """A row of 客服日报 of November 2026."""
    return {
        "date": pd.Timestamp(2026, 11, day), "agent_id": agent_id, "platform": "tmall", "shop": "本店",
    } | figures  # fmt: skip


def typed(agent_id: str, own: float | None, *manager: float | None, **more: Any) -> dict[str, Any]:
    """A row of 考核评分 with what people typed: self, performance, ability, cooperation, service."""
    given = dict(zip(("performance", "ability", "cooperation", "service"), manager, strict=False))
    return {"month": "2026-11", "agent_id": agent_id, "self_score": own} | given | more


def level(agent_id: str, score: float, **more: Any) -> dict[str, Any]:
    """A row of 考核评分 where everything typed is `score`, which is then the weighted score."""
    return typed(agent_id, score, score, score, score, score, **more)


def ruler(
    measure: str, worst: float | None, best: float | None, weight: float, **changed: Any
) -> dict[str, Any]:
    """A row of 考核指标 for everybody."""
    falls = worst is not None and best is not None and best < worst
    return {
        "measure": measure, "role": "any", "platform": "any", "active": True, "worst": worst, "best": best,
        "weight": weight, "direction": "lower" if falls else "higher", "least_sample": 0,
    } | changed  # fmt: skip


def settings(**changed: Any) -> Settings:
    return Settings({s.name: s.default for s in SETTINGS} | changed)


def request(
    today: dt.datetime = TODAY,
    month: dt.date = NOVEMBER,
    given: Mapping[str, Any] | None = None,
    **rows: Iterable[Mapping[str, Any]] | pd.DataFrame,
) -> Request:
    """A request to score November 2026 on 5 December; tables by name as rows or frames."""
    tables = {n: TABLES[n].empty() for n in (*SCORED, "PayExplained", "Journal")}
    for name, found in rows.items():
        tables[name] = found if isinstance(found, pd.DataFrame) else table(name, found)
    return Request(tables, settings(**(given or {})), today, month, "zh")


def written_back(current: pd.DataFrame, written: pd.DataFrame, name: str) -> pd.DataFrame:
    """The table after a book wrote a result: csbook's columns of known rows, new rows appended whole."""
    declared = TABLES[name]
    key = list(declared.key)
    known = {tuple(row[k] for k in key): row for row in current.to_dict("records")}
    people = {c.name for c in declared.person_columns}
    for row in written.to_dict("records"):
        place = tuple(row[k] for k in key)
        old = known.get(place)
        known[place] = row if old is None else old | {n: v for n, v in row.items() if n not in people}
    return table(name, ({n: none_for_missing(v) for n, v in row.items()} for row in known.values()))


def none_for_missing(value: Any) -> Any:
    return None if pd.isna(value) else value


def by_agent(frame: pd.DataFrame, column: str) -> dict[str, Any]:
    """A column by staff number, None for missing."""
    return {a: none_for_missing(v) for a, v in zip(frame["agent_id"], frame[column].tolist(), strict=True)}
