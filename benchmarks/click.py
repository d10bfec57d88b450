"""A click on a button of the demo workbook, open in headless LibreOffice, from start to end.

    python -m benchmarks.click [TIMES]

Cold: Python is started for the click, as RunPython does. Warm: one Python takes all clicks, as with
`csbook install BOOK --keep-python`. Each click has a later `today` in the panel than the one before, so that
it has something to write: a day later nearly every row of the day's list, an hour later the hours left.
Python's modules are compiled, as pip leaves them.

LibreOffice stands in for Excel: what it takes itself is shown beside Python's own time; that it draws no
window makes it quicker, the bridge between the two slower than Excel. Rows are measured anew only where texts
are written, as in Excel (tests/libreoffice/writing.py). Linux only (/proc).

Targets for `update-followups`: 2.5 s cold, 0.7 s warm.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import load, measured

if TYPE_CHECKING:
    import xlwings

BUTTON = "update-followups"
PRESS = f"import csbook.button; csbook.button.press({BUTTON!r})"
MODULES = ("csbook.excel", "csbook.commands.update_followups", "tests.libreoffice.served")
DEMO_DAY = dt.datetime(2026, 11, 23, 9)  # the first after that on which the demo's commands ran
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Click:
    """Seconds of one click: on the clock, of Python's processor time, of LibreOffice's."""

    wall: float
    python: float
    office: float


def main(times: int = 5) -> None:
    table = Table("click", "wall s: median (least-most)", "Python cpu s", "LibreOffice cpu s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compiled_beside(folder / "compiled")
        measured([sys.executable, "-m", "csbook", "demo", str(folder / "demo.xlsm")])
        for shown, clicks, step in (
            ("cold, a day later", cold_clicks, DAY),
            ("warm, a day later", warm_clicks, DAY),
            ("warm, an hour later", warm_clicks, HOUR),
        ):
            path = folder / f"{shown}.xlsm"
            shutil.copyfile(folder / "demo.xlsm", path)
            found = clicks(folder / shown, path, times, step)
            for which, part in ((f"{shown}, first", found[:1]), (shown, found[1:])):
                table.add_row(which, *figures(part))
    Console().print(table, f"{BUTTON}, {times} clicks after the first; {load()}")


def figures(clicks: list[Click]) -> tuple[str, str, str]:
    walls = [click.wall for click in clicks]
    shown = f"{median(walls):.2f}" + (f" ({min(walls):.2f}-{max(walls):.2f})" if len(walls) > 1 else "")
    return shown, f"{median(c.python for c in clicks):.2f}", f"{median(c.office for c in clicks):.2f}"


def compiled_beside(folder: Path) -> None:
    """Let every Python that is started from here find its modules compiled."""
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
    compiling = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", f"import {', '.join(MODULES)}"], env=compiling, check=True)


def cold_clicks(profile: Path, path: Path, times: int, step: dt.timedelta) -> list[Click]:
    """One that is the first after opening, and so many more."""
    from tests.libreoffice.click import run_python

    clicks = []
    with opened(profile, path) as (book, session):
        for number in range(times + 1):
            set_today(book, DEMO_DAY + number * step)
            office, start = cpu_of(session), os.times()
            began = time.perf_counter()
            done = run_python(book, PRESS)
            wall, end = time.perf_counter() - began, os.times()
            if done.exit_code or not done.alerts:
                raise RuntimeError(done.stderr)
            python = end.children_user + end.children_system - start.children_user - start.children_system
            clicks.append(Click(wall, python, cpu_of(session) - office))
    return clicks


def warm_clicks(profile: Path, path: Path, times: int, step: dt.timedelta) -> list[Click]:
    """Python's first, which imports everything, and so many more."""
    from tests.libreoffice.served import Server

    clicks = []
    with opened(profile, path) as (book, session), Server(book.app) as server:
        for number in range(times + 1):
            set_today(book, DEMO_DAY + number * step)
            office = cpu_of(session)
            done = server.press(book, BUTTON)
            clicks.append(Click(done.wall, done.cpu, cpu_of(session) - office))
    return clicks


@contextmanager
def opened(profile: Path, path: Path) -> Iterator[tuple[xlwings.Book, int]]:
    """The workbook open in a LibreOffice of its own, and the number of that one's session."""
    from tests.libreoffice.engine import register
    from tests.libreoffice.office import Office
    from tests.workbooks import drop_print_titles

    drop_print_titles(path)
    office = Office(profile)
    try:
        yield register(office).books.open(str(path)), office.process.pid
    finally:
        office.stop()


def set_today(book: xlwings.Book, moment: dt.datetime) -> None:
    """Write a moment into the panel."""
    from csbook.books.excel_book import ExcelBook
    from csbook.schema.panel import PANEL_KINDS

    place = ExcelBook(book).places()["Panel"]
    row = place.first_row + list(PANEL_KINDS).index("today")
    book.sheets[place.sheet].range((row, place.first_column + 1)).value = moment


def cpu_of(session: int) -> float:
    """Seconds of the processor that the running programs of a session have taken."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        ticks += int(said[11]) + int(said[12]) if int(said[3]) == session else 0
    return ticks / TICKS


if __name__ == "__main__":
    main(*(int(times) for times in sys.argv[1:2]))
