"""What is costly to make and never written to is made once for a whole run, whichever worker asks first."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

SECONDS = 300  # far beyond what anything takes to make here


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name`, which `make` has filled; the other workers wait until it is complete.

    Raises what `make` raises, in the worker that called it; whoever waits then tries for itself.
    """
    folder = root(factory) / name
    made, turn = folder.with_name(f"{name}.made"), folder.with_name(f"{name}.turn")
    end = time.monotonic() + SECONDS
    while not made.exists():
        if time.monotonic() > end:
            raise TimeoutError(f"another worker makes {name} and does not finish")
        try:
            turn.mkdir()
        except FileExistsError:
            time.sleep(0.05)
            continue
        try:
            if not made.exists():  # another may have finished since the last look
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                made.touch()
        finally:
            turn.rmdir()
    return folder


def root(factory: pytest.TempPathFactory) -> Path:
    """The folder of this run that all its workers share."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
