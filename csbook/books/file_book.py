"""The closed file as a book: read through python-calamine, written by splicing, saved in one step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from csbook.books.archive import MAX_FILE, too_large
from csbook.books.below import counted_rows, extent_of
from csbook.books.book import Place, TableWrite, Value
from csbook.books.cell_xml import area, overlap
from csbook.books.file_content import FileContent
from csbook.books.lost_content import keep_what_is_lost
from csbook.books.restoring import with_backup
from csbook.books.saving import ensure_writable, save
from csbook.books.sheet_formulas import formula_texts
from csbook.books.sheet_states import hidden_sheets, with_sheets_shown
from csbook.books.table_writes import refuse_locked, written
from csbook.problems import DamagedWorkbook, FileMissing, NotAWorkbook, SheetMissing, Words


class FileBook:
    """A workbook file that is not open anywhere; see `csbook.books.book.Book`.

    The file is taken into memory at once, a sheet is read when it is first asked for. `past_passwords`:
    sheets behind a password are written too, and stay behind it.
    """

    def __init__(self, path: Path | str, *, past_passwords: bool = False) -> None:
        """Raise `FileMissing`, or `NotAWorkbook` for a file that no workbook can be read from; a damaged one
        comes with the backup to go back to."""
        self._path, self._past_passwords = Path(path), past_passwords
        try:
            self._content = FileContent(_read(self._path), self.name)
        except DamagedWorkbook as damaged:
            raise with_backup(damaged, self._path) from damaged

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def properties(self) -> Mapping[str, str]:
        return self._content.package.custom_properties()

    def sheets(self) -> list[str]:
        return [sheet.name for sheet in self._content.package.sheets]

    def places(self) -> Mapping[str, Place]:
        """Every Excel table that has a header row, by its display name."""
        return self._content.places

    def place(self, table: str, sheet: str) -> Place | None:
        if sheet not in self.sheets():
            raise SheetMissing(sheet)
        place = self.places().get(table)
        return place if place is not None and place.sheet == sheet else None

    def grid(self, place: Place) -> list[list[Value]]:
        return self._content.grid(place)

    def below(self, place: Place) -> Mapping[int, int]:
        tables = (name for name, table in self._content.tables.items() if table.sheet.name == place.sheet)
        others = [self.places()[name] for name in tables]
        return counted_rows(self._content.sheet(place.sheet).constants_below(extent_of(place)), others)

    def formulas(self, place: Place) -> Mapping[tuple[int, int], str]:
        texts = formula_texts(self._content.sheet(place.sheet))
        rows = range(place.first_row, place.last_row + 1)
        columns = range(place.first_column, place.last_column + 1)
        return {where: text for where, text in texts.items() if where[0] in rows and where[1] in columns}

    def merged(self, place: Place) -> list[str]:
        table = (place.header_row, place.first_column, place.last_row, place.last_column)
        return [cells for cells in self._content.sheet(place.sheet).merged() if overlap(area(cells), table)]

    def ensure_writable(self) -> None:
        """Raise `ReadOnlyFile` or `OpenElsewhere` if the file could not be saved now."""
        ensure_writable(self._path)

    def apply(self, writes: Sequence[TableWrite], *, forget: bool = False) -> None:
        """Write and save all of it, or nothing.

        Raises `SheetLocked`, and what `csbook.books.table_writes.written` and `csbook.books.saving.save`
        raise.
        """
        if not writes:
            return
        self.ensure_writable()
        if not self._past_passwords:
            refuse_locked(self._content, writes)
        self.replace(written(self._content, writes, forget=forget), forget=forget)

    def hidden_sheets(self) -> set[str]:
        """The names of the sheets that are hidden."""
        return hidden_sheets(self._content.package)

    def show_sheets(self, names: Collection[str], *, visible: bool) -> None:
        """Show or hide these sheets, and save; nothing is saved where nothing changes.

        Raises what `csbook.books.sheet_states.with_sheets_shown` and `csbook.books.saving.save` raise.
        """
        self.ensure_writable()
        new = with_sheets_shown(self._content, names, visible=visible)
        if new != self._content.raw:
            self.replace(new)

    @property
    def content(self) -> FileContent:
        """What the file held when it was read, or saved by this book."""
        return self._content

    def replace(self, raw: bytes, *, forget: bool = False) -> None:
        """Save a new state of the file; with `forget` the old one is kept nowhere.

        Raises what `csbook.books.saving.save` raises, and `NotAWorkbook`.
        """
        # Read back before it is saved: what comes out is checked like any other file.
        new = FileContent(raw, self.name, self._content)
        if not forget:
            keep_what_is_lost(self._path, self._content)
        save(self._path, new.raw, self._content.raw, forget=forget)
        self._content = new


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise FileMissing(path)
    if path.stat().st_size > MAX_FILE:
        raise too_large(path.name)
    try:
        return path.read_bytes()
    except OSError as error:
        why = Words("无法读取，请检查权限。", "it cannot be read. Check its permissions.")
        raise NotAWorkbook(path.name, why) from error
