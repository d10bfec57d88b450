"""Taking back a publication: which version holds again, and that people may know of the one taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.schema.daily import DAYS
from tests.workbooks import put, rows

TOLD = dt.datetime(2026, 10, 28, 9)


def command(path: Path, name: str, **parameters: object) -> None:
    store = SnapshotStore.beside(path)
    run(name, FileBook(path), TOLD, now=TOLD, user="店长", parameters=parameters, store=store)


def undo_on(path: Path) -> Outcome:
    return undo(FileBook(path), SnapshotStore.beside(path), now=TOLD, user="店长")


def state(path: Path) -> tuple[str, int]:
    (row,) = rows(path, "RosterStates").itertuples()
    return row.state, int(row.version)


def change_a_shift(path: Path) -> None:
    first = rows(path, "Roster").iloc[0]
    put(path, "Roster", 0, DAYS[5], "晚" if first[DAYS[5]] != "晚" else "半")


def test_the_version_that_holds_again_is_named_and_whom_to_tell(built: Path) -> None:
    for _ in range(3):
        command(built, "publish-roster")
        change_a_shift(built)
    assert state(built) == ("published", 3)
    outcome = undo_on(built)
    assert state(built) == ("published", 2)
    assert outcome.notes == ("2026-11 的排班从第 3 版退回第 2 版；“排班”里的班次没有变。",)
    assert outcome.next_step == ("第 3 版可能已经发给了大家，请告诉他们以第 2 版为准；改好后再点“发布排班”。")


def test_the_first_version_goes_back_to_a_draft(built: Path) -> None:
    command(built, "publish-roster")
    outcome = undo_on(built)
    assert state(built) == ("draft", 0)
    assert outcome.notes == ("2026-11 的排班从第 1 版退回草稿；“排班”里的班次没有变。",)
    assert outcome.next_step == "第 1 版可能已经发给了大家，请告诉他们排班还会改；改好后再点“发布排班”。"


def test_a_version_published_again_from_a_draft_goes_back_to_the_draft(built: Path) -> None:
    command(built, "publish-roster")
    command(built, "build-roster", replace=True)
    assert state(built) == ("draft", 1)
    change_a_shift(built)
    command(built, "publish-roster")
    assert state(built) == ("published", 2)
    assert "从第 2 版退回草稿" in undo_on(built).notes[0]
    assert state(built) == ("draft", 1)


def test_nothing_is_said_of_versions_where_another_command_is_taken_back(built: Path) -> None:
    command(built, "publish-roster")
    command(built, "build-roster", replace=True)
    outcome = undo_on(built)
    assert outcome.headline.startswith("已撤销“生成排班”")
    assert state(built) == ("published", 1)
    assert (outcome.notes, outcome.next_step) == ((), None)
