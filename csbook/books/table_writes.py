"""Table writes as a new file: checked against what stands around, then spliced into the parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from csbook.books.book import Formula, TableWrite, Written
from csbook.books.cell_xml import Area, CellWriter, area, overlap, reference
from csbook.books.file_content import FileContent, strings_of
from csbook.books.package import Package
from csbook.books.row_heights import fitted, wrapping_styles
from csbook.books.shared_strings import numbers_in
from csbook.books.sheet_formulas import refuse_parts_of_arrays, with_masters_moved
from csbook.books.sheet_splice import spliced
from csbook.books.sheet_xml import MAX_ROW, SheetXml
from csbook.books.table_xml import TablePart
from csbook.books.write_refusals import SheetLocked, TotalsBelow, refuse_merged
from csbook.problems import CellsBelow, Words, WorkbookUnusable

T = TypeVar("T")

# So many cells in the way are named one by one.
_NAMED = 5


class TableFull(WorkbookUnusable):
    def __init__(self, sheet: str, table: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”的表格 {table} 已到 Excel 的最后一行。请先归档旧数据。",
                f"Sheet '{sheet}': table {table} has reached Excel's last row. Archive old rows first.",
            )
        )


@dataclass
class SheetEdit:
    """What is written on one sheet: values by row and column, the styles of rows grown over, and the rows
    whose heights are fitted."""

    values: dict[int, Mapping[int, Written]] = field(default_factory=dict)
    new_rows: dict[int, Mapping[int, bytes]] = field(default_factory=dict)
    fitted: set[int] = field(default_factory=set)


def written(content: FileContent, writes: Sequence[TableWrite], *, forget: bool = False) -> bytes:
    """The file with all of it written; with `forget`, without the texts that no cell shows any more.

    Raises `CellsBelow`, `MergedCells`, `TableFull`, and what `write_sheets` raises; `ValueError` for writes
    outside their table.
    """
    content.forget_values()
    edits: dict[str, SheetEdit] = defaultdict(SheetEdit)
    draft = content.package.draft()
    for write in writes:
        table = _table(content, write)
        refuse_merged(write, content.sheet(write.place.sheet).merged())
        _refuse_to_cover(content, table, write)
        edit = edits[write.place.sheet]
        _add(edit.values, write.cells)
        if write.fits_rows:
            edit.fitted |= write.cells.keys()
        _add(edit.new_rows, _styles_of_new_rows(content, table, write.last_row))
        draft.put(table.part, table.resized(draft.utf8(table.part), write.last_row))
    write_sheets(content, draft, edits)
    if forget:
        forget_unused_texts(draft)
    return draft.built()


def refuse_locked(content: FileContent, writes: Sequence[TableWrite]) -> None:
    """Raise `SheetLocked` for the first sheet to be written that is behind a password."""
    for write in writes:
        if content.sheet(write.place.sheet).has_password:
            raise SheetLocked(write.place.sheet)


def forget_unused_texts(draft: Package) -> None:
    """Take the shared strings out of the draft that none of its sheets shows. Raises `UnusualPart`."""
    strings, part = strings_of(draft), draft.shared_strings
    if strings is not None and part is not None:
        shown = (numbers_in(draft.utf8(sheet.part)) for sheet in draft.sheets)
        draft.put(part, strings.only(set[int]().union(*shown)))


def write_sheets(content: FileContent, draft: Package, edits: Mapping[str, SheetEdit]) -> None:
    """Put the sheets' new parts, and what depends on their cells, into the draft.

    Raises `PartOfArray`, `FormulaNotMovable`, `UnusualSheet`, `UnusualPart`, `TextTooLong`;
    `ValueError` for values that no cell can hold.
    """
    strings, wrapping = content.strings(), wrapping_styles(content.package)
    lost_formula = False
    for name, edit in edits.items():
        sheet = content.sheet(name)
        refuse_parts_of_arrays(sheet, edit.values)
        sheet = with_masters_moved(sheet, edit.values)
        writer = CellWriter(
            name, sheet.prefix, content.package.uses_1904_dates, strings.number if strings else None
        )
        new = spliced(sheet, edit.values, edit.new_rows, writer)
        rows = {row: cells for row, cells in edit.values.items() if row in edit.fitted}
        whole = fitted(SheetXml(new.content, name), rows, new.with_height, wrapping, strings)
        draft.put(content.part_of(name), whole)
        lost_formula |= new.lost_formula
    if strings is not None and content.package.shared_strings is not None:
        draft.put(content.package.shared_strings, strings.content())
    if any(map(_writes_formula, edits.values())) or content.package.has_formulas():
        draft.recalculate_on_load()
    if lost_formula:
        draft.drop_calculation_chain()


def _add(rows: dict[int, Mapping[int, T]], more: Mapping[int, Mapping[int, T]]) -> None:
    """Add cells to those of the same rows; copied only where a row has both, for rows may be many."""
    for row, cells in more.items():
        rows[row] = {**rows[row], **cells} if row in rows else cells


def _table(content: FileContent, write: TableWrite) -> TablePart:
    """The table written to. Raises `ValueError` for a place of another state, or cells outside."""
    place = write.place
    if content.places.get(place.table) != place:
        raise ValueError(f"{place.table} is not where the write says")
    last = max(place.last_row, write.last_row)
    columns = range(place.first_column, place.last_column + 1)
    if write.last_row < place.first_row or any(
        not place.first_row <= row <= last or any(column not in columns for column in cells)
        for row, cells in write.cells.items()
    ):
        raise ValueError(f"cells to write lie outside {place.table}")
    return content.tables[place.table]


def _refuse_to_cover(content: FileContent, table: TablePart, write: TableWrite) -> None:
    """Raise `CellsBelow` if the table would grow over something, `TableFull` at the sheet's end."""
    sheet = write.place.sheet
    if write.last_row != table.last_row and table.totals_rows:
        totals = (table.last_row + 1, table.first_column, table.extent(table.last_row)[2], table.last_column)
        raise TotalsBelow(sheet, table.name, reference(totals))
    if write.last_row > MAX_ROW:
        raise TableFull(sheet, table.name)
    if write.last_row <= table.last_row:
        return
    grown = (table.last_row + 1, table.first_column, write.last_row, table.last_column)
    others = [
        other.extent(other.last_row)
        for other in content.tables.values()
        if other.sheet == table.sheet and other.name != table.name
    ]
    xml = content.sheet(sheet)
    in_way = [reference(cells) for cells in _overlapping(grown, others)]
    in_way += [reference(cells) for cells in _overlapping(grown, map(area, xml.merged()))]
    in_way += xml.filled_below(table.extent(table.last_row), write.last_row)
    if in_way:
        more = f" … (+{len(in_way) - _NAMED})" if len(in_way) > _NAMED else ""
        raise CellsBelow(sheet, table.name, ", ".join(in_way[:_NAMED]) + more)


def _overlapping(grown: Area, others: Iterable[Area]) -> list[Area]:
    return [cells for cells in others if overlap(grown, cells)]


def _styles_of_new_rows(content: FileContent, table: TablePart, last_row: int) -> dict[int, dict[int, bytes]]:
    """For each row grown over, each column's style: that of the last body row, else of the first."""
    if last_row <= table.last_row:
        return {}
    sheet = content.sheet(table.sheet.name)
    cells = {**sheet.cells_of(table.header_row + 1), **sheet.cells_of(table.last_row)}
    styles = {column: cells[column].style or b"" if column in cells else b"" for column in table.columns}
    return dict.fromkeys(range(table.last_row + 1, last_row + 1), styles)


def _writes_formula(edit: SheetEdit) -> bool:
    return any(isinstance(value, Formula) for cells in edit.values.values() for value in cells.values())
