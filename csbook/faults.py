"""What is kept of a fault of ours for whoever mends it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import csbook


def write_log(now: dt.datetime) -> Path:
    """Write the exception being handled, with what ran where, into a log; gives the log's path."""
    import platform
    import tempfile
    import traceback

    from csbook.masking import masked

    log = Path(tempfile.gettempdir()) / f"csbook-{now:%Y%m%d-%H%M%S}.log"
    about = f"csbook {csbook.__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    log.write_text(about + masked(traceback.format_exc()), encoding="utf-8")
    return log
