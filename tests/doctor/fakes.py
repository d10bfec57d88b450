"""A computer of any system that answers as a test wants it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import csbook
from csbook.doctor.ports import Office, RegistryValue, Start, System, Volume

PYTHON = r"C:\Python313\python.exe"
XLWINGS = version("xlwings")
EXCEL_ID = "{00024500-0000-0000-C000-000000000046}"
EXCEL_KEYS: Mapping[str, Mapping[str, RegistryValue]] = {
    r"HKCR\Excel.Application\CLSID": {"": EXCEL_ID},
    rf"HKCR\CLSID\{EXCEL_ID}\LocalServer32": {"": r"C:\Program Files\Microsoft Office\EXCEL.EXE /automation"},
}
QUIET = Office(rules={}, threats=(), from_store=False, excels=(), is_ready=None)
NTFS = Volume("ntfs")
GOOD_START = Start(0, "", csbook.__version__, XLWINGS, 1.5)


@dataclass
class FakeRegistry:
    """Keys with their values; as Windows does, it knows the keys above them too, without regard to case."""

    keys: dict[str, dict[str, RegistryValue]] = field(default_factory=dict)

    def values(self, key: str) -> Mapping[str, RegistryValue]:
        return next((values for name, values in self.keys.items() if name.lower() == key.lower()), {})

    def subkeys(self, key: str) -> list[str]:
        above = key.lower() + "\\"
        below = [name[len(above) :].split("\\")[0] for name in self.keys if name.lower().startswith(above)]
        return list(dict.fromkeys(below))

    def write(self, key: str, values: Mapping[str, RegistryValue]) -> None:
        self.keys.setdefault(key, {}).update(values)

    def delete(self, key: str) -> None:
        if key not in self.keys:
            raise FileNotFoundError(key)
        del self.keys[key]


@dataclass
class FakeWindows:
    registry: FakeRegistry = field(default_factory=FakeRegistry)
    office: Office = QUIET
    code_page: int = 936
    is_administrator: bool = False
    streams: dict[str, str] = field(default_factory=dict)

    def stream(self, path: Path, name: str) -> str | None:
        return self.streams.get(name)

    def expanded(self, text: str) -> str:
        return text.replace("%USERPROFILE%", r"C:\Users\li")


@dataclass
class FakeMachine:
    system: System = "linux"
    windows: FakeWindows | None = None
    python: str = PYTHON
    home: Path = Path("/home/li")
    xlwings: str = XLWINGS
    about: str = "csbook on a computer of the tests"
    utc_offset: dt.timedelta = dt.timedelta(hours=8)
    output_encoding: str = "utf-8"
    variables: dict[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset({PYTHON})
    writable: bool = True
    disk: Volume = NTFS
    started: Start = GOOD_START

    def environment(self, name: str) -> str:
        return self.variables.get(name, "")

    def is_file(self, path: str) -> bool:
        return path in self.files

    def names_in(self, folder: Path) -> list[str]:
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    def may_write_in(self, folder: Path) -> bool:
        return self.writable

    def volume(self, folder: Path) -> Volume:
        return self.disk

    def start(self, interpreter: str) -> Start:
        return self.started


def windows_machine(**changes: object) -> FakeMachine:
    """A sound computer with Windows, Excel and a Python from python.org; `changes` go to the part that
    has a field of that name."""
    registry = FakeRegistry({key: dict(values) for key, values in EXCEL_KEYS.items()})
    machine = FakeMachine("windows", FakeWindows(registry))
    assert machine.windows is not None
    for name, value in changes.items():
        setattr(machine.windows if hasattr(machine.windows, name) else machine, name, value)
    return machine
