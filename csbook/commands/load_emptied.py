"""Cells that a loaded file empties by its own empty ones: the file is right, and a person should know."""

from __future__ import annotations

import pandas as pd

from csbook.books.frames import key_of
from csbook.problems import Words, counted, joined
from csbook.schema.table import Table


def notes_on_emptied(table: Table, loaded: pd.DataFrame, existing: pd.DataFrame) -> list[Words]:
    """How many cells of rows that stood there the file empties, and in which columns."""
    emptied = {name: count for name in loaded if (count := emptied_cells(table, loaded, existing, str(name)))}
    if not emptied:
        return []
    number = sum(emptied.values())
    columns = joined((Words(table[str(name)].zh, table[str(name)].en) for name in emptied), "、", ", ")
    return [
        Words(
            f"清空了 {number} 格（{columns.zh}）：文件里这些格是空的。不想清空，就 csbook undo 工作簿，"
            "从文件里删去空着的列或行再载入。",
            f"{counted(number, 'cell')} emptied ({columns.en}), as in the file. To keep what stood there, "
            "run csbook undo BOOK, take the empty columns or rows out of the file, and load again.",
        )
    ]


def emptied_cells(table: Table, loaded: pd.DataFrame, existing: pd.DataFrame, name: str) -> int:
    if name in table.key or name not in existing:
        return 0
    keys, standing = key_of(loaded, table.key), key_of(existing, table.key)
    filled = set(standing[existing[name].notna()].dropna())
    return int(keys[loaded[name].isna()].isin(filled).sum())
