"""`upgrade`: what is missing comes back as a new workbook has it, and nothing else changes."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.saving import side_folder
from csbook.books.table_growth import CellsRight
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.problems import HeaderMissing, Language, NewerVersion, NotAWorkbook, OlderVersion, SheetMissing
from csbook.schema.workbook import SCHEMA_VERSION, TABLES, sheet_title
from csbook.upgrading import TableElsewhere, upgrade
from tests.books.made_files import change, members, packed
from tests.commands.conftest import Cut
from tests.commands.older_workbooks import (
    NOW,
    WORKBOOK,
    cut_columns,
    cut_sheet,
    cut_table,
    delete_column,
    header,
    older,
    relabel,
    table_part,
    upgraded,
    with_cell,
)
from tests.validating import findings
from tests.workbooks import PEOPLE, edit_parts, every_table, rows, sheet_part, type_rows

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
Copy = Callable[[Language], Path]
MuchCut = Callable[[Language], Cut]


@both_languages
def test_all_that_an_earlier_version_lacks_is_added(
    copy: Copy, much_cut: MuchCut, language: Language
) -> None:
    _, path, outcome = much_cut(language)
    book = FileBook(path)
    assert outcome.exit_code == 0
    assert book.sheets() == FileBook(copy(language)).sheets()
    assert book.properties["csbook.schema"] == str(SCHEMA_VERSION)
    for table in TABLES.values():
        assert not read_table(book, table, language).problems
    assert outcome.details == {
        "sheets": [sheet_title(t, language) for t in ("Panel", "Quality", "Measures", "Journal")],
        "rows": {},
        "tables": ["Cover", "RosterBase"],
        "columns": {
            "Roster": [header("Roster", c, language) for c in TABLES["Roster"].names[-3:]],
            "DailyLog": [header("DailyLog", "note", language)],
            "FollowUps": [header("FollowUps", "action", language)],
            "Scores": [header("Scores", c, language) for c in TABLES["Scores"].names[-2:]],
        },
    }


@both_languages
def test_an_upgraded_workbook_is_valid(much_cut: MuchCut, language: Language) -> None:
    _, path, _ = much_cut(language)
    assert findings(path) == []
    openpyxl.load_workbook(path)


def test_ids_are_not_given_twice(much_cut: MuchCut) -> None:
    """Excel repairs a workbook where two tables, sheets or columns of a table share an id."""
    parts = members(much_cut("zh")[1].read_bytes())
    trees = [etree.fromstring(data) for name, data in parts.items() if name.startswith("xl/tables/")]
    sheets = etree.fromstring(parts[WORKBOOK]).iterfind("{*}sheets/{*}sheet")
    assert len(trees) == len(TABLES)
    for ids in (
        [tree.get("id") for tree in trees],
        [sheet.get("sheetId") for sheet in sheets],
        *([column.get("id") for column in tree.iterfind("{*}tableColumns/{*}tableColumn")] for tree in trees),
    ):
        assert len(set(ids)) == len(ids)


def test_the_outcome_counts_and_names_what_was_added(shop: Path) -> None:
    cut_sheet(shop, "质检")
    cut_sheet(shop, "月报")
    cut_columns(shop, "Pay", 2)
    cut_columns(shop, "DailyLog")
    told = upgraded(shop)
    last = "".join(f"“{header('Pay', name)}”" for name in TABLES["Pay"].names[-2:])
    assert (
        told.headline
        == f"已补上 2 个工作表、3 列：质检、月报；客服日报的“备注”；{TABLES['Pay'].title.zh}的{last}。"
    )
    assert len(told.notes) == 1


def test_one_sheet_is_named_in_the_singular(english_shop: Path) -> None:
    cut_sheet(english_shop, "Quality")
    assert upgraded(english_shop).headline == "Added 1 sheet: Quality."


def test_the_journal_tells_of_it(shop: Path) -> None:
    cut_sheet(shop, "操作记录")
    outcome = upgraded(shop)
    (entry,) = rows(shop, "Journal").to_dict("records")
    assert (entry["at"], entry["user"], entry["command"], entry["outcome"]) == (NOW, "IT", "upgrade", "done")
    assert entry["message"] == outcome.headline


@both_languages
def test_a_complete_workbook_stays_as_it_is(copy: Copy, language: Language) -> None:
    path = copy(language)
    before = path.read_bytes()
    outcome = upgraded(path)
    assert path.read_bytes() == before
    assert (outcome.exit_code, outcome.details["sheets"], outcome.details["columns"]) == (0, [], {})


@both_languages
def test_a_second_upgrade_changes_nothing(much_cut: MuchCut, tmp_path: Path, language: Language) -> None:
    path = Path(shutil.copy(much_cut(language)[1], tmp_path))
    once = path.read_bytes()
    upgraded(path)
    assert path.read_bytes() == once


def test_a_column_deleted_in_the_middle_comes_back_at_the_right_end(shop: Path) -> None:
    type_rows(shop, "AfterSales", [{"order_id": "77", "kind": "return", "note": "急"}])
    before = rows(shop, "AfterSales")
    delete_column(shop, "AfterSales", header("AfterSales", "kind"))
    upgraded(shop)
    place = FileBook(shop).places()["AfterSales"]
    assert place.headers[-1] == header("AfterSales", "kind")
    after = rows(shop, "AfterSales")
    assert after["kind"].isna().all()
    assert after.drop(columns="kind").to_csv() == before.drop(columns="kind").to_csv()
    type_rows(shop, "AfterSales", [{"order_id": "78", "kind": "return"}])
    assert rows(shop, "AfterSales")["kind"].fillna("").tolist() == ["", "return"]


def upgraded_beside_its_copies(path: Path) -> Outcome:
    return upgrade(FileBook(path), now=NOW, user="IT", store=SnapshotStore.beside(path))


def test_a_backup_that_has_a_deleted_column_is_kept_and_named_before_the_save_replaces_it(shop: Path) -> None:
    type_rows(shop, "AfterSales", [{"order_id": "77", "kind": "return"}])
    folder = side_folder(shop)
    type_rows(shop, "AfterSales", [{"order_id": "77", "note": "急"}])  # its backup has the row above
    delete_column(shop, "AfterSales", header("AfterSales", "kind"))
    outcome = upgraded_beside_its_copies(shop)
    kept = folder / "before-upgrade.xlsm"
    assert f"误删的列，数据还在升级前的备份里：{kept}。打开它，按编号对着抄回来。" in outcome.notes
    assert rows(kept, "AfterSales")["kind"].tolist() == ["return"]
    assert rows(folder / "backup.xlsm", "Journal").empty, "the usual backup is of the save itself"
    delete_column(shop, "AfterSales", header("AfterSales", "kind"))
    again = upgraded_beside_its_copies(shop)
    assert any(str(kept) in note for note in again.notes), "it stays until there is another"
    SnapshotStore.beside(shop).clear("purge", NOW)
    assert not kept.exists()


def test_where_no_backup_has_a_deleted_column_it_says_so(shop: Path) -> None:
    delete_column(shop, "AfterSales", header("AfterSales", "kind"))
    outcome = upgraded_beside_its_copies(shop)
    assert any("备份没有这些列" in note for note in outcome.notes)
    assert not any(path.stem == "before-upgrade" for path in side_folder(shop).iterdir())
    cut_columns(shop, "DailyLog")
    older(shop)
    assert not any("备份没有这些列" in note for note in upgraded_beside_its_copies(shop).notes)


def test_a_backup_that_has_the_rows_of_a_deleted_sheet_is_kept_and_named(shop: Path) -> None:
    type_rows(shop, "Quality", [{"agent_id": PEOPLE[0][0], "date": NOW, "method": "mystery", "score": 80}])
    folder = side_folder(shop)
    type_rows(shop, "AfterSales", [{"order_id": "77", "note": "急"}])  # its backup has the row above
    cut_sheet(shop, "质检")
    outcome = upgraded_beside_its_copies(shop)
    kept = folder / "before-upgrade.xlsm"
    (note,) = (note for note in outcome.notes if str(kept) in note)
    assert note.startswith(f"误删的行还在备份里：质检 1 行，在 {kept}。打开它，把这些行复制过来")
    assert len(rows(kept, "Quality")) == 1
    assert rows(shop, "Quality").empty


def test_what_an_earlier_upgrade_kept_is_not_replaced_by_a_later_one(shop: Path) -> None:
    type_rows(shop, "Quality", [{"agent_id": PEOPLE[0][0], "date": NOW, "method": "mystery", "score": 80}])
    type_rows(shop, "AfterSales", [{"order_id": "77", "kind": "return"}])
    cut_sheet(shop, "质检")
    upgraded_beside_its_copies(shop)
    type_rows(shop, "AfterSales", [{"order_id": "78", "kind": "return"}])
    cut_sheet(shop, sheet_title("AfterSales", "zh"))
    outcome = upgraded_beside_its_copies(shop)
    first, second = (side_folder(shop) / f"before-upgrade{number}.xlsm" for number in ("", "-2"))
    assert any("售后登记 1 行" in note and str(second) in note for note in outcome.notes)
    assert (len(rows(first, "Quality")), len(rows(second, "AfterSales"))) == (1, 1)
    SnapshotStore.beside(shop).clear("purge", NOW)
    assert not first.exists()
    assert not second.exists()


def test_a_save_after_a_sheet_was_deleted_is_not_the_end_of_its_rows(shop: Path) -> None:
    """A command that does not need the sheet works on and saves; the backup before it still has the rows."""
    type_rows(shop, "Quality", [{"agent_id": PEOPLE[0][0], "date": NOW, "method": "mystery", "score": 80}])
    type_rows(shop, "AfterSales", [{"order_id": "77", "note": "急"}])
    cut_sheet(shop, "质检")
    for note in ("一", "二"):
        type_rows(shop, "AfterSales", [{"order_id": "77", "note": note}])
    kept = side_folder(shop) / "before-deletion.xlsm"
    outcome = upgraded_beside_its_copies(shop)
    assert any(f"质检 1 行，在 {kept}。" in note for note in outcome.notes)
    assert len(rows(kept, "Quality")) == 1
    copies = [path.name for path in side_folder(shop).glob("before-*")]
    assert copies == [kept.name], "one copy is enough"
    SnapshotStore.beside(shop).clear("purge", NOW)
    assert not kept.exists()


def test_what_is_to_be_forgotten_is_kept_under_no_name(shop: Path) -> None:
    type_rows(shop, "Customers", [{"platform": "tmall", "account": "小明"}])
    type_rows(shop, "AfterSales", [{"order_id": "77", "note": "急"}])
    cut_sheet(shop, "质检")
    book = FileBook(shop)
    book.replace(book.content.raw, forget=True)
    assert list(side_folder(shop).glob("before-*")) == []


def test_where_no_backup_has_a_deleted_sheet_it_says_so(shop: Path) -> None:
    cut_sheet(shop, "质检")
    assert any("备份也没有" in note and "质检" in note for note in upgraded_beside_its_copies(shop).notes)
    cut_sheet(shop, "今日待办")
    assert not any("备份" in note for note in upgraded_beside_its_copies(shop).notes), "the next run fills it"
    cut_sheet(shop, "质检")
    assert not any("备份" in note for note in upgraded_beside_its_copies(shop).notes), (
        "its backup has no rows"
    )


def test_day_columns_at_the_right_end_are_told_of(shop: Path) -> None:
    delete_column(shop, "Roster", "5")
    assert len(upgraded(shop).notes) == 2


def test_what_people_typed_and_added_stays(shop: Path) -> None:
    type_rows(
        shop, "Requests", [{"agent_id": PEOPLE[0][0], "kind": "leave", "from_date": dt.datetime(2026, 11, 9)}]
    )
    with_cell(shop, "客服日报", "A40", "勿动")
    change(
        shop,
        {
            WORKBOOK: lambda b: b.replace(
                b"<definedNames>", b'<definedNames><definedName name="my">42</definedName>'
            )
        },
    )
    before = every_table(shop, but=("Journal", "Quality", "DailyLog", "Cover"))
    cut_sheet(shop, "质检")
    cut_columns(shop, "DailyLog")
    cut_table(shop, "Cover")
    upgraded(shop)
    assert every_table(shop, but=("Journal", "Quality", "DailyLog", "Cover")) == before
    book = openpyxl.load_workbook(shop)
    assert book["客服日报"]["A40"].value == "勿动"
    assert book.defined_names["my"].attr_text == "42"


def test_other_parts_keep_their_bytes(shop: Path) -> None:
    cut_columns(shop, "DailyLog")
    before = packed(shop.read_bytes())
    old = members(shop.read_bytes())
    touched = {
        sheet_part(shop, "客服日报"),
        sheet_part(shop, "操作记录"),
        table_part(old, "DailyLog"),
        table_part(old, "Journal"),
        "xl/sharedStrings.xml",
        WORKBOOK,
    }
    upgraded(shop)
    after = packed(shop.read_bytes())
    assert {name for name in before if before[name] != after.get(name)} <= touched
    assert after.keys() == before.keys()


def test_a_column_of_ones_own_is_not_in_the_way(shop: Path) -> None:
    """A person's column stands at the right end; what is missing goes behind it."""
    edit_parts(
        shop, {table_part(members(shop.read_bytes()), "Quality"): (header("Quality", "note"), "我的列")}
    )
    place = FileBook(shop).places()["Quality"]
    address = openpyxl.utils.get_column_letter(place.last_column) + str(place.header_row)
    relabel(shop, "质检", address, "我的列")
    upgraded(shop)
    assert FileBook(shop).places()["Quality"].headers[-2:] == ("我的列", header("Quality", "note"))


def test_cells_right_of_a_table_are_not_overwritten(shop: Path) -> None:
    cut_columns(shop, "DailyLog")
    with_cell(shop, "客服日报", "AG6", "电话 123")
    before = shop.read_bytes()
    with pytest.raises(CellsRight) as error:
        upgraded(shop)
    assert error.value.exit_code == 3
    assert "客服日报" in error.value.words.zh
    assert "AG6" in error.value.words.zh
    assert shop.read_bytes() == before


def test_cells_right_of_a_table_but_below_it_are_not_in_the_way(shop: Path) -> None:
    cut_columns(shop, "DailyLog")
    with_cell(shop, "客服日报", "AG9", "电话 123")
    upgraded(shop)
    assert FileBook(shop).places()["DailyLog"].headers[-1] == "备注"


def test_a_table_does_not_grow_into_the_next_one(shop: Path) -> None:
    """班次与人数 has one free column between its tables, and two columns cannot stand there."""
    place = FileBook(shop).places()["Shifts"]
    for number, name in ((place.last_column, "甲"), (place.last_column - 1, "乙")):
        address = openpyxl.utils.get_column_letter(number) + str(place.header_row)
        relabel(shop, "班次与人数", address, name)
    with pytest.raises(CellsRight, match="J5:Q"):
        upgraded(shop)


def test_a_missing_table_goes_behind_a_table_that_grew(shop: Path) -> None:
    cut_table(shop, "Cover")
    place = FileBook(shop).places()["Shifts"]
    for number, name in ((place.last_column, "甲"), (place.last_column - 1, "乙")):
        relabel(shop, "班次与人数", openpyxl.utils.get_column_letter(number) + str(place.header_row), name)
    upgraded(shop)
    places = FileBook(shop).places()
    assert places["Shifts"].last_column == place.last_column + 2
    assert places["Cover"].first_column == places["Shifts"].last_column + 2
    assert len(rows(shop, "Cover")) > 0


def test_a_renamed_sheet_is_not_doubled(shop: Path) -> None:
    edit_parts(shop, {WORKBOOK: ('name="质检"', 'name="质检旧"')})
    with pytest.raises(TableElsewhere, match="Quality"):
        upgraded(shop)


def test_a_table_without_header_row_is_not_doubled(shop: Path) -> None:
    part = table_part(members(shop.read_bytes()), "Quality")
    edit_parts(shop, {part: ("<table ", '<table headerRowCount="0" ')})
    with pytest.raises(TableElsewhere, match="Quality"):
        upgraded(shop)


def test_names_that_differ_in_case_only_are_not_doubled(english_shop: Path) -> None:
    cut_sheet(english_shop, "Quality")
    edit_parts(english_shop, {WORKBOOK: ('name="xlwings.conf"', 'name="quality"')})
    with pytest.raises(SheetMissing, match="Quality"):
        upgraded(english_shop)


def test_headers_that_differ_in_case_only_are_not_doubled(english_shop: Path) -> None:
    relabel(english_shop, "Daily log", "AG5", "NOTE")
    with pytest.raises(HeaderMissing, match="Note"):
        upgraded(english_shop)


def test_a_newer_workbook_is_refused(shop: Path) -> None:
    cut_sheet(shop, "质检")
    older(shop, SCHEMA_VERSION + 1)
    before = shop.read_bytes()
    with pytest.raises(NewerVersion):
        upgraded(shop)
    assert shop.read_bytes() == before


def test_a_workbook_of_another_program_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(NotAWorkbook):
        upgraded(tmp_path / "other.xlsx")


@both_languages
def test_commands_work_again_afterwards(much_cut: MuchCut, tmp_path: Path, language: Language) -> None:
    before, after = (Path(shutil.copy(path, tmp_path)) for path in much_cut(language)[:2])
    with pytest.raises(OlderVersion):
        run("check", FileBook(before), NOW, now=NOW, user="")
    outcome = run("check", FileBook(after), NOW, now=NOW, user="")
    assert outcome.problems == ()


def test_what_a_command_did_before_can_still_be_undone(shop: Path) -> None:
    store = SnapshotStore.beside(shop)
    before = every_table(shop)
    run("build-roster", FileBook(shop), NOW, now=NOW, user="", store=store)
    assert every_table(shop) != before
    cut_sheet(shop, "质检")
    cut_columns(shop, "DailyLog")
    upgraded(shop)
    undo(FileBook(shop), store, now=NOW, user="")
    assert every_table(shop) == before
