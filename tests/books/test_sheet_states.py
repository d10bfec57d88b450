"""Sheets shown and hidden: only their state changes, and a visible tab stays in front."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.books.file_book import FileBook
from csbook.books.sheet_states import LastVisibleSheet
from csbook.commands.settings_sheets import show_settings_sheets
from csbook.problems import ChangedMeanwhile, OpenElsewhere, SheetMissing
from csbook.schema.workbook import WORKBOOK as SCHEMA
from tests.books.made_files import change, members, packed

WORKBOOK = "xl/workbook.xml"
TITLES = ("甲", "乙", "丙", "丁")


def made(path: Path, states: Sequence[str] = ("", "", "", ""), front: int = 0) -> Path:
    """A workbook of four sheets; `states` are '', 'hidden' or 'veryHidden'."""
    book = xlsxwriter.Workbook(path)
    for number, (title, state) in enumerate(zip(TITLES, states, strict=True)):
        sheet = book.add_worksheet(title)
        if state == "hidden":
            sheet.hide()
        if state == "veryHidden":
            sheet.very_hidden()
        if number == front:
            sheet.activate()
    book.close()
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return made(tmp_path / "book.xlsx", ("", "", "hidden", "veryHidden"))


def states(path: Path) -> dict[str, str]:
    return {sheet.title: sheet.sheet_state for sheet in openpyxl.load_workbook(path)}


def selected(path: Path) -> list[str]:
    return [s.title for s in openpyxl.load_workbook(path) if s.sheet_view.tabSelected]


def in_front(path: Path) -> str:
    return openpyxl.load_workbook(path).active.title


def test_both_kinds_of_hidden_sheets_are_named(book: Path) -> None:
    assert FileBook(book).hidden_sheets() == {"丙", "丁"}


def test_named_sheets_are_shown_and_others_stay_hidden(book: Path) -> None:
    opened = FileBook(book)
    opened.show_sheets(["丙"], visible=True)
    assert states(book) == {"甲": "visible", "乙": "visible", "丙": "visible", "丁": "veryHidden"}
    assert opened.hidden_sheets() == {"丁"}
    opened.show_sheets(["丁"], visible=True)
    assert opened.hidden_sheets() == set()


def test_a_sheet_that_only_a_macro_shows_stays_so_when_hidden(book: Path) -> None:
    FileBook(book).show_sheets(["乙", "丁"], visible=False)
    assert states(book) == {"甲": "visible", "乙": "hidden", "丙": "hidden", "丁": "veryHidden"}


def test_only_the_workbook_part_changes(book: Path) -> None:
    before, content = packed(book.read_bytes()), members(book.read_bytes())[WORKBOOK]
    FileBook(book).show_sheets(["丙"], visible=True)
    after = packed(book.read_bytes())
    assert [name for name in before if before[name] != after[name]] == [WORKBOOK]
    assert members(book.read_bytes())[WORKBOOK] == content.replace(b' state="hidden"', b"")


@pytest.mark.parametrize("visible", [True, False])
def test_nothing_is_saved_where_nothing_changes(book: Path, visible: bool) -> None:
    before = book.stat().st_mtime_ns
    FileBook(book).show_sheets(["甲"] if visible else ["丙", "丁"], visible=visible)
    assert book.stat().st_mtime_ns == before


def test_shown_and_hidden_again_the_file_says_the_same(book: Path) -> None:
    before = members(book.read_bytes())
    FileBook(book).show_sheets(["丙"], visible=True)
    FileBook(book).show_sheets(["丙"], visible=False)
    assert states(book)["丙"] == "hidden"
    after = members(book.read_bytes())
    assert {n: d for n, d in after.items() if n != WORKBOOK} == {
        n: d for n, d in before.items() if n != WORKBOOK
    }


def test_the_last_visible_sheet_stays(book: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(LastVisibleSheet) as error:
        FileBook(book).show_sheets(["甲", "乙"], visible=False)
    assert error.value.exit_code == 3
    assert book.read_bytes() == before


def test_an_unknown_sheet_is_named(book: Path) -> None:
    with pytest.raises(SheetMissing, match="戊"):
        FileBook(book).show_sheets(["戊"], visible=True)


@pytest.mark.parametrize(("front", "hide", "then"), [(0, ["甲"], "乙"), (1, ["乙"], "甲"), (1, ["甲"], "乙")])
def test_the_next_visible_tab_comes_to_the_front(
    tmp_path: Path, front: int, hide: list[str], then: str
) -> None:
    path = made(tmp_path / "book.xlsx", ("", "", "hidden", "hidden"), front)
    FileBook(path).show_sheets(hide, visible=False)
    assert in_front(path) == then
    assert selected(path) == [then]


def test_a_workbook_without_windows_gets_one(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsx")
    change(path, {WORKBOOK: lambda content: re.sub(rb"<bookViews>.*</bookViews>", b"", content)})
    FileBook(path).show_sheets(["甲"], visible=False)
    content = members(path.read_bytes())[WORKBOOK]
    assert b'<bookViews><workbookView activeTab="1"/></bookViews><sheets>' in content
    assert in_front(path) == "乙"


def test_hidden_sheets_are_not_typed_into(tmp_path: Path) -> None:
    """Sheets selected together all take what is typed into one of them."""
    path = made(tmp_path / "book.xlsx")
    part = "xl/worksheets/sheet2.xml"
    change(path, {part: lambda content: content.replace(b"<sheetView ", b'<sheetView tabSelected="1" ')})
    assert selected(path) == ["甲", "乙"]
    FileBook(path).show_sheets(["乙"], visible=False)
    assert selected(path) == ["甲"]


def test_an_open_or_changed_workbook_is_refused(book: Path) -> None:
    opened = FileBook(book)
    lock = book.with_name(f"~${book.name}")
    lock.touch()
    with pytest.raises(OpenElsewhere):
        opened.show_sheets(["丙"], visible=True)
    lock.unlink()
    made(book)
    with pytest.raises(ChangedMeanwhile):
        opened.show_sheets(["丙"], visible=True)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    before=st.tuples(st.just(""), *[st.sampled_from(["", "hidden", "veryHidden"])] * 3),
    names=st.sets(st.sampled_from(TITLES)),
    visible=st.booleans(),
)
def test_whatever_is_hidden_a_visible_tab_is_in_front(
    tmp_path: Path, before: tuple[str, ...], names: set[str], visible: bool
) -> None:
    path = made(tmp_path / "any.xlsx", before)
    hidden = {title for title, state in zip(TITLES, before, strict=True) if state}
    expected = hidden - names if visible else hidden | names
    opened = FileBook(path)
    if expected == set(TITLES):
        with pytest.raises(LastVisibleSheet):
            opened.show_sheets(names, visible=visible)
        return
    opened.show_sheets(names, visible=visible)
    assert FileBook(path).hidden_sheets() == expected
    assert in_front(path) not in expected
    assert not {*selected(path)} & expected


def test_the_settings_are_shown_and_hidden_together(
    small_shop_originals: Callable[[str], Path], shop: Path
) -> None:
    kept_hidden = {"lists", "xlwings.conf"}
    settings_sheets = {sheet.title.zh for sheet in SCHEMA if sheet.hidden}
    assert FileBook(shop).hidden_sheets() == settings_sheets | kept_hidden
    show_settings_sheets(FileBook(shop))
    assert FileBook(shop).hidden_sheets() == kept_hidden
    show_settings_sheets(FileBook(shop))
    assert FileBook(shop).hidden_sheets() == settings_sheets | kept_hidden


def test_an_application_shows_the_sheets(shop: Path, open_shop: Callable[[Path], object]) -> None:
    FileBook(shop).show_sheets(["员工"], visible=True)
    FileBook(shop).show_sheets(["首页"], visible=False)
    document = open_shop(shop).impl.document  # type: ignore[attr-defined]
    assert document.Sheets.getByName("员工").IsVisible
    assert not document.Sheets.getByName("首页").IsVisible
    assert not document.Sheets.getByName("设置").IsVisible
