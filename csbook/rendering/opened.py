"""The open workbook's sheets as a PDF: Excel prints them itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from csbook.problems import CsbookError, Words
from csbook.rendering.refusals import NotRendered

if TYPE_CHECKING:  # it brings all that closed files need, and every click comes by here
    from csbook.rendering.paper import Page

Printer = Callable[[Sequence[str], "Page"], bytes]
"""Titles of sheets and what is particular on their pages -> their PDF."""


def in_words(printer: Callable[[Sequence[str], str], bytes]) -> Printer:
    """Of a printer that takes the heading alone: the same, raising `NotRendered` where Excel refuses: without
    a printer driver it exports nothing."""

    def printed(titles: Sequence[str], page: Page) -> bytes:
        try:
            return printer(titles, page.heading)
        except CsbookError:
            raise
        except Exception as error:  # whatever COM or AppleScript says
            why = Words(
                "它拒绝打印（请看这台电脑有没有装打印机，没有就添加“Microsoft Print to PDF”）",
                "it refused to print (see whether a printer is installed, if only 'Microsoft Print to PDF')",
            )
            raise NotRendered("Excel", why) from error

    return printed
