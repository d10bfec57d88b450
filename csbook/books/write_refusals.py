"""What keeps a table from being written in either book: a password, merged cells, its row of totals."""

from __future__ import annotations

from collections.abc import Iterable

from csbook.books.book import TableWrite
from csbook.books.cell_xml import area
from csbook.problems import CellsBelow, Words, WorkbookUnusable


class SheetLocked(WorkbookUnusable):
    """A password keeps people from changing the sheet.

    The closed file could be written all the same; but whoever set the password wanted the sheet to stay as it
    is for all who do not know it, on whatever way they come.
    """

    def __init__(self, sheet: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”设有保护密码，没有写入任何内容。"
                "请先点“审阅 > 撤消工作表保护”并输入密码，再试一次。",
                f"Sheet '{sheet}' is protected with a password; nothing was written. Unprotect it (Review > "
                "Unprotect Sheet, with the password), then try again.",
            )
        )


class MergedCells(WorkbookUnusable):
    """A cell to write lies in a merged area, of which Excel shows the first cell only."""

    def __init__(self, sheet: str, table: str, cells: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”的表格 {table} 里有合并的单元格 {cells}，没有写入。请取消合并，再试一次。",
                f"Sheet '{sheet}': table {table} has merged cells ({cells}); nothing was written. Unmerge "
                "them, then try again.",
            )
        )


class TotalsBelow(CellsBelow):
    """The row of totals that a person switched on stands where the table would grow."""

    def __init__(self, sheet: str, table: str, cells: str) -> None:
        super().__init__(sheet, table, cells)
        self.words = Words(
            f"工作表“{sheet}”的表格 {table} 需要增减行，但它下面开着汇总行（{cells}）。"
            "请在“表格设计”里取消“汇总行”，再试一次。",
            f"Sheet '{sheet}': table {table} needs more or fewer rows, but its total row ({cells}) is on. "
            "Switch Total Row off on the Table Design tab, then try again.",
        )


def refuse_merged(write: TableWrite, merged: Iterable[str]) -> None:
    """Raise `MergedCells` where a cell to write lies in one of these areas (`B4:C4`)."""
    touched = [cells for cells in merged if _is_written(write, cells)]
    if touched:
        raise MergedCells(write.place.sheet, write.place.table, ", ".join(touched))


def _is_written(write: TableWrite, cells: str) -> bool:
    first_row, first_column, last_row, last_column = area(cells)
    return any(
        first_column <= column <= last_column
        for row in range(first_row, last_row + 1)
        for column in write.cells.get(row, ())
    )
