"""What the person at the screen sees after a press, in a real spreadsheet application: the cell to correct,
the sheet to read, what changed in colour, what to do next, and what can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import xlwings

import csbook.excel
import csbook.workplace
from csbook.commands import registry, snapshots
from csbook.commands.handler import NOTHING_NEXT, Request, Result
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo_words import AT_MOST
from csbook.message_room import MESSAGE_ROOM
from csbook.problems import Problem, Words
from csbook.schema.workbook import TABLES
from tests.libreoffice.com import BookApi
from tests.libreoffice.office import uno
from tests.open_shop import NOON, PANEL_ROWS, STEPS, Opener, on_shift, read, rows
from tests.workbooks import PEOPLE, put, type_rows

Press = Callable[[xlwings.Book, str], str]
Handled = Callable[[Callable[[Request], Result]], None]


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    """(open workbook, command) -> what the message box said; each press is a minute after the one before."""
    presses: list[str] = []

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return NOON + dt.timedelta(minutes=len(presses))

    def pressed(book: xlwings.Book, name: str) -> str:
        monkeypatch.setattr(xlwings.Book, "_mock_caller", book, raising=False)
        before = len(book.app.impl.alert_log)
        csbook.excel.run(name)
        presses.append(name)
        [(text, _)] = book.app.impl.alert_log[before:]
        assert book.app.impl.status_bar is False, "the status bar was not given back"
        return str(text)

    monkeypatch.setattr(csbook.excel, "dt", SimpleNamespace(datetime=Clock, date=dt.date))
    monkeypatch.setattr(csbook.workplace.getpass, "getuser", lambda: "店长")
    return pressed


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Handled:
    return lambda handler: monkeypatch.setattr(registry.Command, "load", lambda self: handler)


def writing(**tables: Sequence[dict[str, Any]]) -> Callable[[Request], Result]:
    frames = {name: pd.DataFrame(list(given)) for name, given in tables.items()}
    return lambda request: Result(Words("写好", "written"), frames, then=NOTHING_NEXT)


def first_day(*cells: str) -> list[dict[str, str]]:
    return [{"agent_id": person[0], "d01": cell} for person, cell in zip(PEOPLE, cells, strict=True)]


def first_cells(book: xlwings.Book) -> dict[str, str]:
    found: dict[str, str] = rows(book, "Roster").set_index("agent_id")["d01"].to_dict()
    return found


def in_front(book: xlwings.Book) -> str:
    return str(book.impl.document.CurrentController.ActiveSheet.Name)


def selected(book: xlwings.Book) -> str:
    """The selected cell as `员工!B7`."""
    name: str = book.impl.document.CurrentSelection.AbsoluteName
    return name.replace("$", "").replace(".", "!")


def sort_table(book: xlwings.Book, table: str, column: str) -> None:
    """Sort the table's body by a column, the last first, as the filter's arrow does."""
    found = read(book, table)
    place = found.place
    body = book.sheets[place.sheet].range(
        (place.first_row, place.first_column), (place.last_row, place.last_column)
    )
    field = uno().createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = found.at[column] - place.first_column, False
    fields = uno().Any("[]com.sun.star.table.TableSortField", (field,))
    make = uno().createUnoStruct
    state = uno().Enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE")
    options = [("SortFields", fields), ("ContainsHeader", False)]
    terms = tuple(make("com.sun.star.beans.PropertyValue", k, 0, v, state) for k, v in options)
    uno().invoke(body.impl.cells, "sort", (terms,))


# The cell and the sheet


def test_the_first_cell_to_correct_is_selected_and_its_hidden_sheet_shown(
    shop: Path, open_shop: Opener, press: Press
) -> None:
    row, _ = put(shop, "Staff", 1, "hired", "去年")
    put(shop, "Staff", 2, "hired", "前年")
    book = open_shop(shop)
    assert not book.sheets["员工"].visible
    assert "第" in press(book, "prepare-day")
    assert book.sheets["员工"].visible
    assert in_front(book) == "员工"
    at = read(book, "Staff").at["hired"]
    assert selected(book) == f"员工!{book.sheets['员工'].range((row, at)).address.replace('$', '')}"


def test_the_panels_bad_cell_is_selected(shop: Path, open_shop: Opener, press: Press) -> None:
    row, _ = put(shop, "Panel", PANEL_ROWS["today"], "value", "明天")
    book = open_shop(shop)
    press(book, "prepare-day")
    assert selected(book).startswith("首页!")
    assert selected(book).endswith(str(row))


def test_a_warning_selects_nothing(shop: Path, open_shop: Opener, press: Press, handled: Handled) -> None:
    from csbook.problems import Severity

    odd = Problem("Staff", 7, "hired", "x", Words("日期", "a day"), Severity.WARNING)
    handled(lambda request: Result(Words("好", "fine"), problems=(odd,), then=NOTHING_NEXT))
    book = open_shop(shop)
    before = in_front(book)
    press(book, "prepare-day")
    assert in_front(book) == before


def test_a_sheet_that_cannot_be_shown_is_named_all_the_same(
    shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shop, "Staff", 1, "hired", "去年")
    book = open_shop(shop)
    monkeypatch.setattr(BookApi, "ProtectStructure", True)
    assert "员工 第 " in press(book, "prepare-day")
    assert not book.sheets["员工"].visible


def test_sheets_filled_to_be_read_come_to_the_front(shop: Path, open_shop: Opener, press: Press) -> None:
    row, _ = put(shop, "Staff", 1, "hired", "去年")
    book = open_shop(shop)
    press(book, "check")
    assert in_front(book) == "填写检查"
    book.sheets["员工"].range((row, read(book, "Staff").at["hired"])).value = dt.datetime(2024, 1, 1)
    book.sheets["首页"].activate()
    assert press(book, "check").startswith("全部检查完毕，没有要改的地方。")
    assert in_front(book) == "首页", "nothing to read"
    press(book, "hand-over")
    assert in_front(book) == "交接班"


# The message


def test_the_last_line_says_what_to_do_next_and_what_undo_would_put_back(
    shop: Path, open_shop: Opener, press: Press
) -> None:
    on_shift(shop)
    said = press(open_shop(shop), "prepare-day").split("\n")
    assert said[-1] == "下一步：点“更新回访”，今天到期的就都在“今日待办”里。"
    assert said[-2] == "  · 点“撤销”可恢复：“客服日报”4 行。"


def test_a_long_message_keeps_its_last_line(
    shop: Path, open_shop: Opener, press: Press, handled: Handled
) -> None:
    notes = tuple(Words(f"第 {number} 条说明，很长很长", "long") for number in range(200))
    handled(lambda request: Result(Words("好", "fine"), notes=notes))
    said = press(open_shop(shop), "prepare-day")
    assert len(said) <= MESSAGE_ROOM
    *_, rest, last = said.split("\n")
    assert last == "下一步：点“更新回访”，今天到期的就都在“今日待办”里。"
    kept = SnapshotStore.beside(shop).folder / "message.txt"
    assert rest == f"……全部内容在 {kept}"
    assert "第 199 条说明" in kept.read_text(encoding="utf-8-sig")


# Colours


def test_changed_cells_and_added_rows_are_coloured_until_the_next_command(
    shop: Path, open_shop: Opener, press: Press, handled: Handled
) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    book = open_shop(shop)
    handled(writing(Roster=[{"agent_id": "K02", "d01": "半"}], DailyLog=[
        {"date": pd.Timestamp("2026-11-22"), "agent_id": "K01", "platform": "jd", "shift": "白"}
    ]))  # fmt: skip
    press(book, "prepare-day")
    roster, log = read(book, "Roster"), read(book, "DailyLog")
    cell, row = (int(roster.frame.index[1]), roster.at["d01"]), int(log.frame.index[0])
    assert are_coloured(book, "Roster", cell, (cell[0], cell[1] + 1)) == [True, False]
    assert all(are_coloured(book, "DailyLog", *((row, at) for at in log.at.values())))
    assert are_coloured(book, "DailyLog", (row + 1, log.at["date"])) == [False]
    handled(writing(Today=[{"agent_id": "K01", "customer": "甲"}]))
    press(book, "update-followups")
    assert are_coloured(book, "Roster", cell) == [False]


def are_coloured(book: xlwings.Book, table: str, *cells: tuple[int, int]) -> list[bool]:
    """What the conditional format of changed cells says of each of the cells (row, column)."""
    sheet = book.sheets[read(book, table).place.sheet]
    formats = sheet.impl.cells_of.ConditionalFormats.getConditionalFormats()
    found = [
        entry.Formula1
        for each in formats
        for entry in (each.getByIndex(number) for number in range(each.Count))
        if entry.Type == 0 and "csbook_changes" in entry.Formula1
    ]
    assert found, f"no format of changes on {table}"
    return [says_of(sheet, found[0], row, column) for row, column in cells]


def says_of(sheet: xlwings.Sheet, formula: str, row: int, column: int) -> bool:
    """A condition's value at a cell; the cell is as before afterwards."""
    scratch = sheet.impl.cells_of.getCellByPosition(column - 1, row - 1)
    kept = scratch.Formula
    scratch.Formula = "=" + formula.lstrip("=").replace(",", ";")
    value = bool(scratch.Value)
    assert scratch.getError() == 0, formula
    scratch.Formula = kept
    return value


# Undo


def test_as_many_presses_as_are_kept_are_taken_back_one_by_one(
    shop: Path, open_shop: Opener, press: Press, handled: Handled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four here; that ten are kept is shown on the closed file (tests/commands/test_undo.py)."""
    kept = 4
    monkeypatch.setattr(snapshots, "DEPTH", kept)
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    book = open_shop(shop)
    seen = []
    for number in range(kept + 1):
        seen.append(rows(book, "Roster"))
        handled(writing(Roster=[{"agent_id": "K02", f"d{number + 2:02d}": "半"}]))
        press(book, "prepare-day")
    for number in range(kept, 0, -1):
        said = press(book, "undo")
        assert book.app.impl.status_log[-2:] == STEPS
        assert said.startswith(f"已撤销“准备当天”（2026-11-22 12:{number:02d} 运行）"), said
        assert ("点“撤销”可恢复：“排班”1 行（准备当天，" in said) == (number > 1)
        pd.testing.assert_frame_equal(rows(book, "Roster"), seen[number])
    assert press(book, "undo") == f"没有可以撤销的操作。{AT_MOST.zh}"


def test_a_cell_typed_since_is_named_and_selected(
    shop: Path, open_shop: Opener, press: Press, handled: Handled
) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    book = open_shop(shop)
    handled(writing(Roster=first_day("半", "半", "半")))
    press(book, "prepare-day")
    found = read(book, "Roster")
    row, at = int(found.frame.index[2]), found.at["d01"]
    cell = book.sheets["排班"].range((row, at))
    cell.value = "白"
    book.sheets["首页"].activate()
    address = f"排班!{cell.address.replace('$', '')}"
    assert f"有人改过 {address}（写入的是“半”，现在是“白”）" in press(book, "undo")
    assert selected(book) == address
    assert first_cells(book) == {"K01": "半", "K02": "半", "K03": "白"}


def test_after_sorting_every_cell_goes_back_to_its_own_row(
    shop: Path, open_shop: Opener, press: Press, handled: Handled
) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    book = open_shop(shop)
    handled(writing(Roster=first_day("半", "半", "半")))
    press(book, "prepare-day")
    sort_table(book, "Roster", "agent_id")
    assert rows(book, "Roster")["agent_id"].tolist() == ["K03", "K02", "K01"]
    press(book, "undo")
    assert first_cells(book) == {"K01": "白", "K02": "晚", "K03": "rest"}


def test_every_command_that_shows_a_sheet_fills_it() -> None:
    for command in registry.COMMANDS:
        assert command.shows is None or command.shows in command.writes, command.name
        assert command.shows is None or command.shows in TABLES
