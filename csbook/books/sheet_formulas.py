"""Formulas of a sheet part: read as texts, and kept whole when one of a group is overwritten.

A shared formula stands once, in its master, and its other cells refer to the master by number
(ECMA-376 part 1, 18.3.1.40). An array formula fills several cells and can only be replaced whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from csbook.books.cell_xml import Area, address, area, character_data, escaped, reference, unescaped
from csbook.books.sheet_splice import CellWrites
from csbook.books.sheet_xml import Cell, SheetXml
from csbook.problems import Words, WorkbookUnusable

_FORMULA = re.compile(rb"<((?:\w+:)?)f(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</)")
_WHOLE = re.compile(rb"<((?:\w+:)?)f(?=[\s/>])[^>]*?(?:/>|>[^<]*</(?:\w+:)?f\s*>)")
_ATTRIBUTE = re.compile(rb"(\w+)\s*=\s*[\"']([^\"']*)")
_AREA = re.compile(r"[A-Z]+\d+:[A-Z]+\d+")


class PartOfArray(WorkbookUnusable):
    """A cell to write belongs to an array formula or a data table."""

    def __init__(self, sheet: str, cells: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”{cells} 是一个数组公式，不能只改其中一格。请先把它改成普通公式或数值。",
                f"Sheet '{sheet}': {cells} hold one array formula, which cannot be changed in part. "
                "Turn it into ordinary formulas or values first.",
            )
        )


class FormulaNotMovable(WorkbookUnusable):
    """A shared formula cannot be read, so its cells cannot be kept when its first one is replaced."""

    def __init__(self, sheet: str, cell: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”{cell} 的公式无法解析。请在 Excel 中重新输入该列公式后再试。",
                f"Sheet '{sheet}', {cell}: the formula cannot be read. Enter the column's formulas "
                "again in Excel, then try again.",
            )
        )


@dataclass(frozen=True)
class FormulaElement:
    """A formula as it stands in a cell: its attributes as written (` t="array" ref="B16"`) and its text."""

    attributes: bytes
    text: str


@dataclass(frozen=True)
class _FormulaCell:
    row: int
    cell: Cell
    text: str
    attributes: dict[bytes, bytes]

    @property
    def where(self) -> tuple[int, int]:
        return self.row, self.cell.column

    @property
    def kind(self) -> bytes:
        return self.attributes.get(b"t", b"normal")


@dataclass
class _Group:
    """The cells of one shared formula."""

    master: _FormulaCell | None = None
    others: list[_FormulaCell] = field(default_factory=list)


def formula_texts(sheet: SheetXml) -> dict[tuple[int, int], str]:
    """The formulas without `=` by (row, column); shared ones as they read in each cell.

    The cells that an array formula fills beside its first one hold no formula of their own.
    """
    cells = list(_formula_cells(sheet, b"<%sf" % sheet.prefix))
    texts = {cell.where: cell.text for cell in cells if cell.text}
    for group in _groups(cells).values():
        for other in group.others:
            if group.master is not None and (text := _translated(group.master, other)) is not None:
                texts[other.where] = text
    return texts


def formula_elements(sheet: SheetXml) -> dict[tuple[int, int], FormulaElement]:
    """The formulas by (row, column) as they stand there; for sheets that share none."""
    found = {}
    for row, cell in sheet.cells_with(b"<%sf" % sheet.prefix):
        if formula := _FORMULA.search(cell.inside):
            text = unescaped(character_data(formula[3] or b""))
            found[row, cell.column] = FormulaElement(formula[2], text)
    return found


def refuse_parts_of_arrays(sheet: SheetXml, writes: CellWrites) -> None:
    """Raise `PartOfArray` if a cell to write belongs to a formula that fills several cells."""
    for marker in (b"array", b"dataTable"):
        for cell in _formula_cells(sheet, marker):
            cells = cell.attributes.get(b"ref", b"").decode()
            if cell.kind != marker or not _AREA.fullmatch(cells):
                continue
            filled = area(cells)
            if filled[:2] != filled[2:] and _touches(filled, writes):
                raise PartOfArray(sheet.name, cells)


def with_masters_moved(sheet: SheetXml, writes: CellWrites) -> SheetXml:
    """The sheet in which no cell to write is the master of a shared formula that others still use.

    The next cell of such a group becomes its master. Raises `FormulaNotMovable`.
    """
    splices = []
    for number, group in _groups(_formula_cells(sheet, b"shared")).items():
        rest = [cell for cell in group.others if not _is_written(cell.where, writes)]
        if group.master is None or not rest or not _is_written(group.master.where, writes):
            continue
        text = _translated(group.master, rest[0])
        if text is None:
            raise FormulaNotMovable(sheet.name, address(*group.master.where))
        splices.append((rest[0].cell, _master(sheet.prefix, number, text, rest)))
    if not splices:
        return sheet
    pieces, position = [], 0
    for cell, formula in sorted(splices, key=lambda splice: splice[0].start):
        found = _WHOLE.search(sheet.content, cell.start, cell.stop)
        if found is not None:
            pieces += [sheet.content[position : found.start()], formula]
            position = found.end()
    return SheetXml(b"".join([*pieces, sheet.content[position:]]), sheet.name)


def _formula_cells(sheet: SheetXml, marker: bytes) -> Iterator[_FormulaCell]:
    for row, cell in sheet.cells_with(marker):
        if found := _FORMULA.search(cell.inside):
            text = unescaped(character_data(found[3] or b""))
            yield _FormulaCell(row, cell, text, dict(_ATTRIBUTE.findall(found[2])))


def _groups(cells: Iterable[_FormulaCell]) -> dict[bytes, _Group]:
    """Shared formulas by their number."""
    groups: dict[bytes, _Group] = {}
    for cell in cells:
        if cell.kind != b"shared":
            continue
        group = groups.setdefault(cell.attributes.get(b"si", b""), _Group())
        if cell.text and group.master is None:
            group.master = cell
        elif not cell.text:
            group.others.append(cell)
    return groups


def _translated(master: _FormulaCell, other: _FormulaCell) -> str | None:
    """The master's formula as it reads in another cell; None where it cannot be read."""
    from openpyxl.formula.tokenizer import TokenizerError
    from openpyxl.formula.translate import Translator

    try:
        translator = Translator("=" + master.text, origin=address(*master.where))
        return str(translator.translate_formula(address(*other.where))).removeprefix("=")
    except (TokenizerError, ValueError):
        return None


def _master(prefix: bytes, number: bytes, text: str, cells: list[_FormulaCell]) -> bytes:
    rows, columns = [cell.row for cell in cells], [cell.cell.column for cell in cells]
    cover = reference((min(rows), min(columns), max(rows), max(columns))).encode()
    opened = b'<%sf t="shared" ref="%s" si="%s">' % (prefix, cover, number)
    return b"%s%s</%sf>" % (opened, escaped(text).encode(), prefix)


def _is_written(where: tuple[int, int], writes: CellWrites) -> bool:
    return where[1] in writes.get(where[0], {})


def _touches(cells: Area, writes: CellWrites) -> bool:
    top, left, bottom, right = cells
    rows = range(top, bottom + 1) if bottom - top < len(writes) else writes
    return any(
        top <= row <= bottom and any(left <= column <= right for column in writes.get(row, {}))
        for row in rows
    )
