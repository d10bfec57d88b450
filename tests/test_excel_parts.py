"""The ribbon's way in, part by part: its buttons, the length of a message, where snapshots stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import csbook.excel
from csbook.books.excel_book import ExcelBook
from csbook.commands import registry
from csbook.commands.routines import BUTTONS, ROUTINE_BY_NAME
from csbook.commands.snapshots import SnapshotStore
from csbook.excel import snapshot_folder
from csbook.problems import SheetMissing
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.workbook import TABLES, WORKBOOK
from csbook.template.ribbon import buttons
from tests.open_shop import Opener


def test_every_button_of_the_ribbon_is_known() -> None:
    """Each tag is a routine, a command of the registry or one of the two that `run_on` handles itself."""
    own = {button.tag for button in buttons()} - set(registry.BY_NAME) - set(ROUTINE_BY_NAME)
    source = Path(csbook.excel.__file__).read_text(encoding="utf-8")
    assert own == set(re.findall(r'name == "([\w-]+)"', source)) - set(registry.BY_NAME)


def test_a_click_imports_nothing_that_only_closed_files_or_searches_need() -> None:
    """Each of them takes a tenth of a second and more of every first click."""
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, csbook.excel; from csbook.commands import registry; "
            "registry.command('update-followups').load(); "
            "print(*(name for name in ('pyopenvba', 'lxml', 'xml.etree.ElementTree', 'pulp', 'rich', "
            "'csbook.books.file_book', 'csbook.books.file_content') if name in sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == []


def test_snapshots_stand_beside_a_workbook_that_has_a_folder(tmp_path: Path) -> None:
    book = tmp_path / "客服台账.xlsm"
    book.touch()
    assert snapshot_folder(str(book)) == SnapshotStore.beside(book).folder


def test_snapshots_of_other_workbooks_stand_in_the_persons_own_folder_one_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    names = ["https://a.sharepoint.com/一部/台账.xlsm", "https://a.sharepoint.com/二部/台账.xlsm", "工作簿1"]
    folders = [snapshot_folder(name) for name in names]
    assert len(set(folders)) == 3
    for folder in folders:
        assert folder.is_relative_to(tmp_path)
        folder.mkdir(parents=True)


def test_an_unknown_sheet_stops_before_any_is_shown(shop: Path, open_shop: Opener) -> None:
    book = ExcelBook(open_shop(shop))
    before = book.hidden_sheets()
    with pytest.raises(SheetMissing):
        book.show_sheets([WORKBOOK.sheet_of["Staff"].title("zh"), "没有"], visible=True)
    assert book.hidden_sheets() == before


def test_the_panel_has_a_row_for_whatever_a_command_takes() -> None:
    """A button has no other way to be told; the words of a choice are those of the command line."""
    for command in BUTTONS:
        for parameter in command.parameters:
            kind = PANEL_KINDS[parameter.name]
            assert parameter.name in TABLES["Panel"]["parameter"].choices  # type: ignore[attr-defined]
            if parameter.choices:
                assert tuple(kind.choices) == parameter.choices  # type: ignore[attr-defined]
