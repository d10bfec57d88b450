"""`upgrade` of a workbook of version 6: parameters come in, 首页 and 走势 are drawn anew."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path

import pytest

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.run import run
from csbook.problems import Language
from csbook.schema.defaults import default_rows
from csbook.schema.workbook import SCHEMA_VERSION, TABLES
from csbook.template import build_workbook
from tests.books.made_files import change, members
from tests.commands.earlier_versions import PANEL_OF_VERSION_6, panel_since, version_6
from tests.commands.older_workbooks import NOW, committed_template, older, upgraded
from tests.commands.upgrades import (
    New,
    assert_a_second_upgrade_changes_nothing,
    assert_every_cell_is_right,
    assert_valid,
)
from tests.workbooks import MONTH, small_shop_rows

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


def test_who_was_ranked_stays_so_where_another_program_dropped_what_tables_declare(tmp_path: Path) -> None:
    """LibreOffice and WPS save the formulas of the cells only: 参评 came in empty then."""
    path, month = tmp_path / "客服台账.xlsm", {"month": "2026-10", "tie_order": 1}
    standing = ["ranked", "probation"]
    scores = [month | {"agent_id": f"K0{n}", "standing": each} for n, each in enumerate(standing, 1)]
    rows = {**default_rows("zh", MONTH), **small_shop_rows("zh"), "Scores": scores}
    rows["Panel"] = rows["Panel"][:PANEL_OF_VERSION_6]
    build_workbook(path, language="zh", month=MONTH, rows=rows)
    older(path, 6)
    tables = [name for name in members(path.read_bytes()) if name.startswith("xl/tables/")]
    dropped = partial(re.sub, rb"<calculatedColumnFormula.*?</calculatedColumnFormula>", b"")
    change(path, dict.fromkeys(tables, dropped))
    upgraded(path)
    assert read_table(FileBook(path), TABLES["Scores"], "zh").frame["standing"].tolist() == standing
