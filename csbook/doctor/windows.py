"""Windows itself: registry, alternate data streams, disks.

Not tried on Windows yet: docs/windows-checklist.md says what a person there should see.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import sys
import winreg
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from csbook.doctor.finding import NotKnown
from csbook.doctor.ports import Office, RegistryValue, Volume
from csbook.doctor.power_shell import ask_office
from csbook.problems import Words

assert sys.platform == "win32"

ROOTS: Final = {
    "HKCU": winreg.HKEY_CURRENT_USER,
    "HKLM": winreg.HKEY_LOCAL_MACHINE,
    "HKCR": winreg.HKEY_CLASSES_ROOT,
}
KINDS: Final = {winreg.REG_SZ, winreg.REG_EXPAND_SZ, winreg.REG_DWORD, winreg.REG_QWORD}
REMOVABLE, REMOTE = 2, 4  # GetDriveTypeW
LONGEST_NAME: Final = 261


class ThisRegistry:
    """See `csbook.doctor.ports.Registry`. A 32-bit Python is shown the keys of 64-bit programs too."""

    def values(self, key: str) -> Mapping[str, RegistryValue]:
        found: dict[str, RegistryValue] = {}
        with contextlib.suppress(FileNotFoundError), self._opened(key) as handle:
            for number in range(winreg.QueryInfoKey(handle)[1]):
                name, value, kind = winreg.EnumValue(handle, number)
                if kind in KINDS:
                    found[name] = value
        return found

    def subkeys(self, key: str) -> list[str]:
        with contextlib.suppress(FileNotFoundError), self._opened(key) as handle:
            return [winreg.EnumKey(handle, number) for number in range(winreg.QueryInfoKey(handle)[0])]
        return []

    def write(self, key: str, values: Mapping[str, RegistryValue]) -> None:
        root, _, path = key.partition("\\")
        with winreg.CreateKeyEx(ROOTS[root], path, 0, winreg.KEY_WRITE | winreg.KEY_WOW64_64KEY) as handle:
            for name, value in values.items():
                kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
                winreg.SetValueEx(handle, name, 0, kind, value)

    def delete(self, key: str) -> None:
        root, _, path = key.partition("\\")
        winreg.DeleteKeyEx(ROOTS[root], path, winreg.KEY_WOW64_64KEY, 0)

    def _opened(self, key: str) -> winreg.HKEYType:
        root, _, path = key.partition("\\")
        return winreg.OpenKey(ROOTS[root], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)


class ThisWindows:
    """See `csbook.doctor.ports.Windows`."""

    registry = ThisRegistry()

    @cached_property
    def office(self) -> Office:
        return ask_office()

    @property
    def code_page(self) -> int:
        return int(ctypes.windll.kernel32.GetACP())

    @property
    def is_administrator(self) -> bool:
        return bool(ctypes.windll.shell32.IsUserAnAdmin())

    def stream(self, path: Path, name: str) -> str | None:
        try:
            return Path(f"{path.resolve()}:{name}").read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno == errno.EINVAL:  # a disk that knows no streams
                return None
            raise

    def expanded(self, text: str) -> str:
        return winreg.ExpandEnvironmentStrings(text)


def volume_of(folder: Path) -> Volume:
    """The disk that holds a folder. Raises `NotKnown`."""
    root = Path(folder.resolve().anchor)
    kernel = ctypes.windll.kernel32
    name = ctypes.create_unicode_buffer(LONGEST_NAME)
    if not kernel.GetVolumeInformationW(str(root), None, 0, None, None, None, name, LONGEST_NAME):
        raise NotKnown(Words("系统没有说明这是什么磁盘", "the system does not say what disk this is"))
    drive = kernel.GetDriveTypeW(str(root))
    return Volume(name.value.lower(), removable=drive == REMOVABLE, remote=drive == REMOTE)
