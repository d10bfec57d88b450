"""What is kept of a fault of ours for whoever mends it."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import csbook


def write_log(now: dt.datetime) -> Path:
    """Write the exception being handled, with what ran where, into a log that only this person can read;
    gives the log's path. Raises `OSError`."""
    import platform
    import tempfile
    import traceback

    from csbook.masking import masked

    handle, log = tempfile.mkstemp(".log", f"csbook-{now:%Y%m%d-%H%M%S}-")
    about = f"csbook {csbook.__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(about + masked(traceback.format_exc()))
    return Path(log)
