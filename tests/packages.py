"""A workbook's parts and cells, read with nothing of csbook: the other side of what it promises."""

from __future__ import annotations

import posixpath
import re
import zipfile
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries


class Cell(NamedTuple):
    """What a cell holds: a value with texts resolved, a formula with its attributes, a style."""

    kind: str
    value: str | None
    formula: tuple[str, tuple[tuple[str, str], ...]] | None
    style: str

    @property
    def content(self) -> tuple[object, ...]:
        return self.kind if self.value is not None else "", self.value, self.formula


class Table(NamedTuple):
    """An Excel table: its sheet, its area as sheet rows and columns, its headers."""

    sheet: str
    part: str
    top: int
    left: int
    bottom: int
    headers: tuple[str, ...]


Cells = dict[tuple[int, int], Cell]


class Package:
    """One state of a workbook file."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            assert len(names) == len(set(names))
            self.parts = {name: package.read(name) for name in names}
        self.cells = cache(self._cells)

    @cached_property
    def strings(self) -> list[bytes]:
        """The shared strings as they lie in their part."""
        return re.findall(rb"<si[ >].*?</si>|<si/>", self.parts["xl/sharedStrings.xml"], re.DOTALL)

    @cached_property
    def sheets(self) -> dict[str, str]:
        """Part names by sheet title."""
        targets = self.related("xl/workbook.xml")
        sheets = etree.fromstring(self.parts["xl/workbook.xml"]).iterfind("{*}sheets/{*}sheet")
        return {
            s.attrib["name"]: targets[next(v for k, v in s.attrib.items() if k.endswith("}id"))]
            for s in sheets
        }

    def related(self, part: str) -> dict[str, str]:
        """The parts related to a part, by relationship id."""
        folder, file = posixpath.split(part)
        rels = self.parts.get(f"{folder}/_rels/{file}.rels", b"<none/>")
        return {
            r.attrib["Id"]: posixpath.normpath(posixpath.join("/", folder, r.attrib["Target"])).lstrip("/")
            for r in etree.fromstring(rels)
        }

    @cached_property
    def tables(self) -> dict[str, Table]:
        found = {}
        for title, sheet in self.sheets.items():
            for part in self.related(sheet).values():
                if part.startswith("xl/tables/"):
                    table = etree.fromstring(self.parts[part])
                    left, top, _, bottom = range_boundaries(table.attrib["ref"])
                    headers = tuple(
                        c.attrib["name"] for c in table.iterfind("{*}tableColumns/{*}tableColumn")
                    )
                    found[table.attrib["name"]] = Table(title, part, top, left, bottom, headers)
        return found

    def _cells(self, title: str) -> Cells:
        """Every cell of a sheet by row and column."""
        root = etree.fromstring(self.parts[self.sheets[title]])
        return {coordinate_to_tuple(c.attrib["r"]): self._cell(c) for c in root.iter("{*}c")}

    def _cell(self, cell: etree._Element) -> Cell:
        kind, value, formula = cell.get("t", "n"), cell.findtext("{*}v"), cell.find("{*}f")
        if kind == "s" and value is not None:
            kind, value = "str", "".join(etree.fromstring(self.strings[int(value)]).itertext())
        elif kind == "inlineStr":
            kind, value = "str", "".join(cell.find("{*}is").itertext())
        found = None if formula is None else (formula.text or "", tuple(sorted(formula.attrib.items())))
        return Cell(kind, value, found, cell.get("s", "0"))

    def around_cells(self, title: str) -> tuple[bytes, dict[bytes, bytes]]:
        """All of a sheet's part but its cells: what stands before and after them, and each row's own
        attributes. The used area and rows' spans follow from the cells and are left out."""
        content = self.parts[self.sheets[title]]
        before, rows, after = re.split(rb"<sheetData>|</sheetData>", content)
        opened = re.findall(rb'<row r="(\d+)"([^>]*?)/?>', rows)
        attributes = {number: re.sub(rb' spans="[^"]*"', b"", given) for number, given in opened}
        return re.sub(rb"<dimension [^>]*/>", b"", before) + after, attributes
