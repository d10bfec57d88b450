"""Whole processes measured: time on the clock, time of the processor, highest memory.

Linux and macOS only (`os.wait4`).
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median

# The highest memory is in kilobytes, on macOS in bytes (getrusage).
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Cost:
    """Of one process: seconds on the clock, seconds of the processor, highest memory in MB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Costs:
    """Of several runs of the same."""

    runs: tuple[Cost, ...]

    @property
    def wall(self) -> str:
        """Median, least and most seconds on the clock."""
        walls = [cost.wall for cost in self.runs]
        return f"{median(walls):.2f} ({min(walls):.2f}-{max(walls):.2f})"

    @property
    def median_wall(self) -> float:
        return median(cost.wall for cost in self.runs)

    @property
    def cpu(self) -> float:
        return median(cost.cpu for cost in self.runs)

    @property
    def peak(self) -> float:
        return max(cost.peak for cost in self.runs)


def measured(command: Sequence[str]) -> Cost:
    """Run a command to its end. Raises `RuntimeError` with what it said when it fails.

    The peak of a child is never below the memory of the process that starts it: keep that one small.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}\n{said.decode()}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * RSS_UNIT / 1e6)


def repeated(command: Sequence[str], times: int, before: Callable[[], object] = lambda: None) -> Costs:
    """Run a command several times, after one run that is not counted; `before` prepares each run."""
    costs = []
    for _ in range(times + 1):
        before()
        costs.append(measured(command))
    return Costs(tuple(costs[1:]))


def machine() -> str:
    """What the figures were measured on, and how busy it is."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("pandas", "openpyxl", "python-calamine"))
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}; {load()}"
    )


def load() -> str:
    """How many processes want the processors, on average over the last minute."""
    return f"load {os.getloadavg()[0]:.1f}"
