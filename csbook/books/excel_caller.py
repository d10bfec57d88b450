"""The workbook whose button was pressed, as xlwings' RunPython names it to the Python that it starts."""

from __future__ import annotations

import sys

import xlwings

from csbook.books.excel_native import busy_in_words
from csbook.problems import CsbookError, Words, WorkbookUnusable


class CallerMissing(WorkbookUnusable):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"找不到按下按钮的工作簿 {name}：它可能在“受保护的视图”里，或刚被关闭、改名。"
                "请点“启用编辑”，或重新打开它，再点一次。",
                f"The workbook whose button was pressed, {name}, is not found: it may be in Protected View, "
                "or was closed or renamed just now. Press Enable Editing or open it again, then try again.",
            )
        )


def calling_book() -> xlwings.Book:
    """On Windows the Excel window (`--hwnd`) says which Excel it is, where several have a workbook of this
    name; the name (`--wb`) may hold an equals sign, at which xlwings cuts it.

    Raises `CallerMissing`, `ExcelBusy`.
    """
    name = given("--wb")
    try:
        with busy_in_words():
            return found(name)
    except CsbookError:
        raise
    except Exception as error:  # whatever stands between us and Excel: Excel's own, xlwings', none at all
        raise CallerMissing(name) from error


def found(name: str) -> xlwings.Book:
    windows = getattr(xlwings, "_xlwindows", None)
    if windows is not None and name and not hasattr(xlwings.Book, "_mock_caller"):
        return xlwings.App(impl=windows.App(xl=int(given("--hwnd")))).books[name]
    return xlwings.books.active if "=" in name else xlwings.Book.caller()


def given(option: str) -> str:
    """What follows `option=` on the command line; nothing where it does not stand there."""
    found = next((word for word in sys.argv if word.startswith(option + "=")), "")
    return found.partition("=")[2].strip()
