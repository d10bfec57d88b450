"""Excel on a computer without LibreOffice: it opens a copy by itself, out of sight, and ends again.

UNTESTED on a real Excel: docs/windows-checklist.md has the check. The tests run it against a stand-in.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from csbook.problems import Words
from csbook.rendering.refusals import NotRendered

NAME: Final = "Excel"
ON_A_MAC: Final = "Applications/Microsoft Excel.app"
NO_MACROS: Final = 3  # msoAutomationSecurityForceDisable


def is_installed() -> bool:
    if sys.platform == "win32":
        import winreg

        try:
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, r"Excel.Application\CLSID"))
        except OSError:
            return False
        return True
    return sys.platform == "darwin" and any((Path(p) / ON_A_MAC).is_dir() for p in ("/", Path.home()))


def to_pdf(copy: Path, target: Path) -> None:
    """Print the visible sheets of a copy to a PDF. Raises `NotRendered`."""
    import xlwings

    from csbook.books.excel_book import spare_other_excels

    spare_other_excels()
    try:
        app = xlwings.App(visible=False, add_book=False)
    except Exception as error:  # whatever COM or AppleScript says
        raise NotRendered(NAME, Words("它没有启动", "it did not start")) from error
    try:
        print_copy(app, copy, target)
    except Exception as error:
        raise NotRendered(NAME, Words("它拒绝打印", "it refused to print")) from error
    finally:
        with suppress(Exception):  # what is said above counts more
            app.quit()  # ours alone: no workbook of the person is open in it
    if not target.is_file():
        raise NotRendered(NAME, Words("没有生成文件", "there is no file"))


def print_copy(app: Any, copy: Path, target: Path) -> None:
    app.display_alerts = False
    if sys.platform == "win32":
        app.api.AutomationSecurity = NO_MACROS
    book = app.books.open(str(copy), update_links=False, read_only=True)
    app.calculate()
    book.to_pdf(str(target))
