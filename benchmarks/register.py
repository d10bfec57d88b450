"""A large register read, flagged and saved: `csbook run update-followups` beside openpyxl and pandas.

    python -m benchmarks.register                        100,000 rows, three runs
    python -m benchmarks.register --rows 10000 300000    other sizes
    python -m benchmarks.register --runs 5

The register has the 26 columns of 回访登记; half of its rows are open. It was up to date at one
moment; the update is for two days later, so that states, days late and moments change. Both ways
run as processes of their own on copies of the same workbook, in turn. openpyxl and pandas derive
the state, the days late and the moment of every row; csbook also reads its other tables, checks
every cell, proposes stand-ins, makes today's list, keeps a backup and a snapshot to undo, and
loses nothing of the workbook. The derived columns are compared afterwards.

Target for 100,000 rows: 10 s and 600 MB.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Costs, load, measured

PYTHON = (sys.executable, "-m")
LATER = "2026-11-22T09:00"


def main(sizes: Sequence[int] = (100_000,), runs: int = 3) -> None:
    table = Table("rows", "by", "wall s: median (least-most)", "cpu s", "peak MB", "rows that agree")
    for rows in sizes:
        ours, theirs, agreeing = both_ways(rows, runs)
        for by, costs in (("csbook", ours), ("openpyxl + pandas", theirs)):
            table.add_row(f"{rows:,}", by, costs.wall, f"{costs.cpu:.1f}", f"{costs.peak:.0f}", agreeing)
        faster, smaller = theirs.median_wall / ours.median_wall, theirs.peak / ours.peak
        cheaper = theirs.cpu / ours.cpu
        table.add_row("", "ratio", f"{faster:.1f}", f"{cheaper:.1f}", f"{smaller:.1f}", end_section=True)
    Console().print(table, f"{runs} runs each, in turn; {load()}")


def both_ways(rows: int, runs: int) -> tuple[Costs, Costs, str]:
    """What csbook costs and what openpyxl with pandas costs, and whether they say the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start, ours, theirs = (folder / f"{book}.xlsm" for book in ("start", "ours", "theirs"))
        measured([*PYTHON, "benchmarks.register_book", str(start), str(rows)])
        by_csbook, by_openpyxl = [], []
        for _ in range(runs):
            shutil.copyfile(start, ours)
            shutil.copyfile(start, theirs)
            by_csbook.append(
                measured([*PYTHON, "csbook", "run", "update-followups", str(ours), "--today", LATER])
            )
            by_openpyxl.append(measured([*PYTHON, "benchmarks.register_openpyxl", str(theirs), LATER]))
        return Costs(tuple(by_csbook)), Costs(tuple(by_openpyxl)), agreement(ours, theirs)


def agreement(ours: Path, theirs: Path) -> str:
    """How many rows have the same state, days late and moment in both workbooks."""
    from benchmarks.register_book import derived

    one, other = derived(ours), derived(theirs)
    same = (one == other) | (one.isna() & other.isna())
    return f"{int(same.all(axis=1).sum()):,} of {len(one):,}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A large register, csbook beside openpyxl and pandas.")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    main(given.rows, given.runs)
