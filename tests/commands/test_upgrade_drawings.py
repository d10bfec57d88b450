"""`upgrade` of sheets that csbook draws: those of every earlier version become those of a new workbook, and
values that people typed go along by their key."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from lxml import etree

from csbook.books.drawn_content import Drawn, drawn_on, named
from csbook.books.file_book import FileBook
from csbook.former_drawings import DRAWN_SHEETS, former
from csbook.schema.workbook import SCHEMA_VERSION, WORKBOOK, sheet_title
from csbook.template import build_workbook
from csbook.template.build import WITH_CHARTS
from tests.books.made_files import change, members
from tests.commands.former_templates import HOME, VERSIONS, drawn, parameters, typed_template
from tests.commands.older_workbooks import MAIN, committed_template, older, upgraded
from tests.commands.upgrades import assert_a_second_upgrade_changes_nothing, assert_valid
from tests.workbooks import put, sheet_part

each_version = pytest.mark.parametrize("version", VERSIONS)
Renewed = Callable[[int], tuple[Path, Path, str]]
SHEETS = [sheet for sheet in WORKBOOK if sheet.name in DRAWN_SHEETS]


@pytest.fixture(scope="module")
def renewed(tmp_path_factory: pytest.TempPathFactory) -> Renewed:
    """Version -> its template, the same upgraded, and the notes; never write to them."""
    folder = tmp_path_factory.mktemp("renewed")

    @cache
    def made(version: int) -> tuple[Path, Path, str]:
        old = typed_template(folder / f"{version}.xlsm", version)
        new = Path(shutil.copy(old, folder / f"{version} new.xlsm"))
        return old, new, "\n".join(upgraded(new).notes)

    return made


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fresh") / "new.xlsm"
    build_workbook(path, language="zh", month=None)
    return path


def test_the_sheets_of_charts_are_those_that_are_redrawn() -> None:
    assert {*DRAWN_SHEETS} == {*WITH_CHARTS}


@each_version
def test_drawn_sheets_become_those_of_a_new_workbook(renewed: Renewed, fresh: Path, version: int) -> None:
    old, path, notes = renewed(version)
    ours, theirs = looks(path), looks(fresh)
    assert ours.keys() == theirs.keys() == {sheet.title("zh") for sheet in SHEETS}
    for title, look in theirs.items():
        assert ours[title].drawn == look.drawn, title
        assert ours[title].furniture == look.furniture, title
    before = FileBook(old).sheets()
    assert [sheet for sheet in FileBook(path).sheets() if sheet in before] == before
    assert print_area(path) == print_area(fresh)
    assert re.search(f"已按新版重画；.*：{HOME}", notes)
    assert "没有换成新版" not in notes


class Look(NamedTuple):
    """What is drawn on a sheet; its views, links, merged cells, drop-downs, page set-up, protection."""

    drawn: Drawn
    furniture: list[bytes]


@cache
def looks(path: Path) -> dict[str, Look]:
    """Of each sheet that csbook draws; for workbooks that are not written to any more."""
    content, parts = FileBook(path).content, members(path.read_bytes())
    titles = [sheet.title("zh") for sheet in SHEETS]
    return {
        title: Look(drawn_on(content, title), furniture(parts[sheet_part(path, title)])) for title in titles
    }


def furniture(sheet: bytes) -> list[bytes]:
    tree = etree.fromstring(sheet)
    names = ("sheetViews", "mergeCells", "dataValidations", "hyperlinks", "pageSetup", "sheetProtection")
    return [etree.tostring(e, method="c14n2") for name in names for e in tree.iterfind(f"{MAIN}{name}")]


@cache
def print_area(path: Path) -> str:
    return str(openpyxl.load_workbook(path)[HOME].print_area)


@each_version
def test_typed_parameters_stay_with_their_names(renewed: Renewed, version: int) -> None:
    old, new, _ = renewed(version)
    assert parameters(new) == parameters(old) != {}


@each_version
def test_nothing_of_the_former_sheets_stays_in_the_file(renewed: Renewed, fresh: Path, version: int) -> None:
    ours, theirs = (members(path.read_bytes()) for path in (renewed(version)[1], fresh))
    for folder in ("xl/drawings/", "xl/charts/", "xl/tables/", "xl/worksheets/"):
        assert sum(n.startswith(folder) for n in ours) == sum(n.startswith(folder) for n in theirs), folder
    declared = re.findall(rb'PartName="/([^"]+)"', ours["[Content_Types].xml"])
    assert {name.decode() for name in declared} <= ours.keys()


@each_version
def test_the_result_is_valid_and_a_second_upgrade_changes_nothing(
    renewed: Renewed, version: int, tmp_path: Path
) -> None:
    _, path, _ = renewed(version)
    assert_valid(path)
    assert_a_second_upgrade_changes_nothing(path, tmp_path)


@pytest.mark.parametrize("version", [1, SCHEMA_VERSION - 1])
def test_the_first_sheet_works_out_what_a_new_one_does(
    renewed: Renewed,
    fresh: Path,
    version: int,
    calculated: Callable[[Path], Callable[[str, str], Any]],
) -> None:
    """Calculated in LibreOffice; the rows of both are those of templates."""
    ours, theirs = calculated(renewed(version)[1]), calculated(fresh)
    cells = [named(where) for where in drawn(fresh, HOME).cells]
    assert len(cells) > 250
    assert {cell: ours(HOME, cell) for cell in cells} == {cell: theirs(HOME, cell) for cell in cells}


def test_an_english_workbook_is_redrawn_too(english_shop: Path) -> None:
    """Its first sheet as an earlier version might have left it: without a label."""
    home = sheet_title("Panel", "en")
    before = drawn(english_shop, home)
    without_first_label(english_shop, home)
    put(english_shop, "Panel", row_in_english(english_shop), "value", 45, "en")
    older(english_shop, SCHEMA_VERSION - 1)
    assert drawn(english_shop, home) != before
    notes = upgraded(english_shop).notes
    assert drawn(english_shop, home) == before
    assert list(parameters(english_shop).values()) == [45]
    assert any(note.startswith("Drawn anew, ") and "Home" in note for note in notes)
    assert_valid(english_shop)


def without_first_label(path: Path, title: str) -> None:
    label = re.compile(rb'(<c r="B4"[^>]*?) t="s"><v>\d+</v></c>')
    change(path, {sheet_part(path, title): lambda content: label.sub(rb"\1/>", content)})


def row_in_english(path: Path) -> int:
    book = FileBook(path)
    return [row[0] for row in book.grid(book.places()["Panel"])].index("time limit")


def test_a_workbook_of_this_version_is_not_redrawn(shop: Path) -> None:
    without_first_label(shop, HOME)
    before = shop.read_bytes()
    upgraded(shop)
    assert shop.read_bytes() == before


@each_version
def test_what_earlier_versions_drew_is_on_record(version: int, tmp_path: Path) -> None:
    """Raising the version: `python -m csbook.former_drawings` with new workbooks of the version before."""
    path = committed_template(tmp_path / "template.xlsm", version)
    for sheet in SHEETS:
        title = sheet.title("zh")
        if title in FileBook(path).sheets():
            shown, known = drawn(path, title), former(sheet.name, "zh")
            assert {*shown.cells.values()} <= known.cells, title
            assert {chart.fingerprint for chart in shown.charts} <= known.charts
            assert {*shown.marks} <= known.marks
            assert shown.others == []


def test_both_languages_are_on_record() -> None:
    for sheet in SHEETS:
        zh, en = former(sheet.name, "zh"), former(sheet.name, "en")
        assert len(zh.charts) == len(en.charts) > 0
        assert abs(len(zh.cells) - len(en.cells)) < 5
