"""Taking back: command by command, ten deep, never over what people typed and never in the wrong row."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.book import TableWrite, Written
from csbook.books.file_book import FileBook
from csbook.books.saving import side_folder
from csbook.commands import registry
from csbook.commands.handler import Request, Result
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import DEPTH, SnapshotStore
from csbook.commands.undo import undo
from csbook.commands.undo_refusals import EditedSince, NothingToUndo, OnRecord, RowsGone
from csbook.commands.undo_words import list_as_json, list_words
from csbook.commands.unreadable import OfEarlierVersion, SnapshotUnreadable
from csbook.problems import Words
from csbook.schema.workbook import TABLES
from tests.commands.older_workbooks import older
from tests.workbooks import PEOPLE, every_table, put, rows, type_rows

NOON = dt.datetime(2026, 11, 22, 12)
RECORDS = ("Journal", "Changes")
Handled = Callable[[Callable[[Request], Result]], None]


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Handled:
    """Let every command be handled by a function of the test."""
    return lambda handler: monkeypatch.setattr(registry.Command, "load", lambda self: handler)


def run_on(path: Path, name: str = "prepare-day", now: dt.datetime = NOON) -> Outcome:
    return run(name, FileBook(path), NOON, now=now, user="店长", store=SnapshotStore.beside(path))


def undo_on(path: Path) -> Outcome:
    return undo(FileBook(path), SnapshotStore.beside(path), now=NOON, user="店长")


def writing(**tables: Sequence[dict[str, Any]]) -> Callable[[Request], Result]:
    frames = {name: pd.DataFrame(list(given)) for name, given in tables.items()}
    return lambda request: Result(Words("写好", "written"), frames)


def first_day(*cells: str) -> list[dict[str, str]]:
    return [{"agent_id": person[0], "d01": cell} for person, cell in zip(PEOPLE, cells, strict=True)]


def first_cells(path: Path) -> dict[str, str]:
    found: dict[str, str] = rows(path, "Roster").set_index("agent_id")["d01"].to_dict()
    return found


def move_rows(path: Path, table: str, order: Sequence[int]) -> None:
    """Sort a table as a person does: body row `order[n]` (counted from 0) comes to stand in row n."""
    book = FileBook(path)
    place = book.places()[table]
    grid, formulas = book.grid(place), book.formulas(place)
    cells = {
        place.first_row + to: {
            place.first_column + at: value
            for at, value in enumerate(grid[source])
            if (place.first_row + to, place.first_column + at) not in formulas
        }
        for to, source in enumerate(order)
    }
    book.apply([TableWrite(place, cells, place.last_row)])


def test_ten_commands_are_taken_back_one_by_one_and_the_eleventh_is_refused(
    shop: Path, handled: Handled
) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    states = []
    for number in range(DEPTH + 1):
        states.append(every_table(shop, but=RECORDS))
        cell = "半" if number % 2 else "白"
        handled(writing(Roster=[{"agent_id": "K02", f"d{number + 2:02d}": cell}]))
        run_on(shop, now=NOON + dt.timedelta(minutes=number))
    for number in range(DEPTH, 0, -1):
        assert undo_on(shop).headline.startswith("已撤销“准备当天”（2026-11-22 12:"), number
        assert every_table(shop, but=RECORDS) == states[number]
    with pytest.raises(NothingToUndo) as refused:
        undo_on(shop)
    assert refused.value.words.zh == "没有可以撤销的操作。最多撤销 10 步，更早的不再保留。"
    assert every_table(shop, but=RECORDS) == states[1], "the first of eleven commands stays"


def test_ten_are_taken_back_too_where_some_had_been_taken_back_before(shop: Path, handled: Handled) -> None:
    for number in range(DEPTH + 4):
        handled(writing(Roster=[{"agent_id": "K02", f"d{number + 2:02d}": "半"}]))
        run_on(shop)
        if number in (1, 2):
            undo_on(shop)
    for number in range(DEPTH):
        assert undo_on(shop).headline.startswith("已撤销“准备当天”"), number
    with pytest.raises(NothingToUndo, match="At most 10 steps"):
        undo_on(shop)


def test_where_all_was_taken_back_nothing_is_said_of_a_limit(shop: Path, handled: Handled) -> None:
    for number in range(DEPTH):
        handled(writing(Roster=[{"agent_id": "K02", f"d{number + 2:02d}": "半"}]))
        run_on(shop)
    listed = list_words(SnapshotStore.beside(shop))("zh").split("\n")
    assert len(listed) == DEPTH
    for _ in range(DEPTH):
        undo_on(shop)
    with pytest.raises(NothingToUndo) as refused:
        undo_on(shop)
    assert refused.value.words.zh == "没有可以撤销的操作。"


def test_the_list_says_that_ten_is_the_most_where_more_were_run(shop: Path, handled: Handled) -> None:
    for number in range(DEPTH + 1):
        handled(writing(Roster=[{"agent_id": "K02", f"d{number + 2:02d}": "半"}]))
        run_on(shop)
    listed = list_words(SnapshotStore.beside(shop))
    assert listed("zh").split("\n")[DEPTH:] == ["最多撤销 10 步，更早的不再保留。"]
    assert listed("en").split("\n")[DEPTH:] == [
        "At most 10 steps can be undone; what came before is kept no more."
    ]


def test_the_refusal_names_cell_values_user_and_what_to_do(shop: Path, handled: Handled) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    handled(writing(Roster=first_day("晚", "晚", "晚")))
    run_on(shop)
    row, _ = put(shop, "Roster", 2, "d01", "半")
    before = every_table(shop, but=())
    with pytest.raises(EditedSince) as refused:
        undo_on(shop)
    zh, en = refused.value.words.zh, refused.value.words.en
    assert zh.startswith("不能撤销“准备当天”（店长 于 2026-11-22 12:00 运行）：之后有人改过 排班!")
    assert f"{row}（写入的是“晚”，现在是“半”）" in zh
    assert "要撤销，请先把这些格改回写入的值" in zh
    assert "(written '晚', now '半')" in en
    spot = refused.value.spot
    assert spot is not None
    assert (spot.table, spot.row, spot.column) == ("Roster", row, "d01")
    assert every_table(shop, but=()) == before
    put(shop, "Roster", 2, "d01", "晚")
    undo_on(shop)
    assert first_cells(shop) == {"K01": "白", "K02": "晚", "K03": "rest"}


def test_what_a_person_edited_elsewhere_survives(shop: Path, handled: Handled) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    handled(writing(Roster=first_day("晚", "晚", "晚")))
    run_on(shop)
    type_rows(shop, "Roster", [{"agent_id": "K01", "d02": "半"}])
    type_rows(shop, "Requests", [{"agent_id": "K02", "kind": "leave", "from_date": NOON, "state": "pending"}])
    undo_on(shop)
    assert first_cells(shop)["K01"] == "白"
    assert rows(shop, "Roster").set_index("agent_id").at["K01", "d02"] == "半"
    assert rows(shop, "Requests")["agent_id"].tolist() == ["K02"]


def test_in_a_table_sorted_since_every_cell_goes_back_to_its_own_row(shop: Path, handled: Handled) -> None:
    """All cells hold the same afterwards, so that the cells alone would not tell the rows apart."""
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    handled(writing(Roster=first_day("半", "半", "半")))
    run_on(shop)
    move_rows(shop, "Roster", (2, 0, 1))
    undo_on(shop)
    assert rows(shop, "Roster")["agent_id"].tolist() == ["K03", "K01", "K02"]
    assert first_cells(shop) == {"K01": "白", "K02": "晚", "K03": "rest"}


def test_rows_added_are_found_again_after_sorting_and_nothing_else_goes(shop: Path, handled: Handled) -> None:
    log = [
        {"date": pd.Timestamp("2026-11-22"), "agent_id": number, "platform": "jd", "shift": "白"}
        for number in ("K01", "K02", "K03")
    ]
    handled(writing(DailyLog=log[:1]))
    run_on(shop)
    handled(writing(DailyLog=log[1:]))
    run_on(shop)
    move_rows(shop, "DailyLog", (2, 1, 0))
    undo_on(shop)
    assert rows(shop, "DailyLog")["agent_id"].tolist() == ["K01"]
    undo_on(shop)
    assert rows(shop, "DailyLog").empty


def test_a_list_without_keys_is_put_back_after_sorting(shop: Path, handled: Handled) -> None:
    handled(writing(Today=today("K01", "K02")))
    run_on(shop)
    handled(writing(Today=today("K03", "K02", "K01")))
    run_on(shop)
    move_rows(shop, "Today", (2, 0, 1))
    undo_on(shop)
    assert sorted(rows(shop, "Today")["customer"]) == ["K01", "K02"]


def today(*names: str) -> list[dict[str, Any]]:
    return [{"agent_id": name, "customer": name, "state": "due"} for name in names]


def edited(path: Path) -> None:
    put(path, "Today", 0, "state", "完成")


def emptied(path: Path) -> None:
    for column in ("agent_id", "customer", "state"):
        put(path, "Today", 1, column, None)


def sorted_and_edited(path: Path) -> None:
    move_rows(path, "Today", (2, 0, 1))
    edited(path)


def shortened(path: Path) -> None:
    book = FileBook(path)
    place = book.places()["Today"]
    rows_below = range(place.first_row + 1, place.last_row + 1)
    none: dict[int, Written | None] = dict.fromkeys(range(place.first_column, place.last_column + 1))
    book.apply([TableWrite(place, dict.fromkeys(rows_below, none), place.first_row)])


@pytest.mark.parametrize("fault", [edited, emptied, sorted_and_edited, shortened])
def test_a_list_that_csbook_alone_writes_is_put_back_whole_whatever_has_become_of_it(
    fault: Callable[[Path], None], shop: Path, handled: Handled
) -> None:
    """今日待办 is made anew by every 更新回访: what somebody typed over in it stops nobody's undo."""
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    handled(writing(Today=today("K01", "K02"), Roster=first_day("晚", "晚", "晚")))
    run_on(shop)
    before = every_table(shop, but=RECORDS)
    handled(writing(Today=today("K01", "K03", "K02"), Roster=first_day("半", "半", "半")))
    run_on(shop)
    fault(shop)
    notes = undo_on(shop).notes
    assert every_table(shop, but=RECORDS) == before
    by_hand = "“今日待办”由软件整张生成，已整张恢复；之后在里面手工改的内容没有保留。"
    assert (by_hand in notes) == (fault is not shortened)
    undo_on(shop)
    assert rows(shop, "Today").empty
    assert first_cells(shop) == {"K01": "白", "K02": "晚", "K03": "rest"}


def test_only_the_rows_that_changed_are_counted_of_a_list_written_whole(shop: Path, handled: Handled) -> None:
    handled(writing(Today=today("K01", "K02", "K03")))
    run_on(shop)
    handled(writing(Today=today("K01", "K02", "K01")))
    run_on(shop)
    [latest, _] = json.loads(list_as_json(SnapshotStore.beside(shop)))
    assert latest["rows"] == {"Today": 1}


@pytest.mark.parametrize("fault", ["deleted", "copied"])
def test_a_row_that_is_gone_or_there_twice_stops_it(fault: str, shop: Path, handled: Handled) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    handled(writing(Roster=first_day("半", "半", "半")))
    run_on(shop)
    move_rows(shop, "Roster", (1, 2, 0))
    if fault == "deleted":
        for column in ("agent_id", "name", "d01"):
            put(shop, "Roster", 0, column, None)
    else:
        put(shop, "Roster", 3, "agent_id", "K02")
    before = every_table(shop, but=())
    with pytest.raises(RowsGone) as refused:
        undo_on(shop)
    assert "找不到“排班”的 K02（当时在 排班!A" in refused.value.words.zh
    assert "删了这一行、改了它的编号或复制了它" in refused.value.words.zh
    assert every_table(shop, but=()) == before


def test_the_list_names_time_command_user_and_tables_the_latest_first(shop: Path, handled: Handled) -> None:
    store = SnapshotStore.beside(shop)
    assert list_words(store)("zh") == "没有可以撤销的操作。"
    handled(writing(Roster=first_day("白", "晚", "休")))
    run_on(shop)
    handled(writing(Roster=first_day("半", "晚", "半")))
    run_on(shop, "swap", now=NOON + dt.timedelta(hours=1))
    assert list_words(store)("zh").split("\n") == [
        "1. 2026-11-22 13:00 换班（店长）：“排班”2 行",
        "2. 2026-11-22 12:00 准备当天（店长）：“排班”3 行",
    ]
    assert list_words(store)("en").startswith("1. 2026-11-22 13:00 Swap (店长): 'Roster' 2 rows\n2. ")
    assert json.loads(list_as_json(store))[0] == {
        "command": "swap", "at": "2026-11-22T13:00:00", "user": "店长", "rows": {"Roster": 2}
    }  # fmt: skip


def test_a_month_locked_ends_the_list_with_the_reason_that_undo_gives(shop: Path, handled: Handled) -> None:
    handled(writing(Roster=first_day("白", "晚", "休")))
    run_on(shop)
    handled(writing(Roster=first_day("半", "晚", "半")))
    run_on(shop, "lock-month")
    store = SnapshotStore.beside(shop)
    why = (
        "“锁定月份”（2026-11-22 12:00 运行）要留作记录，它和它之前的操作都不能撤销。"
        "要改动请用“解锁月份”并写明理由。"
    )
    assert list_words(store)("zh").split("\n") == ["没有可以撤销的操作。", why]
    with pytest.raises(OnRecord) as refused:
        undo_on(shop)
    assert refused.value.words.zh == why
    handled(writing(Roster=first_day("白", "晚", "白")))
    run_on(shop, "swap", now=NOON + dt.timedelta(hours=1))
    first, last = list_words(store)("zh").split("\n")
    assert (first[:2], last) == ("1.", why)
    store.clear("purge", NOON)
    _, cleared = list_words(store)("zh").split("\n")
    assert cleared.startswith("“清除客户资料”（2026-11-22 12:00 运行）按规定不留底")


@pytest.mark.parametrize(
    "content",
    [b"no gzip", gzip.compress(b"{}", mtime=0), gzip.compress(b'{"command": "score"}\n[]', mtime=0), b""],
    ids=["no gzip", "nothing said", "no tables", "empty"],
)
def test_a_damaged_snapshot_is_told_and_changes_nothing(content: bytes, shop: Path, handled: Handled) -> None:
    handled(writing(Roster=first_day("白", "晚", "休")))
    run_on(shop)
    store = SnapshotStore.beside(shop)
    store.files()[-1].write_bytes(content)
    before = every_table(shop, but=())
    with pytest.raises(SnapshotUnreadable, match="cannot be read"):
        undo_on(shop)
    assert every_table(shop, but=()) == before
    assert list_words(store)("zh") == "没有可以撤销的操作。"


def test_what_an_earlier_version_did_before_the_upgrade_is_told_with_the_backup(
    shop: Path, handled: Handled
) -> None:
    handled(writing(Roster=first_day("白", "晚", "休")))
    run_on(shop)
    said = {"command": "score", "at": "2026-11-20T09:30:00", "tables": []}
    SnapshotStore.beside(shop).files()[-1].write_bytes(gzip.compress(json.dumps(said).encode(), mtime=0))
    before = every_table(shop, but=())
    with pytest.raises(OfEarlierVersion) as none:
        undo_on(shop)
    assert none.value.words.zh == (
        "“月度评分”（2026-11-20 09:30 运行）是升级以前用较早的版本做的，不能撤销，工作簿没有改动。"
        "要改的格请直接改。"
    )
    backup = side_folder(shop) / "backup.xlsm"
    older(backup, 4)
    with pytest.raises(OfEarlierVersion) as refused:
        undo_on(shop)
    assert refused.value.words.zh.endswith(f"要改的格请直接改；升级以前的内容在备份 {backup} 里。")
    assert refused.value.words.en == (
        "Score month, run 2026-11-20 09:30, was done before the upgrade by an earlier version and cannot be "
        "undone; the workbook is as it was. Change by hand what is to change; what stood there before the "
        f"upgrade is in {backup}."
    )
    assert every_table(shop, but=()) == before


def test_the_colours_of_changed_cells_go_with_it(shop: Path, handled: Handled) -> None:
    type_rows(shop, "Roster", first_day("白", "晚", "休"))
    handled(writing(Roster=first_day("半", "半", "半")))
    run_on(shop)
    assert len(rows(shop, "Changes")) == 3
    undo_on(shop)
    assert rows(shop, "Changes").empty


def test_every_key_is_made_of_columns_that_the_table_has() -> None:
    """What rows are known again by, of every table."""
    for table in TABLES.values():
        assert all(name in table.by_name for name in table.key), table.name
