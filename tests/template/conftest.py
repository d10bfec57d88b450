"""Workbooks built once for all tests of the template."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from csbook.problems import Language
from csbook.template import build_workbook
from tests.sharing import made_once
from tests.template.demo_rows import MONTH, demo_rows
from tests.template.found import Found

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="session")
def empty_books(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """A workbook as it comes, without a month, in each language."""
    return {language: book(tmp_path_factory, language, None) for language in LANGUAGES}


@pytest.fixture(scope="session")
def filled_books(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """A workbook of November 2026 with the rows of `demo_rows`, in each language."""
    return {language: book(tmp_path_factory, language, MONTH) for language in LANGUAGES}


def book(factory: pytest.TempPathFactory, language: Language, month: dt.date | None) -> Path:
    name = f"{language}.xlsm"

    def build(folder: Path) -> None:
        rows = None if month is None else demo_rows(language)
        build_workbook(folder / name, language=language, month=month, rows=rows)

    return made_once(factory, f"{'filled' if month else 'empty'}_{language}", build) / name


@pytest.fixture(scope="session")
def found(empty_books: dict[Language, Path]) -> dict[Language, Found]:
    return {language: Found(path) for language, path in empty_books.items()}
