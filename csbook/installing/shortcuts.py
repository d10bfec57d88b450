"""A way to the workbook on the desktop: a shortcut on Windows, an entry that the desktop opens on Linux."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final, Protocol

from csbook.doctor.finding import NotKnown
from csbook.doctor.ports import Machine
from csbook.doctor.power_shell import run_script
from csbook.problems import Words

MAKE_SHORTCUT: Final = """
$ErrorActionPreference = 'Stop'
$shell = New-Object -ComObject WScript.Shell
$desktop = $shell.SpecialFolders.Item('Desktop')
$paths = @($env:CSBOOK_NAMES.Split('|') | ForEach-Object { Join-Path $desktop ($_ + '.lnk') })
$there = @($paths | Where-Object { Test-Path -LiteralPath $_ })
$ours = @($there | Where-Object { $shell.CreateShortcut($_).TargetPath -eq $env:CSBOOK_BOOK })
$free = @($paths | Where-Object { $there -notcontains $_ })
$path = @($ours + $free)[0]
if (-not $path) { throw 'every name for the shortcut is taken' }
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
$desktop = $shell.SpecialFolders.Item('Desktop')
foreach ($name in $env:CSBOOK_NAMES.Split('|')) {
  $path = Join-Path $desktop ($name + '.lnk')
  if (Test-Path -LiteralPath $path) {
    if ($shell.CreateShortcut($path).TargetPath -eq $env:CSBOOK_BOOK) {
      Remove-Item -LiteralPath $path
      Write-Output $path
    }
  }
}
"""
MOST: Final = 9
"""Shortcuts to workbooks of one name in folders of one name."""
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
    """The desktop that Windows shows. WScript.Shell knows no Unicode: signs beyond Windows' code page it
    refuses in a shortcut's name and garbles in its target."""

    def __init__(self, code_page: int) -> None:
        self.code_page = code_page

    def put(self, book: Path) -> str:
        if not self._can_write(book):
            raise NotKnown(
                Words(
                    f"这台 Windows 的代码页（{self.code_page}）写不下 {book} 里的字。"
                    "请右键工作簿 > 发送到 > 桌面快捷方式",
                    f"this Windows' code page, {self.code_page}, lacks signs of {book}: right-click the "
                    "workbook > Send to > Desktop",
                )
            )
        return run_script(MAKE_SHORTCUT, values_of(book)).strip()

    def take_away(self, book: Path) -> str:
        return run_script(REMOVE_SHORTCUT, values_of(book)).strip() if self._can_write(book) else ""

    def _can_write(self, book: Path) -> bool:
        try:
            str(book).encode(f"cp{self.code_page}")
        except UnicodeEncodeError:
            return False
        except LookupError:  # a code page that Python does not know
            return True
        return True


def values_of(book: Path) -> dict[str, str]:
    return {"CSBOOK_BOOK": str(book), "CSBOOK_NAMES": "|".join(names_for(book))}


def names_for(book: Path) -> list[str]:
    """What the way to a workbook may be called, the first that is free: that of another workbook of the same
    name stays."""
    named = f"{book.stem} ({book.parent.name or book.drive.rstrip(':')})"
    return [book.stem, named, *(f"{named} {number}" for number in range(2, MOST + 1))]


class LinuxDesktop:
    """The folder that the desktop shows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, book: Path) -> str:
        free = [path for path in self._entries(book) if not path.exists()]
        path = next(iter([*self._ours(book), *free]), None)
        if path is None:
            raise NotKnown(Words("桌面上同名的快捷方式太多", "the desktop holds too many of this name"))
        path.write_text(entry(book, path.stem), encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def take_away(self, book: Path) -> str:
        ours = self._ours(book)
        for path in ours:
            path.unlink()
        return ", ".join(map(str, ours))

    def _entries(self, book: Path) -> list[Path]:
        return [self.folder / f"{name}.desktop" for name in names_for(book)]

    def _ours(self, book: Path) -> list[Path]:
        there = [path for path in self._entries(book) if path.is_file()]
        return [p for p in there if p.read_text(encoding="utf-8", errors="replace") == entry(book, p.stem)]


def entry(book: Path, name: str) -> str:
    """A desktop entry that opens the workbook in the office program of the desktop's choice."""
    quoted = as_string(RESERVED.sub(r"\\\1", str(book))).replace("%", "%%")
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={as_string(name)}",
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
        return WindowsDesktop(machine.windows.code_page)
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
