"""Run benchmarks: all of them, or those named.

    python -m benchmarks                   all
    python -m benchmarks startup roster    some
    python -m benchmarks.register --rows 10000 300000     one, with its own options

Each runs as a process of its own, so that none inherits the memory of another.
"""

from __future__ import annotations

import subprocess
import sys

from rich.console import Console

from benchmarks.measuring import machine

BENCHMARKS = {
    "startup": "how long a command takes on the demo workbook, from start to end",
    "click": "a click on a button of the open demo workbook, Python started for it and kept alive",
    "register": "a register of 100,000 rows, csbook beside openpyxl with pandas",
    "imports": "14,356 real orders into an empty workbook, and ten times as many",
    "score": "a year of 200 people scored, csbook beside pandas",
    "roster": "rosters of 9 to 500 people, somebody ill, the public instances",
}


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in BENCHMARKS]:
        print(f"No benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    console = Console(highlight=False)
    console.print(machine())
    failed = 0
    for name in names or BENCHMARKS:
        console.rule(f"{name}: {BENCHMARKS[name]}", align="left")
        failed |= subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
