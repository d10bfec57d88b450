"""Python kept alive: a click finds what earlier clicks left in the same process, in other workbooks too."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import xlwings

from csbook.problems import Language
from tests.libreoffice.click import click
from tests.libreoffice.served import Server
from tests.open_shop import NOON, PANEL_ROWS, on_shift, rows
from tests.workbooks import drop_print_titles, put

Press = Callable[[xlwings.Book, str], list[str]]
LOOKED_AT = ("DailyLog", "FollowUps", "Today", "Problems", "Changes", "Journal", "Staff", "Panel")
# Each workbook twice, and each after the other one; what is wrong in one is no part of the other.
CLICKS: tuple[tuple[Language, str], ...] = (
    ("zh", "prepare-day"),
    ("en", "check"),
    ("zh", "update-followups"),
    ("en", "prepare-day"),
    ("zh", "undo"),
)


@pytest.fixture
def shops(shop: Path, english_shop: Path) -> dict[Language, Path]:
    """Two workbooks: a Chinese one of one day, an English one of the day before, with a cell to correct."""
    found: dict[Language, Path] = {"zh": shop, "en": english_shop}
    for language, path in found.items():
        on_shift(path, language)
        day = NOON.replace(day=NOON.day - (language == "en"))
        put(path, "Panel", PANEL_ROWS["today"], "value", day, language)
        drop_print_titles(path)
    put(english_shop, "Staff", 0, "hired", "last year", "en")
    return found


@contextmanager
def a_python_for_each() -> Iterator[Press]:
    yield lambda book, button: click(book, button).alerts


@contextmanager
def one_python(office: xlwings.App) -> Iterator[Press]:
    with Server(office) as server:
        yield lambda book, button: server.press(book, button).alerts


@contextmanager
def opened(
    office: xlwings.App, shops: dict[Language, Path], folder: Path
) -> Iterator[dict[Language, xlwings.Book]]:
    """Copies of the workbooks, open until then."""
    folder.mkdir()
    books = {language: office.books.open(shutil.copy(path, folder)) for language, path in shops.items()}
    try:
        yield books
    finally:
        for book in books.values():
            book.close()


def after_clicks(
    books: dict[Language, xlwings.Book], press: Press
) -> tuple[list[list[str]], dict[str, list[Any]]]:
    """The messages, and the tables without the journal's moments; no time of day in any text."""
    said = [[timeless(alert) for alert in press(books[language], button)] for language, button in CLICKS]
    tables = {
        f"{language} {name}": rows(book, name, language)
        .drop(columns=["at", "as_of"] if name == "Journal" else [])
        .astype("object")
        .fillna("")
        .map(timeless)
        .reset_index()
        .to_numpy()
        .tolist()
        for language, book in books.items()
        for name in LOOKED_AT
    }
    return said, tables


def timeless(value: Any) -> Any:
    """A text without the time at which something ran."""
    return re.sub(r"\d\d:\d\d", "", value) if isinstance(value, str) else value


def test_clicks_in_one_python_do_what_they_do_in_pythons_of_their_own(
    office: xlwings.App, shops: dict[Language, Path], tmp_path: Path
) -> None:
    with opened(office, shops, tmp_path / "apart") as books, a_python_for_each() as press:
        said_apart, tables_apart = after_clicks(books, press)
    with opened(office, shops, tmp_path / "together") as books, one_python(office) as press:
        said_together, tables_together = after_clicks(books, press)
    assert "2 人当班" in said_apart[0][0]
    assert "last year" in str(tables_apart["en Problems"])
    assert "已撤销“准备当天”" in said_apart[4][0]
    assert said_together == said_apart
    assert tables_together == tables_apart
