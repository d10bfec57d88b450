"""The files behind undo: drafts of runs at the same time, folders of a workbook in several places, files held
open by other programs."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import PlannedWrite, plan_write
from csbook.books.saving import side_folder
from csbook.commands import registry
from csbook.commands.handler import Request, Result
from csbook.commands.load import load
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.problems import Words
from csbook.schema.workbook import TABLES

NOON = dt.datetime(2026, 11, 22, 12)
LOG = {"date": pd.Timestamp("2026-11-22"), "agent_id": "K01", "platform": "jd", "shift": "白"}
Run = Callable[..., Outcome]


class RefusedError(Exception):
    """What stops the second of two runs."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "自己的文件夹"
    monkeypatch.setattr(Path, "home", lambda: folder)
    return folder


@pytest.fixture
def plans(shop: Path) -> list[PlannedWrite]:
    read = read_table(FileBook(shop), TABLES["DailyLog"], "zh")
    return [plan_write(read, pd.DataFrame([LOG]), "zh")]


@pytest.fixture
def run_on(monkeypatch: pytest.MonkeyPatch) -> Run:
    """(workbook, forgets) -> a command that writes a row, or clears everything."""

    def run_it(path: Path, *, forgets: bool = False) -> Outcome:
        def handler(_: Request) -> Result:
            tables = {} if forgets else {"DailyLog": pd.DataFrame([LOG])}
            return Result(Words("好", "fine"), tables, forgets=forgets)

        monkeypatch.setattr(registry.Command, "load", lambda self: handler)
        store = SnapshotStore.beside(path)
        return run("prepare-day", FileBook(path), NOON, now=NOON, user="", store=store)

    return run_it


def names(store: SnapshotStore) -> list[str]:
    return sorted(file.name for file in store.folder.iterdir())


def test_of_two_runs_at_once_the_refused_one_takes_nothing_from_the_other(
    tmp_path: Path, plans: list[PlannedWrite]
) -> None:
    store = SnapshotStore(tmp_path / "undo")

    def refused() -> None:
        with store.keeping("swap", plans, NOON):
            raise RefusedError

    with store.keeping("prepare-day", plans, NOON), pytest.raises(RefusedError):
        refused()
    assert [about.command for about in store.kept()] == ["prepare-day"]
    assert names(store) == ["000001.json.gz"]


def test_the_draft_of_a_run_that_was_killed_goes_after_an_hour(
    tmp_path: Path, plans: list[PlannedWrite]
) -> None:
    store = SnapshotStore(tmp_path / "undo")
    store.folder.mkdir()
    for name, age in (("old.draft", 3700), ("new.draft", 60)):
        (store.folder / name).touch()
        os.utime(store.folder / name, (time.time() - age,) * 2)
    with store.keeping("prepare-day", plans, NOON):
        pass
    assert names(store) == ["000001.json.gz", "new.draft"]


def held_open(self: Path, target: object = None, *, missing_ok: bool = False) -> Path:
    raise PermissionError(13, "Permission denied")


def test_a_snapshot_that_a_virus_scanner_holds_open_is_told_and_the_rest_is_done(
    shop: Path, run_on: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def replace_or_refuse(self: Path, target: Path) -> Path:
        return held_open(self) if self.suffix == ".draft" else replace(self, target)

    monkeypatch.setattr(Path, "replace", replace_or_refuse)
    [said] = [note for note in run_on(shop).notes if "撤销" in note]
    assert said.startswith("已写入，但这一步不能撤销：撤销用的记录存不进")
    assert read_table(FileBook(shop), TABLES["DailyLog"], "zh").frame["agent_id"].tolist() == ["K01"]
    assert names(SnapshotStore.beside(shop)) == []
    more = shop.with_name("日报.csv")
    more.write_text("日期,工号,平台\n2026-11-22,K02,京东\n", encoding="utf-8")
    store = SnapshotStore.beside(shop)
    outcome = load(FileBook(shop), TABLES["DailyLog"], more, now=NOON, user="", store=store)
    assert outcome.notes[-1].startswith("已写入，但这一步不能撤销")


def test_old_snapshots_that_are_held_open_stay_and_stop_nothing(
    tmp_path: Path, plans: list[PlannedWrite], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SnapshotStore(tmp_path / "undo")
    monkeypatch.setattr(Path, "unlink", held_open)
    for _ in range(11):
        with store.keeping("prepare-day", plans, NOON) as keeping:
            pass
        assert keeping.failed == ()
    assert len(store.files()) == 11


def test_a_link_has_the_undo_of_its_workbook(shop: Path, tmp_path: Path) -> None:
    link = tmp_path / "链接" / "台账.xlsm"
    link.parent.mkdir()
    link.symlink_to(shop)
    assert SnapshotStore.beside(link).folder == SnapshotStore.beside(shop).folder
    assert SnapshotStore.beside(link).folder == side_folder(link) / "undo"


def test_what_must_be_forgotten_may_stand_in_the_persons_own_folder_too_and_is_named(
    shop: Path, home: Path, plans: list[PlannedWrite], run_on: Run
) -> None:
    """Excel, with the workbook on a web address, keeps its snapshots there; the command line beside it. From
    here nobody can tell it from another shop's."""
    url = "https://a.sharepoint.com/一部/"
    in_excel, other = SnapshotStore.at_home(url + shop.name), SnapshotStore.at_home(url + "别的.xlsm")
    beside = SnapshotStore.beside(shop)
    for store in (in_excel, other, beside):
        with store.keeping("prepare-day", plans, NOON):
            pass
    said = run_on(shop, forgets=True).notes[-1]
    assert [len(store.files()) for store in (in_excel, other, beside)] == [1, 1, 0]
    assert said == (
        f"同名的工作簿还有撤销用的记录，没有动：{in_excel.folder}。若属于这个工作簿（在网上打开时），请自己删除。"
    )
    assert in_excel.folder.is_relative_to(home)


@pytest.mark.usefixtures("home")
def test_forgetting_in_one_shop_leaves_the_undo_of_another_whose_workbook_has_the_same_name(
    plans: list[PlannedWrite],
) -> None:
    first, second = (
        SnapshotStore.at_home(f"https://a.sharepoint.com/{shop}/台账.xlsm") for shop in ("一店", "二店")
    )
    for store in (first, second):
        with store.keeping("prepare-day", plans, NOON):
            pass
    [said] = first.clear("purge", NOON)
    assert str(second.folder) in said.zh
    assert (first.files(), len(second.files())) == ([], 1)
    assert first.cleared() is not None
    assert second.cleared() is None
    second.clear("purge", NOON)
    assert first.clear("purge", NOON) == (), "nothing is named where nothing is left"


def test_what_cannot_be_cleared_is_named(
    shop: Path, home: Path, run_on: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_on(shop)
    monkeypatch.setattr(Path, "unlink", held_open)
    folder = SnapshotStore.beside(shop).folder
    assert run_on(shop, forgets=True).notes[-1] == f"没能清除，请自己删除：{folder}。"
    assert not home.exists()
