"""One Python that stays for all clicks, as xlwings' server does where USE UDF SERVER is TRUE.

The server itself is COM's and Windows' own; what a click finds in such a Python is the same here: modules
imported, and whatever earlier clicks left, in this workbook or another.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import xlwings

from tests.libreoffice.click import attach

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Served:
    """What one click showed to the person, and its seconds: on the clock, of the processor."""

    alerts: list[str]
    wall: float
    cpu: float


class Server:
    """`with Server(app) as server: server.press(book, "check")`, for workbooks that were open before."""

    def __init__(self, app: xlwings.App) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-B", "-m", __name__, app.impl.office.pipe],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def press(self, book: xlwings.Book, button: str) -> Served:
        """Press a button. Raises `ValueError` when Python has ended over it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps([book.name, button]), file=self.process.stdin, flush=True)
        return Served(**json.loads(self.process.stdout.readline()))

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.communicate()


def serve(pipe: str) -> None:
    """In the started Python: run a click for each line of the input."""
    app = attach(pipe)
    for line in sys.stdin:
        name, button = json.loads(line)
        app.books[name].set_mock_caller()  # as xlwings' VBA module sets BOOK_CALLER before each click
        wall, cpu = time.perf_counter(), time.process_time()
        exec(f"import csbook.button; csbook.button.press({button!r})", {})
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        alerts = [prompt for prompt, _ in app.impl.alert_log]
        app.impl.alert_log.clear()
        print(json.dumps({"alerts": alerts, "wall": wall, "cpu": cpu}), flush=True)
    os._exit(0)  # as click.report: the bridge may crash while an interpreter is taken down around it


if __name__ == "__main__":
    serve(sys.argv[1])
