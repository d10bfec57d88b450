"""A click on a ribbon button, from the VBA callback to the end of the Python that it starts.

LibreOffice does not compile the VBA module of xlwings, so the template's stub notes the command that
`RunPython` was given, and this starts Python with it as the real module does (xlwings.bas,
`RunPython` and `ExecuteWindows`).
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import xlwings

from tests.libreoffice.engine import register
from tests.libreoffice.helpers import press_on_ribbon
from tests.libreoffice.office import Desktop

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300
ON_PATH = "ADD_WORKBOOK_TO_PYTHONPATH"
PATHS = ("ONEDRIVE_CONSUMER_WIN", "ONEDRIVE_COMMERCIAL_WIN", "SHAREPOINT_WIN", "PYTHONPATH")


@dataclass(frozen=True)
class Clicked:
    """What the started Python left: its exit code, its stderr, and what it showed to the person."""

    exit_code: int
    stderr: str
    alerts: list[str]
    status: list[str]


def click(book: xlwings.Book, command: str, *, first: str = "") -> Clicked:
    """Press the button of a command in the open workbook. `first`: statements that the started Python runs
    before, where something in it is to go wrong."""
    press_on_ribbon(book, command)
    return run_python(book, book.sheets["lists"]["A2"].value, first)


def run_python(book: xlwings.Book, command: str, first: str = "") -> Clicked:
    """What `RunPython` does with a command, in a process of its own at the same soffice."""
    path, asked = book.fullname, config(book)
    search_path = ";".join([asked.get(ON_PATH, "true"), path, path, *(asked.get(key, "") for key in PATHS)])
    attach = (
        f"import sys; sys.path.append({str(ROOT)!r}); import tests.libreoffice.click as click; "
        f"app = click.attach({book.app.impl.office.pipe!r})"
    )
    as_in_excel = f"import xlwings.utils;xlwings.utils.prepare_sys_path({search_path!r}); {command}"
    code = "\n".join([attach, first, as_in_excel, "click.report(app)"])
    arguments = [f"--wb={book.name}", "--from_xl=1", "--app=soffice", "--hwnd=0"]
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, *arguments],
        cwd=Path(sys.executable).parent,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    shown = json.loads(done.stdout) if done.returncode == 0 else {"alerts": [], "status": []}
    return Clicked(done.returncode, done.stderr, **shown)


def config(book: xlwings.Book) -> dict[str, str]:
    """The settings as `GetConfig` finds them: in the sheet xlwings.conf; for a key that is not there, in the
    file of that name beside the workbook."""
    beside = Path(book.fullname).parent / "xlwings.conf"
    lines = csv.reader(beside.read_text(encoding="utf-8").splitlines()) if beside.is_file() else ()
    sheet = book.sheets["xlwings.conf"].used_range.options(ndim=2).value
    return {**dict(lines), **{str(key): value or "" for key, value in sheet}}


def attach(pipe: str) -> xlwings.App:
    """In the started Python: the soffice at the pipe as xlwings' application."""
    return register(Desktop(pipe))


def report(app: xlwings.App) -> None:
    """In the started Python: print what was shown, and end at once.

    A command that failed never comes here. LibreOffice's bridge has threads of its own, which now and then
    crash while an interpreter is taken down around them.
    """
    alerts = [prompt for prompt, _ in app.impl.alert_log]
    print(json.dumps({"alerts": alerts, "status": app.impl.status_log}), flush=True)
    os._exit(0)
