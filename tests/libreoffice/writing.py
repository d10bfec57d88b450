"""Writing a block of values into LibreOffice as Excel takes it through COM.

Numbers and texts go in one call; what needs a format or a formula follows cell by cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.libreoffice.typed import Calculated, Entry, Logical, Number, SomeDay, Text, entered

if TYPE_CHECKING:
    from tests.libreoffice.ranges import Range

EPOCH = dt.datetime(1899, 12, 30)
# com.sun.star.util.NumberFormat
DATE, TIME, LOGICAL = 2, 4, 1024
GENERAL = 0
# A date typed as text; which date is no matter.
SOME_DAY = dt.datetime(2000, 1, 1)


def write(area: Range, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows as wide and high as `area`; None and "" empty a cell."""
    formats = {at: kind for kind, where in area.formats_of_cells() for at in where}
    entries = [
        [_entry(value, formats[r, c].code == "@") for c, value in enumerate(row)]
        for r, row in enumerate(rows)
    ]
    plain = tuple(tuple(_plain(entry) for entry in row) for row in entries)
    if area.has_comments:  # which LibreOffice deletes when it takes a whole block
        _set_one_by_one(area, plain)
    elif any(isinstance(value, str) and value for row in plain for value in row):
        area.cells.setDataArray(plain)
    else:
        with heights_left(area):
            area.cells.setDataArray(plain)
    for r, row in enumerate(entries):
        for c, entry in enumerate(row):
            _finish(area, r, c, entry, formats[r, c].type)


@contextmanager
def heights_left(area: Range) -> Iterator[None]:
    """LibreOffice measures every row written to, and takes longer over it than over the writing; only texts
    make a row higher."""
    document = area.sheet.book.document
    document.IsAdjustHeightEnabled = False
    try:
        yield
    finally:
        document.IsAdjustHeightEnabled = True


def _entry(value: Any, is_text_cell: bool) -> Entry | dt.datetime | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return Text(value.removeprefix("'")) if is_text_cell else entered(value)
    if is_text_cell:  # Excel keeps a number in a text cell as text
        return Text(f"{value:g}" if isinstance(value, float) else str(value))
    if isinstance(value, bool):
        return Logical(value)
    return value if isinstance(value, dt.datetime) else Number(float(value))


def _plain(entry: Entry | dt.datetime | None) -> str | float:
    match entry:
        case Text(text):
            return text
        case Number(value) | Logical(value):
            return float(value)
        case dt.datetime():
            return (entry - EPOCH) / dt.timedelta(days=1)
        case SomeDay():
            return _plain(SOME_DAY)
        case _:
            return ""


def _finish(area: Range, r: int, c: int, entry: Entry | dt.datetime | None, kind: int) -> None:
    """What goes beyond the plain value: formulas, and the formats that Excel gives to General cells."""
    match entry:
        case Calculated(text):
            _calculate(area(r + 1, c + 1), text)
        case Logical() if not kind & LOGICAL:
            area(r + 1, c + 1).cells.NumberFormat = area.sheet.format_key("BOOLEAN")
        case Number() if kind & LOGICAL:
            area(r + 1, c + 1).cells.NumberFormat = GENERAL
        case dt.datetime() | SomeDay() if not kind & (DATE | TIME):
            has_time = isinstance(entry, dt.datetime) and entry.time() != dt.time()
            code = "YYYY-MM-DD HH:MM" if has_time else "YYYY-MM-DD"
            area(r + 1, c + 1).cells.NumberFormat = area.sheet.format_key(code)


def _calculate(cell: Range, text: str) -> None:
    """Enter a formula; Excel fills the rest of an empty table column with it, unless told not to."""
    set_formula(cell, text)
    table = cell.table
    if table is None or not cell.sheet.book.app.api.AutoCorrect.AutoFillFormulasInLists:
        return
    column = table.data_body_range.column_of(cell)
    others = [other for other in column if other.coords != cell.coords]
    if all(other.formula == "" for other in others):
        for other in others:
            set_formula(other, text)


def set_formula(cell: Range, text: str) -> None:
    """A formula in Excel's grammar, with its `=`; newer functions with or without their prefix."""
    place = cell.cells.getCellByPosition(0, 0)
    place.FormulaLocal = re.sub(r"_xl(?:fn|ws)\.", "", text)


def _set_one_by_one(area: Range, rows: Sequence[Sequence[str | float]]) -> None:
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            cell = area(r, c).cells.getCellByPosition(0, 0)
            if value == "":
                area(r, c).clear_contents()
            elif isinstance(value, str):
                cell.String = value
            else:
                cell.Value = value
