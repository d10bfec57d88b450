"""Columns put at the right end of a table, and tables put beside others, as a new workbook has them.

A new column brings its header, number format, width, drop-down or limits, and its formula. Nothing
moves: cells in the way are named and the file stays as it was. Conditional formats are not taken
along: their formulas name other columns by place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csbook.books import markup
from csbook.books.added_parts import copied, relate
from csbook.books.book import Formula, Place, Written
from csbook.books.cell_xml import Area, CellWriter, address, area, character_data, overlap, reference
from csbook.books.file_content import FileContent
from csbook.books.grafting import relation_attribute
from csbook.books.sheet_furniture import SHEET_ORDER, column_of, with_column, with_rules
from csbook.books.sheet_splice import spliced
from csbook.books.sheet_xml import SheetXml
from csbook.books.translation import Translation
from csbook.problems import Words, WorkbookUnusable, counted

_NAMED = 5


class CellsRight(WorkbookUnusable):
    """A table would grow over cells at its right that are not its own."""

    def __init__(self, sheet: str, table: str, columns: int, cells: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”的表格 {table} 右边要补 {columns} 列，但 {cells} 有内容。"
                f"请先移走这些内容，或在表格右边插入 {columns} 个整列。",
                f"Sheet '{sheet}': table {table} needs {counted(columns, 'more column')} at its right, but "
                f"{cells} must be empty for that. Move what stands there away first, or insert "
                f"{counted(columns, 'sheet column')} there.",
            )
        )


def with_columns(
    content: FileContent,
    fresh: FileContent,
    columns: Mapping[str, Sequence[str]],
    tables: Sequence[str],
) -> bytes:
    """The file with missing columns (headers by table) and missing tables, as `fresh` has them.

    A missing table goes where `fresh` has it, further to the right where other tables stand there.
    Its sheet must be there. Raises `CellsRight`, `StrictWorkbook`, `SheetMissing`.
    """
    growth = _Growth(content, fresh)
    for table, headers in columns.items():
        growth.add_columns(table, headers)
    for table in tables:
        growth.add_table(table)
    return growth.translation.built()


def table_names(content: FileContent) -> set[str]:
    """The names of all tables in lower case, also of those whose header row is turned off."""
    package = content.package
    parts = [part for sheet in package.sheets for part in package.related(sheet.part, "table")]
    return {package.xml(part).get("displayName", "").casefold() for part in parts}


class _Growth:
    """Takes up the changes of one workbook, table by table."""

    def __init__(self, content: FileContent, fresh: FileContent) -> None:
        self.content, self.fresh = content, fresh
        self.translation = Translation(content, fresh)
        self.draft = self.translation.draft
        self.extents = {name: table.extent(table.last_row) for name, table in content.tables.items()}
        self.sheets = {name: table.sheet.name for name, table in content.tables.items()}

    def add_columns(self, name: str, headers: Sequence[str]) -> None:
        table, source = self.content.tables[name], self.fresh.places[name]
        top, left, bottom, right = self.extents[name]
        added = (top, right + 1, bottom, right + len(headers))
        self.refuse_if_taken(table.sheet.name, name, added)
        numbers = [source.first_column + source.headers.index(header) for header in headers]
        definitions = self.definitions(name)
        cells: dict[int, dict[int, Written]] = {row: {} for row in range(top, table.last_row + 1)}
        for column, (header, number) in enumerate(zip(headers, numbers, strict=True), right + 1):
            formula = _formula(definitions[number - source.first_column])
            cells[top][column] = header
            for row in range(top + 1, table.last_row + 1):
                cells[row][column] = formula
        pairs = dict(zip(range(right + 1, right + 1 + len(numbers)), numbers, strict=True))
        self.write(table.sheet.name, source, cells, pairs, whole=True)
        new = [definitions[number - source.first_column] for number in numbers]
        extent = (top, left, bottom, right + len(headers))
        self.draft.put(table.part, _widened(self.draft.utf8(table.part), extent, new))
        self.extents[name] = extent

    def add_table(self, name: str) -> None:
        source, part = self.fresh.places[name], self.fresh.tables[name].part
        sheet = source.sheet
        first = self.first_column_for(source)
        shift = first - source.first_column
        last = first + len(source.headers) - 1
        extent = (source.header_row, first, source.last_row, last)
        self.refuse_if_taken(sheet, name, extent)
        cells = self.cells_of(source)
        moved = {row: {column + shift: v for column, v in values.items()} for row, values in cells.items()}
        pairs = {column: column - shift for column in range(first, last + 1)}
        self.write(sheet, source, moved, pairs, whole=False)
        new = copied(self.draft, self.fresh.package, part, "table", self.translation.fitted)
        self.draft.put(new, _with_extent(self.draft.utf8(new), extent))
        self.attach(self.content.part_of(sheet), new)
        self.extents[name], self.sheets[name] = extent, sheet

    def first_column_for(self, source: Place) -> int:
        """Where the new workbook has the table, or one column behind the tables of its sheet."""
        beside = [self.extents[name][3] for name, sheet in self.sheets.items() if sheet == source.sheet]
        return max([source.first_column, *(last + 2 for last in beside)])

    def cells_of(self, source: Place) -> dict[int, dict[int, Written]]:
        """A table's header and rows in the new workbook."""
        formulas = {
            number: formula
            for number, definition in enumerate(self.definitions(source.table))
            if (formula := _formula(definition))
        }
        rows: list[list[Written]] = [list(source.headers)]
        rows += [[formulas.get(n, value) for n, value in enumerate(row)] for row in self.fresh.grid(source)]
        return {
            row: dict(enumerate(values, source.first_column))
            for row, values in enumerate(rows, source.header_row)
        }

    def refuse_if_taken(self, sheet: str, name: str, wanted: Area) -> None:
        """Raise `CellsRight` where something stands in the cells that are wanted."""
        xml = self.sheet(sheet)
        tables = [self.extents[n] for n, there in self.sheets.items() if there == sheet and n != name]
        taken = [reference(cells) for cells in [*tables, *map(area, xml.merged())] if overlap(cells, wanted)]
        taken += _filled(xml, wanted)
        if taken:
            more = f" … (+{len(taken) - _NAMED})" if len(taken) > _NAMED else ""
            raise CellsRight(sheet, name, wanted[3] - wanted[1] + 1, ", ".join(taken[:_NAMED]) + more)

    def write(
        self,
        sheet: str,
        source: Place,
        cells: Mapping[int, Mapping[int, Written]],
        columns: Mapping[int, int],
        *,
        whole: bool,
    ) -> None:
        """Put cells, the first row being a header, with their looks on a sheet.

        `columns` says for each new column which one of the new workbook's sheet it is. `whole` gives
        each row the look of the column, else that of its own row there.
        """
        xml, top = self.sheet(sheet), min(cells)
        down = top - source.header_row
        styles = {row: self.styles_of(row - down, source, columns, whole=whole) for row in cells}
        strings = self.translation.strings
        since_1904 = self.content.package.uses_1904_dates
        writer = CellWriter(sheet, xml.prefix, since_1904, strings.number if strings else None)
        content, like = spliced(xml, cells, styles, writer).content, self.fresh.sheet(source.sheet).content
        for column, number in columns.items():
            look = column_of(like, number)
            if "style" in look:
                look["style"] = self.translation.style(look["style"].encode()).decode()
            content = with_column(content, column, look)
            content = with_rules(content, like, number, column, down, whole=whole)
        self.draft.put(self.content.part_of(sheet), content)

    def styles_of(
        self, row: int, source: Place, columns: Mapping[int, int], *, whole: bool
    ) -> dict[int, bytes]:
        """The formats of a row's new cells; `row` counts as in the new workbook."""
        fresh = self.fresh.sheet(source.sheet)
        is_body = row > source.header_row
        cells = fresh.cells_of(source.first_row if whole and is_body else row)
        found = {}
        for column, number in columns.items():
            common = fresh.style_where_no_cell_is(None, number) if whole and is_body else None
            found[column] = self.translation.style(common or cells[number].style)
        return found

    def attach(self, sheet_part: str, table_part: str) -> None:
        """Let the sheet know of a new table."""
        relation = relate(self.draft, sheet_part, "table", table_part)
        content = self.draft.utf8(sheet_part)
        prefix = markup.root(content).prefix
        entry = b"<%stablePart %s/>" % (prefix, relation_attribute(content, relation))
        parts = markup.first(content, b"tableParts")
        if parts is not None:
            content = markup.appended(content, parts, entry)
        else:
            whole = b'<%stableParts count="1">%s</%stableParts>' % (prefix, entry, prefix)
            content = markup.placed(content, whole, SHEET_ORDER, b"tableParts")
        self.draft.put(sheet_part, content)

    def sheet(self, name: str) -> SheetXml:
        """A sheet with what was written on it so far."""
        return SheetXml(self.draft.utf8(self.content.part_of(name)), name)

    def definitions(self, table: str) -> list[bytes]:
        """The `tableColumn` elements of a table of the new workbook."""
        content = self.fresh.package.part(self.fresh.tables[table].part)
        found = markup.every(content, b"tableColumns", b"tableColumn")
        return [content[element.start : element.stop] for element in found]


def _formula(definition: bytes) -> Formula | None:
    """The formula of every cell of a column; its value comes when the workbook is calculated."""
    found = markup.first(definition, b"calculatedColumnFormula")
    if found is None:
        return None
    return Formula(character_data(definition[found.inside : found.end]), None)


def _widened(content: bytes, extent: Area, definitions: Sequence[bytes]) -> bytes:
    """A table part with more columns at its end, under ids of their own."""
    columns = list(markup.every(content, b"tableColumns", b"tableColumn"))
    last = max(int(column.get("id") or 0) for column in columns)
    prefix = markup.root(content).prefix
    new = b"".join(
        markup.renamed(definition, markup.root(definition), prefix, id=str(last + n))
        for n, definition in enumerate(definitions, 1)
    )
    whole = markup.first(content, b"tableColumns")
    assert whole is not None
    return _with_extent(markup.appended(content, whole, new, len(definitions)), extent)


def _with_extent(content: bytes, extent: Area) -> bytes:
    """A table part with other columns or another place: its range, and its filter's up to the body."""
    outer = markup.root(content)
    splices = [(outer.start, outer.inside, outer.tag(ref=reference(extent)))]
    for element in markup.every(content, b"autoFilter"):
        old = element.get("ref")
        if old is not None:
            bottom = extent[2] - (area(outer.get("ref") or "")[2] - area(old)[2])
            cells = reference((extent[0], extent[1], bottom, extent[3]))
            splices.append((element.start, element.inside, element.tag(ref=cells)))
    return markup.spliced(content, splices)


def _filled(xml: SheetXml, wanted: Area) -> list[str]:
    """Addresses of the filled cells of an area."""
    return [
        address(row.number, cell.column)
        for row in xml.rows(wanted[0])
        if wanted[0] <= row.number <= wanted[2]
        for cell in xml.cells(row)
        if wanted[1] <= cell.column <= wanted[3] and cell.is_filled
    ]
