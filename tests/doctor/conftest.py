"""A connected workbook, and a copy of it for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from csbook.books.file_content import FileContent
from csbook.doctor.case import BookFacts, Case
from csbook.doctor.examination import CHECKS
from csbook.doctor.finding import Finding
from csbook.doctor.ports import Machine
from tests.doctor.fakes import PYTHON
from tests.sharing import made_once
from tests.workbooks import MONTH, small_shop_rows

Look = Callable[..., Finding]


@pytest.fixture(scope="session")
def connected_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As csbook made it on the computer of `windows_machine`."""

    def build(folder: Path) -> None:
        from csbook.template import build_workbook

        build_workbook(
            folder / "zh.xlsm",
            language="zh",
            month=MONTH,
            rows=small_shop_rows("zh"),
            real_xlwings=True,
            interpreter=PYTHON,
        )

    return made_once(tmp_path_factory, "connected", build) / "zh.xlsm"


@pytest.fixture
def connected(connected_original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(connected_original, tmp_path / "客服台账.xlsm"))


def facts(path: Path) -> BookFacts:
    return BookFacts(path, FileContent(path.read_bytes(), path.name), "zh")


@pytest.fixture
def look() -> Look:
    """(number of a check, computer, workbook or None) -> its finding."""

    def looked(number: int, machine: Machine, path: Path | None = None) -> Finding:
        (check,) = [check for check in CHECKS if check.number == number]
        return check.finding(Case(machine, facts(path) if path else None))

    return looked
