"""What earlier versions drew on sheets that hold nothing but csbook's drawing, as fingerprints.

`upgrade` replaces such a sheet by the new one; what is neither here nor on the new one is a person's. Whoever
raises `SCHEMA_VERSION` first adds the drawings of the version before:
`python -m csbook.former_drawings WORKBOOK...`, with a new workbook in each language; what stands around the
tables of all other sheets (`former_furniture.py`) is added too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from csbook.books.drawn_content import Drawn, drawn_on
from csbook.books.file_book import FileBook
from csbook.problems import Language
from csbook.schema.workbook import WORKBOOK

DRAWN_SHEETS: Final = ("home", "card", "trends", "report_charts")
"""Sheets on which people fill at most cells of a small table; all else there csbook draws."""
FILE: Final = Path(__file__).with_suffix(".json")


@dataclass(frozen=True)
class Former:
    """Fingerprints of cells, charts and conditional formats, and widths by column."""

    cells: frozenset[str] = frozenset()
    charts: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    widths: dict[int, frozenset[float]] = field(default_factory=dict)

    def and_of(self, drawn: Drawn) -> Former:
        """These and what stands on another sheet."""
        columns = self.widths.keys() | drawn.widths.keys()
        return Former(
            self.cells | set(drawn.cells.values()),
            self.charts | {chart.fingerprint for chart in drawn.charts},
            self.marks | set(drawn.marks),
            {
                column: self.widths.get(column, frozenset())
                | ({drawn.widths[column]} if column in drawn.widths else set())
                for column in columns
            },
        )


def former(name: str, language: Language) -> Former:
    """What earlier versions drew on a sheet, by its name in the schema."""
    held = _held().get(language, {}).get(name)
    if held is None:
        return Former()
    widths = {int(column): frozenset(found) for column, found in held["widths"].items()}
    return Former(frozenset(held["cells"]), frozenset(held["charts"]), frozenset(held["marks"]), widths)


def language_of(book: FileBook) -> Language:
    return "en" if book.properties["csbook.language"] == "en" else "zh"


def remember(path: Path) -> None:
    """Add what a new workbook shows to what is known."""
    book = FileBook(path)
    language = language_of(book)
    known = {**_held()}
    for sheet in WORKBOOK:
        title = sheet.title(language)
        if sheet.name in DRAWN_SHEETS and title in book.sheets():
            both = former(sheet.name, language).and_of(drawn_on(book.content, title))
            known[language] = {**known.get(language, {}), sheet.name: _as_json(both)}
    FILE.write_text(json.dumps(known, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    _held.cache_clear()


def _as_json(known: Former) -> dict[str, Any]:
    widths = {str(column): sorted(found) for column, found in sorted(known.widths.items())}
    marks, cells, charts = (sorted(found) for found in (known.marks, known.cells, known.charts))
    return {"cells": cells, "charts": charts, "marks": marks, "widths": widths}


@cache
def _held() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return held


def main(paths: Sequence[str]) -> None:
    from csbook import former_furniture  # it needs this module's names

    for path in paths:
        remember(Path(path))
        former_furniture.remember(Path(path))


if __name__ == "__main__":
    main(sys.argv[1:])
