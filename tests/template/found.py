"""A built workbook as openpyxl sees it, which had no part in writing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from csbook.problems import Language
from csbook.schema.table import Table
from csbook.schema.workbook import WORKBOOK


class Found:
    """A workbook with its tables' places, as openpyxl sees them."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)

    def sheet(self, table: Table, language: Language) -> Any:
        return self.book[WORKBOOK.sheet_of[table.name].title(language)]

    def place(self, table: Table, language: Language) -> tuple[int, int, int, int]:
        """First column, header row, last column, last row."""
        return range_boundaries(self.sheet(table, language).tables[table.name].ref)

    def letter(self, table: Table, name: str, language: Language) -> str:
        return get_column_letter(self.place(table, language)[0] + table.names.index(name))

    def rule(self, table: Table, name: str, language: Language) -> Any:
        """The data validation of a column's first body cell."""
        row = self.place(table, language)[1] + 1
        cell = f"{self.letter(table, name, language)}{row}"
        rules = self.sheet(table, language).data_validations.dataValidation
        (found,) = [rule for rule in rules if cell in rule.sqref]
        return found

    def named(self, name: str) -> list[str]:
        """The texts of the cells that a defined name stands for."""
        sheet, cells = self.book.defined_names[name].value.split("!")
        return [row[0].value for row in self.book[sheet][cells.replace("$", "")]]
