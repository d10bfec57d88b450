"""Which cells and rows of a planned write are coloured until the next one, and what is noted of them."""

from __future__ import annotations

from csbook.books.cell_xml import address
from csbook.books.frames import key_words
from csbook.books.plan import ColumnChange, PlannedWrite
from csbook.masking import masked
from csbook.problems import Language
from csbook.schema.columns import Formula
from csbook.schema.marked import GRIDS, MOVING


def marks_in(planned: PlannedWrite) -> tuple[int, int]:
    """How many cells of rows that stood there change, and how many rows are new."""
    new, is_grid = set(planned.new_rows), planned.read.table.name in GRIDS
    cells = sum(
        len(change.rows) - change.before.count(None)
        if is_grid
        else len(change.rows) - (len(new.intersection(change.rows)) if new else 0)
        for change in marked_columns(planned)
    )
    return cells, 0 if is_grid else len(new)


def marked_columns(planned: PlannedWrite) -> list[ColumnChange]:
    """The columns whose changes are worth a colour: what follows by formula from others is not."""
    table = planned.read.table
    return [c for c in planned.columns if c.column not in MOVING and not isinstance(table[c.column], Formula)]


def change_rows(planned: PlannedWrite, language: Language) -> list[dict[str, str | None]]:
    """Rows of `Changes`: one for each changed cell of a row that stood there (`E12`), one for each row added
    (`B12:K12`); of `GRIDS` the cells that held something before."""
    read, new = planned.read, set(planned.new_rows)
    is_grid = read.table.name in GRIDS
    first, last = read.place.first_column, read.place.last_column
    row_of = {"sheet": read.place.sheet, "table": read.table.name}
    known = planned.keys.dropna()
    keys = dict(zip(known.index.tolist(), known.tolist(), strict=True))

    def key_at(row: int) -> str:
        return masked(key_words(read.table, keys.get(row, ""), planned.key)(language))

    cells = [
        {
            **row_of,
            "cell": address(row, read.at[change.column]),
            "row_key": key_at(row),
            "column": change.column,
            "old": None if before is None else masked(str(before)),
            "new": None if after is None else masked(str(after)),
        }
        for change in marked_columns(planned)
        for row, before, after in zip(change.rows, change.before, change.after, strict=True)
        if row not in new and not (is_grid and before is None)
    ]
    rows = [
        {
            **row_of,
            "cell": f"{address(row, first)}:{address(row, last)}",
            "row_key": key_at(row),
            "column": None,
            "old": None,
            "new": None,
        }
        for row in (() if is_grid else planned.new_rows)
    ]
    return cells + rows
