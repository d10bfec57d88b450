"""What csbook puts around the cells of its tables: texts and formulas above them, drop-downs with limits and
messages, widths of columns, and which columns break their texts into lines.

Each thing has a short fingerprint, so that what an earlier version put there is told from what people made of
it. Fingerprints hold through a save in another program.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from csbook.books import markup
from csbook.books.book import Place
from csbook.books.cell_xml import Area, address, area, character_data, unescaped
from csbook.books.drawn_content import Where, cells_in, fingerprint, plain_formula
from csbook.books.file_content import FileContent
from csbook.books.markup import Element
from csbook.books.row_heights import wrapping_styles
from csbook.books.sheet_furniture import column_of

_BETWEEN: Final = "between"
_WITHOUT_LIMITS: Final = ("none", "list", "custom")
_LIMITS: Final = {"none": 0, "between": 2, "notBetween": 2}
"""How many formulas count; some programs write 0 for those that there are not."""
_TOLD: Final = ("errorTitle", "error", "promptTitle", "prompt")


class Furniture(NamedTuple):
    """Of one sheet. `cells` by address, `rules` of drop-downs and limits, `widths` in characters by column,
    `wraps` the columns that break texts. A column is `Table/header`."""

    cells: dict[str, str]
    rules: frozenset[str]
    widths: dict[str, float]
    wraps: frozenset[str]


class Rule(NamedTuple):
    """A data validation of a sheet part, with its areas."""

    element: Element
    fingerprint: str
    areas: tuple[Area, ...]

    def holds(self, row: int, column: int) -> bool:
        return any(
            top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.areas
        )


def furniture_of(content: FileContent, sheet: str) -> Furniture:
    """Raises `SheetMissing`, `UnusualSheet`, `UnusualPart`."""
    part = content.package.utf8(content.part_of(sheet))
    wrapping, xml = wrapping_styles(content.package), content.sheet(sheet)
    widths, wraps = {}, set[str]()
    for name, column in columns_of(content, sheet).items():
        width = column_of(part, column).get("width")
        if width is not None:
            widths[name] = float(width)
        if xml.style_where_no_cell_is(None, column) in wrapping:
            wraps.add(name)
    rules = frozenset(rule.fingerprint for rule in rules_of(part))
    texts = {address(*where): found for where, found in cells_above(content, sheet).items()}
    return Furniture(texts, rules, widths, frozenset(wraps))


def tables_on(content: FileContent, sheet: str) -> list[Place]:
    return [place for place in content.places.values() if place.sheet == sheet]


def columns_of(content: FileContent, sheet: str) -> dict[str, int]:
    """The columns of a sheet's tables, with their numbers."""
    return {
        f"{place.table}/{header}": number
        for place in tables_on(content, sheet)
        for number, header in enumerate(place.headers, place.first_column)
    }


def cells_above(content: FileContent, sheet: str) -> dict[Where, str]:
    """The fingerprints of filled cells above the tables' rows, headers left out."""
    tables = tables_on(content, sheet)
    if not tables:
        return {}
    last = max(place.header_row for place in tables)
    found = cells_in(content.sheet(sheet).down_to(last), content, sheet)
    return {where: text for where, text in found.items() if not any(_holds(place, where) for place in tables)}


def rules_of(part: bytes) -> list[Rule]:
    """The drop-downs and limits of a sheet in their order."""
    found = []
    for element in markup.every(part, b"dataValidations", b"dataValidation"):
        areas = tuple(area(cells) for cells in (element.get("sqref") or "").split())
        found.append(Rule(element, fingerprint("rule", _said(part, element)), areas))
    return found


def _said(part: bytes, rule: Element) -> str:
    """What a rule asks and tells, as every program writes it."""
    kind = rule.get("type") or "none"
    limits = "" if kind in _WITHOUT_LIMITS else rule.get("operator") or _BETWEEN
    formulas = [*_formulas(part, rule)][: _LIMITS.get(limits or kind, 1)]
    told = (" ".join(unescaped(rule.get(name) or "").split()) for name in _TOLD)
    return "\n".join([kind, limits, *formulas, *told])


def _formulas(part: bytes, rule: Element) -> Iterator[str]:
    for held in markup.children(part, rule):
        if held.name in (b"formula1", b"formula2"):
            yield plain_formula(character_data(part[held.inside : held.end]))


def _holds(place: Place, where: Where) -> bool:
    rows = range(place.header_row, place.last_row + 1 + place.has_totals)
    return where[0] in rows and place.first_column <= where[1] <= place.last_column
