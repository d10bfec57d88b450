"""What can be said before the command line is imported: in which language, and that nothing was written."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from csbook.problems import Language

NOTHING_WRITTEN: Final = {"zh": "已中断，没有写入任何内容。", "en": "Broken off; nothing was written."}

DEFAULTS: Final = "/usr/bin/defaults"
SPOKEN_FIRST: Final[Language] = "zh"
SAYING_NOTHING: Final = ("", "c", "posix")
"""Locales without a language, as they stand before a dot: `C.UTF-8`."""


def own_language() -> Language:
    """The language of messages where no workbook says it: CSBOOK_LANG, else the system's; Chinese where that
    names none."""
    named = (os.environ.get(name, "") for name in ("CSBOOK_LANG", "LC_ALL", "LANG"))
    wanted = next((value for value in named if says_something(value)), "")
    if not wanted and sys.platform == "win32":
        import locale

        wanted = locale.getlocale()[0] or ""
    if not wanted and sys.platform == "darwin":
        wanted = locale_of_mac()
    if not says_something(wanted):
        return SPOKEN_FIRST
    return "zh" if wanted.lower().startswith(("zh", "chinese")) else "en"


def says_something(value: str) -> bool:
    return value.partition(".")[0].lower() not in SAYING_NOTHING


def locale_of_mac() -> str:
    """A Mac's own setting, such as zh-Hans_CN: Python that Excel starts has it in no variable."""
    import subprocess

    asked = [DEFAULTS, "read", "-g", "AppleLocale"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, timeout=5, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""


def as_json(command: str, headline: str, exit_code: int, details: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of `csbook.commands.outcome.Outcome.as_json`, which cannot be imported where pandas is
    what failed."""
    return {
        "command": command,
        "exit_code": exit_code,
        "headline": headline,
        "notes": [],
        "problems": [],
        "changed": {},
        "details": dict(details),
        "next_step": None,
    }
