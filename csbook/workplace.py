"""Where csbook runs: whose computer it is, and which folders it may use there."""

from __future__ import annotations

import getpass
import sys
import tempfile
from pathlib import Path
from typing import Final

_EXCELS_OWN: Final = "Library/Containers/com.microsoft.Excel/Data"
"""On a Mac Excel runs in a sandbox: elsewhere it asks the person before it writes or reads a file
(Microsoft: "Sandbox and file access in Office for Mac")."""


def user_name() -> str:
    """Who is logged in; nothing where the computer does not say. Python before 3.13 asks a module for it
    that Windows does not have."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def home_folder() -> Path:
    """What csbook keeps for the person and not beside a workbook."""
    return Path.home() / ".csbook"


def folder_for_excel() -> tempfile.TemporaryDirectory[str]:
    """A folder for a moment, into which Excel may write without asking."""
    own = Path.home() / _EXCELS_OWN
    there = own if sys.platform == "darwin" and own.is_dir() else None
    return tempfile.TemporaryDirectory(prefix="csbook-", dir=there, ignore_cleanup_errors=True)
