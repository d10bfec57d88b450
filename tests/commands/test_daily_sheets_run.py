"""A day with the agents' small workbooks, on a workbook file from the morning to the next one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.commands.handler import File
from csbook.commands.outcome import Changed, Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.schema.workbook import TABLES
from tests.followups.shop import at
from tests.sheets.shop import Edits, contact, filled
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

MORNING = dt.datetime(2026, 11, 22, 9)
EVENING = dt.datetime(2026, 11, 22, 21)
PHONE = "13800000001"


def files_in(folder: Path) -> tuple[File, ...]:
    return tuple(File(path.name, path.read_bytes()) for path in sorted(folder.glob("*.xlsx")))


def run_at(shop: Path, name: str, moment: dt.datetime, folder: Path, *, store: bool = False) -> Outcome:
    """A command with the folder of daily sheets."""
    return run(
        name,
        FileBook(shop),
        moment,
        now=moment,
        user="测试",
        files=files_in(folder),
        folder=folder,
        store=SnapshotStore.beside(shop) if store else None,
    )


@pytest.fixture
def folder(shop: Path) -> Path:
    """The folder with the sheets handed out on 22 November: K01 is on duty and has one contact, from the
    roster, the register and the archive of the workbook."""
    book = FileBook(shop)
    grid = pd.DataFrame([{"agent_id": "K01", "d22": "白"}, {"agent_id": "K02", "d22": "rest"}])
    book.apply([plan_write(read_table(book, TABLES["Roster"], "zh"), grid, "zh").write])
    type_rows(shop, "Customers", [{"platform": "jd", "account": "买家", "name": "王", "phone": PHONE}])
    row = contact(1, 2, "K01", customer="买家") | {
        "due_from": at("2026-11-21"),
        "due_by": at("2026-11-22 20:00"),
        "as_of": at("2026-11-22 08:00"),
    }
    book = FileBook(shop)
    book.apply([plan_write(read_table(book, TABLES["FollowUps"], "zh"), pd.DataFrame([row]), "zh").write])
    sheets = shop.parent / "日报表"
    run_at(shop, "prepare-day", MORNING, sheets)
    before = every_table(shop, but=SHOWS_THE_PRESS)
    outcome = run_at(shop, "hand-out", MORNING, sheets)
    assert outcome.headline == "做好 1 份日报表：日报 2 行，要联系 1 次。"
    assert every_table(shop, but=SHOWS_THE_PRESS) == before
    assert [path.name for path in sheets.iterdir()] == ["2026-11-22 0900 K01 赵一.xlsx"]
    return sheets


def type_into(folder: Path, edits: Edits) -> None:
    (file,) = files_in(folder)
    (folder / file.name).write_bytes(filled(file, edits).data)


def test_a_day_from_the_hand_out_to_the_next_collection(shop: Path, folder: Path) -> None:
    type_into(
        folder,
        {
            ("DailyLog", 0, "receptions"): 30,
            ("FollowUps", 0, "done_at"): dt.datetime(2026, 11, 22, 10, 30),
            ("FollowUps", 0, "result"): "已解决",
            ("FollowUps", 0, "note"): f"改打 {PHONE}",
        },
    )
    put(shop, "FollowUps", 0, "note", "主管写的")
    outcome = run_at(shop, "collect", EVENING, folder, store=True)
    assert outcome.exit_code == 1  # a cell is left to settle
    assert outcome.headline == "收了 1 份日报表，写入 3 格；1 格两边都改过。"
    assert outcome.changed == {"DailyLog": Changed(0, 1), "FollowUps": Changed(0, 1)}
    register = rows(shop, "FollowUps").iloc[0]
    assert register[["result", "note"]].tolist() == ["solved", "主管写的"]
    assert register["done_at"] == at("2026-11-22 10:30")
    assert rows(shop, "DailyLog")["receptions"].tolist()[0] == 30
    assert "主管写的" in outcome.text()
    assert PHONE not in outcome.text() + str(outcome.as_json()) + rows(shop, "Journal").to_csv()
    before = every_table(shop, but=SHOWS_THE_PRESS)
    run_at(shop, "collect", EVENING, folder)
    assert every_table(shop, but=SHOWS_THE_PRESS) == before


def test_a_collection_can_be_undone(shop: Path, folder: Path) -> None:
    type_into(folder, {("DailyLog", 0, "receptions"): 30, ("FollowUps", 0, "result"): "已解决"})
    before = every_table(shop)
    run_at(shop, "collect", EVENING, folder, store=True)
    assert every_table(shop) != before
    undo(FileBook(shop), SnapshotStore.beside(shop), now=EVENING, user="测试")
    after = every_table(shop)
    assert rows(shop, "Changes").empty, "undo takes the colours away, those of the command before too"
    assert after | {"Changes": ""} == before | {"Changes": ""}


def test_a_word_typed_where_a_number_belongs_survives_in_the_workbook(shop: Path, folder: Path) -> None:
    """It is left out of what commands read; the row of the sheet waits for it."""
    type_into(folder, {("FollowUps", 0, "result"): "已解决", ("DailyLog", 0, "receptions"): 30})
    put(shop, "FollowUps", 0, "satisfaction", "很好")
    outcome = run_at(shop, "collect", EVENING, folder)
    assert set(outcome.changed) == {"DailyLog"}
    assert any("改好后再收一次" in problem.expected for problem in outcome.problems)
    assert "很好" in [p.found for p in read_table(FileBook(shop), TABLES["FollowUps"], "zh").problems]
    put(shop, "FollowUps", 0, "satisfaction", 5)
    assert set(run_at(shop, "collect", EVENING, folder).changed) == {"FollowUps"}
    assert rows(shop, "FollowUps").iloc[0][["result", "satisfaction"]].tolist() == ["solved", 5]
