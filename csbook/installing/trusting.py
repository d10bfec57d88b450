"""The workbook's folder as a trusted location of Excel: its macros run unasked, as all others there do."""

from __future__ import annotations

import ntpath
from typing import Final

from csbook.doctor.ports import RegistryValue, Windows
from csbook.doctor.trust import (
    DESCRIPTION,
    LOCATIONS,
    all_disabled,
    comparable,
    locations,
    persons_disabled,
    trusted,
)
from csbook.problems import Words, WorkbookUnusable

LANDING_FOLDERS: Final = frozenset(
    {
        *("downloads", "下载", "public", "temp", "tmp", "inetcache", "content.outlook"),
        *("tencent files", "wechat files", "xwechat_files", "filerecv", "dingtalk", "wxwork"),
    }
)
"""Folders in which, or below which, browsers, mail and chat programs put files from others."""
MIXED_FOLDERS: Final = ("desktop", "documents", "桌面", "文档")
"""Folders that files from others are dragged into; a folder of its own in them is not concerned."""
OF_CLOUD_OR_TEMP: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer", "TEMP", "TMP")


class NotToTrust(WorkbookUnusable):
    def __init__(self, folder: str, why: Words) -> None:
        super().__init__(
            Words(
                f"{folder} 不设为受信任位置：{why.zh}", f"{folder} is not made a trusted location: {why.en}"
            )
        )


OWN_FOLDER: Final = Words(
    "别处来的文件也会落在那里。请把工作簿放进单独的文件夹，如 D:\\客服。",
    "files of others land there too. Give the workbook a folder of its own, such as D:\\shop.",
)
ON_NETWORK: Final = Words(
    "它在网络上，Excel 默认不信任。请放到本机，或请 IT 用策略设置。",
    "it is on the network, which Excel does not trust. Move it to this computer, or ask IT for a policy.",
)
BY_POLICY: Final = Words(
    "策略停用了受信任位置。请 IT 给宏签名（见 docs/it.zh-CN.md）。",
    "a policy turns trusted locations off. Have IT sign the macros (docs/it.md).",
)


def trust(windows: Windows, folder: str) -> str:
    """Make a folder a trusted location without those below it; gives the key, "" where it is one already.

    Raises `NotToTrust`, and `OSError` where the registry cannot be written.
    """
    if all_disabled(windows.registry):
        raise NotToTrust(folder, BY_POLICY)
    if trusted(windows, folder):
        return ""
    if persons_disabled(windows.registry):
        raise NotToTrust(folder, BY_POLICY)
    if folder.startswith("\\\\"):
        raise NotToTrust(folder, ON_NETWORK)
    if is_shared(windows, folder):
        raise NotToTrust(folder, OWN_FOLDER)
    taken = {name.lower() for name in windows.registry.subkeys(LOCATIONS)}
    number = next(n for n in range(len(taken) + 1) if f"location{n}" not in taken)
    key = rf"{LOCATIONS}\Location{number}"
    values: dict[str, RegistryValue] = {
        "Path": folder.rstrip("\\") + "\\",
        "Description": DESCRIPTION,
        "AllowSubfolders": 0,
    }
    windows.registry.write(key, values)
    return key


def is_shared(windows: Windows, folder: str) -> bool:
    """Whether others' files come there: a whole disk, a home folder, the desktop; anywhere in the folders of
    downloads, chats, mails, clouds and temporary files."""
    here = comparable(folder)
    parts = ntpath.splitdrive(here)[1].strip("\\").split("\\")
    home = comparable(windows.expanded("%USERPROFILE%"))
    if parts[-1] in ("", *MIXED_FOLDERS) or here == home:
        return True
    if any(part in LANDING_FOLDERS or part.startswith("onedrive") for part in parts):
        return True
    return any(is_within(here, windows.expanded(f"%{name}%")) for name in OF_CLOUD_OR_TEMP)


def is_within(here: str, folder: str) -> bool:
    """Whether a comparable folder lies in another one; a variable that is not set keeps its signs."""
    return not folder.startswith("%") and f"{here}\\".startswith(comparable(folder) + "\\")


def distrust(windows: Windows, folder: str) -> list[str]:
    """Delete the trusted locations that csbook made of a folder; gives their keys. Raises `OSError`."""
    ours = [
        location.key
        for location in locations(windows.registry)
        if location.description == DESCRIPTION and comparable(location.folder) == comparable(folder)
    ]
    for key in ours:
        windows.registry.delete(key)
    return ours
