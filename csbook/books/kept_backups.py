"""Backups under a name that no save replaces. Doctor names them even where pandas is broken: it is not needed
here."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

from csbook.books.saving import NotSaved

BEFORE_UPGRADE, BEFORE_DELETION, HAD_MACROS = "before-upgrade", "before-deletion", "with-macros"
"""How their names begin; the second of a kind is `before-upgrade-2.xlsm`."""


def kept_backups(folder: Path, suffix: str = "") -> list[Path]:
    """Those in the folder, the latest first; a copy has the time of the backup that it is of."""
    begins = (BEFORE_UPGRADE, BEFORE_DELETION, HAD_MACROS)
    found = [path for begin in begins for path in folder.glob(f"{begin}*{suffix}")]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def keep(backup: Path, begin: str, name: str) -> Path:
    """The backup under a name of its own: that of a copy which is the same already, else a new one.

    `name`: the workbook's. Raises `NotSaved`.
    """
    folder, suffix = backup.parent, backup.suffix
    try:
        for copy in (kept := kept_backups(folder, suffix)):
            if copy == backup or filecmp.cmp(copy, backup, shallow=False):
                return copy
        number = 1 + sum(copy.name.startswith(begin) for copy in kept)
        while (copy := folder / f"{begin}{f'-{number}' if number > 1 else ''}{suffix}").exists():
            number += 1
        shutil.copy2(backup, copy)
    except OSError as error:
        raise NotSaved(name, error) from error
    return copy
