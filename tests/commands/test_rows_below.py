"""Rows that stand under a table do not count, and nobody has to find that out by the figures."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from csbook.books.file_book import FileBook
from csbook.problems import Severity
from csbook.schema.workbook import TABLES, sheet_title
from tests.commands.daily_shop import run_on
from tests.workbooks import rows

NEW = {"agent_id": "K99", "name": "新来的"}


def typed_below(path: Path, table: str, gap: int, values: dict[str, str]) -> int:
    """Type a row so many rows under a table's last one, as Excel leaves it where it extends no table."""
    place = FileBook(path).places()[table]
    workbook = openpyxl.load_workbook(path, keep_vba=True)
    for name, value in values.items():
        column = place.headers.index(TABLES[table][name].header("zh")) + place.first_column
        workbook[sheet_title(table, "zh")].cell(place.last_row + gap, column, value)
    workbook.save(path)
    workbook.vba_archive.close()  # else its end complains of itself
    return place.last_row + gap


@pytest.mark.parametrize("gap", [1, 4, 60])
def test_check_names_a_row_under_the_table_right_below_it_or_after_a_gap(shop: Path, gap: int) -> None:
    row = typed_below(shop, "Staff", gap, NEW)
    outcome = run_on(shop, "check")
    told = [p for p in outcome.problems if p.sheet == "员工" and p.row == row]
    assert [(p.found, p.severity) for p in told] == [("在表格下面", Severity.WARNING)]
    assert "拖动表格右下角" in told[0].expected
    assert "K99" not in set(rows(shop, "Staff")["agent_id"])


def test_a_command_that_reads_the_table_says_what_did_not_count(shop: Path) -> None:
    row = typed_below(shop, "Staff", 3, NEW)
    notes = run_on(shop, "update-followups").notes
    assert [note for note in notes if "没有计入" in note and f"“员工”表格下面的第 {row} 行" in note]


def test_a_remark_in_one_cell_under_a_table_is_no_row_of_it(shop: Path) -> None:
    typed_below(shop, "Staff", 2, {"name": "十一月起三个平台"})
    outcome = run_on(shop, "check")
    assert [p for p in outcome.problems if p.found == "在表格下面"] == []
