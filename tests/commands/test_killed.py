"""`csbook run` killed for real: the workbook is the old one or the new one, whole, and goes on working."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from csbook.books.file_book import FileBook
from csbook.books.saving import side_folder
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from tests.workbooks import SHOWS_THE_PRESS, every_table, type_rows

MOMENT = dt.datetime(2026, 11, 22, 9)
COMMAND = ("run", "update-followups", "--today", MOMENT.isoformat())
pytestmark = pytest.mark.long
KILLS = 5
SAVING_SECONDS = 0.1  # about as long as a save takes; the kills are spread over it


def started(path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "csbook", *COMMAND, str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def finished(path: Path) -> None:
    """The same command, not killed."""
    done = run(
        "update-followups", FileBook(path), MOMENT, now=MOMENT, user="", store=SnapshotStore.beside(path)
    )
    assert done.exit_code == 0


@pytest.fixture(scope="module")
def old(small_shop_originals: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with 100 unpaid orders to chase."""
    path = Path(shutil.copy(small_shop_originals("zh"), tmp_path_factory.mktemp("killed") / "台账.xlsm"))
    order = {"platform": "jd", "created": "2026-11-20T08:00", "total": 100}
    type_rows(path, "Orders", [order | {"order_id": f"{number:06d}"} for number in range(100)])
    return path


@pytest.fixture(scope="module")
def new_tables(old: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    path = Path(shutil.copy(old, tmp_path_factory.mktemp("finished")))
    finished(path)
    return every_table(path, but=SHOWS_THE_PRESS)


def kill_while_saving(path: Path, seconds: float) -> int:
    """Start the command and kill it so long after it began to save; gives the exit code."""
    undo = SnapshotStore.beside(path).folder
    with started(path) as process:
        while process.poll() is None and not any(undo.glob("*.draft")):
            time.sleep(0.001)
        time.sleep(seconds)
        process.kill()
    return process.returncode


def test_killed_at_any_moment_of_saving_the_old_or_the_new_workbook_is_there(
    old: Path, new_tables: dict[str, str], tmp_path: Path
) -> None:
    moments = random.Random(22)
    codes = []
    for _ in range(KILLS):
        path = Path(shutil.copy(old, tmp_path))
        shutil.rmtree(tmp_path / ".csbook", ignore_errors=True)
        codes.append(kill_while_saving(path, moments.uniform(0, SAVING_SECONDS)))
        if path.read_bytes() != old.read_bytes():
            assert every_table(path, but=SHOWS_THE_PRESS) == new_tables
        backup = side_folder(path) / "backup.xlsm"
        assert not backup.exists() or backup.read_bytes() == old.read_bytes()
        finished(path)
        assert every_table(path, but=SHOWS_THE_PRESS) == new_tables
        assert sorted(file.name for file in tmp_path.iterdir()) == [".csbook", path.name]
    assert min(codes) < 0, "no run was killed: all were done before"


def test_killed_before_it_saves_nothing_has_changed(old: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(old, tmp_path))
    for seconds in (0.05, 0.2, 0.4):
        with started(path) as process:
            time.sleep(seconds)
            process.kill()
        if not SnapshotStore.beside(path).folder.exists():
            assert path.read_bytes() == old.read_bytes()
        assert FileBook(path).places()
