"""The workbook that is open in Excel, through xlwings.

`book.Book` says what is promised; `excel_values` how values travel, `excel_native` what xlwings has no
word for.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import xlwings

from csbook.books import excel_native as native
from csbook.books import excel_ranges as ranges
from csbook.books.blocks import Block
from csbook.books.book import Place, TableWrite, Value, WrittenAnyway
from csbook.books.excel_below import typed_below, with_rows_below
from csbook.books.excel_patience import (
    WHILE_PUTTING_BACK,
    NotSwitchedBack,
    Patience,
    Step,
    WrittenInPart,
    all_or_nothing,
)
from csbook.books.excel_refusals import (
    block_of,
    changed_cells,
    refuse_bad_cells,
    refuse_to_cover,
    rows_about,
)
from csbook.books.excel_tables import OpenTables
from csbook.books.excel_values import is_formula
from csbook.books.excel_writing import Standing, area_of, as_it_is, write_cells
from csbook.books.saving import drop_backup
from csbook.books.write_refusals import refuse_merged
from csbook.problems import ChangedMeanwhile, SheetMissing, TableMissing
from csbook.workplace import folder_for_excel

# Excel answers "call rejected" at once while a cell is edited; xlwings would ask again for ever.
COM_ATTEMPTS = 50
# Custom document properties are out of xlwings' reach; hidden defined names say the same.
PROPERTY_NAMES = {"csbook.schema": "csbook_schema", "csbook.language": "csbook_language"}


def spare_other_excels() -> None:
    """Stop xlwings from ending, when Python ends, every Excel in which it sees no workbook window."""
    windows = getattr(xlwings, "_xlwindows", None)
    if windows is not None:
        atexit.unregister(windows.cleanup)


class ExcelBook:
    """An open workbook as a `Book`. Excel saves it when the person does; `apply` does not."""

    def __init__(self, book: xlwings.Book) -> None:
        self._book = book
        self._found: OpenTables | None = None
        self._found_on: dict[str, OpenTables] = {}
        self._names: list[str] | None = None
        self._properties: dict[str, str] | None = None
        self._sheets: dict[str, xlwings.Sheet] = {}
        self._read: dict[str, tuple[Place, list[list[Value]]]] = {}
        self._sheet_of: dict[str, str] = {}
        self._below: dict[Place, list[list[Value]]] = {}
        windows = getattr(xlwings, "_xlwindows", None)
        if windows is not None:
            windows.N_COM_ATTEMPTS = COM_ATTEMPTS

    @property
    def name(self) -> str:
        return str(self._book.name)

    @property
    def full_name(self) -> str:
        """The path; a web address for a workbook in a cloud folder, the bare name before it is saved."""
        return str(self._book.fullname)

    @property
    def properties(self) -> Mapping[str, str]:
        """Looked for once: no command changes them in an open workbook."""
        if self._properties is None:
            with native.busy_in_words():
                names = self._book.names
                self._properties = {
                    key: str(names[name].refers_to).lstrip("=").strip('"')
                    for key, name in PROPERTY_NAMES.items()
                    if name in names
                }
        return self._properties

    def status(self, text: str | None) -> None:
        """Show a step in Excel's status bar; None gives the bar back to Excel."""
        with native.busy_in_words():
            self._book.app.status_bar = text or False

    def sheets(self) -> list[str]:
        """Looked for once, as `places`."""
        if self._names is None:
            with native.busy_in_words():
                self._names = [str(sheet.name) for sheet in self._book.sheets]
        return list(self._names)

    def hidden_sheets(self) -> set[str]:
        """The names of the sheets that are hidden, those included that only a program can show."""
        with native.busy_in_words():
            return {sheet.name for sheet in self._book.sheets if not native.is_shown(sheet)}

    def show_sheets(self, names: Sequence[str], *, visible: bool) -> None:
        """Show or hide these sheets. Raises, before anything is changed, `SheetMissing` and
        `StructureLocked`."""
        with native.busy_in_words():
            sheets = [self._sheet(name) for name in names]
            if native.is_structure_locked(self._book.api):
                raise native.StructureLocked(self.name)
            for sheet in sheets:
                sheet.visible = visible

    def pdf_of(self, titles: Sequence[str], heading: str = "") -> bytes:
        """These sheets as Excel prints them, as one PDF; all others, of charts too, are hidden meanwhile.
        `heading`, where there is one, stands above each page.

        Raises, before anything is changed, `SheetMissing` and `StructureLocked`.
        """
        with native.busy_in_words(), folder_for_excel() as folder:
            sheets = [self._sheet(title) for title in titles]
            if native.is_structure_locked(self._book.api):
                raise native.StructureLocked(self.name)
            front, target = self._book.sheets.active, Path(folder, "sheets.pdf")
            try:
                with (
                    native.chart_sheets_hidden(self._book.api),
                    native.shown(sheets),
                    native.headed(sheets, heading),
                ):
                    self._book.to_pdf(target, include=list(titles))
            finally:
                front.activate()
            return target.read_bytes()

    def show_table(self, table: str) -> None:
        """Bring the sheet of a table to the front. Raises `KeyError` without it, and `StructureLocked`."""
        with native.busy_in_words():
            self._to_front(self._sheet_of.get(table) or self.places()[table].sheet).activate()

    def select(self, table: str, row: int, header: str | None) -> None:
        """Show a cell of a table and select it; without a header, or one that is not there, the row's first.

        Raises `KeyError` without the table, and `StructureLocked`.
        """
        place = self.places()[table]
        column = place.first_column + (place.headers.index(header) if header in place.headers else 0)
        sheet = self._to_front(place.sheet)
        with native.busy_in_words():
            sheet.activate()
            sheet.range((row, column)).select()

    def _to_front(self, name: str) -> xlwings.Sheet:
        """The sheet, shown where it was hidden."""
        sheet = self._sheet(name)
        if not native.is_shown(sheet):
            self.show_sheets([name], visible=True)
        return sheet

    def places(self) -> Mapping[str, Place]:
        """Tables whose header row is hidden are left out: their columns have no names.

        Looked for once, because that takes hundreds of calls to Excel; `apply` looks again.
        """
        if self._found is None:
            with native.busy_in_words():
                self._found = OpenTables(self._book.sheets)
        return self._found

    def place(self, table: str, sheet: str) -> Place | None:
        with native.busy_in_words():
            if sheet not in self._found_on:
                self._found_on[sheet] = OpenTables([self._sheet(sheet)])
            return self._found_on[sheet].get(table)

    def grid(self, place: Place) -> list[list[Value]]:
        with native.busy_in_words():
            found = ranges.values(self._area(place.sheet, with_rows_below(place)))
        height = place.last_row - place.header_row
        body, self._below[place] = found[:height], found[height:]
        self._read[place.table], self._sheet_of[place.table] = (place, body), place.sheet
        return body

    def below(self, place: Place) -> Mapping[int, int]:
        """Of the rows that `grid` has read with the table: a question of its own costs another call."""
        with native.busy_in_words():
            return typed_below(self._sheet(place.sheet), place, self._below.get(place, ()))

    def formulas(self, place: Place) -> Mapping[tuple[int, int], str]:
        with native.busy_in_words():
            body = self._body(place)
            found = zip(ranges.formula_texts(body), ranges.values(body), strict=True)
            return {
                (place.first_row + r, place.first_column + c): text[1:]
                for r, (texts, values) in enumerate(found)
                for c, (text, value) in enumerate(zip(texts, values, strict=True))
                if is_formula(text, value)
            }

    def merged(self, place: Place) -> list[str]:
        with native.busy_in_words():
            return ranges.merged_areas(self._area(place.sheet, block_of(place)))

    def ensure_writable(self) -> None:
        """Raise `OpenedReadOnly` if Excel has the workbook open for reading only."""
        with native.busy_in_words():
            if native.is_read_only(self._book.api):
                raise native.OpenedReadOnly(self.name)

    @property
    def is_shared_live(self) -> bool:
        """Whether Excel saves every change at once (AutoSave), so that others may be editing just now."""
        with native.busy_in_words():
            return native.is_saved_at_once(self._book.api)

    def apply(self, writes: Sequence[TableWrite], *, forget: bool = False) -> None:
        """Write into the open workbook. With `forget` the backup of the closed file goes; Excel itself writes
        no text that no cell shows, and the file holds the old cells until the person saves it.

        Raises, before anything is changed, `OpenedReadOnly`, `ChangedMeanwhile` (a table is not where it was
        when it was read, or its rows were sorted or edited since), `CellsBelow`, `MergedCells`,
        `TextTooLong`, `SheetLocked`, `ExcelBusy`, `WorkbookGone`; `ValueError` for writes outside their
        table and values that no cell can hold. Where Excel is busy in the middle, and stays so: `ExcelBusy`
        once everything is put back, else `WrittenInPart`; `NotSwitchedBack` where everything is written.
        """
        self.ensure_writable()
        read, self._read = self._read, {}
        self._found, self._found_on, self._names, self._sheets = None, {}, None, {}
        with native.busy_in_words():
            names = list(dict.fromkeys(write.place.sheet for write in writes))
            places = OpenTables(self._sheet(name) for name in names)
            standing = [self._refuse(write, places, read.get(write.place.table)) for write in writes]
            self._write_all(writes, standing)
        if forget and Path(self.full_name).is_file():
            drop_backup(Path(self.full_name))

    # Refusing

    def _refuse(
        self, write: TableWrite, places: OpenTables, read: tuple[Place, list[list[Value]]] | None
    ) -> Standing:
        """Refuse what cannot be done; gives what stands where it is written to."""
        place = write.place
        if place.table not in places:
            raise TableMissing(place.sheet, place.table)
        if places[place.table] != place:
            raise ChangedMeanwhile(self.name)
        refuse_bad_cells(write)
        standing = self._refuse_changed(write, read)
        refuse_merged(write, self.merged(place))
        refuse_to_cover(write, places, self._sheet(place.sheet))
        return standing

    def _refuse_changed(self, write: TableWrite, read: tuple[Place, list[list[Value]]] | None) -> Standing:
        """What stands in the rows to be written must be what was read: people sort and type meanwhile, where
        Excel lets them. Formulas may have been calculated anew."""
        around = rows_about(write)
        if around is None:
            return Standing()
        now = ranges.values(self._area(write.place.sheet, around))
        changed: list[tuple[int, int]] = []
        if read is not None and read[0] == write.place:
            changed = list(changed_cells(write, read[1], now, around))
        columns = [column for line in write.cells.values() for column in line]
        columns += [column for _, column in changed]
        part = replace(around, first_column=min(columns), last_column=max(columns))
        texts = ranges.formula_texts(self._area(write.place.sheet, part))
        start, end = part.first_column - around.first_column, part.last_column - around.first_column + 1
        standing = Standing(part, [line[start:end] for line in now], texts)
        if any(not is_formula(*standing.at(*at)) for at in changed):
            raise ChangedMeanwhile(self.name)
        return standing

    # Writing

    def _write_all(self, writes: Sequence[TableWrite], standing: Sequence[Standing]) -> None:
        """All of it, or nothing, on sheets without protection, in an Excel that only writes."""
        patient = Patience(WHILE_PUTTING_BACK)
        steps = [
            Step(
                write.place.sheet,
                partial(self._write, write, stands),
                partial(self._write, as_it_is(write, stands), stands),
            )
            for write, stands in zip(writes, standing, strict=True)
        ]
        written: WrittenAnyway | None = None
        try:
            with native.plain_writing(self._book.app, patient), ExitStack() as sheets:
                for name in dict.fromkeys(write.place.sheet for write in writes):
                    sheets.enter_context(native.unprotected(self._sheet(name).api, name, patient))
                try:
                    all_or_nothing(steps, patient)
                except WrittenInPart as error:
                    written = error
                    raise
                written = NotSwitchedBack()
        except Exception as error:
            if written is None or error is written or native.is_gone(error):
                raise
            raise written from error

    def _write(self, write: TableWrite, standing: Standing) -> None:
        """Rows are added before they are filled and given up after they are emptied."""
        cells = {(r, c): value for r, line in write.cells.items() for c, value in line.items()}
        sheet = self._sheet(write.place.sheet)
        table = sheet.tables[write.place.table]
        now = ranges.last_row_of(table)
        if write.last_row > now:
            self._resize(table, write)
        write_cells(sheet, cells, standing)
        if write.last_row < now:
            self._resize(table, write)

    def _resize(self, table: xlwings.main.Table, write: TableWrite) -> None:
        place = write.place
        whole = Block(place.header_row, place.first_column, write.last_row, place.last_column)
        table.resize(self._area(place.sheet, whole))

    # Finding

    def _sheet(self, name: str) -> xlwings.Sheet:
        try:
            if name not in self._sheets:
                self._sheets[name] = self._book.sheets[name]
            return self._sheets[name]
        except Exception:  # KeyError here, Excel's own error there
            if name in self.sheets():
                raise
            raise SheetMissing(name) from None

    def _area(self, sheet: str, block: Block) -> xlwings.Range:
        return area_of(self._sheet(sheet), block)

    def _body(self, place: Place) -> xlwings.Range:
        block = Block(place.first_row, place.first_column, place.last_row, place.last_column)
        return self._area(place.sheet, block)
