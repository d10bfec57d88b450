"""References that fail because of the key they name: told once, where it has to be corrected.

A staff number that Excel took for a number lost the zeros in front of it, and a sheet that was emptied has no
keys at all. Every cell that refers to them is right then, and correcting those would make things worse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from csbook.problems import Problem, Words, counted
from csbook.schema.columns import Ref, ShiftCell
from csbook.schema.workbook import TABLES

Frames = Mapping[str, pd.DataFrame]
Key = tuple[str, str]
"""A table and its column that others refer to."""
SHIFT: Final = ("Shifts", "code")


def told_at_keys(problems: Iterable[Problem], frames: Frames) -> list[Problem]:
    """The problems; those of references that a wrong key or an empty sheet explains are told there, once."""
    rest = list(problems)
    at_keys: list[Problem] = []
    for key in dict.fromkeys(filter(None, map(key_referred_to, rest))):
        if key[0] not in frames:
            continue
        of_key = [problem for problem in rest if key_referred_to(problem) == key and problem.found]
        told, explained = told_of(key, of_key, frames)
        at_keys += told
        rest = [problem for problem in rest if problem not in explained]
    return at_keys + rest


def told_of(key: Key, references: Sequence[Problem], frames: Frames) -> tuple[list[Problem], set[Problem]]:
    """What is to be corrected at the key itself, and the problems of references that it explains."""
    table, column = key
    if not references:
        return [], set()
    if frames[table].empty:
        return [empty_sheet(key, len(references))], set(references)
    keys = frames[table][column].dropna()
    rows = dict(zip(keys.tolist(), keys.index.tolist(), strict=True))
    meant = {cut: text for cut, text in full_texts(references, set(rows)) if is_rarer(cut, text, key, frames)}
    told = []
    explained: set[Problem] = set()
    for cut, text in meant.items():
        meaning = [problem for problem in references if text_referred_to(problem) == text]
        told.append(Problem(table, rows[cut], column, cut, with_its_zeros(text, len(meaning))))
        explained |= set(meaning)
    return told, explained


def full_texts(references: Iterable[Problem], known: set[str]) -> list[tuple[str, str]]:
    """Known keys with the text they had before their zeros were lost: the most frequent one last."""
    unknown = Counter(text for problem in references if (text := text_referred_to(problem)) not in known)
    padded = [text for text, _ in unknown.most_common() if text.isascii() and text.isdigit()]
    return [(text.lstrip("0"), text) for text in reversed(padded) if text.lstrip("0") in known]


def is_rarer(cut: str, text: str, key: Key, frames: Frames) -> bool:
    """Whether fewer cells refer to the key as it stands than with its zeros: else those cells are wrong."""
    cells = [
        frames[table.name][column.name]
        for table in TABLES.values()
        if table.name in frames and not table.rewritten
        for column in table.columns
        if isinstance(column, Ref) and (column.table, column.column) == key
    ]
    return sum(int((column == cut).sum()) for column in cells) < sum(
        int((column == text).sum()) for column in cells
    )


def with_its_zeros(text: str, cells: int) -> Words:
    return Words(
        f"文本 {text}，其他表 {cells} 处这样写（先把单元格格式设为“文本”，再输入）",
        f"the text {text}, as in {counted(cells, 'cell')} of other sheets (format the cell as Text, then "
        "type it again)",
    )


def empty_sheet(key: Key, cells: int) -> Problem:
    column = TABLES[key[0]][key[1]]
    return Problem(
        key[0],
        None,
        None,
        "",
        Words(
            f"填好：其他表有 {cells} 处用到这里的{column.zh}（误删的行从备份复制回来）",
            f"filled, since {counted(cells, 'cell')} of other sheets name a {column.en.lower()} of it (copy "
            "rows that were deleted by mistake back from a backup)",
        ),
    )


def reference_in(problem: Problem) -> tuple[str, str, str] | None:
    """The table, column and text that the problem's cell refers to, where it refers to another table."""
    key = key_referred_to(problem)
    return (*key, text_referred_to(problem)) if key else None


def key_referred_to(problem: Problem) -> Key | None:
    column = TABLES[problem.table][problem.column] if problem.column else None
    if isinstance(column, Ref):
        return column.table, column.column
    return SHIFT if isinstance(column, ShiftCell) else None


def text_referred_to(problem: Problem) -> str:
    """The reference itself: a shift without the group that it helps."""
    is_reference = isinstance(TABLES[problem.table][problem.column or ""], Ref)
    return problem.found if is_reference else problem.found.partition("@")[0]
