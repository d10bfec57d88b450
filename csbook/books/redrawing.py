"""Sheets of a workbook replaced by those of a newly built one, in their places, under their names.

The entry in the workbook stays, and with it the place among the tabs, the state of hiding and the VBA module.
Parts that only the former sheet used (its drawing, charts, tables) leave the package.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final

from csbook.books import markup
from csbook.books.added_parts import copied, relationships_of
from csbook.books.cell_xml import address, area, character_data
from csbook.books.drawn_content import Where, cells_of
from csbook.books.file_content import FileContent
from csbook.books.grafting import local_names, names_of, put_names
from csbook.books.markup import Splice
from csbook.books.package import Package
from csbook.books.sheet_xml import SheetXml
from csbook.books.translation import Translation, code_name, with_code_name

_REFERRING: Final = re.compile(rb"<(?:\w+:)?(?:f|formula\d?)(?:\s[^>]*)?(?<!/)>([^<]*)<")
_CELLS = r"(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)?"
_MOST_COMPARED: Final = 10_000
Moves = Mapping[Where, Where]
"""Where a cell stood, and where its like stands on the new sheet."""


def with_sheets_redrawn(content: FileContent, fresh: FileContent, kept: Mapping[str, Moves]) -> bytes:
    """The file with these sheets (by title) as `fresh` has them, but for cells that are kept as they are.

    Kept cells hold no formula. Raises `StrictWorkbook`, `SheetMissing`, `UnusualPart`, `UnusualSheet`.
    """
    translation = Translation(content, fresh)
    draft = translation.draft
    for title, cells in kept.items():
        old = content.part_of(title)
        new = copied(draft, fresh.package, fresh.part_of(title), "worksheet", translation.fitted)
        sheet = with_code_name(draft.utf8(new), code_name(draft.utf8(old)))
        sheet = _selected_as(draft.utf8(old), sheet)
        draft.put(new, _with_cells(SheetXml(sheet, title), content.sheet(title), cells))
        _point_to(draft, old, new)
        at = content.package.sheets.index(next(s for s in content.package.sheets if s.name == title))
        put_names(draft, local_names(fresh.package, title, at))
        _drop_unused(draft, old)
    draft.drop_calculation_chain()
    return translation.built()


def moved_references(content: FileContent, fresh: FileContent, title: str, redrawn: set[str]) -> list[str]:
    """Cells of a sheet that something outside the `redrawn` sheets names by their address, and that hold
    something else once the sheet is redrawn: `首页!B5`, or the title alone where no cells are named."""
    named = set(_references_to(content, title, redrawn, {name.name for name in names_of(fresh.package)}))
    return [text for text in sorted(named) if not _is_alike(content, fresh, title, text)]


def misplaced_sources(content: FileContent, fresh: FileContent, title: str, redrawn: set[str]) -> list[str]:
    """Cells of other sheets that the new sheet's charts show, and that hold something else here."""
    part = fresh.part_of(title)
    package = fresh.package
    charts = [c for d in package.related(part, "drawing") for c in package.related(d, "chart")]
    shown = {character_data(text) for chart in charts for text in _REFERRING.findall(package.part(chart))}
    others = [sheet.name for sheet in content.package.sheets if sheet.name not in {title, *redrawn}]
    return [
        f"{other}!{text}"
        for other in others
        for text in sorted(_named_in(shown, other))
        if not _is_alike(content, fresh, other, text)
    ]


def _references_to(content: FileContent, title: str, redrawn: set[str], ours: set[str]) -> Iterator[str]:
    """What formulas, rules, charts and names outside the redrawn sheets name of a sheet."""
    package = content.package
    texts: list[str] = []
    for sheet in package.sheets:
        if sheet.name in {title, *redrawn}:
            continue
        drawings = package.related(sheet.part, "drawing")
        for part in (sheet.part, *(c for d in drawings for c in package.related(d, "chart"))):
            held = package.part(part)
            if title.encode() in held:
                texts += [character_data(found) for found in _REFERRING.findall(held)]
    texts += [name.text for name in names_of(package) if name.sheet is None and name.name not in ours]
    yield from _named_in(texts, title)


def _named_in(texts: set[str] | list[str], title: str) -> set[str]:
    """The cells of a sheet that formulas name; empty text for other mentions of it."""
    quoted = re.escape(title.replace("'", "''"))
    pattern = re.compile(rf"(?:'{quoted}'|(?<![\w.]){quoted})!{_CELLS}")
    return {found[1] or "" for text in texts for found in pattern.finditer(text)}


def _is_alike(content: FileContent, fresh: FileContent, sheet: str, cells: str) -> bool:
    """Whether cells hold what they hold in the new workbook: texts, formulas, columns of tables."""
    if not cells:
        return False
    top, left, bottom, right = area(cells.replace("$", ""))
    if (bottom - top + 1) * (right - left + 1) > _MOST_COMPARED:
        return False
    here, there = _meanings(content, sheet), _meanings(fresh, sheet)
    wanted = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    return all(here.get(where) == there.get(where) for where in wanted)


def _meanings(content: FileContent, sheet: str) -> dict[Where, str]:
    """What a cell stands for: a text or formula, or for a cell of a table its column and row's first text."""
    found = dict(cells_of(content, sheet))
    for place in content.places.values():
        if place.sheet != sheet:
            continue
        grid = content.grid(place)
        for row in range(place.header_row, place.last_row + 1):
            first = grid[row - place.first_row][0] if row > place.header_row else None
            line = first if isinstance(first, str) else row - place.header_row
            for column, header in enumerate(place.headers, place.first_column):
                found[row, column] = f"{place.table}[{header}] {line}"
    return found


def _selected_as(old: bytes, new: bytes) -> bytes:
    """The new sheet in front where the old one was."""
    views = list(markup.every(old, b"sheetViews", b"sheetView"))
    if not any(view.get("tabSelected") in ("1", "true") for view in views):
        return new
    fronts = list(markup.every(new, b"sheetViews", b"sheetView"))
    return markup.spliced(new, [(v.start, v.inside, v.tag(tabSelected="1")) for v in fronts])


def _with_cells(new: SheetXml, old: SheetXml, moves: Moves) -> bytes:
    """The new sheet with cells of the old one, formats included, in other places."""
    splices: list[Splice] = []
    wanted = {there: here for here, there in moves.items()}
    for row in new.rows():
        columns = sorted(column for number, column in wanted if number == row.number)
        for column, cell, at in new.located(row, columns):
            here = wanted[row.number, column]
            held = old.cells_of(here[0])[here[1]]
            content = old.content[held.start : held.stop]
            moved = markup.renamed(content, markup.root(content), new.prefix, r=address(row.number, column))
            splices.append((at, cell.stop if cell else at, moved))
    return markup.spliced(new.content, splices)


def _point_to(draft: Package, old: str, new: str) -> None:
    """Let the workbook's relationship to a sheet lead to another part."""
    name = relationships_of(draft.workbook)
    content, related = draft.utf8(name), draft.relationships(draft.workbook)
    target = posixpath.relpath(new, posixpath.dirname(draft.workbook))
    splices = [
        (element.start, element.inside, element.tag(Target=target))
        for element in markup.children(content, markup.root(content))
        if related[element.get("Id") or ""].target == old
    ]
    draft.put(name, markup.spliced(content, splices))


def _drop_unused(draft: Package, old: str) -> None:
    """Remove a part, and those it refers to that nothing else does."""
    used = _reached(draft, "")
    for part in sorted(_reached(draft, old) - used):
        if draft.has(relationships_of(part)):
            draft.remove(relationships_of(part))
        draft.remove(part)


def _reached(package: Package, part: str) -> set[str]:
    """A part with all that it leads to; `""` is the package itself."""
    found, waiting = {part}, [part]
    while waiting:
        for relation in package.relationships(waiting.pop()).values():
            if not relation.external and relation.target not in found and package.has(relation.target):
                found.add(relation.target)
                waiting.append(relation.target)
    return found
