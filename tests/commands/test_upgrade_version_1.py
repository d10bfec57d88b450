"""`upgrade` of a workbook of version 1: rules, parameters, buttons and columns of the roster come in, and
what the supervisor set stays."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.run import run
from csbook.problems import Language, OlderVersion
from csbook.schema.choices import ROSTER_RULE
from csbook.schema.default_roster_rules import default_roster_rules
from csbook.schema.workbook import SCHEMA_VERSION, TABLES, WORKBOOK
from tests.books.made_files import change, members
from tests.commands.earlier_versions import (
    PANEL_OF_VERSION_1,
    RULES_OF_VERSION_1,
    SHEETS_SINCE_VERSION_1,
    SHEETS_SINCE_VERSION_2,
    SHEETS_SINCE_VERSION_3,
    SINCE_VERSION_1,
    SINCE_VERSION_2,
    SINCE_VERSION_3,
    TABLES_SINCE_VERSION_3,
    new_measures,
    panel_since,
    together,
    version_1,
)
from tests.commands.older_workbooks import NOW, committed_template, header, upgraded
from tests.commands.upgrades import (
    RIBBON,
    New,
    assert_a_second_upgrade_changes_nothing,
    assert_every_cell_is_right,
    assert_the_ribbon_gets_the_button_back,
    assert_valid,
)
from tests.workbooks import put, rows, type_rows

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
ROWS_SINCE_VERSION_1 = {
    "Panel": panel_since(PANEL_OF_VERSION_1), "RosterRules": 14, "Settings": 31, "FollowUpRules": 6,
    "Measures": new_measures(),
}  # fmt: skip


make_old = version_1  # of which the fixtures are made


def test_its_rules_are_read_under_their_former_names(old: Path) -> None:
    read = read_table(FileBook(old), TABLES["RosterRules"], "zh")
    assert read.problems == []
    assert read.frame["rule"].tolist() == list(RULES_OF_VERSION_1)


def test_commands_refuse_it_before(old: Path) -> None:
    with pytest.raises(OlderVersion, match=r"\b1\b.*csbook upgrade"):
        run("build-roster", FileBook(old), NOW, now=NOW, user="")


@both_languages
def test_all_that_was_added_since_is_there_afterwards(new: New, language: Language) -> None:
    path, outcome = new(language)
    added = {*SHEETS_SINCE_VERSION_1, *SHEETS_SINCE_VERSION_2, *SHEETS_SINCE_VERSION_3}
    columns = together(SINCE_VERSION_1, SINCE_VERSION_2, SINCE_VERSION_3, {"Cover": ("weight", "over")})
    assert outcome.details == {
        "sheets": [sheet.title(language) for sheet in WORKBOOK if sheet.tables[0].name in added],
        "tables": [*TABLES_SINCE_VERSION_3, "Published", "RosterStates"],
        "columns": {
            table: [header(table, column, language) for column in names] for table, names in columns.items()
        },
        "rows": ROWS_SINCE_VERSION_1,
    }
    book = FileBook(path)
    assert book.properties["csbook.schema"] == str(SCHEMA_VERSION)
    assert_every_cell_is_right(path, language)


def test_the_outcome_counts_the_rows(new: New) -> None:
    _, told = new("zh")
    rows = sum(ROWS_SINCE_VERSION_1.values())
    assert told.headline.startswith(f"已补上 20 个工作表、4 个表格、65 列、{rows} 行：")
    measures = f"考核指标 {new_measures()} 行"
    panel = f"操作面板 {panel_since(PANEL_OF_VERSION_1)} 行"
    assert told.headline.endswith(f"{panel}；设置 31 行；排班规则 14 行；回访规则 6 行；{measures}。")


@both_languages
def test_rules_are_named_and_explained_as_in_a_new_workbook(new: New, language: Language) -> None:
    path, _ = new(language)
    book = FileBook(path)
    place = book.places()["RosterRules"]
    shown = [row[0] for row in book.grid(place)]
    assert sorted(shown) == sorted(words(language) for words in ROSTER_RULE.values())
    assert shown[: len(RULES_OF_VERSION_1)] == [ROSTER_RULE[code](language) for code in RULES_OF_VERSION_1]
    found = rows(path, "RosterRules", language).set_index("rule")
    for rule in default_roster_rules(language):
        row = found.loc[rule["rule"]]
        assert row["meaning"] == rule["meaning"]
        assert (bool(row["active"]), row["strength"]) == (rule["active"], rule["strength"])
        assert row["weight"] == rule["weight"]


def test_what_the_supervisor_set_stays(old: Path) -> None:
    put(old, "RosterRules", 0, "parameter", 6)
    put(old, "RosterRules", 2, "active", "否")
    put(old, "RosterRules", 3, "strength", "尽量")
    put(old, "RosterRules", 7, "weight", 9)
    put(old, "Panel", 3, "value", 30)
    put(old, "Settings", 1, "value", "小店")
    asked = {"agent_id": "K02", "kind": "swap", "from_date": dt.datetime(2026, 11, 9), "reason": "家事"}
    upgraded(old)
    type_rows(old, "Requests", [asked])
    found = rows(old, "RosterRules").set_index("rule")
    assert found.loc["rest_days", "parameter"] == 6
    assert not found.loc["long_break", "active"]
    assert found.loc["longest_stretch", "strength"] == "soft"
    assert found.loc["equal_hours", "weight"] == 9
    assert rows(old, "Panel").set_index("parameter").loc["seconds", "value"] == 30
    assert rows(old, "Settings")["value"].tolist()[1] == "小店"
    assert rows(old, "Requests")["reason"].tolist() == ["家事"]


def test_a_second_upgrade_changes_nothing(new: New, tmp_path: Path) -> None:
    assert_a_second_upgrade_changes_nothing(new("zh")[0], tmp_path)


def test_a_rule_that_was_deleted_comes_back(shop: Path) -> None:
    """Also in a workbook of this version, whose other rows and texts are let be."""
    offset = rows(shop, "RosterRules")["rule"].tolist().index("closeness")
    for column in TABLES["RosterRules"].names:
        put(shop, "RosterRules", offset, column, None)
    put(shop, "RosterRules", 0, "meaning", "自己的说明")
    outcome = upgraded(shop)
    assert outcome.details["rows"] == {"RosterRules": 1}
    assert outcome.headline == "已补上 1 行：排班规则 1 行。"
    found = rows(shop, "RosterRules").set_index("rule")
    assert not found.loc["closeness", "active"]
    assert found.loc["rest_days", "meaning"] == "自己的说明"


def test_its_ribbon_gets_the_new_buttons(old: Path) -> None:
    assert_the_ribbon_gets_the_button_back(old, b"csbook_swap")


def test_a_ribbon_of_ones_own_stays(old: Path) -> None:
    own = b'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"/>'
    change(old, {RIBBON: lambda _: own})
    upgraded(old)
    assert members(old.read_bytes())[RIBBON] == own


@both_languages
def test_the_result_is_valid_and_works(new: New, language: Language, tmp_path: Path) -> None:
    path = Path(shutil.copy(new(language)[0], tmp_path))
    assert_valid(path)
    openpyxl.load_workbook(path)
    assert run("check", FileBook(path), NOW, now=NOW, user="").problems == ()
    outcome = run("build-roster", FileBook(path), NOW, now=NOW, user="", parameters={"seconds": 20})
    assert outcome.exit_code == 0


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return committed_template(tmp_path_factory.mktemp("committed") / "template.xlsm", 1)


def test_the_template_of_version_1_is_upgraded(committed: Path) -> None:
    outcome = upgraded(committed)
    assert outcome.details["rows"] == ROWS_SINCE_VERSION_1
    assert len(outcome.details["sheets"]) == 20
    assert_every_cell_is_right(committed)
    assert_valid(committed)
