"""The workbook that is open in WPS Spreadsheets, for `csbook run NAME [BOOK] --live wps`.

WPS answers to Excel's object model under names of its own, so xlwings' Windows part is handed the running WPS
in Excel's place and everything goes the way of `csbook.books.excel_book`. **Not tried on a real WPS**: a
stand-in for its COM object is all that the tests have. Imported only when asked for.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import xlwings

from csbook.problems import Words, WorkbookUnusable, WrongUse

PROGRAM_IDS: Final = ("Ket.Application", "et.Application")
"""What WPS registers itself as: today's name, and that of older versions."""


class NotHere(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "--live wps 只能在装有 WPS 的 Windows 上用。请关闭工作簿，去掉 --live 再运行。",
                "--live wps works on Windows with WPS only. Close the workbook and run without --live.",
            )
        )


class WpsNotFound(WorkbookUnusable):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "没有找到正在运行的 WPS 表格。请先在 WPS 里打开工作簿；或关闭它，去掉 --live 再运行。",
                "No running WPS Spreadsheets is found. Open the workbook in WPS first; or close it and run "
                "without --live.",
            )
        )


class NotOpenInWps(WorkbookUnusable):
    def __init__(self, name: str | None) -> None:
        zh, en = (f"WPS 里没有打开 {name}", f"{name} is not open in WPS")
        if name is None:
            zh, en = "WPS 里没有打开的工作簿", "No workbook is open in WPS"
        super().__init__(Words(f"{zh}。请先打开它。", f"{en}. Open it first."))


def live_book(name: str | None) -> xlwings.Book:
    """The workbook of this name that is open in WPS; the one in front without a name.

    Raises `NotHere`, `WpsNotFound`, `NotOpenInWps`.
    """
    program = running_wps()
    windows = windows_part_of_xlwings()
    try:
        app = xlwings.App(impl=windows.App(xl=windows.COMRetryObjectWrapper(program)))
        return app.books[Path(name).name] if name else app.books.active
    except Exception as error:  # whatever WPS answers where Excel would say that there is none
        raise NotOpenInWps(name) from error


def running_wps() -> Any:
    """WPS' own COM object. Raises `NotHere`, `WpsNotFound`."""
    try:
        client = import_module("win32com.client")
    except ImportError:
        raise NotHere from None
    for program_id in PROGRAM_IDS:
        with suppress(Exception):  # not registered, or not running: COM words it in many ways
            return client.GetActiveObject(program_id)
    raise WpsNotFound


def windows_part_of_xlwings() -> Any:
    """Raises `NotHere` where xlwings loads none."""
    windows = getattr(xlwings, "_xlwindows", None)
    if windows is None:
        raise NotHere
    return windows
