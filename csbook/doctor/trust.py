"""Excel's trusted locations and macro policy in the registry of Windows.

Source: Microsoft, "Trusted Locations for Office files" and "Macros from the internet are blocked by default
in Office". Office 2016 to 365 keep them under 16.0.
"""

from __future__ import annotations

import ntpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from csbook.doctor.ports import Registry, Windows

SECURITY: Final = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
POLICIES: Final = (
    r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security",
    r"HKLM\Software\Policies\Microsoft\Office\16.0\Excel\Security",
)
LOCATIONS: Final = SECURITY + r"\Trusted Locations"
OTHER_LOCATIONS: Final = (
    *(policy + r"\Trusted Locations" for policy in POLICIES),
    r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations",
)
ALL_MACROS, SIGNED_MACROS, NO_MACROS = 1, 3, 4
"""Values of VBAWarnings; 2, and none, ask the person at the screen."""


@dataclass(frozen=True)
class Location:
    """A trusted location: its key, its folder as written, its description."""

    key: str
    folder: str
    description: str
    with_subfolders: bool


def locations(registry: Registry, under: str = LOCATIONS) -> Iterator[Location]:
    for name in registry.subkeys(under):
        values = registry.values(rf"{under}\{name}")
        if values.get("Path"):
            yield Location(
                rf"{under}\{name}",
                str(values["Path"]),
                str(values.get("Description", "")),
                values.get("AllowSubfolders") == 1,
            )


def trusted(windows: Windows, folder: str) -> bool:
    """Whether macros of workbooks in a folder run unasked."""
    if all_disabled(windows.registry):
        return False
    here = comparable(folder)
    every = (each for under in (LOCATIONS, *OTHER_LOCATIONS) for each in locations(windows.registry, under))
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
    return any(registry.values(key).get("AllLocationsDisabled") == 1 for key in keys)


def macro_policy(registry: Registry) -> tuple[int, bool]:
    """VBAWarnings, 0 where nothing sets it, and whether an administrator has set it."""
    for policy in POLICIES:
        value = registry.values(policy).get("VBAWarnings")
        if isinstance(value, int):
            return value, True
    value = registry.values(SECURITY).get("VBAWarnings")
    return (value, False) if isinstance(value, int) else (0, False)
