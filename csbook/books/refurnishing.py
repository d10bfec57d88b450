"""What stands around the cells of tables, brought up to a new workbook's where it still is as an earlier
version made it: texts above tables, drop-downs with limits and messages, widths, broken lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from csbook.books import markup
from csbook.books.book import Written
from csbook.books.cell_xml import Area, address, reference
from csbook.books.file_content import FileContent
from csbook.books.furniture import (
    Furniture,
    Rule,
    cells_above,
    columns_of,
    furniture_of,
    rules_of,
    tables_on,
)
from csbook.books.markup import Splice
from csbook.books.row_heights import fitted, wrapping_styles
from csbook.books.sheet_furniture import column_of, with_column
from csbook.books.sheet_xml import MAX_ROW, Cell, SheetXml
from csbook.books.translation import Translation

WIDTH_UNCHANGED: Final = 0.1
"""Characters by which programs write the same width differently."""


@dataclass(frozen=True)
class Former:
    """What earlier versions put around the tables of a sheet; see `Furniture`."""

    cells: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()
    widths: Mapping[str, frozenset[float]] = field(default_factory=dict)
    wraps: frozenset[str] = frozenset()


def refurnished(content: FileContent, fresh: FileContent, former: Mapping[str, Former]) -> bytes:
    """The file with the furniture of `fresh` on these sheets (by title), which both have.

    Raises `StrictWorkbook`, `SheetMissing`, `UnusualPart`, `UnusualSheet`.
    """
    translation, changed = Translation(content, fresh), False
    for title, known in former.items():
        part = content.part_of(title)
        before = translation.draft.utf8(part)
        here, there = furniture_of(content, title), furniture_of(fresh, title)
        after = _with_cells(translation, title, known, here, before)
        after = _with_rules(content, fresh, title, known, after)
        after = _with_widths(content, fresh, title, known, here, there, after)
        translation.draft.put(part, after)
        broken = _to_break(content, title, known, here, there)
        if broken:
            _break_lines(translation, content, title, broken)
        changed = changed or after != before or bool(broken)
    return translation.built() if changed else content.raw


def _with_cells(translation: Translation, title: str, known: Former, here: Furniture, part: bytes) -> bytes:
    """The sheet with the texts and formulas above tables that an earlier version wrote otherwise, each with
    the format that it has here."""
    fresh = translation.fresh
    changed = [
        (row, column)
        for (row, column), wanted in cells_above(fresh, title).items()
        if (found := here.cells.get(where := address(row, column))) is not None
        and found != wanted
        and found in known.cells.get(where, ())
    ]
    if not changed:
        return part
    source, sheet = fresh.sheet(title), SheetXml(part, title)
    splices: list[Splice] = []
    for row, column in changed:
        old, new = sheet.cells_of(row)[column], source.cells_of(row)[column]
        cell = translation.texts(source.content[new.start : new.stop])
        style = None if old.style is None else old.style.decode()
        splices.append((old.start, old.stop, markup.renamed(cell, markup.root(cell), sheet.prefix, s=style)))
    return markup.spliced(sheet.content, splices)


def _with_rules(content: FileContent, fresh: FileContent, title: str, known: Former, part: bytes) -> bytes:
    """The sheet with other drop-downs, limits and messages in the places of former ones."""
    source = fresh.package.utf8(fresh.part_of(title))
    wanted, places = rules_of(source), _Places(content, fresh, title)
    prefix, splices = markup.root(part).prefix, list[Splice]()
    for rule in rules_of(part):
        if rule.fingerprint not in known.rules:
            continue
        new = _the_one(wanted, [places.of(cells) for cells in rule.areas])
        if new is None or new.fingerprint == rule.fingerprint or _counts_otherwise(content, new):
            continue
        areas = " ".join(map(reference, rule.areas))
        written = markup.renamed(source, new.element, prefix, sqref=areas)
        splices.append((rule.element.start, rule.element.stop, written))
    return markup.spliced(part, splices)


def _counts_otherwise(content: FileContent, rule: Rule) -> bool:
    """Whether the rule's days are counted from another one than this workbook's."""
    return content.package.uses_1904_dates and rule.element.get("type") == "date"


def _the_one(rules: Iterable[Rule], places: Collection[Area | None]) -> Rule | None:
    """The rule that holds for all these cells; None where these are several, or for one of the cells none."""
    found: dict[str, Rule] = {}
    for cells in places:
        here = [
            rule
            for rule in rules
            if cells is not None and rule.holds(cells[0], cells[1]) and rule.holds(cells[2], cells[3])
        ]
        if not here:
            return None
        found[here[0].fingerprint] = here[0]
    return next(iter(found.values())) if len(found) == 1 else None


class _Places:
    """Where cells of a sheet's tables stand in the new workbook: columns by header, single rows by what their
    first cell holds."""

    def __init__(self, content: FileContent, fresh: FileContent, title: str) -> None:
        self.content, self.fresh = content, fresh
        self.columns: dict[int, tuple[str, int]] = {}
        self.first_rows: dict[str, int] = {}
        for place in tables_on(content, title):
            source = fresh.places.get(place.table)
            if source is None or source.sheet != title:
                continue
            self.first_rows[place.table] = source.first_row
            numbers = {header: n for n, header in enumerate(source.headers, source.first_column)}
            for column, header in enumerate(place.headers, place.first_column):
                if header in numbers:
                    self.columns[column] = place.table, numbers[header]

    def row(self, table: str, number: int) -> int | None:
        """Where the row stands whose first cell holds the same."""
        place, source = self.content.places[table], self.fresh.places[table]
        if not place.first_row <= number <= place.last_row:
            return None
        first = self.content.grid(place)[number - place.first_row][0]
        rows = (n for n, row in enumerate(self.fresh.grid(source), source.first_row) if row[0] == first)
        return None if first is None else next(rows, None)

    def of(self, cells: Area) -> Area | None:
        """The place in the new workbook, None where one of the cells has none."""
        first, last = self.columns.get(cells[1]), self.columns.get(cells[3])
        if first is None or last is None or first[0] != last[0]:
            return None
        if cells[2] > self.content.places[first[0]].last_row:  # rows to come too
            return self.first_rows[first[0]], first[1], MAX_ROW, last[1]
        top, bottom = self.row(first[0], cells[0]), self.row(first[0], cells[2])
        return None if top is None or bottom is None else (top, first[1], bottom, last[1])


def _with_widths(
    content: FileContent,
    fresh: FileContent,
    title: str,
    known: Former,
    here: Furniture,
    there: Furniture,
    part: bytes,
) -> bytes:
    """The sheet with the widths of a new workbook on columns that have an earlier version's."""
    for name, column in columns_of(content, title).items():
        former = known.widths.get(name, frozenset[float]())
        if name not in here.widths or name not in there.widths or name not in columns_of(fresh, title):
            continue
        width, wanted = here.widths[name], there.widths[name]
        if any(abs(width - each) < WIDTH_UNCHANGED for each in former) and width != wanted:
            look = column_of(part, column)
            if look.get("hidden") not in ("1", "true"):
                part = with_column(part, column, {**look, "width": f"{wanted:.10g}"})
    return part


def _to_break(
    content: FileContent, title: str, known: Former, here: Furniture, there: Furniture
) -> list[int]:
    """The columns whose texts go on below since this version."""
    return [
        column
        for name, column in columns_of(content, title).items()
        if name in there.wraps and name in known.widths and name not in known.wraps | here.wraps
    ]


def _break_lines(translation: Translation, content: FileContent, title: str, columns: list[int]) -> None:
    """Let these columns of the sheet break their texts, with rows as high as those that are there need."""
    draft, part = translation.draft, content.part_of(title)
    first = min(place.first_row for place in tables_on(content, title))
    sheet = SheetXml(draft.utf8(part), title)
    looks = {column: column_of(sheet.content, column) for column in columns}
    numbers = {look["style"].encode() for look in looks.values() if "style" in look}
    numbers |= {cell.style or b"0" for cell in _cells(sheet, columns, first)}
    new = {style: b"%d" % translation.styles.broken(int(style)) for style in numbers}
    whole = _restyled(sheet, columns, first, new)
    for column, look in looks.items():
        style = new.get(look.get("style", "").encode())
        if style is not None:
            whole = with_column(whole, column, {**look, "style": style.decode()})
    texts = dict[int, dict[int, Written]](_texts(content, title, columns))
    wrapping = wrapping_styles(content.package) | {broken for style, broken in new.items() if broken != style}
    draft.put(part, fitted(SheetXml(whole, title), texts, frozenset(), wrapping, content.strings()))


def _restyled(sheet: SheetXml, columns: Collection[int], first: int, styles: Mapping[bytes, bytes]) -> bytes:
    """The sheet with other formats on the cells of these columns from a row on."""
    splices = []
    for cell in _cells(sheet, columns, first):
        text = sheet.content[cell.start : cell.stop]
        tag = markup.root(text)
        new = tag.tag(s=styles[cell.style or b"0"].decode())
        splices.append((cell.start, cell.start + tag.inside, new))
    return markup.spliced(sheet.content, splices)


def _cells(sheet: SheetXml, columns: Collection[int], first: int) -> Iterator[Cell]:
    for row in sheet.rows(first):
        if row.number >= first:
            yield from (cell for cell in sheet.cells(row) if cell.column in columns)


def _texts(
    content: FileContent, title: str, columns: Collection[int]
) -> Iterator[tuple[int, dict[int, Written]]]:
    """The texts that stand in these columns, by row."""
    for place in tables_on(content, title):
        for number, row in enumerate(content.grid(place), place.first_row):
            cells = dict(enumerate(row, place.first_column))
            yield number, {n: value for n, value in cells.items() if n in columns and isinstance(value, str)}
