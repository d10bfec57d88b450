"""What stands around a sheet's cells: the widths and formats of columns, drop-downs and limits."""

from __future__ import annotations

from csbook.books import markup
from csbook.books.cell_xml import Area, area, overlap, reference
from csbook.books.markup import Element
from csbook.books.sheet_xml import MAX_ROW

# Children of worksheet in their order (ECMA-376 part 1, 18.3.1.99).
SHEET_ORDER = (
    b"sheetPr",
    b"dimension",
    b"sheetViews",
    b"sheetFormatPr",
    b"cols",
    b"sheetData",
    b"sheetCalcPr",
    b"sheetProtection",
    b"protectedRanges",
    b"scenarios",
    b"autoFilter",
    b"sortState",
    b"dataConsolidate",
    b"customSheetViews",
    b"mergeCells",
    b"phoneticPr",
    b"conditionalFormatting",
    b"dataValidations",
    b"hyperlinks",
    b"printOptions",
    b"pageMargins",
    b"pageSetup",
    b"headerFooter",
    b"rowBreaks",
    b"colBreaks",
    b"customProperties",
    b"cellWatches",
    b"ignoredErrors",
    b"smartTags",
    b"drawing",
    b"legacyDrawing",
    b"legacyDrawingHF",
    b"drawingHF",
    b"picture",
    b"oleObjects",
    b"controls",
    b"webPublishItems",
    b"tableParts",
    b"extLst",
)


def column_of(content: bytes, column: int) -> dict[str, str]:
    """The attributes of a column's `col` element; empty where it has none."""
    for element in markup.every(content, b"cols", b"col"):
        if column in _range(element):
            return dict(element.texts())
    return {}


def with_column(content: bytes, column: int, look: dict[str, str]) -> bytes:
    """The sheet with a column's width and format; a range that held it too goes on around it."""
    if not look:
        return content
    prefix = markup.root(content).prefix
    new = _col(prefix, look, column, column)
    whole = markup.first(content, b"cols")
    if whole is None:
        cols = b"<%scols>%s</%scols>" % (prefix, new, prefix)
        return markup.placed(content, cols, SHEET_ORDER, b"cols")
    at = whole.end
    for element in markup.children(content, whole):
        numbers, attributes = _range(element), dict(element.texts())
        if column in numbers:
            before = _col(prefix, attributes, numbers.start, column - 1)
            after = _col(prefix, attributes, column + 1, numbers.stop - 1)
            return markup.spliced(content, [(element.start, element.stop, before + new + after)])
        if column < numbers.start:
            at = min(at, element.start)
    return markup.spliced(content, [(at, at, new)])


def with_rules(
    content: bytes, source: bytes, source_column: int, column: int, down: int, *, whole: bool
) -> bytes:
    """The sheet with the data validations that a column of the sheet `source` has.

    They move `down` by so many rows. `whole` takes those that go down to the last row only: rules of
    single rows fit the rows they were made for. Where the sheet has rules in the place already, they
    stay and nothing is added.
    """
    own = list(markup.every(content, b"dataValidations", b"dataValidation"))
    taken = [cells for rule in own for cells in _areas(rule)]
    prefix = markup.root(content).prefix
    new: list[bytes] = []
    for rule in markup.every(source, b"dataValidations", b"dataValidation"):
        cells = [
            (top + down, column, MAX_ROW if bottom == MAX_ROW else bottom + down, column)
            for top, left, bottom, right in _areas(rule)
            if left <= source_column <= right and (bottom == MAX_ROW or not whole)
        ]
        if cells and not any(overlap(one, other) for one in cells for other in taken):
            new.append(markup.renamed(source, rule, prefix, sqref=" ".join(map(reference, cells))))
    if not new:
        return content
    rules = markup.first(content, b"dataValidations")
    if rules is not None:
        return markup.appended(content, rules, b"".join(new), len(new))
    opened = b'<%sdataValidations count="%d">' % (prefix, len(new))
    added = opened + b"".join(new) + b"</%sdataValidations>" % prefix
    return markup.placed(content, added, SHEET_ORDER, b"dataValidations")


def _range(col: Element) -> range:
    return range(int(col.get("min") or 0), int(col.get("max") or 0) + 1)


def _col(prefix: bytes, look: dict[str, str], first: int, last: int) -> bytes:
    """A `col` element; empty bytes for no column."""
    if first > last:
        return b""
    written = b" ".join(
        markup.attribute(name, value) for name, value in {**look, "min": str(first), "max": str(last)}.items()
    )
    return b"<%scol %s/>" % (prefix, written)


def _areas(rule: Element) -> list[Area]:
    return [area(cells) for cells in (rule.get("sqref") or "").split()]
