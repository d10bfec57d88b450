"""Excel's trusted locations and macro policy in the registry of Windows.

Source: Microsoft, "Trusted Locations for Office files" and "Macros from the internet are blocked by default
in Office". Office 2016 to 365 keep them under 16.0.
"""

from __future__ import annotations

import ntpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from csbook.books.file_content import FileContent
from csbook.doctor.ports import Machine, Registry, RegistryValue, Windows
from csbook.problems import CsbookError, Words

SECURITY: Final = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
POLICIES: Final = (
    r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security",
    r"HKLM\Software\Policies\Microsoft\Office\16.0\Excel\Security",
)
LOCATIONS: Final = SECURITY + r"\Trusted Locations"
OFFICE_LOCATIONS: Final = tuple(
    root + r"\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations"
    for root in ("HKCU", "HKLM")
)
OTHER_LOCATIONS: Final = (*(policy + r"\Trusted Locations" for policy in POLICIES), *OFFICE_LOCATIONS)
DESCRIPTION: Final = "csbook"
"""Of the locations that `install` makes."""
DISTRUST: Final = Words(
    "在 Excel“选项 > 信任中心 > 受信任位置”里删除它。",
    "Remove it in Excel under Options > Trust Center > Trusted Locations.",
)
ENDINGS: Final = (".xlsm", ".xlsx")
SIGNED_MACROS, NO_MACROS = 3, 4
"""Values of VBAWarnings; 1 runs them all; 2, and none, ask the person at the screen."""


@dataclass(frozen=True)
class Location:
    """A trusted location: its key, its folder as written, its description."""

    key: str
    folder: str
    description: str
    with_subfolders: bool


def locations(registry: Registry, under: str = LOCATIONS) -> Iterator[Location]:
    for name in registry.subkeys(under):
        key = rf"{under}\{name}"
        if folder := value_of(registry, key, "Path"):
            yield Location(
                key,
                str(folder),
                str(value_of(registry, key, "Description") or ""),
                value_of(registry, key, "AllowSubfolders") == 1,
            )


def value_of(registry: Registry, key: str, name: str) -> RegistryValue | None:
    """A value by its name, whose capitals Windows does not look at: policies write `vbawarnings`."""
    found = {each.lower(): value for each, value in registry.values(key).items()}
    return found.get(name.lower())


def trusted(windows: Windows, folder: str) -> bool:
    """Whether macros of workbooks in a folder run unasked."""
    if all_disabled(windows.registry):
        return False
    here = comparable(folder)
    counting = OTHER_LOCATIONS if persons_disabled(windows.registry) else (LOCATIONS, *OTHER_LOCATIONS)
    every = (each for under in counting for each in locations(windows.registry, under))
    for location in every:
        there = comparable(windows.expanded(location.folder))
        if here == there or (location.with_subfolders and here.startswith(there + "\\")):
            return True
    return False


def comparable(folder: str) -> str:
    """A folder as it compares: Windows' paths ignore case and the way of the stroke."""
    return ntpath.normcase(ntpath.normpath(folder)).rstrip("\\")


def all_disabled(registry: Registry) -> bool:
    """Whether a policy, or the Trust Centre, turns every trusted location off."""
    keys = (LOCATIONS, *OTHER_LOCATIONS)
    return any(value_of(registry, key, "AllLocationsDisabled") == 1 for key in keys)


def persons_disabled(registry: Registry) -> bool:
    """Whether a policy lets the trusted locations of policies alone count ("Allow mix of policy and user
    locations", turned off)."""
    return any(value_of(registry, key, "Allow User Locations") == 0 for key in OFFICE_LOCATIONS)


def macro_policy(registry: Registry) -> tuple[int, bool]:
    """VBAWarnings, 0 where nothing sets it, and whether an administrator has set it."""
    for policy in POLICIES:
        value = value_of(registry, policy, "VBAWarnings")
        if isinstance(value, int):
            return value, True
    value = value_of(registry, SECURITY, "VBAWarnings")
    return (value, False) if isinstance(value, int) else (0, False)


def outlived(machine: Machine, windows: Windows) -> list[str]:
    """The folders that `install` made trusted locations, and where no workbook of csbook lies any more."""
    ours = [each for each in locations(windows.registry) if each.description == DESCRIPTION]
    folders = [windows.expanded(each.folder) for each in ours]
    return [folder for folder in folders if not holds_workbook(machine, Path(folder))]


def still_trusted(folders: Sequence[str]) -> Words:
    """`folders`: those of `outlived`."""
    return Words(
        f"还受信任、但已没有工作簿的文件夹：{'、'.join(folders)}。",
        f"Still trusted, though no workbook is there any more: {', '.join(folders)}. ",
    )


def holds_workbook(machine: Machine, folder: Path) -> bool:
    books = [name for name in machine.names_in(folder) if name.lower().endswith(ENDINGS)]
    return any(is_of_csbook(folder / name) for name in books if not name.startswith("~$"))


def is_of_csbook(path: Path) -> bool:
    """Whether csbook made it; one that cannot be read counts, for it may be open."""
    try:
        return "csbook.schema" in FileContent(path.read_bytes(), path.name).package.custom_properties()
    except (OSError, CsbookError):
        return True
