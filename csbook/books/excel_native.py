"""What xlwings has no word for, asked of Excel itself: protection, hidden rows, its helping hands.

Windows speaks the object model's own names, a Mac those of Excel's AppleScript dictionary. The Mac's
half follows that dictionary and has not been tried on a Mac.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any

from csbook.books.book import WrittenAnyway
from csbook.books.write_refusals import SheetLocked
from csbook.problems import ReadOnlyFile, Words, WorkbookBusy, WorkbookUnusable

Patient = Callable[[Callable[[], object]], None]
"""Does something, again where Excel is busy (`excel_patience`)."""
NO_PASSWORD = ""  # leaving the argument out would make Excel ask the person at the screen
SHOWN, HIDDEN = -1, 0  # Excel's XlSheetVisibility
HEADING = "&12&B"  # 12 points, bold
# In the order of Worksheet.Protect's parameters, after UserInterfaceOnly.
ALLOWANCES = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
# RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE: a cell is being edited, a dialog is open.
BUSY_CODES = {-2147418111, -2147417846, -2146777998}
# RPC_E_DISCONNECTED, RPC_S_SERVER_UNAVAILABLE, RPC_S_CALL_FAILED, CO_E_OBJNOTCONNECTED, "object required":
# the workbook was closed, or Excel has ended.
GONE_CODES = {-2147417848, -2147023174, -2147023170, -2147220995, -2146827864}


class ExcelBusy(WorkbookBusy):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "Excel 正忙：请先按 Enter 结束编辑（或关闭打开的对话框），再试一次。",
                "Excel is busy: first press Enter to finish editing the cell (or close the open dialog), "
                "then try again.",
            )
        )


class WorkbookGone(WrittenAnyway):
    """How far it was written before, nobody can say any more."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                "工作簿在运行时被关闭了（或 Excel 已退出）。请重新打开，"
                "在“操作记录”里看这一步做完没有；没有就再点一次。",
                "The workbook was closed meanwhile, or Excel has ended. Open it again and look into sheet "
                "'Journal' whether this step was done; if not, press the button again.",
            )
        )


class OpenedReadOnly(ReadOnlyFile):
    """Excel has the workbook open for reading: the second person on a network share, a file marked so."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.words = Words(
            f"{name} 在这里是以只读方式打开的，没有写入：可能别人正开着它，或文件设了只读。"
            "请等别人关闭后重新打开，或取消文件的只读属性。",
            f"{name} is open here for reading only; nothing was written. Somebody else may have it open, or "
            "the file is marked read-only: open it again once they have closed it, or clear the mark.",
        )


class StructureLocked(WorkbookUnusable):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 的工作簿结构受保护，无法显示或隐藏工作表。请先在“审阅”里撤消工作簿保护再试。",
                f"The structure of {name} is protected: sheets cannot be shown or hidden. "
                "Unprotect the workbook on the Review tab, then try again.",
            )
        )


@contextmanager
def busy_in_words() -> Iterator[None]:
    """Excel's refusal while a cell is being edited becomes `ExcelBusy`, that of a workbook which is not there
    any more `WorkbookGone`."""
    try:
        yield
    except Exception as error:
        if is_busy(error):
            raise ExcelBusy from error
        if is_gone(error):
            raise WorkbookGone from error
        raise


def is_busy(error: Exception) -> bool:
    if isinstance(error, ExcelBusy):
        return True
    return bool(_codes(error) & BUSY_CODES) or type(error).__name__ == "ExcelBusyError"


def is_gone(error: BaseException) -> bool:
    return bool(_codes(error) & GONE_CODES)


def _codes(error: BaseException) -> set[int | None]:
    """What COM says of an error, from the outside and from within."""
    details = getattr(error, "excepinfo", None) or (None,)
    return {getattr(error, "hresult", None), details[-1]}


def is_read_only(book_api: Any) -> bool:
    return bool(book_api.read_only.get() if _on_a_mac() else book_api.ReadOnly)


def is_saved_at_once(book_api: Any) -> bool:
    """Whether AutoSave is on; Excel before 2016 has none, and a Mac's dictionary does not tell."""
    try:
        return not _on_a_mac() and bool(book_api.AutoSaveOn)
    except Exception as error:
        if _codes(error) & (BUSY_CODES | GONE_CODES):
            raise
        return False


@contextmanager
def chart_sheets_hidden(book_api: Any) -> Iterator[None]:
    """xlwings knows work sheets only, so the sheets that hold nothing but a chart are hidden here; not on a
    Mac, whose dictionary has no name for them."""
    charts = [] if _on_a_mac() else [book_api.Charts(n) for n in range(1, book_api.Charts.Count + 1)]
    with ExitStack() as afterwards:
        for chart in charts:
            if chart.Visible == SHOWN:
                chart.Visible = HIDDEN
                afterwards.callback(setattr, chart, "Visible", SHOWN)
        yield


def is_structure_locked(book_api: Any) -> bool:
    return bool(book_api.protect_structure.get() if _on_a_mac() else book_api.ProtectStructure)


def is_shown(sheet: Any) -> bool:
    """Whether people see an xlwings sheet. Windows says -1 (shown), 0 (hidden) or 2 (very hidden), a Mac
    True or False."""
    return sheet.visible in (True, -1)


@contextmanager
def unprotected(sheet_api: Any, name: str, patient: Patient) -> Iterator[None]:
    """Lift a sheet's protection and put it back with the same terms. SheetLocked with a password."""
    terms = _protection(sheet_api)
    if terms is None:
        yield
        return
    _unprotect(sheet_api, name)
    try:
        yield
    finally:
        patient(partial(_protect, sheet_api, terms))


def _unprotect(sheet_api: Any, name: str) -> None:
    try:
        if _on_a_mac():
            sheet_api.unprotect(password=NO_PASSWORD)
        else:
            sheet_api.Unprotect(NO_PASSWORD)
    except Exception as error:
        if is_busy(error):
            raise
        raise SheetLocked(name) from error
    if _protection(sheet_api) is not None:
        raise SheetLocked(name)


def _protection(sheet_api: Any) -> tuple[bool, ...] | None:
    """How a sheet is protected, in the order of Worksheet.Protect's parameters after the password."""
    if _on_a_mac():
        if not sheet_api.protect_contents.get():
            return None
        terms = sheet_api.protection_object
        return (
            bool(sheet_api.protect_drawing_objects.get()),
            True,
            bool(sheet_api.protect_scenarios.get()),
            bool(sheet_api.protection_mode.get()),
            *(bool(getattr(terms, _mac_name(word)).get()) for word in ALLOWANCES),
        )
    if not sheet_api.ProtectContents:
        return None
    return (
        bool(sheet_api.ProtectDrawingObjects),
        True,
        bool(sheet_api.ProtectScenarios),
        bool(sheet_api.ProtectionMode),
        *(bool(getattr(sheet_api.Protection, word)) for word in ALLOWANCES),
    )


def _protect(sheet_api: Any, terms: tuple[bool, ...]) -> None:
    if not _on_a_mac():
        sheet_api.Protect(NO_PASSWORD, *terms)
        return
    words = ["drawing_objects", "worksheet_contents", "scenarios", "user_interface_only"]
    words += map(_mac_name, ALLOWANCES)
    sheet_api.protect_worksheet(password=NO_PASSWORD, **dict(zip(words, terms, strict=True)))


def _mac_name(word: str) -> str:
    """AllowFormattingCells -> allow_formatting_cells."""
    return "".join("_" + c.lower() if c.isupper() else c for c in word).lstrip("_")


@contextmanager
def shown(sheets: Iterable[Any]) -> Iterator[None]:
    """Those of the xlwings sheets that are hidden shown for a while. Excel does not hide the last sheet that
    is shown, and xlwings hides all others before it shows those that it prints."""
    with ExitStack() as afterwards:
        for sheet in sheets:
            if not is_shown(sheet):
                afterwards.callback(setattr, sheet, "visible", sheet.visible)
                sheet.visible = True
        yield


@contextmanager
def headed(sheets: Sequence[Any], heading: str) -> Iterator[None]:
    """The heading in the middle above each page of the xlwings sheets for a while; not on a Mac, whose
    dictionary has another page set-up that nobody has tried."""
    with ExitStack() as afterwards:
        for sheet in () if _on_a_mac() or not heading else sheets:
            with suppress(Exception):  # Excel has no page set-up where no printer is: then without a heading
                page, before = sheet.api.PageSetup, sheet.api.PageSetup.CenterHeader
                page.CenterHeader = HEADING + heading.replace("&", "&&")
                afterwards.callback(setattr, page, "CenterHeader", before)
        yield


def rows_hidden(area: Any) -> bool | None:
    """Whether the rows of an xlwings range are hidden; None when some are and some are not.

    On Windows Excel answers for the whole range at once, where xlwings would ask row by row.
    """
    if _on_a_mac():
        return area.rows.hidden  # type: ignore[no-any-return]
    hidden = area.api.EntireRow.Hidden
    return None if hidden is None else bool(hidden)


@contextmanager
def plain_writing(app: Any, patient: Patient) -> Iterator[None]:
    """No redrawing, events, recalculation or helping hands while many cells are written.

    The helping hands: a formula written into one cell of an empty table column would fill the
    column, and a value below a table would pull the table down.
    """
    wanted = [(app, "screen_updating", False), (app, "enable_events", False), (app, "calculation", "manual")]
    if not _on_a_mac():
        hands = app.api.AutoCorrect
        wanted += [(hands, "AutoFillFormulasInLists", False), (hands, "AutoExpandListRange", False)]
    with ExitStack() as afterwards:
        for owner, name, value in wanted:
            afterwards.callback(patient, partial(setattr, owner, name, getattr(owner, name)))
            setattr(owner, name, value)
        yield


def _on_a_mac() -> bool:
    return sys.platform == "darwin"
