"""The last template of each earlier version with parameters typed in its panel, and what its sheets show."""

from __future__ import annotations

from pathlib import Path

from csbook.books.book import TableWrite, Value
from csbook.books.drawn_content import Drawn, drawn_on
from csbook.books.file_book import FileBook
from csbook.schema.workbook import SCHEMA_VERSION, TABLES, sheet_title
from tests.commands.older_workbooks import committed_template

HOME, TRENDS = sheet_title("Panel", "zh"), sheet_title("Trends", "zh")
VERSIONS = range(1, SCHEMA_VERSION)
TYPED: dict[str, Value] = {"replace": "是", "seconds": 30, "agent": "王芳"}


def typed_template(path: Path, version: int) -> Path:
    """Written to `path`; version 1 has fewer parameters than are typed in later ones."""
    committed_template(path, version)
    book = FileBook(path)
    place, names = book.places()["Panel"], TABLES["Panel"]["parameter"]
    column = place.first_column + place.headers.index(TABLES["Panel"].header("value", "zh"))
    rows = {row[0]: place.first_row + n for n, row in enumerate(book.grid(place))}
    typed = {rows.get(names.render(code, "zh")): value for code, value in TYPED.items()}
    cells = {row: {column: value} for row, value in typed.items() if row is not None}
    book.apply([TableWrite(place, cells, place.last_row)])
    return path


def parameters(path: Path) -> dict[Value, Value]:
    """Value by parameter, of those that are filled, as the cells show them."""
    book = FileBook(path)
    return {row[0]: row[1] for row in book.grid(book.places()["Panel"]) if row[1] is not None}


def drawn(path: Path, title: str) -> Drawn:
    return drawn_on(FileBook(path).content, title)
