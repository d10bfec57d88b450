"""What every test may ask for."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.sharing import made_once

if TYPE_CHECKING:
    import xlwings

pytest_plugins = ["tests.libreoffice.fixtures"]

# Where the environment forbids it, each of the workers and every `csbook` process that a test starts would
# compile all modules anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long an example takes says how busy the machine is, not whether a rule holds.
settings.register_profile(
    "unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_finish() -> None:
    """What the imports made stays to the end: the garbage collector need not go through it each time; and
    it looks for cycles every 10,000 objects, not every 700, which takes 1 % of the time instead of 6 %."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """No test outlives a power cut, and thousands of saves would wait for the disk, four times each. That
    csbook flushes what it saves is a test of its own (tests/books/test_saving.py)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


def shared_folder() -> Path | None:
    """The folder with public data, benchmark instances and workbooks of others, where there is one."""
    folder = Path(os.environ.get("CSBOOK_SHARED", ROOT.parent / "shared"))
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("needs the folder ../shared (or CSBOOK_SHARED) with the public data, which is not here")
    return folder


@pytest.fixture(scope="session")
def small_shop_originals(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Language -> the workbook of a small shop, built once; copy it, never write to it."""

    def original(language: str) -> Path:
        from csbook.template import build_workbook
        from tests.workbooks import MONTH, small_shop_rows

        def build(folder: Path) -> None:
            rows = small_shop_rows(language)
            build_workbook(folder / f"{language}.xlsm", language=language, month=MONTH, rows=rows)

        return made_once(tmp_path_factory, f"small_shop_{language}", build) / f"{language}.xlsm"

    return original


@pytest.fixture
def shop(small_shop_originals: Callable[[str], Path], tmp_path: Path) -> Path:
    """A Chinese workbook with one group of three people, for November 2026."""
    return Path(shutil.copy(small_shop_originals("zh"), tmp_path / "客服台账.xlsm"))


@pytest.fixture
def english_shop(small_shop_originals: Callable[[str], Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(small_shop_originals("en"), tmp_path / "csbook.xlsm"))


@pytest.fixture
def open_shop(open_book: Callable[..., xlwings.Book]) -> Callable[..., xlwings.Book]:
    """Open the test's own copy of a shop's workbook as `open_book` does, its print titles taken out first."""

    def opened(path: Path, **more: object) -> xlwings.Book:
        from tests.workbooks import drop_print_titles

        drop_print_titles(path)
        return open_book(path, **more)

    return opened
