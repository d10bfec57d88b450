"""`upgrade` of a workbook of version 6: parameters come in, 首页 and 走势 are drawn anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.run import run
from csbook.problems import Language
from csbook.schema.workbook import SCHEMA_VERSION
from tests.commands.earlier_versions import PANEL_OF_VERSION_6, panel_since, version_6
from tests.commands.older_workbooks import NOW, committed_template, upgraded
from tests.commands.upgrades import (
    New,
    assert_a_second_upgrade_changes_nothing,
    assert_every_cell_is_right,
    assert_valid,
)

both_languages = pytest.mark.parametrize("language", ["zh", "en"])

make_old = version_6  # of which the fixtures are made


@both_languages
def test_all_that_version_7_added_is_there_afterwards(new: New, language: Language) -> None:
    path, outcome = new(language)
    assert outcome.details["rows"] == {"Panel": panel_since(PANEL_OF_VERSION_6)}
    assert FileBook(path).properties["csbook.schema"] == str(SCHEMA_VERSION)
    assert_every_cell_is_right(path, language)


@both_languages
def test_the_result_is_valid_and_works(new: New, language: Language, tmp_path: Path) -> None:
    path = Path(shutil.copy(new(language)[0], tmp_path))
    assert_valid(path)
    assert run("check", FileBook(path), NOW, now=NOW, user="").problems == ()


def test_a_second_upgrade_changes_nothing(new: New, tmp_path: Path) -> None:
    assert_a_second_upgrade_changes_nothing(new("zh")[0], tmp_path)


def test_the_template_of_version_6_is_upgraded(tmp_path: Path) -> None:
    path = committed_template(tmp_path / "template.xlsm", 6)
    assert upgraded(path).details["rows"] == {"Panel": panel_since(PANEL_OF_VERSION_6)}
    assert_every_cell_is_right(path)
    assert_valid(path)
