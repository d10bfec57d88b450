"""Questions to xlwings ranges and tables, asked for many cells at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from csbook.books import cell_xml
from csbook.books.book import CellError, Place, Value
from csbook.books.excel_values import rows_from_excel

Answer = TypeVar("Answer")


def values(area: Any) -> list[list[Value]]:
    rows = rows_from_excel(area.options(ndim=2, err_to_str=True).value)
    errors = [
        (r, c)
        for r, row in enumerate(rows)
        if CellError in map(type, row)
        for c, value in enumerate(row)
        if isinstance(value, CellError)
    ]
    if errors:  # or texts that say the same; without words for them, errors come as None
        wordless = area.options(ndim=2).value
        for r, c in errors:
            if isinstance(wordless[r][c], str):
                rows[r][c] = wordless[r][c]
    return rows


def formula_texts(area: Any) -> list[list[str]]:
    """Each cell's formula with its `=`, or its constant as text; empty cells give an empty text."""
    height, width = area.shape
    found = area.formula
    if height == width == 1:
        return [[str(found or "")]]
    if isinstance(found[0], (list, tuple)):
        rows = found
    else:  # a single row or column may come flat
        rows = [found] if height == 1 else [[text] for text in found]
    return [[str(text or "") for text in row] for row in rows]


def place_of(name: str, table: Any, sheet: Any) -> Place:
    """Each question is a call to another program, so the corners are asked for as one address."""
    first_row, first_column, last_row, last_column = cell_xml.area(address(table.range))
    headers = sheet.range((first_row, first_column), (first_row, last_column)).options(ndim=2).value[0]
    has_totals = bool(table.show_totals)
    return Place(
        table=name,
        sheet=str(sheet.name),
        header_row=first_row,
        first_column=first_column,
        headers=tuple("" if header is None else str(header) for header in headers),
        last_row=max(first_row + 1, last_row - has_totals),
        has_totals=has_totals,
    )


def last_row_of(table: Any) -> int:
    """The last row of a table's body."""
    first_row, _, last_row, _ = cell_xml.area(address(table.range))
    return max(first_row + 1, last_row - bool(table.show_totals))


def address(area: Any) -> str:
    return str(area.get_address(row_absolute=False, column_absolute=False))


def uniform_parts(area: Any, ask: Callable[[Any], Answer | None]) -> Iterator[tuple[Any, Answer]]:
    """The range in parts for which `ask` has one answer, not None; by halves, as Excel answers for a
    whole range in one call. Columns part before rows: they are mostly alike."""
    answer = ask(area)
    if answer is not None:
        yield area, answer
        return
    height, width = area.shape
    if width > 1:
        halves = area[:, : width // 2], area[:, width // 2 :]
    elif height > 1:
        halves = area[: height // 2, :], area[height // 2 :, :]
    else:
        raise ValueError(f"no answer for the single cell {address(area)}")
    for half in halves:
        yield from uniform_parts(half, ask)


def number_format(area: Any) -> str | None:
    code = area.number_format
    return code if isinstance(code, str) else None


def merged(area: Any) -> bool | None:
    """False when no cell is merged, True for a merged cell, None for what must be looked at closer."""
    if area.merge_cells is False:
        return False
    return True if area.shape == (1, 1) else None


def merged_areas(area: Any) -> list[str]:
    """The addresses of the merged areas that the range touches."""
    parts = (part for part, is_merged in uniform_parts(area, merged) if is_merged)
    return list(dict.fromkeys(address(part.merge_area) for part in parts))
