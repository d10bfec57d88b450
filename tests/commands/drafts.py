"""What `draft-plan` and `report` are asked in tests, and what their results say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd

from csbook.commands.draft_report import draft_report
from csbook.commands.handler import Request, Result
from csbook.schema.default_measures import default_measures
from csbook.schema.defaults import default_rows
from tests.commands.daily_shop import request
from tests.followups.shop import at, frame

NOVEMBER = dt.date(2026, 11, 1)
TODAY = "2026-11-22 09:00"
STAFF = (
    {"agent_id": "K01", "name": "王芳", "role": "both"},
    {"agent_id": "K02", "name": "李娜", "role": "both"},
)


def asked(today: str = TODAY, **tables: Any) -> Request:
    """A request of November 2026: two agents, the default shifts and measures, and the given rows."""
    rows = {name: frame(name, *lines) for name, lines in tables.items()}
    shifts = frame("Shifts", *default_rows("zh", NOVEMBER)["Shifts"])
    made = request(today)
    everything = {
        "Staff": frame("Staff", *STAFF),
        "Shifts": shifts,
        "Measures": default_measures("zh"),
        **rows,
    }
    return replace(made, month=NOVEMBER, tables={**made.tables, **everything})


def roster(**days: str) -> dict[str, Any]:
    return {
        "Roster": [{"agent_id": "K01", **days}],
        "RosterBase": [{"month": "2026-11", "agent_id": "K01"}],
    }


def again(result: Result, first: Request) -> Request:
    """The request with what the result wrote, as the sheet would hold it."""
    tables = dict(first.tables)
    for name, rows in result.tables.items():
        keys = {"Plan": ["month", "part", "item"], "Report": ["span", "period", "part", "line"]}.get(name)
        if keys is None:
            continue
        standing = tables[name]
        merged = pd.concat([standing, frame(name, *rows.to_dict("records"))], ignore_index=True)
        tables[name] = merged.drop_duplicates(keys, keep="last", ignore_index=True)
    return replace(first, tables=tables)


def times(result: Result, part: str) -> list[str]:
    rows = result.tables["Plan"]
    return [f"{at:%m-%d %H:%M}" for at in rows.loc[rows["part"] == part, "proposed_time"].dropna()]


def log(agent: str, day: str, buyers: int, **more: Any) -> dict[str, Any]:
    cells = {"date": at(day), "agent_id": agent, "platform": "tmall", "receptions": 200, "enquiries": 100}
    return {**cells, "buyers": buyers, **more}


def report(asking: Request, **parameters: Any) -> Result:
    return draft_report(replace(asking, parameters=parameters))


def measures(**cells: Any) -> pd.DataFrame:
    """The default measures, that of `measure` with these cells."""
    rows, measure = default_measures("zh"), cells.pop("measure")
    for name, value in cells.items():
        rows.loc[rows["measure"] == measure, name] = value
    return rows


def figures(result: Result, measure: str) -> dict[str, Any]:
    """The row of 月报数据 of a measure."""
    return dict(result.tables["ReportFigures"].set_index("measure").loc[measure])


def said(result: Result, part: str) -> str:
    rows = result.tables["Report"]
    return " ".join(rows.loc[rows["part"] == part, "proposed"].dropna())
