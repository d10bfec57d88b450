"""`upgrade` of a workbook of version 1: rules, parameters, buttons and columns of the roster come in, and
what the supervisor set stays."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.run import run
from csbook.problems import HeaderMissing, Language, SheetMissing, TableMissing
from csbook.schema.choices import ROSTER_RULE
from csbook.schema.default_roster_rules import default_roster_rules
from csbook.schema.workbook import SCHEMA_VERSION, TABLES, WORKBOOK
from csbook.template.ribbon import custom_ui
from tests.books.made_files import change, members
from tests.commands.older_workbooks import (
    NOW,
    RULES_OF_VERSION_1,
    SHEETS_SINCE_VERSION_1,
    SHEETS_SINCE_VERSION_2,
    SINCE_VERSION_1,
    SINCE_VERSION_2,
    committed_template,
    header,
    upgraded,
    version_1,
)
from tests.workbooks import put, rows, type_rows

RIBBON = "customUI/customUI.xml"
both_languages = pytest.mark.parametrize("language", ["zh", "en"])


Old = Callable[[Language], Path]


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Old:
    """Language -> a workbook of version 1, made once; copy it, never write to it."""
    folder = tmp_path_factory.mktemp("version_1")

    @cache
    def original(language: Language) -> Path:
        path = folder / f"{language}.xlsm"
        version_1(path, language)
        return path

    return original


@pytest.fixture
def old_in(originals: Old, tmp_path: Path) -> Old:
    """Language -> a workbook of version 1 that the test may write to."""
    return lambda language: Path(shutil.copy(originals(language), tmp_path / "旧.xlsm"))


@pytest.fixture
def old(old_in: Old) -> Path:
    return old_in("zh")


def test_its_rules_are_read_under_their_former_names(old: Path) -> None:
    read = read_table(FileBook(old), TABLES["RosterRules"], "zh")
    assert read.problems == []
    assert read.frame["rule"].tolist() == list(RULES_OF_VERSION_1)


def test_commands_refuse_it_before(old: Path) -> None:
    with pytest.raises((SheetMissing, TableMissing, HeaderMissing)):
        run("build-roster", FileBook(old), NOW, now=NOW, user="")


@both_languages
def test_all_that_was_added_since_is_there_afterwards(old_in: Old, language: Language) -> None:
    path = old_in(language)
    outcome = upgraded(path)
    added = {*SHEETS_SINCE_VERSION_1, *SHEETS_SINCE_VERSION_2}
    columns = {**SINCE_VERSION_1, **SINCE_VERSION_2, "Cover": ("weight", "over")}
    assert outcome.details == {
        "sheets": [sheet.title(language) for sheet in WORKBOOK if sheet.tables[0].name in added],
        "tables": ["Published", "RosterStates"],
        "columns": {
            table: [header(table, column, language) for column in names] for table, names in columns.items()
        },
        "rows": {"Panel": 12, "RosterRules": 14, "Settings": 17, "FollowUpRules": 6},
    }
    book = FileBook(path)
    assert book.properties["csbook.schema"] == str(SCHEMA_VERSION)
    for table in TABLES.values():
        assert read_table(book, table, language).problems == [], table.name


def test_the_outcome_counts_the_rows(old: Path) -> None:
    told = upgraded(old)
    assert told.headline.startswith("已补上 11 个工作表、2 个表格、24 列、49 行：")
    assert told.headline.endswith("操作面板 12 行；设置 17 行；排班规则 14 行；回访规则 6 行。")


@both_languages
def test_rules_are_named_and_explained_as_in_a_new_workbook(old_in: Old, language: Language) -> None:
    path = old_in(language)
    upgraded(path)
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


def test_a_second_upgrade_changes_nothing(old: Path) -> None:
    upgraded(old)
    once = old.read_bytes()
    assert upgraded(old).headline == "工作簿不缺任何工作表或列，没有改动。"
    assert old.read_bytes() == once


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
    change(old, {RIBBON: lambda data: data.replace(b"csbook_swap", b"csbook_gone")})
    upgraded(old)
    assert members(old.read_bytes())[RIBBON].decode() == custom_ui("zh")


def test_a_ribbon_of_ones_own_stays(old: Path) -> None:
    own = b'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"/>'
    change(old, {RIBBON: lambda _: own})
    upgraded(old)
    assert members(old.read_bytes())[RIBBON] == own


@both_languages
def test_the_result_is_valid_and_works(old_in: Old, language: Language) -> None:
    path = old_in(language)
    upgraded(path)
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(path))
    assert [str(error) for error in result.errors] == []
    openpyxl.load_workbook(path)
    assert run("check", FileBook(path), NOW, now=NOW, user="").problems == ()
    outcome = run("build-roster", FileBook(path), NOW, now=NOW, user="", parameters={"seconds": 20})
    assert outcome.exit_code == 0


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return committed_template(tmp_path_factory.mktemp("committed") / "template.xlsm", 1)


def test_the_template_of_version_1_is_upgraded(committed: Path) -> None:
    outcome = upgraded(committed)
    assert outcome.details["rows"] == {"Panel": 12, "RosterRules": 14, "Settings": 17, "FollowUpRules": 6}
    assert len(outcome.details["sheets"]) == 11
    book = FileBook(committed)
    for table in TABLES.values():
        assert read_table(book, table, "zh").problems == [], table.name
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(committed))
    assert [str(error) for error in result.errors] == []
