"""What the checks ask of a computer, so that each can be tried against any answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

System = Literal["windows", "mac", "linux"]
RegistryValue = str | int


@dataclass(frozen=True)
class Start:
    """A Python started as a button starts it. `said` is its last line of complaint, "" for none."""

    exit_code: int
    said: str = ""
    csbook: str = ""
    xlwings: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Volume:
    """What a folder lies on: the file system's name in small letters (`ntfs`, `exfat`)."""

    kind: str
    removable: bool = False
    remote: bool = False


@dataclass(frozen=True)
class Excel:
    """A running Excel, and whether it has a window."""

    pid: int
    has_window: bool


@dataclass(frozen=True)
class Office:
    """What Windows says of Defender, of Excel and of Office from the Store; None: it does not tell.

    `rules` are the actions of Defender's rules by their ids in small letters (0 off, 1 block, 2 audit, 6
    warn); `threats` the files it has objected to; `is_ready`: whether the Excel that runs takes calls.
    """

    rules: Mapping[str, int] | None = None
    threats: tuple[str, ...] | None = None
    from_store: bool | None = None
    excels: tuple[Excel, ...] | None = None
    is_ready: bool | None = None


class Registry(Protocol):
    """Windows' registry. Keys are written `HKCU\\Software\\...`; values of other types are left out."""

    def values(self, key: str) -> Mapping[str, RegistryValue]:
        """A key's values by name, "" for its default; none where there is no such key."""

    def subkeys(self, key: str) -> list[str]:
        """The names of the keys below; none where there is no such key."""

    def write(self, key: str, values: Mapping[str, RegistryValue]) -> None:
        """Make the key where it is not there, and set these values. Raises `OSError`."""

    def delete(self, key: str) -> None:
        """Delete a key that has none below. Raises `OSError`."""


class Windows(Protocol):
    """What only Windows knows."""

    @property
    def registry(self) -> Registry: ...

    @property
    def office(self) -> Office:
        """Asked once, also where nothing is told."""

    @property
    def code_page(self) -> int:
        """The one of programs that know no Unicode: 936 in China."""

    @property
    def is_administrator(self) -> bool:
        """Whether this process has an administrator's rights."""

    def stream(self, path: Path, name: str) -> str | None:
        """The text of a file's alternate data stream; None where it has none."""

    def expanded(self, text: str) -> str:
        """A path with its %VARIABLES%."""


class Machine(Protocol):
    """What any computer knows. Methods may raise `OSError` and `NotKnown`."""

    @property
    def system(self) -> System: ...

    @property
    def windows(self) -> Windows | None: ...

    @property
    def python(self) -> str:
        """The Python that runs now."""

    @property
    def home(self) -> Path: ...

    @property
    def xlwings(self) -> str:
        """The version of the installed xlwings."""

    @property
    def about(self) -> str:
        """csbook, Python and system with their versions, in one line."""

    @property
    def utc_offset(self) -> dt.timedelta: ...

    @property
    def output_encoding(self) -> str:
        """How what is printed is encoded, in small letters."""

    def environment(self, name: str) -> str:
        """A variable of the environment, "" where it is not set."""

    def is_file(self, path: str) -> bool: ...

    def names_in(self, folder: Path) -> list[str]:
        """The names in a folder; none where there is no such folder."""

    def may_write_in(self, folder: Path) -> bool: ...

    def volume(self, folder: Path) -> Volume: ...

    def start(self, interpreter: str) -> Start:
        """Start a Python, let it import what a button imports, and wait for its end."""
