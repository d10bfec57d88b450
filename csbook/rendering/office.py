"""LibreOffice: where it is, and one run of it with a profile of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from csbook.problems import Words
from csbook.rendering.office_macro import CALL, write_profile
from csbook.rendering.refusals import NotRendered

NAME: Final = "LibreOffice"
COMMANDS: Final = ("soffice", "libreoffice")
SWITCHES: Final = (
    "--headless",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nolockcheck",
    "--nofirststartwizard",
)
SECONDS: Final = 900
"""Every sheet of a large workbook takes minutes on a slow computer: formulas are worked out anew."""


def found() -> Path | None:
    """The program: on the search path, else where its installers put it."""
    on_path = (shutil.which(name) for name in COMMANDS)
    return next(
        (Path(place) for place in (*on_path, *usual_places()) if place and Path(place).is_file()), None
    )


def usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"):
            if folder := os.environ.get(variable):
                yield Path(folder, "LibreOffice", "program", "soffice.exe")
    elif sys.platform == "darwin":
        for folder in (Path("/"), Path.home()):
            yield folder / "Applications/LibreOffice.app/Contents/MacOS/soffice"
    else:
        yield from (Path("/usr/bin/soffice"), Path("/usr/lib/libreoffice/program/soffice"))
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def to_pdf(program: Path, copy: Path, target: Path, folder: Path) -> None:
    """Print the visible sheets of a copy to a PDF; `folder` takes the profile.

    Formulas are worked out, rows fitted to their text. Raises `NotRendered`.
    """
    profile = folder / "profile"
    write_profile(profile, copy.absolute(), target.absolute())
    command = [str(program), f"-env:UserInstallation={profile.absolute().as_uri()}", *SWITCHES, CALL]
    # A session of its own: soffice is a script that starts the program, and both must end.
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        why = Words(f"{SECONDS} 秒还没有完成", f"it was not done after {SECONDS} seconds")
        raise NotRendered(NAME, why) from None
    finally:
        end(process)
    if not target.is_file():
        why = Words(f"它以代码 {process.returncode} 结束", f"it ended with code {process.returncode}")
        raise NotRendered(NAME, why)


def end(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing of it running, whatever happened."""
    with suppress(ProcessLookupError):
        if sys.platform == "win32":  # soffice.exe only starts the program that does the work
            ending = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(ending, capture_output=True, check=False)
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
