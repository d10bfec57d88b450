"""The computing alone: every month of a workbook scored by csbook and with pandas, files left out.

    python -m benchmarks.score_computing PATH RUNS

Prints JSON: seconds on the clock and of the processor of each run by way (`csbook`, `pandas`), for twelve
months and for one, and how many people have the same weighted score and rank both ways.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pandas as pd

from benchmarks.score_book import MONTHS
from benchmarks.score_pandas import scored
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.handler import Request
from csbook.commands.registry import command
from csbook.commands.run import settings_of
from csbook.commands.scored_month import scored_month
from csbook.schema.workbook import TABLES

AFTER: Final = pd.Timestamp("2027-01-05 09:00").to_pydatetime()


def main(path: Path, runs: int) -> dict[str, Any]:
    frames = {name: read_table(FileBook(path), TABLES[name], "zh").frame for name in command("score").reads}
    shown = {name: with_headers(name, frames[name]) for name in PLAIN}
    ways = {
        "csbook": lambda months: by_csbook(frames, months),
        "pandas": lambda months: by_pandas(shown, months),
    }
    seconds: dict[str, dict[str, list[tuple[float, float]]]] = {way: {"12": [], "1": []} for way in ways}
    for _ in range(runs):
        for way, work in ways.items():
            for many, months in (("12", MONTHS), ("1", MONTHS[-1:])):
                seconds[way][many].append(timed(work, months))
    return {"seconds": seconds, "agreeing": agreement(*(work(MONTHS) for work in ways.values()))}


PLAIN: Final = ("DailyLog", "Scores", "Staff", "Measures", "CommissionRules")


def with_headers(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as a sheet shows it: headers, and texts in the place of codes where pandas needs them."""
    texts = {}
    for column in TABLES[name].columns:
        values = frame[column.name]
        rendered = (
            values
            if column.dtype != "str"
            else values.map(lambda v, c=column: c.render(v, "zh"), na_action="ignore")
        )
        texts[column.header("zh")] = rendered
    return pd.DataFrame(texts)


def timed(work: Callable[[Any], Any], months: Any) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work(months)
    return time.perf_counter() - clock, time.process_time() - processor


def by_csbook(frames: Any, months: Any) -> pd.DataFrame:
    """Weighted score and rank by month and staff number."""
    found = []
    for month in months:
        request = Request(frames, settings_of(frames), AFTER, month, "zh")
        found.append(scored_month(request).frames["Scores"].query("month == @month.strftime('%Y-%m')"))
    rows = pd.concat(found).set_index(["month", "agent_id"])
    return rows[["weighted", "rank"]].astype(float)


def by_pandas(shown: Any, months: Any) -> pd.DataFrame:
    found = {f"{month:%Y-%m}": scored(shown, f"{month:%Y-%m}") for month in months}
    rows = pd.concat(found)[["加权总分", "名次"]].astype(float)
    return rows.rename_axis(["month", "agent_id"]).set_axis(["weighted", "rank"], axis="columns")


def agreement(ours: pd.DataFrame, theirs: pd.DataFrame) -> str:
    same = (ours == theirs.reindex(ours.index)).all(axis=1)
    return f"{int(same.sum()):,} of {len(same):,}"


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
