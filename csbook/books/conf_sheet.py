"""The hidden sheet `xlwings.conf`, which xlwings' VBA module reads: a key in column A, its value in B."""

from __future__ import annotations

from collections.abc import Mapping

from csbook.books.book import Written
from csbook.books.file_content import FileContent
from csbook.books.table_writes import SheetEdit, write_sheets
from csbook.conf_keys import ANSWERS, CONF_SHEET

Conf = list[tuple[str, str]]
"""Keys in capitals with their values, in their order; a key may stand there twice."""


def has_conf(content: FileContent) -> bool:
    return any(sheet.name == CONF_SHEET for sheet in content.package.sheets)


def read_conf(content: FileContent) -> Conf:
    """What xlwings finds there: it stops at the first row without a key. Raises `SheetMissing`."""
    found: Conf = []
    while key := text_at(content, len(found) + 1, 0):
        found.append((key.upper(), text_at(content, len(found) + 1, 1)))
    return found


def text_at(content: FileContent, row: int, column: int) -> str:
    cells = content.row(CONF_SHEET, row)
    value = cells[column] if column < len(cells) else None
    return "" if value is None else str(value)


def unanswered(conf: Conf) -> dict[str, str]:
    """The keys that xlwings would look for in a file `xlwings.conf`, with what the sheet should answer."""
    there = {key for key, _ in conf}
    return {key: value for key, value in ANSWERS.items() if key not in there}


def with_conf(content: FileContent, wanted: Mapping[str, str]) -> bytes:
    """The file with these values; keys that are not there come below the others, a second row of a key is
    emptied of it (xlwings stops with an error at one). What stands further down, after a row without a key,
    is no setting and stays none: it moves down where the new keys need its rows. The same bytes where nothing
    changes.

    Raises `SheetMissing`, and what `csbook.books.table_writes.write_sheets` raises.
    """
    standing = read_conf(content)
    first = {key: (row, value) for row, (key, value) in reversed(list(enumerate(standing, 1)))}
    edit = SheetEdit()
    for row, (key, _) in enumerate(standing, 1):
        if key in wanted and first[key][0] != row:
            edit.values[row] = {1: f"(csbook: {key} {row})", 2: ""}
    edit.values |= {
        first[key][0]: {2: value} for key, value in wanted.items() if key in first and first[key][1] != value
    }
    new = {key: value for key, value in wanted.items() if key not in first}
    if new:
        edit.values |= moved_down(content, len(standing), len(new))
        for row, (key, value) in enumerate(new.items(), len(standing) + 1):
            edit.values[row] = {**edit.values.get(row, {}), 1: key, 2: value}
    if not edit.values:
        return content.raw
    draft = content.package.draft()
    write_sheets(content, draft, {CONF_SHEET: edit})
    return draft.built()


def moved_down(content: FileContent, last: int, new: int) -> dict[int, dict[int, Written]]:
    """The cells that put what stands below row `last` further down, so far that a row stays free below as
    many `new` rows; none where there is room."""
    height = content.sheet(CONF_SHEET).used_area()[0]
    below = {row: content.row(CONF_SHEET, row) for row in range(last + 1, height + 1)}
    below = {row: cells for row, cells in below.items() if any(cell is not None for cell in cells)}
    by = last + new + 2 - min(below, default=last + new + 2)
    if by <= 0:
        return {}
    moved: dict[int, dict[int, Written]] = {
        row: dict.fromkeys(range(1, len(below[row]) + 1)) for row in below
    }
    for row, cells in below.items():
        moved[row + by] = {**moved.get(row + by, {}), **dict(enumerate(cells, 1))}
    return moved
