"""A way to the workbook on the desktop: a shortcut on Windows, an entry that the desktop opens on Linux."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final, Protocol

from csbook.doctor.ports import Machine
from csbook.doctor.power_shell import run_script

MAKE_SHORTCUT: Final = """
$ErrorActionPreference = 'Stop'
$shell = New-Object -ComObject WScript.Shell
$path = Join-Path $shell.SpecialFolders.Item('Desktop') ($env:CSBOOK_NAME + '.lnk')
$link = $shell.CreateShortcut($path)
$link.TargetPath = $env:CSBOOK_BOOK
$link.WorkingDirectory = Split-Path -Parent $env:CSBOOK_BOOK
$link.Description = 'csbook'
$link.Save()
Write-Output $path
"""
REMOVE_SHORTCUT: Final = """
$ErrorActionPreference = 'Stop'
$shell = New-Object -ComObject WScript.Shell
$path = Join-Path $shell.SpecialFolders.Item('Desktop') ($env:CSBOOK_NAME + '.lnk')
if (Test-Path -LiteralPath $path) {
  if ($shell.CreateShortcut($path).TargetPath -eq $env:CSBOOK_BOOK) {
    Remove-Item -LiteralPath $path
    Write-Output $path
  }
}
"""
DESKTOP_OF_LINUX: Final = re.compile(r'^XDG_DESKTOP_DIR="(.*)"$', re.MULTILINE)
# "Exec" of the Desktop Entry Specification: quoted, these with a backslash before them; a per cent sign
# would be a field code and is doubled.
RESERVED: Final = re.compile(r'(["`$\\])')


class Desktop(Protocol):
    """Where people look for what they open every day."""

    def put(self, book: Path) -> str:
        """Make the way to a workbook; gives its path. Raises `OSError` and `NotKnown`."""

    def take_away(self, book: Path) -> str:
        """Remove it; gives its path, "" where there was none for this workbook."""


class WindowsDesktop:
    def put(self, book: Path) -> str:
        return run_script(MAKE_SHORTCUT, values_of(book)).strip()

    def take_away(self, book: Path) -> str:
        return run_script(REMOVE_SHORTCUT, values_of(book)).strip()


def values_of(book: Path) -> dict[str, str]:
    return {"CSBOOK_BOOK": str(book), "CSBOOK_NAME": book.stem}


class LinuxDesktop:
    """The folder that the desktop shows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, book: Path) -> str:
        path = self._entry(book)
        path.write_text(entry(book), encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def take_away(self, book: Path) -> str:
        path = self._entry(book)
        if not path.is_file() or path.read_text(encoding="utf-8") != entry(book):
            return ""
        path.unlink()
        return str(path)

    def _entry(self, book: Path) -> Path:
        return self.folder / f"{book.stem}.desktop"


def entry(book: Path) -> str:
    """A desktop entry that opens the workbook in the office program of the desktop's choice."""
    quoted = as_string(RESERVED.sub(r"\\\1", str(book))).replace("%", "%%")
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={as_string(book.stem)}",
        f'Exec=xdg-open "{quoted}"',
        "Icon=x-office-spreadsheet",
        "Terminal=false",
    )
    return "\n".join(lines) + "\n"


def as_string(text: str) -> str:
    """Text as an entry holds it, where a backslash begins an escape."""
    return text.replace("\\", "\\\\")


def desktop_of(machine: Machine) -> Desktop | None:
    """None where no desktop is known."""
    if machine.windows is not None:
        return WindowsDesktop()
    folder = linux_folder(machine) if machine.system == "linux" else None
    return LinuxDesktop(folder) if folder is not None and folder.is_dir() else None


def linux_folder(machine: Machine) -> Path | None:
    """As xdg-user-dirs names it; a desktop that is the home folder itself means that there is none."""
    config = Path(machine.environment("XDG_CONFIG_HOME") or machine.home / ".config") / "user-dirs.dirs"
    found = DESKTOP_OF_LINUX.search(config.read_text(encoding="utf-8")) if config.is_file() else None
    if found is None:
        return machine.home / "Desktop"
    folder = Path(found[1].replace("$HOME", str(machine.home)))
    return None if os.path.normpath(folder) == os.path.normpath(machine.home) else folder
