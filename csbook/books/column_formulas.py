"""The formula that a table's column is declared with, renewed as a new workbook has it.

Only the declaration changes, which Excel copies into rows that are added; the cells are written like
all others.
"""

from __future__ import annotations

from csbook.books import markup
from csbook.books.book import LOST
from csbook.books.cell_xml import character_data
from csbook.books.file_content import FileContent

_DECLARED = b"calculatedColumnFormula"


def changed_formulas(content: FileContent, fresh: FileContent) -> dict[str, dict[str, bool]]:
    """By table the headers of columns whose formula in `fresh` is another one, with whether they have
    one here at all; tables and columns that only one of the two has are left out."""
    found = {}
    for name in content.tables:
        here, there = declared_formulas(content, name), declared_formulas(fresh, name)
        changed = {
            header: here[header] is not None
            for header, formula in there.items()
            if formula is not None and header in here and here[header] != formula
        }
        if changed:
            found[name] = changed
    return found


def broken_columns(content: FileContent, fresh: FileContent) -> dict[str, dict[str, bool]]:
    """Of those the columns whose formula here lost what it referred to."""
    found = {}
    for name, headers in changed_formulas(content, fresh).items():
        here = declared_formulas(content, name)
        if broken := {header: True for header in headers if LOST in (here[header] or "")}:
            found[name] = broken
    return found


def with_formulas_of(content: FileContent, fresh: FileContent, tables: dict[str, dict[str, bool]]) -> bytes:
    """The file with these columns (headers by table) declared as in `fresh`."""
    draft = content.package.draft()
    for name, headers in tables.items():
        part = content.tables[name].part
        own, source = draft.utf8(part), fresh.package.utf8(fresh.tables[name].part)
        new = {column.get("name"): source[column.start : column.stop] for column in _columns(source)}
        splices = [
            (
                column.start,
                column.stop,
                markup.renamed(
                    new[column.get("name")],
                    markup.root(new[column.get("name")]),
                    markup.root(own).prefix,
                    id=column.get("id"),
                ),
            )
            for column in _columns(own)
            if column.get("name") in headers
        ]
        draft.put(part, markup.spliced(own, splices))
    return draft.built()


def _columns(part: bytes) -> list[markup.Element]:
    return list(markup.every(part, b"tableColumns", b"tableColumn"))


def declared_formulas(content: FileContent, table: str) -> dict[str, str | None]:
    """Header -> the declared formula of the column; none where there is no such table."""
    if table not in content.tables:
        return {}
    part = content.package.utf8(content.tables[table].part)
    found: dict[str, str | None] = {}
    for column in _columns(part):
        declared = next((c for c in markup.children(part, column) if c.name == _DECLARED), None)
        text = None if declared is None else character_data(part[declared.inside : declared.end])
        found[column.get("name") or ""] = text
    return found
