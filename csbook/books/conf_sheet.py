"""The hidden sheet `xlwings.conf`, which xlwings' VBA module reads: a key in column A, its value in B."""

from __future__ import annotations

from collections.abc import Mapping

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
    emptied of it (xlwings stops with an error at one). The same bytes where nothing changes.

    Raises `SheetMissing`, and what `csbook.books.table_writes.write_sheets` raises.
    """
    standing = read_conf(content)
    first = {key: (row, value) for row, (key, value) in reversed(list(enumerate(standing, 1)))}
    edit = SheetEdit()
    for row, (key, _) in enumerate(standing, 1):
        if key in wanted and first[key][0] != row:
            edit.values[row] = {1: f"(csbook: {key} {row})", 2: ""}
    following = len(standing)
    for key, value in wanted.items():
        if key not in first:
            following += 1
            edit.values[following] = {1: key, 2: value}
        elif first[key][1] != value:
            edit.values[first[key][0]] = {2: value}
    if not edit.values:
        return content.raw
    draft = content.package.draft()
    write_sheets(content, draft, {CONF_SHEET: edit})
    return draft.built()
