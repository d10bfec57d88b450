"""Whether two formula texts say the same: programs write one formula in several ways.

Excel shows `[@月份]` where the file has `Scores[[#This Row],[月份]]`; spaces, capitals, trailing zeros and
the marks of newer functions come and go as a workbook is saved.
"""

from __future__ import annotations

import re
from typing import Final

_TEXT: Final = r'"(?:[^"]|"")*"'
_SHEET: Final = r"'(?:[^']|'')*'"
_TABLE: Final = r"[^\W\d][\w.]*"
_INNER: Final = r"(?:[^\[\]']|'.)*"
_STRUCTURED: Final = rf"(?P<table>{_TABLE})?\[(?P<inside>(?:{_INNER}\[{_INNER}\])*{_INNER})\]"
_NUMBER: Final = r"(?<![\w.$])(?P<number>\d+\.\d+)(?![\w.])"
_TOKEN: Final = re.compile(rf"(?P<kept>{_TEXT}|{_SHEET})|{_STRUCTURED}|{_NUMBER}|(?P<other>.)", re.DOTALL)
_MARKS: Final = re.compile(r"\[#(?:THIS ROW|DATA)\]\s*[,;]?")
_NEWER: Final = re.compile(r"_XLFN\.|_XLWS\.")
_CELL: Final = re.compile(
    rf"{_TEXT}|\[[^\]]*\]|(?P<cell>(?<![\w.])\$?[A-Z]{{1,3}}\$?[1-9]\d{{0,6}}(?![\w.(]))"
)


def comparable(formula: str, table: str) -> str:
    """The formula (with or without `=`) of a cell of `table` in one form for all ways to write it."""
    parts = []
    for token in _TOKEN.finditer(formula.removeprefix("=")):
        if token["kept"] is not None:
            parts.append(token["kept"])
        elif token["inside"] is not None:
            parts.append(structured(token["table"] or table, token["inside"]))
        elif token["number"] is not None:
            parts.append(token["number"].rstrip("0").rstrip("."))
        elif not token["other"].isspace() and token["other"] not in "@":
            parts.append("," if token["other"] == ";" else token["other"].upper())
    return _NEWER.sub("", "".join(parts)).replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")


def structured(table: str, inside: str) -> str:
    """`TABLE[@column]` for this row's cell, `TABLE[column]` for the whole column; ranges with a colon."""
    said = inside.strip().upper()
    of_row = said.startswith("@") or "#THIS ROW" in said
    plain = _MARKS.sub("", said).strip().removeprefix("@").strip()
    columns = [part.strip().removeprefix("[").removesuffix("]") for part in re.split(r"(?<=\])\s*:", plain)]
    return f"{table.upper()}[{'@' if of_row else ''}{':'.join(columns)}]"


def refers_to_cells(comparable_text: str) -> bool:
    """Whether it names cells such as `B7`, which our formulas never do."""
    return any(found["cell"] for found in _CELL.finditer(comparable_text))
