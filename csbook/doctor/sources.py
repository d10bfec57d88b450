"""The macros in the workbook compared with those that the installed programs ship."""

from __future__ import annotations

import re

from csbook.doctor.case import BookFacts

VERSION = re.compile(r'XLWINGS_VERSION\s+As\s+String\s*=\s*"([^"]*)"', re.IGNORECASE)


def module_version(source: str) -> str:
    """The version that a module of xlwings says it is; "" for the stub and anything else."""
    found = VERSION.search(source)
    return found[1] if found else ""


def same_code(one: str, other: str) -> bool:
    """Whether two sources are the same to VBA, which sets blanks and capitals as it likes."""
    return squeezed(one) == squeezed(other)


def squeezed(source: str) -> str:
    return re.sub(r"\s+", "", source).casefold()


def module_is_changed(book: BookFacts) -> bool:
    """Whether the workbook's module `xlwings` says the installed version and is another text."""
    from csbook.template.vba import xlwings_file

    module, shipped = book.modules.get("xlwings", ""), xlwings_file("xlwings.bas")
    alike = module_version(module) == module_version(shipped) != ""
    return alike and not same_code(module, shipped)
