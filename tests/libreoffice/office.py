"""One headless LibreOffice of our own: finding it, starting it, reaching it, ending it.

UNO is LibreOffice's own interface; its Python part belongs to the office's or the distribution's
Python. It loads in any other Python of the same minor version, and nowhere else.
"""

from __future__ import annotations

import builtins
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

# Formulas are typed as in Excel (Sheet!A1), in English.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Syntax">
<prop oor:name="Grammar" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-US</value></prop></item>
</oor:items>
"""
START_SECONDS = 60
STOP_SECONDS = 15


class OfficeMissingError(Exception):
    """Why there is no LibreOffice to test with; the text is shown as the reason for skipping."""


def program_folder() -> Path:
    """The folder that holds `soffice` itself, behind the link on the search path."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    if command is None:
        raise OfficeMissingError("LibreOffice is not installed: no soffice on the search path")
    return Path(command).resolve().parent


@cache
def uno() -> Any:
    """The module `uno`, loaded into this Python. Raises OfficeMissingError with the reason."""
    folder = program_folder()
    places = (folder, Path("/usr/lib/python3/dist-packages"))
    python_part = next((p / "uno.py" for p in places if (p / "uno.py").is_file()), None)
    if python_part is None or not (folder / "pyuno.so").is_file():
        raise OfficeMissingError(
            "the Python part of LibreOffice is missing (Debian, Ubuntu: apt install python3-uno)"
        )
    _refuse_another_python(folder / "libpyuno.so")
    os.environ.setdefault("URE_BOOTSTRAP", f"vnd.sun.star.pathname:{folder / 'fundamentalrc'}")
    ordinary_import = builtins.__import__
    try:
        _load("pyuno", folder / "pyuno.so")
        return _load("uno", python_part)
    except (ImportError, OSError) as error:
        raise OfficeMissingError(f"uno does not load in this Python: {error}") from error
    finally:
        # uno.py puts its own import function in place of Python's, which no test has asked for.
        builtins.__import__ = ordinary_import


def _refuse_another_python(library: Path) -> None:
    """A library made for another Python does not fail to load, it crashes; so look before loading."""
    found = re.search(rb"libpython3\.(\d+)", library.read_bytes()) if library.is_file() else None
    if found and int(found[1]) != sys.version_info.minor:
        here = f"3.{sys.version_info.minor}"
        raise OfficeMissingError(
            f"uno does not load in this Python: it was made for 3.{int(found[1])}, this is {here}"
        )


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def options(**values: object) -> tuple[Any, ...]:
    """Named options in the form that UNO calls take."""
    state = uno().Enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE")
    make = uno().createUnoStruct
    return tuple(make("com.sun.star.beans.PropertyValue", k, 0, v, state) for k, v in values.items())


def url(path: str | Path) -> str:
    return str(uno().systemPathToFileUrl(str(Path(path).absolute())))


class Desktop:
    """The office that listens at a pipe. `desktop` is UNO's own."""

    def __init__(self, pipe: str) -> None:
        self.pipe = pipe
        context = self._connect(connection(pipe))
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def _connect(self, connection: str) -> Any:
        local = uno().getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                return resolver.resolve(f"uno:{connection}")
            except Exception as error:  # UNO's exceptions exist only once uno is loaded
                if (code := self.ended()) is not None:
                    raise OfficeMissingError(f"soffice ended at once with code {code}") from error
                if time.monotonic() > end:
                    raise OfficeMissingError(
                        f"soffice did not answer within {START_SECONDS} seconds"
                    ) from error
                time.sleep(0.05)

    def ended(self) -> int | None:
        """The exit code of an office that is known to have ended."""
        return None

    def documents(self) -> Iterator[tuple[Any, str | None]]:
        """The open spreadsheets, each with its path."""
        found = self.desktop.Components.createEnumeration()
        while found.hasMoreElements():
            document = found.nextElement()
            if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                yield document, str(uno().fileUrlToSystemPath(document.URL)) if document.URL else None

    def open(self, path: str | Path | None, **more: object) -> Any:
        """Open a document without a window, macros allowed; None makes a new spreadsheet."""
        address = "private:factory/scalc" if path is None else url(path)
        always_run_macros = 4
        document = self.desktop.loadComponentFromURL(
            address, "_blank", 0, options(Hidden=True, MacroExecutionMode=always_run_macros, **more)
        )
        if document is None:
            raise OSError(f"LibreOffice could not open {path}")
        return document


def connection(pipe: str) -> str:
    return f"pipe,name={pipe};urp;StarOffice.ComponentContext"


class Office(Desktop):
    """A soffice of our own, with a profile of its own."""

    def __init__(self, profile: Path) -> None:
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS)
        pipe = f"csbook_{os.getpid()}_{uuid.uuid4().hex[:8]}"
        switches = ["headless", "invisible", "norestore", "nologo", "nodefault", "nolockcheck"]
        command = [str(program_folder() / "soffice"), f"-env:UserInstallation={url(profile)}"]
        command += [f"--{switch}" for switch in switches] + [f"--accept={connection(pipe)}"]
        # A session of its own: soffice is a script that starts the program, and both must end.
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            super().__init__(pipe)
        except BaseException:
            self.kill()
            raise

    def ended(self) -> int | None:
        return self.process.poll()

    def stop(self) -> None:
        """Ask it to end; make it end when it does not."""
        try:
            with suppress(Exception):  # the connection may be gone, which is what we want
                self.desktop.terminate()
                self.process.wait(STOP_SECONDS)
        finally:
            self.kill()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
