"""A message to the person at the screen where no workbook can show it: Excel has ended, or was not found."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

ON_A_MAC: Final = "on run {said, headed}\ndisplay alert headed message said\nend run"
WARNING_IN_FRONT: Final = 0x30 | 0x10000
"""MB_ICONWARNING and MB_SETFOREGROUND."""


def show_without_excel(text: str, title: str) -> None:
    """By the system's own message box; elsewhere on stderr, in ASCII."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, title, WARNING_IN_FRONT)
    elif sys.platform == "darwin":
        subprocess.run(["/usr/bin/osascript", "-e", ON_A_MAC, text, title], check=False, capture_output=True)
    else:
        print(text.encode("ascii", "backslashreplace").decode(), file=sys.stderr)
