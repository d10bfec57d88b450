"""Frames of the schema go into a workbook and come back the same."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from csbook.books.book import CellError
from csbook.books.file_book import FileBook
from csbook.books.frames import key_of, read_table
from csbook.books.plan import TYPED, plan_write
from csbook.problems import HeaderMissing, Language, SheetMissing, TableMissing, Words
from csbook.schema.columns import Any, Filler, Formula
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES
from tests.strategies import frames
from tests.workbooks import edit_parts, part_with, put, read, sheet_part, type_rows

ROUND_TRIPPED = [
    t for t in TABLES.values() if not t.appended and not any(isinstance(c, Any) for c in t.columns)
]
AT_ONCE = 4
GROUPS = [
    pytest.param(group, id="+".join(t.name for t in group))
    for group in (ROUND_TRIPPED[n : n + AT_ONCE] for n in range(0, len(ROUND_TRIPPED), AT_ONCE))
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("tables", GROUPS)
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_what_is_written_into_tables_is_read_back(
    tables: list[Table], language: Language, data: st.DataObject,
    small_shop_originals: Callable[[str], Path], tmp_path: Path,
) -> None:  # fmt: skip
    """Some tables in one go, since a workbook takes far longer to open than a table to read."""
    wanted = {table.name: data.draw(frames(table), label=table.name) for table in tables}
    path = Path(shutil.copy(small_shop_originals(language), tmp_path / "book.xlsm"))
    book = FileBook(path)
    before = [read_table(book, table, language) for table in tables]
    everybody = frozenset(Filler)
    plans = [plan_write(read, wanted[read.table.name], language, fillers=everybody) for read in before]
    book.apply([plan.write for plan in plans])
    written = FileBook(path)
    for table in tables:
        rows = wanted[table.name]
        found = read_table(written, table, language).frame[list(rows.columns)]
        if table.key:  # beside the default rows
            found = found.set_axis(key_of(found, table.key)).loc[key_of(rows, table.key)]
        pd.testing.assert_frame_equal(found.reset_index(drop=True), rows, check_exact=False, obj=table.name)


def test_text_that_looks_like_a_formula_number_or_date_stays_text(shop: Path) -> None:
    names = ["=1+1", "+86 138", "-5", "@anna", "00123", "1-2", "1E5", "TRUE", "13800138000"]
    type_rows(
        shop, "Customers", [{"platform": "jd", "account": f"a{n}", "name": t} for n, t in enumerate(names)]
    )
    assert read(shop, "Customers").frame["name"].tolist() == names


def test_rows_are_numbered_as_excel_shows_them_and_blank_rows_are_left_out(shop: Path) -> None:
    first = FileBook(shop).places()["Requests"].first_row
    for offset in (0, 3):
        put(shop, "Requests", offset, "reason", "家里有事")
    found = read(shop, "Requests")
    assert found.frame.index.tolist() == [first, first + 3]
    assert found.blank_rows == [first + 1, first + 2]


def test_blank_rows_are_filled_before_the_table_grows(shop: Path) -> None:
    for offset in (0, 3):
        put(shop, "Quality", offset, "note", "好")
    before = FileBook(shop).places()["Quality"]
    type_rows(
        shop,
        "Quality",
        [
            {"date": dt.datetime(2026, 11, d), "agent_id": "K01", "method": "mystery", "step": "closing"}
            for d in (1, 2, 3)
        ],
    )
    assert FileBook(shop).places()["Quality"].last_row == before.last_row + 1
    found = read(shop, "Quality").frame
    assert found["agent_id"].fillna("").tolist() == ["", "K01", "K01", "", "K01"]


def test_an_error_value_is_read_as_one_and_named(shop: Path) -> None:
    row, _ = put(shop, "Staff", 0, "contract_hours", CellError("#DIV/0!"))
    found = read(shop, "Staff")
    assert [(p.row, p.column, p.found) for p in found.problems] == [(row, "contract_hours", "#DIV/0!")]
    assert pd.isna(found.frame.loc[row, "contract_hours"])


def test_a_required_cell_left_empty_is_named(shop: Path) -> None:
    row, _ = put(shop, "Staff", 2, "group", None)
    assert [(p.row, p.column, p.found) for p in read(shop, "Staff").problems] == [(row, "group", "")]


def test_of_a_required_cell_is_said_that_it_must_be_filled_rather_than_how_long_a_text_may_be(
    shop: Path,
) -> None:
    put(shop, "Staff", 2, "group", None)
    put(shop, "AfterSales", 0, "opened", dt.datetime(2026, 11, 20, 10))
    assert read(shop, "Staff").problems[0].expected == Words("必填", "filled in")
    kind = next(p for p in read(shop, "AfterSales").problems if p.column == "kind").expected
    assert kind.zh.startswith("必填，从列表中选择：")
    assert kind.en.startswith("filled in, one of: ")


def test_a_key_that_stands_twice_names_the_first_row(shop: Path) -> None:
    row, _ = put(shop, "Staff", 2, "agent_id", "K01")
    problem = read(shop, "Staff").problems[0]
    assert (problem.row, problem.column, problem.found) == (row, "agent_id", "K01")
    assert str(row - 2) in problem.expected.zh


@pytest.mark.parametrize(("language", "wish"), [("zh", "想休"), ("en", "wish for a day off")])
def test_a_key_that_stands_twice_is_shown_as_its_cells_show_it(
    small_shop_originals: Callable[[Language], Path], tmp_path: Path, language: Language, wish: str
) -> None:
    path = Path(shutil.copy(small_shop_originals(language), tmp_path / "shop.xlsm"))
    for offset in (0, 1):
        for name, value in (("agent_id", "K01"), ("kind", wish), ("from_date", dt.date(2026, 11, 5))):
            row, _ = put(path, "Requests", offset, name, value, language)
    problems = read_table(FileBook(path), TABLES["Requests"], language).problems
    assert [(p.row, p.column, p.found) for p in problems] == [(row, "agent_id", f"K01 / {wish} / 2026-11-05")]


def test_a_cell_that_did_not_fit_is_kept_as_it_was_in_a_plan(shop: Path) -> None:
    """Undo must be able to put back even what csbook could not read."""
    row, _ = put(shop, "FollowUps", 0, "follow_up_id", "F1")
    put(shop, "FollowUps", 0, "days_late", "很久")
    before = read(shop, "FollowUps")
    plan = plan_write(before, before.frame.assign(days_late=2.5), "zh")
    assert [(c.row, c.column, c.before, c.after) for c in plan.changes] == [(row, "days_late", "很久", 2.5)]


def test_a_plan_for_what_is_already_there_is_empty(shop: Path) -> None:
    for table in TABLES.values():
        before = read(shop, table.name)
        assert plan_write(before, before.frame, "zh").is_empty or table.appended, table.name


def test_a_row_without_a_key_is_matched_by_its_place(shop: Path) -> None:
    row, _ = put(shop, "FollowUps", 0, "note", "客户要求周五再打")
    before = read(shop, "FollowUps")
    plan = plan_write(before, before.frame.assign(follow_up_id="F000001"), "zh")
    assert [(c.row, c.column) for c in plan.changes] == [(row, "follow_up_id")]
    assert plan.rows_added == 0


def test_people_s_columns_change_only_when_people_s_rows_are_loaded(shop: Path) -> None:
    before = read(shop, "Staff")
    wanted = before.frame.assign(note="新备注")
    assert plan_write(before, wanted, "zh").is_empty
    assert len(plan_write(before, wanted, "zh", fillers=TYPED).changes) == 3


def test_a_formula_column_is_written_with_formula_and_value(shop: Path) -> None:
    formulas = {t.name: [c.name for c in t.columns if isinstance(c, Formula)] for t in TABLES.values()}
    assert {"weighted", "rank", "bonus", "deduction"} <= {*formulas["Scores"]}
    index = pd.RangeIndex(1)
    row = {"month": ["2026-11"], "agent_id": ["K01"], "weighted": [88.8]}
    before = read(shop, "Scores")
    book = FileBook(shop)
    book.apply([plan_write(before, pd.DataFrame(row, index=index), "zh").write])
    found = read(shop, "Scores")
    assert found.frame["weighted"].tolist() == [88.8]
    texts = FileBook(shop).formulas(found.place)
    assert texts[int(found.frame.index[0]), found.at["weighted"]].startswith(
        "IF(OR(Scores[[#This Row],[自评]]"
    )


def test_a_renamed_sheet_a_missing_table_and_a_renamed_header_are_told_apart(
    shop: Path, tmp_path: Path
) -> None:
    renamed = Path(shutil.copy(shop, tmp_path / "a.xlsm"))
    edit_parts(renamed, {"xl/workbook.xml": ('name="员工"', 'name="员工2"')})
    with pytest.raises(SheetMissing, match="员工"):
        read(renamed, "Staff")
    lost = Path(shutil.copy(shop, tmp_path / "b.xlsm"))
    part = part_with(lost, 'displayName="Staff"', "xl/tables/")
    edit_parts(lost, {part: ('displayName="Staff"', 'displayName="People"')})
    with pytest.raises(TableMissing, match="Staff"):
        read(lost, "Staff")
    book = FileBook(shop)
    place = book.places()["Staff"]
    header = shop.with_name("c.xlsm")
    shutil.copy(shop, header)
    edit_parts(header, {part_with(header, "<t>平台组</t>"): ("<t>平台组</t>", "<t>小组</t>")})
    with pytest.raises(HeaderMissing, match=f"row {place.header_row}"):
        read(header, "Staff")


def test_merged_cells_in_a_table_are_named(shop: Path) -> None:
    row = FileBook(shop).places()["Staff"].first_row
    merge = f'</sheetData><mergeCells count="1"><mergeCell ref="B{row}:C{row + 1}"/></mergeCells>'
    edit_parts(shop, {sheet_part(shop, "员工"): ("</sheetData>", merge)})
    problems = read(shop, "Staff").problems
    assert [(p.row, p.column, p.found) for p in problems] == [(row, "name", f"B{row}:C{row + 1}")]
