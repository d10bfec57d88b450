"""`check` tells a formula that somebody typed over or changed, and no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from csbook.books.book import Formula
from csbook.books.excel_book import ExcelBook
from csbook.books.file_book import FileBook
from csbook.books.formula_problems import BY_HAND, changed_formulas, formula_problems
from csbook.books.frames import read_table
from csbook.books.same_formula import comparable, refers_to_cells
from csbook.schema.columns import Formula as FormulaColumn
from csbook.schema.formulas import formula_text
from csbook.schema.workbook import TABLES
from tests.open_shop import Opener
from tests.workbooks import put, type_rows

OURS = 'IF(Scores[[#This Row],[自评]]="",0.3,SUM(Settings[取值])+Scores[[#This Row],[30 秒应答%]])'
PRESENT = [
    t for t in TABLES.values() if any(isinstance(c, FormulaColumn) for c in t.columns) and t.name != "Roster"
]


@pytest.mark.parametrize(
    "text",
    [
        f"={OURS}",
        OURS.replace("#This Row", "#This Row").replace("],[", "], ["),
        'if( [@自评]="", 0.30, sum( Settings[取值] ) + [@[30 秒应答%]] )',
        'IF(Scores[@自评]="";0.3;SUM(Settings[[#Data],[取值]])+Scores[@[30 秒应答%]])',
        '_xlfn.IF(@[@自评]="",0.3,_xlfn._xlws.SUM(Settings[取值])+[@[30 秒应答%]])',
    ],
)
def test_one_formula_is_written_in_several_ways(text: str) -> None:
    assert comparable(text, "Scores") == comparable(OURS, "Scores")


@pytest.mark.parametrize(
    "text",
    [
        OURS.replace("0.3", "0.4"),
        OURS.replace('""', '" "'),
        OURS.replace("自评", "主管评分"),
        OURS.replace("Scores[[#This Row],[自评]]", "Scores[自评]"),
        OURS.replace("Settings", "Shifts"),
        OURS + "+5",
        "88",
    ],
)
def test_another_formula_is_not_taken_for_it(text: str) -> None:
    assert comparable(text, "Scores") != comparable(OURS, "Scores")


def test_none_of_our_formulas_names_cells() -> None:
    for table in TABLES.values():
        for column in table.columns:
            if isinstance(column, FormulaColumn):
                text = comparable(formula_text(table, column, "en"), table.name)
                assert not refers_to_cells(text), (table.name, column.name)
    assert refers_to_cells("SUM($B$7,2)")
    assert not refers_to_cells('LOG10(2)+SCORES[@B7]+"B7"')


def test_a_column_that_a_program_saved_with_cells_is_not_told_but_what_a_person_changed_is() -> None:
    def told(*texts: str | None) -> set[str]:
        return changed_formulas(texts, OURS, "Scores")

    assert told(OURS, OURS.lower().replace("自评", "自评"), None) == set()
    assert told(OURS, "A5+1") == {"A5+1"}
    assert told("A5+1", "A6+1", "88") == {"88"}
    assert told(*(f"{n}" for n in range(BY_HAND + 1))) == set()


def spoilt(path: Path) -> Path:
    """Three rows of 考核评分: as they should be, one total changed, one manager's score typed over."""
    type_rows(path, "Scores", [{"month": "2026-11", "agent_id": f"K0{n}"} for n in (1, 2, 3)])
    place = FileBook(path).places()["Scores"]
    headers, table = place.headers, TABLES["Scores"]
    for offset in range(3):
        for column in table.columns:
            if isinstance(column, FormulaColumn):
                put(path, "Scores", offset, column.name, Formula(formula_text(table, column, "zh"), None))
    weighted = formula_text(table, table["weighted"], "zh")  # type: ignore[arg-type]
    put(path, "Scores", 1, "weighted", Formula(weighted.replace("ROUND(ROUND(", "ROUND(ROUND(1+", 1), None))
    put(path, "Scores", 2, "manager_score", 95.0)
    assert headers
    return path


def test_both_books_tell_the_changed_and_the_overwritten_cell(shop: Path, open_shop: Opener) -> None:
    spoilt(shop)
    closed = FileBook(Path(shutil.copy(shop, shop.with_name("另一份.xlsm"))))
    opened = ExcelBook(open_shop(shop))
    for book in (closed, opened):
        found = [
            (p.table, p.column, p.row)
            for table in PRESENT
            for p in formula_problems(book, read_table(book, table, "zh"), "zh")
        ]
        first = closed.places()["Scores"].first_row
        assert found == [("Scores", "manager_score", first + 2), ("Scores", "weighted", first + 1)]
