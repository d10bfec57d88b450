"""Taking back what is not in the workbook any more or was written in part; what people typed beside it."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.book import Formula, TableWrite, Value, WrittenAnyway
from csbook.books.file_book import FileBook
from csbook.commands import registry
from csbook.commands.handler import Request, Result
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.commands.undo_refusals import EditedSince, NothingToUndo, OnRecord
from csbook.problems import Words
from tests.additions import Additions
from tests.workbooks import PEOPLE, put, rows, type_rows

NOON = dt.datetime(2026, 11, 22, 12)
Written = Callable[..., Outcome]


@pytest.fixture
def run_writing(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Tables' rows -> they are written to the shop's workbook by a command."""

    def written(name: str = "prepare-day", **tables: Sequence[dict[str, Any]]) -> Outcome:
        frames = {table: pd.DataFrame(list(given)) for table, given in tables.items()}
        result = Result(Words("写好", "written"), frames)

        def handler(_: Request) -> Result:
            return result

        monkeypatch.setattr(registry.Command, "load", lambda self: handler)
        return run(name, FileBook(shop), NOON, now=NOON, user="店长", store=SnapshotStore.beside(shop))

    return written


MINUTES = itertools.count(1)


def undo_on(path: Path) -> Outcome:
    """Each a minute after the one before."""
    now = NOON + dt.timedelta(minutes=next(MINUTES))
    return undo(FileBook(path), SnapshotStore.beside(path), now=now, user="店长")


def contents(path: Path) -> list[str]:
    """What the tables hold that the commands here write."""
    return [rows(path, name).to_csv() for name in ("Roster", "DailyLog", "Today")]


def first_day(*cells: str) -> list[dict[str, str]]:
    return [{"agent_id": person[0], "d01": cell} for person, cell in zip(PEOPLE, cells, strict=True)]


def log(*who: str) -> list[dict[str, Any]]:
    day = pd.Timestamp("2026-11-22")
    return [{"date": day, "agent_id": name, "platform": "jd", "shift": "白"} for name in who]


def today(*who: str) -> list[dict[str, Any]]:
    return [{"agent_id": name, "customer": name} for name in who]


def closed_without_saving(path: Path, what: Callable[[], object]) -> None:
    """The file as it was before, what stands beside it as it is now."""
    before = shutil.copy(path, path.with_name("before"))
    what()
    shutil.copy(before, path)


@pytest.mark.parametrize(
    "lost",
    [
        {"DailyLog": log("K01", "K02")},
        {"Roster": first_day("半", "半", "半")},
        {"Today": today("K03", "K02", "K01"), "Roster": first_day("半", "晚", "半")},
    ],
    ids=["rows added", "cells", "a list written whole"],
)
def test_what_was_not_saved_is_passed_over_and_the_command_before_taken_back(
    lost: dict[str, Any], shop: Path, run_writing: Written
) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    first = contents(shop)
    run_writing("swap", Roster=first_day("晚", "晚", "晚"), Today=today("K01", "K02"))
    second = contents(shop)
    closed_without_saving(shop, lambda: run_writing(**lost))
    told = undo_on(shop)
    assert told.headline == (
        "“准备当天”（2026-11-22 12:00 运行）已是运行前的样子（已改回，或当时没有保存），这次没有改动工作簿。"
    )
    assert told.next_step == "要撤销“换班”（2026-11-22 12:00 运行），再点一次“撤销”。"
    assert contents(shop) == second
    outcome = undo_on(shop)
    assert outcome.headline.startswith("已撤销“换班”")
    assert outcome.notes == ()
    assert contents(shop) == first
    with pytest.raises(NothingToUndo) as refused:
        undo_on(shop)
    assert refused.value.words.zh == "没有可以撤销的操作。"


def test_what_somebody_put_back_by_hand_costs_a_press_and_takes_nothing_else(
    shop: Path, run_writing: Written
) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    run_writing("swap", DailyLog=log("K01"))
    run_writing(Roster=first_day("晚", "晚", "晚"))
    run_writing("repair-roster", Roster=first_day("半", "半", "半"))
    for n, cell in enumerate(("晚", "晚", "晚")):
        put(shop, "Roster", n, "d01", cell)
    before = shop.read_bytes()
    assert undo_on(shop).headline.startswith("“临时调班”")
    assert shop.read_bytes() == before
    assert undo_on(shop).headline.startswith("已撤销“准备当天”")
    assert undo_on(shop).headline.startswith("已撤销“换班”")
    with pytest.raises(NothingToUndo):
        undo_on(shop)


def test_before_a_lock_it_is_told_first_that_what_came_after_is_back(
    shop: Path, run_writing: Written
) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    run_writing("lock-month", DailyLog=log("K01"))
    closed_without_saving(shop, lambda: run_writing(Roster=first_day("晚", "晚", "晚")))
    assert undo_on(shop).next_step == "要撤销它之前的操作，再点一次“撤销”。"
    with pytest.raises(OnRecord, match="stays on record"):
        undo_on(shop)


def test_it_is_passed_over_too_where_another_command_came_after_it(shop: Path, run_writing: Written) -> None:
    closed_without_saving(shop, lambda: run_writing(DailyLog=log("K01", "K02")))
    before = contents(shop)
    run_writing(DailyLog=log("K03"))
    undo_on(shop)
    assert contents(shop) == before
    with pytest.raises(NothingToUndo, match="Passed over, nothing of it is in the workbook"):
        undo_on(shop)


def test_rows_that_somebody_typed_in_their_place_stay(shop: Path, run_writing: Written) -> None:
    closed_without_saving(shop, lambda: run_writing(DailyLog=log("K01")))
    type_rows(shop, "DailyLog", [{**log("K02")[0], "shift": "晚"}])
    before = contents(shop)
    with pytest.raises(NothingToUndo):
        undo_on(shop)
    assert contents(shop) == before


def test_a_month_locked_but_not_saved_stands_in_no_ones_way(shop: Path, run_writing: Written) -> None:
    run_writing(DailyLog=log("K01"))
    closed_without_saving(shop, lambda: run_writing("lock-month", Roster=first_day("白", "晚", "休")))
    assert undo_on(shop).headline.startswith("“锁定月份”（2026-11-22 12:00 运行）已是运行前的样子")
    assert undo_on(shop).headline.startswith("已撤销“准备当天”")
    assert rows(shop, "DailyLog").empty


def test_an_undo_that_was_not_saved_can_be_done_again(shop: Path, run_writing: Written) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    states = [contents(shop)]
    run_writing(Roster=first_day("晚", "晚", "晚"))
    states.append(contents(shop))
    run_writing("swap", DailyLog=log("K01"))

    def both() -> None:
        undo_on(shop)
        undo_on(shop)

    closed_without_saving(shop, both)
    assert undo_on(shop).headline.startswith("已撤销“换班”")
    assert contents(shop) == states[1]
    undo_on(shop)
    assert contents(shop) == states[0]
    with pytest.raises(NothingToUndo):
        undo_on(shop)


def test_what_somebody_types_after_a_saved_undo_is_theirs(shop: Path, run_writing: Written) -> None:
    """It is what the command wrote, to the letter; the undo stands in the journal all the same."""
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    run_writing("swap", Requests=[{"agent_id": "K01", "kind": "leave", "from_date": NOON}])
    run_writing(Roster=first_day("晚", "晚", "晚"))
    undo_on(shop)
    put(shop, "Roster", 0, "d01", "晚")
    put(shop, "Roster", 2, "d01", "晚")
    assert undo_on(shop).headline.startswith("已撤销“换班”")
    assert rows(shop, "Roster")["d01"].tolist() == ["晚", "晚", "晚"]
    with pytest.raises(NothingToUndo):
        undo_on(shop)


def test_after_the_next_command_an_undo_is_kept_no_more(shop: Path, run_writing: Written) -> None:
    run_writing(DailyLog=log("K01"))
    undo_on(shop)
    folder = SnapshotStore.beside(shop).folder
    (kept,) = folder.iterdir()
    assert re.fullmatch(r"000001\.20261122T12\d{4}\.undone\.gz", kept.name)
    run_writing(DailyLog=log("K02"))
    assert [file.name for file in folder.iterdir()] == ["000002.json.gz"]


# Written in part


class Breaking(FileBook):
    """A workbook whose writing ends half-way and cannot be put back; `part` says what is still written."""

    def __init__(self, path: Path, part: Callable[[TableWrite], TableWrite]) -> None:
        super().__init__(path)
        self.part = part

    def apply(self, writes: Sequence[TableWrite], *, forget: bool = False) -> None:
        super().apply([self.part(writes[0])], forget=forget)
        raise WrittenAnyway(Words("没写完", "written in part"))


def half(write: TableWrite) -> TableWrite:
    """The table grown, and of every other cell what is written there."""
    cells = {row: dict(list(line.items())[::2]) for row, line in write.cells.items()}
    return TableWrite(write.place, cells, write.last_row)


def first_row(write: TableWrite) -> TableWrite:
    row = min(write.cells)
    return TableWrite(write.place, {row: write.cells[row]}, write.place.last_row)


@pytest.mark.parametrize("part", [half, first_row])
@pytest.mark.parametrize(
    "tables",
    [
        {"DailyLog": log("K01", "K02")},
        {"Roster": first_day("半", "半", "半")},
        {"Today": today("K03", "K01")},
    ],
    ids=["rows added", "cells", "a list written whole"],
)
def test_what_was_written_in_part_is_taken_back(
    tables: dict[str, Any], part: Callable[[TableWrite], TableWrite], shop: Path, run_writing: Written,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    run_writing("swap", Today=today("K01", "K02"))
    before = contents(shop)
    with monkeypatch.context() as only_here, pytest.raises(WrittenAnyway):
        only_here.setattr(f"{__name__}.FileBook", lambda path: Breaking(path, part))
        run_writing(**tables)
    assert contents(shop) != before
    assert undo_on(shop).headline.startswith("已撤销“准备当天”")
    assert contents(shop) == before


# What people typed in columns of their own


@pytest.fixture
def own_column(shop: Path) -> int:
    """A column of a person's own at the end of the daily log: its number."""
    extra = Additions(shop)
    extra.column("DailyLog", "我的备注", [])
    extra.save()
    return FileBook(shop).places()["DailyLog"].last_column


def type_own(path: Path, row: int, column: int, cell: Value | Formula) -> None:
    book = FileBook(path)
    place = book.places()["DailyLog"]
    book.apply([TableWrite(place, {row: {column: cell}}, place.last_row)])


def test_a_note_in_a_column_of_ones_own_is_not_left_below_the_table(
    own_column: int, shop: Path, run_writing: Written
) -> None:
    run_writing(DailyLog=log("K01"))
    run_writing(DailyLog=log("K02", "K03"))
    last_row = FileBook(shop).places()["DailyLog"].last_row
    type_own(shop, last_row, own_column, "回电")
    before = contents(shop)
    with pytest.raises(EditedSince) as refused:
        undo_on(shop)
    assert f"{last_row}（写入的是空，现在是“回电”）" in refused.value.words.zh
    assert contents(shop) == before
    type_own(shop, last_row, own_column, None)
    undo_on(shop)
    assert rows(shop, "DailyLog")["agent_id"].tolist() == ["K01"]


def test_a_formula_in_a_column_of_ones_own_goes_with_the_rows(
    own_column: int, shop: Path, run_writing: Written
) -> None:
    run_writing(DailyLog=log("K01"))
    run_writing(DailyLog=log("K02", "K03"))
    last_row = FileBook(shop).places()["DailyLog"].last_row
    type_own(shop, last_row, own_column, Formula("1+1", 2.0))
    undo_on(shop)
    assert run_writing(DailyLog=log("K02", "K03")).changed["DailyLog"].added == 2
    assert FileBook(shop).places()["DailyLog"].last_row == last_row
