"""`upgrade` of a workbook of version 2: the customers' sheets, columns, settings and rules come in, and what
people typed stays."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.run import run
from csbook.problems import Language, OlderVersion
from csbook.renewing import FOLLOW_UP_RULES_OF_VERSION_2
from csbook.schema.defaults import case_limit_rows
from csbook.schema.workbook import SCHEMA_VERSION, TABLES, WORKBOOK, sheet_title
from tests.commands.earlier_versions import (
    PANEL_OF_VERSION_2,
    RULES_OFF_IN_VERSION_2,
    SETTINGS_SINCE_VERSION_2,
    SHEETS_SINCE_VERSION_2,
    SHEETS_SINCE_VERSION_3,
    SINCE_VERSION_2,
    SINCE_VERSION_3,
    TABLES_SINCE_VERSION_3,
    new_measures,
    panel_since,
    together,
    version_2,
)
from tests.commands.older_workbooks import NOW, committed_template, header, upgraded
from tests.commands.upgrades import (
    New,
    Old,
    assert_a_second_upgrade_changes_nothing,
    assert_every_cell_is_right,
    assert_the_ribbon_gets_the_button_back,
    assert_valid,
)
from tests.workbooks import every_table, put, read, rows, type_rows

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
ROWS_SINCE_VERSION_2 = {
    "Panel": panel_since(PANEL_OF_VERSION_2), "Settings": 27, "FollowUpRules": 6, "Measures": new_measures(),
}  # fmt: skip


def new_sheets(language: Language) -> list[str]:
    added = {*SHEETS_SINCE_VERSION_2, *SHEETS_SINCE_VERSION_3}
    return [sheet.title(language) for sheet in WORKBOOK if sheet.tables[0].name in added]


make_old = version_2  # of which the fixtures are made


def test_commands_refuse_it_before(old: Path) -> None:
    with pytest.raises(OlderVersion, match=r"\b2\b.*csbook upgrade"):
        run("check", FileBook(old), NOW, now=NOW, user="")


@both_languages
def test_all_that_version_3_added_is_there_afterwards(new: New, language: Language) -> None:
    path, outcome = new(language)
    assert outcome.details == {
        "sheets": new_sheets(language),
        "tables": list(TABLES_SINCE_VERSION_3),
        "columns": {
            table: [header(table, column, language) for column in columns]
            for table, columns in together(SINCE_VERSION_2, SINCE_VERSION_3).items()
        },
        "rows": ROWS_SINCE_VERSION_2,
    }
    book = FileBook(path)
    assert book.properties["csbook.schema"] == str(SCHEMA_VERSION)
    assert book.sheets()[: len(WORKBOOK.sheets)] == [sheet.title(language) for sheet in WORKBOOK]
    assert_every_cell_is_right(path, language)
    settings = rows(path, "Settings", language).set_index("name")
    assert settings.loc[list(SETTINGS_SINCE_VERSION_2), "value"].isna().all()
    limits = rows(path, "CaseLimits", language)[["kind", "hours"]]
    assert limits.to_numpy().tolist() == [[row["kind"], row["hours"]] for row in case_limit_rows(language)]


def test_new_sheets_are_hidden_and_protected_as_in_a_new_workbook(new: New, shop: Path) -> None:
    ours, theirs = openpyxl.load_workbook(new("zh")[0]), openpyxl.load_workbook(shop)
    for table in SHEETS_SINCE_VERSION_2:
        title = sheet_title(table, "zh")
        assert ours[title].sheet_state == theirs[title].sheet_state, title
        assert ours[title].protection.sheet == theirs[title].protection.sheet, title
        assert ours[title].sheet_properties.tabColor == theirs[title].sheet_properties.tabColor


def test_what_people_typed_stays(old_in: Old) -> None:
    """Also the choices that a person made of rules, and the attempts that agents counted themselves."""
    path, plain = old_in("zh"), ["K02", "钱二"]
    put(path, "FollowUpRules", 0, "active", "否")
    put(path, "FollowUpRules", 3, "daily_cap", 4)
    put(path, "Panel", 2, "value", "是")
    put(path, "Settings", 2, "value", "小店")
    put(path, "Staff", 1, "note", "班长")
    upgraded(path)
    rules = rows(path, "FollowUpRules").set_index("rule_id")
    assert not rules.loc["U12", "active"]
    assert rules.loc["C1", "daily_cap"] == 4
    assert rows(path, "Panel").set_index("parameter").loc["replace", "value"] == "是"
    assert rows(path, "Settings")["value"].tolist()[2] == "小店"
    assert rows(path, "Staff").loc[:, ["agent_id", "name", "note"]].to_numpy().tolist()[1] == [*plain, "班长"]


def test_rows_of_the_customers_stay(old: Path) -> None:
    """The cells of a register, a case and a customer as version 2 held them, read before and after."""
    path = old
    typed = {
        "FollowUps": {0: "F000001", 1: "C1", 19: 2},
        "AfterSales": {0: "S1", 1: "退款", 2: "京东", 6: dt.datetime(2026, 11, 20, 9)},
        "Customers": {0: "京东", 1: "甲", 5: "K02"},
    }
    book = FileBook(path)
    for table, cells in typed.items():
        place = book.places()[table]
        for column, value in cells.items():
            put_cell(path, table, place.headers[column], value)
    before = {table: grid_by_header(path, table) for table in typed}
    upgraded(path)
    for table, cells in before.items():
        after = grid_by_header(path, table)
        assert {name: after[name] for name in cells} == cells
    assert rows(path, "FollowUps")["attempts"].tolist() == [2]
    assert rows(path, "AfterSales")["case_id"].tolist() == ["S1"]
    assert rows(path, "Customers")["owner"].tolist() == ["K02"]


def put_cell(path: Path, table: str, name: str, value: object) -> None:
    from csbook.books.book import TableWrite

    book = FileBook(path)
    place = book.places()[table]
    at = place.first_column + place.headers.index(name)
    book.apply([TableWrite(place, {place.first_row: {at: value}}, place.last_row)])  # type: ignore[dict-item]


def grid_by_header(path: Path, table: str) -> dict[str, list[object]]:
    book = FileBook(path)
    place = book.places()[table]
    columns = zip(*book.grid(place), strict=True)
    return dict(zip(place.headers, map(list, columns), strict=True))


def test_rules_that_were_there_stay_on_or_off_and_new_ones_follow_the_set(new: New) -> None:
    path, outcome = new("zh")
    rules = rows(path, "FollowUpRules").set_index("rule_id")
    former = rules.loc[[rule for rule in rules.index if rule in FOLLOW_UP_RULES_OF_VERSION_2]]
    assert former.index[~former["active"].astype("bool")].tolist() == list(RULES_OFF_IN_VERSION_2)
    new = rules.drop(former.index)
    expected = pd.DataFrame(default_rules()).set_index("rule_id").loc[new.index, "active"]
    assert [value is True for value in new["active"]] == [False] * len(new)
    assert new["active"].isna().tolist() == expected.isna().tolist()
    assert rules.loc["U12", "source"] != "2", "csbook's own words are renewed"
    assert [note for note in outcome.notes if "清空这一格，规则就随“设置”的“回访套餐”开关" in note]


def default_rules() -> list[dict[str, object]]:
    from csbook.schema.defaults import default_rows

    return default_rows("zh", None)["FollowUpRules"]


def test_a_rule_that_somebody_deleted_does_not_come_back(old: Path) -> None:
    for column in TABLES["FollowUpRules"].names:
        put(old, "FollowUpRules", 0, column, None)
    assert upgraded(old).details["rows"]["FollowUpRules"] == 6
    assert "U12" not in rows(old, "FollowUpRules")["rule_id"].tolist()


def test_a_rule_of_ones_own_under_the_number_of_a_new_one_stays_as_it_is(old: Path) -> None:
    own = {"rule_id": "E1", "preset": "shop", "active": True, "event": "order_paid", "channel": "phone",
           "action": "自己的", "due_from": 1.0, "due_by": 2.0, "unit": "days"}  # fmt: skip
    type_rows(old, "FollowUpRules", [own])
    assert upgraded(old).details["rows"]["FollowUpRules"] == 5
    found = rows(old, "FollowUpRules").set_index("rule_id").loc["E1"]
    assert (found["action"], found["event"]) == ("自己的", "order_paid")
    assert pd.isna(found["source"])


def test_a_new_workbook_needs_no_upgrade_and_a_deleted_rule_stays_deleted_there(shop: Path) -> None:
    for column in TABLES["FollowUpRules"].names:
        put(shop, "FollowUpRules", 0, column, None)
    assert upgraded(shop).headline == "工作簿不缺任何工作表或列，没有改动。"


def test_a_second_upgrade_changes_nothing(new: New, tmp_path: Path) -> None:
    assert_a_second_upgrade_changes_nothing(new("zh")[0], tmp_path)


def test_its_tables_hold_what_those_of_a_new_workbook_hold(new: New, shop: Path) -> None:
    old, _ = new("zh")
    # Rules' switches stay, new settings come last, new measures are off.
    kept = ("Journal", "FollowUpRules", "Settings", "Measures")
    assert every_table(old, but=kept) == every_table(shop, but=kept)
    settings = [rows(path, "Settings").sort_values("name", ignore_index=True) for path in (old, shop)]
    assert settings[0].equals(settings[1])
    assert read(old, "FollowUpRules").frame["rule_id"].nunique() == len(default_rules())


def test_its_ribbon_gets_the_new_buttons(old: Path) -> None:
    assert_the_ribbon_gets_the_button_back(old, b"csbook_import")


@both_languages
def test_the_result_is_valid_and_works(new: New, language: Language, tmp_path: Path) -> None:
    path = Path(shutil.copy(new(language)[0], tmp_path))
    assert_valid(path)
    assert run("check", FileBook(path), NOW, now=NOW, user="").problems == ()
    assert run("update-followups", FileBook(path), NOW, now=NOW, user="").exit_code == 0


def test_the_template_of_version_2_is_upgraded(tmp_path: Path) -> None:
    path = committed_template(tmp_path / "template.xlsm", 2)
    outcome = upgraded(path)
    assert outcome.details["rows"] == ROWS_SINCE_VERSION_2
    assert outcome.details["sheets"] == new_sheets("zh")
    assert_every_cell_is_right(path)
    assert_valid(path)
