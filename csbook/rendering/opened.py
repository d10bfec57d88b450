"""The open workbook's sheets as a PDF: Excel prints them itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csbook.problems import CsbookError, Words
from csbook.rendering.refusals import NotRendered

Printer = Callable[[Sequence[str]], bytes]
"""Titles of sheets -> their PDF."""


def in_words(printer: Printer) -> Printer:
    """The same, raising `NotRendered` where Excel refuses: without a printer driver it exports nothing."""

    def printed(titles: Sequence[str]) -> bytes:
        try:
            return printer(titles)
        except CsbookError:
            raise
        except Exception as error:  # whatever COM or AppleScript says
            why = Words(
                "它拒绝打印（请看这台电脑有没有装打印机，没有就添加“Microsoft Print to PDF”）",
                "it refused to print (see whether a printer is installed, if only 'Microsoft Print to PDF')",
            )
            raise NotRendered("Excel", why) from error

    return printed
