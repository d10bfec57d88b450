"""Formulas that lost what they referred to (`#REF!`), and csbook's own ones among them written again.

Excel leaves `#REF!` in every formula that named a column or cells that somebody deleted; it does not heal
when the column comes back. csbook's own formulas are those that a newly built workbook has: in a table by
their column, elsewhere on a sheet by their cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from csbook.books import markup
from csbook.books.book import LOST, Formula, Place, Written
from csbook.books.cell_xml import address, escaped
from csbook.books.column_formulas import declared_formulas
from csbook.books.drawn_content import Where
from csbook.books.file_content import FileContent
from csbook.books.sheet_formulas import FormulaElement, formula_elements, formula_texts, with_masters_moved
from csbook.books.sheet_xml import SheetXml
from csbook.problems import Words, counted, joined, same

_MARK: Final = LOST.encode()


@dataclass(frozen=True)
class Broken:
    """Broken formulas by sheet: csbook's own with what stands there in a new workbook, and the cells of
    others."""

    ours: Mapping[str, Mapping[Where, FormulaElement]] = field(default_factory=dict)
    others: Mapping[str, list[Where]] = field(default_factory=dict)

    @property
    def cells(self) -> list[str]:
        """csbook's own, as `走势!B6`."""
        return _addresses(self.ours)

    @property
    def cells_of_others(self) -> list[str]:
        return _addresses(self.others)


def _addresses(sheets: Mapping[str, Iterable[Where]]) -> list[str]:
    return [f"{title}!{address(*where)}" for title, cells in sheets.items() for where in sorted(cells)]


def broken_cells(content: FileContent) -> dict[str, list[Where]]:
    """The cells by sheet whose formula lost a reference; quick where there are none."""
    found = {}
    for sheet in content.package.sheets:
        if sheet.kind != "worksheet" or _MARK not in content.package.part(sheet.part):
            continue
        texts = formula_texts(content.sheet(sheet.name))
        if cells := sorted(where for where, text in texts.items() if LOST in text):
            found[sheet.name] = cells
    return found


def broken_formulas(content: FileContent, fresh: FileContent) -> Broken:
    """The broken formulas of the sheets that `fresh` has too."""
    ours: dict[str, dict[Where, FormulaElement]] = {}
    others: dict[str, list[Where]] = {}
    titles = {sheet.name for sheet in fresh.package.sheets}
    for title, cells in broken_cells(content).items():
        if title not in titles:
            continue
        known = _formulas_of(content, fresh, title)
        for where in cells:
            if where in known:
                ours.setdefault(title, {})[where] = known[where]
            else:
                others.setdefault(title, []).append(where)
    return Broken(ours, others)


def with_formulas_again(content: FileContent, broken: Broken) -> bytes:
    """The file with csbook's own formulas again where they are broken; their values come when the workbook is
    calculated. Raises `FormulaNotMovable`."""
    draft = content.package.draft()
    for title, cells in broken.ours.items():
        writes: dict[int, dict[int, Written]] = {}
        for row, column in cells:
            writes.setdefault(row, {})[column] = Formula(LOST, None)
        sheet = with_masters_moved(content.sheet(title), writes)
        draft.put(content.part_of(title), _with_elements(sheet, cells))
    draft.recalculate_on_load()
    return draft.built()


def _formulas_of(content: FileContent, fresh: FileContent, title: str) -> Mapping[Where, FormulaElement]:
    """csbook's formulas by the cells of a sheet where they belong here."""
    found = dict(_in_tables(content, fresh, title))
    if not _is_in_place(content, fresh, title):
        return found
    tables = [place for place in fresh.places.values() if place.sheet == title]
    elsewhere = {
        where: element
        for where, element in formula_elements(fresh.sheet(title)).items()
        if not any(_holds(place, where) for place in tables)
    }
    return found | elsewhere


def _holds(place: Place, where: Where) -> bool:
    rows = range(place.first_row, place.last_row + 1)
    return where[0] in rows and place.first_column <= where[1] <= place.last_column


def _in_tables(
    content: FileContent, fresh: FileContent, title: str
) -> Iterator[tuple[Where, FormulaElement]]:
    for name, place in content.places.items():
        if place.sheet != title or name not in fresh.tables:
            continue
        declared = declared_formulas(fresh, name)
        for column, header in enumerate(place.headers, place.first_column):
            text = declared.get(header.strip())
            if text is not None:
                element = FormulaElement(b"", text)
                yield from (((row, column), element) for row in range(place.first_row, place.last_row + 1))


def _is_in_place(content: FileContent, fresh: FileContent, title: str) -> bool:
    """Whether the sheet's first table begins where it does in a new workbook: then what stands above does."""
    starts = [
        min(
            ((p.header_row, p.first_column) for p in one.places.values() if p.sheet == title),
            default=None,
        )
        for one in (content, fresh)
    ]
    return starts[0] == starts[1]


def _with_elements(sheet: SheetXml, cells: Mapping[Where, FormulaElement]) -> bytes:
    """The sheet's part with these formulas, without values, in cells that are there; their formats stay."""
    splices: list[markup.Splice] = []
    for row in sheet.rows():
        columns = sorted(column for number, column in cells if number == row.number)
        for column, cell, at in sheet.located(row, columns):
            if cell is None:
                continue
            style = b' s="%s"' % cell.style if cell.style else b""
            formula = cells[row.number, column]
            written = b'<%sc r="%s"%s><%sf%s>%s</%sf></%sc>' % (
                sheet.prefix,
                address(row.number, column).encode(),
                style,
                sheet.prefix,
                formula.attributes,
                escaped(formula.text).encode(),
                sheet.prefix,
                sheet.prefix,
            )
            splices.append((at, cell.stop, written))
    return markup.spliced(sheet.content, splices)


def told_of(broken: Broken) -> list[Words]:
    """What was written again, and what people must mend themselves."""
    again = [_written_again(broken.cells)] if broken.ours else []
    return again + ([_left(broken.cells_of_others)] if broken.others else [])


def _written_again(cells: Sequence[str]) -> Words:
    return Words(
        f"因删列而失效（#REF!）的公式已写回 {len(cells)} 个：{_by_sheet(cells).zh}。"
        "用 Excel 打开后会重新计算。",
        f"{counted(len(cells), 'formula')} that had lost a deleted column (#REF!) written again: "
        f"{_by_sheet(cells).en}. Excel works them out when it opens the file.",
    )


def _left(cells: Sequence[str]) -> Words:
    return Words(
        f"这些失效（#REF!）的公式不是 csbook 的，请自己改：{_by_sheet(cells).zh}。",
        f"These broken formulas (#REF!) are not csbook's; mend them yourself: {_by_sheet(cells).en}.",
    )


def _by_sheet(cells: Sequence[str]) -> Words:
    """The sheets with how many cells each, for cells like `走势!B6`."""
    sheets: dict[str, list[str]] = {}
    for cell in cells:
        sheets.setdefault(cell.rpartition("!")[0], []).append(cell)
    named = [
        same(found[0])
        if len(found) == 1
        else Words(f"“{title}”{len(found)} 个", f"{len(found)} on '{title}'")
        for title, found in sheets.items()
    ]
    return joined(named)
