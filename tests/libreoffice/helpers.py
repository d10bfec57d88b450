"""What other tests ask of LibreOffice: run a macro, calculate a workbook, convert it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlwings

from tests.libreoffice.office import Desktop, options, url
from tests.workbooks import untitled_copy

Reader = Callable[[str, str], Any]
EXPORTS = {"pdf": "calc_pdf_Export", "xlsx": "Calc MS Excel 2007 XML"}


def run_macro(book: xlwings.Book, name: str, *arguments: object) -> object:
    """Call a macro of the open workbook by its plain name, or as `Module.Name`; gives what it returns.

    LibreOffice swallows compile and run-time errors and returns None, so a test must look at what
    the macro did or returned.
    """
    document = book.impl.document
    full_name = name if "." in name else f"{_module_with(document, name)}.{name}"
    address = f"vnd.sun.star.script:VBAProject.{full_name}?language=Basic&location=document"
    script = document.getScriptProvider().getScript(address)
    return script.invoke(tuple(arguments), (), ())[0]


def press_on_ribbon(book: xlwings.Book, tag: str, callback: str = "csbook_Run") -> None:
    """Call the callback of a button of the ribbon as Excel does: with the control, whose `Tag` names the
    command. LibreOffice has no ribbon; a form's button has a tag too."""
    control = book.impl.document.createInstance("com.sun.star.form.component.CommandButton")
    control.Tag = tag
    run_macro(book, f"csbook.{callback}", control)


def _module_with(document: Any, name: str) -> str:
    modules = document.BasicLibraries.getByName("VBAProject")
    pattern = re.compile(rf"^\s*(?:Public\s+)?(?:Sub|Function)\s+{name}\b", re.I | re.M)
    for module in modules.ElementNames:
        if pattern.search(modules.getByName(module)):
            return str(module)
    raise KeyError(f"no module of the workbook holds a macro {name}")


@contextmanager
def calculated(office: Desktop, path: Path) -> Iterator[Reader]:
    """A reader (sheet, address) -> value of the workbook after everything in it was calculated anew.

    Numbers, dates included, come as float, an error as its text (`#DIV/0!`), an empty cell as "".
    """
    with TemporaryDirectory() as folder:
        document = office.open(untitled_copy(path, Path(folder)), ReadOnly=True)
        try:
            document.calculateAll()
            yield lambda sheet, address: _shown(document.Sheets.getByName(sheet).getCellRangeByName(address))
        finally:
            document.close(True)


def _shown(cell: Any) -> float | str:
    if cell.getError():
        return str(cell.String)
    is_number = cell.FormulaResultType2 == 1 if cell.Formula.startswith("=") else cell.Type.value == "VALUE"
    return float(cell.Value) if is_number else str(cell.String)


def convert(office: Desktop, path: Path, kind: str, folder: Path) -> Path:
    """Save a freshly calculated copy as `pdf` or `xlsx` in `folder`; gives its path."""
    document = office.open(path, ReadOnly=True)
    target = folder / f"{path.stem}.{kind}"
    try:
        document.calculateAll()
        document.storeToURL(url(target), options(FilterName=EXPORTS[kind]))
    finally:
        document.close(True)
    return target
