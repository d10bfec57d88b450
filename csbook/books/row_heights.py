"""Rows as high as the texts written in them need, where their cells break texts into lines.

Excel fits a row by itself when somebody types; of a row that was written into the file it and other programs
take the height that stands there. A height that a person gave (`customHeight`) only ever grows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache

from csbook.books import markup
from csbook.books.book import Written
from csbook.books.cell_xml import character_data, unescaped
from csbook.books.package import Package
from csbook.books.shared_strings import SharedStrings, text_inside
from csbook.books.sheet_splice import HEIGHT
from csbook.books.sheet_xml import Cell, Row, SheetXml, UnusualSheet
from csbook.schema.text_lines import LINE_POINTS, lines_in_cell, row_points, surely_one_line

_CUSTOM = re.compile(rb"\scustomHeight\s*=\s*[\"'](?:1|true)[\"']")
_ON = ("1", "true")
_WITHOUT_WIDTH = 8.43  # characters, Excel's own width of a column

CellWrites = Mapping[int, Mapping[int, Written]]


def wrapping_styles(package: Package) -> frozenset[bytes]:
    """The cell formats that break texts into lines, by their numbers. Raises `NotAWorkbook` where the
    styles are damaged."""
    found = set[bytes]()
    for part in package.related(package.workbook, "styles"):
        try:
            found |= _wrapping(package.utf8(part))
        except ValueError as error:
            raise package.damaged(part) from error
    return frozenset(found)


@lru_cache(maxsize=2)  # a save seldom changes them
def _wrapping(styles: bytes) -> frozenset[bytes]:
    found = set()
    for number, style in enumerate(markup.every(styles, b"cellXfs", b"xf")):
        places = [e for e in markup.children(styles, style) if e.name == b"alignment"]
        if any(place.get("wrapText") in _ON for place in places):
            found.add(b"%d" % number)
    return frozenset(found)


def fitted(
    sheet: SheetXml,
    writes: CellWrites,
    with_height: Set[int],
    wrapping: frozenset[bytes],
    strings: SharedStrings | None,
) -> bytes:
    """The sheet, in which `writes` stand already, with the heights of their rows.

    `with_height`: those of the rows that have a height now; where no text needs more than one line, another
    row is as high as it was. `strings`: those that the sheet's cells had before; the texts of `writes` need
    not be among them. Raises `UnusualSheet` where a column's width or a text's number is none.
    """
    try:
        return _fitted(sheet, writes, with_height, wrapping, strings)
    except (ValueError, IndexError) as error:
        raise UnusualSheet(sheet.name) from error


def _fitted(
    sheet: SheetXml,
    writes: CellWrites,
    with_height: Set[int],
    wrapping: frozenset[bytes],
    strings: SharedStrings | None,
) -> bytes:
    if not wrapping or not writes:
        return sheet.content
    widths = _widths(sheet.content)
    asked = _long_texts(writes, widths)
    for row in with_height & writes.keys():
        if any(isinstance(value, str) for value in writes[row].values()):
            asked[row] = _texts_of(writes[row])
    if not asked:
        return sheet.content
    pieces, position, last = [], 0, max(asked)
    for line in sheet.rows(min(asked)):
        if line.number > last:
            break
        if line.number not in asked or not _breaks_lines(sheet, line, asked[line.number], wrapping):
            continue
        texts = [
            (text, widths.get(column, _WITHOUT_WIDTH))
            for column, text in _texts(sheet, line, writes[line.number], wrapping, strings)
        ]
        attributes = _with_height(line.attributes, row_points(texts))
        if not texts or attributes == line.attributes:
            continue
        pieces += [sheet.content[position : line.start], b"<%srow%s" % (sheet.prefix, attributes)]
        position = line.start + len(b"<%srow" % sheet.prefix) + len(line.attributes)
    return b"".join([*pieces, sheet.content[position:]]) if pieces else sheet.content


def _long_texts(writes: CellWrites, widths: Mapping[int, float]) -> dict[int, list[int]]:
    """By row the columns whose texts would take more than one line."""
    lines = lru_cache(maxsize=4096)(lines_in_cell)  # states and choices are few texts in many rows
    short = defaultdict[int, int](lambda: surely_one_line(_WITHOUT_WIDTH))
    short |= {column: surely_one_line(width) for column, width in widths.items()}
    found: dict[int, list[int]] = {}
    for row, cells in writes.items():
        for column, value in cells.items():
            if type(value) is not str or (len(value) <= short[column] and "\n" not in value):
                continue
            if lines(value, widths.get(column, _WITHOUT_WIDTH)) > 1:
                found.setdefault(row, []).append(column)
    return found


def _texts_of(written: Mapping[int, Written]) -> list[int]:
    """The columns of texts, and of cells emptied."""
    return [column for column, value in written.items() if value is None or isinstance(value, str)]


def _breaks_lines(sheet: SheetXml, row: Row, columns: Sequence[int], wrapping: frozenset[bytes]) -> bool:
    """Whether one of these cells breaks its text: most rows are spared more."""
    return any(
        cell is not None and cell.style in wrapping for _, cell, _ in sheet.located(row, sorted(columns))
    )


def _texts(
    sheet: SheetXml,
    row: Row,
    written: Mapping[int, Written],
    wrapping: frozenset[bytes],
    strings: SharedStrings | None,
) -> Iterator[tuple[int, str]]:
    """The texts of the row's cells that break them, with their columns."""
    for cell in sheet.cells(row):
        if cell.style not in wrapping:
            continue
        value = written[cell.column] if cell.column in written else _text(cell, strings)
        if isinstance(value, str) and value:
            yield cell.column, value


def _text(cell: Cell, strings: SharedStrings | None) -> str:
    if cell.kind == b"s":
        return strings.text(int(cell.value)) if strings is not None else ""
    if cell.kind == b"inlineStr":
        return text_inside(cell.inside)
    return unescaped(character_data(cell.value)) if cell.kind == b"str" else ""


def _with_height(attributes: bytes, points: float) -> bytes:
    """A row's attributes with this height: one line needs none."""
    found = HEIGHT.search(attributes)
    if _CUSTOM.search(attributes) and found is not None and float(found[1]) >= points:
        return attributes
    height = b' ht="%g"' % points if points > LINE_POINTS else b""
    if found is None:
        return attributes.rstrip() + height
    return attributes[: found.start()] + height + attributes[found.end() :]


def _widths(content: bytes) -> dict[int, float]:
    """The widths of columns in characters, where they have one; those that go on to the sheet's end count
    as far as anybody writes."""
    widths: dict[int, float] = {}
    for element in markup.every(content, b"cols", b"col"):
        given = {name: value for name, value in element.texts() if name in ("min", "max", "width")}
        if len(given) == 3:
            first, last = int(given["min"]), min(int(given["max"]), int(given["min"]) + 1000)
            widths |= dict.fromkeys(range(first, last + 1), float(given["width"]))
    return widths
