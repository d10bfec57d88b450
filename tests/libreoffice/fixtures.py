"""Fixtures that need LibreOffice. A test that asks for one is marked `libreoffice`.

Where LibreOffice or its Python part is missing, such a test is skipped with the reason printed;
with CI=true in the environment it fails instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.libreoffice.office import Office, OfficeMissingError

# xlwings takes a second to import, and every test run reads this file.
if TYPE_CHECKING:
    import xlwings

    from tests.libreoffice.helpers import Reader


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker("libreoffice")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xlwings.App]:
    """LibreOffice as xlwings' application; one for the session (one for each worker)."""
    try:
        running = Office(tmp_path_factory.mktemp("office"))
    except OfficeMissingError as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"LibreOffice is needed: {reason}")
        pytest.skip(f"needs LibreOffice: {reason}")
    try:
        from tests.libreoffice.engine import register

        yield register(running)
    finally:
        running.stop()


@pytest.fixture
def open_book(office: xlwings.App) -> Iterator[Callable[[Path], xlwings.Book]]:
    """Open workbooks as xlwings books; they are closed without saving, and the logs emptied."""
    opened: list[xlwings.Book] = []

    def open_one(path: Path, **more: object) -> xlwings.Book:
        opened.append(office.books.open(str(path), **more))
        return opened[-1]

    yield open_one
    for book in opened:
        book.close()
    for log in (office.impl.status_log, office.impl.alert_log, office.impl.alert_answers):
        log.clear()


@pytest.fixture
def calculated(office: xlwings.App) -> Iterator[Callable[[Path], Reader]]:
    """Path -> reader (sheet, address) -> value after a full calculation."""
    from tests.libreoffice import helpers

    with ExitStack() as stack:
        yield lambda path: stack.enter_context(helpers.calculated(office.impl.office, path))


@pytest.fixture
def convert(office: xlwings.App) -> Callable[[Path, str, Path], Path]:
    """(path, kind, folder) -> path of a freshly calculated copy, as `pdf` or `xlsx`."""
    from tests.libreoffice import helpers

    return lambda path, kind, folder: helpers.convert(office.impl.office, path, kind, folder)
