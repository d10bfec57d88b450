"""What neither XlsxWriter nor pyOpenVBA writes: macro content type, ribbon part, fixed dates."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can hold
PLAIN_TYPE: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE: Final = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
RIBBON_PART: Final = "customUI/customUI.xml"
RIBBON_RELATION: Final = (
    '<Relationship Id="rIdCsbookRibbon" '
    'Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" '
    f'Target="{RIBBON_PART}"/></Relationships>'
).encode()

FORMULA_CELL: Final = re.compile(
    rb'<c( r="[A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?>(<f[^>]*>[^<]*</f>)<v>[^<]*</v></c>'
)
THIS_ROW: Final = b"[#This Row]"

Change = Callable[[str, bytes], bytes]


def repacked(source: Path, target: Path, change: Change, extra: dict[str, str] | None = None) -> None:
    """Copy a package part by part with fixed dates; `change(name, data)` may edit a part, and
    `extra` holds the texts of parts to add by their names."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
        for name, data in {**parts, **{n: t.encode() for n, t in (extra or {}).items()}}.items():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # the same on every system
            new.writestr(member, data)


def as_macro_workbook(name: str, data: bytes) -> bytes:
    return data.replace(PLAIN_TYPE, MACRO_TYPE) if name == "[Content_Types].xml" else data


def without_standing_values(name: str, data: bytes) -> bytes:
    """Formulas beside the tables lose the values they are built with.

    Commands on the closed file change what they refer to; a cell without a value is worked out by
    every application on opening, where LibreOffice would go on showing an old one. A table's own
    formulas keep theirs: csbook writes them anew with each row.
    """
    if not name.startswith("xl/worksheets/sheet"):
        return data
    return FORMULA_CELL.sub(
        lambda cell: cell[0] if THIS_ROW in cell[2] else b"<c%b>%b</c>" % cell.group(1, 2), data
    )


def with_ribbon_relation(name: str, data: bytes) -> bytes:
    return data.replace(b"</Relationships>", RIBBON_RELATION) if name == "_rels/.rels" else data
