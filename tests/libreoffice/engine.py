"""The xlwings engine: applications, workbooks and sheets over headless LibreOffice.

Code written against the public xlwings API runs on it unchanged. Only what such code needs here is
written; anything else raises NotImplementedError from xlwings' own base classes.
"""

from __future__ import annotations

import datetime as dt
import itertools
import numbers
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import xlwings
from xlwings import base_classes

from tests.libreoffice.com import AppApi, BookApi, Charts, RefusedError, SheetApi, Terms
from tests.libreoffice.office import Desktop, options, uno, url
from tests.libreoffice.ranges import (
    COM_ERRORS,
    LAST_COLUMN,
    LAST_ROW,
    Corners,
    Format,
    Range,
    corners_of,
)
from tests.libreoffice.tables import Collection, Names, Tables

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".pdf": "calc_pdf_Export",
}
_numbers = itertools.count(-1, -1)


class Engine:
    name, type = "libreoffice", "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(x: Any, _: Any) -> Any:
        if x is None or pd.isna(x):
            return ""
        if isinstance(x, (bool, str)):
            return x
        if isinstance(x, dt.datetime):
            return dt.datetime.combine(x.date(), x.time())
        if isinstance(x, dt.date):
            return dt.datetime.combine(x, dt.time())
        if isinstance(x, numbers.Number):
            return float(x)  # type: ignore[arg-type]
        raise TypeError(f"Excel does not take a {type(x).__name__} through COM")

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        as_is = (str,) if number_builder else (str, float)
        words = {number: text if err_to_str else None for text, number in COM_ERRORS.items()}

        def clean(value: Any) -> Any:
            match value:
                case dt.datetime() if datetime_builder is not dt.datetime:
                    return datetime_builder(
                        year=value.year,
                        month=value.month,
                        day=value.day,
                        hour=value.hour,
                        minute=value.minute,
                        second=value.second,
                        microsecond=value.microsecond,
                        tzinfo=None,
                    )
                case float() if number_builder:
                    return number_builder(value)
                case int() if value in words and not isinstance(value, bool):
                    return words[value]
            return value

        return [
            [empty_as if value is None else value if type(value) in as_is else clean(value) for value in row]
            for row in data
        ]


class Apps(base_classes.Apps):
    def __init__(self) -> None:
        self.running: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.running]

    def add(self, *_: Any, **__: Any) -> App:
        raise NotImplementedError("register(office) makes the one application")

    def __iter__(self) -> Iterator[App]:
        return iter(self.running)

    def __len__(self) -> int:
        return len(self.running)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self.running if app.pid == pid)


class App(base_classes.App):
    """One soffice. Keeps what was shown to the person: `status_log`, `alert_log`."""

    visible = screen_updating = display_alerts = enable_events = interactive = True
    calculation = "automatic"
    status_bar: str | bool = False
    hwnd = None
    version = "16.0"
    pid = books = api = None  # shadow what the base class declares read-only

    def __init__(self, office: Desktop) -> None:
        self.office, self.pid, self.api = office, next(_numbers), AppApi()
        self.books = Books(self)
        self.status_log: list[str] = []
        self.alert_log: list[tuple[str, str]] = []
        self.alert_answers: list[str] = []

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "status_bar" and value:
            self.status_log.append(value)
        if name == "calculation":
            for book in self.books:
                book.document.enableAutomaticCalculation(value != "manual")
        object.__setattr__(self, name, value)

    @property
    def engine(self) -> Engine:
        return ENGINE

    def activate(self, steal_focus: bool = False) -> None:
        """Without a window there is nothing to bring to the front."""

    def calculate(self) -> None:
        for book in self.books:
            book.document.calculateAll()

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        self.alert_log.append((prompt, title))
        return self.alert_answers.pop(0) if self.alert_answers else buttons.split("_", maxsplit=1)[0]


class Books(Collection, base_classes.Books):
    app = None

    def __init__(self, app: App) -> None:
        self.app = app
        self.open_books = [Book(self, *found) for found in app.office.documents()]

    def items(self) -> list[Book]:
        return self.open_books

    @property
    def active(self) -> Book:
        return self.open_books[-1]

    def open(
        self, fullname: str, update_links: Any = None, read_only: bool = False, *_: Any, **__: Any
    ) -> Book:
        more = {"ReadOnly": True} if read_only else {}
        return self._keep(self.app.office.open(fullname, **more), fullname)

    def add(self) -> Book:
        return self._keep(self.app.office.open(None), None)

    def _keep(self, document: Any, path: str | None) -> Book:
        self.open_books.append(Book(self, document, path))
        return self.open_books[-1]


class Book(base_classes.Book):
    def __init__(self, books: Books, document: Any, path: str | None) -> None:
        self.books, self.document, self.path = books, document, path
        self.terms: dict[str, Terms] = {}
        self.charts = Charts()
        self._formats: dict[int, Format] = {}
        self._table_names: tuple[str, ...] = ()
        self._tables: dict[str, tuple[str, Any]] = {}
        self._sheets: dict[str, Sheet] = {}
        self.excels_words: dict[str, str] = {}

    api = property(BookApi)
    app = property(lambda self: self.books.app)
    fullname = property(lambda self: self.path or "Book1")
    name = property(lambda self: Path(self.fullname).name)
    sheets = property(lambda self: Sheets(self))  # noqa: PLW0108 (the class comes further down)
    names = property(lambda self: Names(self, self.document.NamedRanges))

    def activate(self) -> None:
        self.books.open_books.remove(self)
        self.books.open_books.append(self)

    # Every question to LibreOffice is a round trip, and every object it hands out takes several:
    # what cannot have changed is not asked again.

    @cached_property
    def sheets_of(self) -> Any:
        """LibreOffice's own sheets."""
        return self.document.Sheets

    @cached_property
    def areas(self) -> Any:
        """LibreOffice's database ranges, which are the tables."""
        return self.document.DatabaseRanges

    def all_sheets(self) -> list[Sheet]:
        """The sheets as they stand now; one that was there before is the same object again."""
        names, known = self.sheets_of.ElementNames, self._sheets
        self._sheets = {
            name: known.get(name) or Sheet(self, self.sheets_of.getByName(name), name) for name in names
        }
        return list(self._sheets.values())

    def forget_sheet(self, name: str) -> None:
        self._sheets.pop(name, None)

    def format(self, key: int) -> Format:
        if key not in self._formats:
            found = self.document.NumberFormats.getByKey(key)
            self._formats[key] = Format(found.Type, found.FormatString)
        return self._formats[key]

    def tables(self) -> dict[str, tuple[str, Any]]:
        """Each table's sheet and LibreOffice's own database range; a table stays on its sheet."""
        names = self.areas.ElementNames
        if names != self._table_names:
            sheets = self.sheets_of.ElementNames
            found = {name: self.areas.getByName(name) for name in names}
            self._tables = {name: (sheets[area.DataArea.Sheet], area) for name, area in found.items()}
            self._table_names = names
        return self._tables

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self.path = str(Path(path or self.fullname).absolute())
        how = options(FilterName=FILTERS[Path(self.path).suffix.lower()])
        self.document.storeAsURL(url(self.path), how)

    def to_pdf(self, path: str, quality: Any = None) -> None:
        """As Excel does; LibreOffice alone prints hidden sheets too where they have a print area."""
        for sheet in self.all_sheets():
            if not sheet.visible:
                sheet.cells_of.setPrintAreas(())
        self.document.storeToURL(url(path), options(FilterName=FILTERS[".pdf"]))

    def close(self) -> None:
        self.document.close(True)
        self.books.open_books.remove(self)


class Sheets(Collection, base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def items(self) -> list[Sheet]:
        return self.book.all_sheets()

    @property
    def active(self) -> Sheet:
        return self.items()[0]

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Sheet:
        position = before.index - 1 if before else after.index if after else 0
        name = name or next(n for n in map("Sheet{}".format, itertools.count(1)) if n not in self)
        self.book.sheets_of.insertNewByName(name, position)
        return self(name)


class Sheet(base_classes.Sheet):
    """`name` never changes: what is tested here renames no sheet, nor does it insert or delete cells."""

    book = name = None  # shadow what the base class declares read-only

    def __init__(self, book: Book, cells_of: Any, name: str) -> None:
        self.book, self.cells_of, self.name = book, cells_of, name
        self._areas: dict[Corners, Any] = {}
        self._cursors: dict[Corners, Any] = {}

    def area(self, corners: Corners) -> Any:
        """LibreOffice's own range; twenty questions to it cost as much as one that is handed out anew."""
        if corners not in self._areas:
            r1, c1, r2, c2 = corners
            self._areas[corners] = self.cells_of.getCellRangeByPosition(c1, r1, c2, r2)
        return self._areas[corners]

    @cached_property
    def notes(self) -> Any:
        return self.cells_of.Annotations

    def with_merged(self, corners: Corners) -> Corners:
        """The range, widened to the merged areas that it touches."""
        cursor = self._cursors.pop(corners, None) or self.cells_of.createCursorByRange(self.area(corners))
        cursor.collapseToMergedArea()
        found = corners_of(cursor.RangeAddress)
        if found == corners:  # the cursor did not move
            self._cursors[corners] = cursor
        return found

    api = property(SheetApi)
    index = property(lambda self: self.cells_of.RangeAddress.Sheet + 1)
    tables = property(Tables)
    names = property(lambda self: Names(self.book, self.cells_of.NamedRanges, self.name + "!"))
    cells = property(lambda self: Range(self, 0, 0, LAST_ROW, LAST_COLUMN))
    formats = property(lambda self: self.book.document.NumberFormats)

    @property
    def visible(self) -> bool:
        return bool(self.cells_of.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.cells_of.IsVisible = bool(value)

    @property
    def used_range(self) -> Range:
        cursor = self.cells_of.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range.of(self, cursor.RangeAddress)

    def range(self, first: Any, second: Any = None) -> Range:
        """From two ranges, from (row, column) counted from 1, or from an address or a defined name."""
        if isinstance(first, Range):
            last = second or first
            rows, columns = (first.r1, first.r2, last.r1, last.r2), (first.c1, first.c2, last.c1, last.c2)
            return Range(self, min(rows), min(columns), max(rows), max(columns))
        if isinstance(first, tuple):
            if len(first) == 4:
                row, column, height, width = first
                return Range(self, row - 1, column - 1, row + height - 2, column + width - 2)
            (r1, c1), (r2, c2) = first, second or first
            return Range(self, r1 - 1, c1 - 1, r2 - 1, c2 - 1)
        if self.book.names.contains(first):
            return self.book.names(first).refers_to_range
        if not re.fullmatch(r"\$?[A-Za-z]+\$?\d+(:\$?[A-Za-z]+\$?\d+)?", first):
            raise xlwings.NoSuchObjectError(f"The address/named range '{first}' doesn't exist.")
        return Range.of(self, self.cells_of.getCellRangeByName(first.replace("$", "")).RangeAddress)

    def format_key(self, code: str) -> int:
        locale = uno().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        key = self.formats.queryKey(code, locale, False)
        return int(key if key >= 0 else self.formats.addNew(code, locale))

    def refuse_if_locked(self, area: Range) -> None:
        """LibreOffice lets programs write to protected sheets; Excel does not."""
        if not self.api.ProtectContents:
            return
        groups = area.cells.getUniqueCellFormatRanges()
        if any(group.getByIndex(0).CellProtection.IsLocked for group in groups):
            raise RefusedError(f"The cell is on a protected sheet ({self.name}). Unprotect the sheet first.")

    def activate(self) -> None:
        self.book.document.CurrentController.setActiveSheet(self.cells_of)

    def delete(self) -> None:
        self.book.sheets_of.removeByName(self.name)
        self.book.forget_sheet(self.name)


ENGINE = Engine()


def register(office: Desktop) -> xlwings.App:
    """The running office as xlwings' application; the engine becomes the active one."""
    if ENGINE.name not in xlwings.engines.engines_by_name:
        xlwings.engines.add(xlwings.Engine(impl=ENGINE))
    xlwings.engines[ENGINE.name].activate()
    ENGINE.apps.running.insert(0, App(office))
    return xlwings.App(impl=ENGINE.apps.running[0])
