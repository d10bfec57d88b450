"""Conditional formats of tables, added as a new workbook has them where a workbook lacks them.

A format names cells by place; here it is moved to where the table and its columns stand. Formats that are
there stay, people's among them, and keep their order; a new one comes before those that follow it in the new
workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from csbook.books import markup
from csbook.books.book import Place
from csbook.books.cell_xml import (
    Area,
    area,
    character_data,
    column_letters,
    column_number,
    escaped,
    reference,
)
from csbook.books.file_content import FileContent
from csbook.books.markup import Element, Splice
from csbook.books.sheet_furniture import SHEET_ORDER
from csbook.books.sheet_xml import MAX_ROW
from csbook.books.translation import Translation

_TEXTS = re.compile(r'("(?:[^"]|"")*")')
_CELL = re.compile(r"(?<![\w.!'\]])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.!])")
_BY_COUNTING = re.compile(r"\b(?:COLUMN|ROW)\(\)[-+]")
_WHOLE: Final = b"conditionalFormatting"
_OF_LATER_EXCELS: Final = (b"extLst", b"ext", b"conditionalFormattings", _WHOLE, b"cfRule")

Test = tuple[str, ...]
"""What a format asks, said from the first cell of its area: kind, operator, formulas."""


class Mark(NamedTuple):
    """One format of one area of a sheet part, with its place in the order of formats."""

    rule: Element
    formulas: list[str]
    cells: Area
    test: Test
    priority: int


class Wanted(NamedTuple):
    """A format of the new workbook as it stands here; `later` is what those ask that follow it there."""

    rule: bytes
    cells: Area
    test: Test
    later: frozenset[Test]


@dataclass(frozen=True)
class Move:
    """Where a table's columns (by those in the new workbook) and rows stand here."""

    columns: Mapping[int, int]
    down: int

    def of(self, formula: str, right: int) -> str | None:
        """A formula of a cell that stands so far right of its area's first; None where it names other cells
        than the table's, or counts from the sheet's edge, and the columns stand elsewhere."""
        lost = bool(_BY_COUNTING.search(formula))

        def moved(found: re.Match[str]) -> str:
            nonlocal lost
            column = column_number(found[2].encode()) + (0 if found[1] else right)
            lost = lost or column not in self.columns
            letters = column_letters(self.columns.get(column, column))
            return f"{found[1]}{letters}{found[3]}{int(found[4]) + self.down}"

        text = _replaced(formula, moved)
        return None if lost and any(here != there for here, there in self.columns.items()) else text

    def runs(self, mark: Mark) -> Iterator[tuple[int, Area]]:
        """The columns of a format here, with the first of each run in the new workbook. Columns go together
        where they stand side by side and the formulas name no other column relatively."""
        found = [
            f for text in mark.formulas for piece in _TEXTS.split(text)[::2] for f in _CELL.finditer(piece)
        ]
        together = all(f[1] or column_number(f[2].encode()) == mark.cells[1] for f in found)
        runs: list[list[int]] = []
        inside = [column for column in range(mark.cells[1], mark.cells[3] + 1) if column in self.columns]
        for column in sorted(inside, key=self.columns.__getitem__):
            if runs and together and self.columns[column] == self.columns[runs[-1][-1]] + 1:
                runs[-1].append(column)
            else:
                runs.append([column])
        for run in runs:
            left, right = self.columns[run[0]], self.columns[run[-1]]
            yield run[0], (mark.cells[0] + self.down, left, mark.cells[2], right)


def with_marks(content: FileContent, fresh: FileContent, ours: str) -> bytes:
    """The file with the conditional formats that `fresh` has for tables which both have.

    Formats in whose formulas `ours` stands nobody else makes: they go where `fresh` has others. A format that
    counts columns from the sheet's edge is taken over only where the columns stand as in `fresh`. Raises
    `StrictWorkbook`, `UnusualPart`.
    """
    translation = Translation(content, fresh)
    changed = False
    for sheet in dict.fromkeys(place.sheet for place in content.places.values()):
        tables = [
            (fresh.places[t], p) for t, p in content.places.items() if p.sheet == sheet and t in fresh.places
        ]
        wanted = [mark for source, place in tables for mark in _wanted(translation, source, place)]
        if not wanted:
            continue
        part = content.part_of(sheet)
        before = translation.draft.utf8(part)
        after = _with_missing(_without_former(before, wanted, ours), wanted)
        if after != before:
            translation.draft.put(part, after)
            changed = True
    return translation.built() if changed else content.raw


def _wanted(translation: Translation, source: Place, place: Place) -> Iterator[Wanted]:
    """The formats that the new workbook has for a table's body, for the columns here."""
    part = translation.fresh.package.utf8(translation.fresh.part_of(source.sheet))
    numbers = {header: n for n, header in enumerate(place.headers, place.first_column)}
    columns = {
        n: numbers[header]
        for n, header in enumerate(source.headers, source.first_column)
        if header in numbers
    }
    move = Move(columns, place.header_row - source.header_row)
    found: list[Wanted] = []
    for mark in reversed([mark for mark in _marks(part) if _goes_down(mark.cells, source)]):
        later = frozenset(other.test for other in found)
        for first, cells in reversed([*move.runs(mark)]):
            moved = [move.of(text, first - mark.cells[1]) for text in mark.formulas]
            formulas = [text for text in moved if text is not None]
            if len(formulas) == len(moved):
                rule = translation.marked(_with_formulas(part[mark.rule.start : mark.rule.stop], formulas))
                test = _test(mark.rule, formulas, cells)
                found.append(Wanted(rule, cells, test, later - {test}))
    yield from reversed(found)


def _marks(part: bytes) -> list[Mark]:
    """The formats of a sheet in their order, each of its areas for itself."""
    found = []
    for whole in markup.every(part, _WHOLE):
        areas = [area(cells) for cells in (whole.get("sqref") or "").split()]
        for rule in markup.children(part, whole):
            if rule.name == b"cfRule" and areas:
                formulas = _formulas(part, rule)
                test, number = _test(rule, formulas, areas[0]), int(rule.get("priority") or 0)
                found += [Mark(rule, formulas, cells, test, number) for cells in areas]
    return sorted(found, key=lambda mark: mark.priority)


def _goes_down(cells: Area, place: Place) -> bool:
    """Whether a format goes down columns of a table to the sheet's end."""
    inside = place.first_column <= cells[1] and cells[3] <= place.last_column
    return inside and cells[0] <= place.first_row and cells[2] == MAX_ROW


def _test(rule: Element, formulas: Sequence[str], cells: Area) -> Test:
    """What a format asks, with relative references as steps from the area's first cell."""

    def step(found: re.Match[str]) -> str:
        column, row = column_number(found[2].encode()), int(found[4])
        across = f"C{column}" if found[1] else f"C[{column - cells[1]}]"
        return (f"R{row}" if found[3] else f"R[{row - cells[0]}]") + across

    texts = (_replaced(text, step).replace(" ", "") for text in formulas)
    return (rule.get("type") or "", rule.get("operator") or "", *texts)


def _replaced(formula: str, cell: Callable[[re.Match[str]], str]) -> str:
    """A formula with its cells replaced, texts in it left alone."""
    pieces = _TEXTS.split(formula)
    return "".join(piece if n % 2 else _CELL.sub(cell, piece) for n, piece in enumerate(pieces))


def _formulas(part: bytes, rule: Element) -> list[str]:
    return [
        character_data(part[e.inside : e.end]) for e in markup.children(part, rule) if e.name == b"formula"
    ]


def _with_formulas(rule: bytes, formulas: Sequence[str]) -> bytes:
    """A format's element with other formulas."""
    held = [e for e in markup.children(rule, markup.root(rule)) if e.name == b"formula"]
    new = (escaped(text).encode() for text in formulas)
    return markup.spliced(rule, [(e.inside, e.end, text) for e, text in zip(held, new, strict=True)])


def _without_former(part: bytes, wanted: Sequence[Wanted], ours: str) -> bytes:
    """The sheet without csbook's own formats that are not, or not for as many cells, among the wanted."""

    def is_former(mark: Mark) -> bool:
        whole = any(mark.test == w.test and _is_inside(w.cells, mark.cells) for w in wanted)
        return not whole and any(ours in text for text in mark.formulas)

    gone = {mark.rule.start for mark in _marks(part) if is_former(mark)}
    splices: list[Splice] = []
    for whole in markup.every(part, _WHOLE) if gone else ():
        rules = [e for e in markup.children(part, whole) if e.name == b"cfRule"]
        former = [rule for rule in rules if rule.start in gone]
        emptied = former and len(former) == len(rules)
        splices += [(e.start, e.stop, b"") for e in ([whole] if emptied else former)]
    return markup.spliced(part, splices)


def _is_inside(cells: Area, other: Area) -> bool:
    return other[0] <= cells[0] and other[1] <= cells[1] and cells[2] <= other[2] and cells[3] <= other[3]


def _with_missing(part: bytes, wanted: Sequence[Wanted]) -> bytes:
    """The sheet with the wanted formats on the columns that have none like them."""
    for mark in wanted:
        present = _marks(part)
        like = [m.cells for m in present if m.test == mark.test and m.cells[2] >= mark.cells[0]]
        covered = {column for cells in like for column in range(cells[1], cells[3] + 1)}
        if not covered.issuperset(range(mark.cells[1], mark.cells[3] + 1)):
            following = [m.priority for m in present if m.test in mark.later]
            number = min(following, default=max((m.priority for m in present), default=0) + 1)
            part = _put(_made_room(part, number), mark, number)
    return part


def _made_room(part: bytes, number: int) -> bytes:
    """The sheet with every format from this place in the order on one place later."""
    rules = [*markup.every(part, _WHOLE, b"cfRule"), *markup.every(part, *_OF_LATER_EXCELS)]
    numbers = [(rule, int(rule.get("priority") or 0)) for rule in rules]
    return markup.spliced(
        part, [(rule.start, rule.inside, rule.tag(priority=str(n + 1))) for rule, n in numbers if n >= number]
    )


def _put(part: bytes, mark: Wanted, number: int) -> bytes:
    """The sheet with one format more."""
    prefix = markup.root(part).prefix
    rule = markup.renamed(mark.rule, markup.root(mark.rule), prefix, priority=str(number))
    opened = b"<%s%s %s>" % (prefix, _WHOLE, markup.attribute("sqref", reference(mark.cells)))
    return markup.placed(part, opened + rule + b"</%s%s>" % (prefix, _WHOLE), SHEET_ORDER, _WHOLE)
