"""Whole commands on the demo workbook, interpreter start included.

    python -m benchmarks.startup [TIMES]

Targets: `csbook --help` 0.3 s, `update-followups` 1.5 s.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import load, measured, repeated

CSBOOK = (sys.executable, "-m", "csbook")
# A day after the moment at which the demo's commands ran: states and days late change.
TODAY = "2026-11-23T09:00"


def main(times: int = 5) -> None:
    table = Table("command", "wall s: median (least-most)", "cpu s", "peak MB")
    with tempfile.TemporaryDirectory() as folder:
        demo, book = Path(folder) / "demo.xlsm", Path(folder) / "book.xlsm"
        measured([*CSBOOK, "demo", str(demo)])
        for shown, arguments in (
            ("csbook --help", ("--help",)),
            ("csbook commands", ("commands",)),
            ("csbook show DEMO Staff", ("show", str(book), "Staff")),
            ("csbook run update-followups DEMO", ("run", "update-followups", str(book), "--today", TODAY)),
        ):
            costs = repeated([*CSBOOK, *arguments], times, before=lambda: shutil.copyfile(demo, book))
            table.add_row(shown, costs.wall, f"{costs.cpu:.2f}", f"{costs.peak:.0f}")
    Console().print(table, f"{times} runs each after a warm-up; {load()}")


if __name__ == "__main__":
    main(*(int(times) for times in sys.argv[1:2]))
