"""The few members of Excel's object model that csbook uses beside xlwings, under Excel's own names.

`Sheet.api`, `Range.api` and their like give these. They do what Excel does where LibreOffice is
laxer: a protected sheet refuses writes, a wrong password is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.libreoffice.engine import Book, Sheet
    from tests.libreoffice.ranges import Range

ALLOWANCES = (
    "FormattingCells",
    "FormattingColumns",
    "FormattingRows",
    "InsertingColumns",
    "InsertingRows",
    "InsertingHyperlinks",
    "DeletingColumns",
    "DeletingRows",
    "Sorting",
    "Filtering",
    "UsingPivotTables",
)


class ComError(Exception):
    """As pywin32's com_error: a number for what went wrong."""

    def __init__(self, hresult: int, text: str) -> None:
        super().__init__(hresult, text, None, None)
        self.hresult = hresult
        self.excepinfo = None


class RefusedError(ComError):
    """Excel's 1004: what was asked cannot be done."""

    def __init__(self, text: str) -> None:
        super().__init__(-2147352567, text)


@dataclass
class Allowances:
    """`Worksheet.Protection`: what people may still do on the protected sheet."""

    allowed: dict[str, bool]

    def __getattr__(self, name: str) -> bool:
        try:
            return self.allowed[name.removeprefix("Allow")]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class Terms:
    """How a sheet was protected; LibreOffice keeps none of it."""

    drawings: bool = True
    scenarios: bool = True
    interface_only: bool = False
    allowed: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(ALLOWANCES, False))


@dataclass
class ChartSheet:
    """A sheet that holds nothing but a chart; LibreOffice makes a usual one of it."""

    Visible: int = -1


class Charts(list[ChartSheet]):
    """`Workbook.Charts`, counted from 1."""

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self)

    def __call__(self, number: int) -> ChartSheet:
        return self[number - 1]


class BookApi:
    AutoSaveOn = False

    def __init__(self, book: Book) -> None:
        self._book = book
        self.Charts = book.charts

    @property
    def ReadOnly(self) -> bool:  # noqa: N802
        return bool(self._book.document.isReadonly())

    @property
    def ProtectStructure(self) -> bool:  # noqa: N802
        return bool(self._book.document.isProtected())


class PageSetup:
    """The heading above the pages of a sheet; Excel's codes of size and weight (`&12&B`) are left out."""

    def __init__(self, sheet: Sheet) -> None:
        styles = sheet.book.document.StyleFamilies.getByName("PageStyles")
        self._style = styles.getByName(sheet.cells_of.PageStyle)

    @property
    def CenterHeader(self) -> str:  # noqa: N802
        return str(self._style.RightPageHeaderContent.CenterText.String) if self._style.HeaderIsOn else ""

    @CenterHeader.setter
    def CenterHeader(self, text: str) -> None:  # noqa: N802
        self._style.HeaderIsOn = bool(text)
        if text:
            content = self._style.RightPageHeaderContent
            content.CenterText.String = re.sub(r"&(?:\d+|B)", "", text).replace("&&", "&")
            self._style.RightPageHeaderContent = content


class SheetApi:
    """`Worksheet`, as far as protection goes."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def _terms(self) -> Terms:
        return self._sheet.book.terms.setdefault(self._sheet.name, Terms())

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        return bool(self._sheet.cells_of.isProtected())

    @property
    def ProtectDrawingObjects(self) -> bool:  # noqa: N802
        return self._terms.drawings

    @property
    def ProtectScenarios(self) -> bool:  # noqa: N802
        return self._terms.scenarios

    @property
    def ProtectionMode(self) -> bool:  # noqa: N802
        return self._terms.interface_only

    @property
    def Protection(self) -> Allowances:  # noqa: N802
        return Allowances(self._terms.allowed)

    @property
    def PageSetup(self) -> PageSetup:  # noqa: N802
        return PageSetup(self._sheet)

    def Unprotect(self, Password: str) -> None:  # noqa: N802, N803
        """Without a password Excel would ask the person at the screen, so here it must be given."""
        try:
            self._sheet.cells_of.unprotect(Password)
        except Exception as error:
            raise RefusedError("The password you supplied is not correct.") from error

    def Protect(  # noqa: N802
        self,
        Password: str = "",  # noqa: N803
        DrawingObjects: bool = True,  # noqa: N803
        Contents: bool = True,  # noqa: N803
        Scenarios: bool = True,  # noqa: N803
        UserInterfaceOnly: bool = False,  # noqa: N803
        *allowed: bool,
    ) -> None:
        """`allowed` are the eleven allowances in the order of Excel's parameters."""
        given = dict(zip(ALLOWANCES, allowed, strict=False))
        everything = dict.fromkeys(ALLOWANCES, False) | given
        self._sheet.book.terms[self._sheet.name] = Terms(
            DrawingObjects, Scenarios, UserInterfaceOnly, everything
        )
        if Contents:
            self._sheet.cells_of.protect(Password)


class RowsApi:
    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def Hidden(self) -> bool | None:  # noqa: N802
        return self._cells.row_hidden


class RangeApi:
    """Truthy, as xlwings expects of a range that exists."""

    def __init__(self, cells: Range) -> None:
        self.EntireRow = RowsApi(cells)


@dataclass
class AutoCorrect:
    AutoExpandListRange: bool = True
    AutoFillFormulasInLists: bool = True


@dataclass
class AppApi:
    AutoCorrect: AutoCorrect = field(default_factory=AutoCorrect)
