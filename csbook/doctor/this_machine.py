"""The computer that csbook runs on."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Final

import csbook
from csbook.doctor.finding import NotKnown
from csbook.doctor.ports import Machine, Start, System, Volume, Windows
from csbook.problems import Words

IMPORTS: Final = "import csbook, csbook.excel, xlwings; print(csbook.__version__, xlwings.__version__)"
"""What a button's command line imports, answered with the versions found."""
PATIENCE: Final = 180
"""Seconds. A start that takes longer is no start for whoever waits in front of Excel."""
REMOTE_KINDS: Final = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs"))
SYSTEMS: Final[dict[str, System]] = {"win32": "windows", "darwin": "mac"}


def this_machine() -> Machine:
    if sys.platform == "win32":
        from csbook.doctor.windows import ThisWindows

        return ThisMachine(ThisWindows())
    return ThisMachine(None)


class ThisMachine:
    """See `csbook.doctor.ports.Machine`."""

    def __init__(self, windows: Windows | None) -> None:
        self.windows = windows
        self.system: System = SYSTEMS.get(sys.platform, "linux")
        self.python = sys.executable
        self.home = Path.home()
        self.xlwings = version("xlwings")
        self.about = f"csbook {csbook.__version__}, Python {platform.python_version()}, {platform.platform()}"
        self.output_encoding = (sys.stdout.encoding or "").lower()

    @property
    def utc_offset(self) -> dt.timedelta:
        return dt.datetime.now().astimezone().utcoffset() or dt.timedelta(0)

    def environment(self, name: str) -> str:
        return os.environ.get(name, "")

    def is_file(self, path: str) -> bool:
        return Path(path).is_file()

    def names_in(self, folder: Path) -> list[str]:
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    def may_write_in(self, folder: Path) -> bool:
        return os.access(folder, os.W_OK)

    def volume(self, folder: Path) -> Volume:
        if sys.platform == "win32":
            from csbook.doctor.windows import volume_of

            return volume_of(folder)
        kind = mounted(folder.resolve(), mounts())
        return Volume(kind, remote=kind in REMOTE_KINDS)

    def start(self, interpreter: str) -> Start:
        begun = time.monotonic()
        try:
            ended = subprocess.run(
                [interpreter, "-B", "-X", "utf8", "-c", IMPORTS],
                cwd=Path(interpreter).parent,  # as xlwings' VBA module does it
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Start(-1, f"no answer in {PATIENCE} s")
        except OSError as error:
            return Start(-1, str(error))
        complaint = (ended.stderr.strip().splitlines() or [""])[-1]
        names = (*ended.stdout.split(), "", "")
        return Start(ended.returncode, complaint, names[0], names[1], time.monotonic() - begun)


def mounts() -> list[tuple[str, str]]:
    """Where file systems are mounted, and their kinds."""
    if sys.platform == "linux":
        lines = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
        return [(words[1].replace("\\040", " "), words[2].lower()) for words in lines]
    return mac_mounts(subprocess.run(["mount"], capture_output=True, text=True, check=True).stdout)


def mac_mounts(said: str) -> list[tuple[str, str]]:
    """What `mount` says on a Mac: `/dev/disk4s1 on /Volumes/USB (msdos, local)`."""
    found = []
    for line in said.splitlines():
        place, _, terms = line.partition(" on ")[2].rpartition(" (")
        found.append((place, terms.partition(",")[0].rstrip(")").lower()))
    return found


def mounted(folder: Path, mounts: list[tuple[str, str]]) -> str:
    """The kind of the file system that holds a folder."""
    holding = [(len(place), kind) for place, kind in mounts if folder.is_relative_to(place)]
    if not holding:
        raise NotKnown(Words("系统没有说明这是什么磁盘", "the system does not say what disk this is"))
    return max(holding)[1]
