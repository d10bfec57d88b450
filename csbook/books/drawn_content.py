"""What a sheet shows, each thing as a short fingerprint, so that what a program drew is told from what
people added to it.

Fingerprints hold through a save in another program, which writes formulas with other spaces and quotes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from csbook.books import markup
from csbook.books.book import LOST, Place
from csbook.books.cell_xml import address, character_data, unescaped
from csbook.books.file_content import FileContent
from csbook.books.markup import Element
from csbook.books.shared_strings import SharedStrings, text_inside
from csbook.books.sheet_formulas import formula_texts
from csbook.books.sheet_xml import Cell, SheetXml

Where = tuple[int, int]
"""Row and column of a cell, counted from 1."""

_QUOTED = re.compile(r'("(?:[^"]|"")*")')
_SAME_ANYWAY = re.compile(r"\s|'|_xlfn\.|_xlws\.|(?<=\bTRUE)\(\)|(?<=\bFALSE)\(\)", re.IGNORECASE)
_SERIES = re.compile(rb"<(?:\w+:)?f>([^<]*)</")
_ANCHORS: Final = (b"twoCellAnchor", b"oneCellAnchor", b"absoluteAnchor")
_AROUND: Final = frozenset({b"from", b"to", b"pos", b"ext", b"clientData"})
_HARMLESS: Final = frozenset({"drawing", "table", "printerSettings", "hyperlink"})
"""Relationships of a sheet that hold nothing a person wrote: links stand in cells, which are compared."""


class Chart(NamedTuple):
    """A chart of a sheet: the name of its frame, and which cells it shows. `is_broken`: some were deleted."""

    name: str
    fingerprint: str
    is_broken: bool = False


class Drawn(NamedTuple):
    """What stands on a sheet. `cells` are the filled ones outside tables and all with formulas, `others` the
    names of pictures, shapes, comments and what else is neither cell nor chart."""

    cells: dict[Where, str]
    charts: list[Chart]
    marks: list[str]
    widths: dict[int, float]
    others: list[str]


def drawn_on(content: FileContent, sheet: str) -> Drawn:
    """Raises `SheetMissing`, `UnusualSheet`, `UnusualPart`."""
    charts, others = _pictures(content, sheet)
    return Drawn(cells_of(content, sheet), charts, _marks(content, sheet), _widths(content, sheet), others)


def cells_of(content: FileContent, sheet: str) -> dict[Where, str]:
    """The fingerprints of the filled cells outside tables, and of all cells with a formula."""
    return cells_in(content.sheet(sheet), content, sheet)


def cells_in(xml: SheetXml, content: FileContent, sheet: str) -> dict[Where, str]:
    """The same of some of the sheet's rows."""
    strings, formulas = content.strings(), formula_texts(xml)
    tables = [place for place in content.places.values() if place.sheet == sheet]
    found = {where: of_formula(text) for where, text in formulas.items()}
    for row in xml.rows():
        for cell in xml.cells(row):
            where = row.number, cell.column
            if cell.is_filled and where not in found and not any(_holds(place, where) for place in tables):
                found[where] = fingerprint("text", _shown(cell, strings))
    return found


def of_formula(text: str) -> str:
    """The fingerprint of a formula, however a program spaces and quotes it."""
    return fingerprint("formula", plain_formula(text))


def plain_formula(formula: str) -> str:
    """A formula in capitals without what programs write differently; texts in it as they are."""
    parts = _QUOTED.split(formula)
    return "".join(part if n % 2 else _SAME_ANYWAY.sub("", part).upper() for n, part in enumerate(parts))


def fingerprint(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()[:10]


def _holds(place: Place, where: Where) -> bool:
    rows = range(place.header_row, place.last_row + 1)
    return where[0] in rows and place.first_column <= where[1] <= place.last_column


def _shown(cell: Cell, strings: SharedStrings | None) -> str:
    """What a cell without a formula holds, as text."""
    if cell.kind == b"s" and strings is not None:
        return strings.text(int(cell.value))
    if cell.kind == b"inlineStr":
        return text_inside(cell.inside)
    return unescaped(character_data(cell.value))


def _pictures(content: FileContent, sheet: str) -> tuple[list[Chart], list[str]]:
    """The charts of a sheet, and the names of all else that lies over its cells or beside them."""
    package, part = content.package, content.part_of(sheet)
    charts: list[Chart] = []
    others = [rel.kind for rel in package.relationships(part).values() if rel.kind not in _HARMLESS]
    for drawing in package.related(part, "drawing"):
        related = package.relationships(drawing)
        for name, relation in _frames(package.utf8(drawing)):
            chart = related.get(relation or "")
            if chart is None or chart.kind != "chart":
                others.append(name)
                continue
            series = sorted(
                plain_formula(character_data(f)) for f in _SERIES.findall(package.part(chart.target))
            )
            shown = " ".join(series)
            charts.append(Chart(name, fingerprint("chart", shown), LOST in shown))
    return charts, others


def _frames(drawing: bytes) -> Iterator[tuple[str, str | None]]:
    """The name of everything that is anchored in a drawing, with the relationship of its chart."""
    for anchor in markup.children(drawing, markup.root(drawing)):
        if anchor.name not in _ANCHORS:
            yield anchor.name.decode(), None
            continue
        for held in markup.children(drawing, anchor):
            if held.name not in _AROUND:
                inside = list(_all_inside(drawing, held))
                names = [e.get("name") for e in inside if e.name == b"cNvPr"]
                chart = [_relation(e) for e in inside if e.name == b"chart"]
                yield (names or [None])[0] or held.name.decode(), (chart or [None])[0]


def _all_inside(content: bytes, parent: Element) -> Iterator[Element]:
    for child in markup.children(content, parent):
        yield child
        yield from _all_inside(content, child)


def _relation(element: Element) -> str | None:
    return next((value for name, value in element.texts() if name.endswith(":id")), None)


def _marks(content: FileContent, sheet: str) -> list[str]:
    """The conditional formats: what they ask, wherever they stand."""
    part = content.package.utf8(content.part_of(sheet))
    found = []
    for rule in markup.every(part, b"conditionalFormatting", b"cfRule"):
        asked = [e for e in markup.children(part, rule) if e.name == b"formula"]
        formulas = [plain_formula(character_data(part[e.inside : e.end])) for e in asked]
        found.append(fingerprint("mark", " ".join([rule.get("type") or "", *formulas])))
    return found


def _widths(content: FileContent, sheet: str) -> dict[int, float]:
    """The widths of columns in characters, 0 for hidden ones; those that go on to the sheet's right end are
    left out."""
    part = content.package.utf8(content.part_of(sheet))
    found = {}
    for column in markup.every(part, b"cols", b"col"):
        width = 0.0 if column.get("hidden") in ("1", "true") else float(column.get("width") or 0)
        first, last = int(column.get("min") or 0), int(column.get("max") or 0)
        if last - first < _MOST_ALIKE:
            found.update(dict.fromkeys(range(first, last + 1), width))
    return found


_MOST_ALIKE: Final = 100


def named(where: Where) -> str:
    return address(*where)
