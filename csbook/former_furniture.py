"""What earlier versions put around the tables of ordinary sheets: texts, drop-downs with limits and messages,
widths; as fingerprints.

`upgrade` brings these up to a new workbook's; what is not here a person made, and stays. Whoever raises
`SCHEMA_VERSION` first adds those of the version before: `python -m csbook.former_drawings WORKBOOK...`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.furniture import Furniture, furniture_of
from csbook.books.refurnishing import Former
from csbook.former_drawings import DRAWN_SHEETS, language_of
from csbook.problems import Language
from csbook.schema.workbook import WORKBOOK

FILE: Final = Path(__file__).with_suffix(".json")


def former_furniture(content: FileContent, language: Language) -> dict[str, Former]:
    """Of the sheets that a workbook has, by title."""
    present = {sheet.name for sheet in content.package.sheets}
    titles = {sheet.name: sheet.title(language) for sheet in WORKBOOK}
    held = _held().get(language, {})
    return {titles[name]: _former(each) for name, each in held.items() if titles.get(name) in present}


def remember(path: Path) -> None:
    """Add what a new workbook shows to what is known."""
    book, known = FileBook(path), {**_held()}
    language = language_of(book)
    for sheet in WORKBOOK:
        title = sheet.title(language)
        if sheet.name not in DRAWN_SHEETS and title in book.sheets():
            of_language = known.get(language, {})
            both = _with(of_language.get(sheet.name, {}), furniture_of(book.content, title))
            known[language] = {**of_language, sheet.name: both}
    FILE.write_text(json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    _held.cache_clear()


def _with(held: dict[str, Any], found: Furniture) -> dict[str, Any]:
    cells, widths = dict(held.get("cells", {})), dict(held.get("widths", {}))
    for where, text in found.cells.items():
        cells[where] = sorted({*cells.get(where, ()), text})
    for column, width in found.widths.items():
        widths[column] = sorted({*widths.get(column, ()), round(width, 2)})
    rules, wraps = found.rules.union(held.get("rules", ())), found.wraps.union(held.get("wraps", ()))
    return {"cells": cells, "rules": sorted(rules), "widths": widths, "wraps": sorted(wraps)}


def _former(held: dict[str, Any]) -> Former:
    return Former(
        {where: frozenset(found) for where, found in held["cells"].items()},
        frozenset(held["rules"]),
        {column: frozenset(found) for column, found in held["widths"].items()},
        frozenset(held["wraps"]),
    )


@cache
def _held() -> dict[str, Any]:
    if not FILE.exists():
        return {}
    held: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return held
