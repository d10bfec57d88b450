"""Texts that a workbook shows cut off: wider than their column, beside a filled cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl

from csbook.schema.workbook import WORKBOOK

EDGES: Final = 0.71
"""Characters of a column's width that Excel keeps free at the edges of its cells (five pixels of seven)."""
USUAL: Final = 9.14
"""Of a column without a width of its own: nine characters and a bit, in the workbook's font."""


def cut_texts(path: Path) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and text, of sheets that people see; values of formulas as they stand in the file.

    A letter counts as one character, a Chinese sign as two.
    """
    looks, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    own = {title for sheet in WORKBOOK for title in (sheet.title.zh, sheet.title.en)}
    for sheet in (sheet for sheet in looks.worksheets if sheet.title in own):
        shown = {column: width for column, width in widths(sheet).items() if width}
        for number, texts in enumerate(values[sheet.title].iter_rows(values_only=True), 1):
            for place, text in enumerate(texts):
                cell = sheet.cell(number, place + 1)
                width = shown.get(place + 1)
                if width is None or not isinstance(text, str) or bends(cell):
                    continue
                if is_hemmed(texts, place, cell) and taken(text, cell) > width - EDGES:
                    yield sheet.title, cell.coordinate, text


def widths(sheet: Any) -> dict[int, float]:
    """The width of each column, 0 where it is hidden."""
    found = dict.fromkeys(range(1, sheet.max_column + 1), USUAL)
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min, dimension.max + 1):
            found[column] = 0.0 if dimension.hidden else dimension.width
    return found


def bends(cell: Any) -> bool:
    return bool(cell.alignment.wrap_text or cell.alignment.shrink_to_fit)


def is_hemmed(texts: tuple[Any, ...], place: int, cell: Any) -> bool:
    """Whether a text cannot run over its neighbours: the right one is filled, or, where the text does not
    begin at the left of its cell, the left one."""
    right = place + 1 < len(texts) and texts[place + 1] not in (None, "")
    left = place > 0 and texts[place - 1] not in (None, "")
    return right or (left and cell.alignment.horizontal in ("center", "right"))


def taken(text: str, cell: Any) -> float:
    longest = max(sum(2 if is_wide(sign) else 1 for sign in line) for line in text.split("\n"))
    return float(longest + (cell.alignment.indent or 0))


def is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
