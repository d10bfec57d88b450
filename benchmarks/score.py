"""A year of 200 people scored: `csbook run score` beside pandas, and beside openpyxl with pandas.

    python -m benchmarks.score                        200 people, three runs
    python -m benchmarks.score --people 20 200        other sizes
    python -m benchmarks.score --runs 5

The workbook holds a log row for each person and day of a year (73,000 for 200 people) and the typed scores
of its twelve months. First the computing alone, all twelve months one after another, and one; then the
whole command from start to end, which scores one month and saves. pandas works out proposals, scores and
ranks in floats; csbook also what each proposal consists of, standing, rewards, commission, attendance,
plans and the pay sheet, in exact numbers. openpyxl with pandas reads and saves the same workbook. Weighted
scores and ranks are compared.

Target: the computing of all twelve months for 200 people within 2 s.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Cost, Costs, load, measured

PYTHON = (sys.executable, "-m")
AFTER, LAST_MONTH = "2027-01-05T09:00", "2026-12"


def main(people: Sequence[int] = (200,), runs: int = 3) -> None:
    table = Table("people", "what", "by", "wall s: median (least-most)", "cpu s", "peak MB", "agree")
    for many in people:
        with tempfile.TemporaryDirectory() as name:
            start = Path(name) / "start.xlsm"
            measured([*PYTHON, "benchmarks.score_book", str(start), str(many)])
            for row in (*computing(start, runs), *whole(start, runs)):
                table.add_row(f"{many:,}", *row)
        table.add_section()
    Console().print(table, f"{runs} runs each, in turn; {load()}")


def computing(start: Path, runs: int) -> list[tuple[str, ...]]:
    """Rows of the table: twelve months and one, both ways."""
    command = [*PYTHON, "benchmarks.score_computing", str(start), str(runs)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(said)
    rows = []
    for months, what in (("12", "12 months computed"), ("1", "1 month computed")):
        for way, runs_of in found["seconds"].items():
            costs = Costs(tuple(Cost(wall, cpu, 0.0) for wall, cpu in runs_of[months]))
            rows.append((what, way, costs.wall, f"{costs.cpu:.2f}", "", found["agreeing"]))
    return rows


def whole(start: Path, runs: int) -> list[tuple[str, ...]]:
    """Rows of the table: one month from file to file."""
    book = start.with_name("book.xlsm")
    ways = {
        "csbook": [*PYTHON, "csbook", "run", "score", str(book), "--month", LAST_MONTH, "--today", AFTER],
        "openpyxl + pandas": [*PYTHON, "benchmarks.score_pandas", str(book), LAST_MONTH],
    }
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, command in ways.items():
            shutil.copyfile(start, book)
            costs[way].append(measured(command))
    rows = []
    for way, each in costs.items():
        found = Costs(tuple(each))
        rows.append(("file to file, 1 month", way, found.wall, f"{found.cpu:.1f}", f"{found.peak:.0f}", ""))
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A year of many people scored.")
    parser.add_argument("--people", type=int, nargs="+", default=[200])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    main(given.people, given.runs)
